import { ApplicationFailure, condition } from '@temporalio/workflow';
import type { AgencyNews, TestReport } from '../../activities/ports.js';
import type { ActionBody } from '../../contracts/commands/service/bodies.js';
import type {
  ServiceAnswer,
  ServiceCommand,
  ServiceStart,
  ServiceView,
} from '../../contracts/commands/service/messages.js';
import type { MintedEvent } from '../../contracts/events/cloud-event.js';
import type { ChainEnd } from '../../contracts/events/mint.js';
import { canonicalJson, emptyChain } from '../../contracts/events/mint.js';
import type { ServiceStatusV1 } from '../../contracts/events/service-status.v1.js';
import { serviceStatusSchemaV1 } from '../../contracts/events/types.js';
import { serviceSubject } from '../../contracts/ids.js';
import type { Refusal } from '../../contracts/lifecycles/refusals.js';
import { refuse } from '../../contracts/lifecycles/refusals.js';
import type { Clock, Doer, ServiceCase } from '../../contracts/lifecycles/service/case.js';
import { clockKey } from '../../contracts/lifecycles/service/case.js';
import type { Allowed } from '../../contracts/lifecycles/service/decide.js';
import { decide, isRefusal } from '../../contracts/lifecycles/service/decide.js';
import type { ServiceEventKind } from '../../contracts/lifecycles/service/event-kinds.js';
import { effectKinds, serviceEventType } from '../../contracts/lifecycles/service/event-kinds.js';
import { snapshotOf } from '../../contracts/lifecycles/service/snapshot.js';
import type { ServiceState } from '../../contracts/lifecycles/service/states.js';
import type { ServiceAction } from '../../contracts/lifecycles/service/table.js';
import {
  checkLive,
  clocksOf,
  judgeTestReport,
  mergeChain,
  publishEvents,
  tellAgency,
} from '../activities.js';
import { Drain } from '../drain.js';
import { EventChain } from '../event-chain.js';
import { refusalFailure } from '../refusal.js';
import { upsertService } from '../search-attributes.js';
import { Turn } from '../turn.js';
import type { Command } from './effects.js';
import { remark, takeEffect } from './effects.js';
import { openCase } from './open.js';
import { clockEvents, ring } from './ring.js';
import { reportDuties } from './states.js';

/** What a case takes from one run to the next: all of it. */
export interface CarriedService {
  readonly service: ServiceCase;
  readonly end: ChainEnd;
  readonly pending: readonly MintedEvent[];
  readonly news: readonly AgencyNews[];
  readonly recent: readonly RecentCommand[];
  readonly proposalHash?: string;
}

/** A command that was accepted, by its key: the same key answers the same again. */
interface RecentCommand {
  readonly key: string;
  readonly bodyHash: string;
  readonly answer: ServiceAnswer;
}

/** What happened, for the event that says so. */
interface Happening {
  readonly kind: ServiceEventKind;
  readonly action?: ServiceAction;
  readonly by?: Doer;
  readonly of?: string;
  readonly corrects?: number;
  readonly traceparent?: string;
  /** Rises the version: an accepted action or a change of state. */
  readonly counts: boolean;
}

/** How many accepted commands a case remembers (design §5). */
const recentMax = 64;

/** The case of one service: its state, its events, and the only ways to change them. */
export class Onboarding {
  private service: ServiceCase;
  private recent: RecentCommand[];
  private readonly chain: EventChain;
  private readonly events: Drain<MintedEvent>;
  private readonly news: Drain<AgencyNews>;
  private readonly turn = new Turn();
  private readonly proposalHash: string | undefined;
  private readonly began: boolean;
  private stateChanged = false;

  constructor(input: ServiceStart | { readonly carried: CarriedService }) {
    const carried = 'carried' in input ? input.carried : undefined;
    this.began = carried !== undefined;
    this.service = 'carried' in input ? input.carried.service : openCase(input, Date.now());
    this.recent = [...(carried?.recent ?? [])];
    this.proposalHash = 'carried' in input ? input.carried.proposalHash : proposalHashOf(input);
    this.events = new Drain(carried?.pending ?? [], (events) =>
      publishEvents({ topic: 'service.status.v1', events }),
    );
    this.news = new Drain(carried?.news ?? [], (items) =>
      tellAgency({ agencyId: this.service.agencyId, items }),
    );
    this.chain = new EventChain(carried?.end ?? emptyChain, this.events.pending);
  }

