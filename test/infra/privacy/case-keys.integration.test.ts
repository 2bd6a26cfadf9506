import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CannotDecrypt } from '../../../infra/privacy/aes-gcm.js';
import {
  caseKeyRecord,
  destroyCaseKey,
  KeyDestroyed,
  NoCaseKey,
  restrictCase,
  rewrap,
} from '../../../infra/privacy/case-keys.js';
import { UnknownKey } from '../../../infra/privacy/key-ring.js';
import { claim } from '../../../infra/privacy/open-applications.js';
import {
  AccessRestricted,
  createSealer,
  forPurpose,
  permittedPurposes,
} from '../../../infra/privacy/seal.js';
import type { FreshDatabase } from '../../support/fresh-database.js';
import { freshDatabase } from '../../support/fresh-database.js';
import { ringOf } from '../../support/keys.js';

let fresh: FreshDatabase;
let cases = 0;
/** A case whose key was tampered with. */
let swapped: string;
const person = { name: 'MARKED', number: '1101700230708' };
const by = { by: 'a-person', reason: 'asked to be forgotten' };
const sealerOf = (...[first, ...others]: [string, ...string[]]) =>
  createSealer(fresh.pool, ringOf(first, ...others));

function newCase(): string {
  cases += 1;
  return `request-${cases}`;
}

/** Everything that the tables of this part hold, as text. */
async function stored(): Promise<string> {
  const { rows } = await fresh.pool.query(
    `SELECT k::text AS row, encode(k.wrapped_key, 'escape') AS key FROM prasan.case_key k`,
  );
  return JSON.stringify(rows);
}

beforeAll(async () => {
  fresh = await freshDatabase();
});

afterAll(async () => {
  await fresh.drop();
});

describe('a key per case', () => {
  it('seals and opens what is given, under its label', async () => {
    const sealer = sealerOf('m1');
    await fc.assert(
      fc.asyncProperty(
        fc.string(),
        fc.dictionary(fc.string(), fc.string()),
        async (label, value) => {
          const requestId = newCase();
          const sealed = await sealer.seal(requestId, label, value);
          expect(await sealer.open(requestId, label, sealed)).toEqual({ ...value });
        },
      ),
      { numRuns: 25 },
    );
    expect(await stored()).not.toContain('MARKED');
  });

  it('opens nothing of another case or label', async () => {
    const sealer = sealerOf('m1');
    const [one, two] = [newCase(), newCase()];
    const sealed = await sealer.seal(one, 'applicant', person);
    await sealer.seal(two, 'applicant', person);
    await expect(sealer.open(two, 'applicant', sealed)).rejects.toThrow(CannotDecrypt);
    await expect(sealer.open(one, 'agent', sealed)).rejects.toThrow(CannotDecrypt);
    await expect(sealer.open(newCase(), 'applicant', sealed)).rejects.toThrow(NoCaseKey);
  });

  it('is one, however many seal at once', async () => {
    const requestId = newCase();
    const sealer = sealerOf('m1');
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, n) => sealer.seal(requestId, 'words', { n })),
    );
    const opened = await Promise.all(all.map((one) => sealer.open(requestId, 'words', one)));
    expect(opened).toEqual(all.map((_, n) => ({ n })));
  });

  it('cannot be put into the place of another case’s', async () => {
    const [one, two] = [newCase(), newCase()];
    const sealer = sealerOf('m1');
    const sealed = await sealer.seal(one, 'applicant', person);
    await sealer.seal(two, 'applicant', person);
    await fresh.pool.query(
      `UPDATE prasan.case_key SET wrapped_key =
         (SELECT wrapped_key FROM prasan.case_key WHERE request_id = $1) WHERE request_id = $2`,
      [one, two],
    );
    await expect(sealer.open(two, 'applicant', sealed)).rejects.toThrow(CannotDecrypt);
    swapped = two;
  });
});

describe('the master keys', () => {
  it('are rotated without losing anything', async () => {
    const [before, after] = [newCase(), newCase()];
    const old = await sealerOf('m1').seal(before, 'applicant', person);
    const rotated = sealerOf('m2', 'm1');
    expect(await rotated.open(before, 'applicant', old)).toEqual(person);
    const anew = await rotated.seal(after, 'applicant', person);
    await expect(sealerOf('m1').open(after, 'applicant', anew)).rejects.toThrow(UnknownKey);
    await expect(sealerOf('m2').open(before, 'applicant', old)).rejects.toThrow(/no key m1/);
    await destroyCaseKey(fresh.pool, { requestId: before, ...by });
    await sealerOf('m1').seal(newCase(), 'applicant', person);

    const { count, unreadable } = await rewrap(fresh.pool, ringOf('m2', 'm1'));
    expect(count).toBeGreaterThan(20);
    // The one that was put into another's place above: it keeps none of the others back.
    expect(unreadable).toEqual([swapped]);
    expect(await rewrap(fresh.pool, ringOf('m2', 'm1'))).toEqual({ count: 0, unreadable });
    const left = await fresh.pool.query(
      `SELECT count(*) AS n FROM prasan.case_key WHERE wrapped_key IS NOT NULL AND master_key_id <> 'm2'`,
    );
    expect(left.rows).toEqual([{ n: 1 }]);
    await destroyCaseKey(fresh.pool, { requestId: swapped, ...by });
    expect(await sealerOf('m2').open(after, 'applicant', anew)).toEqual(person);
  });

  it('are rotated in more than one batch, sealed values staying as they are', async () => {
    const ids = Array.from({ length: 501 }, newCase);
    const sealed = await Promise.all(ids.map((id) => sealerOf('m2').seal(id, 'words', { id })));
    const { count, unreadable } = await rewrap(fresh.pool, ringOf('m3', 'm2'));
    expect([count > 500, unreadable]).toEqual([true, []]);
    for (const [at, id] of ids.entries()) {
      expect(await sealerOf('m3').open(id, 'words', sealed[at] ?? '')).toEqual({ id });
    }
  });

  it('must all be there: what cannot be wrapped anew is named, and stays', async () => {
    const requestId = newCase();
    const sealed = await sealerOf('m3').seal(requestId, 'applicant', person);
    await expect(rewrap(fresh.pool, ringOf('m4'))).rejects.toThrow(/no key m3/);
    expect(await sealerOf('m3').open(requestId, 'applicant', sealed)).toEqual(person);
  });
});

