import type {
  ManualAnswer,
  ManualCommand,
  ManualStart,
  ManualView,
} from '../../contracts/commands/manual/messages.js';
import type { MintedEvent } from '../../contracts/events/cloud-event.js';
import type { ChainEnd } from '../../contracts/events/mint.js';
import { emptyChain } from '../../contracts/events/mint.js';
import type { RegistryChangeV1 } from '../../contracts/events/registry-change.v1.js';
import { registryChangeSchemaV1, registryEventType } from '../../contracts/events/types.js';
import { manualSubject } from '../../contracts/ids.js';
import { decideManual } from '../../contracts/lifecycles/manual/decide.js';
import { isRefusal } from '../../contracts/lifecycles/refusals.js';
import type { Doer } from '../../contracts/lifecycles/service/case.js';
import type { Manual } from '../../contracts/manuals/manual.js';
import { illustrativePaths } from '../../contracts/manuals/illustrative.js';
import { publishEvents } from '../activities.js';
import { Drain } from '../drain.js';
import { EventChain } from '../event-chain.js';
import type { Answered } from '../answered-before.js';
import { answeredBefore } from '../answered-before.js';
import { refusalFailure } from '../refusal.js';

/** What a manual takes from one run to the next. */
export interface CarriedManual {
  readonly serviceId: string;
  readonly agencyId: string;
  readonly versions: readonly Manual[];
  readonly pending: ManualView['pending'];
  readonly recent: readonly Answered<ManualAnswer>[];
  readonly end: ChainEnd;
  readonly unsent: readonly MintedEvent[];
}

/** How many accepted commands are remembered (design §5). */
const recentMax = 64;

/** The versions of one service's manual, and who publishes them. */
export class ManualShelf {
  private readonly serviceId: string;
  private readonly agencyId: string;
  private versions: readonly Manual[];
  private pending: ManualView['pending'];
  private recent: readonly Answered<ManualAnswer>[];
  private readonly chain: EventChain;
  private readonly events: Drain<MintedEvent>;

  constructor(input: ManualStart | { readonly carried: CarriedManual }) {
    const carried = 'carried' in input ? input.carried : undefined;
    const { serviceId, agencyId } = 'carried' in input ? input.carried : input;
    this.serviceId = serviceId;
    this.agencyId = agencyId;
    this.versions = carried?.versions ?? [];
    this.pending = carried?.pending ?? null;
    this.recent = carried?.recent ?? [];
    this.events = new Drain(carried?.unsent ?? [], async (events) => {
      this.chain.confirm(await publishEvents({ topic: 'registry.change.v1', events }));
    });
    this.chain = new EventChain(carried?.end ?? emptyChain, this.events.pending);
  }

  /** The versions that came along are published at once: the sample's. */
  begin({ sample = [] }: ManualStart): void {
    for (const manual of sample) this.publish(manual);
  }

  /** Refuses before anything is recorded. */
  validate(command: ManualCommand): void {
    if (answeredBefore(this.recent, command) === undefined) this.decideOrFail(command);
  }

  /** A person acts: one synchronous step. */
  act(command: ManualCommand): ManualAnswer {
    const known = answeredBefore(this.recent, command);
    if (known !== undefined) return known;
    const version = this.carryOut(command, this.decideOrFail(command));
    const published = this.versions.at(-1)?.version ?? 0;
    const { key, bodyHash } = command;
    const answer = { serviceId: this.serviceId, version, published, bodyHash };
    this.recent = [...this.recent, { key, answer }].slice(-recentMax);
    return answer;
  }

  view(): ManualView {
    const { serviceId, agencyId, versions, pending } = this;
    const { sequence, chainhash } = this.chain.end;
    const unpublished = this.events.pending.length;
    return { serviceId, agencyId, versions, pending, sequence, chainhash, unpublished };
  }

  /** Nothing waits to be sent. */
  get isSent(): boolean {
    return this.events.isIdle;
  }

  /** Sends what is pending, as long as the run lasts. */
  send(): Promise<void> {
    return this.events.run();
  }

  /** Cancels what is being sent and waits for its end. */
  stopSending(): Promise<void> {
    return this.events.stop();
  }

  /** Everything, for the next run. */
  pack(): CarriedManual {
    const { serviceId, agencyId, versions, pending, recent } = this;
    const { end } = this.chain;
    return { serviceId, agencyId, versions, pending, recent, end, unsent: this.events.pending };
  }

  private decideOrFail(command: ManualCommand): Doer {
    const { agencyId, versions, pending } = this;
    const answer = decideManual({ agencyId, versions, pending }, command, Date.now());
    if (isRefusal(answer)) throw refusalFailure(answer);
    return answer;
  }

  private carryOut({ action, manual }: ManualCommand, by: Doer): number {
    if (action === 'submitManual' && manual !== undefined) {
      this.pending = { manual, by, at: Date.now() };
      return manual.version;
    }
    const answered = this.pending?.manual;
    this.pending = null;
    if (answered !== undefined && action === 'approveManual') this.publish(answered);
    return answered?.version ?? 0;
  }

  private publish(manual: Manual): void {
    this.versions = [...this.versions, manual];
    const { serviceId, agencyId, version, effectiveFrom, effectiveUntil, regime } = manual;
    const data: RegistryChangeV1 = {
      kind: 'manualPublished',
      ...{ serviceId, agencyId, version, effectiveFrom, regime },
      effectiveUntil: effectiveUntil ?? null,
      isIllustrative: illustrativePaths(manual).length > 0,
    };
    this.chain.append({
      topic: 'registry.change.v1',
      subject: manualSubject(serviceId),
      type: registryEventType('manualPublished'),
      dataschema: registryChangeSchemaV1,
      at: Date.now(),
      data,
    });
  }
}
