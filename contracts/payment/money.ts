import { z } from 'zod';

/** A sum of money: baht and satang as a decimal text, so that nothing is rounded on the way. */
export const Money = z.strictObject({
  amount: z
    .string()
    .regex(/^(0|[1-9]\d{0,11})\.\d{2}$/, 'must be baht with two decimals, as "2200.00"')
    .describe('Baht and satang, two decimals, no separator, e.g. "2200.00"'),
  currency: z.literal('THB'),
});

/** A sum that came in, which may be of another amount or currency than was asked for. */
export const PaidMoney = z.strictObject({
  amount: z
    .string()
    .regex(/^(0|[1-9]\d{0,11})(\.\d{1,4})?$/, 'must be a decimal number, as "2200.00"'),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .describe('ISO 4217; anything but THB is given back'),
});
/** A sum that came in. */
export type PaidMoney = z.output<typeof PaidMoney>;
