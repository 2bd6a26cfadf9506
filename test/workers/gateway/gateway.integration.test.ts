import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import { bangkokDate } from '../../../contracts/civil-date.js';
import { decide, isRefusal } from '../../../contracts/lifecycles/service/decide.js';
import { exitEvidence } from '../../../contracts/lifecycles/service/evidence.js';
import { testReportFaultTexts } from '../../../contracts/lifecycles/refusals.js';
import type { Actor, ServiceCase } from '../../../contracts/lifecycles/service/case.js';
import type { Role, ServiceState } from '../../../contracts/lifecycles/service/states.js';
import {
  agencyRoles,
  isStage,
  roles,
  serviceStates,
} from '../../../contracts/lifecycles/service/states.js';
import type { ServiceAction } from '../../../contracts/lifecycles/service/table.js';
import { findTransition, serviceActions } from '../../../contracts/lifecycles/service/table.js';
import type { ProblemCode } from '../../../contracts/problems.js';
import { problemKinds } from '../../../contracts/problems.js';
import { requestDevToken } from '../../../infra/local/oidc/dev-token.js';
import { createLogger } from '../../../infra/logger.js';
import { createIssuerKeys } from '../../../infra/oidc/issuer-keys.js';
import { createTokenVerifier } from '../../../infra/oidc/verifier.js';
import { createCases } from '../../../workers/gateway/cases.js';
import type { EventFeed } from '../../../workers/gateway/event-feed.js';
import { createEventFeed } from '../../../workers/gateway/event-feed.js';
import { createLists } from '../../../workers/gateway/lists.js';
import type { Gateway } from '../../../workers/gateway/server.js';
import { createGateway } from '../../../workers/gateway/server.js';
import { evidenceOf, goodBody } from '../../support/bodies.js';
import type { FreshDatabase } from '../../support/fresh-database.js';
import { freshDatabase } from '../../support/fresh-database.js';
import type { Back } from '../../support/gateway-world.js';
import { call } from '../../support/gateway-world.js';
import { historyCost } from '../../support/history-cost.js';
import { runTestWorker, TestService, testWorker, TestWorld } from '../../support/onboarding.js';
import { reach } from '../../support/paths.js';
import { people, person } from '../../support/people.js';
import { testTemporal } from '../../support/temporal.js';
import { noRequests } from '../../support/request-desk.js';

/** A role, in the own agency, in another one, or in none. */
interface Somebody {
  readonly role: Role;
  readonly agencyId: string;
  readonly token: string;
}

const world = new TestWorld();
const today = () => bangkokDate(Date.now());
let client: Client;
let connection: NativeConnection;
let worker: { stop: () => Promise<void> };
let database: FreshDatabase;
let feed: EventFeed;
let gateway: Gateway;
let everybody: Somebody[];

beforeAll(async () => {
  ({ client, connection } = await testTemporal());
  database = await freshDatabase();
  worker = await runTestWorker(
    await testWorker(world, connection, client.options.namespace),
    client,
  );
  world.merges.set('SVC9999', ['SVC9999']);
  const issuer = String(process.env['OIDC_ISSUER']);
  const logger = createLogger('gateway-test', 'error');
  feed = createEventFeed(database.pool, logger);
  gateway = await createGateway({
    cases: createCases(client, world.ports.testReports, logger),
    ...noRequests(),
    lists: createLists(database.pool),
    feed,
    verify: createTokenVerifier({
      issuer,
      keys: createIssuerKeys(issuer),
      actorSecret: 'a secret of thirty-two characters',
      agencyMap: () => Promise.resolve([]),
    }),
    checks: () => Promise.resolve({}),
    logger,
  });
  const wanted = roles.flatMap((role) =>
    (agencyRoles.includes(role) ? ['AGY009', 'AGY010'] : ['']).map((agencyId) => ({
      role,
      agencyId,
    })),
  );
  everybody = await Promise.all(
    wanted.map(async ({ role, agencyId }) => ({
      role,
      agencyId,
      token: await requestDevToken({
        issuer,
        name: `somebody-${role}`,
        roles: [role],
        agencies: agencyId === '' ? [] : [agencyId],
      }),
    })),
  );
});

afterAll(async () => {
  await gateway.close();
  await feed.stop();
  await worker.stop();
  await connection.close();
  await client.connection.close();
  await database.drop();
});

async function serviceIn(state: ServiceState): Promise<TestService> {
  const service = await TestService.propose(client);
  await service.begun();
  await reach(service, state);
  return service;
}

/** A good body for the case as it stands. */
function bodyFor(action: ServiceAction, { state, mode }: ServiceCase): object {
  if (action !== 'advance') return goodBody(action, today());
  if (!isStage(state) || state === 'live') return { evidence: {} };
  const kinds = exitEvidence[state][mode ?? 'buildOnPlatform'];
  return { evidence: evidenceOf(kinds, today()) };
}

