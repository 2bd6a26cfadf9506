import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import { emptyChain } from '../../../contracts/events/mint.js';
import { refreshSignal } from '../../../contracts/commands/service/messages.js';
import type { RequestStart } from '../../../contracts/commands/request/messages.js';
import { appealSubject, requestSubject } from '../../../contracts/ids.js';
import { judge } from '../../../contracts/kafka/reader.js';
import { actOnAppeal, createAppealPost, findAppeal } from '../../../infra/temporal/cases.js';
import { runTestWorker } from '../../support/onboarding.js';
import { replayCases } from '../../support/replay-cases.js';
import type { Filing } from '../../support/requests.js';
import {
  actorOf,
  filing,
  manualOf,
  RequestWorld,
  requestWorker,
  TestRequest,
} from '../../support/requests.js';
import { testTemporal } from '../../support/temporal.js';
import { until } from '../../support/until.js';

const statement = { facts: 'ข้อเท็จจริง', law: 'ข้อกฎหมาย', discretion: 'ดุลพินิจ' };
const reason = 'ตามที่ได้ตรวจสอบแล้ว';
const dayMs = 86_400_000;

describe('a request that continues as new', () => {
  const world = new RequestWorld();
  const filed: TestRequest[] = [];
  let client: Client;
  let connection: NativeConnection;
  let worker: { stop: () => Promise<void> };

  async function runWorker(maxCachedWorkflows: number): Promise<void> {
    const { namespace } = client.options;
    const settings = { useWorkerVersioning: true, maxCachedWorkflows };
    worker = await runTestWorker(
      await requestWorker(world, connection, namespace, settings),
      client,
    );
  }

  beforeAll(async () => {
    ({ client, connection } = await testTemporal());
    world.post = createAppealPost(client);
    await runWorker(100);
  });

  afterAll(async () => {
    await worker.stop();
    await connection.close();
    await client.connection.close();
  });

  const now = () => Promise.resolve(Date.now());

  async function file(start: RequestStart): Promise<TestRequest> {
    const request = await TestRequest.file(client, start, now);
    filed.push(request);
    return request;
  }

  function starting(name: string, serviceId = 'SVC0106', more: Partial<Filing> = {}) {
    return filing({ manual: manualOf(serviceId), name, filedAt: Date.now(), ...more });
  }

  const handleOf = ({ requestId }: TestRequest) =>
    client.workflow.getHandle(requestSubject(requestId));
  const runOf = async (request: TestRequest) => (await handleOf(request).describe()).runId;
  const kindsOf = ({ requestId }: TestRequest) =>
    world.eventsOf(requestId).map(({ data }) => data.kind as string);

  async function reaches(request: TestRequest, state: string): Promise<void> {
    await until(async () => (await request.view()).request.state === state);
  }

  async function isQuiet(request: TestRequest): Promise<boolean> {
    const { sequence, unpublished, errands } = await request.view();
    return sequence > 0 && unpublished === 0 && errands.length === 0;
  }

  /** The next run, on whatever it waits. */
  async function handOver(request: TestRequest): Promise<void> {
    const run = await runOf(request);
    await handleOf(request).signal(refreshSignal);
    await until(async () => (await runOf(request)) !== run);
  }

  /** The events are one after the other, without gap, each once. */
  function expectWhole(request: TestRequest, sequence: number): void {
    let end = emptyChain;
    for (const event of world.eventsOf(request.requestId)) {
      const judged = judge('request.status.biz.v1', end, event);
      expect(judged.verdict).toBe('next');
      end = judged.end;
    }
    expect(end.sequence).toBe(sequence);
  }

  async function considered(name: string, serviceId = 'SVC0106'): Promise<TestRequest> {
    const request = await file(starting(name, serviceId));
    await request.must('competentOfficial', 'confirmComplete');
    return request;
  }

  async function approved(name: string): Promise<TestRequest> {
    const request = await considered(name);
    await request.must('licensor', 'approve', { notify: 'ELECTRONIC' });
    return request;
  }

  async function pays(request: TestRequest, payment = {}): Promise<void> {
    await until(
      async () => typeof (await request.view()).request.bills.at(-1)?.billId === 'string',
    );
    const bill = (await request.view()).request.bills.at(-1);
    world.pay(bill?.billId ?? '', payment);
    await request.tellPayment();
  }

  async function paid(name: string): Promise<TestRequest> {
    const request = await approved(name);
    await pays(request);
    await reaches(request, 'issuing');
    return request;
  }

  const waits: Readonly<Record<string, () => Promise<TestRequest>>> = {
    submitted: () => file(starting('early', 'SVC0106', { filedAt: Date.now() + 3 * dayMs })),
    completenessCheck: async () => {
      const request = await file(starting('corrected'));
      const items = [{ itemId: 'plan', what: 'ขาดแผนผัง' }];
      await request.must('competentOfficial', 'recordDeficiency', { items, statement });
      const answers = [{ itemId: 'plan', text: 'ส่งใหม่แล้ว' }];
      await request.must('portal', 'correct', { answers });
      return request;
    },
    awaitingCorrection: async () => {
      const request = await file(starting('deficient'));
      const items = ['plan', 'deed'].map((itemId) => ({ itemId, what: 'ขาดเอกสาร' }));
      await request.must('competentOfficial', 'recordDeficiency', { items, statement });
      const answers = [{ itemId: 'plan', text: 'ส่งใหม่แล้ว' }];
      await request.must('portal', 'correct', { answers });
      return request;
    },
    'consideration, with all its waits side by side': async () => {
      const request = await considered('waits', 'SVC2941');
      for (const inspection of [1, 2]) {
        await request.must('competentOfficial', 'orderInspection', { on: '2026-12-01' });
        await request.must('competentOfficial', 'recordInspection', {
          ...{ inspection, result: 'remedyNeeded', findings: 'ต้องปรับปรุง' },
        });
        await request.must('competentOfficial', 'openHearing', { facts: 'ข้อเท็จจริง' });
      }
      await request.must('competentOfficial', 'consult', {
        agencyId: 'AGY500',
        question: 'ขอความเห็น',
      });
      return request;
    },
    'awaitingPayment, its bill out': () => approved('billed'),
    paymentUnconfirmed: async () => {
      const request = await approved('unconfirmed');
      await pays(request, { transactionId: 'T-a', isConfirmed: false });
      await reaches(request, 'paymentUnconfirmed');
      return request;
    },
    'issuing, and paid twice': async () => {
      const request = await paid('twice');
      await pays(request, { transactionId: 'T-b' });
      await until(async () => (await request.view()).request.refunds.length === 1);
      return request;
    },
    'completed, until renewal opens': async () => {
      const request = await paid('renewable');
      const effectiveOn = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
      await request.must('competentOfficial', 'issue', {
        ...{ number: '1/2570', effectiveOn, expiresOn: '2099-12-31' },
      });
      return request;
    },
    'refused, while an appeal may come': async () => {
      const request = await considered('appealable');
      await request.must('licensor', 'refuse', { statement, notify: 'POST' });
      return request;
    },
    'refused, and appealed': async () => {
      const request = await considered('appellant');
      await request.must('licensor', 'refuse', { statement, notify: 'ELECTRONIC' });
      await request.must('portal', 'appeal', { reason });
      return request;
    },
    'terminated, and not told': async () => {
      const request = await paid('dissolved');
      await request.must('licensor', 'terminate', { cause: 'dissolved', reason });
      return request;
    },
  };

  it.each(Object.entries(waits))('takes everything along: %s', async (_wait, reach) => {
    const request = await reach();
    await until(() => isQuiet(request));
    const before = await request.view();
    await handOver(request);
    expect(await request.view()).toEqual(before);
    await handOver(request);
    expect(await request.view()).toEqual(before);
    expectWhole(request, before.sequence);
  });

  it('takes an appeal along, which goes on to end its request', async () => {
    const request = await considered('overturned');
    await request.must('licensor', 'refuse', { statement, notify: 'ELECTRONIC' });
    await request.must('portal', 'appeal', { reason, stay: true });
    const { requestId } = request;
    const appeal = () => findAppeal(client, requestId, 1).catch(() => undefined);
    await until(async () => {
      const view = await appeal();
      return view?.sequence === 1 && view.unpublished === 0;
    });
    const before = await appeal();
    const handle = client.workflow.getHandle(appealSubject(requestId, 1));
    const { runId } = await handle.describe();
    await handle.signal(refreshSignal);
    await until(async () => (await handle.describe()).runId !== runId);
    expect(await appeal()).toEqual(before);
    const of = { requestId, number: 1 };
    await actOnAppeal(client, of, {
      ...{ action: 'decideAppeal', actor: actorOf('licensor', manualOf('SVC0106')) },
      body: { outcome: 'setAside', statement: {} },
      ...{ words: 'sealed', at: Date.now(), ifMatch: 1, key: 'k1', bodyHash: 'h' },
    });
    await reaches(request, 'consideration');
    await until(() => isQuiet(request));
    expect(kindsOf(request).filter((kind) => kind === 'reopenedOnAppeal')).toHaveLength(1);
  });

  it('does again in the next run what it owed the world when it began, and nothing twice', async () => {
    world.isTreasuryAway = true;
    const request = await approved('unbilled');
    await until(async () => (await request.view()).errands.includes('bill/1'));
    await handOver(request);
    expect((await request.view()).errands).toContain('bill/1');
    world.isTreasuryAway = false;
    await until(() => isQuiet(request));
    expect(kindsOf(request).filter((kind) => kind === 'billed')).toHaveLength(1);
    expect((await request.view()).request.bills).toMatchObject([{ status: 'issued' }]);
    expectWhole(request, (await request.view()).sequence);
  });

  it('asks the treasury again, when it was being asked', async () => {
    const request = await approved('payer');
    await until(() => isQuiet(request));
    world.isTreasuryAway = true;
    await pays(request);
    await until(async () => (await request.view()).errands.includes('treasury'));
    await handOver(request);
    world.isTreasuryAway = false;
    await reaches(request, 'issuing');
    await until(() => isQuiet(request));
    expect(kindsOf(request).filter((kind) => kind === 'paid')).toHaveLength(1);
  });

  it('keeps events that Kafka has not taken, and sends them afterwards in order', async () => {
    world.isKafkaAway = true;
    const request = await considered('unpublished');
    await request.must('licensor', 'refuse', { statement });
    await handOver(request);
    await handOver(request);
    expect((await request.view()).unpublished).toBeGreaterThanOrEqual(3);
    expect(kindsOf(request)).toEqual([]);
    world.isKafkaAway = false;
    await until(() => isQuiet(request));
    expectWhole(request, (await request.view()).sequence);
  });

  it('answers a repeated key alike after it, and refuses the key with another body', async () => {
    const request = await considered('repeated');
    const { version } = (await request.view()).request;
    const same = { key: 'key-1', ifMatch: version };
    const body = { agencyId: 'AGY500', question: 'ขอความเห็น' };
    const first = await request.must('competentOfficial', 'consult', body, same);
    await handOver(request);
    expect(await request.must('competentOfficial', 'consult', body, same)).toEqual(first);
    const other = { ...body, agencyId: 'AGY501' };
    expect(await request.act('competentOfficial', 'consult', other, same)).toMatchObject({
      refusal: { code: 'keyReused' },
    });
  });

  it('goes on with a worker that holds no case, and replays, every run of it', async () => {
    await worker.stop();
    await runWorker(0);
    const open = filed.filter(({ requestId }) => world.eventsOf(requestId).length > 0);
    for (const request of open) {
      const { request: now, sequence } = await request.view();
      await request.act('competentOfficial', 'correctEntry', {
        ...{ corrects: 1, field: 'issued.number', value: '2/2570', reason },
      });
      const isIssued = now.issued !== null;
      await until(() => isQuiet(request));
      expect((await request.view()).sequence).toBe(sequence + (isIssued ? 1 : 0));
    }
    const subjects = filed.map(({ requestId }) => requestSubject(requestId));
    const { runs, faults } = await replayCases(client, subjects);
    expect(faults).toEqual([]);
    expect(runs).toBeGreaterThan(2 * filed.length);
  });
});
