import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fastify } from 'fastify';
import { roles } from '../../../contracts/lifecycles/service/states.js';
import type { Role } from '../../../contracts/lifecycles/service/states.js';
import { refuseWithoutRule, RouteWithoutRule } from '../../../workers/gateway/server.js';
import { caseIn } from '../../support/case.js';
import type { TestGateway } from '../../support/gateway-world.js';
import { call, testGateway, tokenOf } from '../../support/gateway-world.js';

interface Route {
  readonly method: 'GET' | 'POST';
  readonly url: string;
}

const agency: readonly Role[] = ['agencyOfficer', 'agencyApprover'];
const requesters: readonly Role[] = [
  'portal',
  'competentOfficial',
  'licensor',
  'delegate',
  'appealAuthority',
];
const readers: readonly Role[] = [
  'agencyOfficer',
  'agencyApprover',
  'opdcOfficer',
  'opdcApprover',
  'dgaOperator',
  'platformOperator',
  'auditor',
];
const everybody: readonly Role[] = [...readers, ...requesters];
const open = ['/openapi.json', '/healthz', '/readyz', '/metrics'];
/** Signed by another system instead of a token. */
const callbacks = ['/v1/agency-callbacks/:id', '/v1/payment-callbacks/:id'];

/** Who may use each route. */
const rules: Readonly<Record<string, readonly Role[]>> = {
  'GET /v1/agencies': everybody,
  'GET /v1/requests': everybody,
  'GET /v1/requests/:id': everybody,
  'GET /v1/requests/:id/actions': everybody,
  'GET /v1/requests/:id/appeals/:number': everybody,
  'GET /v1/requests/:id/future': everybody,
  'GET /v1/services': readers,
  'GET /v1/services/:id': readers,
  'GET /v1/services/:id/actions': readers,
  'GET /v1/services/:id/events': readers,
  'GET /v1/services/:id/manual': everybody,
  'GET /v1/services/:id/timeline': readers,
  'GET /v1/worklist': everybody,
  'POST /v1/calendar': everybody,
  'POST /v1/calendar/declareHoliday': ['opdcApprover'],
  'POST /v1/calendar/withdrawHoliday': ['opdcApprover'],
  'GET /v1/calendar/affected': ['opdcApprover'],
  'GET /v1/calendar/holidays': everybody,
  'GET /v1/calendar/campaigns/:id': everybody,
  'POST /v1/calendar/campaigns/:id/pause': ['opdcApprover'],
  'POST /v1/calendar/campaigns/:id/resume': ['opdcApprover'],
  'GET /v1/requests/:id/events': everybody,
  'GET /v1/requests/:id/timeline': everybody,
  'POST /v1/requests': ['portal'],
  'POST /v1/requests/:id/actions/:action': requesters,
  'POST /v1/requests/:id/appeals/:number/actions/:action': requesters,
  'POST /v1/requests/:id/forget': ['agencyApprover'],
  'POST /v1/services': ['agencyOfficer'],
  'POST /v1/services/:id/actions/:action': readers,
  'POST /v1/services/:id/manual/approveManual': agency,
  'POST /v1/services/:id/manual/rejectManual': agency,
  'POST /v1/services/:id/manual/submitManual': agency,
  'POST /v1/services/:id/manual/withdrawManual': agency,
};

let world: TestGateway;
let routes: Route[];

beforeAll(async () => {
  world = await testGateway();
  const service = caseIn('plan');
  world.cases.put(service);
  world.lists.project(service);
  routes = routesOf(world.gateway.printRoutes({ commonPrefix: false }));
});

afterAll(() => world.gateway.close());

/** Every route that the router has, from its own listing. */
function routesOf(listing: string): Route[] {
  const steps: string[] = [];
  return listing.split('\n').flatMap((line) => {
    const found = /^([\s│├└─]*)(\S+)(?: \(([A-Z, ]+)\))?/u.exec(line);
    if (found === null) return [];
    const [, indent = '', step = '', methods = ''] = found;
    const depth = Math.floor(indent.length / 4) - 1;
    steps.splice(depth, steps.length, step);
    return methods
      .split(', ')
      .filter((method): method is Route['method'] => method === 'GET' || method === 'POST')
      .map((method) => ({ method, url: steps.join('') }));
  });
}

function concrete({ url }: Route): string {
  const isRequest = /requests|callbacks/.test(url);
  const id = isRequest ? '0a7cbd0e-0000-5000-8000-000000000001' : 'SVC0106';
  const action = url.includes('/appeals/') ? 'sendUp' : isRequest ? 'withdraw' : 'revisePlan';
  return url.replace(':id', id).replace(':number', '1').replace(':action', action);
}

function allowedRoles({ method, url }: Route): readonly Role[] {
  return rules[`${method} ${url}`] ?? [];
}

