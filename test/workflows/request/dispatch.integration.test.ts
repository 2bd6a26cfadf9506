import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Worker } from '@temporalio/worker';
import type { AgencyAnswer, AgencyOutcome } from '../../../contracts/agency-link/answers.js';
import { makeCalendar } from '../../../contracts/calendar/calendar.js';
import { dayOf } from '../../../contracts/calendar/days.js';
import { bangkokDate } from '../../../contracts/civil-date.js';
import type { RequestCase } from '../../../contracts/lifecycles/request/case.js';
import type { Dispatch } from '../../../contracts/lifecycles/request/dispatch.js';
import { agencyAnswer, arriving, withFee } from '../../support/agency-life.js';
import type { MemoryBehaviour } from '../../support/memory-agency.js';
import type { Filing } from '../../support/requests.js';
import {
  filing,
  manualOf,
  requestWorker,
  RequestWorld,
  TestRequest,
} from '../../support/requests.js';
import { timeSkippingTemporal } from '../../support/temporal.js';
import { until } from '../../support/until.js';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

const world = new RequestWorld();
const { agency } = world;
let server: TestWorkflowEnvironment;
let worker: Worker;
let running: Promise<void>;
let made = 0;

beforeAll(async () => {
  server = await timeSkippingTemporal();
  worker = await requestWorker(world, server.nativeConnection, server.namespace ?? 'default');
  running = worker.run();
}, 120_000);
afterAll(async () => {
  worker.shutdown();
  await running;
  await server.teardown();
});

const now = () => server.currentTimeMs();

const calendar = makeCalendar();

/** To ten in the morning of a Tuesday: each test has a day of its own, on which offices work. */
async function toMorning(): Promise<void> {
  const from = await now();
  let at = Date.parse('2026-12-01T10:00:00+07:00');
  const isOff = () => calendar.dayOff(dayOf(bangkokDate(at)), 'agency') !== undefined;
  while (at < from || isOff()) at += 7 * dayMs;
  await server.sleep(at - from);
}

/** Files a request for registration, which the agency's own system works; no fee. */
async function file(
  behaviour: MemoryBehaviour = {},
  more: Partial<Filing> = {},
): Promise<TestRequest> {
  await toMorning();
  made += 1;
  const filedAt = await now();
  const start = filing({ manual: manualOf('SVC0110'), name: `d${made}`, filedAt, ...more });
  agency.behave(start.requestId, behaviour);
  return TestRequest.file(server.client, start, now);
}

async function caseOf(request: TestRequest): Promise<RequestCase> {
  return (await request.view()).request;
}

async function reaches(
  request: TestRequest,
  isThere: (now: RequestCase & { readonly dispatch: Dispatch }) => boolean,
): Promise<void> {
  await until(async () => {
    const found = await caseOf(request);
    return found.dispatch !== null && isThere({ ...found, dispatch: found.dispatch });
  }, 20_000);
}

const isAccepted = ({ dispatch }: { readonly dispatch: Dispatch }) =>
  dispatch.status === 'accepted';

/** What the agency's system says of a request now. */
async function says(
  request: TestRequest,
  outcome: AgencyOutcome,
  sequence: number,
): Promise<AgencyAnswer> {
  return agencyAnswer(await caseOf(request), outcome, { at: await now(), sequence });
}

async function callsBack(request: TestRequest, answer: AgencyAnswer): Promise<void> {
  await request.callBack(arriving(answer, await now()));
}

/** What happened: kind and state after it, without what every request has. */
function told(request: TestRequest): string[] {
  return world
    .eventsOf(request.requestId)
    .filter(({ data }) => !['submitted', 'numbered', 'received'].includes(data.kind))
    .map(({ data }) => `${data.kind} → ${data.to}`);
}

