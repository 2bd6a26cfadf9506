import { allAgencyIds, isInScope } from '../../contracts/agency-map.js';
import { refuse } from '../../contracts/lifecycles/refusals.js';
import { actionsWithBodies, shown } from './answers.js';
import type { Cases } from './cases.js';
import type { SignedIn } from '../../infra/oidc/verifier.js';
import { etag } from './headers.js';
import type { Lists } from './lists.js';
import { answering } from './openapi.js';
import { Problem } from './problem.js';
import { readableCase, readableRow } from './reading.js';
import { readableAgencies, signedInOf } from './rules.js';
import type { Gateway } from './server.js';
import {
  ActionsAnswer,
  ListAnswer,
  ListQuery,
  NoQuery,
  ServiceAnswer,
  ServiceParams,
  TimelineAnswer,
  TimelineQuery,
} from './shapes.js';

const tags = ['services'];
const config = { rule: 'readServices' } as const;

/** Where the routes read from. */
export interface Sources {
  readonly cases: Cases;
  readonly lists: Lists;
}

/** What is read of services (design §11): lists from the projection, one case from its workflow. */
export function serviceRoutes(gateway: Gateway, sources: Sources): void {
  listRoute(gateway, sources);
  oneRoute(gateway, sources);
  timelineRoute(gateway, sources);
  actionsRoute(gateway, sources);
}

function listRoute(gateway: Gateway, { lists }: Sources): void {
  gateway.get(
    '/v1/services',
    {
      config,
      schema: {
        tags,
        summary: 'Services, as of an event; agencies see their own',
        querystring: ListQuery,
        response: answering(ListAnswer),
      },
    },
    async (httpRequest) => {
      const { limit, cursor, agency, ministry, ...filter } = httpRequest.query;
      const agencyIds = scopeOf(signedInOf(httpRequest), agency);
      return lists.services({ ...filter, ministryId: ministry, agencyIds }, { limit, cursor });
    },
  );
}

function oneRoute(gateway: Gateway, { cases }: Sources): void {
  gateway.get(
    '/v1/services/:id',
    {
      config,
      schema: {
        tags,
        summary: 'One service, from its workflow; its ETag is the version',
        params: ServiceParams,
        querystring: NoQuery,
        response: answering(ServiceAnswer, { headers: ['ETag'] }),
      },
    },
    async (httpRequest, reply) => {
      const { actor } = signedInOf(httpRequest);
      const view = await readableCase(cases, httpRequest.params.id, actor);
      return reply.header('etag', etag(view.service)).send(shown(view, actor));
    },
  );
}

function timelineRoute(gateway: Gateway, sources: Sources): void {
  gateway.get(
    '/v1/services/:id/timeline',
    {
      config,
      schema: {
        tags,
        summary: 'All that happened to a service, from the archive of its events',
        params: ServiceParams,
        querystring: TimelineQuery,
        response: answering(TimelineAnswer),
      },
    },
    async (httpRequest) => {
      const { id } = httpRequest.params;
      const { after, limit } = httpRequest.query;
      const row = await readableRow(sources, id, signedInOf(httpRequest).actor);
      const found = await sources.lists.timeline(id, after, limit + 1);
      const events = found.slice(0, limit);
      return {
        serviceId: id,
        // An event may have arrived between the two readings.
        sequence: Math.max(row?.sequence ?? 0, events.at(-1)?.sequence ?? 0),
        asOf: row?.updatedAt ?? null,
        events,
        next: found.length > limit ? (events.at(-1)?.sequence ?? null) : null,
      };
    },
  );
}

function actionsRoute(gateway: Gateway, { cases }: Sources): void {
  gateway.get(
    '/v1/services/:id/actions',
    {
      config,
      schema: {
        tags,
        summary: 'Every action: who may, its body, whether it is allowed to me now, and why not',
        params: ServiceParams,
        querystring: NoQuery,
        response: answering(ActionsAnswer, { headers: ['ETag'] }),
      },
    },
    async (httpRequest, reply) => {
      const { actor } = signedInOf(httpRequest);
      const { service } = await readableCase(cases, httpRequest.params.id, actor);
      const { serviceId, state, version } = service;
      const actions = actionsWithBodies(service, actor);
      return reply.header('etag', etag(service)).send({ serviceId, state, version, actions });
    },
  );
}

/**
 * The agencies that a list is of; `undefined`: all. One id means its whole organisation. Who asks for
 * another's is told so, since an empty list would say that there is nothing.
 */
export function scopeOf(
  { actor, agencyMap }: Pick<SignedIn, 'actor' | 'agencyMap'>,
  asked: readonly string[] | undefined,
): readonly string[] | undefined {
  const readable = readableAgencies(actor);
  const all =
    asked === undefined ? undefined : allAgencyIds(asked, new Date().toISOString(), agencyMap);
  if (readable === 'all') return all;
  const foreign = asked?.find((id) => !isInScope(id, readable));
  if (foreign === undefined) return all ?? readable;
  throw Problem.refused(refuse('notYourAgency', { agencyId: foreign }));
}
