import type { Registry } from 'prom-client';
import { z } from 'zod';
import type { Checks } from '../../infra/http/health-server.js';
import { answeringText } from './openapi.js';
import type { Gateway } from './server.js';

const config = { rule: 'public' } as const;
const tags = ['process'];

const documentAnswer: Record<string, unknown> = { 200: z.looseObject({ openapi: z.string() }) };

const ReadyAnswer = z.object({
  ok: z.boolean(),
  checks: z.record(
    z.string(),
    z.object({
      ok: z.boolean(),
      since: z.string().optional().describe('Since when it is away, RFC 3339, UTC'),
    }),
  ),
});

/** What is told of the process itself, without a token. */
export function publicRoutes(
  gateway: Gateway,
  { checks, registry }: { readonly checks: () => Promise<Checks>; readonly registry: Registry },
): void {
  gateway.get(
    '/openapi.json',
    {
      config,
      schema: { tags, summary: 'This document', response: documentAnswer },
    },
    () => gateway.swagger(),
  );

  gateway.get(
    '/healthz',
    {
      config,
      schema: { tags, summary: 'It lives', response: answeringText('text/plain', 'ok') },
    },
    () => 'ok\n',
  );

  gateway.get(
    '/readyz',
    {
      config,
      schema: {
        tags,
        summary:
          'It can work; what it needs and since when that is away, a few seconds ago at most',
        response: { 200: ReadyAnswer, 503: ReadyAnswer },
      },
    },
    async (_httpRequest, reply) => {
      const found = await checks();
      const ok = Object.values(found).every((check) => check.ok);
      return reply.status(ok ? 200 : 503).send({ ok, checks: found });
    },
  );

  gateway.get(
    '/metrics',
    {
      config,
      schema: {
        tags,
        summary: 'Figures for Prometheus',
        response: answeringText('text/plain', 'Prometheus text format'),
      },
    },
    async (_httpRequest, reply) => reply.type(registry.contentType).send(await registry.metrics()),
  );
}