/** Who may not read a service at all is refused by route and agency, whatever the action. */
function refusedBeforeTheCase({ role, agencyId }: Somebody): ProblemCode | undefined {
  if (!readers.includes(role)) return 'notForYourRole';
  return agencyId === '' || agencyId === 'AGY009' ? undefined : 'notYourAgency';
}

const readers: readonly Role[] = [
  ...(['agencyOfficer', 'agencyApprover', 'opdcOfficer', 'opdcApprover'] as const),
  ...(['dgaOperator', 'platformOperator', 'auditor'] as const),
];

/** An officer of the agency whose services these are. */
function ownOfficer(): Somebody {
  const isOwn = ({ role, agencyId }: Somebody) => role === 'agencyOfficer' && agencyId === 'AGY009';
  const officer = everybody.find(isOwn);
  if (officer === undefined) throw new Error('there is no officer');
  return officer;
}

function actorOf({ role, agencyId }: Somebody): Actor {
  return person(role, `somebody-${role}`, agencyId);
}

function act(
  serviceId: string,
  action: ServiceAction,
  who: Somebody,
  body: object,
  version: number,
): Promise<Back> {
  return call(gateway, 'POST', `/v1/services/${serviceId}/actions/${action}`, {
    as: who.token,
    body,
    headers: { 'idempotency-key': randomUUID(), 'if-match': `"${version}"` },
  });
}

/** Does the same to all, eight at a time. */
async function toAll<Item>(items: Iterable<Item>, work: (item: Item) => Promise<void>) {
  const queue = [...items].values();
  const lane = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: 8 }, lane));
}

function pairs() {
  return serviceActions.flatMap((action) => everybody.map((who) => ({ action, who })));
}

describe('every state, action, role and agency, through the gateway and the workflow', () => {
  it.each(serviceStates)('in %s is refused or taken as the table says', async (state) => {
    const service = await serviceIn(state);
    const before = (await service.view()).service;
    const wrong: string[] = [];
    const counts = { refused: 0, taken: 0 };

    await toAll(pairs(), async ({ action, who }) => {
      const body = bodyFor(action, before);
      const expected = decide(before, action, actorOf(who), Date.now(), body);
      const name = `${action} by ${who.role} of ${who.agencyId || 'no agency'}`;
      if (isRefusal(expected)) {
        const back = await act(service.serviceId, action, who, body, before.version);
        counts.refused += 1;
        const code = refusedBeforeTheCase(who) ?? expected.code;
        const { status, body: problem } = back;
        const isRight = problem['code'] === code && status === problemKinds[code].status;
        if (!isRight) wrong.push(`${name}: ${status} ${String(problem['code'])}, not ${code}`);
        return;
      }
      const own = await serviceIn(state);
      const { version } = (await own.view()).service;
      const back = await act(own.serviceId, action, who, body, version);
      counts.taken += 1;
      const after = (await own.view()).service;
      const to = findTransition(state, action)?.to;
      const moved = serviceStates.find((one) => one === to);
      const isRight =
        expected.step === 'submit'
          ? after.state === state && after.pending?.action === action
          : moved === undefined || after.state === moved;
      if (back.status !== 200 || !isRight || after.version !== version + 1) {
        wrong.push(`${name}: ${back.status} ${JSON.stringify(back.body)}, now ${after.state}`);
      }
    });

    expect(wrong).toEqual([]);
    expect(counts.refused).toBeGreaterThan(300);
    expect(counts.taken).toBeGreaterThan(1);
    expect((await service.view()).service).toEqual(before);
  });
});

describe('a gate', () => {
  it.each(['plan', 'develop', 'test', 'linked'] as const)(
    'refuses a bare address as evidence, out of %s',
    async (state) => {
      const service = await serviceIn(state);
      if (state === 'plan') {
        const proposed = goodBody('confirmProposal', today());
        await service.act('confirmProposal', people.opdcOfficer, proposed);
        await service.decide('setMode', goodBody('setMode', today()), people.agencyOfficer, [
          people.opdcOfficer,
        ]);
      }
      if (state === 'linked') {
        const announced = goodBody('announceChannel', today());
        const { agencyOfficer, agencyApprover } = people;
        await service.decide('announceChannel', announced, agencyOfficer, [agencyApprover]);
        await service.act('requestLiveCheck', agencyOfficer);
      }
      const { service: before } = await service.view();
      for (const kind of exitEvidence[state].buildOnPlatform) {
        const evidence = { ...evidenceOf(exitEvidence[state].buildOnPlatform, today()) };
        const body = { evidence: { ...evidence, [kind]: 'https://example.com/doc.pdf' } };
        const back = await act(service.serviceId, 'advance', ownOfficer(), body, before.version);
        expect(back.status).toBe(400);
        expect(JSON.stringify(back.body)).toContain(`/evidence/${kind}`);
      }
      expect((await service.view()).service).toEqual(before);
    },
  );
});

