import type { ServerResponse } from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../../infra/logger.js';
import type { TimelineEntry } from '../../infra/postgres/read-model.js';

/** How long a stream waits, milliseconds. */
export interface StreamTimes {
  readonly heartbeatMs: number;
  /** A reader who has taken nothing for so long is gone, whatever the connection says. */
  readonly stalledMs: number;
  /** After its end a stream waits so long until the reader has taken the rest. */
  readonly flushMs: number;
}

/** Times of a stream, where nothing else is asked. */
export const usualStreamTimes: StreamTimes = {
  heartbeatMs: 15_000,
  stalledMs: 60_000,
  flushMs: 5_000,
};

/** What a stream is fed with. */
export interface StreamFood {
  /** The next events after a sequence, in order, and whether there may be more. */
  readonly read: (
    after: number,
  ) => Promise<{ readonly events: readonly TimelineEntry<object>[]; readonly hasMore: boolean }>;
  /** The sequence that the reader had last. */
  readonly last: number;
  /** When the token ends, milliseconds since the epoch. */
  readonly expiresAt: number;
  readonly logger: Logger;
}

const headers = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-accel-buffering': 'no',
  connection: 'close',
};

const timerMax = 2 ** 31 - 1;

/**
 * Server-sent events to one reader. It has one end, {@link LiveStream.finish}: after it nothing is
 * written, whatever timer or news comes late, and a reader who does not take the rest is cut off.
 */
export class LiveStream {
  private readonly out: ServerResponse;
  private readonly food: StreamFood;
  private readonly times: StreamTimes;
  private readonly beat: NodeJS.Timeout;
  private readonly expiry: NodeJS.Timeout;
  private stopFollowing: () => void = () => undefined;
  private last: number;
  private isSending = false;
  private isAskedAgain = false;

  constructor(out: ServerResponse, food: StreamFood, times: StreamTimes) {
    this.out = out;
    this.food = food;
    this.times = times;
    this.last = food.last;
    // A connection may break at any time, also after the end; nobody has to be told.
    out.on('error', () => {
      this.finish();
    });
    out.on('close', () => {
      this.finish();
    });
    out.writeHead(200, headers);
    this.beat = setInterval(() => this.write(': still here\n\n'), times.heartbeatMs);
    const left = Math.max(0, food.expiresAt - Date.now());
    this.expiry = setTimeout(
      () => {
        this.finish('event: expired\ndata: {}\n\n');
      },
      Math.min(left, timerMax),
    );
    this.write('retry: 2000\n\n');
  }

  /** Sends what there is, and goes on at each news until the end. */
  follow(listen: (onNews: () => void) => () => void): void {
    this.stopFollowing = listen(() => {
      this.goOn();
    });
    // It may have ended before it listened.
    if (this.isOver) this.stopFollowing();
    this.goOn();
  }

  /** Ends the stream, once: nothing feeds it from here on. */
  finish(lastWords?: string): void {
    clearInterval(this.beat);
    clearTimeout(this.expiry);
    this.stopFollowing();
    if (this.isOver) return;
    this.out.end(lastWords);
    const cutOff = setTimeout(() => this.out.destroy(), this.times.flushMs).unref();
    this.out.once('close', () => {
      clearTimeout(cutOff);
    });
  }

  private get isOver(): boolean {
    return this.out.writableEnded || this.out.destroyed;
  }

  private goOn(): void {
    this.send().catch((error: unknown) => {
      // The reader comes again by itself, with its Last-Event-ID.
      this.food.logger.debug({ err: error }, 'a stream cannot be read on');
      this.finish();
    });
  }

  /** Sends what is new, one reading at a time; what is asked meanwhile makes it look again. */
  private async send(): Promise<void> {
    this.isAskedAgain = true;
    if (this.isSending) return;
    this.isSending = true;
    try {
      while (this.isAskedAgain && !this.isOver) {
        this.isAskedAgain = false;
        const { events, hasMore } = await this.food.read(this.last);
        if (hasMore) this.isAskedAgain = true;
        this.last = events.at(-1)?.sequence ?? this.last;
        const isTaken = events.length === 0 || this.write(events.map(frame).join(''));
        if (!isTaken) await this.untilTaken();
      }
    } finally {
      this.isSending = false;
    }
  }

  /** False when the reader has to be waited for. */
  private write(text: string): boolean {
    return this.isOver || this.out.write(text);
  }

  /** A slow reader is waited for; one who is gone, or takes nothing at all, ends the wait. */
  private async untilTaken(): Promise<void> {
    const over = new AbortController();
    const { signal } = over;
    const tooLong = sleep(this.times.stalledMs, undefined, { signal, ref: false }).then(() => {
      this.out.destroy();
    });
    try {
      await Promise.race([
        once(this.out, 'drain', { signal }),
        once(this.out, 'close', { signal }),
        tooLong,
      ]);
    } finally {
      over.abort();
    }
  }
}

function frame(event: TimelineEntry<object>): string {
  return `id: ${event.sequence}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}
