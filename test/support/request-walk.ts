import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { refreshSignal } from '../../contracts/commands/service/messages.js';
import type { RequestAnswer, RequestView } from '../../contracts/commands/request/messages.js';
import { appealSubject, requestSubject } from '../../contracts/ids.js';
import { findAppeal } from '../../infra/temporal/cases.js';
import type { Actor } from '../../contracts/lifecycles/service/case.js';
import type { Manual } from '../../contracts/manuals/manual.js';
import type { Dice } from './dice.js';
import { persist } from './onboarding.js';
import type { RandomAct } from './request-commands.js';
import { chooseAct, personsOf } from './request-commands.js';
import { ofAppealCase, ofCase, ofModel, ofModelAppeal, outcomeOf } from './request-compare.js';
import { isClosed, isToAsk, passTo } from './request-model-dates.js';
import { chooseAppealAct, sendAppealAct } from './request-appeal-commands.js';
import { actOnModelAppeal, appealRefusals } from './request-model-appeals.js';
import { billMade, treasuryAsked } from './request-model-money.js';
import { actOnModel, refusalsOf } from './request-model-rules.js';
import type { ModelAppeal, ModelRequest } from './request-model.js';
import { filedRequest } from './request-model.js';
import { filing, TestRequest } from './requests.js';
import { until } from './until.js';
import type { WatchedWorld } from './watched-world.js';

/** What many walks share. */
export interface Walked {
  readonly server: TestWorkflowEnvironment;
  readonly world: WatchedWorld;
  /** How often what was tried, for the report. */
  readonly counts: Map<string, number>;
}

interface Done {
  readonly act: RandomAct;
  readonly key: string;
  readonly version: number;
  readonly answer: RequestAnswer;
}

/** How long a case may take to come to stand where the model says, on a machine that is busy. */
const patienceMs = 120_000;
/** Errands at the treasury: they stay under way while it is away. */
const atTreasury = /^(bill|void|treasury)/;
/** A bill of which the treasury's answer was lost is asked for again after a moment. */
const ofBill = /^bill/;

/** Refusals of people and offices that are not the right ones. */
const notTheirs = ['roleMayNot', 'notYourAgency', 'notYourOffice', 'notYourPortal'];
const classes: Readonly<Record<string, string>> = {
  wrongState: 'wrongState',
  staleVersion: 'stale',
  keyReused: 'keyReused',
};

/** One request that random commands are sent to, and beside it the model of it. */
export class RequestWalk {
  readonly request: TestRequest;
  readonly model: ModelRequest;
  /** What was done so far, for whoever has to find a fault. */
  readonly said: string[] = [];
  private readonly walked: Walked;
  private readonly persons: readonly Actor[];
  /** Its own, so that it comes out alike however the walks are interleaved. */
  readonly dice: Dice;
  private last: Done | undefined;
  /** The case, when it was last as the model says. */
  private seen: RequestView | undefined;

  private constructor(
    walked: Walked,
    own: { request: TestRequest; model: ModelRequest; manual: Manual; dice: Dice },
  ) {
    this.walked = walked;
    ({ request: this.request, model: this.model, dice: this.dice } = own);
    this.persons = personsOf(own.manual);
  }

  /** Files a request of a manual. */
  static async file(
    walked: Walked,
    manual: Manual,
    name: string,
    dice: Dice,
  ): Promise<RequestWalk> {
    const { server } = walked;
    const now = () => server.currentTimeMs();
    const at = await now();
    const delivery = dice.pick(['electronic', 'electronic', 'counter'] as const);
    const start = filing({ manual, name, filedAt: at, delivery });
    const request = await persist(() => TestRequest.file(server.client, start, now));
    request.isStamping = dice.chance(70);
    const model = filedRequest(manual, { at, by: start.actor.id, delivery });
    const walk = new RequestWalk(walked, { request, model, manual, dice });
    walk.say(`filed ${manual.serviceId} at ${new Date(at).toISOString()}`);
    await walk.agrees();
    return walk;
  }

  get handle() {
    const id = requestSubject(this.request.requestId);
    return this.walked.server.client.workflow.getHandle(id);
  }

