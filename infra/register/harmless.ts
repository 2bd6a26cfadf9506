/** What a spreadsheet program computes begins so, tabs and line breaks before it or not. */
const signs = '=+\\-@＝＋－＠';
const computed = new RegExp(`^[${signs}\\t\\r\\n]`);
const guards = new RegExp(`^'+(?=[${signs}])`);

/**
 * A text that no spreadsheet program computes when it opens a csv: one that begins as a formula does gets an
 * apostrophe before it. In an .xlsx a text is typed as such, and harmless as it is.
 */
export function harmless(text: string): string {
  return computed.test(text) ? `'${text}` : text;
}

/** The text without the apostrophe that {@link harmless} puts before it. */
export function withoutGuard(text: string): string {
  return text.replace(guards, '');
}
