import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Worker } from '@temporalio/worker';
import type { Filing } from '../../support/requests.js';
import {
  filing,
  manualOf,
  RequestWorld,
  requestWorker,
  TestRequest,
} from '../../support/requests.js';
import { passUntil, timeSkippingTemporal } from '../../support/temporal.js';
import { until } from '../../support/until.js';
import { actOnAppeal, createAppealPost, findAppeal } from '../../../infra/temporal/cases.js';
import { actorOf } from '../../support/requests.js';

const statement = { facts: 'ข้อเท็จจริง', law: 'ข้อกฎหมาย', discretion: 'ดุลพินิจ' };

/** A time-skipping server of a test's own: its time goes on from today, within the years that have holidays. */
function engine() {
  const world = new RequestWorld();
  let server: TestWorkflowEnvironment;
  let worker: Worker;
  let running: Promise<void>;

  beforeAll(async () => {
    server = await timeSkippingTemporal();
    world.post = createAppealPost(server.client);
    worker = await requestWorker(world, server.nativeConnection, server.namespace ?? 'default');
    running = worker.run();
  }, 120_000);
  afterAll(async () => {
    worker.shutdown();
    await running;
    await server.teardown();
  });

  const now = () => server.currentTimeMs();

  async function file(serviceId: string, name: string, more: Partial<Filing> = {}) {
    const manual = manualOf(serviceId);
    const start = filing({ manual, name, filedAt: await now(), ...more });
    return TestRequest.file(server.client, start, now);
  }

  return { world, now, file, theServer: () => server };
}