  /** Its workflow, and those of its appeals. */
  get subjects(): string[] {
    const { requestId } = this.request;
    const appeals = this.model.appeals.map(({ number }) => appealSubject(requestId, number));
    return [requestSubject(requestId), ...appeals];
  }

  say(what: string): void {
    this.said.push(`${dayAndTime(this.model.now)} ${this.model.state} ${what}`);
  }

  private count(what: string): void {
    this.walked.counts.set(what, (this.walked.counts.get(what) ?? 0) + 1);
  }

  /** When something rings by itself: not while somebody acts. */
  get ringsAt(): number[] {
    return this.seen?.request.dates.alarms.map(({ at }) => at) ?? [];
  }

  // --- Commands -----------------------------------------------------------------------------------

  /** So many commands by chance, each when the one before has come to what the model says. */
  async tryCommands(times: number): Promise<void> {
    const { dice, model } = this;
    for (let tried = 0; tried < times; tried += 1) {
      if (await this.closes()) return;
      if (dice.chance(8)) await this.refresh();
      const isToPay = model.state === 'awaitingPayment' || model.state === 'paymentUnconfirmed';
      if (model.bills.length > 0 && dice.chance(isToPay ? 50 : 15)) await this.pay();
      else if (dice.chance(45) || !(await this.appeal())) await this.act();
      await this.agrees(ofBill);
      // The treasury has a bill, and its answer is lost: money comes first.
      if (!model.bills.some(({ status }) => status === 'wanted')) continue;
      await this.pay();
      await this.agrees();
    }
  }

  /**
   * The case is asked to continue as new, on whatever it waits. Not while something is tried again: the
   * time-skipping server calls that off at its next try only, and meanwhile its time stands still.
   */
  async refresh(): Promise<void> {
    if (this.walked.world.isKafkaAway || !(await this.isQuiet())) return;
    this.say('refresh');
    this.count('refresh');
    const { runId } = await this.handle.describe();
    await this.handle.signal(refreshSignal);
    // What a worker that went away had taken along comes again after half a minute.
    await until(async () => (await this.handle.describe()).runId !== runId, 120_000);
  }

