import { condition } from '@temporalio/workflow';
import type {
  AppealAnswer,
  AppealCommand,
  AppealStart,
  AppealView,
} from '../../contracts/commands/appeal/messages.js';
import type { AppealStatusV1 } from '../../contracts/events/appeal-status.v1.js';
import type { MintedEvent } from '../../contracts/events/cloud-event.js';
import type { ChainEnd } from '../../contracts/events/mint.js';
import { emptyChain } from '../../contracts/events/mint.js';
import { appealEventType, appealStatusSchemaV1 } from '../../contracts/events/types.js';
import { appealSubject } from '../../contracts/ids.js';
import type { AppealAlarm, AppealCase } from '../../contracts/lifecycles/appeal/case.js';
import { appealClockFacts } from '../../contracts/lifecycles/appeal/case.js';
import type { AppealAllowed } from '../../contracts/lifecycles/appeal/decide.js';
import { decideAppeal } from '../../contracts/lifecycles/appeal/decide.js';
import { ringAppeal, takeAppealEffect } from '../../contracts/lifecycles/appeal/effects.js';
import type { AppealAction } from '../../contracts/lifecycles/appeal/table.js';
import { isAppealEnd } from '../../contracts/lifecycles/appeal/table.js';
import { isRefusal, refuse } from '../../contracts/lifecycles/refusals.js';
import type { Doer } from '../../contracts/lifecycles/service/case.js';
import { isSameJson } from '../../contracts/same-json.js';
import { appealDatesOf, publishEvents, tellRequest } from '../activities.js';
import { Drain } from '../drain.js';
import { EventChain } from '../event-chain.js';
import type { Answered } from '../answered-before.js';
import { answeredBefore } from '../answered-before.js';
import { refusalFailure } from '../refusal.js';
import { settled } from '../settled.js';
import { openAppeal } from './open.js';

/** What an appeal takes from one run to the next. */
export interface CarriedAppeal {
  readonly appeal: AppealCase;
  readonly end: ChainEnd;
  readonly pending: readonly MintedEvent[];
  readonly recent: readonly Answered<AppealAnswer>[];
}

const recentMax = 64;

type Kind = AppealStatusV1['kind'];

const effectKinds: Record<AppealAction, Kind> = {
  decideAppeal: 'ended',
  sendUp: 'sentUp',
  extendAppeal: 'extended',
  grantStay: 'stayGranted',
  refuseStay: 'stayRefused',
  withdrawAppeal: 'ended',
};

const alarmKinds: Record<AppealAlarm['kind'], Kind> = {
  officerEnds: 'sentUp',
  superiorEnds: 'ended',
  bodyReminded: 'reminded',
};

interface Happening {
  readonly kind: Kind;
  readonly action?: AppealAction;
  readonly by: Doer | null;
  readonly at: number;
  readonly traceparent?: string;
}

/** The case of one appeal: who may do what to it now, and what happens by itself. */
export class Appeal {
  private current: AppealCase;
  private recent: CarriedAppeal['recent'];
  private readonly chain: EventChain;
  private readonly events: Drain<MintedEvent>;

  constructor(input: AppealStart | { readonly carried: CarriedAppeal }) {
    const carried = 'carried' in input ? input.carried : undefined;
    this.current = 'carried' in input ? input.carried.appeal : openAppeal(input);
    this.recent = carried?.recent ?? [];
    const topic = `request.status.${this.current.portal}.v1` as const;
    this.events = new Drain(carried?.pending ?? [], async (events) => {
      this.chain.confirm(await publishEvents({ topic, events }));
    });
    this.chain = new EventChain(carried?.end ?? emptyChain, this.events.pending);
  }

  // --- Messages ---------------------------------------------------------------------------------

  /** Refuses before anything is recorded. */
  validate(command: AppealCommand): void {
    if (answeredBefore(this.recent, command) === undefined) this.decideOrFail(command);
  }

  /** A person acts: the dates that follow are asked first, then it is one synchronous step. */
  async act(command: AppealCommand, onStep: () => void): Promise<AppealAnswer> {
    try {
      const settling = settled();
      if (settling !== undefined) await settling;
      for (;;) {
        const known = answeredBefore(this.recent, command);
        if (known !== undefined) return known;
        const next = this.outcomeOf(command, this.decideOrFail(command));
        const dated = await this.withDates(next);
        const again = answeredBefore(this.recent, command);
        if (again !== undefined) return again;
        const now = this.outcomeOf(command, this.decideOrFail(command));
        if (isSame(now, next)) return this.carryOut(command, dated);
      }
    } finally {
      onStep();
    }
  }

  view(): AppealView {
    const { sequence, chainhash } = this.chain.end;
    return {
      appeal: this.current,
      sequence,
      chainhash,
      unpublished: this.events.pending.length,
    };
  }

  // --- Procedure --------------------------------------------------------------------------------

  /** The appeal's first event. */
  async begin({ by, filedAt }: AppealStart): Promise<void> {
    this.change(await this.withDates(this.current), { kind: 'filed', by, at: filedAt }, true);
  }

  /** Sends what is pending, as long as the run lasts. */
  send(): Promise<void> {
    return this.events.run();
  }

