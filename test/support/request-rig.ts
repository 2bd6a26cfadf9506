import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import { createCampaignActivities } from '../../activities/campaign.js';
import { createRequestActivities } from '../../activities/request.js';
import { fitsCheckDigit } from '../../contracts/commands/request/applicant.js';
import { signCall, signatureHeader } from '../../contracts/agency-link/signature.js';
import { requestTaskQueue } from '../../contracts/ids.js';
import type { RequestStart, RequestView } from '../../contracts/commands/request/messages.js';
import type { Role } from '../../contracts/lifecycles/service/states.js';
import type { Manual } from '../../contracts/manuals/manual.js';
import { documentsFor } from '../../contracts/manuals/procedure.js';
import { requestDevToken } from '../../infra/local/oidc/dev-token.js';
import { createLogger } from '../../infra/logger.js';
import { createIssuerKeys } from '../../infra/oidc/issuer-keys.js';
import { createTokenVerifier } from '../../infra/oidc/verifier.js';
import { createReceiptBook } from '../../infra/postgres/receipts.js';
import { createRequestArchive } from '../../infra/postgres/request-archive.js';
import { release } from '../../infra/privacy/open-applications.js';
import { createAppealPost, startManual, startRequest } from '../../infra/temporal/cases.js';
import { createDeclaredDays } from '../../infra/temporal/calendar.js';
import { createOpenRequests } from '../../infra/temporal/open-requests.js';
import { createWorker } from '../../infra/temporal/worker.js';
import { createCalendarDesk } from '../../workers/gateway/calendar/desk.js';
import { createLists } from '../../workers/gateway/lists.js';
import { createRequestDesk } from '../../workers/gateway/requests/desk.js';
import type { DeskParts, RequestDesk } from '../../workers/gateway/requests/desk.js';
import type { Gateway, GatewayPorts } from '../../workers/gateway/server.js';
import { createGateway } from '../../workers/gateway/server.js';
import type { FreshDatabase } from './fresh-database.js';
import { eventually, freshDatabase } from './fresh-database.js';
import type { Back } from './gateway-world.js';
import { call, FakeFeed } from './gateway-world.js';
import { ringOf } from './keys.js';
import { knowAgencies } from './known-agencies.js';
import { runTestWorker, testBundle } from './onboarding.js';
import { noRequests } from './request-desk.js';
import { liveServices } from './request-gateway.js';
import { filing, RequestWorld } from './requests.js';
import { testTemporal } from './temporal.js';

/** Who calls the gateway: a role, and what of the person is not as usual. */
export interface Caller {
  readonly role: Role;
  readonly agency?: string;
  readonly office?: string;
  readonly name?: string;
}

const paymentKey = { kid: 'treasury', secret: randomBytes(32).toString('hex') };

/** The gateway before real workflows, PostgreSQL and issuer; Kafka and the treasury in memory. */
export class RequestRig {
  readonly world = new RequestWorld();
  readonly cases = liveServices();
  readonly client: Client;
  readonly database: FreshDatabase;
  private readonly connection: NativeConnection;
  private readonly tokens = new Map<string, Promise<string>>();
  private readonly gateways: Gateway[] = [];
  private worker: { stop: () => Promise<void> } | undefined;

  private constructor(client: Client, database: FreshDatabase, connection: NativeConnection) {
    this.client = client;
    this.database = database;
    this.connection = connection;
  }

  /** Starts it, with manuals that are published; it reclocks where declared days matter. */
  static async start(
    manuals: readonly Manual[],
    { reclocks = false }: { readonly reclocks?: boolean } = {},
  ): Promise<RequestRig> {
    const { client, connection } = await testTemporal();
    const rig = new RequestRig(client, await freshDatabase(), connection);
    await knowAgencies(rig.database.pool, ['AGY009', 'AGY010']);
    await rig.work(reclocks);
    for (const manual of manuals) {
      const { serviceId, agencyId } = manual;
      await startManual(client, { serviceId, agencyId, sample: [manual] });
    }
    await rig.open();
    return rig;
  }

  /** The first gateway. */
  get gateway(): Gateway {
    const [first] = this.gateways;
    if (first === undefined) throw new Error('there is no gateway yet');
    return first;
  }

