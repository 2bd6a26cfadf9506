import { EventEmitter } from 'node:events';
import { Writable } from 'node:stream';
import type {
  ServiceAnswer,
  ServiceCommand,
  ServiceStart,
  ServiceView,
} from '../../contracts/commands/service/messages.js';
import { genesisHash } from '../../contracts/events/mint.js';
import { serviceSubject } from '../../contracts/ids.js';
import type { AgencyMap } from '../../contracts/agency-map.js';
import { allAgencyIds } from '../../contracts/agency-map.js';
import type { Refusal } from '../../contracts/lifecycles/refusals.js';
import { refuse } from '../../contracts/lifecycles/refusals.js';
import type { ServiceCase } from '../../contracts/lifecycles/service/case.js';
import { decide, isRefusal } from '../../contracts/lifecycles/service/decide.js';
import { snapshotOf } from '../../contracts/lifecycles/service/snapshot.js';
import type { Role } from '../../contracts/lifecycles/service/states.js';
import { agencyRoles, roles } from '../../contracts/lifecycles/service/states.js';
import type { Checks } from '../../infra/http/health-server.js';
import { TokenRefused } from '../../infra/oidc/verifier.js';
import type { SignedIn } from '../../infra/oidc/verifier.js';
import type {
  AgencyRow,
  AnyWorkKind,
  List,
  Page,
  RequestFilter,
  RequestRow,
  RequestWorkKind,
  ServiceFilter,
  ServiceRow,
  TimelineEntry,
  WorkFilter,
  WorkItem,
} from '../../infra/postgres/read-model.js';
import { workKinds } from '../../infra/postgres/read-model.js';
import type { RequestStatusV1 } from '../../contracts/events/request-status.v1.js';
import { pino } from 'pino';
import type { Cases } from '../../workers/gateway/cases.js';
import type { EventFeed } from '../../workers/gateway/event-feed.js';
import type { Lists } from '../../workers/gateway/lists.js';
import { usualStreamTimes } from '../../workers/gateway/live-stream.js';
import type { Problem } from '../../workers/gateway/problem.js';
import type { Gateway } from '../../workers/gateway/server.js';
import { createGateway } from '../../workers/gateway/server.js';
import { openCase } from '../../workflows/onboarding/open.js';
import { noRequests } from './request-desk.js';

/** Cases in memory that decide by the contracts, as the workflow's validator does. */
export class FakeCases implements Cases {
  readonly views = new Map<string, ServiceView>();
  readonly commands: ServiceCommand[] = [];
  readonly starts: ServiceStart[] = [];
  /** What the next answers of the case are, instead of its own. */
  refusal: Refusal | undefined;
  findTrouble: Problem | undefined;
  actTrouble: Problem | undefined;
  private readonly recent = new Map<string, ServiceAnswer>();

  put(service: ServiceCase): void {
    this.views.set(service.serviceId, viewOf(service));
  }

  async find(serviceId: string): Promise<ServiceView | undefined> {
    if (this.findTrouble !== undefined) throw this.findTrouble;
    return this.views.get(serviceId);
  }

  async start(start: ServiceStart): Promise<ServiceView> {
    if (this.actTrouble !== undefined) throw this.actTrouble;
    const known = this.views.get(start.serviceId);
    if (known !== undefined) return known;
    this.starts.push(start);
    const proposalHash = start.origin.kind === 'proposal' ? start.origin.bodyHash : '';
    const view = { ...viewOf(openCase(start, Date.now())), proposalHash };
    this.views.set(start.serviceId, view);
    return view;
  }

  async act(
    serviceId: string,
    command: ServiceCommand,
  ): Promise<ServiceAnswer | { refusal: Refusal } | undefined> {
    this.commands.push(command);
    if (this.actTrouble !== undefined) throw this.actTrouble;
    if (this.refusal !== undefined) return { refusal: this.refusal };
    const view = this.views.get(serviceId);
    if (view === undefined) return undefined;
    const known = this.recent.get(command.key);
    if (known !== undefined) {
      return known.bodyHash === command.bodyHash ? known : { refusal: refuse('keyReused') };
    }
    const { service } = view;
    const { action, actor, body, ifMatch, key, bodyHash } = command;
    const allowed = decide(service, action, actor, Date.now(), body);
    if (isRefusal(allowed)) return { refusal: allowed };
    const { version } = service;
    if (ifMatch !== version) return { refusal: refuse('staleVersion', { version }) };
    const next = { ...service, version: version + 1 };
    if (allowed.step === 'submit') {
      const number = service.submissions + 1;
      next.submissions = number;
      next.pending = { number, action, body, by: allowed.as, at: Date.now(), approvals: [] };
    }
    this.put(next);
    const answer = { serviceId, state: next.state, version: next.version, sequence: 2, bodyHash };
    this.recent.set(key, answer);
    return answer;
  }
}

