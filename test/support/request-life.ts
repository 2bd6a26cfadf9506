import { createHash } from 'node:crypto';
import { requestDates } from '../../activities/calendar/request-dates.js';
import { calendarFor } from '../../contracts/calendar/agency-days.js';
import { dueOf } from '../../contracts/calendar/period.js';
import { bangkokDate } from '../../contracts/civil-date.js';
import { partWords, requestBodies } from '../../contracts/commands/request/bodies.js';
import type { RequestStart } from '../../contracts/commands/request/messages.js';
import { canonicalJson, uuidV5 } from '../../contracts/events/mint.js';
import type { Refusal } from '../../contracts/lifecycles/refusals.js';
import { isRefusal } from '../../contracts/lifecycles/refusals.js';
import type { Bill, FiledDocument, RequestCase } from '../../contracts/lifecycles/request/case.js';
import type { Alarm } from '../../contracts/lifecycles/request/clocks.js';
import { decideRequest } from '../../contracts/lifecycles/request/decide.js';
import { agencySystemActor } from '../../contracts/lifecycles/request/dispatch.js';
import type { RequestDeed } from '../../contracts/lifecycles/request/deed.js';
import { takeRequestEffect } from '../../contracts/lifecycles/request/effects.js';
import { requestClockFacts } from '../../contracts/lifecycles/request/facts.js';
import type { Payment } from '../../contracts/lifecycles/request/payments.js';
import { billed, disproved, paid } from '../../contracts/lifecycles/request/payments.js';
import { ringAlarm } from '../../contracts/lifecycles/request/ring.js';
import { requestRules } from '../../contracts/lifecycles/request/rules.js';
import type { RequestState } from '../../contracts/lifecycles/request/states.js';
import { isEnd } from '../../contracts/lifecycles/request/states.js';
import type { RequestAction } from '../../contracts/lifecycles/request/table.js';
import type { Actor } from '../../contracts/lifecycles/service/case.js';
import type { Role } from '../../contracts/lifecycles/service/states.js';
import type { Manual } from '../../contracts/manuals/manual.js';
import { documentsFor, partsOf } from '../../contracts/manuals/procedure.js';
import { sampleManuals } from '../../infra/manuals/index.js';
import { openRequest } from '../../workflows/request/open.js';
import { person } from './people.js';

const manuals = sampleManuals();

/** Service ids of the sample's ten manuals. */
export const sampleServices = manuals.map(({ serviceId }) => serviceId);

/** The sample's manual of a service. */
export function sampleManual(serviceId: string): Manual {
  const found = manuals.find((manual) => manual.serviceId === serviceId);
  if (found === undefined) throw new Error(`the sample has no manual of ${serviceId}`);
  return found;
}

/** Somebody who acts on requests of a manual's agency: its portal, its system, or a person. */
export function doerOf(role: Role, { agencyId, portal, handling }: Manual): Actor {
  if (role === 'portal') return { ...person(role), portal };
  return handling === 'agencySystem'
    ? agencySystemActor(agencyId, role)
    : person(role, role, agencyId);
}

/** A document of a manual as it is filed. */
export function documentOf(documentId: string, change: Partial<FiledDocument> = {}): FiledDocument {
  const sha256 = createHash('sha256').update(documentId).digest('hex');
  const file = { reference: `file-${documentId}-1`, sha256, mediaType: 'application/pdf' };
  return { documentId, ...file, bytes: 1_000, ...change };
}

/** What a request is filed with: all documents of the manual by its portal, unless told otherwise. */
export function submission(manual: Manual, change: Partial<RequestStart> = {}): RequestStart {
  const filedAt = change.filedAt ?? Date.parse('2026-08-03T10:00:00+07:00');
  const [applicantKind = 'citizen'] = manual.applicants;
  const asked = documentsFor(manual, applicantKind).filter(({ from }) => from === 'applicant');
  return {
    requestId: uuidV5('6ba7b811-9dad-11d1-80b4-00c04fd430c8', manual.serviceId),
    ...{ serviceId: manual.serviceId, agencyId: manual.agencyId, portal: manual.portal, manual },
    rules: requestRules,
    office: manual.offices[0]?.officeId ?? '',
    actor: doerOf('portal', manual),
    ...{ applicantKind, applicant: 'sealed-applicant', agent: null, form: null },
    delivery: 'electronic',
    documents: asked.map(({ documentId, mediaTypes: [mediaType = ''] }) =>
      documentOf(documentId, { mediaType }),
    ),
    ...{ filedAt, arrivedAt: filedAt, submissionHash: 'submission' },
    ...change,
  };
}

/**
 * A request driven as its workflow drives it, without a server: people act, alarms ring, the treasury
 * answers. Its dates are asked again when the facts that they follow from have changed, and only then.
 */
export class RequestLife {
  request: RequestCase;
  /** Moment at which the life has come, milliseconds since the epoch. */
  now: number;
  /** Sequence of the last event. */
  sequence = 1;
  /** Alarms that have rung, in order. */
  readonly heard: Alarm[] = [];
  /** Every change of the case: by what, and from which state to which. */
  readonly path: { cause: string; from: RequestState; to: RequestState }[] = [];
  private transactions = 0;

  constructor(manual: Manual, change: Partial<RequestStart> = {}) {
    const start = submission(manual, change);
    this.now = start.arrivedAt;
    const opened = openRequest(start);
    const facts = requestClockFacts(opened);
    const dates = requestDates({ ...facts, at: this.now, rung: [] });
    this.request = { ...opened, dates, receipt: { ...opened.receipt, number: '1/2569' } };
    this.settle(this.request, 'filing');
    this.passTo(this.now);
  }

  get manual(): Manual {
    return this.request.manual;
  }

