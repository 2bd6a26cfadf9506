import { z } from 'zod';
import { decisionKinds } from '../lifecycles/request/case.js';
import { appealActions, appealStates } from '../lifecycles/appeal/table.js';
import { portals, roles } from '../lifecycles/service/states.js';

const Day = z.iso.date().describe('Day, YYYY-MM-DD, Asia/Bangkok');

/** What can happen to an appeal: the last part but one of an event's type. */
export const appealEventKinds = [
  'filed',
  'sentUp',
  'extended',
  'stayGranted',
  'stayRefused',
  'reminded',
  'ended',
] as const;

/** Data of every event of an appeal, on the topic of its request's portal; its own counter. */
export const AppealStatusV1 = z.object({
  requestId: z.string(),
  number: z.int32().describe('Number of the appeal within the request'),
  serviceId: z.string(),
  agencyId: z.string(),
  portal: z.enum(portals),
  kind: z.enum(appealEventKinds).describe('What happened'),
  action: z.enum(appealActions).nullable().describe('The action; null: by itself, or the filing'),
  actor: z
    .object({ id: z.string().describe('Opaque'), role: z.enum(roles) })
    .nullable()
    .describe('Who did it; null: the engine'),
  from: z.enum(appealStates).nullable(),
  to: z.enum(appealStates),
  appeal: z.object({
    version: z.int(),
    filedAt: z.iso.datetime(),
    isLate: z.boolean(),
    order: z.object({ kind: z.enum(decisionKinds), decidedOn: Day }).describe('What is appealed'),
    stay: z.enum(['notAsked', 'asked', 'granted', 'refused']),
    dueOn: Day.nullable().describe('Last day of whoever has it; null: ended, or no law sets one'),
    outcome: z.enum(appealStates).nullable(),
  }),
});
/** Data of every event of an appeal. */
export type AppealStatusV1 = z.output<typeof AppealStatusV1>;
