import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { requestDates } from '../../../../activities/calendar/request-dates.js';
import type { RequestCase } from '../../../../contracts/lifecycles/request/case.js';
import type { AlarmKind } from '../../../../contracts/lifecycles/request/clocks.js';
import { alarmKey } from '../../../../contracts/lifecycles/request/clocks.js';
import { decideRequest } from '../../../../contracts/lifecycles/request/decide.js';
import { isRefusal } from '../../../../contracts/lifecycles/refusals.js';
import { requestClockFacts } from '../../../../contracts/lifecycles/request/facts.js';
import { groundsIn } from '../../../../contracts/lifecycles/request/reopen-grounds.js';
import { requestSnapshotOf } from '../../../../contracts/lifecycles/request/snapshot.js';
import type { RequestState } from '../../../../contracts/lifecycles/request/states.js';
import { isEnd } from '../../../../contracts/lifecycles/request/states.js';
import type { RequestAction } from '../../../../contracts/lifecycles/request/table.js';
import {
  findRequestTransition,
  requestActions,
} from '../../../../contracts/lifecycles/request/table.js';
import type { Actor } from '../../../../contracts/lifecycles/service/case.js';
import { answers, bodyFor, consulted, reopeningOn } from '../../../support/request-cases.js';
import {
  doerOf,
  RequestLife,
  sampleManual,
  sampleServices,
} from '../../../support/request-life.js';

/** One thing that happens; numbers are taken for what is possible then. */
interface Happening {
  readonly what: 'act' | 'pass' | 'pay' | 'disprove';
  readonly pick: number;
  readonly many: number;
  readonly isRare: boolean;
}

const happening: fc.Arbitrary<Happening> = fc.record({
  what: fc.constantFrom('act', 'act', 'act', 'act', 'pass', 'pass', 'pay', 'disprove'),
  pick: fc.nat({ max: 1_000 }),
  many: fc.nat({ max: 40 }),
  isRare: fc.integer({ min: 1, max: 10 }).map((one) => one === 1),
});
const lives = fc.record({
  serviceId: fc.constantFrom(...sampleServices),
  delivery: fc.constantFrom('electronic', 'post'),
  // From New Year 2026 on, at any hour of any day.
  filedHours: fc.nat({ max: 24 * 500 }),
  happenings: fc.array(happening, { minLength: 1, maxLength: 30, size: 'max' }),
});

/** They end most requests at once, so they come seldom. */
const rare: readonly RequestAction[] = [
  ...(['withdraw', 'terminate', 'declareNotOurAgency', 'refuse'] as const),
];

/** They are possible seldom, so they are taken often where they are. */
const followUps: readonly RequestAction[] = [
  ...(['recordInspection', 'reportRemedy', 'answerHearing', 'answerConsultation'] as const),
  ...([
    'correct',
    'keepOpen',
    'sendDelayNotice',
    'confirmPayment',
    'disprovePayment',
    'issue',
    'deliver',
  ] as const),
];

function actors({ manual, request }: RequestLife): Actor[] {
  const other: Actor = { id: 'planner', roles: ['competentOfficial'], agencies: [consulted] };
  const roles = ['competentOfficial', 'licensor', 'delegate', 'portal'] as const;
  return [...roles.map((role) => doerOf(role, manual)), other].map((actor) => ({
    ...actor,
    ...(actor.roles[0] === 'competentOfficial' ? { offices: [request.office] } : {}),
  }));
}

/** Now and then all is done that comes before an approval: by chance alone it seldom is. */
function prepare(life: RequestLife, many: number): void {
  const { state, inspections, hearings, manual } = life.request;
  const isBegun = inspections.length + hearings.length > 0;
  if (many % 5 !== 0 || state !== 'consideration' || isBegun) return;
  if (manual.handling === 'officers') life.takeSteps();
}

function act(life: RequestLife, { pick, many, isRare }: Happening): void {
  prepare(life, many);
  const possible = actors(life).flatMap((actor) =>
    requestActions
      .filter((action) => isRare || !rare.includes(action))
      .filter((action) => !isRefusal(decideRequest(life.request, action, actor, life.now)))
      .map((action) => ({ action, actor })),
  );
  const next = possible.filter(({ action }) => followUps.includes(action));
  const among = many % 2 === 0 && next.length > 0 ? next : possible;
  const chosen = among[pick % Math.max(1, among.length)];
  if (chosen === undefined) return;
  const { action, actor } = chosen;
  const before = JSON.stringify(life.request);
  const refusal = life.act(actor, action, varied(action, life, many));
  if (refusal !== undefined) expect(JSON.stringify(life.request)).toBe(before);
}

