import type { FastifyInstance } from 'fastify';
import { fastify } from 'fastify';
import { readAlarms } from '../../infra/postgres/alarms.js';
import type { Pool } from '../../infra/postgres/pool.js';
import { addApi } from './api.js';
import type { Away } from './away.js';
import { addPages } from './page/routes.js';
import { problemOf, problemType, sendProblem } from './problem.js';
import type { ServerOptions } from './server-options.js';

/** Nothing from elsewhere, nothing inline: what a page needs comes from here. */
const headers = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; " +
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

/** Builds the tracker's HTTP side: the page, the API, the live stream, health and metrics. */
export function buildServer(options: ServerOptions): FastifyInstance {
  // It logs nothing by itself: failures are logged below, and a read is no news.
  const app = fastify({ forceCloseConnections: true });
  app.addHook('onSend', async (_, reply) => {
    reply.headers(headers);
  });
  app.setErrorHandler(async (error, _, reply) => {
    const problem = problemOf(error);
    if (problem.status >= 500) options.logger.error({ err: error }, 'a request failed');
    if (problem.status === 503) reply.header('retry-after', '5');
    return sendProblem(reply, problem);
  });
  app.setNotFoundHandler(async (_, reply) =>
    sendProblem(reply, {
      type: problemType('not-found'),
      title: 'There is nothing here',
      status: 404,
      detail: 'Try /, /services, /worklists, /v1/summary, /v1/services, /v1/late or /v1/events.',
    }),
  );
  addHealth(app, options);
  addStream(app, options);
  addApi(app, options.pool);
  addPages(app, options);
  return app;
}

function addHealth(app: FastifyInstance, { pool, postgres, metrics, state }: ServerOptions): void {
  app.get('/healthz', async () => 'ok\n');

  app.get('/metrics', async (_, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );

  /** Ready: pages can be served. Kafka away is told and no reason to be taken out of service. */
  app.get('/readyz', async (_, reply) => {
    const database = await checkDatabase(pool, postgres);
    const { kafkaAwaySince, lag } = state();
    const kafka =
      kafkaAwaySince === undefined
        ? { ok: true, lag }
        : { ok: false, since: kafkaAwaySince, detail: 'away: the page shows what was read before' };
    reply.code(database.ok ? 200 : 503);
    return { ok: database.ok, checks: { postgres: database, kafka } };
  });
}

async function checkDatabase(pool: Pool, postgres: Away) {
  try {
    const alarms = await readAlarms(pool);
    postgres.isBack();
    return { ok: true, alarms };
  } catch (error) {
    postgres.isAway(error);
    return { ok: false, since: postgres.since(), detail: 'away: trying again' };
  }
}

function addStream(app: FastifyInstance, { stream, logger }: ServerOptions): void {
  /**
   * Live changes as server-sent events. Each has an id; a client that comes back with it as
   * `Last-Event-ID` (or `?after=`) gets what it missed, or one `reload` when that is too much.
   */
  app.get<{ Querystring: { after?: string } }>('/v1/events', async (httpRequest, reply) => {
    const given = httpRequest.headers['last-event-id'] ?? httpRequest.query.after;
    reply.hijack();
    const response = reply.raw;
    response.writeHead(200, {
      ...headers,
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    try {
      const hasRoom = await stream.add(response, typeof given === 'string' ? given : undefined);
      if (!hasRoom) response.end('event: full\ndata: {}\n\n');
    } catch (error) {
      // The client comes again by itself, by the protocol.
      logger.debug({ err: error }, 'a listener could not be given what it missed');
      response.end();
    }
  });
}
