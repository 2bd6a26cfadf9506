import type {
  RegisterFacts,
  RegisterWrite,
  Restatement,
} from '../../contracts/commands/service/register.js';
import type { ServiceStart } from '../../contracts/commands/service/messages.js';
import type { RegisterBasis, ServiceName } from '../../contracts/lifecycles/service/case.js';
import type { RegisterCall } from '../../contracts/lifecycles/service/register.js';
import { registerCallOf, registerReasonOf } from '../../contracts/lifecycles/service/register.js';
import type { ServiceState } from '../../contracts/lifecycles/service/states.js';
import type { RegisterColumn } from './columns.js';
import type { Finding, FindingCode } from './findings.js';
import { finding } from './findings.js';
import type { MappedEdition, MappedRow, ToldStatus } from './map.js';
import type { RegisterEdition } from './read.js';

/** What a row comes to. The four add up to the rows of the edition. */
export const rowOutcomes = ['created', 'changed', 'unchanged', 'refused'] as const;
/** What a row comes to. */
export type RowOutcome = (typeof rowOutcomes)[number];

/** How many rows come to what. */
export type RowCounts = Readonly<Record<RowOutcome, number>>;

/** A service as it stands here, as far as the register tells of it. */
export interface KnownService {
  /** Id of its case. */
  readonly serviceId: string;
  readonly agencyId: string;
  readonly ministryId: string | null;
  readonly name: ServiceName;
  readonly state: ServiceState;
  readonly exclusion: Restatement['exclusion'];
  /** What the register said of it last; `null`: it was proposed here. */
  readonly register: RegisterBasis | null;
  /** Somebody has acted on it here. */
  readonly isTouched: boolean;
  /** What the last edition told besides; not there: no edition has told it. */
  readonly project?: string | undefined;
  readonly remark?: string | undefined;
  /** As-of date of the last edition that told of it; not there: none did. */
  readonly toldAsOf?: string | undefined;
}

/** An exclusion as the register tells of it: whether its re-review is due is our own. */
export function toldExclusion(exclusion: Restatement['exclusion']): Restatement['exclusion'] {
  if (exclusion === null) return null;
  const { kind, reasonCode, reReviewOn } = exclusion;
  return { kind, reasonCode, reReviewOn };
}

/** What is known here when an edition is planned. */
export interface Knowledge {
  readonly services: readonly KnownService[];
  /** Register ids that a person has linked to another case (design §2.1): row id → id of the case. */
  readonly links: ReadonlyMap<string, string>;
  /** Whether two agency ids are one organisation's now. */
  readonly isSameOrganisation: (one: string, other: string) => boolean;
}

/** A field of a service that an edition tells otherwise; `null`: nothing is told. */
export interface FieldChange {
  readonly field: 'name' | 'agency' | 'ministry' | 'status' | 'reason' | 'project' | 'remark';
  readonly was: string | null;
  readonly is: string | null;
}

/** What is to be done for a row: begin a case, or write one; nothing where the edition alone is kept. */
export type RowWork =
  | { readonly kind: 'start'; readonly start: ServiceStart }
  | {
      readonly kind: 'write';
      readonly serviceId: string;
      readonly former: RegisterFacts;
      readonly next: RegisterWrite['next'];
      /** What undoes it. */
      readonly back: RegisterWrite['next'];
    };

/** A row with what it comes to. */
export interface PlannedRow {
  readonly row: number;
  readonly serviceId: string;
  readonly told: MappedRow['told'];
  readonly original: MappedRow['original'];
  readonly outcome: RowOutcome;
  /** Field by field. */
  readonly changes: readonly FieldChange[];
  readonly work: RowWork | null;
  /** Why it is refused, or what is to be known of it. */
  readonly finding?: Finding;
}

/** A service that is here and not in the edition: reported, never ended by itself. */
export interface MissingService {
  readonly serviceId: string;
  readonly agencyId: string;
  readonly name: string;
  readonly state: ServiceState;
}

/** What an edition would do. */
export interface EditionPlan {
  readonly counts: RowCounts;
  readonly rows: readonly PlannedRow[];
  readonly missing: readonly MissingService[];
  /** Those of the edition, and those of comparing it. */
  readonly findings: readonly Finding[];
}

/** Plans what an edition would do to what is here. Pure. */
export function planEdition(
  edition: RegisterEdition,
  mapped: MappedEdition,
  knowledge: Knowledge,
): EditionPlan {
  const known = new Map(knowledge.services.map((one) => [one.serviceId, one]));
  const rows = mapped.rows.map((row) => {
    const caseId = knowledge.links.get(row.serviceId) ?? row.serviceId;
    return planRow(edition, row, known.get(caseId), knowledge.isSameOrganisation);
  });
  const counts = { created: 0, changed: 0, unchanged: 0, refused: mapped.refused };
  for (const { outcome } of rows) counts[outcome] += 1;
  const told = new Set(
    edition.rows.map(({ serviceId = '' }) => knowledge.links.get(serviceId) ?? serviceId),
  );
  return {
    counts,
    rows,
    missing: knowledge.services.filter((one) => isMissing(one, told)).map(missingOf),
    findings: [...mapped.findings, ...rows.flatMap(({ finding: found }) => found ?? [])],
  };
}