/** Bodies that differ where it matters: part of the answers, results, lengths, conditions. */
function varied(action: RequestAction, life: RequestLife, many: number): object {
  const body = bodyFor(action, life);
  const open = life.request.deficiencies.find(({ status }) => status === 'open')?.open ?? [];
  const results = ['passed', 'remedyNeeded', 'failed'];
  switch (action) {
    case 'correct':
      return many % 2 === 0 ? body : answers(...open.slice(0, 1));
    case 'recordInspection':
      return { ...body, result: results[many % 3], ...(many > 30 ? { within: short(many) } : {}) };
    case 'openHearing':
    case 'consult':
      return many > 20 ? { ...body, within: short(many) } : body;
    case 'approve':
      return many % 3 === 0 ? { ...body, notify: 'POST' } : body;
    case 'extendTime':
      return { ...body, amount: 1 + (many % 20) };
    case 'reopen': {
      const grounds = groundsIn(life.request.state);
      return reopeningOn(grounds[many % grounds.length] ?? 'judgment', life.today);
    }
    default:
      return body;
  }
}

function short(many: number) {
  return { amount: 1 + (many % 10), unit: many % 2 === 0 ? 'DAY' : 'WORKING_DAY' };
}

function happen(life: RequestLife, one: Happening): void {
  const { what, pick, many } = one;
  const { bills } = life.request;
  const bill = bills[pick % Math.max(1, bills.length)];
  if (what === 'act') act(life, one);
  else if (what === 'pass') life.passTo(life.now + many * many * 3_600_000);
  else if (bill === undefined) return;
  else if (what === 'disprove') life.disprove(bill.number);
  else {
    const change = [{}, {}, { isConfirmed: false }, { transactionId: bill.transactionId ?? 'T0' }];
    const money = { amount: '1.00', currency: 'THB' } as const;
    life.pay(many === 0 ? { money } : (change[many % 4] ?? {}), bill.number);
  }
}

/** What each alarm may do to the state; the others leave it as it is. */
const byAlarm: Partial<Record<AlarmKind, readonly (readonly [RequestState, RequestState])[]>> = {
  receipt: [['submitted', 'completenessCheck']],
  correctionEnds: [
    ['awaitingCorrection', 'returned'],
    ['awaitingCorrection', 'struckOff'],
  ],
  billEnds: [
    ['awaitingPayment', 'awaitingPayment'],
    ['awaitingPayment', 'lapsedUnpaid'],
  ],
  deemedApproval: [
    ['completenessCheck', 'awaitingPayment'],
    ['completenessCheck', 'issuing'],
    ['awaitingCorrection', 'awaitingPayment'],
    ['awaitingCorrection', 'issuing'],
    ['consideration', 'awaitingPayment'],
    ['consideration', 'issuing'],
  ],
};
const onward: readonly RequestState[] = [
  'completenessCheck',
  'consideration',
  'issuing',
  'completed',
];

function isStepRight({ cause, from, to }: RequestLife['path'][number]): boolean {
  if (cause === 'filing' || cause === 'bill') return from === to;
  if (cause === 'disproof') return to === from || to === 'awaitingPayment';
  if (cause === 'payment') {
    const isPaying = from === 'awaitingPayment' || from === 'paymentUnconfirmed';
    return to === from || (isPaying && [...onward, 'paymentUnconfirmed'].includes(to));
  }
  if (cause.startsWith('alarm ')) {
    const pairs = byAlarm[cause.slice(6) as AlarmKind];
    return pairs?.some(([before, after]) => before === from && after === to) ?? from === to;
  }
  const target = findRequestTransition(from, cause as RequestAction)?.to;
  const leads: Record<string, readonly RequestState[]> = {
    same: [from],
    procedure: [...onward, 'awaitingPayment'],
    answered: [from, 'completenessCheck', 'consideration'],
    stillOpen: ['awaitingCorrection', 'returned', 'struckOff'],
    decided: ['awaitingPayment', 'issuing', 'completed'],
    issued: ['issuing', 'completed'],
    reopened: [from, 'awaitingCorrection', 'completenessCheck', 'consideration'],
  };
  return target !== undefined && (leads[target] ?? [target]).includes(to);
}

/** What never changes, only grows, or is set once; overturned, it is kept as a round of its own. */
function checkKept(before: RequestCase, after: RequestCase): void {
  const rounds = after.formerRounds.slice(before.formerRounds.length);
  const kept = { ...after, ...rounds[0] };
  for (const member of ['requestId', 'submittedBy', 'applicant', 'manual', 'receipt'] as const) {
    expect(after[member]).toBe(before[member]);
  }
  for (const member of ['words', 'documents', 'extensions', 'notices', 'reopenings'] as const) {
    expect(kept[member].slice(0, before[member].length)).toEqual(before[member]);
  }
  for (const member of ['deficiencies', 'inspections', 'hearings', 'bills', 'refunds'] as const) {
    const numbers = kept[member].map(({ number }) => number);
    expect(numbers).toEqual(numbers.map((_one, index) => index + 1));
    expect(numbers.length).toBeGreaterThanOrEqual(before[member].length);
  }
  before.deficiencies.forEach(({ items, recordedOn, by }, index) => {
    expect(kept.deficiencies[index]).toMatchObject({ items, recordedOn, by });
  });
  if (before.decision !== null) {
    const { kind, decidedOn, by, sequence, notified } = before.decision;
    expect(kept.decision).toMatchObject({ kind, decidedOn, by, sequence });
    if (notified !== null) expect(kept.decision?.notified).toEqual(notified);
  }
  const { overdue, missedLetters, notificationMissed, issuingOverdue } = before.flags;
  expect(after.flags.missedLetters.slice(0, missedLetters.length)).toEqual(missedLetters);
  expect(after.flags.overdue || !overdue || rounds.length > 0).toBe(true);
  expect(after.flags.notificationMissed || !notificationMissed).toBe(true);
  expect(after.flags.issuingOverdue || !issuingOverdue).toBe(true);
  if (isEnd(before.state) && rounds.length === 0) expect(after.state).toBe(before.state);
  expect(after.version).toBeGreaterThanOrEqual(before.version);
}