describe("a request at the agency's own system", () => {
  it('is handed over once received, and its answers are the deeds of officials', async () => {
    const request = await file();
    await reaches(request, isAccepted);
    const [given] = agency.given(request.requestId);
    expect(given).toMatchObject({
      ...{ requestId: request.requestId, submission: 1, serviceId: 'SVC0110', form: {} },
      applicant: { identityNumber: '1101700230708', name: 'นายสมชาย ทดลอง' },
      callbackUrl: `http://gateway/v1/agency-callbacks/${request.requestId}`,
    });
    for (const [index, outcome] of (['received', 'approved', 'issued'] as const).entries()) {
      await callsBack(request, await says(request, outcome, index + 1));
      await reaches(request, ({ dispatch }) => dispatch.answered.length > index);
    }
    await reaches(request, ({ state }) => state === 'completed');
    expect(told(request)).toEqual([
      'handedOver → completenessCheck',
      'completenessConfirmed → consideration',
      'approved → issuing',
      'resultNotified → issuing',
      'issued → completed',
    ]);
    const { decision } = await caseOf(request);
    expect(decision?.by).toEqual({ id: 'system:AGY010', role: 'licensor' });
    expect(JSON.stringify(world.eventsOf(request.requestId))).not.toContain('ใจดี');
  }, 60_000);

  it('waits while the agency is away for a week, and is handed over when it is back', async () => {
    const request = await file({ isAway: true });
    await reaches(request, ({ dispatch }) => dispatch.status === 'waiting');
    const { dispatch } = await caseOf(request);
    await server.sleep(7 * dayMs);
    const after = await caseOf(request);
    expect(after.dispatch).toEqual(dispatch);
    expect((await request.view()).errands).toContain('dispatch/1');
    // With a quarter of an hour and more between two calls, a week is fewer than 700.
    const calls = agency.callsAbout(request.requestId).length;
    expect(calls).toBeGreaterThan(300);
    expect(calls).toBeLessThan(800);
    agency.behave(request.requestId, {});
    await server.sleep(hourMs);
    await reaches(request, isAccepted);
    expect(agency.given(request.requestId)).toHaveLength(1);
  }, 120_000);
});

describe('answers that misbehave', () => {
  it('may come before the hand-over is answered', async () => {
    const filed: TestRequest[] = [];
    const onSubmit = async () => {
      await until(() => filed.length > 0);
      const [first] = filed;
      if (first !== undefined) await callsBack(first, await says(first, 'received', 1));
    };
    const request = await file({ onSubmit });
    filed.push(request);
    await reaches(request, (found) => isAccepted(found) && found.state === 'consideration');
  }, 60_000);

  it('twice with different results: what stands stands, and a person is to ask', async () => {
    const request = await file();
    await reaches(request, isAccepted);
    await callsBack(request, await says(request, 'approved', 1));
    await reaches(request, ({ decision }) => decision?.notified !== null && decision !== null);
    const opposite = await says(request, 'refused', 1);
    await callsBack(request, opposite);
    await reaches(request, ({ dispatch }) => dispatch.passedOver.length === 1);
    await callsBack(request, opposite);
    await callsBack(request, await says(request, 'refused', 2));
    await reaches(request, ({ dispatch }) => dispatch.passedOver.length === 2);
    const { decision, state, dispatch } = await caseOf(request);
    expect([decision?.kind, state]).toEqual(['approved', 'issuing']);
    expect(dispatch?.passedOver.map(({ why, outcome }) => `${why} ${outcome}`)).toEqual([
      'contradictory refused',
      'contradictory refused',
    ]);
    expect(told(request).filter((kind) => kind.startsWith('agencyContradicted'))).toHaveLength(2);
    const last = world.eventsOf(request.requestId).at(-1);
    expect(last?.data.request.agencySystem).toMatchObject({ contradictions: 2 });
  }, 60_000);

  it('out of order: the last one makes up for those before it, which change nothing', async () => {
    const request = await file();
    await reaches(request, isAccepted);
    const received = await says(request, 'received', 1);
    const approved = await says(request, 'approved', 2);
    await callsBack(request, await says(request, 'issued', 3));
    await reaches(request, ({ state }) => state === 'completed');
    expect(told(request)).toContain('completenessConfirmed → consideration');
    for (const answer of [received, approved])
      await request.callBack(arriving(answer)).catch(() => false);
    expect((await caseOf(request)).state).toBe('completed');
  }, 60_000);
});

