import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { condition, ParentClosePolicy, startChild } from '@temporalio/workflow';
import { bangkokDate } from '../../contracts/civil-date.js';
import { daysAt, revisionOf, versionOnTop } from '../../contracts/calendar/changes.js';
import type { CampaignOrder } from '../../contracts/commands/calendar/campaign.js';
import { campaignWorkflowType } from '../../contracts/commands/calendar/campaign.js';
import type {
  CalendarAnswer,
  CalendarCommand,
  CalendarView,
  RecordedChange,
} from '../../contracts/commands/calendar/messages.js';
import type { MintedEvent } from '../../contracts/events/cloud-event.js';
import type { ChainEnd } from '../../contracts/events/mint.js';
import { emptyChain } from '../../contracts/events/mint.js';
import type { RegistryChangeV1 } from '../../contracts/events/registry-change.v1.js';
import { registryChangeSchemaV1, registryEventType } from '../../contracts/events/types.js';
import { calendarSubject, campaignSubject } from '../../contracts/ids.js';
import { decideCalendar } from '../../contracts/lifecycles/calendar/decide.js';
import { isRefusal } from '../../contracts/lifecycles/refusals.js';
import type { Doer } from '../../contracts/lifecycles/service/case.js';
import { publishEvents } from '../activities.js';
import { Drain } from '../drain.js';
import { EventChain } from '../event-chain.js';
import type { Answered } from '../answered-before.js';
import { answeredBefore } from '../answered-before.js';
import { refusalFailure } from '../refusal.js';

/** What the calendar takes from one run to the next. */
export interface CarriedCalendar {
  readonly changes: readonly RecordedChange[];
  readonly toBegin: readonly CampaignOrder[];
  readonly recent: readonly Answered<CalendarAnswer>[];
  readonly end: ChainEnd;
  readonly unsent: readonly MintedEvent[];
}

/** How many accepted commands are remembered (design §5). */
const recentMax = 64;

/** The special holidays that were declared and withdrawn on top of the table, for the whole nation. */
export class NationalCalendar {
  private changes: readonly RecordedChange[];
  private toBegin: readonly CampaignOrder[];
  private recent: readonly Answered<CalendarAnswer>[];
  private readonly chain: EventChain;
  private readonly events: Drain<MintedEvent>;

  constructor({ carried }: { readonly carried?: CarriedCalendar }) {
    this.changes = carried?.changes ?? [];
    this.toBegin = carried?.toBegin ?? [];
    this.recent = carried?.recent ?? [];
    this.events = new Drain(carried?.unsent ?? [], async (events) => {
      this.chain.confirm(await publishEvents({ topic: 'registry.change.v1', events }));
    });
    this.chain = new EventChain(carried?.end ?? emptyChain, this.events.pending);
  }

  /** Refuses before anything is recorded. */
  validate(command: CalendarCommand): void {
    if (answeredBefore(this.recent, command) === undefined) this.decideOrFail(command);
  }

  /** OPDC's approver declares or withdraws: one synchronous step, and a campaign follows. */
  act(command: CalendarCommand): CalendarAnswer {
    const known = answeredBefore(this.recent, command);
    if (known !== undefined) return known;
    const change = this.carryOut(command, this.decideOrFail(command));
    const { date, revision, version, campaignId } = change;
    const { key, bodyHash, rate } = command;
    this.toBegin = [...this.toBegin, { campaignId, revision, kind: change.kind, date, rate }];
    const answer = { date, revision, version, campaignId, bodyHash };
    this.recent = [...this.recent, { key, answer }].slice(-recentMax);
    return answer;
  }

  view(): CalendarView {
    const { sequence, chainhash } = this.chain.end;
    return { changes: this.changes, sequence, chainhash, unpublished: this.events.pending.length };
  }

  /** Nothing waits to be sent or begun. */
  get isQuiet(): boolean {
    return this.events.isIdle && this.toBegin.length === 0;
  }

  /** Sends what is pending, as long as the run lasts. */
  send(): Promise<void> {
    return this.events.run();
  }

  /** Cancels what is being sent and waits for its end. */
  stopSending(): Promise<void> {
    return this.events.stop();
  }

  /** Begins the campaigns that are wanted, each once, until it is over. */
  async beginCampaigns(isOver: () => boolean): Promise<void> {
    for (;;) {
      await condition(() => this.toBegin.length > 0 || isOver());
      const [order] = this.toBegin;
      if (order === undefined) return;
      await beginCampaign(order);
      this.toBegin = this.toBegin.slice(1);
    }
  }

  /** Everything, for the next run. */
  pack(): CarriedCalendar {
    const { changes, toBegin, recent } = this;
    return { changes, toBegin, recent, end: this.chain.end, unsent: this.events.pending };
  }

  private decideOrFail(command: CalendarCommand): Doer {
    const answer = decideCalendar(this.changes, command, Date.now());
    if (isRefusal(answer)) throw refusalFailure(answer);
    return answer;
  }

  private carryOut(command: CalendarCommand, by: Doer): RecordedChange {
    const { action, date, name, authority, resolvedOn, inTable } = command;
    const at = Date.now();
    const revision = revisionOf(this.changes) + 1;
    const kind = action === 'declareHoliday' ? 'declared' : 'withdrawn';
    const change = {
      revision,
      kind,
      date,
      name,
      authority,
      resolvedOn,
      on: bangkokDate(at),
    } as const;
    const version = versionOnTop(inTable.table, daysAt([...this.changes, change]));
    const campaignId = `${revision}-${date}`;
    const recorded = { ...change, by, at, version, campaignId };
    this.changes = [...this.changes, recorded];
    this.tell(recorded);
    return recorded;
  }

  private tell({ kind: what, by: _by, at, ...change }: RecordedChange): void {
    const kind = what === 'declared' ? 'calendarDeclared' : 'calendarWithdrawn';
    const data: RegistryChangeV1 = { kind, ...change };
    this.chain.append({
      topic: 'registry.change.v1',
      subject: calendarSubject,
      type: registryEventType(kind),
      dataschema: registryChangeSchemaV1,
      at,
      data,
    });
  }
}

/** A campaign outlives the run that began it; one that was begun already is the same. */
async function beginCampaign(order: CampaignOrder): Promise<void> {
  try {
    await startChild(campaignWorkflowType, {
      workflowId: campaignSubject(order.campaignId),
      args: [order],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
