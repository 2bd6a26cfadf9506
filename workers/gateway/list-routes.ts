import type { Lists } from './lists.js';
import { workScopeOf } from './lists.js';
import { answering } from './openapi.js';
import { signedInOf } from './rules.js';
import type { Gateway } from './server.js';
import { scopeOf } from './service-routes.js';
import { AgenciesAnswer, NoQuery, WorklistAnswer, WorklistQuery } from './shapes.js';

const config = { rule: 'readWork' } as const;

/** Work-lists and agencies, from the projection. */
export function listRoutes(gateway: Gateway, lists: Lists): void {
  gateway.get(
    '/v1/worklist',
    {
      config,
      schema: {
        tags: ['worklist'],
        summary:
          'What is to be done, the soonest due first; agencies see their own. awaiting=me: only mine',
        querystring: WorklistQuery,
        response: answering(WorklistAnswer),
      },
    },
    async (httpRequest) => {
      const { kind, agency, ministry, awaiting, limit, cursor } = httpRequest.query;
      const signedIn = signedInOf(httpRequest);
      const { actor } = signedIn;
      const scope = workScopeOf(actor);
      const filter = {
        ...scope,
        agencyIds: scopeOf(signedIn, agency),
        kinds: kind?.filter((one) => scope.kinds?.includes(one)) ?? scope.kinds,
        ministryId: ministry,
        awaiting: awaiting?.flatMap((one) => (one === 'me' ? actor.roles : [one])),
      };
      return lists.allWork(filter, { limit, cursor });
    },
  );

  gateway.get(
    '/v1/agencies',
    {
      config,
      schema: {
        tags: ['agencies'],
        summary: 'The agencies of the register',
        querystring: NoQuery,
        response: answering(AgenciesAnswer),
      },
    },
    async () => ({ items: await lists.agencies() }),
  );
}
