/**
 * The text of a cell, tidied where no meaning can change: NFC; zero-width characters out; no-break
 * spaces, line breaks and runs of spaces to one space; trimmed. Numbers become their text; what else
 * a cell may hold is no text and comes out empty.
 */
export function tidy(cell: unknown): string {
  const text = typeof cell === 'string' || typeof cell === 'number' ? String(cell) : '';
  return text
    .normalize('NFC')
    .replaceAll(/[\u200B-\u200F\u2060\uFEFF\u00AD]/g, '')
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}