function pollsOf({ requestId }: TestRequest): number {
  return agency.callsAbout(requestId).filter((call) => call === 'poll').length;
}

describe('asking the agency', () => {
  it('finds an answer whose callback was lost, within minutes', async () => {
    const request = await file();
    await reaches(request, isAccepted);
    agency.answers(await says(request, 'refused', 1));
    await server.sleep(hourMs);
    await reaches(request, ({ state }) => state === 'refused');
    expect(pollsOf(request)).toBe(1);
  }, 60_000);

  it('hands it over again when the agency has forgotten it', async () => {
    const request = await file();
    await reaches(request, isAccepted);
    await callsBack(request, await says(request, 'received', 1));
    await reaches(request, ({ state }) => state === 'consideration');
    agency.forget(request.requestId);
    await server.sleep(hourMs);
    await reaches(request, isAccepted);
    expect(told(request).slice(-2)).toEqual([
      'dispatchForgotten → consideration',
      'handedOver → consideration',
    ]);
    // It counts anew, and what it had received it receives again.
    await callsBack(request, await says(request, 'approved', 1));
    await reaches(request, ({ state }) => state === 'issuing');
  }, 60_000);

  it('is done on some days and not in between, as long as nothing is answered', async () => {
    const request = await file();
    await reaches(request, isAccepted);
    await server.sleep(10 * dayMs);
    const polls = pollsOf(request);
    expect(polls).toBeGreaterThanOrEqual(4 + 9);
    expect(polls).toBeLessThanOrEqual(4 + 10);
  }, 60_000);
});

describe('a correction', () => {
  it('is another submission, with what was filed and written', async () => {
    const request = await file();
    await reaches(request, isAccepted);
    await callsBack(request, await says(request, 'documentsNeeded', 1));
    await reaches(request, ({ state }) => state === 'awaitingCorrection');
    const { documents } = await caseOf(request);
    const [first] = documents;
    if (first === undefined) throw new Error('nothing was filed');
    const { sequence: _sequence, ...filed } = first;
    const document = { ...filed, reference: 'second', sha256: 'b'.repeat(64) };
    await request.must('portal', 'correct', {
      answers: [{ itemId: 'item-1', document, text: 'ส่งฉบับที่อ่านได้แล้ว' }],
    });
    await reaches(request, ({ dispatch }) => dispatch.submission === 2 && isAccepted({ dispatch }));
    const [original, second] = agency.given(request.requestId);
    expect(second).toMatchObject({ submission: 2, remarks: ['ส่งฉบับที่อ่านได้แล้ว'] });
    expect(second?.documents.map(({ documentId }) => documentId).toSorted()).toEqual(
      original?.documents.map(({ documentId }) => documentId).toSorted(),
    );
    expect(second?.documents.some(({ reference }) => reference === 'second')).toBe(true);
    await callsBack(request, await says(request, 'approved', 2));
    await reaches(request, ({ state }) => state === 'issuing');
  }, 60_000);
});

describe('refusals of the agency', () => {
  it('not responsible is an end', async () => {
    const request = await file({ refusal: 'notResponsible' });
    await reaches(request, ({ state }) => state === 'notOurAgency');
    expect((await caseOf(request)).dispatch?.refusal).toBe('notResponsible');
  }, 60_000);

  it('any other goes to officials, who may not act before', async () => {
    const request = await file();
    await reaches(request, isAccepted);
    const approve = await request.act('competentOfficial', 'confirmComplete');
    expect('refusal' in approve && approve.refusal.code).toBe('workedByAgencySystem');
    const other = await file({ refusal: 'invalidRequest' });
    await reaches(other, ({ dispatch }) => dispatch.status === 'refused');
    await until(() => told(other).length > 0);
    expect(told(other)).toEqual(['dispatchRefused → completenessCheck']);
    await other.must('competentOfficial', 'confirmComplete');
    await other.must('licensor', 'approve', { notify: 'ELECTRONIC' });
  }, 60_000);
});

