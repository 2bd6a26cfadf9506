import { z } from 'zod';
import type { AgencyMap } from '../../contracts/agency-map.js';
import { allAgencyIds } from '../../contracts/agency-map.js';
import { bangkokDate, isCivilDate } from '../../contracts/civil-date.js';
import { agencyIdPattern, ministryIdPattern, serviceIdPattern } from '../../contracts/ids.js';
import { modes, portals, serviceStates } from '../../contracts/lifecycles/service/states.js';
import type {
  RequestFilter,
  ServiceFilter,
  WorkFilter,
  WorkKind,
} from '../../infra/postgres/read-model.js';
import { workKinds } from '../../infra/postgres/read-model.js';
import type { FindingFilter } from '../../infra/postgres/register-findings.js';
import { findingSorts } from '../../infra/postgres/register-findings.js';
import { findingCodes, findingSeverities } from '../../infra/register/findings.js';
import { BadQuery } from './problem.js';

/** A choice of several: given once, several times, or separated by commas. */
function several<const Values extends readonly [string, ...string[]]>(values: Values) {
  return z
    .union([z.string(), z.array(z.string())])
    .transform((given) =>
      [given]
        .flat()
        .flatMap((text) => text.split(','))
        .filter(Boolean),
    )
    .pipe(z.array(oneOf(values)));
}

function oneOf<const Values extends readonly [string, ...string[]]>(values: Values) {
  return z.enum(values, { error: `must be one of: ${values.join(', ')}` });
}

const yesOrNo = oneOf(['true', 'false']).transform((text) => text === 'true');
const once = 'may be given once';

/** A form sends its empty fields along: they count as left out. */
function given<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess((value) => (value === '' ? undefined : value), schema.optional());
}

const lang = given(oneOf(['th', 'en']));
const limit = given(
  z.coerce
    .number({ error: 'must be a number from 1 to 200' })
    .int({ error: 'must be a whole number from 1 to 200' })
    .min(1, 'must be a number from 1 to 200')
    .max(200, 'must be a number from 1 to 200'),
);
const cursor = given(z.string({ error: once }).max(1_000, 'is longer than any cursor'));
const agency = given(
  z.string({ error: once }).regex(agencyIdPattern, 'must be an agency id such as AGY009'),
);
const ministry = given(
  z.string({ error: once }).regex(ministryIdPattern, 'must be a ministry id such as MIN004'),
);
const yearHint = 'must be notRecorded or a fiscal year of the Buddhist era such as 2570';
const fiscalYear = given(
  z.union(
    [
      z.literal('notRecorded'),
      z
        .string()
        .regex(/^25[6-9]\d$|^26[0-4]\d$/)
        .transform(Number),
    ],
    {
      error: yearHint,
    },
  ),
);

const ListQuery = z.strictObject({
  state: given(several(serviceStates)),
  agency,
  ministry,
  mode: given(oneOf([...modes, 'notRecorded'])),
  portal: given(oneOf([...portals, 'notRecorded'])),
  fiscalYear,
  verified: given(yesOrNo),
  overdue: given(yesOrNo),
  text: given(
    z
      .string({ error: once })
      .max(200, 'may have 200 characters at most')
      .regex(/^\P{Cc}*$/u, 'must have no control characters'),
  ),
  limit,
  cursor,
  lang,
});
/** What a list of services is asked with. */
export type ListQuery = z.output<typeof ListQuery>;

const LateQuery = z.strictObject({
  kind: given(several(workKinds)),
  agency,
  ministry,
  limit,
  cursor,
  lang,
});
/** What a work-list is asked with. */
export type LateQuery = z.output<typeof LateQuery>;

const asOf = given(
  z
    .string({ error: once })
    .refine(isCivilDate, 'must be a day that exists, YYYY-MM-DD, such as 2026-10-31')
    .refine(
      (text) => !isCivilDate(text) || text <= bangkokDate(Date.now()),
      'must not lie in the future (Asia/Bangkok)',
    ),
);

const SummaryQuery = z.strictObject({ asOf, lang });
/** What the summary is asked with. */
export type SummaryQuery = z.output<typeof SummaryQuery>;

/** Columns by which the table of agencies can be ordered. */
export const requestSorts = ['overdue', 'open', 'sent', 'missed', 'agency'] as const;
/** A column by which the table of agencies is ordered. */
export type RequestSort = (typeof requestSorts)[number];

const LateRequestQuery = z.strictObject({
  agency,
  portal: given(oneOf(portals)),
  service: given(
    z.string({ error: once }).regex(serviceIdPattern, 'must be a service id such as SVC0106'),
  ),
  limit,
  cursor,
  lang,
});
/** What the list of late requests is asked with. */
export type LateRequestQuery = z.output<typeof LateRequestQuery>;

