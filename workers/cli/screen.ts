import type { WriteStream } from 'node:tty';
import { styleText } from 'node:util';
import { SingleBar } from 'cli-progress';
import { cut, plain, widthOf } from './text.js';

/** Where a command prints: for people on a terminal, plain in a pipe. */
export interface Screen {
  line(text?: string): void;
  /** A heading, bold on a terminal with colours. */
  heading(text: string): void;
  json(value: unknown): void;
  /** One JSON value a line, for streams. */
  jsonLine(value: unknown): void;
  /** A table; in a pipe one line a row with tabs, so that other tools can cut it. */
  table(head: readonly string[], rows: readonly (readonly string[])[]): void;
  /** Shows that long work goes on; only on a terminal. */
  progress(what: string, total?: number): Progress;
  error(text: string): void;
}

/** Long work as it goes on. */
export interface Progress {
  update(done: number): void;
  stop(): void;
}

/** What a screen is made of: standard output and error, or what stands for them. */
export type Output = Pick<NodeJS.WriteStream, 'write'> &
  Partial<Pick<WriteStream, 'isTTY' | 'columns' | 'hasColors'>>;

/** The screen on two streams; progress and errors go to the second. */
export function createScreen(out: Output, err: Output & NodeJS.WritableStream): Screen {
  const style = (format: 'bold' | 'red', text: string, to: Output) =>
    to.isTTY === true && to.hasColors?.() === true
      ? styleText(format, text, { validateStream: false })
      : text;
  const print = (text: string) => out.write(`${text}\n`);
  return {
    line: (text = '') => print(plain(text)),
    heading: (text) => print(style('bold', plain(text), out)),
    json: (value) => print(JSON.stringify(value, null, 2)),
    jsonLine: (value) => print(JSON.stringify(value)),
    table: (head, rows) => {
      if (out.isTTY !== true) {
        for (const row of [head, ...rows]) print(row.map(oneLine).join('\t'));
        return;
      }
      const [first = '', ...rest] = layOut([head, ...rows], out.columns ?? 80);
      print(style('bold', first, out));
      for (const line of rest) print(line);
    },
    progress: (what, total) => (err.isTTY === true ? showProgress(err, what, total) : silent),
    error: (text) => err.write(`${style('red', plain(text), err)}\n`),
  };
}

const silent: Progress = {
  update: () => undefined,
  stop: () => undefined,
};

function showProgress(
  stream: NodeJS.WritableStream,
  what: string,
  total: number | undefined,
): Progress {
  const known = total === undefined ? '{value}' : '{bar} {value}/{total}, about {eta} s left';
  const bar = new SingleBar({ stream, format: `${what} ${known}`, clearOnComplete: true });
  bar.start(total ?? 0, 0);
  return {
    update: (done) => bar.update(done),
    stop: () => bar.stop(),
  };
}

const gap = '  ';
const narrowest = 12;

/** Rows as lines of aligned columns, the widest column cut until they fit. */
function layOut(rows: readonly (readonly string[])[], columns: number): string[] {
  const cells = rows.map((row) => row.map(oneLine));
  const widths = (cells[0] ?? []).map((_, index) =>
    Math.max(...cells.map((row) => widthOf(row[index] ?? ''))),
  );
  const wide = () => widths.reduce((sum, width) => sum + width + gap.length, -gap.length);
  while (wide() > columns && Math.max(...widths) > narrowest) {
    const widest = widths.indexOf(Math.max(...widths));
    const second = Math.max(narrowest, ...widths.filter((_, index) => index !== widest));
    const asked = (widths[widest] ?? 0) - (wide() - columns);
    widths[widest] = Math.max(narrowest, asked, Math.min(second, (widths[widest] ?? 0) - 1));
  }
  return cells.map((row) =>
    row
      .map((cell, index) => pad(cut(cell, widths[index] ?? 0), widths[index] ?? 0))
      .join(gap)
      .trimEnd(),
  );
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

function oneLine(text: string): string {
  return plain(text).replaceAll(/\s+/g, ' ').trim();
}
