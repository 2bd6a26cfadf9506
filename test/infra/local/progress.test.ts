import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Progress, Say } from '../../../infra/local/progress.js';
import { createProgress } from '../../../infra/local/progress.js';

const work = { name: 'Thing 1', estimate: 'about 2 min' };
const other = { name: 'Thing 2', estimate: 'about 30 s' };
const clear = '\r\u001b[2K';

let shown: string[];
let finish: () => void;

beforeEach(() => {
  shown = [];
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

function progressOn(screen: { isTTY?: boolean; columns?: number }): Progress {
  const write = (text: string) => shown.push(text);
  return createProgress({ ...screen, write }, () => '[at] ');
}

function untilFinished(): Promise<void> {
  return new Promise((resolve) => (finish = resolve));
}

describe('progress in a pipe', () => {
  it('is lines alone: when it begins, every half minute, and how long it took', async () => {
    const { track } = progressOn({});
    let tell: Say = () => undefined;
    const tracked = track(work, (say) => {
      tell = say;
      return untilFinished();
    });
    jest.advanceTimersByTime(30_000);
    tell('7 steps done');
    jest.advanceTimersByTime(35_000);
    finish();
    await tracked;
    jest.advanceTimersByTime(60_000);
    expect(shown).toEqual([
      '[at] Thing 1: getting it, about 2 min the first time …\n',
      '[at] Thing 1: 30 s of about 2 min\n',
      '[at] Thing 1: 1:00 min of about 2 min, 7 steps done\n',
      '[at] Thing 1: there after 1:05 min\n',
    ]);
  });

  it('ends with a failure, and says nothing more', async () => {
    const { track } = progressOn({});
    await expect(track(work, () => Promise.reject(new Error('no network')))).rejects.toThrow(
      'no network',
    );
    jest.advanceTimersByTime(60_000);
    expect(shown).toHaveLength(1);
  });
});

describe('progress on a terminal', () => {
  it('is one more line that is written anew each second, and cleared at the end', async () => {
    const { track } = progressOn({ isTTY: true });
    const tracked = track(work, untilFinished);
    jest.advanceTimersByTime(2_000);
    finish();
    await tracked;
    expect(shown).toEqual([
      `${clear}[at] Thing 1: getting it, about 2 min the first time …\n`,
      `${clear}Thing 1: 1 s of about 2 min`,
      `${clear}Thing 1: 2 s of about 2 min`,
      `${clear}[at] Thing 1: there after 2 s\n`,
      clear,
    ]);
  });

  it('keeps the line below what is said meanwhile, and within the width', async () => {
    const { say, track } = progressOn({ isTTY: true, columns: 30 });
    const both = [track(work, untilFinished), track(other, () => Promise.resolve())];
    jest.advanceTimersByTime(1_000);
    say('something else');
    const [line = '', again = ''] = shown.slice(-2);
    expect(line).toBe(`${clear}[at] something else\n`);
    expect(again.startsWith(`${clear}Thing 1: 1 s of about 2 min`)).toBe(true);
    expect(again.length - clear.length).toBeLessThan(30);
    finish();
    await Promise.all(both);
  });
});