  // --- Messages ---------------------------------------------------------------------------------

  /** Refuses before anything is recorded: by table and case alone, synchronously. */
  validate(command: ServiceCommand): void {
    const refusal = this.refusalOf(command);
    if (refusal !== undefined) throw refusalFailure(refusal);
  }

  /** A person acts: decided again in turn, since others may have acted meanwhile. */
  async act(command: ServiceCommand): Promise<ServiceAnswer> {
    const check =
      command.action === 'requestLiveCheck' && this.recall(command) === undefined
        ? await this.callChannel()
        : undefined;
    return this.turn.take(async () => {
      const known = this.recall(command);
      if (known !== undefined) return known.answer;
      const allowed = this.decideOrFail(command);
      const answer = await this.carryOut(command, allowed, check);
      this.recent = [
        ...this.recent,
        { key: command.key, bodyHash: command.bodyHash, answer },
      ].slice(-recentMax);
      return answer;
    });
  }

  view(): ServiceView {
    return {
      service: this.service,
      sequence: this.chain.end.sequence,
      chainhash: this.chain.end.chainhash,
      unpublished: this.events.pending.length,
      ...(this.proposalHash === undefined ? {} : { proposalHash: this.proposalHash }),
    };
  }

  // --- Procedure --------------------------------------------------------------------------------

  /** The case's first event, in a new case. */
  async begin(origin: ServiceStart): Promise<void> {
    await this.turn.take(async () => {
      const reports = reportDuties(
        { state: 'live', reports: [] },
        this.service.state,
        this.service.since,
      );
      const by =
        origin.origin.kind === 'proposal' ? doerOfProposal(origin.origin.actor.id) : undefined;
      await this.change(
        { ...this.service, reports },
        {
          kind: origin.origin.kind === 'proposal' ? 'proposed' : 'registered',
          ...(by === undefined ? {} : { by }),
          // The case has version 1 from its start, so that nobody sees another before this event.
          counts: false,
        },
        null,
      );
    });
  }

  /** Sends what is pending, as long as the run lasts. */
  send(): Promise<unknown> {
    return Promise.all([this.events.run(), this.news.run()]);
  }

  /** Waits until the next clock rings, and lets it; or until it is time to hand over. */
  async waitForClock(isTimeToHandOver: () => boolean): Promise<void> {
    const next = this.service.clocks[0]?.at;
    const isOver = () => this.service.clocks[0]?.at !== next || isTimeToHandOver();
    if (next === undefined) await condition(isOver);
    else if (!(await condition(isOver, Math.max(1, next - Date.now())))) await this.ringClocks();
  }

  /** Nothing is under way and nothing waits to be sent. */
  get isQuiet(): boolean {
    return this.turn.isFree && this.events.isIdle && this.news.isIdle;
  }

  /** A state was entered in this run: a good moment to continue as new. */
  get hasChangedState(): boolean {
    return this.stateChanged;
  }

  get isMidStep(): boolean {
    return !this.turn.isFree;
  }

  /** Cancels what is being sent, waits for its end, and packs everything for the next run. */
  async stopSending(): Promise<void> {
    await Promise.all([this.events.stop(), this.news.stop()]);
  }

  pack(): CarriedService {
    return {
      service: this.service,
      end: this.chain.end,
      pending: this.events.pending,
      news: this.news.pending,
      recent: this.recent,
      ...(this.proposalHash === undefined ? {} : { proposalHash: this.proposalHash }),
    };
  }

  // --- Deciding ---------------------------------------------------------------------------------

  private recall(command: ServiceCommand): RecentCommand | undefined {
    return this.recent.find((entry) => entry.key === command.key);
  }

