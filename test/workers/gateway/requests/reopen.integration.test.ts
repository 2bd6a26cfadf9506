import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WorkflowNotFoundError } from '@temporalio/client';
import { bangkokDate } from '../../../../contracts/civil-date.js';
import { emptyChain } from '../../../../contracts/events/mint.js';
import { requestSubject } from '../../../../contracts/ids.js';
import { judge } from '../../../../contracts/kafka/reader.js';
import { retentions } from '../../../../contracts/lifecycles/request/retention.js';
import type { Back } from '../../../support/gateway-world.js';
import { call } from '../../../support/gateway-world.js';
import { judgment } from '../../../support/request-cases.js';
import type { Caller } from '../../../support/request-rig.js';
import { RequestRig, submissionOf } from '../../../support/request-rig.js';
import { plainManual } from '../../../support/requests.js';
import { until } from '../../../support/until.js';

const manual = plainManual();
const { agencyId: agency } = manual;
const official: Caller = { role: 'competentOfficial', agency };
const licensor: Caller = { role: 'licensor', agency };
const approver: Caller = { role: 'agencyApprover', agency };
const today = () => bangkokDate(Date.now());
let rig: RequestRig;

beforeAll(async () => {
  rig = await RequestRig.start([manual]);
});

afterAll(() => rig.stop());

const handleOf = (requestId: string) => rig.client.workflow.getHandle(requestSubject(requestId));
const pathOf = (requestId: string) => `/v1/requests/${requestId}`;

async function closes(requestId: string): Promise<void> {
  await until(
    async () => (await handleOf(requestId).describe()).status.name === 'COMPLETED',
    20_000,
  );
}

async function issue(requestId: string, number: string): Promise<void> {
  await rig.must(requestId, 'approve', licensor, { notify: 'ELECTRONIC' });
  await rig.must(requestId, 'issue', official, { number, effectiveOn: today() });
}

/** Issued without end, so nothing is left open. */
async function closed(change: object = {}): Promise<string> {
  const requestId = await rig.file(manual, change);
  await rig.must(requestId, 'confirmComplete', official);
  await issue(requestId, '1/2570');
  await closes(requestId);
  return requestId;
}

/** Temporal lets go of a closed case, as it does after its time of keeping. */
async function lose(requestId: string): Promise<void> {
  const { workflowService } = rig.client.connection;
  const { runId, workflowId } = await handleOf(requestId).describe();
  await workflowService.deleteWorkflowExecution({
    namespace: rig.client.options.namespace,
    workflowExecution: { workflowId, runId },
  });
  await until(async () => {
    const found = await handleOf(requestId)
      .describe()
      .catch((error: unknown) => error);
    return found instanceof WorkflowNotFoundError;
  }, 90_000);
}

function mended(value: string) {
  return { corrects: 1, field: 'issued.number', value, reason: 'พิมพ์เลขที่ผิด' };
}

/** Over all runs: one after the other, each once, and the hashes prove it. */
function sequenceProved(requestId: string): number {
  let end = emptyChain;
  for (const event of rig.world.eventsOf(requestId)) {
    const judged = judge('request.status.biz.v1', end, event);
    expect(judged.verdict).toBe('next');
    end = judged.end;
  }
  return end.sequence;
}

const codeOf = ({ status, body }: Back) => [status, body['code']];

describe('a request that has closed', () => {
  it('has a slip of the pen put right, once, however often it is sent', async () => {
    const requestId = await closed();
    const version = (await rig.view(requestId)).request.version;
    const again = { key: randomUUID(), version };
    const send = (value = '2/2570') =>
      rig.act(requestId, 'correctEntry', official, mended(value), again);
    const first = await send();
    expect(first.status).toBe(200);
    await closes(requestId);
    expect((await send()).body).toEqual(first.body);
    expect((await send('3/2570')).body['code']).toBe('keyReused');
    const stale = await rig.act(requestId, 'correctEntry', official, mended('4/2570'), { version });
    expect(codeOf(stale)).toEqual([412, 'staleVersion']);
    const { body } = await rig.get(pathOf(requestId), official);
    expect(body['issued']).toMatchObject({ number: '2/2570' });
    expect(sequenceProved(requestId)).toBe(body['sequence']);
  });

  it('is opened by a judgment, lives on, and closes with what came of it', async () => {
    const requestId = await closed();
    const { body: before } = await rig.get(`${pathOf(requestId)}/actions`, licensor);
    const open = (before['actions'] as { action: string; allowed: boolean }[]).filter(
      ({ allowed }) => allowed,
    );
    expect(open.map(({ action }) => action)).toEqual(['reopen']);
    for (const role of ['competentOfficial', 'delegate'] as const) {
      const back = await rig.act(requestId, 'reopen', { role, agency }, judgment(today()));
      expect(codeOf(back)).toEqual([403, 'roleMayNot']);
    }
    const reason = `เหตุผลลับ ${randomUUID()}`;
    await rig.must(requestId, 'reopen', licensor, { ...judgment(today()), reason });
    const { body: future } = await rig.get(`${pathOf(requestId)}/future`, licensor);
    expect(future['state']).toBe('consideration');
    expect((future['byItself'] as object[]).length).toBeGreaterThan(0);
    await issue(requestId, '5/2570');
    await closes(requestId);
    const { rows } = await rig.database.pool.query<{ row: string }>(
      'select a::text as row from prasan.request_archive a where request_id = $1',
      [requestId],
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.row).not.toContain(reason);
    const { body } = await rig.get(pathOf(requestId), official);
    expect(JSON.stringify(body['personal'])).toContain(reason);
    expect(body['issued']).toMatchObject({ number: '5/2570' });
    expect(sequenceProved(requestId)).toBe(body['sequence']);
  });

  it('is opened once by two at once, through two gateways', async () => {
    const requestId = await closed();
    const other = await rig.open();
    const { version } = (await rig.view(requestId)).request;
    const as = await rig.token(licensor);
    const path = `${pathOf(requestId)}/actions/reopen`;
    const send = (gateway: typeof other) =>
      call(gateway, 'POST', path, {
        ...{ as, body: judgment(today()) },
        headers: { 'idempotency-key': randomUUID(), 'if-match': `"${version}"` },
      });
    const both = await Promise.all([send(rig.gateway), send(other)]);
    expect(both.map(({ status }) => status).toSorted()).not.toEqual([200, 200]);
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(['staleVersion', 'wrongState']).toContain(
      both.find(({ status }) => status !== 200)?.body['code'],
    );
    const reopened = rig.world.eventsOf(requestId).filter(({ data }) => data.kind === 'reopened');
    expect(reopened).toHaveLength(1);
  });

  it('takes nothing else', async () => {
    const requestId = await closed();
    for (const [action, caller, body] of [
      ['recordRepayment', official, { refund: 1, on: today(), reference: 'REF-1' }],
      ['settleWithAgency', official, { outcome: 'recordStands', reason: 'ตกลงแล้ว' }],
    ] as const) {
      const back = await rig.act(requestId, action, caller, body);
      expect(codeOf(back)).toEqual([409, 'requestClosed']);
    }
    const sequence = sequenceProved(requestId);
    expect((await rig.view(requestId)).sequence).toBe(sequence);
  });
});

