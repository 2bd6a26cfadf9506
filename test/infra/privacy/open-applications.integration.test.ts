import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { claim, ClaimDiffers, release } from '../../../infra/privacy/open-applications.js';
import type { FreshDatabase } from '../../support/fresh-database.js';
import { freshDatabase } from '../../support/fresh-database.js';

let fresh: FreshDatabase;
const person = { serviceId: 'SVC0106', personHash: 'a'.repeat(64) };

beforeAll(async () => {
  fresh = await freshDatabase();
});

afterAll(async () => {
  await fresh.drop();
});

describe('one open request of a person in a service', () => {
  it('holds its place until it lets go, also when it asks again', async () => {
    const first = { ...person, requestId: 'r1' };
    const second = { ...person, requestId: 'r2' };
    expect(await claim(fresh.pool, first)).toBe('claimed');
    expect(await claim(fresh.pool, first)).toBe('claimed');
    expect(await claim(fresh.pool, second)).toEqual({ heldBy: 'r1' });
    expect(await release(fresh.pool, 'r1')).toBe(true);
    expect(await release(fresh.pool, 'r1')).toBe(false);
    expect(await claim(fresh.pool, second)).toBe('claimed');
    // A late repeat of the first is told what it was told, and takes nothing back.
    expect(await claim(fresh.pool, first)).toBe('claimed');
    expect(await claim(fresh.pool, { ...person, requestId: 'r3' })).toEqual({ heldBy: 'r2' });
  });

  it('is no matter of other services or persons', async () => {
    const other = { serviceId: 'SVC0107', personHash: person.personHash, requestId: 'r4' };
    expect(await claim(fresh.pool, other)).toBe('claimed');
    const another = { ...other, personHash: 'b'.repeat(64), requestId: 'r5' };
    expect(await claim(fresh.pool, another)).toBe('claimed');
    const changed = { ...another, personHash: 'c'.repeat(64) };
    await expect(claim(fresh.pool, changed)).rejects.toThrow(ClaimDiffers);
  });

  it('is one of however many that come at once', async () => {
    const place = { serviceId: 'SVC0108', personHash: person.personHash };
    const ids = Array.from({ length: 20 }, (_, n) => `at-once-${n}`);
    const answers = await Promise.all(
      ids.map((requestId) => claim(fresh.pool, { ...place, requestId })),
    );
    const winner = ids[answers.indexOf('claimed')];
    const expected = ids.map((id) => (id === winner ? 'claimed' : { heldBy: winner }));
    expect(answers).toEqual(expected);
  });

  it('lets one in after the other while others let go', async () => {
    const place = { serviceId: 'SVC0109', personHash: person.personHash };
    const ids = Array.from({ length: 15 }, (_, n) => `in-turn-${n}`);
    await Promise.all(
      ids.map(async (requestId) => {
        while ((await claim(fresh.pool, { ...place, requestId })) !== 'claimed') {
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
        await release(fresh.pool, requestId);
      }),
    );
    expect(await claim(fresh.pool, { ...place, requestId: 'last' })).toBe('claimed');
  });
});
