import swagger from '@fastify/swagger';
import type {
  FastifyBaseLogger,
  FastifyError,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
  RouteOptions,
} from 'fastify';
import { fastify } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import {
  hasZodFastifySchemaValidationErrors,
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod';
import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';
import type { Checks } from '../../infra/http/health-server.js';
import type { Logger } from '../../infra/logger.js';
import type { TokenVerifier } from '../../infra/oidc/verifier.js';
import type { Pool } from '../../infra/postgres/pool.js';
import { BadCursor } from '../../infra/postgres/read-model.js';
import type { Cases } from './cases.js';
import type { EventFeed } from './event-feed.js';
import { eventStream } from './event-stream.js';
import { listRoutes } from './list-routes.js';
import { faulty, Problem, sendProblem } from './problem.js';
import { authorise } from './rules.js';
import { serviceRoutes } from './service-routes.js';

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
  readonly pool: Pool;
  readonly feed: EventFeed;
  readonly verify: TokenVerifier;
  readonly checks: () => Promise<Checks>;
  readonly logger: Logger;
}

/** Thrown at start when a route says not who may use it. */
export class RouteWithoutRule extends Error {
  override readonly name = 'RouteWithoutRule';
}

const bodyBytesMax = 256 * 1024;

/** Makes the gateway: deny by default, problem+json for whatever is refused. */
export async function createGateway(ports: GatewayPorts): Promise<Gateway> {
  const gateway: Gateway = fastify({
    loggerInstance: ports.logger as FastifyBaseLogger,
    disableRequestLogging: true,
    bodyLimit: bodyBytesMax,
    requestIdHeader: false,
  }).withTypeProvider<ZodTypeProvider>();
  gateway.setValidatorCompiler(validatorCompiler);
  gateway.setSerializerCompiler(serializerCompiler);
  gateway.decorateRequest('signedIn', null);
  gateway.addHook('onRoute', refuseWithoutRule);
  gateway.addHook('onRequest', (httpRequest) => authorise(httpRequest, ports.verify));
  answerFaults(gateway);
  await gateway.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Prasan gateway',
        version: '1',
        description: 'Services on their way to live.',
      },
      components: { securitySchemes: { oidc: { type: 'http', scheme: 'bearer' } } },
      security: [{ oidc: [] }],
    },
    transform: jsonSchemaTransform,
  });
  await gateway.register((routes, _options, done) => {
    const typed = routes.withTypeProvider<ZodTypeProvider>() as Gateway;
    publicRoutes(typed, ports, measure(typed));
    serviceRoutes(typed, ports.cases, ports.pool);
    listRoutes(typed, ports.pool);
    eventStream(typed, ports.cases, ports.pool, ports.feed);
    done();
  });
  await gateway.ready();
  return gateway;
}

function refuseWithoutRule(route: RouteOptions): void {
  if (route.config?.rule === undefined) {
    throw new RouteWithoutRule(`${String(route.method)} ${route.url} has no rule who may use it`);
  }
}

function publicRoutes(gateway: Gateway, ports: GatewayPorts, registry: Registry): void {
  const open = { config: { rule: 'public' as const }, schema: { hide: true } };
  gateway.get('/openapi.json', open, () => gateway.swagger());
  gateway.get('/healthz', open, () => 'ok\n');
  gateway.get('/readyz', open, async (_httpRequest, reply) => {
    const checks = await ports.checks();
    const ok = Object.values(checks).every((check) => check.ok);
    return reply.status(ok ? 200 : 503).send({ ok, checks });
  });
  gateway.get('/metrics', open, async (_httpRequest, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  );
}

function measure(gateway: Gateway): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const seconds = new Histogram({
    name: 'prasan_gateway_seconds',
    help: 'Time to answer, by route and status',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
  });
  const refusals = new Counter({
    name: 'prasan_gateway_refusals_total',
    help: 'Answers of 4xx and 5xx, by route and status',
    labelNames: ['route', 'status'],
    registers: [registry],
  });
  gateway.addHook('onResponse', (httpRequest, reply, done) => {
    const route = httpRequest.routeOptions.url ?? 'none';
    const status = String(reply.statusCode);
    seconds.observe({ method: httpRequest.method, route, status }, reply.elapsedTime / 1_000);
    if (reply.statusCode >= 400) refusals.inc({ route, status });
    done();
  });
  return registry;
}

function answerFaults(gateway: Gateway): void {
  gateway.setErrorHandler((error: FastifyError, httpRequest, reply) => {
    const problem = problemOf(error);
    if (problem.status >= 500) httpRequest.log.error({ err: error }, 'a call failed');
    return sendProblem(httpRequest, reply, problem);
  });
  gateway.setNotFoundHandler((httpRequest, reply) => {
    const url = httpRequest.url.split('?')[0] ?? '';
    const others = (['GET', 'POST'] as const).filter(
      (method) => gateway.findRoute({ method, url }) !== null,
    );
    const text = `${httpRequest.method} ${url}: no such address; see /openapi.json`;
    const code = others.length > 0 ? 'methodNotAllowed' : 'notFound';
    return sendProblem(httpRequest, reply, new Problem(code, { th: text, en: text }));
  });
}

function problemOf(error: FastifyError): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof BadCursor) {
    return faulty('invalidQuery', [{ path: '/cursor', message: error.message }]);
  }
  if (hasZodFastifySchemaValidationErrors(error)) {
    const faults = error.validation.flatMap((one) => {
      const path = one.instancePath === '' ? '/' : one.instancePath;
      return [{ path, message: one.message ?? 'is not valid' }];
    });
    return faulty(error.validationContext === 'body' ? 'invalidBody' : 'invalidQuery', faults);
  }
  const details = (text: string) => ({ th: text, en: text });
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new Problem('bodyTooLarge', details(`a body may have ${bodyBytesMax / 1024} KiB`));
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new Problem('notJson', details('send Content-Type: application/json'));
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
      return faulty('invalidBody', [{ path: '/', message: 'is no JSON' }]);
    default:
      return error instanceof SyntaxError
        ? faulty('invalidBody', [{ path: '/', message: 'is no JSON' }])
        : new Problem('internal', details('something went wrong here; try again later'));
  }
}
