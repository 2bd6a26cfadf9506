import { condition, patched } from '@temporalio/workflow';
import { bangkokDate } from '../../contracts/civil-date.js';
import type { ArrivedAnswer } from '../../contracts/agency-link/arrived.js';
import type {
  CarriedRequest,
  RecentCommand,
  RequestInput,
} from '../../contracts/commands/request/carried.js';
import type {
  RecountAnswer,
  RecountCommand,
  RequestAnswer,
  RequestCommand,
  RequestStart,
  RequestView,
  StampedDates,
} from '../../contracts/commands/request/messages.js';
import type { AppealNews } from '../../contracts/commands/appeal/messages.js';
import type { Refusal } from '../../contracts/lifecycles/refusals.js';
import { refuse } from '../../contracts/lifecycles/refusals.js';
import { takeOutcome } from '../../contracts/lifecycles/request/appeals.js';
import type { RequestCase } from '../../contracts/lifecycles/request/case.js';
import type { Alarm } from '../../contracts/lifecycles/request/clocks.js';
import { alarmKey } from '../../contracts/lifecycles/request/clocks.js';
import type { RequestAllowed } from '../../contracts/lifecycles/request/decide.js';
import { decideRequest } from '../../contracts/lifecycles/request/decide.js';
import type { RequestDeed } from '../../contracts/lifecycles/request/deed.js';
import { takeRequestEffect } from '../../contracts/lifecycles/request/effects.js';
import {
  alarmEventKinds,
  requestEffectKinds,
} from '../../contracts/lifecycles/request/event-kinds.js';
import { checkOpened } from '../../contracts/lifecycles/request/reopening.js';
import { ringAlarm, silenced } from '../../contracts/lifecycles/request/ring.js';
import { arrived } from '../../contracts/lifecycles/request/dispatch.js';
import { isClosed } from '../../contracts/lifecycles/request/retention.js';
import { isRefusal } from '../../contracts/lifecycles/refusals.js';
import { archiveRequest, laterInArchive } from '../activities.js';
import { answeredBefore } from '../answered-before.js';
import { refusalFailure } from '../refusal.js';
import { settled } from '../settled.js';
import type { AgencySide } from './dispatch.js';
import { agencyErrands } from './dispatch.js';
import type { Errand } from './errands.js';
import { Errands } from './errands.js';
import { noticeOfAction, noticeOfAlarm } from './notices.js';
import { openRequest, unpackRequest } from './open.js';
import type { RequestHappening } from './record.js';
import { RequestRecord } from './record.js';
import { askRecount, takeRecount, visitOf } from './recounting.js';
import { aboutOf, askDates, askWhileWaiting, datesFor, isSameTime } from './stamped.js';
import { errandsOf } from './world.js';

/** How many accepted commands a case remembers (design §5). */
const recentMax = 64;

/** The case of one citizen's request: who may do what to it now, and what happens by itself. */
export class CitizenRequest {
  private record: RequestRecord;
  private readonly errands: Errands;
  private readonly submissionHash: string;
  private recent: readonly RecentCommand[] = [];
  private isLatest: boolean;

  constructor(input: RequestInput) {
    if ('requestId' in input) {
      this.record = new RequestRecord(openRequest(input));
      this.submissionHash = input.submissionHash;
    } else {
      const carried = 'carried' in input ? input.carried : input.archived;
      this.record = recordOf(carried);
      this.recent = carried.recent;
      this.submissionHash = carried.submissionHash;
    }
    // Another run may have lived since the archive was read: nobody acts before that is known.
    this.isLatest = !('archived' in input);
    if (!this.isLatest) this.record.keep(this.pack());
    this.errands = new Errands(() => {
      const owed = this.owed();
      return owed.length > 0 ? owed : this.lastErrands();
    });
  }

  // --- Messages ---------------------------------------------------------------------------------

  /** Refuses before anything is recorded: by table, case and command alone, synchronously. */
  validate(command: RequestCommand): void {
    // Before the newest of the archive is known there is nothing to decide by.
    if (!this.isLatest) return;
    if (answeredBefore(this.recent, command) === undefined) this.decideOrFail(command);
  }

  /**
   * A person acts. The dates that follow are asked for first, unless they came along; then it is
   * decided, since others may have acted meanwhile, and done in one synchronous step.
   */
  async act(command: RequestCommand, onStep: () => void): Promise<RequestAnswer> {
    try {
      const settling = settled();
      if (settling !== undefined) await settling;
      if (!this.isLatest) await condition(() => this.isLatest);
      for (let stamped = command.stamped; ;) {
        const known = answeredBefore(this.recent, command);
        if (known !== undefined) return known;
        const answer = this.carryOut(command, stamped);
        if (answer !== undefined) return answer;
        stamped = await askWhileWaiting(this.outcomeOf(command, this.decideOrFail(command)));
      }
    } finally {
      onStep();
    }
  }

