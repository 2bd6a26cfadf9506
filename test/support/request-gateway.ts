import { Writable } from 'node:stream';
import { pino } from 'pino';
import type { RequestCase } from '../../contracts/lifecycles/request/case.js';
import type { Retention } from '../../contracts/lifecycles/request/retention.js';
import type { Actor } from '../../contracts/lifecycles/service/case.js';
import { requestSnapshotOf } from '../../contracts/lifecycles/request/snapshot.js';
import type { SignedIn } from '../../infra/oidc/verifier.js';
import type { Gateway, GatewayPorts } from '../../workers/gateway/server.js';
import { createGateway } from '../../workers/gateway/server.js';
import { FakeDesk } from './fake-desk.js';
import { caseIn } from './case.js';
import type { AgencyRow, RequestRow } from '../../infra/postgres/read-model.js';
import { FakeCases, FakeFeed, FakeLists } from './gateway-world.js';
import { noRequests } from './request-desk.js';
import { sampleManual, sampleServices } from './request-life.js';

/** A token that says who acts, as the verifier of these tests reads it. */
export function tokenFor(actor: Actor): string {
  return Buffer.from(JSON.stringify(actor)).toString('base64url');
}

/** Reads {@link tokenFor}. */
export function verifyActor(token: string): Promise<SignedIn> {
  const actor = JSON.parse(Buffer.from(token, 'base64url').toString()) as Actor;
  return Promise.resolve({
    ...{ actor, issuer: 'https://issuer.example', subject: actor.id },
    expiresAt: Date.now() + 3_600_000,
    agencyMap: [],
    actorNow: () => Promise.resolve(actor),
  });
}

/** A gateway whose requests are in memory, with everything it logged. */
export interface RequestGateway {
  readonly gateway: Gateway;
  readonly desk: FakeDesk;
  readonly cases: FakeCases;
  readonly lists: FakeLists;
  readonly logged: string[];
}

/** Every service of the sample's manuals, live and verified. */
export function liveServices(): FakeCases {
  const cases = new FakeCases();
  for (const serviceId of sampleServices) {
    const { agencyId, portal } = sampleManual(serviceId);
    cases.put(caseIn('live', { serviceId, agencyId, portal, verified: true }));
  }
  return cases;
}

/** Makes a gateway without servers. */
export async function requestGateway(
  change: Partial<GatewayPorts> & { readonly retention?: Retention } = {},
): Promise<RequestGateway> {
  const logged: string[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      logged.push(chunk.toString());
      done();
    },
  });
  const world = { desk: new FakeDesk(), cases: liveServices(), lists: new FakeLists(), logged };
  world.lists.known.push(...['AGY009', 'AGY010', 'AGY120', 'AGY128', 'AGY200'].map(agencyNamed));
  const gateway = await createGateway({
    ...noRequests(),
    ...world,
    feed: new FakeFeed(),
    verify: verifyActor,
    checks: () => Promise.resolve({}),
    logger: pino({ level: 'trace' }, sink),
    ...change,
  });
  return { ...world, gateway };
}

function agencyNamed(agencyId: string): AgencyRow {
  const name = { th: `หน่วยงาน ${agencyId}` };
  return { agencyId, name, ministryId: null, ministry: null, organisation: agencyId };
}

/** A request as the lists have it. */
export function rowOf(request: RequestCase, change: Partial<RequestRow> = {}): RequestRow {
  const { requestId, serviceId, agencyId, portal, office } = request;
  const at = '2026-08-03T03:00:00.000Z';
  return {
    ...{ requestId, serviceId, agencyId, portal, office, service: null, agency: null },
    ...{ sequence: 2, registeredAt: at, updatedAt: at, dueOn: null, letterDueOn: null },
    request: requestSnapshotOf(request),
    ...change,
  };
}
