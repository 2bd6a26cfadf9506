import type {
  AppealAnswer,
  AppealCommand,
  AppealView,
} from '../../contracts/commands/appeal/messages.js';
import type {
  RequestAnswer,
  RequestCommand,
  RequestStart,
  RequestView,
} from '../../contracts/commands/request/messages.js';
import { genesisHash } from '../../contracts/events/mint.js';
import { appealSubject } from '../../contracts/ids.js';
import type { AppealCase } from '../../contracts/lifecycles/appeal/case.js';
import { decideAppeal } from '../../contracts/lifecycles/appeal/decide.js';
import { takeAppealEffect } from '../../contracts/lifecycles/appeal/effects.js';
import { isAppealEnd } from '../../contracts/lifecycles/appeal/table.js';
import type { Refusal } from '../../contracts/lifecycles/refusals.js';
import { isRefusal, refuse } from '../../contracts/lifecycles/refusals.js';
import type { RequestCase } from '../../contracts/lifecycles/request/case.js';
import { decideRequest } from '../../contracts/lifecycles/request/decide.js';
import type { RequestDeed } from '../../contracts/lifecycles/request/deed.js';
import type { RequestAction } from '../../contracts/lifecycles/request/table.js';
import { actionsWhenClosed } from '../../contracts/lifecycles/request/table.js';
import { takeRequestEffect } from '../../contracts/lifecycles/request/effects.js';
import type { Manual } from '../../contracts/manuals/manual.js';
import type { CaseKeyRecord, KeyDecision } from '../../infra/privacy/case-keys.js';
import { KeyDestroyed, NoCaseKey } from '../../infra/privacy/case-keys.js';
import type { PermittedPurpose } from '../../infra/privacy/seal.js';
import { AccessRestricted } from '../../infra/privacy/seal.js';
import { sampleManuals } from '../../infra/manuals/index.js';
import type { Problem } from '../../workers/gateway/problem.js';
import type { RequestDesk } from '../../workers/gateway/requests/desk.js';
import { openRequest } from '../../workflows/request/open.js';
import { noRequests } from './request-desk.js';

const none = noRequests().desk;

/** Requests in memory that decide by the contracts, as the workflow does, and a vault beside them. */
export class FakeDesk implements RequestDesk {
  readonly views = new Map<string, RequestView>();
  readonly commands: RequestCommand[] = [];
  readonly keys = new Map<string, CaseKeyRecord>();
  /** Open requests of persons, by service and number. */
  readonly places = new Map<string, string>();
  /** Requests that have closed: kept in the archive, or why they can be opened no more. */
  readonly closed = new Map<string, Refusal | 'kept'>();
  published: readonly Manual[] = sampleManuals();
  engineTrouble: Problem | undefined;
  vaultTrouble: Problem | undefined;
  readonly appeals = new Map<string, AppealView>();
  readonly appealCommands: AppealCommand[] = [];
  private readonly recent = new Map<string, RequestAnswer>();
  private readonly recentOfAppeals = new Map<string, AppealAnswer>();

  readonly tellPayment = none.tellPayment;
  tellAnswer = none.tellAnswer;
  readonly changes = none.changes;
  readonly bodyHash = none.bodyHash;

  put(request: RequestCase, more: Partial<RequestView> = {}): void {
    const { requestId } = request;
    const first = { sequence: 1, chainhash: genesisHash, unpublished: 0, errands: [] };
    const known = this.views.get(requestId) ?? { ...first, submissionHash: '' };
    this.views.set(requestId, { ...known, request, ...more });
    this.needKey(requestId);
  }

  async find(requestId: string): Promise<RequestView | undefined> {
    if (this.engineTrouble !== undefined) throw this.engineTrouble;
    return this.views.get(requestId);
  }

  async start(start: RequestStart): Promise<RequestView> {
    const { requestId, submissionHash } = start;
    if (!this.views.has(requestId)) this.put(openRequest(start), { submissionHash });
    const view = await this.find(requestId);
    if (view === undefined) throw new Error('it was not put');
    return view;
  }

  async act(
    requestId: string,
    command: RequestCommand,
  ): Promise<RequestAnswer | { refusal: Refusal } | undefined> {
    this.commands.push(command);
    if (this.closed.has(requestId)) return undefined;
    return this.take(requestId, command);
  }

  /** From the archive, as one that runs. */
  async actOnClosed(
    requestId: string,
    command: RequestCommand,
  ): Promise<RequestAnswer | { refusal: Refusal }> {
    const { action, key } = command;
    const closed = refuse('requestClosed');
    if (!this.recent.has(key)) {
      if (!actionsWhenClosed.includes(action)) return { refusal: closed };
      const gone = this.closed.get(requestId) ?? closed;
      if (gone !== 'kept') return { refusal: gone };
    }
    return (await this.take(requestId, command)) ?? { refusal: closed };
  }

  async whyNotOpened(requestId: string, action: RequestAction): Promise<Refusal | undefined> {
    const why = this.closed.get(requestId) ?? refuse('requestNotKept', { action });
    return why === 'kept' ? undefined : why;
  }

