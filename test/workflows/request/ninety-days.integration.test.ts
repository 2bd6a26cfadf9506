import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Worker } from '@temporalio/worker';
import type { AppealView } from '../../../contracts/commands/appeal/messages.js';
import type { AppealStatusV1 } from '../../../contracts/events/appeal-status.v1.js';
import { appealSubject } from '../../../contracts/ids.js';
import type { AppealAction } from '../../../contracts/lifecycles/appeal/table.js';
import type { CalendarAction } from '../../../contracts/lifecycles/calendar/decide.js';
import type { AlarmKind } from '../../../contracts/lifecycles/request/clocks.js';
import type { ClockKind } from '../../../contracts/calendar/clocks.js';
import type { Manual } from '../../../contracts/manuals/manual.js';
import { actOnAppeal, createAppealPost, findAppeal } from '../../../infra/temporal/cases.js';
import {
  campaignOf,
  changeCalendar,
  ListedRequests,
  reclockingWorker,
} from '../../support/reclocking.js';
import { person } from '../../support/people.js';
import { filing, manualOf, RequestWorld, TestRequest } from '../../support/requests.js';
import { passUntil, timeSkippingTemporal } from '../../support/temporal.js';
import { until } from '../../support/until.js';

/**
 * Made by hand with a wall calendar and the list of government holidays (thai-domain.md §3.2), and
 * never by the product. Weekdays off from filing to the end: 2026: 31 Dec; 2027: 1 Jan, 22 Feb,
 * 6, 13, 14 and 15 Apr, 4 and 20 May, 3 Jun, 19, 20 and 28 Jul, 12 Aug, 13 and 25 Oct, 6 and 10 Dec.
 */
const days = {
  // Monday, and filed at 17:05: the office has closed at 16:30.
  filed: '2026-12-14',
  // EGOV s.10: Tuesday, the next working day, at 08:30.
  received: '2026-12-15',
  // 90 working days were nothing missing (C7), first day out: 11 in December (16–18, 21–25, 28–30),
  // 20 in January (4–29), 19 in February (20 weekdays, not the 22nd), 23 in March: 73. In April 1, 2,
  // 5, 7–9, 12, 16, 19–23 and 26–29 are 17: Thursday 29 April.
  dueIfComplete: '2027-04-29',
  // LFA s.8, C7: on the first working day after receipt at the latest. Wednesday.
  deficiency: '2026-12-16',
  // 15 days from 16 December end on the 31st: a holiday, as the 1st is; Saturday and Sunday follow.
  // A citizen's last day rolls (R6): Monday 4 January.
  correctionDue: '2027-01-04',
  // On that very day, and the look at it is the agency's time: the clock starts now (C7, C8).
  corrected: '2027-01-04',
  confirmed: '2027-01-05',
  // 90 working days from 4 January: 19 in January (5–29), 19 in February, 23 in March, 18 in April
  // (22 weekdays, not 6, 13–15): 79. In May 3, 5–7, 10–14, 17 and 18 are 11: Tuesday 18 May.
  due: '2027-05-18',
  asked: '2027-03-05',
  // 10 days from Friday 5 March: Monday 15 March, for the citizen and for the other agency.
  heardBy: '2027-03-15',
  consultedBy: '2027-03-15',
  declared: '2027-03-08',
  special: '2027-03-15',
  // C15: one working day less in March, so one more in May: Wednesday 19 May.
  dueWithSpecial: '2027-05-19',
  // C15: the citizen's last day is a day off now, and rolls: Tuesday 16 March.
  heardByWithSpecial: '2027-03-16',
  extended: '2027-03-10',
  // C9: 12 days from 19 May: Monday 31 May.
  extendedDueWithSpecial: '2027-05-31',
  withdrawn: '2027-03-11',
  // C16: 12 days from 18 May again: 30 May, a Sunday; an official's last day does not roll (R5).
  extendedDue: '2027-05-30',
  // At the end of Monday 15 March: the other agency's calendar days never moved.
  consultationLate: '2027-03-16',
  // C16: the 16th was given to the citizen and stays, so the hearing ends as the 17th begins.
  unheard: '2027-03-17',
  consultationAnswered: '2027-03-18',
  // Three days before 30 May: Thursday 27 May, a working day.
  dueSoon: '2027-05-27',
  // C10: the day after the due date.
  overdue: '2027-05-31',
  // LFA s.10(2), C10: due date + 7, + 14, + 21, + 28, + 35 days: Sundays, which do not roll (R5).
  lettersDue: ['2027-06-06', '2027-06-13', '2027-06-20', '2027-06-27', '2027-07-04'],
  // Fridays: each serves the interval that it falls in. None was sent in that of 13 June.
  letters: ['2027-06-04', '2027-06-18', '2027-06-25'],
  letterMissed: '2027-06-14',
  // A Monday, before the letter of 4 July: that one is not owed any more (C10).
  refused: '2027-06-28',
  // LFA s.10(1): 7 days.
  notifyBy: '2027-07-05',
  notified: '2027-07-05',
  // APA s.44: 15 days: Tuesday 20 July is a holiday, so Wednesday (R6).
  appealBy: '2027-07-21',
  appealed: '2027-07-07',
  // APA s.45: 30 days from Wednesday 7 July: Friday 6 August; silence sends it up as it ends.
  officerBy: '2027-08-06',
  sentUp: '2027-08-07',
  // 30 days from 7 August; and 30 more by notice.
  superiorBy: '2027-09-06',
  superiorExtended: '2027-08-10',
  superiorByExtended: '2027-10-06',
  // A Friday, the day after a holiday: the request is considered again, with its whole time.
  setAside: '2027-08-13',
  // 90 working days from 13 August: 12 in August (16–31), 22 in September, 19 in October (21
  // weekdays, not 13 and 25), 22 in November: 75. In December 1–3, 7–9, 13–17 and 20–23 are 15.
  dueAgain: '2027-12-23',
  // Three days before: Monday 20 December.
  dueSoonAgain: '2027-12-20',
  approved: '2027-12-21',
  issued: '2027-12-22',
} as const;