/** What an edition never told of is not missing from it, nor what is in the register by error alone. */
function isMissing({ serviceId, register, state }: KnownService, told: ReadonlySet<string>) {
  return register !== null && state !== 'registeredInError' && !told.has(serviceId);
}

function missingOf({ serviceId, agencyId, name, state }: KnownService): MissingService {
  return { serviceId, agencyId, name: name.th, state };
}

/**
 * What a row comes to. A case that nobody has touched here follows the file; one that was is a conflict for
 * a person, and so is one of which a later edition has told otherwise.
 */
export function planRow(
  edition: Pick<RegisterEdition, 'sheet' | 'columns' | 'asOf' | 'sha256'>,
  row: MappedRow,
  known: KnownService | undefined,
  isSame: Knowledge['isSameOrganisation'],
): PlannedRow {
  const { serviceId, told, original } = row;
  const base = { row: row.row, serviceId, told, original };
  const refused = (found: Finding, changes: readonly FieldChange[] = []): PlannedRow => ({
    ...{ ...base, outcome: 'refused', changes, work: null, finding: found },
  });
  if (known === undefined || isUndone(known)) {
    const { start, incomplete } = row;
    if (start === undefined)
      return incomplete === undefined ? unchanged(base) : refused(incomplete);
    const work = known === undefined ? { kind: 'start' as const, start } : backAgain(known, start);
    return { ...base, outcome: 'created', changes: [], work };
  }
  const behind = isBehind(told.status, known) ? { finding: behindAt(edition, row) } : {};
  const changes = changesOf(row, known, isSame).filter(
    ({ field }) => field !== 'status' || behind.finding === undefined,
  );
  if (changes.length === 0) return { ...unchanged(base), ...behind };
  const isOfCase = changes.some(({ field }) => field !== 'project' && field !== 'remark');
  const refusal = refusalOf(known, edition.asOf, isOfCase);
  if (refusal !== undefined) return refused(conflict(edition, row, changes, refusal), changes);
  const work = isOfCase ? writeOf(edition, row, known) : null;
  return { ...base, outcome: 'changed', changes, work, ...behind };
}

function unchanged(base: Pick<PlannedRow, 'row' | 'serviceId' | 'told' | 'original'>): PlannedRow {
  return { ...base, outcome: 'unchanged', changes: [], work: null };
}

/** Its import was undone: it comes back under the same id, its sequence going on. */
function isUndone({ state, isTouched }: KnownService): boolean {
  return state === 'registeredInError' && !isTouched;
}

function backAgain(known: KnownService, start: ServiceStart): RowWork {
  const { agencyId, ministryId, name, origin } = start;
  if (origin.kind !== 'register') return { kind: 'start', start };
  const { state, exclusion = null, basis: register } = origin;
  return {
    kind: 'write',
    serviceId: known.serviceId,
    former: factsOf(known),
    next: { kind: 'restate', agencyId, ministryId, name, state, exclusion, register },
    back: { kind: 'registerInError' },
  };
}

// --- Comparing ------------------------------------------------------------------------------------

/** What the row tells otherwise than it stands here; what the file does not have is not compared. */
export function changesOf(
  { told }: Pick<MappedRow, 'told'>,
  known: KnownService,
  isSame: Knowledge['isSameOrganisation'],
): FieldChange[] {
  const call = registerCallOf(known);
  const { name, agencyId, ministryId, status, project, remark } = told;
  const differs = (
    field: FieldChange['field'],
    was: string | null,
    is: string | null | undefined,
  ) => (is === undefined || is === was ? [] : [{ field, was, is }]);
  const ofAgency =
    agencyId !== undefined && isSame(agencyId, known.agencyId)
      ? []
      : differs('agency', known.agencyId, agencyId);
  return [
    ...differs('name', known.name.th, name),
    ...ofAgency,
    ...(ministryId === null ? [] : differs('ministry', known.ministryId, ministryId)),
    ...(status === undefined || call === null ? [] : statusChanges(status, call)),
    ...differs('project', known.project ?? '', project),
    ...differs('remark', known.remark ?? '', remark),
  ];
}

function statusChanges(status: ToldStatus, call: RegisterCall): FieldChange[] {
  const { statusId, hasReasons } = status;
  if (statusId !== call.statusId) return [{ field: 'status', was: call.statusId, is: statusId }];
  const is = reasonOf(status);
  return !hasReasons || is === null || is === call.reasonId
    ? []
    : [{ field: 'reason', was: call.reasonId, is }];
}

