import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CarriedRequest } from '../../../contracts/commands/request/carried.js';
import { emptyChain, genesisHash } from '../../../contracts/events/mint.js';
import { createRequestArchive } from '../../../infra/postgres/request-archive.js';
import { resetReadModel } from '../../../infra/postgres/rebuild.js';
import { destroyCaseKey } from '../../../infra/privacy/case-keys.js';
import { createSealer } from '../../../infra/privacy/seal.js';
import type { FreshDatabase } from '../../support/fresh-database.js';
import { freshDatabase } from '../../support/fresh-database.js';
import { ringOf } from '../../support/keys.js';
import { requestIn } from '../../support/request-cases.js';
import { sampleManual } from '../../support/request-life.js';

let fresh: FreshDatabase;
const { request } = requestIn('refused', sampleManual('SVC0106'));

/** A request that has closed with its event of a sequence. */
function closed(requestId: string, sequence: number, applicant = 'sealed'): CarriedRequest {
  return {
    request: { ...request, requestId, applicant },
    end: { sequence, chainhash: genesisHash },
    ...{ pending: [], noticeEnd: emptyChain, pendingNotices: [] },
    ...{ recent: [], submissionHash: 'hash' },
  };
}

async function closedAt(requestId: string): Promise<unknown> {
  const { rows } = await fresh.pool.query(
    'select closed_at from prasan.request_archive where request_id = $1',
    [requestId],
  );
  return rows[0];
}

beforeAll(async () => {
  fresh = await freshDatabase();
});

afterAll(async () => {
  await fresh.drop();
});

describe('the archive of closed requests', () => {
  const archive = () => createRequestArchive(fresh.pool);

  it('gives back what it was given, whole', async () => {
    await archive().keep(closed('whole', 9));
    expect(await archive().find('whole')).toEqual(closed('whole', 9));
    expect(await archive().find('another')).toBeUndefined();
  });

  it('is the same however often it is given a request', async () => {
    await Promise.all([1, 2, 3].map(() => archive().keep(closed('often', 9))));
    const before = await closedAt('often');
    await archive().keep(closed('often', 9));
    expect(await closedAt('often')).toEqual(before);
  });

  it('keeps the later state, in whatever order they come', async () => {
    await archive().keep(closed('later', 9));
    await archive().keep(closed('later', 12));
    await archive().keep(closed('later', 9));
    expect((await archive().find('later'))?.end.sequence).toBe(12);
  });

  it('forgets with the person, and takes nothing of him again', async () => {
    const sealer = createSealer(fresh.pool, ringOf('m1'));
    const sealed = await sealer.seal('person', 'applicant', { name: 'MARKED' });
    await archive().keep(closed('person', 9, sealed));
    expect(JSON.stringify(await archive().find('person'))).not.toContain('MARKED');
    await destroyCaseKey(fresh.pool, { requestId: 'person', by: 'a', reason: 'asked for' });
    expect(await archive().find('person')).toBeUndefined();
    await archive().keep(closed('person', 9, sealed));
    expect(await archive().find('person')).toBeUndefined();
  });

  it('stays when the read model is rebuilt', async () => {
    await archive().keep(closed('rebuilt', 9));
    await resetReadModel(fresh.pool);
    expect(await archive().find('rebuilt')).toBeDefined();
  });
});
