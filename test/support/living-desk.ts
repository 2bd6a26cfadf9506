import { randomUUID } from 'node:crypto';
import { requestDates } from '../../activities/calendar/request-dates.js';
import { addDays, bangkokDate } from '../../contracts/civil-date.js';
import type { RequestView } from '../../contracts/commands/request/messages.js';
import type { Bill, RequestCase } from '../../contracts/lifecycles/request/case.js';
import { requestClockFacts } from '../../contracts/lifecycles/request/facts.js';
import { billed, paid } from '../../contracts/lifecycles/request/payments.js';
import { ringAlarm } from '../../contracts/lifecycles/request/ring.js';
import { FakeDesk } from './fake-desk.js';

/** Requests in memory that have dates, bills that are made out at once, and alarms that ring when read. */
export class LivingDesk extends FakeDesk {
  override put(request: RequestCase, more: Partial<RequestView> = {}): void {
    super.put(settled(request), more);
  }

  /** What was done to each request and is now in it: who, what, and the body without its words. */
  readonly done = new Map<string, string[]>();

  override async act(...call: Parameters<FakeDesk['act']>): ReturnType<FakeDesk['act']> {
    const [requestId, { action, actor, body }] = call;
    const answer = await super.act(...call);
    if (answer === undefined || 'refusal' in answer) return answer;
    const deed = JSON.stringify([action, actor.id, body]);
    this.done.set(requestId, [...(this.done.get(requestId) ?? []), deed]);
    return answer;
  }

  override async find(requestId: string): Promise<RequestView | undefined> {
    const view = await super.find(requestId);
    if (view !== undefined) this.put(view.request);
    return super.find(requestId);
  }

  /** Money comes in for the bill of a reference. */
  pay(ref1: string, amount: string, isConfirmed: boolean): void {
    const views = [...this.views.values()];
    const found = views.find(({ request }) => request.bills.some((bill) => bill.ref1 === ref1));
    const bill = found?.request.bills.findLast((one) => one.ref1 === ref1);
    if (found === undefined || bill === undefined) throw new Error(`there is no bill ${ref1}`);
    const money = { amount, currency: 'THB' as const };
    const when = { at: Date.now(), on: bangkokDate(Date.now()) };
    const payment = { transactionId: `T${randomUUID()}`, paidOn: when.on, money, isConfirmed };
    const outcome = paid(found.request, bill.number, payment, when);
    if (outcome === undefined) return;
    const { request } = outcome;
    this.put({ ...request, version: request.version + 1 }, { sequence: found.sequence + 1 });
  }
}

/** The bill is made out, the dates are computed, and what rings by now has rung. */
function settled(given: RequestCase): RequestCase {
  const at = Date.now();
  const wanted = given.bills.find(({ status }) => status === 'wanted');
  const request =
    wanted === undefined ? given : billed(given, wanted.number, madeOut(given, wanted));
  const facts = requestClockFacts(request);
  const dated = { ...request, dates: requestDates({ ...facts, at, rung: request.rung }) };
  const [next] = dated.dates.alarms;
  if (next === undefined || next.at > at) return dated;
  const told = ringAlarm(dated, next, { at, sequence: dated.version });
  return settled({ ...told, isPaymentTold: false, version: told.version + 1 });
}

function madeOut({ requestId }: RequestCase, { number, billedOn }: Bill) {
  const ref1 = requestId.slice(0, 18).toUpperCase();
  return { billId: `${ref1}-${number}`, ref1, ref2: `${number}`, until: addDays(billedOn, 15) };
}