describe('a restricted case', () => {
  it('opens for permitted purposes alone, and goes on taking what comes', async () => {
    const requestId = newCase();
    const sealer = sealerOf('m3');
    const sealed = await sealer.seal(requestId, 'applicant', person);
    expect(await restrictCase(fresh.pool, { requestId, ...by })).toBe(true);
    expect(await restrictCase(fresh.pool, { requestId, by: 'another', reason: 'too' })).toBe(false);
    await expect(sealer.open(requestId, 'applicant', sealed)).rejects.toThrow(AccessRestricted);
    for (const purpose of permittedPurposes) {
      expect(await sealer.open(requestId, 'applicant', sealed, purpose)).toEqual(person);
    }
    const letters = forPurpose(sealer, 'duty');
    const more = await letters.seal(requestId, 'words', { text: 'x' });
    expect(await letters.open(requestId, 'words', more)).toEqual({ text: 'x' });
    expect(await caseKeyRecord(fresh.pool, requestId)).toMatchObject({
      restricted: { at: expect.stringMatching(/Z$/), ...by },
      destroyed: null,
    });
  });
});

describe('a destroyed key', () => {
  it('opens nothing for nobody, is never made again, and leaves who, when and why', async () => {
    const requestId = newCase();
    const sealer = sealerOf('m3');
    const sealed = await sealer.seal(requestId, 'applicant', person);
    await claim(fresh.pool, { requestId, serviceId: 'SVC0106', personHash: 'hash' });
    await restrictCase(fresh.pool, { requestId, ...by });
    expect(await destroyCaseKey(fresh.pool, { requestId, ...by })).toBe(true);
    expect(await destroyCaseKey(fresh.pool, { requestId, by: 'another', reason: 'too' })).toBe(
      false,
    );
    expect(await restrictCase(fresh.pool, { requestId, ...by })).toBe(false);

    for (const purpose of [undefined, ...permittedPurposes]) {
      await expect(sealer.open(requestId, 'applicant', sealed, purpose)).rejects.toThrow(
        KeyDestroyed,
      );
    }
    await expect(sealer.seal(requestId, 'applicant', person)).rejects.toThrow(KeyDestroyed);
    const { rows } = await fresh.pool.query(
      `SELECT wrapped_key, (SELECT count(*) FROM prasan.open_application WHERE request_id = $1) AS claims
       FROM prasan.case_key WHERE request_id = $1`,
      [requestId],
    );
    expect(rows).toEqual([{ wrapped_key: null, claims: 0 }]);
    expect(await caseKeyRecord(fresh.pool, requestId)).toMatchObject({
      restricted: by,
      destroyed: { at: expect.stringMatching(/Z$/), ...by },
    });
  });

  it.each([
    "UPDATE prasan.case_key SET wrapped_key = '\\x00', destroyed_at = NULL, destroyed_by = NULL, reason = NULL WHERE request_id = $1",
    'DELETE FROM prasan.case_key WHERE request_id = $1',
    'UPDATE prasan.case_key SET reason = $1 WHERE request_id = $1',
  ])('is not brought back by hand: %s', async (sql) => {
    const requestId = newCase();
    await sealerOf('m3').seal(requestId, 'applicant', person);
    await destroyCaseKey(fresh.pool, { requestId, ...by });
    await expect(fresh.pool.query(sql, [requestId])).rejects.toThrow(/keeps its rows/);
  });

  it('cannot be one that never was', async () => {
    const requestId = newCase();
    await expect(destroyCaseKey(fresh.pool, { requestId, ...by })).rejects.toThrow(NoCaseKey);
    await expect(restrictCase(fresh.pool, { requestId, ...by })).rejects.toThrow(NoCaseKey);
    expect(await caseKeyRecord(fresh.pool, requestId)).toBeUndefined();
    await expect(fresh.pool.query('TRUNCATE prasan.case_key')).rejects.toThrow(/keeps its rows/);
  });
});
