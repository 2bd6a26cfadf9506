import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { problemKinds } from '../../../contracts/problems.js';
import { appealActions } from '../../../contracts/lifecycles/appeal/table.js';
import { requestActions } from '../../../contracts/lifecycles/request/table.js';
import { serviceActions } from '../../../contracts/lifecycles/service/table.js';
import type { TestGateway } from '../../support/gateway-world.js';
import { call, testGateway, tokenOf } from '../../support/gateway-world.js';

interface Operation {
  readonly summary?: string;
  readonly tags?: string[];
  readonly security?: object[];
  readonly parameters?: { name: string; in: string; required?: boolean }[];
  readonly requestBody?: { content: Record<string, { schema: { anyOf?: { title: string }[] } }> };
  readonly responses: Record<
    string,
    { description?: string; headers?: object; content?: Record<string, unknown> }
  >;
}

interface Document {
  readonly openapi: string;
  readonly info: { title: string; version: string };
  readonly paths: Record<string, Record<string, Operation>>;
  readonly 'x-problems': { type: string; code: string; status: number; title: object }[];
}

let world: TestGateway;
let document: Document;

beforeAll(async () => {
  world = await testGateway();
  document = (await call(world.gateway, 'GET', '/openapi.json')).body as unknown as Document;
});

afterAll(() => world.gateway.close());

function operations(): [string, Operation][] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, Operation] => [
      `${method.toUpperCase()} ${path}`,
      operation,
    ]),
  );
}

describe('the OpenAPI document', () => {
  it('is OpenAPI 3.1 and has every route', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(
      operations()
        .map(([name]) => name)
        .sort(),
    ).toEqual([
      'GET /healthz',
      'GET /metrics',
      'GET /openapi.json',
      'GET /readyz',
      'GET /v1/agencies',
      'GET /v1/calendar/affected',
      'GET /v1/calendar/campaigns/{id}',
      'GET /v1/calendar/holidays',
      'GET /v1/requests',
      'GET /v1/requests/{id}',
      'GET /v1/requests/{id}/actions',
      'GET /v1/requests/{id}/appeals/{number}',
      'GET /v1/requests/{id}/events',
      'GET /v1/requests/{id}/future',
      'GET /v1/requests/{id}/timeline',
      'GET /v1/services',
      'GET /v1/services/{id}',
      'GET /v1/services/{id}/actions',
      'GET /v1/services/{id}/events',
      'GET /v1/services/{id}/manual',
      'GET /v1/services/{id}/timeline',
      'GET /v1/worklist',
      'POST /v1/agency-callbacks/{id}',
      'POST /v1/calendar',
      'POST /v1/calendar/campaigns/{id}/pause',
      'POST /v1/calendar/campaigns/{id}/resume',
      'POST /v1/calendar/declareHoliday',
      'POST /v1/calendar/withdrawHoliday',
      'POST /v1/payment-callbacks/{id}',
      'POST /v1/requests',
      'POST /v1/requests/{id}/actions/{action}',
      'POST /v1/requests/{id}/appeals/{number}/actions/{action}',
      'POST /v1/requests/{id}/forget',
      'POST /v1/services',
      'POST /v1/services/{id}/actions/{action}',
      'POST /v1/services/{id}/manual/approveManual',
      'POST /v1/services/{id}/manual/rejectManual',
      'POST /v1/services/{id}/manual/submitManual',
      'POST /v1/services/{id}/manual/withdrawManual',
    ]);
  });

  it('says of every route what it is for, what it answers, and that it needs a token', () => {
    for (const [name, { summary, tags, security, responses, parameters = [] }] of operations()) {
      expect(summary).toBeTruthy();
      expect(tags).toHaveLength(1);
      const isProtected = name.includes('/v1/') && !name.includes('-callbacks/');
      expect([name, security]).toEqual([name, isProtected ? undefined : []]);
      expect(Object.keys(responses)[0]).toMatch(/^20[01]$/);
      if (isProtected) {
        expect(responses['4XX']?.content).toHaveProperty(['application/problem+json']);
        expect(responses['5XX']?.content).toHaveProperty(['application/problem+json']);
      }
      const inPath = [...name.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
      const declared = parameters.filter((one) => one.in === 'path').map((one) => one.name);
      expect([name, declared.sort()]).toEqual([name, inPath.sort()]);
    }
  });

  it('shows the headers of a write, and the body of every action', () => {
    const act = document.paths['/v1/services/{id}/actions/{action}']?.['post'];
    const headers = act?.parameters?.filter((one) => one.in === 'header');
    expect(headers?.map(({ name, required }) => [name, required])).toEqual([
      ['Idempotency-Key', true],
      ['If-Match', true],
    ]);
    const bodies = act?.requestBody?.content['application/json']?.schema.anyOf ?? [];
    const titles = bodies.map(({ title }) => title);
    for (const action of serviceActions.filter((one) => one !== 'advance')) {
      expect(titles).toContain(action);
    }
    expect(titles.filter((title) => title.startsWith('advance ('))).toHaveLength(8);
    for (const path of ['/v1/services', '/v1/requests', '/v1/requests/{id}/forget']) {
      const begin = document.paths[path]?.['post'];
      const inHeader = begin?.parameters?.filter((one) => one.in === 'header');
      expect([path, inHeader?.map(({ name }) => name)]).toEqual([path, ['Idempotency-Key']]);
    }
  });

  it.each([
    ['/v1/requests/{id}/actions/{action}', requestActions],
    ['/v1/requests/{id}/appeals/{number}/actions/{action}', appealActions],
  ] as const)('shows the body of every action of %s', (path, actions) => {
    const schema = document.paths[path]?.['post']?.requestBody?.content['application/json']?.schema;
    expect(schema?.anyOf?.map(({ title }) => title)).toEqual([...actions]);
  });

  it('shows how a stream is taken up again', () => {
    const stream = document.paths['/v1/services/{id}/events']?.['get'];
    const headers = stream?.parameters?.filter((one) => one.in === 'header');
    expect(headers).toMatchObject([{ name: 'Last-Event-ID', required: false }]);
    expect(stream?.responses['200']?.content).toHaveProperty(['text/event-stream']);
  });

  it('shows the headers of answers: version, address, and when to come again', () => {
    const headersOf = (path: string, method: string, status: string) =>
      Object.keys(document.paths[path]?.[method]?.responses[status]?.headers ?? {});
    const act = '/v1/services/{id}/actions/{action}';
    expect(headersOf('/v1/services', 'post', '201')).toEqual(['ETag', 'Location']);
    expect(headersOf('/v1/services/{id}', 'get', '200')).toEqual(['ETag']);
    expect(headersOf('/v1/services/{id}/actions', 'get', '200')).toEqual(['ETag']);
    expect(headersOf(act, 'post', '200')).toEqual(['ETag']);
    expect(headersOf('/v1/services', 'get', '200')).toEqual([]);
    for (const [path, methods] of Object.entries(document.paths)) {
      if (!path.startsWith('/v1/')) continue;
      for (const method of Object.keys(methods)) {
        expect(headersOf(path, method, '5XX')).toContain('Retry-After');
      }
    }
  });

  it('lists every stable type of problem', () => {
    expect(document['x-problems'].map(({ code }) => code).sort()).toEqual(
      Object.keys(problemKinds).sort(),
    );
    for (const { type, code, status, title } of document['x-problems']) {
      expect(type).toBe(`urn:prasan:problem:${code}`);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(title).toEqual({ th: expect.any(String), en: expect.any(String) });
    }
  });

  it('has no reference that leads nowhere', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)];
    for (const [, reference = ''] of references) {
      const found = reference
        .slice(2)
        .split('/')
        .reduce<unknown>(
          (at, step) => (at as Record<string, unknown> | undefined)?.[step],
          document,
        );
      expect([reference, typeof found]).toEqual([reference, 'object']);
    }
  });
});

