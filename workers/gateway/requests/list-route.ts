import { z } from 'zod';
import { allAgencyIds, isInScope } from '../../../contracts/agency-map.js';
import { bangkokDate, daysBetween } from '../../../contracts/civil-date.js';
import { ServiceId } from '../../../contracts/commands/fields.js';
import { RequestStatus } from '../../../contracts/events/request-status.v1.js';
import { refuse } from '../../../contracts/lifecycles/refusals.js';
import { requestStates } from '../../../contracts/lifecycles/request/states.js';
import { portals } from '../../../contracts/lifecycles/service/states.js';
import type { SignedIn } from '../../../infra/oidc/verifier.js';
import type { RequestFilter } from '../../../infra/postgres/read-model.js';
import { answering } from '../openapi.js';
import { Problem } from '../problem.js';
import { signedInOf } from '../rules.js';
import type { Gateway } from '../server.js';
import { AgencyId, Day, Instant, listOf, Name, pageOf, pageQuery, YesNo } from '../shapes.js';
import { listedRequests } from './reading.js';
import type { RequestSources } from './routes.js';

/** Query of `GET /v1/requests`. */
const RequestsQuery = z.strictObject({
  state: listOf(z.enum(requestStates)).optional(),
  service: ServiceId.optional(),
  agency: listOf(AgencyId).optional(),
  office: listOf(z.string().min(1).max(100)).optional(),
  portal: z.enum(portals).optional(),
  overdue: YesNo.optional(),
  ...pageQuery,
});

/** Answer of `GET /v1/requests`. */
const RequestsAnswer = pageOf(
  z.object({
    requestId: z.string(),
    serviceId: z.string(),
    service: Name.nullable(),
    agencyId: z.string(),
    agency: Name.nullable(),
    portal: z.enum(portals),
    office: z.string(),
    sequence: z.int().describe('Of its newest event'),
    registeredAt: Instant,
    updatedAt: Instant,
    dueOn: Day.nullable().describe('Day by which it is to be decided'),
    daysLeft: z.int().nullable().describe('Calendar days; negative when overdue'),
    letterDueOn: Day.nullable().describe(
      'Last day for the next letter of delay; null: none is owed',
    ),
    request: RequestStatus,
  }),
);

/** `GET /v1/requests`: requests from the projection, the least time left first. */
export function requestListRoute(gateway: Gateway, { lists }: RequestSources): void {
  gateway.get(
    '/v1/requests',
    {
      config: { rule: 'readRequests' },
      schema: {
        tags: ['requests'],
        summary: 'Requests, the soonest due first; agencies and portals see their own',
        querystring: RequestsQuery,
        response: answering(RequestsAnswer),
      },
    },
    async (httpRequest) => {
      const { limit, cursor, ...asked } = httpRequest.query;
      const filter = filterFor(signedInOf(httpRequest), asked);
      const today = bangkokDate(Date.now());
      const list = await lists.requests(filter, { limit, cursor });
      const items = list.items.map((row) => ({
        ...row,
        daysLeft: row.dueOn === null ? null : daysBetween(today, row.dueOn),
      }));
      return { ...list, items };
    },
  );
}

type Asked = Omit<z.output<typeof RequestsQuery>, 'limit' | 'cursor'>;

/**
 * One id means its whole organisation. Who asks for another's is told so, since an empty list would
 * say that there is nothing.
 */
function filterFor({ actor, agencyMap }: SignedIn, asked: Asked): RequestFilter {
  const own = listedRequests(actor);
  const { agency = [], office, portal = own.portal, service, state, overdue } = asked;
  if (own.portal !== undefined && portal !== own.portal) {
    throw Problem.refused(refuse('notYourPortal', { portal: portal ?? '' }));
  }
  const { agencyIds } = own;
  const other =
    typeof agencyIds === 'string' ? undefined : agency.find((id) => !isInScope(id, agencyIds));
  if (other !== undefined) throw Problem.refused(refuse('notYourAgency', { agencyId: other }));
  return {
    agencyIds:
      agency.length > 0 ? allAgencyIds(agency, new Date().toISOString(), agencyMap) : agencyIds,
    ...{ portal, state, overdue, serviceId: service, offices: office },
  };
}