/** What holds of a request at any moment. */
function checkWhole({ request, now, heard }: RequestLife): void {
  const { state, bills, dates } = request;
  const kinds = dates.alarms.map(({ kind }) => kind);
  const payable = bills.filter(({ status }) => status === 'wanted' || status === 'issued');
  expect(payable.length).toBe(state === 'awaitingPayment' ? 1 : 0);
  if (state === 'awaitingPayment') expect(kinds).toContain('billEnds');
  if (state === 'paymentUnconfirmed') {
    expect(bills.some(({ status }) => status === 'unconfirmed')).toBe(true);
    expect(kinds).toContain('paymentQuery');
  }
  if (state === 'awaitingCorrection') expect(kinds).toContain('correctionEnds');
  const open = request.deficiencies.filter(({ status }) => status === 'open');
  expect(open.length).toBeLessThanOrEqual(1);
  // Nothing that goes on, and nothing that is owed, waits for somebody's memory alone.
  if (!isEnd(state)) expect(dates.alarms).not.toEqual([]);
  // Nothing rings twice, and nothing that should have rung waits.
  const keys = heard.map(alarmKey);
  expect(keys).toEqual([...new Set(keys)]);
  expect(dates.alarms.filter(({ at }) => at <= now)).toEqual([]);
  expect(request.rung.length).toBeLessThan(60);
}

/** A case is plain data, and nobody’s words are in what travels. */
function checkPlain({ request }: RequestLife): void {
  const facts = requestClockFacts(request);
  const copy = JSON.parse(JSON.stringify(request)) as RequestCase;
  expect(copy).toEqual(request);
  expect(requestClockFacts(copy)).toEqual(facts);
  expect(JSON.parse(JSON.stringify(facts))).toEqual(facts);
  expect(JSON.stringify(requestSnapshotOf(request))).not.toMatch(/[ก-๙]|sealed/);
}

/** What is armed is what the calendar would say now: no clock is forgotten meanwhile. */
function checkArmed({ request, now }: RequestLife): void {
  const asked = requestDates({ ...requestClockFacts(request), at: now, rung: request.rung });
  // The day of these is chosen by the day of asking.
  const byDay: readonly AlarmKind[] = ['paymentQuery', 'dueSoon', 'reminder', 'calendarMissing'];
  const keys = ({ alarms }: RequestCase['dates']) =>
    alarms.filter(({ kind }) => !byDay.includes(kind)).map(alarmKey);
  expect(keys(request.dates)).toEqual(keys(asked));
  expect(request.dates.clocks).toEqual(asked.clocks);
}

describe('whatever happens to a request', () => {
  it('keeps what it was, and what it owes', () => {
    fc.assert(
      fc.property(lives, ({ serviceId, delivery, filedHours, happenings }) => {
        const filedAt = Date.parse('2026-01-01T00:00:00+07:00') + filedHours * 3_600_000;
        const life = new RequestLife(sampleManual(serviceId), { filedAt, delivery });
        for (const one of happenings) {
          const before = life.request;
          happen(life, one);
          checkKept(before, life.request);
          checkWhole(life);
          checkArmed(life);
        }
        checkPlain(life);
        expect(life.path.filter((step) => !isStepRight(step))).toEqual([]);
        const acts = life.path.filter(({ cause }) => requestActions.includes(cause as never));
        expect(life.request.version).toBe(1 + acts.length);
      }),
      { numRuns: 60 },
    );
  });

  it('most of the table is met on the way', () => {
    const seen = new Set<string>();
    for (const { serviceId, delivery, filedHours, happenings } of fc.sample(lives, {
      ...{ numRuns: 700, seed: 2569 },
    })) {
      const filedAt = Date.parse('2026-01-01T00:00:00+07:00') + filedHours * 3_600_000;
      const life = new RequestLife(sampleManual(serviceId), { filedAt, delivery });
      for (const one of happenings) happen(life, one);
      for (const { cause } of life.path) seen.add(cause);
    }
    const missed = requestActions.filter((action) => !seen.has(action));
    // These need a refund, or an agency's system that contradicts itself.
    const rare: readonly string[] = ['recordRepayment', 'settleWithAgency'];
    expect(missed.filter((action) => !rare.includes(action))).toEqual([]);
  });
});
