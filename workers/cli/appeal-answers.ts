import { z } from 'zod';
import { appealRoutes } from '../../contracts/manuals/manual.js';
import { appealActions, appealStates } from '../../contracts/lifecycles/appeal/table.js';

const Label = z.object({ th: z.string(), en: z.string() });
/** `GET /v1/requests/{id}/appeals/{number}`, as far as the command line shows it. */
export const AppealShown = z.object({
  requestId: z.string(),
  number: z.number(),
  state: z.enum(appealStates),
  label: Label,
  version: z.number(),
  filedAt: z.string(),
  receivedAt: z.string().nullable(),
  isLate: z.boolean(),
  stay: z.string(),
  route: z.looseObject({
    route: z.enum(appealRoutes),
    body: Label,
    section: z.string(),
  }),
  dueOn: z.string().nullable(),
  byItself: z.object({ what: Label, at: z.string(), section: z.string() }).nullable(),
  words: z.array(z.object({ sequence: z.number(), words: z.unknown() })).nullable(),
  actions: z.array(
    z.object({
      action: z.enum(appealActions),
      label: Label,
      allowed: z.boolean(),
      whyNot: z.object({ text: Label }).optional(),
      body: z.record(z.string(), z.unknown()),
    }),
  ),
});
/** `GET /v1/requests/{id}/appeals/{number}`, as far as the command line shows it. */
export type AppealShown = z.output<typeof AppealShown>;
