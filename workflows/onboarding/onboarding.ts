import { condition } from '@temporalio/workflow';
import type {
  ServiceAnswer,
  ServiceCommand,
  ServiceStart,
  ServiceView,
} from '../../contracts/commands/service/messages.js';
import type { RegisterWrite, RegisterWritten } from '../../contracts/commands/service/register.js';
import type { JudgedReport } from '../../contracts/commands/service/test-report.js';
import type { Refusal } from '../../contracts/lifecycles/refusals.js';
import { refuse } from '../../contracts/lifecycles/refusals.js';
import type { ServiceCase } from '../../contracts/lifecycles/service/case.js';
import type { Allowed } from '../../contracts/lifecycles/service/decide.js';
import { decide, isRefusal } from '../../contracts/lifecycles/service/decide.js';
import type { Answered } from '../answered-before.js';
import { answeredBefore } from '../answered-before.js';
import { refusalFailure } from '../refusal.js';
import { settled } from '../settled.js';
import { Conduct } from './conduct.js';
import type { Findings } from './inquiry.js';
import { inquire } from './inquiry.js';
import { begun, openCase, unpack } from './open.js';
import type { CarriedRecord } from './record.js';
import { CaseRecord } from './record.js';
import { checkWrite, written } from './restate.js';
import { clockEvents, ring } from './ring.js';

/** What a case takes from one run to the next: all of it. */
export interface CarriedService extends CarriedRecord {
  readonly recent: readonly Answered<ServiceAnswer>[];
  readonly proposalHash?: string;
}

/** How many accepted commands a case remembers (design §5). */
const recentMax = 64;

/** What the writes of an import are called as events. */
const writeKinds = {
  restate: 'restatedByRegister',
  list: 'listedInRegister',
  registerInError: 'registeredInError',
} as const;

/** The case of one service: who may do what to it now, and what happens by itself. */
export class Onboarding {
  private readonly record: CaseRecord;
  private readonly conduct: Conduct;
  private readonly proposalHash: string | undefined;
  private recent: readonly Answered<ServiceAnswer>[];

  constructor(input: ServiceStart | { readonly carried: CarriedService }) {
    const carried = 'carried' in input ? input.carried : undefined;
    const service =
      'carried' in input ? unpack(input.carried.service) : openCase(input, Date.now());
    this.record = new CaseRecord(service, carried);
    this.conduct = new Conduct(this.record);
    this.recent = carried?.recent ?? [];
    this.proposalHash = 'carried' in input ? input.carried.proposalHash : proposalHashOf(input);
  }

  // --- Messages ---------------------------------------------------------------------------------

  /** Refuses before anything is recorded: by table, case and command alone, synchronously. */
  validate(command: ServiceCommand): void {
    if (answeredBefore(this.recent, command) !== undefined) return;
    this.decideOrFail(command, command.judged);
  }

  /**
   * A person acts. What the world says is asked first; then it is decided, since others may have
   * acted meanwhile, and done in one synchronous step.
   *
   * @param onStep called when it is done, or refused after all
   */
  async act(command: ServiceCommand, onStep: () => void): Promise<ServiceAnswer> {
    try {
      const settling = settled();
      if (settling !== undefined) await settling;
      const isNew = answeredBefore(this.recent, command) === undefined;
      const asked = isNew ? inquire(command, this.service) : {};
      const findings = asked instanceof Promise ? await asked : asked;
      return answeredBefore(this.recent, command) ?? this.carryOut(command, findings);
    } finally {
      onStep();
    }
  }

  private carryOut(command: ServiceCommand, findings: Findings): ServiceAnswer {
    const answer = this.conduct.carryOut(
      command,
      this.decideOrFail(command, findings.report),
      findings,
    );
    this.recent = [...this.recent, { key: command.key, answer }].slice(-recentMax);
    return answer;
  }

  /** Refuses a write of an import before anything is recorded. */
  validateWrite(write: RegisterWrite): void {
    if (this.service.registerWrite?.key === write.key) return;
    const refusal = checkWrite(this.service, write, this.isTouched);
    if (refusal !== undefined) throw refusalFailure(refusal);
  }