/** The reason that a row tells; `null` where the status has none. */
function reasonOf({ state, exclusion }: ToldStatus): string | null {
  return state === 'discontinued' ? 'RSN11' : registerReasonOf(exclusion?.reasonCode);
}

/**
 * Whether the register only says again what it said before, of a service that was carried further here: its
 * next edition has it, and no person has anything to decide.
 */
function isBehind(status: ToldStatus | undefined, known: KnownService): boolean {
  const { isTouched, register } = known;
  const isFurther = registerCallOf(known)?.statusId === 'STA01';
  const isOnTheWay = status?.statusId === 'STA02' || status?.statusId === 'STA03';
  return isTouched && isFurther && isOnTheWay && register?.statusId === status.statusId;
}

function behindAt(
  { sheet, columns }: Pick<RegisterEdition, 'sheet' | 'columns'>,
  { row, told }: MappedRow,
): Finding {
  const place = { sheet, cell: `${columns.statusId ?? ''}${row}` };
  return finding(place, 'REGISTER_BEHIND', told.status?.statusId ?? '', { other: 'STA01' });
}

type Refusal = Extract<FindingCode, 'CONFLICT' | 'OLDER_EDITION'>;

function refusalOf(
  { isTouched, register, toldAsOf = '' }: KnownService,
  asOf: string,
  isOfCase: boolean,
): Refusal | undefined {
  if (isTouched && isOfCase) return 'CONFLICT';
  return [register?.asOf ?? '', toldAsOf].some((told) => told > asOf) ? 'OLDER_EDITION' : undefined;
}

/** At the first cell that differs. */
function conflict(
  { sheet, columns }: Pick<RegisterEdition, 'sheet' | 'columns'>,
  row: MappedRow,
  changes: readonly FieldChange[],
  code: Refusal,
): Finding {
  const [first] = changes;
  const column = first === undefined ? 'serviceId' : columnOf[first.field];
  const found = first?.is ?? '';
  const other = changes.map(({ field, was }) => `${field} ${was ?? '-'}`).join(', ');
  return finding({ sheet, cell: `${columns[column] ?? ''}${row.row}` }, code, found, { other });
}

const columnOf: Readonly<Record<FieldChange['field'], RegisterColumn>> = {
  name: 'name',
  agency: 'agencyId',
  ministry: 'ministryId',
  status: 'statusId',
  reason: 'reasonId',
  project: 'project',
  remark: 'remark',
};

// --- Writing --------------------------------------------------------------------------------------

/** What a write finds, when nothing has moved. */
export function factsOf({
  agencyId,
  name,
  state,
  exclusion,
}: Pick<KnownService, 'agencyId' | 'name' | 'state' | 'exclusion'>): RegisterFacts {
  const { kind, reasonCode } = exclusion ?? {};
  return {
    ...{ agencyId, name, state },
    exclusion: kind === undefined || reasonCode === undefined ? null : { kind, reasonCode },
  };
}

/** What the file does not have stays as it is. */
function writeOf(
  { asOf, sha256 }: Pick<RegisterEdition, 'asOf' | 'sha256'>,
  { row, told }: MappedRow,
  known: KnownService,
): RowWork {
  const { status } = told;
  const standing = standingAfter(status, known);
  const register: RegisterBasis = {
    ...{ edition: sha256, asOf, row },
    statusId: status?.statusId ?? known.register?.statusId ?? '',
    ...reasonIn(status, known),
  };
  const next: Restatement = {
    kind: 'restate',
    agencyId: told.agencyId ?? known.agencyId,
    ministryId: told.ministryId ?? known.ministryId,
    name: { ...known.name, ...(told.name === undefined ? {} : { th: told.name }) },
    ...standing,
    register,
  };
  const { serviceId } = known;
  return { kind: 'write', serviceId, former: factsOf(known), next, back: asItStands(known) };
}

function asItStands({
  agencyId,
  ministryId,
  name,
  state,
  exclusion,
  register,
}: KnownService): RegisterWrite['next'] {
  if (register === null) return { kind: 'registerInError' };
  return { kind: 'restate', agencyId, ministryId, name, state, exclusion, register };
}

/** Where it is called the same, it stays in its own state. */
function standingAfter(
  status: ToldStatus | undefined,
  known: KnownService,
): Pick<Restatement, 'state' | 'exclusion'> {
  const { state, exclusion } = known;
  const call = registerCallOf(known);
  if (status === undefined || call === null) return { state, exclusion };
  if (statusChanges(status, call).length === 0) return { state, exclusion };
  return { state: status.state, exclusion: status.exclusion ?? null };
}

function reasonIn(
  status: ToldStatus | undefined,
  { register }: KnownService,
): { reasonId?: string } {
  const told = status?.hasReasons === true ? reasonOf(status) : (register?.reasonId ?? null);
  return told === null ? {} : { reasonId: told };
}