/** Whole lives of requests on the time-skipping server; dates are worked out by hand. */
describe('a request lives', () => {
  const { world, now, file, theServer } = engine();

  async function reaches(request: TestRequest, state: string) {
    await until(async () => (await request.view()).request.state === state, 10_000);
  }

  /** What happened, with the day in Bangkok on which it did. */
  function told(request: TestRequest): string[] {
    return world
      .eventsOf(request.requestId)
      .map(({ data, time }) => `${bangkok(time)} ${data.kind} → ${data.to}`);
  }

  async function pays(request: TestRequest, payment = {}) {
    await until(async () => (await request.view()).request.bills.at(-1)?.billId !== null, 10_000);
    const bill = (await request.view()).request.bills.at(-1);
    world.pay(bill?.billId ?? '', payment);
    await request.tellPayment();
  }

  test('asked once, corrected, inspected, approved, paid, issued', async () => {
    await passUntil(theServer(), '2027-02-01T09:00:00+07:00');
    const request = await file('SVC0106', 'plain');
    await reaches(request, 'completenessCheck');
    await request.must('competentOfficial', 'recordDeficiency', {
      items: [{ itemId: 'plan', what: 'แผนผังสถานที่ไม่ชัด' }],
      statement,
    });
    await request.must('portal', 'correct', { answers: [{ itemId: 'plan', text: 'ส่งใหม่แล้ว' }] });
    await request.must('competentOfficial', 'confirmComplete');
    const again = { items: [{ itemId: 'more', what: 'อีกอย่างหนึ่ง' }], statement };
    expect(await request.act('competentOfficial', 'recordDeficiency', again)).toMatchObject({
      refusal: { code: 'askedAlready' },
    });
    await request.must('competentOfficial', 'orderInspection', { on: '2027-02-02' });
    await request.must('competentOfficial', 'recordInspection', {
      ...{ inspection: 1, result: 'passed', findings: 'เรียบร้อย' },
    });
    await request.must('licensor', 'approve', { notify: 'ELECTRONIC' });
    await pays(request);
    await reaches(request, 'issuing');
    await request.must('competentOfficial', 'issue', {
      ...{ number: '1/2570', effectiveOn: '2027-02-01', expiresOn: '2028-01-31' },
    });
    expect((await request.view()).request.state).toBe('completed');
    await until(() => Promise.resolve(told(request).length === 12), 10_000);
    expect(told(request)).toEqual([
      '2027-02-01 submitted → submitted',
      '2027-02-01 received → completenessCheck',
      '2027-02-01 numbered → completenessCheck',
      '2027-02-01 deficiencyRecorded → awaitingCorrection',
      '2027-02-01 corrected → completenessCheck',
      '2027-02-01 completenessConfirmed → consideration',
      '2027-02-01 inspectionOrdered → consideration',
      '2027-02-01 inspectionRecorded → consideration',
      '2027-02-01 approved → awaitingPayment',
      '2027-02-01 billed → awaitingPayment',
      '2027-02-01 paid → issuing',
      '2027-02-01 issued → completed',
    ]);
  }, 60_000);

  // Filed on Tuesday 2 February 2027 at 10:00; 15 working days, of which 22 February is a holiday
  // (Makha Bucha's substitute): 3 February is the first, Wednesday 24 February the fifteenth.
  test('silence: reminded, overdue, every missed letter flagged until it is decided', async () => {
    await passUntil(theServer(), '2027-02-02T10:00:00+07:00');
    const request = await file('SVC0106', 'silent');
    await reaches(request, 'completenessCheck');
    await request.must('competentOfficial', 'confirmComplete');
    expect((await request.view()).request.dates.clocks.map(({ due }) => due)).toEqual([
      '2027-02-24',
    ]);
    await passUntil(theServer(), '2027-03-02T09:00:00+07:00');
    await request.must('competentOfficial', 'sendDelayNotice', {
      ...{ reasonCode: 'workload', reason: 'งานมาก' },
    });
    await passUntil(theServer(), '2027-03-18T09:00:00+07:00');
    await request.must('licensor', 'refuse', { statement });
    await until(() => Promise.resolve(told(request).at(-1)?.endsWith('refused') === true), 10_000);
    expect(told(request).slice(4)).toEqual([
      // Three days before is Sunday 21 February, so the Friday before.
      '2027-02-19 dueSoon → consideration',
      '2027-02-25 overdue → consideration',
      '2027-03-02 delayNoticeSent → consideration',
      // Owed by 10 and 17 March, and not sent: each is flagged once its day is over.
      '2027-03-11 delayNoticeMissed → consideration',
      '2027-03-18 delayNoticeMissed → consideration',
      '2027-03-18 refused → refused',
    ]);
    expect(world.noticesOf(request.requestId).map(({ data }) => [data.kind, data.on])).toEqual([
      ['overdue', '2027-02-24'],
      ['delayNoticeSent', '2027-03-02'],
      ['delayNoticeMissed', '2027-03-10'],
      ['delayNoticeMissed', '2027-03-17'],
    ]);
    // Seven calendar days from 18 March, whatever day the last is.
    await passUntil(theServer(), '2027-03-26T08:00:00+07:00');
    expect(told(request).at(-1)).toBe('2027-03-26 notificationMissed → refused');
  }, 60_000);

  test('a correction that does not come ends it as the manual says', async () => {
    const at = await passUntil(theServer(), '2027-03-29T10:00:00+07:00');
    expect(at).toBeGreaterThan(0);
    const request = await file('SVC0106', 'forgetful');
    await reaches(request, 'completenessCheck');
    await request.must('competentOfficial', 'recordDeficiency', {
      ...{ items: [{ itemId: 'plan', what: 'ขาดแผนผัง' }], statement },
    });
    const { correctionDue } = (await request.view()).request.dates;
    await passUntil(theServer(), `${correctionDue ?? ''}T23:50:00+07:00`);
    expect((await request.view()).request.state).toBe('awaitingCorrection');
    await theServer().sleep('20 minutes');
    await reaches(request, 'struckOff');
    const { decision } = (await request.view()).request;
    expect(decision).toMatchObject({ kind: 'struckOff', notified: { by: 'ELECTRONIC' } });
  }, 60_000);

  test('refused, appealed, set aside: decided again under a new clock', async () => {
    const request = await file('SVC0106', 'appellant');
    await request.must('competentOfficial', 'confirmComplete');
    await request.must('licensor', 'refuse', { statement, notify: 'ELECTRONIC' });
    await request.must('portal', 'appeal', { reason: 'คำสั่งไม่ชอบด้วยกฎหมาย', stay: true });
    const { requestId } = request;
    const appealOf = () => findAppeal(theServer().client, requestId, 1).catch(() => undefined);
    await until(async () => (await appealOf()) !== undefined, 10_000);
    expect((await appealOf())?.appeal).toMatchObject({ state: 'withOfficer', stay: 'asked' });
    // Nobody in the office acts: after thirty days the file goes up by itself.
    await theServer().sleep('36 days');
    expect((await appealOf())?.appeal).toMatchObject({
      state: 'withSuperior',
      isSentUpByClock: true,
    });
    const authority = { ...actorOf('licensor', manualOf('SVC0106'), 'minister') };
    const version = (await appealOf())?.appeal.version ?? 0;
    await actOnAppeal(
      theServer().client,
      { requestId, number: 1 },
      {
        action: 'decideAppeal',
        actor: { ...authority, roles: ['appealAuthority'] },
        body: { outcome: 'setAside', statement: {} },
        ...{ words: 'sealed', at: await now(), ifMatch: version, key: 'k1', bodyHash: 'h' },
      },
    );
    await reaches(request, 'consideration');
    const { request: reopened } = await request.view();
    expect(reopened).toMatchObject({ decision: null, appeals: [{ outcome: 'setAside' }] });
    expect(reopened.formerRounds).toHaveLength(1);
    expect(reopened.dates.clocks.find(({ kind }) => kind === 'consideration')?.state).toBe(
      'running',
    );
    await request.must('licensor', 'approve', { notify: 'ELECTRONIC' });
    expect(told(request).map((line) => line.slice(11))).toEqual(
      expect.arrayContaining(['appealed → refused', 'reopenedOnAppeal → consideration']),
    );
  }, 60_000);

  test('unpaid to the end: billed again as often as the manual says, then it lapses', async () => {
    const request = await file('SVC0106', 'debtor');
    await request.must('competentOfficial', 'confirmComplete');
    await request.must('licensor', 'approve', { notify: 'ELECTRONIC' });
    await reaches(request, 'awaitingPayment');
    await theServer().sleep('200 days');
    await reaches(request, 'lapsedUnpaid');
    const kinds = world.eventsOf(request.requestId).map(({ data }) => data.kind);
    const billed = kinds.filter((kind) => kind === 'billed');
    const again = manualOf('SVC0106').fees[0]?.billsAgain ?? 0;
    expect(billed).toHaveLength(again + 1);
  }, 60_000);

  test('paid and unconfirmed, then confirmed; paid twice: one refund', async () => {
    const request = await file('SVC0106', 'payer');
    await request.must('competentOfficial', 'confirmComplete');
    await request.must('licensor', 'approve', { notify: 'ELECTRONIC' });
    await pays(request, { transactionId: 'T-a', isConfirmed: false });
    await reaches(request, 'paymentUnconfirmed');
    await pays(request, { transactionId: 'T-a', isConfirmed: true });
    await reaches(request, 'issuing');
    await pays(request, { transactionId: 'T-b' });
    await until(async () => (await request.view()).request.refunds.length === 1, 10_000);
    expect((await request.view()).request.refunds[0]).toMatchObject({ why: 'paidTwice' });
  }, 60_000);
});

describe('a request of a regime that knows deemed approval', () => {
  const { file, theServer } = engine();

  test('silence is approval where the regime says so', async () => {
    const request = await file('SVC1791', 'allocator');
    await request.must('competentOfficial', 'confirmComplete');
    await theServer().sleep('60 days');
    const { request: deemed } = await request.view();
    expect(deemed.decision).toMatchObject({ kind: 'deemedApproved', by: null, orderNumber: null });
    expect(await request.act('licensor', 'refuse', { statement })).toHaveProperty('refusal');
  }, 60_000);
});

function bangkok(time: string): string {
  return new Date(Date.parse(time) + 7 * 3_600_000).toISOString().slice(0, 10);
}