describe('settled by an official', () => {
  const reason = 'หารือกับหน่วยงานแล้ว';

  it('its system gets a request again that it had refused, and works it', async () => {
    const request = await file({ refusal: 'invalidRequest' });
    await reaches(request, ({ dispatch }) => dispatch.status === 'refused');
    agency.behave(request.requestId, {});
    await request.must('competentOfficial', 'settleWithAgency', {
      ...{ outcome: 'handOverAgain', reason },
    });
    await reaches(request, ({ dispatch }) => dispatch.submission === 2 && isAccepted({ dispatch }));
    await callsBack(request, await says(request, 'approved', 1));
    await reaches(request, ({ decision }) => decision?.kind === 'approved');
    await until(() => told(request).some((one) => one.startsWith('settledWithAgency')));
  }, 60_000);

  it('what contradicts is closed, and what stands stands', async () => {
    const request = await file();
    await reaches(request, isAccepted);
    await callsBack(request, await says(request, 'approved', 1));
    await reaches(request, ({ decision }) => decision !== null);
    await callsBack(request, await says(request, 'refused', 2));
    await reaches(request, ({ dispatch }) => dispatch.passedOver.length === 1);
    await request.must('licensor', 'settleWithAgency', { outcome: 'recordStands', reason });
    const { decision, dispatch } = await caseOf(request);
    expect(decision?.kind).toBe('approved');
    expect(dispatch?.passedOver).toMatchObject([{ why: 'contradictory', isSettled: true }]);
    const more = await request.act('licensor', 'settleWithAgency', {
      ...{ outcome: 'recordStands', reason },
    });
    expect('refusal' in more && more.refusal.code).toBe('nothingToSettle');
  }, 60_000);
});

function toldAbout({ requestId }: TestRequest) {
  return agency.told.filter((notice) => notice.requestId === requestId);
}

describe('what the agency is told', () => {
  it('that the fee is paid: a licence issued before that waits for it', async () => {
    const request = await file({}, { manual: withFee() });
    await reaches(request, isAccepted);
    await callsBack(request, await says(request, 'issued', 1));
    await reaches(request, ({ state, bills }) => {
      return state === 'awaitingPayment' && (bills[0]?.billId ?? null) !== null;
    });
    const [bill] = (await caseOf(request)).bills;
    world.pay(bill?.billId ?? '', { paidAt: new Date(await now()).toISOString() });
    await request.tellPayment();
    await reaches(request, ({ issued }) => issued !== null);
    await until(() => toldAbout(request).length > 0);
    expect(toldAbout(request)).toMatchObject([{ kind: 'feePaid', feeId: bill?.feeId }]);
  }, 60_000);

  it('that the applicant has withdrawn, and nothing is handed over any more', async () => {
    const request = await file({ isAway: true });
    const { requestId } = request;
    await reaches(request, ({ dispatch }) => dispatch.status === 'waiting');
    await request.must('portal', 'withdraw');
    agency.behave(requestId, {});
    await server.sleep(hourMs);
    await until(() => agency.callsAbout(requestId).includes('tell withdrawn'));
    expect(agency.given(requestId)).toEqual([]);

    const other = await file();
    await reaches(other, isAccepted);
    await other.must('portal', 'withdraw');
    await until(() => toldAbout(other).length > 0);
    expect(toldAbout(other)).toMatchObject([{ kind: 'withdrawn' }]);
  }, 60_000);
});