  private async work(reclocks: boolean): Promise<void> {
    const { client, database, world } = this;
    const { namespace } = client.options;
    const requests = createOpenRequests(client, namespace);
    const days = reclocks ? createDeclaredDays(client) : world.ports.days;
    Object.assign(world.ports, {
      days,
      receipts: createReceiptBook(database.pool),
      archive: createRequestArchive(database.pool),
      appeals: createAppealPost(client),
      applications: { release: (requestId: string) => release(database.pool, requestId) },
    });
    const worker = await createWorker({
      connection: this.connection,
      namespace,
      activities: {
        ...createRequestActivities(world.ports),
        ...createCampaignActivities({ requests, days }),
      },
      deployment: { deploymentName: 'prasan-test', buildId: 'test' },
      taskQueue: requestTaskQueue,
      versioning: 'PINNED',
      bundle: await testBundle(),
    });
    this.worker = await runTestWorker(worker, client);
  }

  /** What the desk works with here. */
  get parts(): DeskParts {
    return {
      client: this.client,
      pool: this.database.pool,
      masterKeys: ringOf('master'),
      personSecret: 'a person secret of thirty-two chars',
    };
  }

  /** One more gateway, with something that is not as usual. */
  async open(change: Partial<GatewayPorts> = {}): Promise<Gateway> {
    const issuer = String(process.env['OIDC_ISSUER']);
    const gateway = await createGateway({
      ...noRequests(),
      cases: this.cases,
      desk: createRequestDesk(this.parts),
      calendar: createCalendarDesk(this.client, this.client.options.namespace),
      callbackKeys: { ...noRequests().callbackKeys, payments: [paymentKey] },
      lists: createLists(this.database.pool),
      feed: new FakeFeed(),
      verify: createTokenVerifier({
        issuer,
        keys: createIssuerKeys(issuer),
        actorSecret: 'a secret of thirty-two characters',
        agencyMap: () => Promise.resolve([]),
      }),
      checks: () => Promise.resolve({}),
      logger: createLogger('gateway-test', 'error'),
      ...change,
    });
    this.gateways.push(gateway);
    return gateway;
  }

  /** The first gateway listens; where. */
  listen(): Promise<string> {
    return this.gateway.listen({ host: '127.0.0.1', port: 0 });
  }

  /** A person's token of the local issuer; each is asked for once. */
  token({ role, agency, office, name = `${role}-${agency}-${office}` }: Caller): Promise<string> {
    const of = JSON.stringify([role, agency, office, name]);
    const token =
      this.tokens.get(of) ??
      requestDevToken({
        issuer: String(process.env['OIDC_ISSUER']),
        ...{ name, roles: [role] },
        agencies: agency === undefined ? [] : [agency],
        offices: office === undefined ? [] : [office],
      });
    this.tokens.set(of, token);
    return token;
  }

  async get(path: string, caller: Caller, gateway = this.gateway): Promise<Back> {
    return call(gateway, 'GET', path, { as: await this.token(caller) });
  }

  /** Files as a manual's portal; `key` makes it the same filing. */
  async submit(
    manual: Manual,
    body: object,
    { key = randomUUID(), gateway = this.gateway, ...who }: Partial<Caller> & SubmitOptions = {},
  ): Promise<Back> {
    const as = await this.token({ role: 'portal', office: manual.portal, ...who });
    const headers = { 'idempotency-key': key };
    return call(gateway, 'POST', '/v1/requests', { as, body, headers });
  }

  /**
   * Files something that is taken, and gives its id. As a portal does, it comes again with the same key
   * where the engine did not answer in time.
   */
  async file(manual: Manual, change: object = {}, who: Partial<Caller> = {}): Promise<string> {
    const key = randomUUID();
    const body = submissionOf(manual, change);
    const back = await eventually(
      () => this.submit(manual, body, { ...who, key }),
      ({ status }) => status !== 503,
      { withinMs: 45_000 },
    );
    if (back.status !== 201) throw new Error(JSON.stringify(back.body));
    return String(back.body['requestId']);
  }

