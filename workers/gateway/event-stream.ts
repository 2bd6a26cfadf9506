import type { ServerResponse } from 'node:http';
import { once } from 'node:events';
import { serviceSubject } from '../../contracts/ids.js';
import type { Logger } from '../../infra/logger.js';
import type { TimelineEntry } from '../../infra/postgres/read-model.js';
import type { EventFeed } from './event-feed.js';
import { faulty } from './faults.js';
import type { Lists } from './lists.js';
import { answeringText } from './openapi.js';
import { Problem } from './problem.js';
import { readableRow } from './reading.js';
import { signedInOf } from './rules.js';
import type { Gateway } from './server.js';
import type { Sources } from './service-routes.js';
import { NoQuery, ServiceParams } from './shapes.js';

/** The route of the stream: it lasts as long as somebody follows. */
export const streamRoute = '/v1/services/:id/events';

/** What the stream works with. */
export interface StreamSources extends Sources {
  readonly feed: EventFeed;
  readonly logger: Logger;
}

const streamsMax = 1_000;
const heartbeatMs = 15_000;
const pageSize = 500;
const timerMax = 2 ** 31 - 1;

const headers = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-accel-buffering': 'no',
  connection: 'close',
};

/**
 * `GET /v1/services/{id}/events`: one service's events as they come (server-sent events). The id of
 * each is its sequence; who comes back with it as `Last-Event-ID` goes on after it. It ends with the
 * token, by an event `expired`.
 *
 * @returns how many streams are open
 */
export function eventStream(gateway: Gateway, sources: StreamSources): () => number {
  const open = new Set<ServerResponse>();
  gateway.addHook('preClose', (done) => {
    for (const out of open) out.end();
    done();
  });
  gateway.get(
    streamRoute,
    {
      config: { rule: 'readServices' },
      exposeHeadRoute: false,
      schema: {
        tags: ['services'],
        summary: 'Events of one service as they come; go on with Last-Event-ID, a sequence',
        params: ServiceParams,
        querystring: NoQuery,
        response: answeringText('text/event-stream', 'Each with its sequence as id'),
      },
    },
    async (httpRequest, reply) => {
      const { actor, expiresAt } = signedInOf(httpRequest);
      const { id } = httpRequest.params;
      const last = lastEventId(httpRequest.headers['last-event-id']);
      await readableRow(sources, id, actor);
      if (open.size >= streamsMax) throw tooMany();
      reply.hijack();
      const out = reply.raw;
      open.add(out);
      out.on('close', () => open.delete(out));
      out.writeHead(200, headers);
      follow(out, { id, last, expiresAt }, sources);
    },
  );
  return () => open.size;
}

function lastEventId(header: string | string[] | undefined): number {
  if (header === undefined || header === '') return 0;
  if (typeof header === 'string' && /^\d{1,20}$/.test(header)) return Number(header);
  const message = 'must be the id of an event of this stream: its sequence';
  throw faulty('invalidQuery', [{ path: '/last-event-id', message }]);
}

function tooMany(): Problem {
  return Problem.away('tooManyStreams', {
    th: `มีผู้ติดตามครบ ${streamsMax} รายแล้ว โปรดลองใหม่`,
    en: `${streamsMax} streams are open already; try again later`,
  });
}

/** Writes what has happened, and goes on with what happens, until the reader or the token ends. */
function follow(
  out: ServerResponse,
  {
    id,
    last,
    expiresAt,
  }: { readonly id: string; readonly last: number; readonly expiresAt: number },
  { lists, feed, logger }: StreamSources,
): void {
  const send = sender(out, id, last, lists);
  const goOn = () => {
    send().catch((error: unknown) => {
      // The reader comes again by itself, with its Last-Event-ID.
      logger.debug({ err: error }, 'a stream cannot be read on');
      out.end();
    });
  };
  const stopFollowing = feed.follow(serviceSubject(id), goOn);
  const beat = setInterval(() => out.write(': still here\n\n'), heartbeatMs);
  const expiry = setTimeout(
    () => out.end('event: expired\ndata: {}\n\n'),
    Math.min(Math.max(0, expiresAt - Date.now()), timerMax),
  );
  out.on('close', () => {
    clearInterval(beat);
    clearTimeout(expiry);
    stopFollowing();
  });
  out.write('retry: 2000\n\n');
  goOn();
}

/** Sends what is new, one reading at a time; what is asked meanwhile makes it look again. */
function sender(out: ServerResponse, id: string, from: number, lists: Lists): () => Promise<void> {
  let last = from;
  let isSending = false;
  let isAskedAgain = false;
  return async () => {
    isAskedAgain = true;
    if (isSending) return;
    isSending = true;
    try {
      while (isAskedAgain && out.writable) {
        isAskedAgain = false;
        const events = await lists.timeline(id, last, pageSize);
        last = events.at(-1)?.sequence ?? last;
        if (events.length === pageSize) isAskedAgain = true;
        await write(out, events);
      }
    } finally {
      isSending = false;
    }
  };
}

async function write(out: ServerResponse, events: readonly TimelineEntry[]): Promise<void> {
  const frames = events.map(
    (event) => `id: ${event.sequence}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`,
  );
  if (frames.length === 0 || !out.writable || out.write(frames.join(''))) return;
  // A slow reader is waited for; a reader who is gone ends the wait.
  await Promise.race([once(out, 'drain'), once(out, 'close')]);
}