describe('a request that Temporal has let go of', () => {
  it('is read as before, whole, and opened from the archive', async () => {
    const requestId = await closed();
    const before = await rig.get(pathOf(requestId), official);
    await lose(requestId);
    const { body } = await rig.get(pathOf(requestId), official);
    expect(body).toEqual(before.body);
    for (const path of ['/actions', '/future']) {
      expect((await rig.get(`${pathOf(requestId)}${path}`, official)).status).toBe(200);
    }
    await rig.must(requestId, 'reopen', licensor, judgment(today()));
    const view = await rig.view(requestId);
    expect(view.request.state).toBe('consideration');
    expect(view.sequence).toBe(Number(body['sequence']) + 1);
    await issue(requestId, '6/2570');
    await closes(requestId);
    expect(sequenceProved(requestId)).toBe((await rig.view(requestId)).sequence);
  }, 180_000);

  it('is not begun a second time by its filing, which is told what came of it', async () => {
    const key = randomUUID();
    const body = submissionOf(manual);
    const filed = await rig.submit(manual, body, { key });
    const requestId = String(filed.body['requestId']);
    await rig.must(requestId, 'withdraw', { role: 'portal', office: manual.portal });
    await closes(requestId);
    await lose(requestId);
    const again = await rig.submit(manual, body, { key });
    expect([again.status, again.body['requestId'], again.body['state']]).toEqual([
      ...[201, requestId, 'withdrawn'],
    ]);
    const other = await rig.submit(manual, submissionOf(manual), { key });
    expect(codeOf(other)).toEqual([409, 'keyReused']);
    await expect(handleOf(requestId).describe()).rejects.toThrow(WorkflowNotFoundError);
    expect(sequenceProved(requestId)).toBe(Number(again.body['sequence']));
  }, 180_000);
});

describe('a request whose person was forgotten', () => {
  it('is opened no more, and nothing of it is left in the archive', async () => {
    const requestId = await closed();
    const later = await rig.open({ retention: { ...retentions.usual, years: -1 } });
    const forgotten = await call(later, 'POST', `${pathOf(requestId)}/forget`, {
      ...{ as: await rig.token(approver), body: { reason: 'ครบกำหนดเก็บรักษา' } },
      headers: { 'idempotency-key': randomUUID() },
    });
    expect(forgotten.body['privacy']).toMatchObject({ state: 'forgotten' });
    const { rowCount } = await rig.database.pool.query(
      'select from prasan.request_archive where request_id = $1',
      [requestId],
    );
    expect(rowCount).toBe(0);
    for (const body of [judgment(today()), { ...judgment(today()), reason: 'คำพิพากษา' }]) {
      expect(codeOf(await rig.act(requestId, 'reopen', licensor, body))).toEqual([
        ...[410, 'requestForgotten'],
      ]);
    }
    const mending = await rig.act(requestId, 'correctEntry', official, mended('7/2570'));
    expect(codeOf(mending)).toEqual([410, 'requestForgotten']);
    const { body } = await rig.get(`${pathOf(requestId)}/actions`, licensor);
    const reopen = (body['actions'] as { action: string; whyNot?: { code: string } }[]).find(
      ({ action }) => action === 'reopen',
    );
    expect(reopen?.whyNot?.code).toBe('requestForgotten');
  });

  it('closed before requests were kept: it is said so', async () => {
    const requestId = await closed();
    await rig.database.pool.query('delete from prasan.request_archive where request_id = $1', [
      requestId,
    ]);
    expect(codeOf(await rig.act(requestId, 'reopen', licensor, judgment(today())))).toEqual([
      ...[410, 'requestNotKept'],
    ]);
  });
});
