import { z } from 'zod';
import { regimeIds } from '../calendar/regimes.js';

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

const merging = {
  agencyId: z.string().describe('The id that is merged into another, or is not'),
  into: z.string().describe('The id that stands, or would stand, for the organisation'),
};

/** A platform operator has decided that an agency id is another's organisation. No case changes. */
export const AgencyMerged = z.object({
  kind: z.literal('agencyMerged'),
  ...merging,
  since: z.string().describe('From when on, RFC 3339, UTC'),
});

/** A merge was taken back: the two stand for themselves again. */
export const AgencyUnmerged = z.object({
  kind: z.literal('agencyUnmerged'),
  ...merging,
  since: z.string().describe('`since` of the merge'),
  until: z.string().describe('Until when it held, RFC 3339, UTC'),
});

/** A platform operator has decided that two ids are not one organisation's. */
export const MergeRefused = z.object({
  kind: z.literal('mergeRefused'),
  ...merging,
  at: z.string().describe('RFC 3339, UTC'),
});

/** A version of a service's citizens' manual was published by four eyes. */
export const ManualPublished = z.object({
  kind: z.literal('manualPublished'),
  serviceId: z.string(),
  agencyId: z.string(),
  version: z.int().describe('Contiguous from 1 for each service'),
  effectiveFrom: z.string().describe('Day, YYYY-MM-DD, Asia/Bangkok'),
  effectiveUntil: z.string().nullable().describe('Last day; null: without end'),
  regime: z.enum(regimeIds),
  isIllustrative: z.boolean().describe('Has figures that are made up, for the sample'),
});

const calendarChange = {
  revision: z.int().describe('Number of the change, contiguous from 1'),
  version: z.string().describe('The calendar from now on, e.g. 2026.1+2026-12-28'),
  date: z.string().describe('The special holiday, YYYY-MM-DD'),
  name: z.object({ th: z.string(), en: z.string() }),
  authority: z.string().describe('Who resolved it, as it is cited'),
  resolvedOn: z.string().nullable().describe('Day of the resolution'),
  on: z.string().describe('Day of the change, YYYY-MM-DD, Asia/Bangkok'),
  campaignId: z.string().describe('The campaign that counts open cases again'),
};

/** A special holiday was declared: open cases are counted again (C15). */
export const CalendarDeclared = z.object({
  kind: z.literal('calendarDeclared'),
  ...calendarChange,
});

/** A special holiday was withdrawn before its day: open cases are counted back (C16). */
export const CalendarWithdrawn = z.object({
  kind: z.literal('calendarWithdrawn'),
  ...calendarChange,
});

/** Data of every event on `registry.change.v1`. */
export const RegistryChangeV1 = z.discriminatedUnion('kind', [
  AgencyRecorded,
  AgencyDigestSent,
  AgencyMerged,
  AgencyUnmerged,
  MergeRefused,
  ManualPublished,
  CalendarDeclared,
  CalendarWithdrawn,
]);
/** Data of every event on `registry.change.v1`. */
export type RegistryChangeV1 = z.output<typeof RegistryChangeV1>;
