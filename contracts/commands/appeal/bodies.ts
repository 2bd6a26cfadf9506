import { z } from 'zod';
import type { AppealAction } from '../../lifecycles/appeal/table.js';
import { appealOutcomes } from '../../lifecycles/appeal/table.js';
import { fieldTexts } from '../field-texts.js';
import { Delegation, OrderNumber, StatementOfReasons, Words } from '../request/bodies.js';

/** Outcomes that somebody decides; the others come by themselves or from the applicant. */
const decided = appealOutcomes.filter((one) => one !== 'withdrawn' && one !== 'undecidedInTime');

/** Bodies of all actions on an appeal. */
export const appealBodies = {
  decideAppeal: z
    .strictObject({
      outcome: z.enum(decided),
      statement: StatementOfReasons,
      orderNumber: OrderNumber.optional(),
      delegation: Delegation.optional(),
      decision: z
        .enum(['approved', 'approvedWithConditions'])
        .optional()
        .describe('Of `varied`: what stands in the place of the order'),
    })
    .refine(({ outcome, decision }) => (outcome === 'varied') === (decision !== undefined), {
      message: fieldTexts.noVariedDecision.en,
      path: ['decision'],
    }),
  sendUp: z.strictObject({ reason: Words.describe('Opinion with reasons, for the superior') }),
  extendAppeal: z.strictObject({ reason: Words }),
  grantStay: z.strictObject({ reason: Words }),
  refuseStay: z.strictObject({ reason: Words }),
  withdrawAppeal: z.strictObject({ reason: Words.optional() }),
} as const satisfies Record<AppealAction, z.ZodType>;
