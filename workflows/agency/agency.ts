import { condition } from '@temporalio/workflow';
import type { AgencyNews, OwedReport } from '../../activities/ports.js';
import type {
  AgencyAnswer,
  AgencyCommand,
  AgencyRecord,
  AgencyStart,
  AgencyView,
  MemberWord,
} from '../../contracts/commands/agency/messages.js';
import type { MintedEvent } from '../../contracts/events/cloud-event.js';
import type { ChainEnd } from '../../contracts/events/mint.js';
import { emptyChain } from '../../contracts/events/mint.js';
import type { RegistryChangeV1 } from '../../contracts/events/registry-change.v1.js';
import { registryChangeSchemaV1, registryEventType } from '../../contracts/events/types.js';
import { agencySubject } from '../../contracts/ids.js';
import { checkAdmission, checkAgencyAction } from '../../contracts/lifecycles/agency/decide.js';
import { isRefusal, refuse } from '../../contracts/lifecycles/refusals.js';
import { addDays, bangkokDate, startOfDay } from '../../contracts/civil-date.js';
import { officeTimeMs } from '../../contracts/spread.js';
import { isSameJson } from '../../contracts/same-json.js';
import { askToJoin, publishEvents, sendDigest, tellOrganisation } from '../activities.js';
import { Drain } from '../drain.js';
import { EventChain } from '../event-chain.js';
import { refusalFailure } from '../refusal.js';
import { settled } from '../settled.js';
import type { CarriedMembership } from './membership.js';
import { Membership } from './membership.js';

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
  /** Left out by runs from before agencies could be merged. */
  readonly membership?: CarriedMembership;
  readonly words?: readonly SentWord[];
}

/** A word on its way to the agency that this one is merged into. */
interface SentWord {
  readonly into: string;
  readonly word: MemberWord;
}

/** Days between two digests (after EGOV s.22, configurable later). */
const digestDays = 15;

