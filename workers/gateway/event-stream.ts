import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { serviceIdPattern, serviceSubject } from '../../contracts/ids.js';
import { refuse } from '../../contracts/lifecycles/refusals.js';
import type { Pool } from '../../infra/postgres/pool.js';
import { timeline } from '../../infra/postgres/read-model.js';
import type { Cases } from './cases.js';
import type { EventFeed } from './event-feed.js';
import { Problem } from './problem.js';
import { mayRead, signedInOf } from './rules.js';
import type { Gateway } from './server.js';

const heartbeatMs = 15_000;

/** `GET /v1/services/{id}/events`: one service's events as they come (SSE), resumed by Last-Event-ID. */
export function eventStream(gateway: Gateway, cases: Cases, pool: Pool, feed: EventFeed): void {
  gateway.get(
    '/v1/services/:id/events',
    {
      config: { rule: 'readServices' },
      schema: {
        tags: ['services'],
        summary: 'Events of one service as they come (text/event-stream)',
        params: z.object({ id: z.string().regex(serviceIdPattern) }),
      },
    },
    async (httpRequest, reply) => {
      const { actor, expiresAt } = signedInOf(httpRequest);
      const { id } = httpRequest.params;
      const view = await cases.find(id);
      if (view === undefined) {
        throw new Problem('notFound', { th: `ไม่มีงานบริการ ${id}`, en: `there is no service ${id}` });
      }
      const { agencyId } = view.service;
      if (!mayRead(actor, agencyId)) throw Problem.refused(refuse('notYourAgency', { agencyId }));
      const lastId = Number(httpRequest.headers['last-event-id'] ?? 0);
      reply.hijack();
      stream(reply, expiresAt, serviceSubject(id), Number.isInteger(lastId) ? lastId : 0);
    },
  );

  function stream(reply: FastifyReply, expiresAt: number, subject: string, from: number): void {
    const out = reply.raw;
    let last = from;
    let sending = Promise.resolve();
    out.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    const sendNew = () => {
      sending = sending.then(async () => {
        const events = await timeline(pool, subject, { afterSequence: last, limit: 1_000 });
        for (const event of events) {
          const sequence = Number(event.sequence);
          out.write(`id: ${sequence}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
          last = sequence;
        }
      });
      // A reader whose events cannot be read now comes again with its Last-Event-ID.
      sending.catch(() => out.end());
    };
    const stopListening = feed.follow(subject, sendNew);
    const beat = setInterval(() => {
      if (Date.now() > expiresAt) out.end();
      else out.write(': still here\n\n');
    }, heartbeatMs);
    out.on('close', () => {
      clearInterval(beat);
      stopListening();
    });
    sendNew();
  }
}