  private async take(
    requestId: string,
    command: RequestCommand,
  ): Promise<RequestAnswer | { refusal: Refusal } | undefined> {
    const view = await this.find(requestId);
    if (view === undefined) return undefined;
    const { request, sequence } = view;
    const { action, actor, body, at, ifMatch, key, bodyHash, words } = command;
    const known = this.recent.get(key);
    if (known !== undefined) {
      return known.bodyHash === bodyHash ? known : { refusal: refuse('keyReused') };
    }
    const allowed = decideRequest(request, action, actor, at, body);
    if (isRefusal(allowed)) return { refusal: allowed };
    const { version } = request;
    if (ifMatch !== version) return { refusal: refuse('staleVersion', { version }) };
    const happened = { at, sequence: sequence + 1, by: allowed.as, words };
    const next = takeRequestEffect(request, { action, body } as RequestDeed, happened);
    this.put({ ...next, version: version + 1 }, { sequence: sequence + 1 });
    const answer = { requestId, state: next.state, version: version + 1, sequence: sequence + 1 };
    this.recent.set(key, { ...answer, bodyHash });
    return { ...answer, bodyHash };
  }

  putAppeal(appeal: AppealCase, more: Partial<AppealView> = {}): void {
    const { requestId, number } = appeal;
    const id = appealSubject(requestId, number);
    const first = { sequence: 1, chainhash: genesisHash, unpublished: 0 };
    this.appeals.set(id, { ...(this.appeals.get(id) ?? first), appeal, ...more });
    this.needKey(requestId);
  }

  async findAppeal(requestId: string, number: number): Promise<AppealView | undefined> {
    if (this.engineTrouble !== undefined) throw this.engineTrouble;
    return this.appeals.get(appealSubject(requestId, number));
  }

  /** As the workflow does; one that has ended is closed. */
  async actOnAppeal(
    { requestId, number }: { readonly requestId: string; readonly number: number },
    command: AppealCommand,
  ): Promise<AppealAnswer | { refusal: Refusal } | undefined> {
    this.appealCommands.push(command);
    const view = await this.findAppeal(requestId, number);
    if (view === undefined || isAppealEnd(view.appeal.state)) return undefined;
    const { action, actor, body, at, ifMatch, key, bodyHash, words } = command;
    const known = this.recentOfAppeals.get(key);
    if (known !== undefined) {
      return known.bodyHash === bodyHash ? known : { refusal: refuse('keyReused') };
    }
    const allowed = decideAppeal(view.appeal, action, actor, at, body);
    if (isRefusal(allowed)) return { refusal: allowed };
    const { version } = view.appeal;
    if (ifMatch !== version) return { refusal: refuse('staleVersion', { version }) };
    const happened = { at, sequence: view.sequence + 1, by: allowed.as, words };
    const next = takeAppealEffect(view.appeal, action, body, happened);
    this.putAppeal({ ...next, version: version + 1 }, { sequence: happened.sequence });
    const { sequence } = happened;
    const answer = { requestId, number, state: next.state, version: version + 1, sequence };
    this.recentOfAppeals.set(key, { ...answer, bodyHash });
    return { ...answer, bodyHash };
  }

  async manuals(serviceId: string): Promise<readonly Manual[]> {
    return this.published.filter((manual) => manual.serviceId === serviceId);
  }

  async receiptNumber(): Promise<string> {
    return '1/2569';
  }

  async claim(serviceId: string, requestId: string, { number }: { number: string }) {
    const place = `${serviceId}/${number}`;
    const heldBy = this.places.get(place) ?? requestId;
    this.places.set(place, heldBy);
    return heldBy === requestId ? undefined : heldBy;
  }

  async letGo(): Promise<void> {}

  async seal(requestId: string, label: string, value: object): Promise<string> {
    this.needVault();
    if (this.needKey(requestId).destroyed !== null) throw new KeyDestroyed('it is gone');
    return `sealed ${label} ${JSON.stringify(value)}`;
  }

  async open(
    requestId: string,
    label: string,
    sealed: string,
    purpose?: PermittedPurpose,
  ): Promise<object> {
    this.needVault();
    const { restricted, destroyed } = this.needKey(requestId);
    if (destroyed !== null) throw new KeyDestroyed('it is gone');
    if (restricted !== null && purpose === undefined) throw new AccessRestricted('restricted');
    const begins = `sealed ${label} `;
    return sealed.startsWith(begins)
      ? (JSON.parse(sealed.slice(begins.length)) as object)
      : { [label]: sealed };
  }

  async keyRecord(requestId: string): Promise<CaseKeyRecord | undefined> {
    this.needVault();
    return this.keys.get(requestId);
  }

  async restrict({ requestId, ...decided }: KeyDecision): Promise<boolean> {
    const record = this.keptKey(requestId);
    if (record.restricted !== null || record.destroyed !== null) return false;
    this.keys.set(requestId, {
      ...record,
      restricted: { ...decided, at: new Date().toISOString() },
    });
    return true;
  }

  async destroyKey({ requestId, ...decided }: KeyDecision): Promise<boolean> {
    const record = this.keptKey(requestId);
    if (record.destroyed !== null) return false;
    this.keys.set(requestId, {
      ...record,
      destroyed: { ...decided, at: new Date().toISOString() },
    });
    return true;
  }

  private keptKey(requestId: string): CaseKeyRecord {
    this.needVault();
    const record = this.keys.get(requestId);
    if (record === undefined) throw new NoCaseKey('nothing was ever sealed');
    return record;
  }

  private needKey(requestId: string): CaseKeyRecord {
    const made = { createdAt: new Date().toISOString(), restricted: null, destroyed: null };
    const record = this.keys.get(requestId) ?? made;
    this.keys.set(requestId, record);
    return record;
  }

  private needVault(): void {
    if (this.vaultTrouble !== undefined) throw this.vaultTrouble;
  }
}