  /** Waits until the time of whoever has it ends, and does what the law makes of that. */
  async waitForAlarm(isOver: () => boolean): Promise<boolean> {
    const { alarm } = this.current.dates;
    if (alarm === null) {
      await condition(() => this.current.dates.alarm !== null || isOver());
      return false;
    }
    const isOther = () => this.current.dates.alarm?.at !== alarm.at || isOver();
    const wait = Math.max(1, alarm.at - Date.now());
    if (await condition(isOther, wait)) return false;
    await this.ring(alarm);
    return true;
  }

  /** The request learns how it ended; retried until it does. */
  async tell(): Promise<void> {
    const { requestId, number, outcome, since: at } = this.current;
    if (outcome === null || this.current.isTold) return;
    const { kind, on, by, order } = outcome;
    await tellRequest({ requestId, news: { number, outcome: kind, at, on, by, order } });
    this.current = { ...this.current, isTold: true };
  }

  /** It has ended. */
  get hasEnded(): boolean {
    return isAppealEnd(this.current.state);
  }

  /** Nothing waits to be sent. */
  get isSent(): boolean {
    return this.events.isIdle;
  }

  /** Cancels what is being sent and waits for its end. */
  stopSending(): Promise<void> {
    return this.events.stop();
  }

  /** Everything, for the next run. */
  pack(): CarriedAppeal {
    const { end } = this.chain;
    return { appeal: this.current, end, pending: this.events.pending, recent: this.recent };
  }

  // --- Deciding ---------------------------------------------------------------------------------

  private decideOrFail({ action, actor, body, at, ifMatch }: AppealCommand): AppealAllowed {
    const answer = decideAppeal(this.current, action, actor, at, body);
    if (isRefusal(answer)) throw refusalFailure(answer);
    const { version } = this.current;
    if (ifMatch !== version) throw refusalFailure(refuse('staleVersion', { version }));
    return answer;
  }

  private outcomeOf({ action, body, at, words }: AppealCommand, { as }: AppealAllowed): AppealCase {
    const happened = { at, sequence: this.chain.next, by: as, words };
    return takeAppealEffect(this.current, action, body, happened);
  }

  private carryOut(command: AppealCommand, next: AppealCase): AppealAnswer {
    const { action, at, key, bodyHash, traceparent } = command;
    const { as } = this.decideOrFail(command);
    const traced = traceparent === undefined ? {} : { traceparent };
    this.change(next, { kind: effectKinds[action], action, by: as, at, ...traced });
    const { requestId, number, state, version } = this.current;
    const { sequence } = this.chain.end;
    const answer = { requestId, number, state, version, sequence, bodyHash };
    this.recent = [...this.recent, { key, answer }].slice(-recentMax);
    return answer;
  }

  private async withDates(appeal: AppealCase): Promise<AppealCase> {
    return { ...appeal, dates: await appealDatesOf(appealClockFacts(appeal)) };
  }

  /** The officer's time is over: the file goes up. The superior's is over: to the court. */
  private async ring(alarm: AppealAlarm): Promise<void> {
    const at = Date.now();
    const outcome = () => ringAppeal(this.current, alarm, at);
    const dated = await this.withDates(outcome());
    // Somebody may have acted while the calendar was asked: then it does not ring any more.
    if (this.current.dates.alarm?.kind !== alarm.kind || !isSame(outcome(), dated)) return;
    this.change(dated, { kind: alarmKinds[alarm.kind], by: null, at });
  }

  /** The one function that changes an appeal, in one synchronous step. */
  private change(next: AppealCase, happening: Happening, isFirst = false): void {
    const before = this.current;
    const counts = happening.action !== undefined || before.state !== next.state;
    this.current = isFirst ? next : { ...next, version: before.version + (counts ? 1 : 0) };
    const { requestId, number } = next;
    this.chain.append({
      topic: `request.status.${next.portal}.v1`,
      subject: appealSubject(requestId, number),
      type: appealEventType(happening.kind),
      dataschema: appealStatusSchemaV1,
      at: happening.at,
      ...(happening.traceparent === undefined ? {} : { traceparent: happening.traceparent }),
      data: eventData(this.current, happening, isFirst ? null : before.state),
    });
  }
}

/** Whether two cases are the same, apart from the dates that the calendar gave. */
function isSame(one: AppealCase, other: AppealCase): boolean {
  return isSameJson({ ...one, dates: null }, { ...other, dates: null });
}

function eventData(
  appeal: AppealCase,
  { kind, action, by }: Happening,
  from: AppealCase['state'] | null,
): AppealStatusV1 {
  const { requestId, number, serviceId, agencyId, portal, state, version, order } = appeal;
  return {
    ...{ requestId, number, serviceId, agencyId, portal, kind },
    ...{ action: action ?? null, actor: by, from, to: state },
    appeal: {
      version,
      filedAt: new Date(appeal.filedAt).toISOString(),
      isLate: appeal.isLate,
      order: { kind: order.kind, decidedOn: order.decidedOn },
      stay: appeal.stay,
      dueOn: appeal.dates.dueOn,
      outcome: appeal.outcome?.kind ?? null,
    },
  };
}