  /** The calendar has changed: the dates are counted again, once for each campaign. */
  async recount(command: RecountCommand, onStep: () => void): Promise<RecountAnswer> {
    try {
      const settling = settled();
      if (settling !== undefined) await settling;
      if (!this.isLatest) await condition(() => this.isLatest);
      // A case that has just begun has its first dates first.
      if (this.request.dates.calendar === null) {
        await condition(() => this.request.dates.calendar !== null);
      }
      for (let stamped = command.stamped; ;) {
        const answer = visitOf(this.request, command) ?? takeRecount(this.record, command, stamped);
        if (answer !== undefined) return answer;
        stamped = await askRecount(this.request, command);
      }
    } finally {
      onStep();
    }
  }

  /** A payment was told: a word to ask the treasury by. */
  tellPayment(): void {
    this.record.amend({ ...this.request, isPaymentTold: true });
  }

  /** An appeal has ended: what it makes of the request. */
  async hearAppeal(news: AppealNews): Promise<void> {
    if (!this.isLatest) await condition(() => this.isLatest);
    // When it ended there, not when it was heard: a new clock runs from the order of the appeal.
    const { at } = news;
    await this.settle(
      (request) => takeOutcome(request, news, { at, sequence: this.record.nextSequence }),
      () => ({
        kind: changesOrder(news.outcome) ? 'reopenedOnAppeal' : 'appealEnded',
        of: `${news.number}/${news.outcome}`,
        ...(news.by === null ? {} : { by: news.by }),
        at,
      }),
    );
  }

  /** The agency's own system has answered: it is judged in its turn. */
  hearAgency(answer: ArrivedAnswer): void {
    this.record.amend(arrived(this.request, answer));
  }

  view(): RequestView {
    return {
      request: this.request,
      sequence: this.record.end.sequence,
      chainhash: this.record.end.chainhash,
      unpublished: this.record.unpublished,
      errands: this.errands.keys,
      submissionHash: this.submissionHash,
    };
  }

  // --- Procedure --------------------------------------------------------------------------------

  /** The case's first event; where it is received in law at once, that too. */
  async begin(start: RequestStart): Promise<void> {
    const { stamped, actor, arrivedAt, traceparent } = start;
    const { request } = this;
    const dates = datesFor(request, stamped) ?? (await askDates(request)).dates;
    const role = actor.roles.includes('portal') ? 'portal' : 'competentOfficial';
    const happening: RequestHappening = {
      kind: 'submitted',
      by: { id: actor.id, role },
      at: arrivedAt,
      ...(traceparent === undefined ? {} : { traceparent }),
    };
    this.record.change({ ...request, dates }, happening, null);
    const [first] = dates.alarms;
    const isReceived = first?.kind === 'receipt' && first.at <= Date.now();
    if (isReceived) await this.ring(first, start.stampedReceipt);
  }

  /** It is opened again, from the archive: from what that has now, if it was another run's since. */
  async resume(): Promise<void> {
    const { requestId } = this.request;
    const later = await laterInArchive({ requestId, sequence: this.record.end.sequence });
    if (later !== null) {
      this.record = recordOf(later);
      this.recent = later.recent;
      this.record.keep(this.pack());
    }
    this.record.show();
    this.isLatest = true;
  }

  /** Sends what is pending and does what is owed to the world, as long as the run lasts. */
  send(): Promise<unknown> {
    return Promise.all([this.record.send(() => this.closing()), this.errands.run()]);
  }

  /** Waits until the next alarm rings, and lets it; or until it is over. Whether one rang. */
  async waitForAlarm(isOver: () => boolean): Promise<boolean> {
    const next = this.request.dates.alarms[0];
    const isOther = () => this.request.dates.alarms[0] !== next || isOver();
    const hasRung =
      next === undefined
        ? await condition(isOther).then(() => false)
        : next.at <= Date.now() || !(await condition(isOther, next.at - Date.now()));
    if (!hasRung || next === undefined) return false;
    await this.ring(next);
    return true;
  }

  /** Nothing waits to be sent, and nothing is under way. */
  get isQuiet(): boolean {
    return this.record.isSent && this.errands.isIdle;
  }

  /** Come to an end with nothing left: no alarm, letter, refund or errand; and the archive has it. */
  get isClosed(): boolean {
    return this.isQuiet && isClosed(this.request, []);
  }

  /** Cancels what is under way and waits for its end. */
  async stopSending(): Promise<void> {
    await Promise.all([this.record.stopSending(), this.errands.stop()]);
  }

  /** Everything, for the next run. */
  pack(): CarriedRequest {
    return {
      ...this.record.pack(),
      recent: this.recent,
      submissionHash: this.submissionHash,
    };
  }

  /** What the engine owes the world for the case as it stands. */
  private owed(): Errand[] {
    const settle: AgencySide['settle'] = (next, happening) => this.settle(next, happening);
    const now = () => this.request;
    const nextSequence = () => this.record.nextSequence;
    return [...errandsOf(this.request, settle), ...agencyErrands({ now, nextSequence, settle })];
  }

  // --- Closing ----------------------------------------------------------------------------------

  /** What the archive is given of a request that closes as it stands: nothing waits to be sent any more. */
  private closing(): CarriedRequest | undefined {
    const owed = this.owed().map(({ key }) => key);
    if (!isClosed(this.request, owed)) return undefined;
    return { ...this.pack(), pending: [], pendingNotices: [] };
  }

