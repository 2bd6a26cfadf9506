import type { Retention } from '../../../contracts/lifecycles/request/retention.js';
import { isClosed } from '../../../contracts/lifecycles/request/retention.js';
import type { Logger } from '../../../infra/logger.js';
import { futureOf } from './future.js';
import { answering } from '../openapi.js';
import { signedInOf } from '../rules.js';
import type { Gateway } from '../server.js';
import type { Sources } from '../service-routes.js';
import { NoQuery, TimelineQuery } from '../shapes.js';
import { actRoute } from './act-route.js';
import { appealRoutes } from './appeal-routes.js';
import { requestActionsOf, requestBodySchema, shownRequest } from './answers.js';
import type { CallbackKeys } from './callback-routes.js';
import { callbackRoutes } from './callback-routes.js';
import type { RequestDesk } from './desk.js';
import { forgetRoute } from './forget-route.js';
import { requestListRoute } from './list-route.js';
import { openPersonal } from './personal.js';
import { changesFor } from './stamp.js';
import { privacyOf } from './privacy.js';
import { needReadable, readableRequest } from './reading.js';
import {
  FutureAnswer,
  RequestActionsAnswer,
  RequestAnswerShape,
  RequestParams,
  RequestTimeline,
} from './shapes.js';
import { submitRoute } from './submit-route.js';

const tags = ['requests'];
const config = { rule: 'readRequests' } as const;

/** Where the routes of requests read from. */
export interface RequestSources extends Sources {
  readonly desk: RequestDesk;
  readonly logger: Logger;
  readonly callbackKeys: CallbackKeys;
  /** How long data are kept, instead of what the contracts say; for tests. */
  readonly retention?: Retention;
}

/** Citizens' requests at the gateway (design §11): one case from its workflow, lists elsewhere. */
export function requestRoutes(gateway: Gateway, sources: RequestSources): void {
  submitRoute(gateway, sources);
  requestListRoute(gateway, sources);
  actRoute(gateway, sources);
  oneRoute(gateway, sources);
  actionsRoute(gateway, sources);
  futureRoute(gateway, sources);
  timelineRoute(gateway, sources);
  forgetRoute(gateway, sources);
  appealRoutes(gateway, sources);
  callbackRoutes(gateway, sources);
}

function oneRoute(gateway: Gateway, sources: RequestSources): void {
  const { desk, logger } = sources;
  gateway.get(
    '/v1/requests/:id',
    {
      config,
      schema: {
        tags,
        summary: 'One request, from its workflow; its ETag is the version',
        params: RequestParams,
        querystring: NoQuery,
        response: answering(RequestAnswerShape, { headers: ['ETag'] }),
      },
    },
    async (httpRequest, reply) => {
      const { actor } = signedInOf(httpRequest);
      const view = await readableRequest(sources, httpRequest.params.id, actor);
      const personal = await openPersonal(desk, view.request, actor, logger);
      const privacy = await privacyOf(desk, view.request.requestId);
      return reply
        .header('etag', `"${view.request.version}"`)
        .send(
          shownRequest(view, personal, privacy, { changes: await changesFor(desk, view), actor }),
        );
    },
  );
}

function actionsRoute(gateway: Gateway, sources: RequestSources): void {
  const { desk } = sources;
  gateway.get(
    '/v1/requests/:id/actions',
    {
      config,
      schema: {
        tags,
        summary: 'Every action: who may, its body, whether it is allowed to me now, and why not',
        params: RequestParams,
        querystring: NoQuery,
        response: answering(RequestActionsAnswer, { headers: ['ETag'] }),
      },
    },
    async (httpRequest, reply) => {
      const { actor } = signedInOf(httpRequest);
      const view = await readableRequest(sources, httpRequest.params.id, actor);
      const { requestId, state, version } = view.request;
      const gone = isClosed(view.request, view.errands)
        ? await desk.whyNotOpened(requestId, 'reopen')
        : undefined;
      const actions = requestActionsOf(view, actor, Date.now(), gone).map((one) => ({
        ...one,
        body: requestBodySchema(one.action),
      }));
      return reply.header('etag', `"${version}"`).send({ requestId, state, version, actions });
    },
  );
}

function futureRoute(gateway: Gateway, sources: RequestSources): void {
  gateway.get(
    '/v1/requests/:id/future',
    {
      config,
      schema: {
        tags,
        summary: 'Whose turn it is, and what happens by itself, when, under which section',
        params: RequestParams,
        querystring: NoQuery,
        response: answering(FutureAnswer),
      },
    },
    async (httpRequest) => {
      const { actor } = signedInOf(httpRequest);
      const view = await readableRequest(sources, httpRequest.params.id, actor);
      return futureOf(view, Date.now());
    },
  );
}

function timelineRoute(gateway: Gateway, sources: RequestSources): void {
  const { lists } = sources;
  gateway.get(
    '/v1/requests/:id/timeline',
    {
      config,
      schema: {
        tags,
        summary: 'All that happened to a request, from the archive of its events',
        params: RequestParams,
        querystring: TimelineQuery,
        response: answering(RequestTimeline),
      },
    },
    async (httpRequest) => {
      const { id } = httpRequest.params;
      const { after, limit } = httpRequest.query;
      await needReadable(sources, id, signedInOf(httpRequest).actor);
      const row = await lists.request(id);
      const found = await lists.requestTimeline(id, after, limit + 1);
      const events = found.slice(0, limit);
      return {
        requestId: id,
        // An event may have arrived between the two readings.
        sequence: Math.max(row?.sequence ?? 0, events.at(-1)?.sequence ?? 0),
        asOf: row?.updatedAt ?? null,
        events,
        next: found.length > limit ? (events.at(-1)?.sequence ?? null) : null,
      };
    },
  );
}
