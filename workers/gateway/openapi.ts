import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import type { FastifySchema } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { serviceActions } from '../../contracts/lifecycles/service/table.js';
import { actionLabels, statesOf } from '../../contracts/lifecycles/service/table.js';
import { modes } from '../../contracts/lifecycles/service/states.js';
import type { ProblemCode } from '../../contracts/problems.js';
import { problemKinds, problemType } from '../../contracts/problems.js';
import { appealBodies } from '../../contracts/commands/appeal/bodies.js';
import { appealActionLabels, appealActions } from '../../contracts/lifecycles/appeal/table.js';
import { requestActionLabels, requestActions } from '../../contracts/lifecycles/request/table.js';
import { jsonSchemaOf } from './answers.js';
import { requestBodySchema } from './requests/answers.js';
import { ProblemAnswer } from './shapes.js';

/** Headers of answers, as they are documented. */
const answerHeaders = {
  ETag: { type: 'string', description: 'Version of the case, to be sent as If-Match' },
  Location: { type: 'string', description: 'Where it is read from now on' },
} as const;

const problem = {
  description: 'Problem (RFC 9457); nothing was changed unless its type is outcomeUnknown',
  headers: {
    'Content-Language': { type: 'string', description: 'Of title and detail: th or en' },
    'Retry-After': {
      type: 'string',
      description: 'With 429 and 503: come again in so many seconds',
    },
  },
  content: { 'application/problem+json': { schema: ProblemAnswer } },
};

/** The documented answers of a route: its own, with the headers it has, and problems. */
export function answering(
  answer: z.ZodType,
  more: {
    readonly status?: number;
    readonly headers?: readonly (keyof typeof answerHeaders)[];
  } = {},
): Record<string, unknown> {
  const { status = 200, headers = [] } = more;
  const own = {
    description: 'As asked',
    headers: Object.fromEntries(headers.map((name) => [name, answerHeaders[name]])),
    content: { 'application/json': { schema: answer } },
  };
  return { [status]: own, '4xx': problem, '5xx': problem };
}

/** The documented answer of a route that answers with text. */
export function answeringText(mediaType: string, description: string): Record<string, unknown> {
  return { 200: { description, content: { [mediaType]: { schema: z.string() } } } };
}

/** The documented answers of a route that streams text to who may read it. */
export function streamingText(mediaType: string, description: string): Record<string, unknown> {
  return { ...answeringText(mediaType, description), '4xx': problem, '5xx': problem };
}

const codes = Object.keys(problemKinds) as ProblemCode[];

/** Every problem that the gateway answers with; types are added, never changed. */
const problems = codes.map((code) => ({ type: problemType(code), code, ...problemKinds[code] }));

/** How the OpenAPI document is made: from the routes and their zod schemas. */
export const openapiOptions: FastifyDynamicSwaggerOptions = {
  openapi: {
    openapi: '3.1.0',
    info: {
      title: 'Prasan gateway',
      version: '1',
      description:
        'Government services on their way to live. Each refusal is problem+json with a stable ' +
        'type, urn:prasan:problem:<code>, in Thai and English; x-problems lists them all.',
    },
    ...{ 'x-problems': problems },
    tags: [
      { name: 'services', description: 'Services and what may be done to them' },
      { name: 'requests', description: "Citizens' requests to services, and what happens to them" },
      { name: 'appeals', description: 'Appeals of requests, each a case of its own' },
      { name: 'calendar', description: 'The legal calendar, and special holidays on top of it' },
      { name: 'manuals', description: "Citizens' manuals: the procedure of a service as data" },
      { name: 'callbacks', description: 'Signed calls of other systems' },
      { name: 'worklist', description: 'What is to be done' },
      { name: 'agencies', description: 'Who owns services' },
      { name: 'process', description: 'This process; without a token' },
    ],
    components: {
      securitySchemes: { oidc: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
    security: [{ oidc: [] }],
  },
  transform: (document) => {
    const { schema, url } = jsonSchemaTransform(document);
    const { method, config } = document.route;
    const isOpen = config?.rule === 'public';
    return {
      schema: {
        ...schema,
        ...(isOpen ? { security: [] } : {}),
        ...(isOpen ? {} : written(url, method)),
        ...followed(url),
        response: withHeaders(document.schema.response, schema.response),
      },
      url,
    };
  },
};

/** The answers with the headers that they come with: zod's transform knows nothing of these. */
function withHeaders(given: unknown, transformed: unknown): unknown {
  if (typeof transformed !== 'object' || transformed === null) return transformed;
  const answers = new Map(Object.entries(given ?? {}));
  return Object.fromEntries(
    Object.entries(transformed).map(([status, answer]) => {
      const documented: unknown = answers.get(status);
      const hasHeaders =
        typeof documented === 'object' && documented !== null && 'headers' in documented;
      return [status, hasHeaders ? { ...answer, headers: documented.headers } : answer];
    }),
  );
}

const IdempotencyKey = {
  type: 'string',
  description: 'Of this one act, 8 to 200 characters; repeating it is safe and tells the truth',
};
const IfMatch = {
  type: 'string',
  description: 'ETag as reading the service gave it; a weak one (W/) is refused',
};

/** Headers of a write, and the bodies of actions, which depend on the case. */
function written(url: string, method: unknown): FastifySchema {
  if (method !== 'POST') return {};
  if (!url.endsWith('/:action')) {
    return { headers: headers({ 'Idempotency-Key': IdempotencyKey }) };
  }
  return {
    headers: headers({ 'Idempotency-Key': IdempotencyKey, 'If-Match': IfMatch }),
    body: {
      description: 'By action; that of advance also by state and mode: see …/actions of the case',
      anyOf: url.includes('/appeals/')
        ? appealActions.map((action) => appealBodyOf(action))
        : url.startsWith('/v1/requests/')
          ? requestActions.map((action) => requestBodyOf(action))
          : serviceActions.flatMap((action) => bodiesOf(action)),
    },
  };
}

function headers(properties: object): object {
  return { type: 'object', properties, required: Object.keys(properties) };
}

const LastEventId = {
  type: 'string',
  description: 'Sequence of the last event that was received: the stream goes on after it',
};

/** Header of a stream that is taken up again. */
function followed(url: string): FastifySchema {
  if (!url.endsWith('/events')) return {};
  return { headers: { type: 'object', properties: { 'Last-Event-ID': LastEventId } } };
}

function appealBodyOf(action: (typeof appealActions)[number]): object {
  const { $schema: _version, ...schema } = z.toJSONSchema(appealBodies[action], { io: 'input' });
  return { title: action, description: appealActionLabels[action].en, ...schema };
}

function requestBodyOf(action: (typeof requestActions)[number]): object {
  const { $schema: _version, ...schema } = requestBodySchema(action);
  return { title: action, description: requestActionLabels[action].en, ...schema };
}

function bodiesOf(action: (typeof serviceActions)[number]): object[] {
  const [first = 'plan'] = statesOf(action);
  if (action !== 'advance') return [titled(action, jsonSchemaOf(action, first, null))];
  return statesOf(action).flatMap((state) =>
    modes.map((mode) => titled(`${action} (${state}, ${mode})`, jsonSchemaOf(action, state, mode))),
  );
  function titled(
    title: string,
    { $schema: _version, ...schema }: Record<string, unknown>,
  ): object {
    return { title, description: actionLabels[action].en, ...schema };
  }
}
