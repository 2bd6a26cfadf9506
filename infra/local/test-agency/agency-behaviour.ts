import { z } from 'zod';
import { agencyIdPattern } from '../../../contracts/ids.js';
import { Manner } from './web.js';

/** How answers are called back. */
const callbacks = [
  'once',
  'twice',
  'never',
  'forged',
  'stale',
  'otherRequest',
  'reversed',
  'beforeAccepting',
] as const;

/** How an agency's system behaves; what is left out is as an agency should. */
const Behaviour = z.strictObject({
  ...Manner.shape,
  /** What it answers, one after the other. */
  outcomes: z
    .array(
      z.enum([
        'received',
        'documentsNeeded',
        'approved',
        'approvedWithConditions',
        'refused',
        'issued',
      ]),
    )
    .default(['received', 'approved', 'issued']),
  /** How long it takes for each, milliseconds. */
  eachAfterMs: z.int().min(0).max(86_400_000).default(300),
  callbacks: z.enum(callbacks).default('once'),
  /** With `otherRequest`: to whose callback the answers are sent. */
  otherRequestId: z.uuid().optional(),
  /** Says the opposite in the end, under the number of its last answer. */
  contradicts: z.boolean().default(false),
  /** Issues only when it was told that the fee is paid. */
  awaitsFee: z.boolean().default(false),
});
/** How an agency's system behaves. */
export type AgencyBehaviour = z.output<typeof Behaviour>;

/** How a well-behaved one does. */
export const goodBehaviour: AgencyBehaviour = Behaviour.parse({});

/** `POST /dev/agency`: how one agency is to behave, for one request or for all. */
export const AgencyScript = z.strictObject({
  agencyId: z.string().regex(agencyIdPattern),
  requestId: z.uuid().optional(),
  /** Forgets all requests that it was given. */
  forgets: z.boolean().default(false),
  ...Behaviour.shape,
});