function viewOf(service: ServiceCase): ServiceView {
  return { service, sequence: 1, chainhash: genesisHash, unpublished: 0, areClocksOld: false };
}

type AnyFilter = ServiceFilter | WorkFilter<AnyWorkKind> | RequestFilter;

/** What the tracker would have projected, in memory. */
export class FakeLists implements Lists {
  readonly rows: ServiceRow[] = [];
  readonly events = new Map<string, TimelineEntry[]>();
  readonly work: WorkItem[] = [];
  readonly requestWork: WorkItem<RequestWorkKind>[] = [];
  readonly requestRows: RequestRow[] = [];
  readonly requestEvents = new Map<string, TimelineEntry<RequestStatusV1>[]>();
  readonly known: AgencyRow[] = [];
  trouble: Error | undefined;
  asked: { filter: AnyFilter; page: Page } | undefined;

  services(filter: ServiceFilter, page: Page): Promise<List<ServiceRow>> {
    return this.list(filter, page, this.rows);
  }

  worklist(filter: WorkFilter, page: Page): Promise<List<WorkItem>> {
    return this.list(filter, page, this.work);
  }

  allWork(filter: WorkFilter<AnyWorkKind>, page: Page): Promise<List<WorkItem<AnyWorkKind>>> {
    const kinds = new Set<string>(filter.kinds ?? workKinds);
    const all: readonly WorkItem<AnyWorkKind>[] = [...this.work, ...this.requestWork];
    return this.list(
      filter,
      page,
      all.filter(({ kind }) => kinds.has(kind)),
    );
  }

  requests(filter: RequestFilter, page: Page): Promise<List<RequestRow>> {
    return this.list(filter, page, this.requestRows);
  }

  async request(requestId: string): Promise<RequestRow | undefined> {
    if (this.trouble !== undefined) throw this.trouble;
    return this.requestRows.find((row) => row.requestId === requestId);
  }

  async consultedAgencies(requestId: string): Promise<string[]> {
    if (this.trouble !== undefined) throw this.trouble;
    const events = this.requestEvents.get(requestId) ?? [];
    return events.flatMap(({ data: { kind, of = '' } }) => (kind === 'consulted' ? [of] : []));
  }

  async requestTimeline(
    requestId: string,
    after: number,
    limit: number,
  ): Promise<TimelineEntry<RequestStatusV1>[]> {
    if (this.trouble !== undefined) throw this.trouble;
    const events = this.requestEvents.get(requestId) ?? [];
    return events.filter(({ sequence }) => sequence > after).slice(0, limit);
  }

  async service(serviceId: string): Promise<ServiceRow | undefined> {
    if (this.trouble !== undefined) throw this.trouble;
    return this.rows.find((row) => row.serviceId === serviceId);
  }

  async timeline(serviceId: string, after: number, limit: number): Promise<TimelineEntry[]> {
    if (this.trouble !== undefined) throw this.trouble;
    const events = this.events.get(serviceId) ?? [];
    return events.filter(({ sequence }) => sequence > after).slice(0, limit);
  }

  async agency(agencyId: string): Promise<AgencyRow | undefined> {
    if (this.trouble !== undefined) throw this.trouble;
    return this.known.find((row) => row.agencyId === agencyId);
  }

  agencies(): Promise<AgencyRow[]> {
    return Promise.resolve(this.known);
  }

  private async list<Item extends { readonly agencyId: string }>(
    filter: AnyFilter,
    page: Page,
    all: readonly Item[],
  ): Promise<List<Item>> {
    this.asked = { filter, page };
    if (this.trouble !== undefined) throw this.trouble;
    const { agencyIds = 'all' } = filter;
    const items = all.filter(({ agencyId }) => agencyIds === 'all' || agencyIds.includes(agencyId));
    const asOf = { sequenceCount: 7, at: '2026-11-24T01:00:00.000Z' };
    return { items, next: null, total: items.length, asOf };
  }