describe('the other public routes', () => {
  it('say that it lives, and whether it can work', async () => {
    expect((await call(world.gateway, 'GET', '/healthz')).body).toEqual({ text: 'ok\n' });
    expect((await call(world.gateway, 'GET', '/readyz')).status).toBe(200);
    const since = '2026-11-24T01:00:00.000Z';
    world.checks = { temporal: { ok: false, since }, postgres: { ok: true } };
    const { status, body } = await call(world.gateway, 'GET', '/readyz');
    expect([status, body]).toEqual([503, { ok: false, checks: world.checks }]);
  });

  it('count requests by route and status, and refusals by code', async () => {
    await call(world.gateway, 'GET', '/v1/services', { as: tokenOf('opdcOfficer') });
    await call(world.gateway, 'GET', '/v1/services/SVC4711', { as: tokenOf('opdcOfficer') });
    await call(world.gateway, 'GET', '/v1/services');
    const { body } = await call(world.gateway, 'GET', '/metrics');
    const text = String(body['text']);
    expect(text).toContain(
      'prasan_gateway_seconds_count{method="GET",route="/v1/services",status="200"} 1',
    );
    expect(text).toContain(
      'prasan_gateway_refusals_total{route="/v1/services/:id",code="notFound"} 1',
    );
    expect(text).toContain(
      'prasan_gateway_refusals_total{route="/v1/services",code="notSignedIn"} 1',
    );
    expect(text).toContain('prasan_gateway_streams 0');
    expect(text).not.toContain('SVC4711');
  });
});
