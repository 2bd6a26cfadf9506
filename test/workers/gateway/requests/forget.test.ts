import { afterEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { retentions } from '../../../../contracts/lifecycles/request/retention.js';
import type { RequestCase } from '../../../../contracts/lifecycles/request/case.js';
import { requestSnapshotOf } from '../../../../contracts/lifecycles/request/snapshot.js';
import { Problem } from '../../../../workers/gateway/problem.js';
import type { Back } from '../../../support/gateway-world.js';
import { call } from '../../../support/gateway-world.js';
import { requestIn } from '../../../support/request-cases.js';
import type { RequestGateway } from '../../../support/request-gateway.js';
import { requestGateway, rowOf, tokenFor } from '../../../support/request-gateway.js';
import { doerOf, sampleManual } from '../../../support/request-life.js';
import { everybodyFor } from '../../../support/request-people.js';

const manual = sampleManual('SVC0106');
const approver = doerOf('agencyApprover', manual);
const withdrawn = requestIn('withdrawn', manual).request;
const running = requestIn('consideration', manual).request;
/** As if the time of keeping had been over a year ago. */
const isOver = { ...retentions.usual, years: -1 };
const reason = 'ครบกำหนดเก็บรักษา ตามหนังสือที่ กค 0601/1';

let world: RequestGateway;

afterEach(() => world.gateway.close());

async function begin(request: RequestCase | undefined, retention = retentions.usual) {
  world = await requestGateway({ retention });
  if (request !== undefined) world.desk.put(request);
}

let keys = 0;

function forget(requestId: string, as = tokenFor(approver), body: object = { reason }) {
  keys += 1;
  const headers = { 'idempotency-key': `forget-${keys}` };
  return call(world.gateway, 'POST', `/v1/requests/${requestId}/forget`, { as, body, headers });
}

function read(requestId: string): Promise<Back> {
  const as = tokenFor(doerOf('licensor', manual));
  return call(world.gateway, 'GET', `/v1/requests/${requestId}`, { as });
}

const Label = z.strictObject({ th: z.string(), en: z.string() });
const Answer = z.strictObject({
  requestId: z.string(),
  privacy: z.strictObject({
    state: z.enum(['restricted', 'forgotten']),
    since: z.iso.datetime(),
    by: z.string(),
    reasonCode: z.string(),
  }),
  isNew: z.boolean(),
  until: z.iso.date().nullable(),
  retention: z.strictObject({ years: z.int(), basis: Label }),
  open: z.array(z.string()),
  text: Label,
});

describe('forgetting before the time of keeping is over', () => {
  it('restricts the data, and says until when', async () => {
    await begin(withdrawn);
    const { status, body } = await forget(withdrawn.requestId);
    expect(status).toBe(200);
    expect(Answer.parse(body)).toEqual(body);
    expect(body).toMatchObject({
      isNew: true,
      until: '2036-08-03',
      open: [],
      privacy: { state: 'restricted', by: approver.id, reasonCode: 'retentionRuns' },
    });
    expect(body['text']).toEqual({
      th: expect.stringContaining('ถึง 2036-08-03'),
      en: expect.stringContaining('until 2036-08-03'),
    });
    const shown = await read(withdrawn.requestId);
    expect(shown.body['personal']).toBeNull();
    expect(shown.body['privacy']).toEqual(body['privacy']);
  });

  it('names what is still open', async () => {
    await begin(running, isOver);
    const { body } = await forget(running.requestId);
    expect(body).toMatchObject({ until: null, open: ['request', 'clock'] });
    expect(body['privacy']).toMatchObject({ state: 'restricted', reasonCode: 'stillOpen' });
    expect((body['text'] as { en: string }).en).toContain('the request has not ended');
  });

  it('done twice is done once: the first decision stands', async () => {
    await begin(withdrawn);
    const first = await forget(withdrawn.requestId);
    const again = await forget(withdrawn.requestId, tokenFor(approver), { reason: 'อีกเหตุผลหนึ่ง' });
    expect(again.body).toEqual({ ...first.body, isNew: false });
    expect(world.desk.keys.get(withdrawn.requestId)?.restricted?.reason).toBe(
      `retentionRuns: ${reason}`,
    );
  });
});

describe('forgetting when nothing is open and the time is over', () => {
  it('destroys the key: nobody reads anything any more', async () => {
    await begin(withdrawn, isOver);
    expect((await read(withdrawn.requestId)).body['personal']).not.toBeNull();
    const { status, body } = await forget(withdrawn.requestId);
    expect(status).toBe(200);
    expect(Answer.parse(body)).toEqual(body);
    expect(body['privacy']).toMatchObject({ state: 'forgotten', reasonCode: 'retentionEnded' });
    const shown = await read(withdrawn.requestId);
    expect([shown.body['personal'], shown.body['privacy']]).toEqual([null, body['privacy']]);
    expect((await forget(withdrawn.requestId)).body).toEqual({ ...body, isNew: false });
  });

  it('also when it was restricted before', async () => {
    await begin(withdrawn, isOver);
    await world.desk.restrict({ requestId: withdrawn.requestId, by: 'x', reason: 'stillOpen: x' });
    const { body } = await forget(withdrawn.requestId);
    expect(body['privacy']).toMatchObject({ state: 'forgotten' });
  });

  it('leaves no way to write words into the case', async () => {
    await begin(withdrawn, isOver);
    await forget(withdrawn.requestId);
    const back = await call(
      world.gateway,
      'POST',
      `/v1/requests/${withdrawn.requestId}/actions/correctEntry`,
      {
        as: tokenFor(doerOf('competentOfficial', manual)),
        body: { corrects: 1, field: 'orderNumber', value: '2/2569', reason: 'แก้คำผิด' },
        headers: { 'idempotency-key': 'correct-1', 'if-match': `"${withdrawn.version}"` },
      },
    );
    expect([back.status < 500, back.body['code']]).toEqual([true, expect.any(String)]);
  });

  it('goes by the archive once the engine keeps the case no more', async () => {
    await begin(undefined);
    const { requestId } = withdrawn;
    const since = '2010-01-05T03:00:00.000Z';
    const status = { ...requestSnapshotOf(withdrawn), since };
    world.lists.requestRows.push(rowOf(withdrawn, { request: status }));
    expect((await forget(requestId)).status).toBe(404);
    await world.desk.seal(requestId, 'applicant', {});
    const { body } = await forget(requestId);
    expect(body).toMatchObject({ until: '2020-01-05', privacy: { state: 'forgotten' } });
  });
});

describe('forgetting is refused', () => {
  it('to everybody but the approver of the agency itself', async () => {
    await begin(withdrawn);
    for (const { role, of, actor } of everybodyFor(withdrawn)) {
      const { status, body } = await forget(withdrawn.requestId, tokenFor(actor));
      const isOwn = of === 'own' || of === 'office';
      const code =
        role !== 'agencyApprover' ? 'notForYourRole' : isOwn ? undefined : 'notYourAgency';
      expect([role, of, status, body['code']]).toEqual([
        ...[role, of],
        code === undefined ? 200 : 403,
        code,
      ]);
    }
  });

  it('without a reason, without a key, and for a request that is not there', async () => {
    await begin(withdrawn);
    const { requestId } = withdrawn;
    const faults = [
      await forget(requestId, tokenFor(approver), {}),
      await forget(requestId, tokenFor(approver), { reason: '  ' }),
      await forget(requestId, tokenFor(approver), { reason, more: 1 }),
      await forget(requestId, tokenFor(approver), { reason: 'sealed-applicant ขอลบ' }),
    ];
    for (const { status, body } of faults) {
      expect([status, body['code']]).toEqual([400, 'invalidBody']);
      expect(JSON.stringify(body)).not.toContain('sealed-applicant');
    }
    const as = tokenFor(approver);
    const url = `/v1/requests/${requestId}/forget`;
    const keyless = await call(world.gateway, 'POST', url, { as, body: { reason } });
    expect([keyless.status, keyless.body['code']]).toEqual([400, 'keyMissing']);
    expect((await forget('0a7cbd0e-0000-5000-8000-000000000099')).status).toBe(404);
    expect(world.desk.keys.get(requestId)).toMatchObject({ restricted: null, destroyed: null });
  });

  it('while the vault is away: nothing is done', async () => {
    await begin(withdrawn, isOver);
    world.desk.vaultTrouble = Problem.away('vaultAway', { th: 'ไม่พร้อม', en: 'away' });
    const { status, body } = await forget(withdrawn.requestId);
    expect([status, body['code']]).toEqual([503, 'vaultAway']);
    world.desk.vaultTrouble = undefined;
    expect((await world.desk.keyRecord(withdrawn.requestId))?.destroyed).toBeNull();
  });
});

it('forgetting stands in the log, by request and opaque id alone', async () => {
  await begin(withdrawn, isOver);
  await forget(withdrawn.requestId);
  const [line] = world.logged.filter((one) => one.includes('forgetting'));
  expect(JSON.parse(line ?? '')).toMatchObject({
    ...{ requestId: withdrawn.requestId, actorId: approver.id, privacy: 'forgotten', isNew: true },
    code: 'retentionEnded',
  });
  expect(world.logged.join('')).not.toContain(reason);
});