  /** What was not kept with its last events is kept by itself: it closes when the archive has it. */
  private lastErrands(): Errand[] {
    if (!this.record.isSent || this.record.isKept) return [];
    const closing = this.closing();
    return closing === undefined ? [] : [{ key: 'archive', run: () => this.archive(closing) }];
  }

  private async archive(closing: CarriedRequest): Promise<void> {
    // Cases that closed before there was an archive of them did so at once.
    if (patched('request-archive')) await archiveRequest(closing);
    this.record.keep(closing);
  }

  // --- Deciding ---------------------------------------------------------------------------------

  private get request(): RequestCase {
    return this.record.request;
  }

  private decideOrFail(command: RequestCommand): RequestAllowed {
    const { action, actor, body, at } = command;
    const answer = decideRequest(this.request, action, actor, at, body);
    if (isRefusal(answer)) throw refusalFailure(answer);
    const refusal = this.refusalByRecord(command);
    if (refusal !== undefined) throw refusalFailure(refusal);
    return answer;
  }

  private refusalByRecord({ body, ifMatch }: RequestCommand): Refusal | undefined {
    const last = this.record.end.sequence;
    if ('corrects' in body && typeof body.corrects === 'number' && body.corrects > last) {
      return refuse('noSuchEvent', { sequence: body.corrects, last });
    }
    const { version } = this.request;
    return ifMatch === version ? undefined : refuse('staleVersion', { version });
  }

  private outcomeOf(command: RequestCommand, { as }: RequestAllowed): RequestCase {
    const { action, body, at, words } = command;
    const deed = { action, body } as RequestDeed;
    const happened = { at, sequence: this.record.nextSequence, by: as, words };
    return takeRequestEffect(this.request, deed, happened);
  }

  /** Does it, if the dates that follow are known; nothing is changed otherwise. */
  private carryOut(
    command: RequestCommand,
    stamped: StampedDates | undefined,
  ): RequestAnswer | undefined {
    const allowed = this.decideOrFail(command);
    const next = this.outcomeOf(command, allowed);
    const dates = isSameTime(next, this.request) ? this.request.dates : datesFor(next, stamped);
    if (dates === undefined) return undefined;
    const { action, body, at, traceparent, key, bodyHash } = command;
    const after = { ...next, dates };
    const over = action === 'reopen' ? checkOpened(after, bangkokDate(at)) : undefined;
    if (over !== undefined) throw refusalFailure(over);
    this.record.change(after, {
      kind: requestEffectKinds[action],
      action,
      by: allowed.as,
      at,
      ...aboutOf(body),
      ...(traceparent === undefined ? {} : { traceparent }),
      ...noticeOfAction(after, action),
    });
    const { requestId, state, version } = this.request;
    const { sequence } = this.record.end;
    const answer = { requestId, state, version, sequence, bodyHash };
    this.recent = [...this.recent, { key, bodyHash, answer }].slice(-recentMax);
    return answer;
  }

  // --- What happens by itself -------------------------------------------------------------------

  private ring(alarm: Alarm, stamped?: StampedDates): Promise<void> {
    const at = Date.now();
    const kind = alarmEventKinds[alarm.kind];
    return this.settle(
      (request) => {
        const isArmed = request.dates.alarms.some((one) => alarmKey(one) === alarmKey(alarm));
        if (!isArmed) return undefined;
        // Before a bill ends, the treasury has the last word.
        if (alarm.kind === 'billEnds') return { ...silenced(request, alarm), isPaymentTold: true };
        return ringAlarm(request, alarm, { at, sequence: this.record.nextSequence });
      },
      (after) =>
        kind === null || alarm.kind === 'billEnds'
          ? undefined
          : {
              kind,
              of: alarm.of === '' ? alarm.dueOn : alarm.of,
              at,
              ...noticeOfAlarm(after, alarm),
            },
      stamped,
    );
  }

  /**
   * Brings a change of the engine's own into the case: what follows from the case as it stands, with
   * the dates that go with it, in one synchronous step. A change without a happening has no event.
   */
  private async settle(
    change: (request: RequestCase) => RequestCase | undefined,
    happeningOf: (after: RequestCase) => RequestHappening | undefined,
    given?: StampedDates,
  ): Promise<void> {
    for (let stamped = given; ;) {
      const next = change(this.request);
      if (next === undefined) return;
      const dates = isSameTime(next, this.request) ? next.dates : datesFor(next, stamped);
      if (dates !== undefined) {
        const after = { ...next, dates };
        const happening = happeningOf(after);
        if (happening === undefined) this.record.amend(after);
        else this.record.change(after, happening);
        return;
      }
      stamped = await askDates(next);
    }
  }
}

function recordOf(carried: CarriedRequest): RequestRecord {
  return new RequestRecord(unpackRequest(carried.request), carried);
}

function changesOrder(outcome: AppealNews['outcome']): boolean {
  return outcome === 'varied' || outcome === 'setAside';
}