  /** An edition of the register writes the case: in one synchronous step, once for each key. */
  async write(write: RegisterWrite, onStep: () => void): Promise<RegisterWritten> {
    try {
      const settling = settled();
      if (settling !== undefined) await settling;
      this.validateWrite(write);
      const { registerWrite } = this.service;
      if (registerWrite?.key === write.key) return registerWrite;
      const sequence = this.record.nextSequence;
      this.record.change(written(this.service, write, { at: Date.now(), sequence }), {
        ...{ kind: writeKinds[write.next.kind], of: write.importId, counts: true },
      });
      return { key: write.key, sequence };
    } finally {
      onStep();
    }
  }

  view(): ServiceView {
    return {
      service: this.service,
      sequence: this.record.end.sequence,
      chainhash: this.record.end.chainhash,
      unpublished: this.record.unpublished,
      areClocksOld: this.record.areClocksOld,
      isTouched: this.isTouched,
      ...(this.proposalHash === undefined ? {} : { proposalHash: this.proposalHash }),
    };
  }

  // --- Procedure --------------------------------------------------------------------------------

  /** The case's first event, in a new case. */
  begin({ origin, stamped }: ServiceStart): void {
    const happening =
      origin.kind === 'proposal'
        ? { kind: 'proposed' as const, by: { id: origin.actor.id, role: 'agencyOfficer' as const } }
        : { kind: 'registered' as const };
    // The case has version 1 from its start, so that nobody sees another before this event.
    this.record.change(begun(this.service), { ...happening, counts: false }, null);
    if (stamped !== undefined) this.record.takeClocks(stamped);
  }

  /** Sends what is pending, as long as the run lasts. */
  send(): Promise<unknown> {
    return this.record.send();
  }

  /**
   * Waits until the next clock rings, and lets it; or until it is time to hand over, or to ask for
   * the clocks again. Whether one rang.
   */
  async waitForClock(isTimeToHandOver: () => boolean): Promise<boolean> {
    if (this.record.areClocksOld) {
      await this.record.askForClocks();
      return false;
    }
    const next = this.service.clocks[0]?.at;
    const isOver = () => this.record.areClocksOld || isTimeToHandOver();
    const hasRung =
      next === undefined
        ? await condition(isOver).then(() => false)
        : !(await condition(isOver, Math.max(1, next - Date.now())));
    if (hasRung) this.ringClocks();
    return hasRung;
  }

  /** Nothing waits to be sent, and the clocks are known. */
  get isQuiet(): boolean {
    return this.record.isSent && !this.record.areClocksOld;
  }

  /** A state was entered in this run: a good moment to continue as new. */
  get hasChangedState(): boolean {
    return this.record.hasChangedState;
  }

  /** Cancels what is being sent and waits for its end. */
  stopSending(): Promise<void> {
    return this.record.stopSending();
  }

  /** Everything, for the next run. */
  pack(): CarriedService {
    return {
      ...this.record.pack(),
      recent: this.recent,
      ...(this.proposalHash === undefined ? {} : { proposalHash: this.proposalHash }),
    };
  }

  // --- Deciding ---------------------------------------------------------------------------------

  private get service(): ServiceCase {
    return this.record.service;
  }

  /** Commands of people are remembered, the last of many: whoever has acted is never forgotten. */
  private get isTouched(): boolean {
    return this.recent.length > 0;
  }

  private decideOrFail(command: ServiceCommand, report: JudgedReport | undefined): Allowed {
    const { action, actor, body } = command;
    const answer = decide(this.service, action, actor, Date.now(), body);
    if (isRefusal(answer)) throw refusalFailure(answer);
    const refusal = this.refusalByRecord(command) ?? this.conduct.refusalOf(command, report);
    if (refusal !== undefined) throw refusalFailure(refusal);
    return answer;
  }

  private refusalByRecord({ body, ifMatch }: ServiceCommand): Refusal | undefined {
    const last = this.record.end.sequence;
    if ('corrects' in body && typeof body.corrects === 'number' && body.corrects > last) {
      return refuse('noSuchEvent', { sequence: body.corrects, last });
    }
    return ifMatch === this.service.version
      ? undefined
      : refuse('staleVersion', { version: this.service.version });
  }

  // --- Clocks -----------------------------------------------------------------------------------

  private ringClocks(): void {
    for (const clock of this.service.clocks.filter(({ at }) => at <= Date.now())) {
      this.record.change(ring(this.service, clock), {
        kind: clockEvents[clock.kind],
        of: clock.of ?? clock.dueOn,
        counts: false,
      });
    }
  }
}

function proposalHashOf(start: ServiceStart): string | undefined {
  return start.origin.kind === 'proposal' ? start.origin.bodyHash : undefined;
}