  /** Adds the row and the first events of a case. */
  project(service: ServiceCase, events = 1): void {
    const { serviceId, agencyId, ministryId } = service;
    const time = '2026-11-24T01:00:00.000Z';
    const status = snapshotOf(service);
    this.rows.push({
      serviceId,
      agencyId,
      agency: { th: 'กรมสรรพสามิต' },
      ministryId,
      ministry: null,
      sequence: events,
      registeredAt: time,
      updatedAt: time,
      service: status,
    });
    const entry = (sequence: number): TimelineEntry => ({
      sequence,
      id: `00000000-0000-5000-8000-${String(sequence).padStart(12, '0')}`,
      type: 'th.prasan.service.registered.v1',
      time,
      recordedtime: time,
      chainhash: genesisHash,
      data: {
        serviceId,
        agencyId,
        ministryId,
        kind: 'registered',
        action: null,
        actor: null,
        from: null,
        to: service.state,
        service: status,
      },
    });
    this.events.set(
      serviceId,
      Array.from({ length: events }, (_, index) => entry(index + 1)),
    );
  }
}

/** A feed that tells when the test says so. */
export class FakeFeed implements EventFeed {
  readonly news = new EventEmitter().setMaxListeners(0);

  follow(subject: string, onNews: () => void): () => void {
    this.news.on(subject, onNews);
    return () => this.news.off(subject, onNews);
  }

  tell(serviceId: string): void {
    this.news.emit(serviceSubject(serviceId));
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }
}

/** A person's token, as the verifier of the tests reads it: a name, roles and agencies. */
export function tokenOf(
  role: Role | 'nobody',
  {
    name = role,
    agency = 'AGY009',
    lifetime = 3600,
  }: { name?: string; agency?: string; lifetime?: number } = {},
): string {
  const agencies = agencyRoles.some((one) => one === role) ? [agency] : [];
  return Buffer.from(JSON.stringify({ name, roles: [role], agencies, lifetime })).toString(
    'base64url',
  );
}

/** Who belongs together, as the tests say. */
export const belonging: { map: AgencyMap } = { map: [] };

async function verify(token: string): Promise<SignedIn> {
  if (token === 'expired') throw new TokenRefused('expired');
  const claims = JSON.parse(Buffer.from(token, 'base64url').toString()) as {
    name: string;
    roles: string[];
    agencies: string[];
    lifetime: number;
  };
  const actorBy = (map: AgencyMap) => ({
    id: `person-${claims.name}`,
    roles: roles.filter((role) => claims.roles.includes(role)),
    agencies: allAgencyIds(claims.agencies, new Date().toISOString(), map),
  });
  return {
    actor: actorBy(belonging.map),
    agencyMap: belonging.map,
    actorNow: () => Promise.resolve(actorBy(belonging.map)),
    issuer: 'https://issuer.example',
    subject: claims.name,
    expiresAt: Date.now() + claims.lifetime * 1000,
  };
}

/** A gateway over a world in memory, with everything it logged. */
export interface TestGateway {
  readonly gateway: Gateway;
  readonly cases: FakeCases;
  readonly lists: FakeLists;
  readonly feed: FakeFeed;
  readonly logged: string[];
  checks: Checks;
}

/** Makes a gateway without servers. */
export async function testGateway(streamTimes = usualStreamTimes): Promise<TestGateway> {
  const logged: string[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      logged.push(chunk.toString());
      done();
    },
  });
  const world = {
    cases: new FakeCases(),
    lists: new FakeLists(),
    feed: new FakeFeed(),
    logged,
    checks: { temporal: { ok: true } } as Checks,
  };
  const gateway = await createGateway({
    ...noRequests(),
    ...world,
    verify,
    streamTimes,
    checks: () => Promise.resolve(world.checks),
    logger: pino({ level: 'trace' }, sink),
  });
  return Object.assign(world, { gateway });
}

/** A call as a person makes it. */
export interface Call {
  readonly as?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What came back; the body as parsed JSON. */
export interface Back {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Record<string, unknown>;
}

/** Calls the gateway without a network. */
export async function call(
  gateway: Gateway,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH' | 'HEAD',
  url: string,
  { as, body, headers = {} }: Call = {},
): Promise<Back> {
  const answer = await gateway.inject({
    method,
    url,
    headers: {
      ...(as === undefined ? {} : { authorization: `Bearer ${as}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
  });
  const isJson = String(answer.headers['content-type']).includes('json');
  return {
    status: answer.statusCode,
    headers: answer.headers,
    body: isJson && answer.body !== '' ? answer.json() : { text: answer.body },
  };
}