describe('a signed test report', () => {
  /** A service in test, and its officer's submission. */
  async function inTest() {
    const service = await serviceIn('test');
    const { service: before } = await service.view();
    const submit = () =>
      act(service.serviceId, 'advance', ownOfficer(), bodyFor('advance', before), before.version);
    const cost = () => historyCost(client, service.handle.workflowId);
    return { service, before, submit, cost };
  }

  it('is judged before its case is asked: a bad one leaves no trace there', async () => {
    const { service, before, submit, cost } = await inTest();
    const untouched = await cost();
    world.testReportFault = 'forged';
    const refused = await submit().finally(() => {
      world.testReportFault = undefined;
    });
    expect(refused.status).toBe(problemKinds.testReportRefused.status);
    expect(refused.body).toMatchObject({ code: 'testReportRefused', state: 'test' });
    expect((await service.view()).service).toEqual(before);
    expect((await cost()).updates).toBe(untouched.updates);

    expect((await submit()).status).toBe(200);
    expect((await service.view()).service.pending?.body).toHaveProperty('testReport');
    expect((await cost()).inquiries).toBe(untouched.inquiries);
  });

  it('is judged by its case when the gateway cannot ask the testers', async () => {
    const { service, submit, cost } = await inTest();
    const { inquiries } = await cost();
    const { testReports } = world.ports;
    const { verify } = testReports;
    testReports.verify = () => {
      testReports.verify = verify;
      return Promise.reject(new Error('PostgreSQL is away'));
    };
    expect((await submit()).status).toBe(200);
    expect((await service.view()).service.pending?.body).toHaveProperty('testReport');
    expect((await cost()).inquiries).toBe(inquiries + 1);
  });

  it('that passed once passes no second time', async () => {
    const { service, submit } = await inTest();
    expect((await submit()).status).toBe(200);
    const { agencyApprover, dgaOperator } = people;
    await service.act('approve', agencyApprover);
    await service.act('approve', dgaOperator);
    await service.act('goBack', agencyApprover, { to: 'test', reason: 'ทดสอบใหม่' });
    const { version } = (await service.view()).service;
    const used = bodyFor('advance', (await service.view()).service);
    const back = await act(service.serviceId, 'advance', ownOfficer(), used, version);
    expect(back.body).toMatchObject({ code: 'testReportRefused' });
    expect(JSON.stringify(back.body)).toContain(testReportFaultTexts.replayed.en);
  });
});

describe('two people at once', () => {
  it('with the same version: one is taken, the other is told the new version', async () => {
    const service = await serviceIn('plan');
    const { version } = (await service.view()).service;
    const opdc = everybody.filter(({ role }) => role === 'opdcOfficer');
    const [who] = opdc;
    if (who === undefined) throw new Error('there is no OPDC officer');
    const body = goodBody('confirmProposal', today());
    const backs = await Promise.all(
      [1, 2, 3, 4].map(() => act(service.serviceId, 'confirmProposal', who, body, version)),
    );
    expect(backs.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await service.view()).service.version).toBe(version + 1);
  });

  it('repeating one key get one answer, and it was done once', async () => {
    const service = await serviceIn('plan');
    const { version } = (await service.view()).service;
    const who = everybody.find(({ role }) => role === 'opdcOfficer');
    const send = () =>
      call(gateway, 'POST', `/v1/services/${service.serviceId}/actions/confirmProposal`, {
        as: who?.token ?? '',
        body: goodBody('confirmProposal', today()),
        headers: { 'idempotency-key': 'the-same-key', 'if-match': `"${version}"` },
      });
    const [first, ...others] = await Promise.all([send(), send(), send()]);
    expect(first?.status).toBe(200);
    for (const other of [...others, await send()]) expect(other.body).toEqual(first?.body);
    expect((await service.view()).service.version).toBe(version + 1);
  });
});

describe('the same person', () => {
  it('may not approve what they submitted, in whatever role', async () => {
    const service = await serviceIn('plan');
    await service.act('confirmProposal', people.opdcOfficer, goodBody('confirmProposal', today()));
    const issuer = String(process.env['OIDC_ISSUER']);
    const token = (role: Role) =>
      requestDevToken({ issuer, name: 'malee', roles: [role], agencies: ['AGY009'] });
    const as = async (role: Role) => ({ role, agencyId: 'AGY009', token: await token(role) });
    const version = async () => (await service.view()).service.version;
    const plan = goodBody('revisePlan', today());
    const approver = await as('agencyApprover');
    const id = service.serviceId;
    const given = await act(id, 'revisePlan', approver, plan, await version());
    expect(given.status).toBe(200);
    const back = await act(id, 'approve', await as('opdcOfficer'), {}, await version());
    expect(back.body).toMatchObject({ code: 'samePerson' });
    expect(back.status).toBeGreaterThanOrEqual(400);
  });
});
