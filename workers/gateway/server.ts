import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import swagger from '@fastify/swagger';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
  RouteOptions,
} from 'fastify';
import { fastify, LogController } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { validatorCompiler } from 'fastify-type-provider-zod';
import type { Retention } from '../../contracts/lifecycles/request/retention.js';
import type { Checks } from '../../infra/http/health-server.js';
import type { Logger } from '../../infra/logger.js';
import type { TokenVerifier } from '../../infra/oidc/verifier.js';
import type { Cases } from './cases.js';
import type { EventFeed } from './event-feed.js';
import { eventStream } from './event-stream.js';
import type { RoutePattern } from './faults.js';
import { answerFaults, bodyBytesMax, problemOf } from './faults.js';
import { calendarRoute } from './calendar-route.js';
import type { CalendarDesk } from './calendar/desk.js';
import { calendarChangeRoutes } from './calendar/routes.js';
import { listRoutes } from './list-routes.js';
import type { Lists } from './lists.js';
import type { StreamTimes } from './live-stream.js';
import { manualRoutes } from './manual-routes.js';
import type { Manuals } from './manuals.js';
import { measure } from './metrics.js';
import { openapiOptions } from './openapi.js';
import { problemBody, sendProblem } from './problem.js';
import { publicRoutes } from './public-routes.js';
import { authorise } from './rules.js';
import type { CallbackKeys } from './requests/callback-routes.js';
import type { RequestDesk } from './requests/desk.js';
import { requestRoutes } from './requests/routes.js';
import { serviceRoutes } from './service-routes.js';
import { writeRoutes } from './write-routes.js';

/** The gateway's HTTP server, with zod for shapes. */
export type Gateway = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** What the gateway needs of the world. */
export interface GatewayPorts {
  readonly cases: Cases;
  readonly desk: RequestDesk;
  readonly callbackKeys: CallbackKeys;
  readonly calendar: CalendarDesk;
  readonly manuals: Manuals;
  readonly lists: Lists;
  readonly feed: EventFeed;
  readonly verify: TokenVerifier;
  readonly checks: () => Promise<Checks>;
  readonly logger: Logger;
  /** How long streams wait; for tests. */
  readonly streamTimes?: StreamTimes;
  /** How long personal data are kept, instead of what the contracts say; for tests. */
  readonly retention?: Retention;
}

/** Thrown at start when a route says not who may use it. */
export class RouteWithoutRule extends Error {
  override readonly name = 'RouteWithoutRule';
}

/** Makes the gateway: deny by default, problem+json for whatever is refused. */
export async function createGateway(ports: GatewayPorts): Promise<Gateway> {
  const gateway = bareServer(ports.logger);
  const patterns: RoutePattern[] = [];
  gateway.addHook('onRoute', (route) => {
    refuseWithoutRule(route);
    patterns.push(...patternsOf(route));
  });
  gateway.addHook('onRequest', (httpRequest) => authorise(httpRequest, ports.verify));
  gateway.addHook('onSend', async (_httpRequest, reply) => {
    reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  });
  gateway.addHook('preClose', (done) => {
    closeWhenIdle(gateway);
    done();
  });
  answerFaults(gateway, patterns);
  await gateway.register(swagger, openapiOptions);
  await gateway.register((routes, _options, done) => {
    addRoutes(routes.withTypeProvider<ZodTypeProvider>(), ports);
    done();
  });
  await gateway.ready();
  return gateway;
}

function bareServer(logger: FastifyBaseLogger): Gateway {
  const gateway = fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: bodyBytesMax,
    requestTimeout: 30_000,
    requestIdHeader: false,
    genReqId: () => randomUUID(),
    frameworkErrors: (error, httpRequest, reply) => {
      void sendProblem(httpRequest, reply, problemOf(error));
    },
    clientErrorHandler: answerBrokenRequest,
  }).withTypeProvider<ZodTypeProvider>();
  gateway.removeContentTypeParser('text/plain');
  gateway.setValidatorCompiler(validatorCompiler);
  // Answers are typed by their schemas; tests compare every one with what is documented.
  gateway.setSerializerCompiler(() => (data) => JSON.stringify(data));
  gateway.decorateRequest('signedIn', null);
  gateway.decorateRequest('problemCode', null);
  return gateway;
}

function addRoutes(gateway: Gateway, ports: GatewayPorts): void {
  const openStreams = eventStream(gateway, ports);
  const registry = measure(gateway, openStreams);
  publicRoutes(gateway, { checks: ports.checks, registry });
  serviceRoutes(gateway, ports);
  requestRoutes(gateway, ports);
  manualRoutes(gateway, ports);
  writeRoutes(gateway, ports);
  listRoutes(gateway, ports.lists);
  calendarRoute(gateway);
  calendarChangeRoutes(gateway, ports);
}

/** Deny by default: every route names its rule. */
export function refuseWithoutRule(route: RouteOptions): void {
  if (route.config?.rule === undefined) {
    throw new RouteWithoutRule(`${String(route.method)} ${route.url} has no rule who may use it`);
  }
}

/** What is under way is answered; kept-alive connections would hold the end up for a minute. */
function closeWhenIdle({ server }: Gateway): void {
  const sweep = setInterval(() => {
    server.closeIdleConnections();
  }, 100);
  server.once('close', () => {
    clearInterval(sweep);
  });
}

function patternsOf({ method, url }: RouteOptions): RoutePattern[] {
  const fits = new RegExp(`^${url.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+')}$`);
  return [method].flat().map((one) => ({ method: one, fits }));
}

/** What Node cannot read as HTTP: there is no request yet, so the answer is written by hand. */
function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const statusCode = 400;
  const problem = problemOf({
    code: error.code ?? '',
    message: error.message,
    statusCode,
    name: error.name,
  });
  const body = JSON.stringify(problemBody(problem, 'en', randomUUID()));
  socket.end(
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}\r\n` +
      'Content-Type: application/problem+json; charset=utf-8\r\n' +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