  private refusalOf(command: ServiceCommand): Refusal | undefined {
    const known = this.recall(command);
    if (known !== undefined) {
      return known.bodyHash === command.bodyHash ? undefined : refuse('keyReused');
    }
    const { action, actor, body, ifMatch } = command;
    const answer = decide(this.service, action, actor, Date.now(), body);
    if (isRefusal(answer)) return answer;
    const last = this.chain.end.sequence;
    if ('corrects' in body && typeof body.corrects === 'number' && body.corrects > last) {
      return refuse('noSuchEvent', { sequence: body.corrects, last });
    }
    return ifMatch === this.service.version
      ? undefined
      : refuse('staleVersion', { version: this.service.version });
  }

  private decideOrFail(command: ServiceCommand): Allowed {
    this.validate(command);
    const { action, actor, body } = command;
    const allowed = decide(this.service, action, actor, Date.now(), body);
    if (isRefusal(allowed)) throw refusalFailure(allowed);
    return allowed;
  }

  private async callChannel(): Promise<ServiceCase['liveCheck']> {
    const url = this.service.channelUrl;
    if (url === null) throw refusalFailure(refuse('channelNotAnnounced'));
    const { ok, reason, status, bodySha256 } = await checkLive(url);
    return {
      at: Date.now(),
      ok,
      url,
      ...(reason === undefined ? {} : { reason }),
      ...(status === undefined ? {} : { status }),
      ...(bodySha256 === undefined ? {} : { bodySha256 }),
    };
  }

  // --- Carrying out -----------------------------------------------------------------------------

  private async carryOut(
    command: ServiceCommand,
    allowed: Allowed,
    check: ServiceCase['liveCheck'] | undefined,
  ): Promise<ServiceAnswer> {
    const submission = this.service.pending?.number;
    switch (allowed.step) {
      case 'submit':
        await this.submit(command, allowed);
        break;
      case 'approval':
      case 'decision':
        await this.approve(command, allowed);
        break;
      case 'end':
        await this.endSubmission(command, allowed);
        break;
      case 'effect':
        await this.effect(command, allowed, check);
        break;
    }
    const number = this.service.pending?.number ?? submission;
    return {
      serviceId: this.service.serviceId,
      state: this.service.state,
      version: this.service.version,
      sequence: this.chain.end.sequence,
      ...(number === undefined || command.action === 'requestLiveCheck'
        ? {}
        : { submission: number }),
      ...(check === undefined || check === null ? {} : { liveCheck: foundBy(check) }),
      bodyHash: command.bodyHash,
    };
  }

  private async submit(command: ServiceCommand, { as }: Allowed): Promise<void> {
    const report = await this.judgeReport(command);
    await this.refuseMergeCycle(command.action, command.body);
    const number = this.service.submissions + 1;
    const body =
      report === undefined ? command.body : { ...command.body, testReport: report.reportId };
    const next: ServiceCase = {
      ...this.service,
      submissions: number,
      pending: { number, action: command.action, body, by: as, at: Date.now(), approvals: [] },
    };
    await this.change(remark(next, command, { sequence: this.chain.next }), {
      kind: 'submitted',
      action: command.action,
      by: as,
      of: `${number}`,
      ...traceOf(command),
      counts: true,
    });
  }

  private async approve(command: ServiceCommand, { as, step }: Allowed): Promise<void> {
    const pending = this.pendingOrFail();
    await this.refuseMergeCycle(pending.action, pending.body);
    const evidence = 'evidence' in command.body ? command.body.evidence : undefined;
    const given = { ...as, at: Date.now(), ...(isObject(evidence) ? { evidence } : {}) };
    const approved = { ...pending, approvals: [...pending.approvals, given] };
    const happening = {
      action: pending.action,
      by: as,
      of: `${pending.number}`,
      ...traceOf(command),
      counts: true,
    };
    if (step === 'approval') {
      await this.change({ ...this.service, pending: approved }, { kind: 'approved', ...happening });
      return;
    }
    const settled = { action: pending.action, body: pending.body } as Command;
    const effected = takeEffect({ ...this.service, pending: null }, settled, {
      at: Date.now(),
      sequence: this.chain.next,
      approvalEvidence: Object.assign(
        {},
        ...approved.approvals.map((one) => one.evidence ?? {}),
      ) as object,
      ...('testReport' in pending.body ? { testReportId: String(pending.body.testReport) } : {}),
    });
    await this.change(effected, {
      kind: effectKinds[pending.action],
      ...happening,
      ...correctionOf(settled),
    });
  }

