import type { ServerResponse } from 'node:http';
import { z } from 'zod';
import { requestIdOf } from '../../contracts/ids.js';
import {
  requestEventKinds,
  requestEventLabels,
} from '../../contracts/lifecycles/request/event-kinds.js';
import type { Logger } from '../../infra/logger.js';
import type { ArchivedEvent } from '../../infra/postgres/changes.js';
import { eventsAfter, newestPosition } from '../../infra/postgres/changes.js';
import { listenForEvents } from '../../infra/postgres/notifications.js';
import type { Pool } from '../../infra/postgres/pool.js';
import type { Away } from './away.js';
import { shortRequestId } from './request-api.js';

/** Sends what arrives to all who listen (server-sent events). */
export interface LiveStream {
  /**
   * Adds a listener. With the id of the last event he has, he first gets those since; when they are
   * too many, one `reload` instead. Says whether there was room.
   */
  add(response: ServerResponse, lastEventId: string | undefined): Promise<boolean>;
  /** Tells all of something that is no event, such as the servers' coming and going. */
  tell(name: string, data: object): void;
  stop(): Promise<void>;
}

interface Frame {
  readonly text: string;
  /** Of an event; none of anything else. */
  readonly position?: number;
}

interface Listener {
  readonly response: ServerResponse;
  /** Set while the listener still gets what he missed. */
  waiting: Frame[] | undefined;
}

const listenersMax = 500;
const catchUpMax = 500;
const batchMax = 200;
const heartbeatMs = 15_000;
const bufferMax = 1_000_000;
/** From here on the listener is told of everything; before that he may yet be turned away. */
const welcome = 'retry: 2000\n\nevent: joined\ndata: {}\n\n';

const OfService = z.object({
  serviceId: z.string(),
  agencyId: z.string(),
  kind: z.string(),
  from: z.string().nullable(),
  to: z.string(),
  service: z.object({ name: z.object({ th: z.string(), en: z.string().optional() }) }),
});

const OfRequest = z.object({
  agencyId: z.string(),
  kind: z.enum(requestEventKinds),
  from: z.string().nullable(),
  to: z.string(),
});

/** Starts to listen; nobody needs to be there yet. */
export function startLiveStream(pool: Pool, logger: Logger, postgres: Away): LiveStream {
  const listeners = new Set<Listener>();
  let position: number | undefined;
  let isReading = false;
  let isAskedAgain = false;
  // Its connection is always open, so it hears at once when PostgreSQL goes.
  const listener = listenForEvents(pool, logger, forward, comeBack, postgres.isAway);
  const heartbeat = setInterval(() => {
    broadcast({ text: ': still here\n\n' });
  }, heartbeatMs);

  return { add, tell, stop };

  function comeBack(): void {
    postgres.isBack();
    forward();
  }

  /** Reads on from the archive; several notices are one reading. */
  function forward(): void {
    isAskedAgain = true;
    if (isReading) return;
    isReading = true;
    void readOn()
      .catch((error: unknown) => {
        logger.debug({ err: error }, 'live events could not be read; the next notice reads on');
      })
      .finally(() => {
        isReading = false;
      });
  }

  async function readOn(): Promise<void> {
    while (isAskedAgain) {
      isAskedAgain = false;
      position ??= await newestPosition(pool);
      const events = await eventsAfter(pool, position, batchMax);
      for (const event of events) broadcast(frameOf(event));
      position = events.at(-1)?.position ?? position;
      if (events.length === batchMax) isAskedAgain = true;
    }
  }

  async function add(response: ServerResponse, lastEventId: string | undefined): Promise<boolean> {
    if (listeners.size >= listenersMax) return false;
    // What is broadcast while the missed events are read waits, so that nothing falls in between.
    const waiting: Frame[] = [];
    const joined: Listener = { response, waiting };
    listeners.add(joined);
    response.on('close', () => listeners.delete(joined));
    const missed = await missedSince(pool, lastEventId);
    const known = missed.at(-1)?.position ?? 0;
    const later = waiting.filter((frame) => (frame.position ?? Infinity) > known);
    response.write([welcome, ...[...missed, ...later].map(({ text }) => text)].join(''));
    joined.waiting = undefined;
    return true;
  }

  function broadcast(frame: Frame): void {
    for (const { response, waiting } of listeners) {
      if (waiting !== undefined) waiting.push(frame);
      else if (response.writableLength > bufferMax) response.destroy();
      else response.write(frame.text);
    }
  }

  function tell(name: string, data: object): void {
    broadcast({ text: `event: ${name}\ndata: ${JSON.stringify(data)}\n\n` });
  }

  async function stop(): Promise<void> {
    clearInterval(heartbeat);
    for (const { response } of listeners) response.end();
    await listener.stop();
  }
}

async function missedSince(pool: Pool, lastEventId: string | undefined): Promise<Frame[]> {
  if (lastEventId === undefined || !/^\d{1,15}$/.test(lastEventId)) return [];
  const events = await eventsAfter(pool, Number(lastEventId), catchUpMax + 1);
  return events.length > catchUpMax
    ? [{ text: `event: reload\ndata: {}\n\n` }]
    : events.map(frameOf);
}

/** An event as listeners get it: what changed, and where to ask for the rest. */
function frameOf(event: ArchivedEvent): Frame {
  const { position, topic, sequence, type, time } = event;
  const requestId = requestIdOf(event.subject);
  const about =
    requestId === undefined
      ? { subject: event.subject, ...aboutService(event.data) }
      : { subject: `request/${shortRequestId(requestId)}`, ...aboutRequest(requestId, event.data) };
  const body = JSON.stringify({ topic, sequence, type, time, ...about });
  return { position, text: `id: ${position}\nevent: change\ndata: ${body}\n\n` };
}

function aboutService(data: unknown): object {
  const parsed = OfService.safeParse(data);
  if (!parsed.success) return {};
  const { serviceId, agencyId, kind, from, to, service } = parsed.data;
  return { serviceId, agencyId, kind, from, to, name: service.name };
}

/** Of a request no more than what everybody may know: its id is cut short. */
function aboutRequest(requestId: string, data: unknown): object {
  const parsed = OfRequest.safeParse(data);
  if (!parsed.success) return {};
  const { agencyId, kind, from, to } = parsed.data;
  const request = shortRequestId(requestId);
  return { request, agencyId, kind, from, to, name: requestEventLabels[kind] };
}
