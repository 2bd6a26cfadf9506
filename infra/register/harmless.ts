/**
 * A text that no spreadsheet program computes when it opens a csv: one that begins as a formula does gets an
 * apostrophe before it. In an .xlsx a text is typed as such, and harmless as it is.
 */
export function harmless(text: string): string {
  return /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
}