  private async endSubmission(command: ServiceCommand, { as }: Allowed): Promise<void> {
    const pending = this.pendingOrFail();
    const next = remark({ ...this.service, pending: null }, command, { sequence: this.chain.next });
    await this.change(next, {
      kind: effectKinds[command.action],
      action: pending.action,
      by: as,
      of: `${pending.number}`,
      ...traceOf(command),
      counts: true,
    });
  }

  private async effect(
    command: ServiceCommand,
    { as }: Allowed,
    check: ServiceCase['liveCheck'] | undefined,
  ): Promise<void> {
    const own = { action: command.action, body: command.body } as Command;
    const context = { at: Date.now(), sequence: this.chain.next };
    const effected = takeEffect(this.service, own, context);
    const checked =
      check === undefined || check === null ? effected : withLiveCheck(effected, check);
    await this.change(checked, {
      kind: effectKinds[command.action],
      action: command.action,
      by: as,
      ...reportOf(own),
      ...traceOf(command),
      counts: true,
    });
  }

  /** A signed test report is judged when it is submitted, and none passes twice. */
  private async judgeReport(command: ServiceCommand): Promise<TestReport | undefined> {
    const evidence = (command.body as Partial<ActionBody<'advance'>>).evidence;
    const given = evidence?.testReport;
    const tested = evidence?.jointConnectionTest;
    if (command.action !== 'advance' || given === undefined || tested === undefined) {
      return undefined;
    }
    const judged = await judgeTestReport({
      jws: given.jws,
      serviceId: this.service.serviceId,
      endpoint: tested.endpoint,
      sha256: given.sha256,
      at: Date.now(),
    });
    const fault = 'fault' in judged ? judged.fault : this.replayOf(judged.report);
    if (fault !== undefined) throw refusalFailure(refuse('testReportRefused', { fault }));
    return 'report' in judged ? judged.report : undefined;
  }

  private replayOf(report: TestReport): 'replayed' | undefined {
    return this.service.usedTestReports.includes(report.reportId) ? 'replayed' : undefined;
  }

  /** Every merge is an edge as soon as it is submitted, so of two that meet one is refused. */
  private async refuseMergeCycle(action: ServiceAction, body: object): Promise<void> {
    if (action !== 'merge' || !('into' in body) || typeof body.into !== 'string') return;
    const chain = await mergeChain(body.into);
    if (chain.length === 0) throw refusalFailure(refuse('mergeTargetUnknown', { into: body.into }));
    if (chain.includes(this.service.serviceId)) {
      throw refusalFailure(refuse('mergeCycle', { chain: [this.service.serviceId, ...chain] }));
    }
  }

  private pendingOrFail(): NonNullable<ServiceCase['pending']> {
    if (this.service.pending === null) throw refusalFailure(refuse('nothingPending'));
    return this.service.pending;
  }

  private async ringClocks(): Promise<void> {
    await this.turn.take(async () => {
      const due = this.service.clocks.filter((clock) => clock.at <= Date.now());
      for (const clock of due) await this.ringOne(clock);
    });
  }

  private async ringOne(clock: Clock): Promise<void> {
    await this.change(ring(this.service, clock), {
      kind: clockEvents[clock.kind],
      of: clock.of ?? clock.dueOn,
      counts: false,
    });
  }

  // --- The one change ---------------------------------------------------------------------------

  /**
   * The one function that changes a case: takes its clocks from the calendar, puts the new case in
   * the place of the old, mints the event whole and appends it to what is pending. Everything after
   * the calendar's answer is one synchronous step.
   */
  private async change(
    next: ServiceCase,
    happening: Happening,
    from: ServiceState | null = this.service.state,
  ): Promise<void> {
    const clocks = await this.clocksFor(next, from === null);
    const before = this.service;
    const after = {
      ...next,
      clocks,
      version: before.version + (happening.counts ? 1 : 0),
    };
    this.service = after;
    this.tellNews(before, after);
    this.stateChanged ||= from !== null && before.state !== after.state;
    this.chain.append({
      topic: 'service.status.v1',
      subject: serviceSubject(after.serviceId),
      type: serviceEventType(happening.kind),
      dataschema: serviceStatusSchemaV1,
      at: Date.now(),
      ...(happening.traceparent === undefined ? {} : { traceparent: happening.traceparent }),
      data: eventData(after, happening, from),
    });
    upsertService(from === null ? undefined : before, after);
  }