const statement = { facts: 'ข้อเท็จจริง', law: 'ข้อกฎหมาย', discretion: 'ดุลพินิจ' };
const source = { kind: 'illustrative', note: 'made for this test' } as const;

/** Food premises under the Licensing Facilitation Act, with 90 working days and no fee. */
function ninetyDays(): Manual {
  const manual = manualOf('SVC1832');
  const processingTime = { amount: 90, unit: 'WORKING_DAY', source } as const;
  return { ...manual, processingTime, fees: [] };
}

/** Time passes forwards only, and the calendar ends with 2027: what is in the past cannot be lived. */
function canBeLived(): boolean {
  if (Date.now() < Date.parse(`${days.filed}T00:00:00+07:00`)) return true;
  console.warn(`The case of ninety days is skipped: it is filed on ${days.filed}, which is over.`);
  return false;
}

(canBeLived() ? describe : describe.skip)('ninety working days under the law', () => {
  const world = new RequestWorld();
  const manual = ninetyDays();
  let server: TestWorkflowEnvironment;
  let requests: ListedRequests;
  let worker: Worker;
  let running: Promise<void>;
  let request: TestRequest;

  const now = () => server.currentTimeMs();

  beforeAll(async () => {
    server = await timeSkippingTemporal();
    world.post = createAppealPost(server.client);
    requests = new ListedRequests(server.client);
    const { client, nativeConnection: connection, namespace = 'default' } = server;
    worker = await reclockingWorker(world, requests, { client, connection, namespace });
    running = worker.run();
  }, 120_000);
  afterAll(async () => {
    worker.shutdown();
    await running;
    await server.teardown();
  });

  const caseNow = async () => (await request.view()).request;

  /** Ten in the morning, in Bangkok. */
  const morningOf = (day: string) => passUntil(server, `${day}T10:00:00+07:00`);

  async function clockOf(kind: ClockKind) {
    const { clocks } = (await caseNow()).dates;
    return clocks.findLast((clock) => clock.kind === kind);
  }

  async function alarmDay(kind: AlarmKind) {
    return (await caseNow()).dates.alarms.find((alarm) => alarm.kind === kind)?.dueOn;
  }

  /** Declares or withdraws the special day, and waits for the campaign over the open cases. */
  async function change(action: CalendarAction): Promise<void> {
    const answer = await changeCalendar(server.client, action, days.special);
    if ('refusal' in answer) throw new Error(`refused: ${JSON.stringify(answer.refusal)}`);
    const isDone = async () => {
      await server.sleep(60_000);
      const view = await campaignOf(server.client, answer.campaignId).catch(() => undefined);
      return view?.state === 'done';
    };
    await until(isDone, 30_000);
  }

  const appealNow = () => findAppeal(server.client, request.requestId, 1);

  async function onAppeal(action: AppealAction, body: object): Promise<void> {
    const { version } = ((await appealNow()) as AppealView).appeal;
    const governor = person('appealAuthority', 'governor');
    const actor = { ...governor, agencies: [manual.agencyId] };
    const sent = { action, actor, body, words: 'sealed', at: await now(), ifMatch: version };
    const of = { requestId: request.requestId, number: 1 };
    await actOnAppeal(server.client, of, { ...sent, key: action, bodyHash: action });
  }

  test('filed after closing; asked once, corrected on the last day', async () => {
    const filedAt = await passUntil(server, `${days.filed}T17:05:00+07:00`);
    request = await TestRequest.file(server.client, filing({ manual, filedAt }), now);
    requests.add(request.requestId, filedAt);
    expect((await caseNow()).dates.receivedAt).toBe(`${days.received}T08:30:00+07:00`);
    expect((await clockOf('consideration'))?.due).toBe(days.dueIfComplete);

    await morningOf(days.deficiency);
    await request.must('competentOfficial', 'recordDeficiency', {
      ...{ items: [{ itemId: 'plan', what: 'แผนผังไม่ชัด' }], statement },
    });
    expect((await caseNow()).dates.correctionDue).toBe(days.correctionDue);
    expect(await clockOf('consideration')).toBeUndefined();

    await morningOf(days.corrected);
    await request.must('portal', 'correct', { answers: [{ itemId: 'plan', text: 'ส่งใหม่แล้ว' }] });
    await morningOf(days.confirmed);
    await request.must('competentOfficial', 'confirmComplete');
    expect(await clockOf('consideration')).toMatchObject({
      ...{ startsOn: days.corrected, amount: 90, unit: 'WORKING_DAY', due: days.due },
    });
  }, 120_000);

  test('a special holiday comes and goes', async () => {
    await morningOf(days.asked);
    const within = { amount: 10, unit: 'DAY' };
    await request.must('competentOfficial', 'openHearing', { facts: 'ทางออกไม่พอ', within });
    await request.must('competentOfficial', 'consult', {
      ...{ agencyId: 'AGY116', question: 'มีข้อขัดข้องหรือไม่', within },
    });
    expect(await alarmDay('hearingEnds')).toBe(days.heardBy);
    expect(await alarmDay('consultationLate')).toBe(days.consultedBy);

    await morningOf(days.declared);
    await change('declareHoliday');
    expect((await clockOf('consideration'))?.due).toBe(days.dueWithSpecial);
    expect(await alarmDay('hearingEnds')).toBe(days.heardByWithSpecial);
    expect(await alarmDay('consultationLate')).toBe(days.consultedBy);

    await morningOf(days.extended);
    await request.must('competentOfficial', 'extendTime', { amount: 12, reason: 'รอผลตรวจน้ำ' });
    expect((await clockOf('consideration'))?.due).toBe(days.extendedDueWithSpecial);

    await morningOf(days.withdrawn);
    await change('withdrawHoliday');
    expect((await clockOf('consideration'))?.due).toBe(days.extendedDue);
    expect(await alarmDay('hearingEnds')).toBe(days.heardByWithSpecial);
    expect(await alarmDay('consultationLate')).toBe(days.consultedBy);

    await morningOf(days.consultationAnswered);
    const consulted = person('competentOfficial', 'consulted', 'AGY116');
    await request.must(consulted, 'answerConsultation', {
      ...{ consultation: 1, answer: 'noObjection', text: 'ไม่ขัดข้อง' },
    });
  }, 120_000);

  test('overdue, with its letters', async () => {
    for (const day of days.letters) {
      await morningOf(day);
      await request.must('competentOfficial', 'sendDelayNotice', {
        ...{ reasonCode: 'workload', reason: 'งานมาก' },
      });
    }
    await morningOf(days.refused);
    expect((await caseNow()).dates.lettersDue).toEqual(days.lettersDue);
    expect((await caseNow()).flags).toMatchObject({
      ...{ overdue: true, missedLetters: [days.lettersDue[1]] },
    });
  }, 120_000);

  test('refused, notified, appealed and set aside', async () => {
    await request.must('licensor', 'refuse', { statement });
    expect((await clockOf('notification'))?.due).toBe(days.notifyBy);
    expect((await clockOf('consideration'))?.state).toBe('late');

    await morningOf(days.notified);
    await request.must('competentOfficial', 'notifyResult', { by: 'ELECTRONIC' });
    expect((await clockOf('notification'))?.state).toBe('met');
    expect((await clockOf('appeal'))?.due).toBe(days.appealBy);

    await morningOf(days.appealed);
    await request.must('portal', 'appeal', { reason: 'คำสั่งไม่ชอบด้วยกฎหมาย' });
    // Its case has begun, and has asked for its first dates.
    await until(async () => typeof (await appealNow())?.appeal.dates.dueOn === 'string', 30_000);
    expect((await appealNow())?.appeal.dates.dueOn).toBe(days.officerBy);

    await morningOf(days.superiorExtended);
    expect((await appealNow())?.appeal).toMatchObject({
      ...{ state: 'withSuperior', isSentUpByClock: true, dates: { dueOn: days.superiorBy } },
    });
    await onAppeal('extendAppeal', {});
    expect((await appealNow())?.appeal.dates.dueOn).toBe(days.superiorByExtended);

    await morningOf(days.setAside);
    await onAppeal('decideAppeal', { outcome: 'setAside', statement: {} });
    await until(async () => (await caseNow()).state === 'consideration', 30_000);
    expect(await clockOf('consideration')).toMatchObject({
      ...{ startsOn: days.setAside, amount: 90, unit: 'WORKING_DAY', due: days.dueAgain },
    });
  }, 120_000);

  test('decided at last, and issued', async () => {
    await morningOf(days.approved);
    // The premises are inspected before: the manual does not leave that to the official.
    await request.must('competentOfficial', 'orderInspection', { on: days.approved });
    const found = { inspection: 1, result: 'passed', findings: 'เรียบร้อย' };
    await request.must('competentOfficial', 'recordInspection', found);
    await request.must('licensor', 'approve', { notify: 'ELECTRONIC' });
    expect((await clockOf('consideration'))?.state).toBe('met');
    await morningOf(days.issued);
    await request.must('competentOfficial', 'issue', {
      ...{ number: '1/2570', effectiveOn: days.issued, expiresOn: '2028-12-21' },
    });
    expect((await caseNow()).state).toBe('completed');
  }, 120_000);

  test('each happening stands on its topic, on its day and with its due date', async () => {
    await until(async () => (await request.view()).unpublished === 0, 30_000);
    const told = world
      .eventsOf(request.requestId)
      .map(({ data, time }) => [bangkok(time), data.kind, data.request.dueOn]);
    expect(told).toEqual([
      [days.filed, 'submitted', days.dueIfComplete],
      [days.filed, 'numbered', days.dueIfComplete],
      [days.received, 'received', days.dueIfComplete],
      [days.deficiency, 'deficiencyRecorded', null],
      [days.corrected, 'corrected', days.due],
      [days.confirmed, 'completenessConfirmed', days.due],
      [days.asked, 'hearingOpened', days.due],
      [days.asked, 'consulted', days.due],
      [days.declared, 'recounted', days.dueWithSpecial],
      [days.extended, 'timeExtended', days.extendedDueWithSpecial],
      [days.withdrawn, 'recounted', days.extendedDue],
      [days.consultationLate, 'consultationLate', days.extendedDue],
      [days.unheard, 'hearingUnanswered', days.extendedDue],
      [days.consultationAnswered, 'consultationAnswered', days.extendedDue],
      [days.dueSoon, 'dueSoon', days.extendedDue],
      [days.overdue, 'overdue', days.extendedDue],
      [days.letters[0], 'delayNoticeSent', days.extendedDue],
      [days.letterMissed, 'delayNoticeMissed', days.extendedDue],
      [days.letters[1], 'delayNoticeSent', days.extendedDue],
      [days.letters[2], 'delayNoticeSent', days.extendedDue],
      [days.refused, 'refused', null],
      [days.notified, 'resultNotified', null],
      [days.appealed, 'appealed', null],
      [days.setAside, 'reopenedOnAppeal', days.dueAgain],
      [days.dueSoonAgain, 'dueSoon', days.dueAgain],
      [days.approved, 'inspectionOrdered', days.dueAgain],
      [days.approved, 'inspectionRecorded', days.dueAgain],
      [days.approved, 'approved', null],
      [days.issued, 'issued', null],
    ]);
  });

  test('the campaigns told which dates moved, by which rule', () => {
    const moved = world.eventsOf(request.requestId).flatMap(({ data }) => data.recounted ?? []);
    expect(moved).toEqual([
      { clock: 'consideration', was: days.due, is: days.dueWithSpecial, rule: 'C15' },
      { clock: 'hearing', of: '1', was: days.heardBy, is: days.heardByWithSpecial, rule: 'C15' },
      {
        ...{ clock: 'consideration', rule: 'C16' },
        ...{ was: days.extendedDueWithSpecial, is: days.extendedDue },
      },
    ]);
  });

  test('OPDC got a copy of every letter, and learnt of the one that was missed', () => {
    const copies = world
      .noticesOf(request.requestId)
      .map(({ data }) => [data.kind, data.on, data.number, data.dueOn]);
    expect(copies).toEqual([
      ['overdue', days.extendedDue, null, days.extendedDue],
      ['delayNoticeSent', days.letters[0], 1, days.extendedDue],
      ['delayNoticeMissed', days.lettersDue[1], 2, days.extendedDue],
      ['delayNoticeSent', days.letters[1], 2, days.extendedDue],
      ['delayNoticeSent', days.letters[2], 3, days.extendedDue],
    ]);
  });

  test('the appeal told its own story', () => {
    const subject = appealSubject(request.requestId, 1);
    const own = world.published.filter(({ event }) => event.subject === subject);
    const told = own.map(({ event }) => {
      const { kind, appeal } = event.data as AppealStatusV1;
      return [bangkok(event.time), kind, appeal.dueOn];
    });
    expect(told).toEqual([
      [days.appealed, 'filed', days.officerBy],
      [days.sentUp, 'sentUp', days.superiorBy],
      [days.superiorExtended, 'extended', days.superiorByExtended],
      [days.setAside, 'ended', null],
    ]);
  });
});

function bangkok(time: string): string {
  return new Date(Date.parse(time) + 7 * 3_600_000).toISOString().slice(0, 10);
}