describe('every route', () => {
  it('is known to this test', () => {
    const known = [
      ...open.map((url) => `GET ${url}`),
      ...callbacks.map((url) => `POST ${url}`),
      ...Object.keys(rules),
    ];
    expect(routes.map(({ method, url }) => `${method} ${url}`).sort()).toEqual(known.sort());
  });

  it('answers 401 without a token, unless it is public', async () => {
    for (const route of routes.filter(({ url }) => !callbacks.includes(url))) {
      const { status, headers, body } = await call(world.gateway, route.method, concrete(route));
      if (open.includes(route.url)) {
        expect([route.url, status]).toEqual([route.url, 200]);
        continue;
      }
      expect([route.url, status, body['type']]).toEqual([
        route.url,
        401,
        'urn:prasan:problem:notSignedIn',
      ]);
      expect(headers['www-authenticate']).toBe('Bearer realm="prasan"');
    }
  });

  it.each([...roles, 'nobody'] as const)('is for %s or refused with 403', async (role) => {
    for (const route of routes.filter(({ url }) => ![...open, ...callbacks].includes(url))) {
      // A stream would go on; a Last-Event-ID that is none is refused after the rule.
      const headers = { 'last-event-id': 'none' };
      const answer = await call(world.gateway, route.method, concrete(route), {
        as: tokenOf(role),
        headers,
      });
      const isAllowed = allowedRoles(route).some((one) => one === role);
      const isRefused = answer.body['type'] === 'urn:prasan:problem:notForYourRole';
      expect([route.method, route.url, role, isRefused]).toEqual([
        route.method,
        route.url,
        role,
        !isAllowed,
      ]);
      if (isRefused) {
        expect([...(answer.body['roles'] as string[])].sort()).toEqual(
          [...allowedRoles(route)].sort(),
        );
      }
    }
  });

  it('without a token is for signed calls alone, where it is a callback', async () => {
    for (const url of callbacks) {
      const { status, body } = await call(
        world.gateway,
        'POST',
        concrete({ method: 'POST', url }),
        {
          body: { ref1: 'x' },
        },
      );
      expect([url, status, body['code']]).toEqual([url, 401, 'badSignature']);
    }
  });

  it('needs a rule, or the gateway does not start', () => {
    const bare = fastify();
    bare.addHook('onRoute', refuseWithoutRule);
    expect(() => bare.get('/v1/forgotten', () => 'open')).toThrow(RouteWithoutRule);
  });
});

describe('a token', () => {
  it('that is refused is told why, in the challenge and in both languages', async () => {
    const { status, headers, body } = await call(world.gateway, 'GET', '/v1/services', {
      as: 'expired',
      headers: { 'accept-language': 'th' },
    });
    expect(status).toBe(401);
    expect(headers['www-authenticate']).toBe(
      'Bearer realm="prasan", error="invalid_token", error_description="the token has expired; sign in again"',
    );
    expect(body).toMatchObject({ fault: 'expired', detail: expect.stringContaining('หมดอายุ') });
  });

  it.each(['Basic abc', 'Bearer', 'Bearer a b', 'bearer', ''])(
    'must come as a bearer token: %s',
    async (authorization) => {
      const { status } = await call(world.gateway, 'GET', '/v1/agencies', {
        headers: { authorization },
      });
      expect(status).toBe(401);
    },
  );
});

describe("another agency's service", () => {
  it.each([
    ['GET', '/v1/services/SVC0106'],
    ['GET', '/v1/services/SVC0106/timeline'],
    ['GET', '/v1/services/SVC0106/actions'],
    ['GET', '/v1/services/SVC0106/events'],
    ['GET', '/v1/services?agency=AGY009'],
    ['GET', '/v1/worklist?agency=AGY009'],
    ['POST', '/v1/services/SVC0106/actions/revisePlan'],
  ] as const)('is refused: %s %s', async (method, url) => {
    const { status, body } = await call(world.gateway, method, url, {
      as: tokenOf('agencyOfficer', { agency: 'AGY010' }),
      headers: { 'idempotency-key': 'key-00001', 'if-match': '"1"' },
      ...(method === 'POST' ? { body: {} } : {}),
    });
    expect([status, body['type']]).toEqual([403, 'urn:prasan:problem:notYourAgency']);
    expect(JSON.stringify(body)).not.toMatch(/plan|SVC0106/);
  });

  it('is in no list and on no work-list', async () => {
    const as = tokenOf('agencyApprover', { agency: 'AGY010' });
    for (const url of ['/v1/services', '/v1/worklist']) {
      const { body } = await call(world.gateway, 'GET', url, { as });
      expect(body).toMatchObject({ items: [], total: 0 });
      expect(world.lists.asked?.filter.agencyIds).toEqual(['AGY010']);
    }
  });

  it.each(['opdcOfficer', 'dgaOperator', 'auditor', 'platformOperator'] as const)(
    'is read by %s',
    async (role) => {
      const as = tokenOf(role);
      expect((await call(world.gateway, 'GET', '/v1/services/SVC0106', { as })).status).toBe(200);
      const list = await call(world.gateway, 'GET', '/v1/services', { as });
      expect(list.body['total']).toBe(1);
    },
  );
});
