import { condition } from '@temporalio/workflow';
import type { AgencyNews, OwedReport } from '../../activities/ports.js';
import type {
  AgencyRecord,
  AgencyStart,
  AgencyView,
} from '../../contracts/commands/agency/messages.js';
import type { MintedEvent } from '../../contracts/events/cloud-event.js';
import type { ChainEnd } from '../../contracts/events/mint.js';
import { canonicalJson, emptyChain } from '../../contracts/events/mint.js';
import type { RegistryChangeV1 } from '../../contracts/events/registry-change.v1.js';
import { registryChangeSchemaV1, registryEventType } from '../../contracts/events/types.js';
import { agencySubject } from '../../contracts/ids.js';
import { addDays, bangkokDate, startOfDay } from '../../contracts/civil-date.js';
import { officeTimeMs } from '../../contracts/spread.js';
import { publishEvents, sendDigest } from '../activities.js';
import { Drain } from '../drain.js';
import { EventChain } from '../event-chain.js';

/** What an agency takes from one run to the next. */
export interface CarriedAgency {
  readonly agencyId: string;
  readonly said: AgencyRecord | null;
  readonly owed: readonly OwedReport[];
  /** Sequence of the newest news of each report, so that late news cannot undo it. */
  readonly heard: Readonly<Record<string, number>>;
  readonly digests: number;
  readonly lastDigestAt: number | null;
  readonly nextDigestAt: number | null;
  readonly end: ChainEnd;
  readonly pending: readonly MintedEvent[];
}

/** Days between two digests (after EGOV s.22, configurable later). */
const digestDays = 15;

/** One agency: its record, what its services owe, and its letters. */
export class Agency {
  private readonly agencyId: string;
  private said: AgencyRecord | null;
  private owed: OwedReport[];
  private heard: Record<string, number>;
  private digests: number;
  private lastDigestAt: number | null;
  private nextDigestAt: number | null;
  private readonly chain: EventChain;
  private readonly events: Drain<MintedEvent>;

  constructor(input: AgencyStart | { readonly carried: CarriedAgency }) {
    const carried = 'carried' in input ? input.carried : undefined;
    this.agencyId = 'carried' in input ? input.carried.agencyId : input.agencyId;
    this.said = carried?.said ?? null;
    this.owed = [...(carried?.owed ?? [])];
    this.heard = { ...carried?.heard };
    this.digests = carried?.digests ?? 0;
    this.lastDigestAt = carried?.lastDigestAt ?? null;
    this.nextDigestAt = carried?.nextDigestAt ?? null;
    this.events = new Drain(carried?.pending ?? [], async (events) => {
      this.chain.confirm(await publishEvents({ topic: 'registry.change.v1', events }));
    });
    this.chain = new EventChain(carried?.end ?? emptyChain, this.events.pending);
  }

  /** Takes what the register says; the same again, or what is of an earlier day, changes nothing. */
  record(said: AgencyRecord): void {
    if (this.said !== null && canonicalJson(this.said) === canonicalJson(said)) return;
    if (this.said !== null && said.asOf < this.said.asOf) return;
    this.said = said;
    const { agencyId } = this;
    const { name, ministryId, ministry, asOf } = said;
    this.append({ kind: 'agencyRecorded', agencyId, name, ministryId, ministry, asOf });
  }

  /** Takes what a service says; the same again, or what is older, changes nothing. */
  hear(item: AgencyNews): void {
    const key = keyOf(item.report);
    if ((this.heard[key] ?? 0) >= item.sequence) return;
    this.heard = { ...this.heard, [key]: item.sequence };
    const others = this.owed.filter((report) => !isSame(report, item.report));
    this.owed = item.kind === 'owed' ? [...others, item.report] : others;
    if (this.owed.length === 0) this.nextDigestAt = null;
    else this.nextDigestAt ??= this.firstDigestAt();
  }

  /** Waits until the next digest is due, and sends it; or until it is time to hand over. */
  async waitForDigest(isTimeToHandOver: () => boolean): Promise<void> {
    const next = this.nextDigestAt;
    const isOver = () => this.nextDigestAt !== next || isTimeToHandOver();
    if (next === null) await condition(isOver);
    else if (!(await condition(isOver, Math.max(1, next - Date.now())))) await this.sendDigest();
  }

  view(): AgencyView {
    return {
      record: this.said,
      owed: this.owed,
      digests: this.digests,
      nextDigestAt: this.nextDigestAt === null ? null : new Date(this.nextDigestAt).toISOString(),
      sequence: this.chain.end.sequence,
      chainhash: this.chain.end.chainhash,
      unpublished: this.events.pending.length,
    };
  }

  send(): Promise<void> {
    return this.events.run();
  }

  get isQuiet(): boolean {
    return this.events.isIdle;
  }

  async stopSending(): Promise<void> {
    await this.events.stop();
  }

  pack(): CarriedAgency {
    return {
      agencyId: this.agencyId,
      said: this.said,
      owed: this.owed,
      heard: this.heard,
      digests: this.digests,
      lastDigestAt: this.lastDigestAt,
      nextDigestAt: this.nextDigestAt,
      end: this.chain.end,
      pending: this.events.pending,
    };
  }

  /** In the office hours of the next day, so that all that becomes owed on one day is one letter; never sooner than 15 days after the last. */
  private firstDigestAt(): number {
    const tomorrow = startOfDay(addDays(bangkokDate(Date.now()), 1));
    const next = tomorrow + officeTimeMs(this.agencyId);
    if (this.lastDigestAt === null) return next;
    return Math.max(next, this.lastDigestAt + digestDays * 86_400_000);
  }

  private async sendDigest(): Promise<void> {
    const owed = [...this.owed].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    this.digests += 1;
    this.lastDigestAt = Date.now();
    this.nextDigestAt = this.lastDigestAt + digestDays * 86_400_000;
    const email = await this.mail(owed);
    this.append({
      kind: 'agencyDigestSent',
      agencyId: this.agencyId,
      digest: this.digests,
      owed,
      email,
    });
  }

  /** An e-mail that cannot be sent does not keep the digest from the work-list. */
  private async mail(owed: OwedReport[]): Promise<'sent' | 'off' | 'noAddress' | 'failed'> {
    try {
      return await sendDigest({ agencyId: this.agencyId, number: this.digests, owed });
    } catch {
      return 'failed';
    }
  }

  private append(data: RegistryChangeV1): void {
    this.chain.append({
      topic: 'registry.change.v1',
      subject: agencySubject(this.agencyId),
      type: registryEventType(data.kind),
      dataschema: registryChangeSchemaV1,
      at: Date.now(),
      data,
    });
  }
}

function isSame(a: OwedReport, b: OwedReport): boolean {
  return keyOf(a) === keyOf(b);
}

function keyOf({ fiscalYear, quarter, serviceId }: OwedReport): string {
  return `${fiscalYear}/${quarter}/${serviceId}`;
}
