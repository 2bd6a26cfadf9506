import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import type { FastifySchema } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { serviceActions } from '../../contracts/lifecycles/service/table.js';
import { actionLabels, statesOf } from '../../contracts/lifecycles/service/table.js';
import { modes } from '../../contracts/lifecycles/service/states.js';
import { jsonSchemaOf } from './answers.js';
import { ProblemAnswer } from './shapes.js';

const problem = {
  description: 'Problem (RFC 9457); nothing was changed unless its type is outcomeUnknown',
  content: { 'application/problem+json': { schema: ProblemAnswer } },
};

/** The documented answers of a route: its own, and problems. */
export function answering(answer: z.ZodType, status = 200): Record<string, unknown> {
  return { [status]: answer, '4xx': problem, '5xx': problem };
}

/** The documented answer of a route that answers with text. */
export function answeringText(mediaType: string, description: string): Record<string, unknown> {
  return { 200: { description, content: { [mediaType]: { schema: z.string() } } } };
}

/** How the OpenAPI document is made: from the routes and their zod schemas. */
export const openapiOptions: FastifyDynamicSwaggerOptions = {
  openapi: {
    openapi: '3.1.0',
    info: {
      title: 'Prasan gateway',
      version: '1',
      description:
        'Government services on their way to live. Each refusal is problem+json with a stable ' +
        'type, urn:prasan:problem:<code>, in Thai and English.',
    },
    tags: [
      { name: 'services', description: 'Services and what may be done to them' },
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
      schema: { ...schema, ...(isOpen ? { security: [] } : {}), ...written(url, method) },
      url,
    };
  },
};

const IdempotencyKey = {
  type: 'string',
  description: 'Of this one act, 8 to 200 characters; repeating it is safe and tells the truth',
};
const IfMatch = { type: 'string', description: 'ETag that reading the service gave' };

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
      anyOf: serviceActions.flatMap((action) => bodiesOf(action)),
    },
  };
}

function headers(properties: object): object {
  return { type: 'object', properties, required: Object.keys(properties) };
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
