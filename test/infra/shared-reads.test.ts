import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { shareReads } from '../../infra/shared-reads.js';

describe('shared reads', () => {
  it('of many at once are two: the one under way, and one for all who wait', async () => {
    const begun: string[] = [];
    const read = shareReads(async (key) => {
      begun.push(key);
      await sleep(5);
      return begun.length;
    });
    const answers = await Promise.all(Array.from({ length: 9 }, () => read('a')));
    expect(answers).toEqual([1, ...Array.from({ length: 8 }, () => 2)]);
    expect(begun).toEqual(['a', 'a']);
  });

  it('of several keys do not wait for each other', async () => {
    const read = shareReads(async (key) => {
      if (key === 'slow') await new Promise(() => undefined);
      return key;
    });
    void read('slow');
    expect(await read('quick')).toBe('quick');
  });

  it('that fail fail for those who share them, and for nobody after', async () => {
    let fails = 2;
    const read = shareReads(async () => {
      await sleep(1);
      fails -= 1;
      if (fails >= 0) throw new Error('away');
      return 'back';
    });
    const settled = await Promise.allSettled([read('a'), read('a'), read('a')]);
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(await read('a')).toBe('back');
  });

  it('never give what was read before one asked, and never run side by side', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 4 }), { maxLength: 20 }), async (pauses) => {
        let written = 0;
        let running = 0;
        const read = shareReads(async () => {
          running += 1;
          expect(running).toBe(1);
          const seen = written;
          await sleep(2);
          running -= 1;
          return seen;
        });
        const asked = pauses.map(async (pause) => {
          await sleep(pause);
          written += 1;
          const own = written;
          expect(await read('a')).toBeGreaterThanOrEqual(own);
        });
        await Promise.all(asked);
      }),
      { numRuns: 50 },
    );
  });
});