/** One agency: its record, where it belongs, what its services owe, and its letters. */
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
  private readonly membership: Membership;
  private readonly words: Drain<SentWord>;

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
    this.membership = new Membership(carried?.membership);
    this.words = new Drain(carried?.words ?? [], (words) => tellOrganisation({ words }));
  }

  /** Takes what the register says; the same again, or what is of an earlier day, changes nothing. */
  record(said: AgencyRecord): void {
    if (this.said !== null && isSameJson(this.said, said)) return;
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
    const { merged } = this.membership;
    if (merged !== null) this.tellOwed(merged.into);
    this.planDigest();
  }

  /** Refuses a decision before anything is recorded. */
  validate(command: AgencyCommand): void {
    if (this.membership.recall(command) === undefined) this.checkOrFail(command);
  }

  /**
   * A platform operator decides. Whether another agency may be joined is its own to say: it is asked,
   * and meanwhile nobody joins this one and nothing else is decided of it, so that of two decisions
   * that would make a chain or a cycle one is refused at least.
   */
  async decide(command: AgencyCommand): Promise<AgencyAnswer> {
    const settling = settled();
    if (settling !== undefined) await settling;
    const known = this.membership.recall(command);
    if (known !== undefined) return known;
    this.checkOrFail(command);
    switch (command.action) {
      case 'merge':
        return this.merge(command);
      case 'unmerge':
        return this.unmerge(command);
      case 'refuseMerge':
        return this.refuseMerge(command);
    }
  }

  /** Refuses who asks to be merged into this agency, while that may not be. */
  validateAdmission(word: MemberWord): void {
    if (this.membership.knows(word)) return;
    const refusal = checkAdmission(this.standing);
    if (refusal !== undefined) throw refusalFailure(refusal);
  }

  /** Another agency is merged into this one: its letters go with this one's. */
  admit(word: MemberWord): void {
    this.validateAdmission(word);
    this.hearMember(word);
  }

  /** What an agency that is merged into this one owes, or that it is no longer merged. */
  hearMember(word: MemberWord): void {
    this.membership.hear(word);
    this.planDigest();
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
      ...this.membership.view(),
    };
  }

  send(): Promise<unknown> {
    return Promise.all([this.events.run(), this.words.run()]);
  }

  get isQuiet(): boolean {
    return this.events.isIdle && this.words.isIdle;
  }

  async stopSending(): Promise<void> {
    await Promise.all([this.events.stop(), this.words.stop()]);
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
      membership: this.membership.pack(),
      words: this.words.pending,
    };
  }

  private get standing() {
    return this.membership.standing(this.agencyId, this.said !== null);
  }

  private checkOrFail({ action, into }: AgencyCommand): void {
    const refusal = checkAgencyAction(this.standing, action, into);
    if (refusal !== undefined) throw refusalFailure(refusal);
  }

  private async merge(command: AgencyCommand): Promise<AgencyAnswer> {
    const { agencyId, owed } = this;
    const { into } = command;
    const refusal = await this.whileBusy(() =>
      askToJoin({ into, word: this.membership.say('joins', agencyId, owed) }),
    );
    if (isRefusal(refusal)) throw refusalFailure(refusal);
    const since = new Date(Date.now()).toISOString();
    this.membership.merged = { into, since };
    // What became owed while it was asked.
    if (this.owed !== owed) this.tellOwed(into);
    this.planDigest();
    return this.keep(command, { kind: 'agencyMerged', agencyId, into, since }, since);
  }

  /** It is decided at once; then the other is told, and only after that this one may join again. */
  private async unmerge(command: AgencyCommand): Promise<AgencyAnswer> {
    const { agencyId } = this;
    const { merged } = this.membership;
    if (merged === null) throw refusalFailure(refuse('agencyNotMerged', { agencyId }));
    const { into, since } = merged;
    const until = new Date(Date.now()).toISOString();
    this.membership.merged = null;
    this.planDigest();
    const answer = this.keep(
      { ...command, into },
      { kind: 'agencyUnmerged', agencyId, into, since, until },
      until,
    );
    const word = this.membership.say('leaves', agencyId, []);
    await this.whileBusy(() => tellOrganisation({ words: [{ into, word }] }));
    return answer;
  }

  private refuseMerge(command: AgencyCommand): AgencyAnswer {
    const { agencyId } = this;
    const at = new Date(Date.now()).toISOString();
    return this.keep(command, { kind: 'mergeRefused', agencyId, into: command.into, at }, at);
  }

  private keep(command: AgencyCommand, data: RegistryChangeV1, at: string): AgencyAnswer {
    const { agencyId } = this;
    const { action, into } = command;
    this.append(data);
    const answer = { agencyId, action, into, at, sequence: this.chain.end.sequence };
    this.membership.keep(command, answer);
    return answer;
  }

  private async whileBusy<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    this.membership.isBusy = true;
    try {
      return await work();
    } finally {
      this.membership.isBusy = false;
    }
  }

  private tellOwed(into: string): void {
    const word = this.membership.say('owes', this.agencyId, this.owed);
    this.words.pending.push({ into, word });
  }

  /** All that a letter is about: what its own services owe, and those of its members. */
  private get allOwed(): OwedReport[] {
    return [...this.owed, ...this.membership.owed];
  }

  /** One letter for the organisation, by the id that stands for it. */
  private planDigest(): void {
    const isNone = this.membership.merged !== null || this.allOwed.length === 0;
    if (isNone) this.nextDigestAt = null;
    else this.nextDigestAt ??= this.firstDigestAt();
  }

  /** In the office hours of the next day, so that all that becomes owed on one day is one letter; never sooner than 15 days after the last. */
  private firstDigestAt(): number {
    const tomorrow = startOfDay(addDays(bangkokDate(Date.now()), 1));
    const next = tomorrow + officeTimeMs(this.agencyId);
    if (this.lastDigestAt === null) return next;
    return Math.max(next, this.lastDigestAt + digestDays * 86_400_000);
  }

  private async sendDigest(): Promise<void> {
    const owed = this.allOwed.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
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
      const { agencyId, digests: number } = this;
      const { members } = this.membership.view();
      const others = members.length === 0 ? {} : { members };
      return await sendDigest({ agencyId, number, owed, ...others });
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
