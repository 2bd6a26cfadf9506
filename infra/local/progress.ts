/** A line for whoever watches. */
export type Say = (line: string) => void;

/** Tells what is going on: lines, and on a terminal one more that shows what is under way. */
export interface Progress {
  readonly say: Say;
  /** Shows a long piece of work while it runs. */
  track<Result>(work: LongWork, run: (tell: Say) => Promise<Result>): Promise<Result>;
}

/** Work that takes long enough to be watched. */
export interface LongWork {
  /** e.g. `Apache Kafka 4.3.0` */
  readonly name: string;
  /** An honest estimate in words, e.g. `about 30 s`. */
  readonly estimate: string;
}

/** Where progress is shown; a terminal is one on which a line can be written anew. */
export interface Screen {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

const clearLine = '\r\u001b[2K';

interface Tracked extends LongWork {
  readonly since: number;
  detail: string;
}

/** Progress on a screen; `stamp` begins each line. */
export function createProgress(screen: Screen, stamp: () => string): Progress {
  const isTerminal = screen.isTTY === true;
  const tracked = new Set<Tracked>();
  let timer: NodeJS.Timeout | undefined;

  function draw(): void {
    if (!isTerminal || tracked.size === 0) return;
    const line = [...tracked].map(describe).join(' · ');
    screen.write(`${clearLine}${line.slice(0, (screen.columns ?? 80) - 1)}`);
  }

  function say(line: string): void {
    screen.write(`${isTerminal ? clearLine : ''}${stamp()}${line}\n`);
    draw();
  }

  function tick(): void {
    if (isTerminal) draw();
    else for (const work of tracked) say(describe(work));
  }

  async function track<Result>(
    work: LongWork,
    run: (tell: Say) => Promise<Result>,
  ): Promise<Result> {
    const entry: Tracked = { ...work, since: Date.now(), detail: '' };
    say(`${work.name}: getting it, ${work.estimate} the first time …`);
    tracked.add(entry);
    timer ??= setInterval(tick, isTerminal ? 1_000 : 30_000);
    try {
      const result = await run((detail) => (entry.detail = detail));
      tracked.delete(entry);
      say(`${work.name}: there after ${duration(Date.now() - entry.since)}`);
      return result;
    } finally {
      tracked.delete(entry);
      if (tracked.size === 0) {
        clearInterval(timer);
        timer = undefined;
        if (isTerminal) screen.write(clearLine);
      }
    }
  }

  return { say, track };
}

function describe({ name, estimate, since, detail }: Tracked): string {
  const more = detail === '' ? '' : `, ${detail}`;
  return `${name}: ${duration(Date.now() - since)} of ${estimate}${more}`;
}

function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const rest = String(seconds % 60).padStart(2, '0');
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)}:${rest} min`;
}