  /** The day in Bangkok. */
  get today(): string {
    return bangkokDate(this.now);
  }

  /** The bill that was wanted last. */
  get bill(): Bill {
    const last = this.request.bills.at(-1);
    if (last === undefined) throw new Error('there is no bill');
    return last;
  }

  /** Somebody acts; the refusal, when it is refused. */
  act(by: Role | Actor, action: RequestAction, sent: object = {}): Refusal | undefined {
    const actor = typeof by === 'string' ? doerOf(by, this.manual) : by;
    const { body, words } = partWords(requestBodies[action].parse(sent));
    const answer = decideRequest(this.request, action, actor, this.now, body);
    if (isRefusal(answer)) return answer;
    const sealed = words === undefined ? {} : { words: canonicalJson(words) };
    const happened = { at: this.now, sequence: this.sequence + 1, by: answer.as, ...sealed };
    const next = takeRequestEffect(this.request, { action, body } as RequestDeed, happened);
    this.settle({ ...next, version: next.version + 1 }, action);
    this.passTo(this.now);
    return undefined;
  }

  /** Somebody acts, and it is not refused. */
  must(by: Role | Actor, action: RequestAction, sent: object = {}): this {
    const refusal = this.act(by, action, sent);
    if (refusal !== undefined) throw new Error(`${action}: ${JSON.stringify(refusal)}`);
    return this;
  }

  /** What the manual has before an approval and does not leave to the official. */
  takeSteps(): this {
    const { inspection, hearing, consultations } = partsOf(this.manual);
    const { inspections, hearings } = this.request;
    if (inspection !== undefined && inspections.length === 0) {
      this.must('competentOfficial', 'orderInspection', { on: this.today });
      const found = { inspection: 1, result: 'passed', findings: 'เรียบร้อย' };
      this.must('competentOfficial', 'recordInspection', found);
    }
    if (hearing !== undefined && hearings.length === 0) {
      this.must('competentOfficial', 'openHearing', { facts: 'ข้อเท็จจริง' });
      this.must('portal', 'answerHearing', { hearing: 1, text: 'ไม่โต้แย้ง' });
    }
    for (const { agencyId } of consultations) {
      if (this.request.consultations.some((asked) => asked.agencyId === agencyId)) continue;
      this.must('competentOfficial', 'consult', { agencyId, question: 'ขอความเห็น' });
    }
    return this;
  }

  /** It is approved, after all that comes before. */
  approve(sent: object = {}): this {
    return this.takeSteps().must('licensor', 'approve', sent);
  }

  /** Time passes, and what rings until then rings. A day means its morning at ten. */
  passTo(moment: number | string): this {
    const until =
      typeof moment === 'number'
        ? moment
        : Date.parse(moment.length > 10 ? moment : `${moment}T10:00:00+07:00`);
    for (let rung = 0; ; rung += 1) {
      const [next] = this.request.dates.alarms;
      if (next === undefined || next.at > until) break;
      if (rung > 1_000) throw new Error(`it rings without end: ${JSON.stringify(next)}`);
      this.now = Math.max(this.now, next.at);
      this.ring(next);
    }
    this.now = Math.max(this.now, until);
    return this;
  }

  /** A payment comes in, and the treasury says so when asked. */
  pay(change: Partial<Payment> = {}, number = this.bill.number): this {
    const bill = this.request.bills.find((one) => one.number === number);
    if (bill === undefined) throw new Error(`there is no bill ${number}`);
    this.transactions += 1;
    const usual = { transactionId: `T${this.transactions}`, paidOn: this.today, money: bill.money };
    const when = { at: this.now, on: this.today };
    const payment = { ...usual, isConfirmed: true, ...change };
    const outcome = paid(this.request, number, payment, when);
    if (outcome !== undefined) this.settle(outcome.request, 'payment');
    return this.passTo(this.now);
  }

  /** The treasury has not received what it had before. */
  disprove(number = this.bill.number): this {
    const bill = this.request.bills.find((one) => one.number === number);
    if (bill?.status !== 'unconfirmed' || isEnd(this.request.state)) return this;
    const when = { at: this.now, on: this.today };
    this.settle(disproved(this.request, number, when), 'disproof');
    return this.passTo(this.now);
  }

  private ring(alarm: Alarm): void {
    this.heard.push(alarm);
    const happened = { at: this.now, sequence: this.sequence + 1 };
    const told = ringAlarm(this.request, alarm, happened);
    // The treasury is asked at once, and has nothing to tell.
    this.settle({ ...told, isPaymentTold: false }, `alarm ${alarm.kind}`);
  }

  private settle(next: RequestCase, cause: string): void {
    this.sequence += cause === 'filing' ? 0 : 1;
    this.path.push({ cause, from: this.request.state, to: next.state });
    const before = canonicalJson(requestClockFacts(this.request));
    const facts = requestClockFacts(next);
    const isSame = canonicalJson(facts) === before;
    const dates = isSame ? next.dates : requestDates({ ...facts, at: this.now, rung: next.rung });
    this.request = { ...next, dates };
    const wanted = this.request.bills.find(({ status }) => status === 'wanted');
    if (wanted === undefined) return;
    this.settle(billed(this.request, wanted.number, this.answer(wanted)), 'bill');
  }

  private answer({ number, feeId, billedOn: from }: Bill) {
    const fee = this.manual.fees.find((one) => one.feeId === feeId);
    const { amount = 30, unit = 'DAY' } = fee?.billValid ?? {};
    const calendar = calendarFor(this.manual.agencyId);
    const { answer } = dueOf(calendar, { from, amount, unit, party: 'CITIZEN' });
    const until = 'due' in answer ? answer.due : answer.dueAt.slice(0, 10);
    return { billId: `bill-${number}`, ref1: 'REF', ref2: `${number}`, until };
  }
}
