import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { fastify } from 'fastify';
import { readAlarms } from '../../infra/postgres/alarms.js';
import type { Pool } from '../../infra/postgres/pool.js';
import { addApi } from './api.js';
import type { Away } from './away.js';
import { addPages } from './page/routes.js';
import { isNotServing, problemOf, sendProblem } from './problem.js';
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
  const fail = async (error: unknown, _: FastifyRequest, reply: FastifyReply) => {
    const answer = problemOf(error);
    if (answer.status >= 500) options.logger.error({ err: error }, 'a request failed');
    if (answer.status === 503) reply.header('retry-after', '5');
    return sendProblem(reply, answer);
  };
  // It logs nothing by itself: failures are logged above, and a read is no news.
  const app = fastify({
    forceCloseConnections: true,
    frameworkErrors: (...failure) => {
      void fail(...failure);
    },
  });
  app.addHook('onSend', async (_, reply) => {
    reply.headers(headers);
  });
  app.setErrorHandler(fail);
  addHealth(app, options);
  addStream(app, options);
  addApi(app, options.pool);
  addPages(app, options);
  return app;
}

function addHealth(app: FastifyInstance, { pool, postgres, metrics, state }: ServerOptions): void {
  /** Alive: the process answers. */
  app.get('/healthz', async () => 'ok\n');

  /** Figures for Prometheus. */
  app.get('/metrics', async (_, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );

  /** Ready: pages can be served. Kafka away is told and no reason to be taken out of service. */
  app.get('/readyz', async (_, reply) => {
    const database = await checkDatabase(pool, postgres);
    const { kafkaAwaySince, isFollowing, lag } = state();
    const kafka =
      kafkaAwaySince === undefined
        ? { ok: true, isFollowing, lag: lag.records, lagSeconds: lag.seconds }
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
    if (!isNotServing(error)) throw error;
    postgres.isAway(error);
    return { ok: false, since: postgres.since(), detail: 'away: trying again' };
  }
}

function addStream(app: FastifyInstance, { stream, logger }: ServerOptions): void {
  const options = { exposeHeadRoute: false };
  /**
   * Live changes as server-sent events: `joined` at first, then each `change` with an id, and `state`
   * when a server goes or comes. A client that comes back with the last id as `Last-Event-ID` (or
   * `?after=`) gets what it missed, or one `reload` when that is too much; `full` turns it away.
   */
  app.get<{ Querystring: { after?: string } }>('/v1/events', options, async (asked, reply) => {
    const given = asked.headers['last-event-id'] ?? asked.query.after;
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
