import { z } from 'zod';
import type { Pool } from '../../infra/postgres/pool.js';
import { listAgencies, worklist, workKinds } from '../../infra/postgres/read-model.js';
import { readableAgencies, signedInOf } from './rules.js';
import type { Gateway } from './server.js';

const WorklistQuery = z.strictObject({
  kind: z.enum(workKinds).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().optional(),
});

/** Work-lists and agencies, from the projection. */
export function listRoutes(gateway: Gateway, pool: Pool): void {
  gateway.get(
    '/v1/worklist',
    {
      config: { rule: 'readServices' },
      schema: {
        tags: ['worklist'],
        summary: 'What waits for me or my agency, the nearest first',
        querystring: WorklistQuery,
      },
    },
    async (httpRequest) => {
      const readable = readableAgencies(signedInOf(httpRequest).actor);
      const { kind, limit, cursor } = httpRequest.query;
      return worklist(
        pool,
        {
          ...(readable === 'all' ? {} : { agencyIds: [...readable] }),
          ...(kind === undefined ? {} : { kinds: [kind] }),
        },
        { limit, ...(cursor === undefined ? {} : { cursor }) },
      );
    },
  );

  gateway.get(
    '/v1/agencies',
    {
      config: { rule: 'readServices' },
      schema: { tags: ['agencies'], summary: 'The agencies of the register' },
    },
    async () => ({ items: await listAgencies(pool) }),
  );
}