  private async clocksFor(next: ServiceCase, isNew: boolean): Promise<Clock[]> {
    const facts = clockFacts(next);
    if (!isNew && canonicalJson(facts) === canonicalJson(clockFacts(this.service))) {
      return next.clocks;
    }
    const clocks = await clocksOf({ ...facts, at: Date.now() });
    const fired = new Set(next.fired);
    return clocks.filter((clock) => !fired.has(clockKey(clock)));
  }

  /** The agency hears of each report that becomes overdue, and of each that no longer is. */
  private tellNews(before: ServiceCase, after: ServiceCase): void {
    const owedBefore = owedReports(before);
    const owedAfter = owedReports(after);
    const key = canonicalJson;
    const were = new Set(owedBefore.map(key));
    const are = new Set(owedAfter.map(key));
    this.news.pending.push(
      ...owedAfter
        .filter((report) => !were.has(key(report)))
        .map((report) => ({ kind: 'owed' as const, report })),
      ...owedBefore
        .filter((report) => !are.has(key(report)))
        .map((report) => ({ kind: 'settled' as const, report })),
    );
  }

  /** Whether this run began the case: its first event is still to be decided. */
  get isNew(): boolean {
    return !this.began;
  }
}

function clockFacts(service: ServiceCase) {
  const { serviceId, state, plan, reports, remediations, exclusion, suspension, fired } = service;
  return { serviceId, state, plan, reports, remediations, exclusion, suspension, fired };
}

function owedReports(service: ServiceCase) {
  return service.reports
    .filter((duty) => duty.status !== 'open')
    .map(({ fiscalYear, quarter, dueOn }) => ({
      serviceId: service.serviceId,
      fiscalYear,
      quarter,
      dueOn,
    }));
}

function eventData(
  service: ServiceCase,
  happening: Happening,
  from: ServiceState | null,
): ServiceStatusV1 {
  return {
    serviceId: service.serviceId,
    agencyId: service.agencyId,
    ministryId: service.ministryId,
    kind: happening.kind,
    action: happening.action ?? null,
    actor: happening.by ?? null,
    from,
    to: service.state,
    ...(happening.corrects === undefined ? {} : { corrects: happening.corrects }),
    ...(happening.of === undefined ? {} : { of: happening.of }),
    service: snapshotOf(service),
  };
}

function withLiveCheck(
  service: ServiceCase,
  check: NonNullable<ServiceCase['liveCheck']>,
): ServiceCase {
  const isProof = check.ok && service.state === 'live' && check.url === service.channelUrl;
  return { ...service, liveCheck: check, verified: service.verified || isProof };
}

function foundBy({ ok, reason, status }: NonNullable<ServiceCase['liveCheck']>) {
  return {
    ok,
    ...(reason === undefined ? {} : { reason }),
    ...(status === undefined ? {} : { status }),
  };
}

function correctionOf(command: Command): { corrects?: number } {
  return command.action === 'correctEntry' ? { corrects: command.body.corrects } : {};
}

function reportOf(command: Command): { of?: string } {
  return command.action === 'reportProgress'
    ? { of: `${command.body.fiscalYear}/${command.body.quarter}` }
    : {};
}

function traceOf(command: ServiceCommand): { traceparent?: string } {
  return command.traceparent === undefined ? {} : { traceparent: command.traceparent };
}

function proposalHashOf(start: ServiceStart): string | undefined {
  return start.origin.kind === 'proposal' ? start.origin.bodyHash : undefined;
}

function doerOfProposal(id: string): Doer {
  return { id, role: 'agencyOfficer' };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Thrown nowhere but here: a run that was never begun has no origin to begin from. */
export function originOf(input: ServiceStart | { readonly carried: CarriedService }): ServiceStart {
  if ('carried' in input) throw ApplicationFailure.nonRetryable('a carried case has begun already');
  return input;
}