const RequestsQuery = z.strictObject({
  ...LateRequestQuery.shape,
  asOf,
  sort: given(oneOf(requestSorts)),
});
/** What the page of requests is asked with. */
export type RequestsQuery = z.output<typeof RequestsQuery>;

const FindingsQuery = z.strictObject({
  agency,
  code: given(oneOf(findingCodes)),
  severity: given(oneOf(findingSeverities)),
  sort: given(oneOf(findingSorts)),
  limit,
  cursor,
  lang,
});
/** What the findings of an edition of the register are asked with. */
export type FindingsQuery = z.output<typeof FindingsQuery>;

const PlainQuery = z.strictObject({ lang });

const TimelineQuery = z.strictObject({
  before: given(
    z
      .string({ error: once })
      .regex(/^[1-9]\d{0,14}$/, 'must be a sequence such as 101')
      .transform(Number),
  ),
  lang,
});
/** What one service is asked with. */
export type TimelineQuery = z.output<typeof TimelineQuery>;

/** Reads the query of a list of services. @throws BadQuery naming every faulty field */
export function readListQuery(query: unknown): ListQuery {
  return read(ListQuery, query);
}

/** Reads the query of a work-list. @throws BadQuery naming every faulty field */
export function readLateQuery(query: unknown): LateQuery {
  return read(LateQuery, query);
}

/** Reads the query of the summary. @throws BadQuery naming every faulty field */
export function readSummaryQuery(query: unknown): SummaryQuery {
  return read(SummaryQuery, query);
}

/** Reads the query of the list of late requests. @throws BadQuery naming every faulty field */
export function readLateRequestQuery(query: unknown): LateRequestQuery {
  return read(LateRequestQuery, query);
}

/** Reads the query of the page of requests. @throws BadQuery naming every faulty field */
export function readRequestsQuery(query: unknown): RequestsQuery {
  return read(RequestsQuery, query);
}

/** Reads the query of an edition's findings. @throws BadQuery naming every faulty field */
export function readFindingsQuery(query: unknown): FindingsQuery {
  return read(FindingsQuery, query);
}

/** Reads a query that asks for a language at most. @throws BadQuery naming every faulty field */
export function readPlainQuery(query: unknown): void {
  read(PlainQuery, query);
}

/** Reads the query of one service. @throws BadQuery naming every faulty field */
export function readTimelineQuery(query: unknown): TimelineQuery {
  return read(TimelineQuery, query);
}

function read<Schema extends z.ZodObject>(schema: Schema, query: unknown): z.output<Schema> {
  const parsed = schema.safeParse(query);
  if (parsed.success) return parsed.data;
  throw new BadQuery(parsed.error.issues.flatMap((issue) => faultsOf(issue, schema)));
}

function faultsOf(issue: z.core.$ZodIssue, schema: z.ZodObject) {
  if (issue.code === 'unrecognized_keys') {
    const known = Object.keys(schema.shape).join(', ');
    return issue.keys.map((field) => ({
      field,
      message: `is not known here; known are: ${known}`,
    }));
  }
  return [{ field: String(issue.path[0] ?? 'query'), message: issue.message }];
}

/** The filter of the read model that a query means; one agency means its whole organisation. */
export function serviceFilter(query: ListQuery, map: AgencyMap): ServiceFilter {
  const { agency: id, ministry: ministryId, limit: _, cursor: __, lang: ___, ...rest } = query;
  return { ...rest, ministryId, agencyIds: organisation(id, map) };
}

/** The filter of the work-lists that a query means. */
export function workFilter(
  query: LateQuery,
  map: AgencyMap,
  kinds?: readonly WorkKind[],
): WorkFilter {
  const { agency: id, ministry: ministryId } = query;
  return { kinds: query.kind ?? kinds, ministryId, agencyIds: organisation(id, map) };
}

/** The filter of the requests that a query means. */
export function lateRequestFilter(query: LateRequestQuery, map: AgencyMap): RequestFilter {
  const { agency: id, portal, service: serviceId } = query;
  return { agencyIds: organisation(id, map) ?? 'all', portal, serviceId };
}

/** The filter of an edition's findings that a query means. */
export function findingFilter(query: FindingsQuery, map: AgencyMap): FindingFilter {
  const { agency: id, code, severity } = query;
  return { agencyIds: organisation(id, map), code, severity };
}

function organisation(agencyId: string | undefined, map: AgencyMap): string[] | undefined {
  if (agencyId === undefined) return undefined;
  return allAgencyIds([agencyId], new Date().toISOString(), map);
}
