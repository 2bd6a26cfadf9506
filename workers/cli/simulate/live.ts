import { bangkokDate } from '../../../contracts/civil-date.js';
import { isEnd } from '../../../contracts/lifecycles/request/states.js';
import type { RequestState } from '../../../contracts/lifecycles/request/states.js';
import type { ProblemCode } from '../../../contracts/problems.js';
import { AppealShown } from '../appeal-answers.js';
import { CommandFailed, exitCodes, messageOf } from '../outcome.js';
import { RequestShown } from '../request-answers.js';
import { ActionsShown, bodyOf } from './body.js';
import type { Clock } from './clock.js';
import { delayOf } from './delays.js';
import type { Desk } from './desk.js';
import { Refused } from './desk.js';
import type { Submission } from './filing.js';
import { faultyFiling, submissionOf } from './filing.js';
import type { CourseMistake } from './mistakes.js';
import { faultyAct } from './mistakes.js';
import { nextStep } from './next-step.js';
import type { Person } from './people.js';
import { otherPortal, portalOf } from './people.js';
import type { Script } from './script.js';
import type { Act, PaymentManner, Seen, Step } from './step.js';
import { Memory } from './step.js';

/** Where citizens pay. */
export interface Bank {
  /** Pays the bill of a reference; `amount` in baht and satang. */
  pay(
    ref1: string,
    payment: { readonly amount: string; readonly isConfirmed: boolean },
  ): Promise<void>;
}

/** What simulated persons live in. */
export interface World {
  readonly desk: Pick<Desk, 'get' | 'post'>;
  readonly bank: Bank;
  readonly clock: Clock;
  /** Names the run: other runs of the same seed are other persons' requests. */
  readonly run: string;
}

/** Something that went otherwise than it should have. */
export interface Surprise {
  readonly what: string;
  readonly said: string;
}

/** What has become of one script. */
export interface Life {
  readonly script: Script;
  /** `null` until it is filed. */
  requestId: string | null;
  /** As last seen. */
  state: RequestState | null;
  acts: number;
  payments: number;
  appeal: string | null;
  /** Codes of what was refused: mistakes, and what came too late. */
  readonly refused: string[];
  readonly surprises: Surprise[];
}

/** A life that has not begun. */
export function unborn(script: Script): Life {
  const nothing = { requestId: null, state: null, acts: 0, payments: 0, appeal: null };
  return { script, ...nothing, refused: [], surprises: [] };
}

/** More steps than the longest life has. */
const stepsMax = 80;
/** What is waited for a treasury, system or appeal in all, before the case is left to it. */
const waitsMs = [50, 100, 200, 400, 800, 1_500, 2_000, 3_000, 4_000, 5_000];
/** How often somebody tries what the case has moved away from: where nothing is open any more, for ever. */
const triesMax = 3;
/** Refusals that say that the case has moved on since it was read. */
const movedOn = ['staleVersion', 'wrongState', 'requestClosed', 'noSuchNumber', 'alreadyNotified'];

/**
 * Lives one request: files it, and does what its persons do until nobody does anything more. Ends with
 * an `AbortError` when it is stopped, and with whatever failed when the system is away.
 */
export async function live(life: Life, world: World): Promise<void> {
  await world.clock.pass(life.script.arrivesAfter);
  await new Living(life, world).run();
}

/** A test treasury keeps its bills in memory: of an earlier start it knows none. */
function isRefusedByBank(error: unknown): error is CommandFailed {
  return error instanceof CommandFailed && error.exitCode === exitCodes.refused;
}

class Living {
  private readonly life: Life;
  private readonly script: Script;
  private readonly world: World;
  private readonly memory = new Memory();
  private readonly portal: Person;
  private readonly mistakes: Set<CourseMistake>;
  private waited = 0;

  constructor(life: Life, world: World) {
    this.life = life;
    this.script = life.script;
    this.world = world;
    this.portal = portalOf(this.script.manual);
    this.mistakes = new Set(this.script.mistakes);
  }

  async run(): Promise<void> {
    if (!(await this.file())) return;
    for (let steps = 0; steps < stepsMax; steps += 1) {
      const seen = await this.look();
      this.life.state = seen.request.state;
      if (await this.errs(seen)) continue;
      const step = nextStep(this.script, seen, this.memory);
      if (step === undefined) return;
      await this.take(step, seen);
    }
    this.surprise('it goes round', `after ${stepsMax} steps it is in ${this.life.state ?? ''}`);
  }

  // --- Filing -------------------------------------------------------------------------------------

