import Table from 'cli-table3';

/** Prints JSON for machines. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

/** Prints a line. */
export function printLine(text = ''): void {
  process.stdout.write(`${text}\n`);
}

/** Prints a table; in a pipe plain, with tabs, so that other tools can cut it. */
export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  if (!process.stdout.isTTY) {
    for (const row of [head, ...rows]) printLine(row.join('\t'));
    return;
  }
  const table = new Table({ head: [...head], style: { head: ['cyan'], compact: true } });
  table.push(...rows.map((row) => [...row]));
  printLine(table.toString());
}
