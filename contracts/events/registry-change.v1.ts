import { z } from 'zod';

const name = z.object({ th: z.string(), en: z.string().optional() });

const OwedReport = z.object({
  serviceId: z.string(),
  fiscalYear: z.int().describe('Buddhist era'),
  quarter: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
  dueOn: z.string().describe('Day, YYYY-MM-DD, Asia/Bangkok'),
});

/** An agency as the register names it. */
export const AgencyRecorded = z.object({
  kind: z.literal('agencyRecorded'),
  agencyId: z.string(),
  name,
  ministryId: z.string().nullable(),
  ministry: name.nullable(),
  asOf: z.string().optional().describe('As-of date of the edition that says so, YYYY-MM-DD'),
});

/** The agency's letter: what its services owe, once every 15 days while anything is owed. */
export const AgencyDigestSent = z.object({
  kind: z.literal('agencyDigestSent'),
  agencyId: z.string(),
  digest: z.int().describe('Number of the digest of this agency, from 1'),
  owed: z.array(OwedReport),
  email: z.enum(['sent', 'off', 'noAddress', 'failed']).describe('Whether it also went by e-mail'),
});

/** Data of every event on `registry.change.v1`. */
export const RegistryChangeV1 = z.discriminatedUnion('kind', [AgencyRecorded, AgencyDigestSent]);
/** Data of every event on `registry.change.v1`. */
export type RegistryChangeV1 = z.output<typeof RegistryChangeV1>;