  /** Files, after mistakes; somebody who has an open request already makes room for another person. */
  private async file(): Promise<boolean> {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const right = submissionOf(this.script, this.world.run, attempt);
      const key = this.keyOf(`${attempt}`);
      if (attempt === 0) await this.misfile(right, key, false);
      try {
        const { body } = await this.world.desk.post(this.portal, '/v1/requests', right, { key });
        const { requestId, state } = RequestShown.parse(body);
        Object.assign(this.life, { requestId, state });
        // The same run again may find it ended.
        if (!isEnd(state)) await this.misfile(right, key, true);
        return true;
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        if (error.code === 'openRequestExists') continue;
        this.surprise('file', error.message);
        return false;
      }
    }
    this.surprise('file', 'five persons have an open request already');
    return false;
  }

  private keyOf(what: string): string {
    const { seed, index } = this.script;
    return `simulate:${this.world.run}:${seed}:${index}:${what}`;
  }

  /** Makes the mistakes that come before, or after, the right filing. */
  private async misfile(right: Submission, key: string, isAfter: boolean): Promise<void> {
    const { desk, run } = this.world;
    const today = bangkokDate(Date.now());
    for (const mistake of this.script.filingMistakes) {
      const faulty = faultyFiling(mistake, this.script, { run, today, right });
      if (faulty === undefined || (faulty.isAgain !== undefined) !== isAfter) continue;
      const by = faulty.isElsewhere === true ? otherPortal(this.script.manual) : this.portal;
      const sent = faulty.isAgain === 'sameKey' ? key : this.keyOf(mistake);
      await this.expectRefused(mistake, [faulty.expects], () =>
        desk.post(by, '/v1/requests', faulty.body, { key: sent }),
      );
    }
  }

  // --- Steps --------------------------------------------------------------------------------------

  private get path(): string {
    return `/v1/requests/${this.life.requestId ?? ''}`;
  }

  private async look(): Promise<Seen> {
    const { body } = await this.world.desk.get(this.portal, this.path);
    const request = RequestShown.parse(body);
    const appeal =
      this.memory.count('appeal') > 0 ? await this.lookAtAppeal(this.portal) : undefined;
    if (appeal !== undefined) this.life.appeal = appeal.state;
    const at = Date.now();
    return { request, appeal, at, today: bangkokDate(at) };
  }

  /** The appeal; `undefined` until it has begun. */
  private async lookAtAppeal(by: Person): Promise<AppealShown | undefined> {
    try {
      return AppealShown.parse((await this.world.desk.get(by, `${this.path}/appeals/1`)).body);
    } catch (error) {
      if (error instanceof Refused && error.code === 'notFound') return undefined;
      throw error;
    }
  }

  private async take(step: Step, seen: Seen): Promise<void> {
    if (step.kind === 'wait') {
      const ms = waitsMs[this.waited];
      if (ms === undefined) this.memory.giveUp(step.for);
      else await this.world.clock.rest(ms);
      this.waited += 1;
      return;
    }
    this.waited = 0;
    await this.world.clock.pass(delayOf(this.script, step, this.memory));
    if (step.kind === 'act') await this.act(step, seen);
    else await this.pay(step.bill, step.ref1, step.money, step.manner);
  }

  private async pay(
    bill: number,
    ref1: string,
    money: string,
    manner: PaymentManner,
  ): Promise<void> {
    const { amount = money, isConfirmed, times } = manner;
    this.memory.did('pay');
    this.memory.did(`pay ${bill}`);
    try {
      for (let nth = 0; nth < times; nth += 1) {
        await this.world.bank.pay(ref1, { amount, isConfirmed });
        this.life.payments += 1;
      }
    } catch (error) {
      if (!isRefusedByBank(error)) throw error;
      this.surprise('pay', error.message);
      this.memory.giveUp('pay');
    }
  }

  /** Acts, if the gateway says that it is allowed; what has changed meanwhile is decided again. */
  private async act(step: Act, seen: Seen): Promise<void> {
    const { action, by, onAppeal } = step;
    const path = onAppeal ? `${this.path}/appeals/1` : this.path;
    const { version, actions } = ActionsShown.parse(
      (await this.world.desk.get(by, onAppeal ? path : `${path}/actions`)).body,
    );
    const found = actions.find((one) => one.action === action);
    if (found?.allowed !== true) {
      this.memory.giveUp(action);
      return;
    }
    const body = bodyOf(this.script, step, found.body, seen);
    try {
      await this.world.desk.post(by, `${path}/actions/${action}`, body, {
        ifMatch: `"${version}"`,
      });
      this.memory.did(action);
      this.life.acts += 1;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.memory.did(`refused ${action}`);
      const hasMoved = movedOn.includes(error.code);
      if (hasMoved && this.memory.count(`refused ${action}`) < triesMax) return;
      this.memory.giveUp(action);
      if (hasMoved) this.life.refused.push(error.code);
      else this.surprise(action, error.message);
    }
  }

  // --- Mistakes -----------------------------------------------------------------------------------

  /** Makes a mistake for which there is occasion; false when there is none. */
  private async errs(seen: Seen): Promise<boolean> {
    for (const mistake of this.mistakes) {
      const faulty = faultyAct(mistake, this.script, seen, this.memory);
      if (faulty === undefined) continue;
      this.mistakes.delete(mistake);
      const { by, action } = faulty.act;
      await this.world.clock.pass(delayOf(this.script, faulty.act, this.memory));
      const { body: shown } = await this.world.desk.get(this.portal, `${this.path}/actions`);
      const { version, actions } = ActionsShown.parse(shown);
      const schema = actions.find((one) => one.action === action)?.body ?? {};
      const body =
        faulty.isBare === true ? faulty.act.fields : bodyOf(this.script, faulty.act, schema, seen);
      const ifMatch = `"${faulty.isStale === true ? Math.max(0, version - 1) : version}"`;
      await this.expectRefused(mistake, faulty.expects, () =>
        this.world.desk.post(by, `${this.path}/actions/${action}`, body, { ifMatch }),
      );
      return true;
    }
    return false;
  }

  private async expectRefused(
    mistake: string,
    expects: readonly ProblemCode[],
    attempt: () => Promise<unknown>,
  ): Promise<void> {
    try {
      await attempt();
      this.surprise(mistake, `was taken, and should have been refused: ${expects.join(' or ')}`);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const code = expects.find((one) => one === error.code);
      if (code !== undefined) this.life.refused.push(code);
      else this.surprise(mistake, `expected ${expects.join(' or ')}: ${messageOf(error)}`);
    }
  }

  private surprise(what: string, said: string): void {
    this.life.surprises.push({ what, said });
  }
}
