import { fileURLToPath } from 'node:url';
import { inflateRawSync } from 'node:zlib';

/** DGA's register of 3 May 2026, where the project is worked on. */
export const realRegister = fileURLToPath(
  new URL('../../../shared/data/register/services_all-3-5-2026.xlsx', import.meta.url),
);

/** Texts of one row by the letter of their column. */
export type Line = Readonly<Record<string, string>>;

/** The text of a part of a zip. */
export function partOf(bytes: Buffer, name: string): string {
  // The last mention of the name is in the directory; its entry says where the part begins.
  const entry = bytes.lastIndexOf(Buffer.from(name)) - 46;
  const size = bytes.readUInt32LE(entry + 20);
  const at = bytes.readUInt32LE(entry + 42);
  const start = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
  return inflateRawSync(bytes.subarray(start, start + size)).toString('utf8');
}

function plain(xml: string): string {
  return [...xml.matchAll(/<t[^>]*>([^<]*)<\/t>/g)]
    .map(([, text = '']) => text)
    .join('')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replaceAll('\r\n', '\n');
}

/**
 * Rows of a sheet by their number, from the second. It shares nothing with the register's reading: parts are cut
 * out of the zip by its directory, cells by regular expressions.
 */
export function linesOf(bytes: Buffer, sheet: number): Map<number, Line> {
  const texts = partOf(bytes, 'xl/sharedStrings.xml')
    .split('<si>')
    .slice(1)
    .map((item) => plain(item));
  const lines = new Map<number, Record<string, string>>();
  const cell = /<c r="([A-Z]+)(\d+)"([^>]*)>(?:<f>[^<]*<\/f>)?<v>([^<]*)<\/v>/g;
  const xml = partOf(bytes, `xl/worksheets/sheet${sheet}.xml`);
  for (const [, letter = '', row = '', facts = '', value = ''] of xml.matchAll(cell)) {
    if (row === '1') continue;
    const line = lines.get(Number(row)) ?? {};
    line[letter] = facts.includes('t="s"') ? (texts[Number(value)] ?? '') : value;
    lines.set(Number(row), line);
  }
  return lines;
}

/** How often each value is there. */
export function tally(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
