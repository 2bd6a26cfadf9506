import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chainHash, genesisHash } from '../../../../contracts/events/mint.js';
import { requestSubject } from '../../../../contracts/ids.js';
import { retentions } from '../../../../contracts/lifecycles/request/retention.js';
import { CannotDecrypt } from '../../../../infra/privacy/aes-gcm.js';
import { KeyDestroyed } from '../../../../infra/privacy/case-keys.js';
import { createSealer } from '../../../../infra/privacy/seal.js';
import { replayHistories } from '../../../../infra/temporal/worker.js';
import type { Gateway } from '../../../../workers/gateway/server.js';
import { call } from '../../../support/gateway-world.js';
import { testBundle } from '../../../support/onboarding.js';
import { rawHistory } from '../../../support/raw-history.js';
import { applicantOf, RequestRig } from '../../../support/request-rig.js';
import { manualOf } from '../../../support/requests.js';

const disabled = manualOf('SVC0209');
const reason = 'ครบกำหนดเก็บรักษา';
const official = { role: 'competentOfficial', agency: disabled.agencyId } as const;
const approver = { role: 'agencyApprover', agency: disabled.agencyId } as const;
let rig: RequestRig;
/** A gateway for which every time of keeping was over a year ago. */
let later: Gateway;

beforeAll(async () => {
  rig = await RequestRig.start([disabled]);
  later = await rig.open({ retention: { ...retentions.usual, years: -1 } });
});

afterAll(() => rig.stop());

async function forget(requestId: string, gateway = rig.gateway) {
  const as = await rig.token(approver);
  const headers = { 'idempotency-key': randomUUID() };
  const url = `/v1/requests/${requestId}/forget`;
  return call(gateway, 'POST', url, { as, body: { reason }, headers });
}

/** A request that was withdrawn, with words and a form, and nothing left open. */
async function withdrawn(secret: string): Promise<string> {
  const applicant = { ...applicantOf(), name: { th: secret } };
  const requestId = await rig.file(disabled, { applicant, form: { secret } });
  await rig.must(requestId, 'withdraw', { role: 'portal', office: 'citizen' }, { reason: secret });
  await rig.untilView(requestId, ({ errands, unpublished }) => errands.length + unpublished === 0);
  return requestId;
}

async function shown(requestId: string) {
  const { body } = await rig.get(`/v1/requests/${requestId}`, official);
  return { personal: body['personal'], privacy: body['privacy'] as { state: string } };
}

describe('a person who is to be forgotten', () => {
  it('is restricted while the request runs: the case goes on without being shown', async () => {
    const requestId = await rig.file(disabled);
    const { status, body } = await forget(requestId, later);
    expect([status, body['privacy']]).toEqual([
      200,
      expect.objectContaining({ state: 'restricted', reasonCode: 'stillOpen' }),
    ]);
    expect((await shown(requestId)).personal).toBeNull();
    await rig.must(requestId, 'withdraw', { role: 'portal', office: 'citizen' }, { reason });
  });

  it('is restricted for ten years after the end', async () => {
    const requestId = await withdrawn(randomUUID());
    const { body } = await forget(requestId);
    expect(body).toMatchObject({ open: [], privacy: { reasonCode: 'retentionRuns' } });
    expect(Number(String(body['until']).slice(0, 4))).toBe(new Date().getFullYear() + 10);
    expect((await shown(requestId)).privacy.state).toBe('restricted');
  });

  it('is forgotten after it: no plain text is left, history and hashes hold', async () => {
    const secret = `คนลับ ${randomUUID()}`;
    const requestId = await withdrawn(secret);
    const { request } = await rig.view(requestId);
    expect(JSON.stringify((await shown(requestId)).personal)).toContain(secret);

    const backs = await Promise.all([1, 2, 3].map(() => forget(requestId, later)));
    expect(backs.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(backs.filter(({ body }) => body['isNew'] === true)).toHaveLength(1);
    expect(await shown(requestId)).toMatchObject({
      personal: null,
      privacy: { state: 'forgotten', reasonCode: 'retentionEnded' },
    });

    // Whoever has the master keys and the sealed texts opens nothing.
    const { pool, masterKeys } = rig.parts;
    const opening = createSealer(pool, masterKeys).open(
      ...([requestId, 'applicant', request.applicant, 'legalClaim'] as const),
    );
    await expect(opening).rejects.toThrow(KeyDestroyed);
    await expect(opening).rejects.not.toThrow(CannotDecrypt);
    const { rows } = await pool.query(
      `SELECT k.wrapped_key, k.reason, o.person_hash FROM prasan.case_key k
       LEFT JOIN prasan.open_application o USING (request_id) WHERE request_id = $1`,
      [requestId],
    );
    expect(rows).toEqual([
      { wrapped_key: null, person_hash: null, reason: `retentionEnded: ${reason}` },
    ]);
    const { stored, decoded } = await rawHistory(rig.client, requestSubject(requestId));
    expect(`${stored}${decoded}`).not.toContain(secret);
    await expectProved(requestId);
  });

  it('may file again under another key, and is another case', async () => {
    const applicant = applicantOf();
    const first = await rig.file(disabled, { applicant });
    await rig.must(first, 'withdraw', { role: 'portal', office: 'citizen' });
    await rig.untilView(first, ({ errands, unpublished }) => errands.length + unpublished === 0);
    await forget(first, later);
    const second = await rig.file(disabled, { applicant });
    expect(second).not.toBe(first);
    expect((await shown(second)).privacy.state).toBe('open');
  });
});

/** Its history replays on what runs now, and the hashes of its events follow from each other. */
async function expectProved(requestId: string): Promise<void> {
  const workflowId = requestSubject(requestId);
  const history = await rig.client.workflow.getHandle(workflowId).fetchHistory();
  for await (const { error } of replayHistories(await testBundle(), [{ workflowId, history }])) {
    expect(error).toBeUndefined();
  }
  let end = genesisHash;
  const events = rig.world.eventsOf(requestId);
  expect(events.length).toBeGreaterThan(1);
  for (const event of events) {
    end = chainHash(end, event);
    expect(event.chainhash).toBe(end);
  }
  expect((await rig.view(requestId)).chainhash).toBe(end);
}