  /** Nothing is under way in the world for it, or ends within a moment: nothing is tried again. */
  private async isQuiet(): Promise<boolean> {
    for (let tries = 0; tries < 20; tries += 1) {
      const { errands, unpublished } = await this.request.view();
      if (errands.length + unpublished === 0) return true;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return false;
  }

  /** Somebody does something, by chance. */
  async act(): Promise<void> {
    const { dice, last } = this;
    if (last !== undefined && dice.chance(5)) {
      await this.repeat(last);
      return;
    }
    const at = await this.reach();
    const act = chooseAct(this.model, this.persons, dice, at);
    const { version } = this.model;
    const ifMatch = dice.chance(4) ? Math.max(0, version + dice.pick([-1, 1])) : version;
    const expected = refusalsOf(this.model, { ...act, at, version: ifMatch });
    const key = randomUUID();
    const what = `${act.action} by ${act.person.id} ${JSON.stringify(act.body)} v${ifMatch}`;
    const answer = await this.send(act, { at, ifMatch, key });
    const came = 'refusal' in answer ? classOf(answer.refusal.code) : 'taken';
    this.say(`${what}: ${'refusal' in answer ? answer.refusal.code : 'taken'}`);
    this.count(came === 'taken' ? `act/${act.action}` : `refused/${came}`);
    if (!(expected.length === 0 ? came === 'taken' : expected.includes(came))) {
      throw this.fault(`the model says ${expected.join(' or ') || 'taken'}, and it is ${came}`);
    }
    if ('refusal' in answer) return;
    actOnModel(this.model, { ...act, at, version: ifMatch });
    const { state, version: next } = this.model;
    this.expectLike({ state: answer.state, version: answer.version }, { state, version: next });
    this.last = { act, key, version: ifMatch, answer };
  }

  /** The same key again answers the same; with another body it is refused. */
  private async repeat({ act, key, version, answer }: Done): Promise<void> {
    const isOther = this.dice.chance(50);
    const at = await this.reach();
    const change = { at, key, ifMatch: version, ...(isOther ? { bodyHash: 'another' } : {}) };
    const again = await this.send(act, change);
    this.say(`${act.action} again with ${isOther ? 'another' : 'the same'} body`);
    this.count(isOther ? 'refused/keyReused' : 'act/repeated');
    const isRight = isOther
      ? 'refusal' in again && again.refusal.code === 'keyReused'
      : isDeepStrictEqual(again, answer);
    if (!isRight) throw this.fault(`a repeated key was answered ${JSON.stringify(again)}`);
  }

  private send(
    { action, person, body }: RandomAct,
    change: { at: number; ifMatch: number; key: string; bodyHash?: string },
  ) {
    return persist(() => this.request.act(person, action as 'correct', body, change, this.seen));
  }

  /** Money comes in, is confirmed, taken back, or only said to have come; told or in silence. */
  async pay(): Promise<void> {
    const { world } = this.walked;
    const { requestId } = this.request;
    const bill = this.model.bills.findLast(({ number }) => world.billIdOf(requestId, number));
    const billId = bill === undefined ? undefined : world.billIdOf(requestId, bill.number);
    const { dice } = this;
    const at = await this.reach();
    let what: (typeof moneyKinds)[number] = 'forged';
    if (bill !== undefined && billId !== undefined) {
      const isUnconfirmed = bill.status === 'unconfirmed';
      what = dice.pick(isUnconfirmed ? (['confirm', 'disprove'] as const) : usualMoney);
      const { transactionId } = bill;
      const paidAt = new Date(at).toISOString();
      const of = (id: string, isConfirmed: boolean) => {
        world.pay(billId, { transactionId: id, paidAt, isConfirmed });
      };
      if (what === 'pay' || what === 'twice') of(`T${randomUUID()}`, true);
      if (what === 'unconfirmed') of(`T${randomUUID()}`, false);
      if (what === 'confirm') of(transactionId ?? '', true);
      if (what === 'disprove' || what === 'lost') world.disprove(billId);
      if (what === 'other') {
        const money = { amount: '1.00', currency: 'THB' } as const;
        world.pay(billId, { transactionId: `T${randomUUID()}`, paidAt, money });
      }
    }
    const isTold = what === 'forged' || dice.chance(75);
    this.say(`money: ${what} for ${bill?.number ?? '-'}, ${isTold ? 'told' : 'in silence'}`);
    this.count(`money/${what}`);
    if (isTold) await this.request.tellPayment();
    if (isTold && dice.chance(30)) await this.request.tellPayment();
  }

  /** Somebody decides an appeal of the request, sends it up, or withdraws it; false: there is none. */
  async appeal(): Promise<boolean> {
    const { model, dice, persons } = this;
    const appeal = model.appeals.find(({ state }) => outcomeOf(state) === null);
    if (appeal === undefined) return false;
    const { client } = this.walked.server;
    const { requestId } = this.request;
    const { number } = appeal;
    const at = await this.agreesOnAppeal(appeal);
    if (outcomeOf(appeal.state) !== null) return true;
    const act = chooseAppealAct(dice, persons, appeal);
    const version = dice.chance(5) ? appeal.version + 1 : appeal.version;
    const expected = appealRefusals(model, appeal, { ...act, at, version });
    const answer = await sendAppealAct(client, { requestId, number }, { ...act, at, version });
    const came = answer === undefined ? 'taken' : classOf(answer);
    this.say(
      `appeal: ${act.action} ${act.outcome ?? ''} by ${act.person.id}: ${answer ?? 'taken'}`,
    );
    this.count(came === 'taken' ? `appeal/${act.action}` : `refused/${came}`);
    if (!(expected.length === 0 ? came === 'taken' : expected.includes(came))) {
      throw this.fault(`the model says ${expected.join(' or ') || 'taken'}, and it is ${came}`);
    }
    if (came === 'taken') actOnModelAppeal(model, appeal, { ...act, at, version });
    return true;
  }

  // --- Comparing ----------------------------------------------------------------------------------

  /** The model thinks up to now, with what the treasury was asked meanwhile. */
  private async reach(): Promise<number> {
    const at = await this.walked.server.currentTimeMs();
    this.takeAsked();
    passTo(this.model, Math.max(at, this.model.now));
    return Math.max(at, this.model.now);
  }

  private takeAsked(): void {
    for (const one of this.walked.world.takeAsked(this.request.requestId)) {
      passTo(this.model, Math.max(one.at, this.model.now));
      if (one.kind === 'billed') billMade(this.model, one.number);
      else treasuryAsked(this.model, one.number, one.payments, one.at);
    }
  }

  /**
   * The case comes to stand where the model says, with nothing under way but what the treasury does not
   * answer while it is away, and what is let be.
   */
  async agrees(letBe?: RegExp): Promise<RequestView> {
    const { world } = this.walked;
    const deadline = Date.now() + patienceMs;
    for (let tries = 1; ; tries += 1) {
      const view = await persist(() => this.request.view());
      await this.reach();
      const now = ofCase(view);
      const expected = ofModel(this.model);
      const isUnasked = !world.isTreasuryAway && isToAsk(this.model, this.model.now);
      const mayBe = world.isTreasuryAway ? atTreasury : letBe;
      const isBusy = isUnasked || view.errands.some((key) => mayBe?.test(key) !== true);
      if (!isBusy && isDeepStrictEqual(now, expected)) {
        this.seen = view;
        return view;
      }
      if (Date.now() > deadline) {
        const { dates, rung, isPaymentTold } = view.request;
        const { errands } = view;
        this.say(JSON.stringify({ alarms: dates.alarms, rung, errands, isPaymentTold }));
        this.expectLike(now, expected);
        throw this.fault(`it is still at ${errands.join(', ')}`);
      }
      await pause(tries);
    }
  }

  /** An appeal comes to stand where the model says; hands back the moment up to which it was thought. */
  private async agreesOnAppeal(appeal: ModelAppeal): Promise<number> {
    const { client } = this.walked.server;
    const { requestId } = this.request;
    const deadline = Date.now() + patienceMs;
    for (let tries = 1; ; tries += 1) {
      const view = await findAppeal(client, requestId, appeal.number).catch(nobody);
      const at = await this.reach();
      const now = view === undefined ? {} : ofAppealCase(view);
      const expected = ofModelAppeal(appeal);
      if (isDeepStrictEqual(now, expected)) return at;
      if (Date.now() > deadline) throw this.unlike(now, expected);
      await pause(tries);
    }
  }

  /** Nothing is open: its workflow has closed, and takes nothing more. */
  async closes(): Promise<boolean> {
    if (!isClosed(this.model)) return false;
    const { errands, unpublished } = await persist(() => this.request.view());
    // The last of its errands is to be kept: with that it closes.
    if (errands.some((one) => one !== 'archive') || unpublished > 0) return false;
    const isDone = async () => (await this.handle.describe()).status.name === 'COMPLETED';
    await until(isDone, patienceMs).catch(() => {
      throw this.fault('nothing is open, and its workflow has not closed');
    });
    return true;
  }

  private expectLike(now: object, expected: object): void {
    if (!isDeepStrictEqual(now, expected)) throw this.unlike(now, expected);
  }

  private unlike(now: object, expected: object): Error {
    const should = new Map(Object.entries(expected));
    const is = new Map(Object.entries(now));
    const lines = [...should]
      .filter(([name, value]) => !isDeepStrictEqual(value, is.get(name)))
      .map(
        ([name, value]) =>
          `${name} is ${JSON.stringify(is.get(name))}, by the model ${JSON.stringify(value)}`,
      );
    return this.fault(lines.join('\n'));
  }

  private fault(what: string): Error {
    return new Error([what, `of ${this.request.requestId}, which was`, ...this.said].join('\n  '));
  }
}

/** What comes of money. */
export const moneyKinds = [
  ...(['pay', 'unconfirmed', 'twice', 'other', 'lost', 'forged', 'confirm', 'disprove'] as const),
];
const usualMoney = [
  ...(['pay', 'pay', 'pay', 'unconfirmed', 'unconfirmed', 'unconfirmed'] as const),
  ...(['twice', 'other', 'lost', 'forged'] as const),
];

/** A little longer with each try. */
async function pause(tries: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, Math.min(500, 40 * tries)));
}

function nobody(): undefined {
  return undefined;
}

function classOf(code: string): string {
  return classes[code] ?? (notTheirs.includes(code) ? 'mayNot' : 'notNow');
}

function dayAndTime(at: number): string {
  return new Date(at + 7 * 3_600_000).toISOString().slice(0, 19);
}
