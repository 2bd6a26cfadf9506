import { describe, expect, test } from '@jest/globals';
import { createLogger } from '../../../infra/logger.js';
import type { Pool } from '../../../infra/postgres/pool.js';
import { watchAway } from '../../../workers/tracker/away.js';
import { createMetrics } from '../../../workers/tracker/metrics.js';
import { buildServer } from '../../../workers/tracker/server.js';

const logger = createLogger('test', 'silent');

/** A database that answers every question in the same way. */
function poolThat(answer: () => Promise<{ rows: unknown[] }>): Pool {
  const client = { query: answer, on: () => client, off: () => client, release: () => undefined };
  return { connect: async () => client, query: answer } as never;
}

function serverOn(pool: Pool, onListener: () => void = () => undefined) {
  const add = async () => {
    onListener();
    return true;
  };
  return buildServer({
    pool,
    postgres: watchAway(logger),
    stream: { add, tell: () => undefined, stop: () => Promise.resolve() },
    metrics: createMetrics(),
    logger,
    state: () => ({
      postgresAwaySince: undefined,
      kafkaAwaySince: undefined,
      isFollowing: true,
      lag: { records: 0, seconds: 0 },
    }),
  });
}

const empty = serverOn(poolThat(async () => ({ rows: [] })));
const away = serverOn(
  poolThat(() => Promise.reject(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }))),
);
const broken = serverOn(poolThat(() => Promise.reject(new TypeError('x is not a function'))));

function cursor(...key: unknown[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

const html = { accept: 'text/html,application/xhtml+xml' };

describe('what cannot be asked', () => {
  const workCursor = cursor('work', '2026-11-24', 'overdue', 'service/SVC0106', '');

  test.each([
    ['/v1/services?text=a%00b', 'text'],
    ['/v1/services?cursor=%00', 'cursor'],
    [`/v1/services?cursor=${workCursor}`, 'cursor'],
    [`/v1/services?cursor=${cursor('services', 'a\0b')}`, 'cursor'],
    [`/v1/late?cursor=${cursor('services', 'SVC0106')}`, 'cursor'],
    [`/v1/late?cursor=${cursor('work', '2026-02-30', 'overdue', 'x', '')}`, 'cursor'],
    [`/v1/late?cursor=${cursor('work', null, 'lazy', 'x', '')}`, 'cursor'],
    [`/v1/late?cursor=${cursor('work', null, 'overdue', 'x\0', '')}`, 'cursor'],
    ['/v1/summary?asOf=2999-01-01', 'asOf'],
    ['/v1/services/SVC0106?before=x', 'before'],
    ['/v1/requests/summary?asOf=2999-01-01', 'asOf'],
    ['/v1/requests/late?portal=post', 'portal'],
    [`/v1/requests/late?cursor=${workCursor}`, 'cursor'],
    [`/v1/requests/late?cursor=${cursor('requests', '2026-02-30', 'x')}`, 'cursor'],
    [`/v1/requests/late?cursor=${cursor('requests', null, 'x\0')}`, 'cursor'],
  ])('is a problem that names the field: %s', async (url, field) => {
    const answer = await empty.inject(url);
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json()).toMatchObject({
      type: 'urn:prasan:problem:invalidQuery',
      errors: [{ field }],
    });
  });

  test.each([
    '/services?text=a%00b',
    `/services?cursor=${workCursor}`,
    '/?asOf=2999-01-01',
    '/services/SVC0106?before=x',
    '/requests?sort=size',
    `/requests?cursor=${workCursor}`,
  ])('is a page that says so and does not load itself again: %s', async (url) => {
    const answer = await empty.inject(url);
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['content-type']).toContain('text/html');
    expect(answer.body).not.toContain('data-retry');
  });

  test('is answered when even the address cannot be read', async () => {
    const answer = await empty.inject('/services/%zz');
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ type: 'urn:prasan:problem:invalidQuery' });
  });
});

describe('what is not there', () => {
  test.each(['/nothing', '/services/SVC9999', '/services/a%00b', '/worklists/x'])(
    'is a small page to a browser, in its language: %s',
    async (url) => {
      const answer = await empty.inject({ url: `${url}?lang=en`, headers: html });
      expect(answer.statusCode).toBe(404);
      expect(answer.headers['content-type']).toContain('text/html');
      expect(answer.body).toContain('There is no such');
      expect(answer.body).toContain('href="/services?lang=en"');
    },
  );

  test.each([
    ['/v1/nothing', html],
    ['/v1/services/SVC9999', html],
    ['/v1/services/a%00b', html],
    ['/nothing', {}],
  ])('is a problem below /v1/ and to whoever wants no page: %s', async (url, headers) => {
    const answer = await empty.inject({ url, headers });
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({ type: 'urn:prasan:problem:notFound' });
  });
});

describe('while PostgreSQL is away', () => {
  test('a page says so and loads itself again', async () => {
    const answer = await away.inject('/?lang=en');
    expect(answer.statusCode).toBe(503);
    expect(answer.headers['retry-after']).toBe('5');
    expect(answer.body).toContain('data-retry="5"');
  });

  test('the API says so, and that it is not ready', async () => {
    const answer = await away.inject('/v1/summary');
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toMatchObject({ type: 'urn:prasan:problem:listsAway' });
    expect((await away.inject('/readyz')).statusCode).toBe(503);
  });
});

describe('a fault of the tracker', () => {
  test('is not told as PostgreSQL’s, and its page does not load itself again', async () => {
    const page = await broken.inject('/');
    expect(page.statusCode).toBe(500);
    expect(page.body).not.toContain('data-retry');
    const answer = await broken.inject('/v1/summary');
    expect(answer.json()).toMatchObject({ type: 'urn:prasan:problem:internal' });
    expect((await broken.inject('/readyz')).statusCode).toBe(500);
  });
});

test('to ask for the head of the live stream does not hold a listener', async () => {
  let listeners = 0;
  const server = serverOn(
    poolThat(async () => ({ rows: [] })),
    () => {
      listeners += 1;
    },
  );
  const answer = await server.inject({ method: 'HEAD', url: '/v1/events' });
  expect(answer.statusCode).toBe(404);
  expect(listeners).toBe(0);
});
