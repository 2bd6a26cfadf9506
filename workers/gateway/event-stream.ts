import { requestSubject, serviceSubject } from '../../contracts/ids.js';
import type { Actor } from '../../contracts/lifecycles/service/case.js';
import type { Logger } from '../../infra/logger.js';
import type { EventFeed } from './event-feed.js';
import { faulty } from './faults.js';
import type { Lists } from './lists.js';
import type { StreamTimes } from './live-stream.js';
import { LiveStream, usualStreamTimes } from './live-stream.js';
import { streamingText } from './openapi.js';
import { Problem } from './problem.js';
import { readableRow } from './reading.js';
import type { RequestDesk } from './requests/desk.js';
import { needReadable } from './requests/reading.js';
import { RequestParams } from './requests/shapes.js';
import type { RouteRule } from './rules.js';
import { signedInOf } from './rules.js';
import type { Gateway } from './server.js';
import type { Sources } from './service-routes.js';
import { NoQuery, ServiceParams } from './shapes.js';

/** Routes of streams: they last as long as somebody follows. */
export const streamRoutes = ['/v1/services/:id/events', '/v1/requests/:id/events'] as const;

/** What the stream works with. */
export interface StreamSources extends Sources {
  readonly desk: RequestDesk;
  readonly feed: EventFeed;
  readonly logger: Logger;
  readonly streamTimes?: StreamTimes;
}

const streamsMax = 1_000;
/** Of one person: enough for many windows, too few to take everybody's place. */
const ownStreamsMax = 20;
const pageSize = 500;

/** Whose events a stream is of. */
interface Followed {
  readonly route: (typeof streamRoutes)[number];
  readonly rule: RouteRule;
  readonly tag: string;
  readonly summary: string;
  readonly params: typeof ServiceParams | typeof RequestParams;
  readonly subjectOf: (id: string) => string;
  /** Refuses who may not follow it. */
  readonly needReadable: (sources: StreamSources, id: string, actor: Actor) => Promise<unknown>;
  readonly read: (
    lists: Lists,
    id: string,
    after: number,
    limit: number,
  ) => ReturnType<Lists['timeline']> | ReturnType<Lists['requestTimeline']>;
}

const followed: readonly Followed[] = [
  {
    ...{ route: '/v1/services/:id/events', rule: 'readServices', tag: 'services' },
    summary: 'Events of one service as they come; go on with Last-Event-ID, a sequence',
    params: ServiceParams,
    subjectOf: serviceSubject,
    needReadable: readableRow,
    read: (lists, id, after, limit) => lists.timeline(id, after, limit),
  },
  {
    ...{ route: '/v1/requests/:id/events', rule: 'readRequests', tag: 'requests' },
    summary: 'Events of one request as they come; go on with Last-Event-ID, a sequence',
    params: RequestParams,
    subjectOf: requestSubject,
    needReadable,
    read: (lists, id, after, limit) => lists.requestTimeline(id, after, limit),
  },
];

/**
 * `GET /v1/{services|requests}/{id}/events`: one case's events as they come (server-sent events). The
 * id of each is its sequence; who comes back with it as `Last-Event-ID` goes on after it. It ends with
 * the token, by an event `expired`.
 *
 * @returns how many streams are open
 */
export function eventStream(gateway: Gateway, sources: StreamSources): () => number {
  /** Each with the person who follows it. */
  const open = new Map<LiveStream, string>();
  gateway.addHook('preClose', (done) => {
    for (const stream of open.keys()) stream.finish();
    done();
  });
  for (const one of followed) addStream(gateway, sources, open, one);
  return () => open.size;
}

function addStream(
  gateway: Gateway,
  sources: StreamSources,
  open: Map<LiveStream, string>,
  { route, rule, tag, summary, params, subjectOf, needReadable, read: readEvents }: Followed,
): void {
  gateway.get(
    route,
    {
      config: { rule },
      exposeHeadRoute: false,
      schema: {
        tags: [tag],
        summary,
        params,
        querystring: NoQuery,
        response: streamingText('text/event-stream', 'Each with its sequence as id'),
      },
    },
    async (httpRequest, reply) => {
      const { actor, expiresAt, actorNow } = signedInOf(httpRequest);
      const { id } = httpRequest.params;
      const last = lastEventId(httpRequest.headers['last-event-id']);
      await needReadable(sources, id, actor);
      needRoom([...open.values()], actor.id);
      reply.hijack();
      // Who left meanwhile has been closed already, and would never be closed again.
      if (reply.raw.destroyed) return;
      const { feed, lists, logger, streamTimes = usualStreamTimes } = sources;
      const read = async (after: number) => {
        // Who was taken apart from the organisation since follows no more.
        const now = await actorNow();
        if (now.agencies.join() !== actor.agencies.join()) await needReadable(sources, id, now);
        const events = await readEvents(lists, id, after, pageSize);
        return { events, hasMore: events.length === pageSize };
      };
      const stream = new LiveStream(reply.raw, { read, last, expiresAt, logger }, streamTimes);
      open.set(stream, actor.id);
      reply.raw.on('close', () => open.delete(stream));
      stream.follow((onNews) => feed.follow(subjectOf(id), onNews));
    },
  );
}

function lastEventId(header: string | string[] | undefined): number {
  if (header === undefined || header === '') return 0;
  if (typeof header === 'string' && /^\d{1,20}$/.test(header)) return Number(header);
  const text = {
    th: 'ต้องเป็น id ของเหตุการณ์ในสตรีมนี้ คือลำดับของเหตุการณ์',
    en: 'must be the id of an event of this stream: its sequence',
  };
  throw faulty('invalidQuery', [{ path: '/last-event-id', text }]);
}

function needRoom(followers: readonly string[], person: string): void {
  if (followers.length >= streamsMax) {
    throw Problem.away('tooManyStreams', {
      th: `มีผู้ติดตามครบ ${streamsMax} รายแล้ว โปรดลองใหม่`,
      en: `${streamsMax} streams are open already; try again later`,
    });
  }
  if (followers.filter((one) => one === person).length >= ownStreamsMax) {
    throw Problem.away('tooManyOwnStreams', {
      th: `ท่านเปิดติดตามครบ ${ownStreamsMax} รายการแล้ว ให้ปิดบางรายการก่อน`,
      en: `you follow ${ownStreamsMax} cases already; close one of these streams first`,
    });
  }
}