  /** A request that was filed some days ago, past the gateway; received, and its number given. */
  async filedEarlier(
    manual: Manual,
    daysAgo: number,
    change: Partial<RequestStart> = {},
  ): Promise<string> {
    const filedAt = Date.now() - daysAgo * 86_400_000;
    const start = { ...filing({ manual, name: randomUUID(), filedAt }), ...change };
    await startRequest(this.client, start);
    await this.untilView(start.requestId, ({ request, errands, unpublished }) => {
      const [next] = request.dates.alarms;
      const isQuiet = next === undefined || next.at > Date.now();
      return request.state !== 'submitted' && isQuiet && errands.length + unpublished === 0;
    });
    return start.requestId;
  }

  view(requestId: string): Promise<RequestView> {
    return this.untilView(requestId, () => true);
  }

  /** Waits until a case is so. */
  async untilView(requestId: string, isSo: (view: RequestView) => boolean): Promise<RequestView> {
    const desk: RequestDesk = createRequestDesk(this.parts);
    const view = await eventually(
      () => desk.find(requestId),
      (found) => found !== undefined && isSo(found),
    );
    if (view === undefined) throw new Error('it is gone');
    return view;
  }

  /** Acts as somebody on a request, with its version unless another is given. */
  async act(
    requestId: string,
    action: string,
    caller: Caller,
    body: object = {},
    { version, key = randomUUID() }: { readonly version?: number; readonly key?: string } = {},
  ): Promise<Back> {
    const seen = version ?? (await this.view(requestId)).request.version;
    return call(this.gateway, 'POST', `/v1/requests/${requestId}/actions/${action}`, {
      as: await this.token(caller),
      body,
      headers: { 'idempotency-key': key, 'if-match': `"${seen}"` },
    });
  }

  /** Acts, and fails the test when it is refused. */
  async must(...act: Parameters<RequestRig['act']>): Promise<void> {
    const { status, body } = await this.act(...act);
    if (status !== 200) throw new Error(`${act[1]}: ${JSON.stringify(body)}`);
  }

  /** The treasury calls, signed unless the test signs otherwise. */
  tellPayment(requestId: string, notice: object, secret = paymentKey.secret): Promise<Back> {
    const url = `/v1/payment-callbacks/${requestId}`;
    const signed = { method: 'POST', path: url, body: JSON.stringify(notice) };
    const signature = signCall(signed, { ...paymentKey, secret }, Date.now());
    const headers = { [signatureHeader.toLowerCase()]: signature };
    return call(this.gateway, 'POST', url, { body: notice, headers });
  }

  async stop(): Promise<void> {
    await Promise.all(this.gateways.map((gateway) => gateway.close()));
    await this.worker?.stop();
    await this.connection.close();
    await this.client.connection.close();
    await this.database.drop();
  }
}

interface SubmitOptions {
  readonly key?: string;
  readonly gateway?: Gateway;
}

/** A number of a citizen that nobody has: 13 digits with the check digit. */
export function citizenNumber(): string {
  const twelve = `10000${String(randomInt(10_000_000)).padStart(7, '0')}`;
  const all = Array.from({ length: 10 }, (_, last) => `${twelve}${last}`);
  return all.find((one) => fitsCheckDigit(one)) ?? twelve;
}

/** A citizen who applies. */
export function applicantOf(number = citizenNumber()) {
  const identity = { kind: 'citizen', number } as const;
  return { identity, name: { th: 'ทดสอบ ตัวอย่าง' }, contact: { email: 'test@portal.example' } };
}

/** A document of a manual, as a portal files it. */
export function filedDocument(documentId: string, mediaType = 'application/pdf') {
  const reference = `file-${randomUUID()}`;
  const sha256 = createHash('sha256').update(reference).digest('hex');
  return { documentId, reference, sha256, mediaType, bytes: 1_000 };
}

/** A submission that a manual takes. */
export function submissionOf(manual: Manual, change: object = {}): Record<string, unknown> {
  const documents = documentsFor(manual, 'citizen')
    .filter(({ from, isOptional }) => from === 'applicant' && isOptional !== true)
    .map(({ documentId, mediaTypes: [mediaType] }) => filedDocument(documentId, mediaType));
  return { serviceId: manual.serviceId, applicant: applicantOf(), documents, ...change };
}
