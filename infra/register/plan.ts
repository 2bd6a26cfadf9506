import { registerCallOf } from '../../contracts/lifecycles/service/register.js';
import type { ServiceState } from '../../contracts/lifecycles/service/states.js';
import type { RegisterColumn } from './columns.js';
import { changesOf } from './compare.js';
import type { Finding, FindingCode } from './findings.js';
import { finding } from './findings.js';
import type { FieldChange, KnownService, RowWork } from './known.js';
import type { MappedEdition, MappedRow, ToldStatus } from './map.js';
import { nameKeys } from './name-keys.js';
import type { RegisterEdition } from './read.js';
import { backAgain, basisOf, factsOf, writeOf } from './writes.js';

/** What a row comes to. The four add up to the rows of the edition. */
export const rowOutcomes = ['created', 'changed', 'unchanged', 'refused'] as const;
/** What a row comes to. */
export type RowOutcome = (typeof rowOutcomes)[number];

/** How many rows come to what. */
export type RowCounts = Readonly<Record<RowOutcome, number>>;

/** What is known here when an edition is planned. */
export interface Knowledge {
  readonly services: readonly KnownService[];
  /** Whether two agency ids are one organisation's now. */
  readonly isSameOrganisation: (one: string, other: string) => boolean;
}

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
  const { services, isSameOrganisation } = knowledge;
  const known = byRow(services);
  const proposed = services.filter(isProposedHere);
  const rows = mapped.rows.map((row) => {
    const [one, other] = known.get(row.serviceId) ?? [];
    if (one !== undefined && other !== undefined) return claimedTwice(edition, row, [one, other]);
    const planned = planRow(edition, row, one, isSameOrganisation);
    const isBegun = planned.work?.kind === 'start' && proposed.length > 0;
    return isBegun ? withCandidates(edition, planned, proposed, isSameOrganisation) : planned;
  });
  const counts = { created: 0, changed: 0, unchanged: 0, refused: mapped.refused };
  for (const { outcome } of rows) counts[outcome] += 1;
  const told = new Set(edition.rows.map(({ serviceId = '' }) => serviceId));
  return {
    counts,
    rows,
    missing: knowledge.services.filter((one) => isMissing(one, told)).map(missingOf),
    findings: [...mapped.findings, ...rows.flatMap(({ finding: found }) => found ?? [])],
  };
}

/** The cases by the id of their row: the linked one, or their own; what came by error yields to a linked one. */
function byRow(services: readonly KnownService[]): ReadonlyMap<string, readonly KnownService[]> {
  const rows = new Map<string, KnownService[]>();
  const linked = services.filter(({ registerId }) => registerId !== undefined);
  for (const one of linked) rows.set(rowOf(one), [...(rows.get(rowOf(one)) ?? []), one]);
  for (const one of services) {
    const others = rows.get(rowOf(one)) ?? [];
    const yields = one.state === 'registeredInError' && others.length > 0;
    if (one.registerId === undefined && !yields) rows.set(rowOf(one), [...others, one]);
  }
  return rows;
}

function rowOf({ serviceId, registerId = serviceId }: KnownService): string {
  return registerId;
}

/** It is in no edition, and linked to no row. */
function isProposedHere({ register, registerId, state }: KnownService): boolean {
  const isGone = state === 'registeredInError' || state === 'mergedInto';
  return register === null && registerId === undefined && !isGone;
}

/** A row of the same name and organisation is told of to a person; by name alone nothing is linked. */
function withCandidates(
  edition: Pick<RegisterEdition, 'sheet' | 'columns'>,
  planned: PlannedRow,
  proposed: readonly KnownService[],
  isSame: Knowledge['isSameOrganisation'],
): PlannedRow {
  const { serviceId, told, row } = planned;
  const name = nameKeys(told.name ?? '').unmarked;
  const candidates = proposed.filter(
    (one) => isSame(one.agencyId, told.agencyId ?? '') && nameKeys(one.name.th).unmarked === name,
  );
  if (candidates.length === 0) return planned;
  const other = idsOf(candidates);
  return {
    ...planned,
    finding: finding(placeOf(edition, row), 'PROPOSED_HERE', serviceId, { other }),
  };
}

function idsOf(services: readonly KnownService[]): string {
  return services.map(({ serviceId }) => serviceId).join(', ');
}

function placeOf({ sheet, columns }: Pick<RegisterEdition, 'sheet' | 'columns'>, row: number) {
  return { sheet, cell: `${columns.serviceId ?? ''}${row}` };
}

function claimedTwice(
  edition: Pick<RegisterEdition, 'sheet' | 'columns'>,
  row: MappedRow,
  claimants: readonly KnownService[],
): PlannedRow {
  const other = idsOf(claimants);
  return refused(
    row,
    finding(placeOf(edition, row.row), 'CLAIMED_TWICE', row.serviceId, { other }),
  );
}

/** The row was unlinked from its case between the plan and the deed: another import plans it anew. */
export function unlinkedMeanwhile(
  edition: Pick<RegisterEdition, 'sheet' | 'columns'>,
  row: TakenRow,
  caseId: string,
): PlannedRow {
  const place = placeOf(edition, row.row);
  return refused(row, finding(place, 'UNLINKED', row.serviceId, { other: caseId }));
}

/** What an edition never told of is not missing from it, nor what is in the register by error alone. */
function isMissing(one: KnownService, told: ReadonlySet<string>) {
  return one.register !== null && one.state !== 'registeredInError' && !told.has(rowOf(one));
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
  if (known === undefined || isUndone(known)) {
    const { start, incomplete } = row;
    if (start === undefined)
      return incomplete === undefined ? comesTo(row, 'unchanged') : refused(row, incomplete);
    const work = known === undefined ? { kind: 'start' as const, start } : backAgain(known, start);
    return comesTo(row, 'created', work);
  }
  const behind = isBehind(row.told.status, known) ? { finding: behindAt(edition, row) } : {};
  const changes = changesOf(row, known, isSame).filter(
    ({ field }) => field !== 'status' || behind.finding === undefined,
  );
  const isNew = known.registerId !== undefined && known.register === null;
  if (isNew && !changes.some(isOfCase))
    return { ...listed(edition, row, known, changes), ...behind };
  if (changes.length === 0) return { ...comesTo(row, 'unchanged'), ...behind };
  const ofCase = changes.some(isOfCase);
  const refusal = refusalOf(known, edition.asOf, ofCase);
  if (refusal !== undefined) return refused(row, conflict(edition, row, changes, refusal), changes);
  const work = ofCase ? writeOf(edition, row, known) : null;
  return { ...comesTo(row, 'changed', work, changes), ...behind };
}

/** What of a row a plan keeps. */
type TakenRow = Pick<MappedRow, 'row' | 'serviceId' | 'told' | 'original'>;

function comesTo(
  { row, serviceId, told, original }: TakenRow,
  outcome: RowOutcome,
  work: RowWork | null = null,
  changes: readonly FieldChange[] = [],
): PlannedRow {
  return { row, serviceId, told, original, outcome, changes, work };
}

function refused(row: TakenRow, why: Finding, changes: readonly FieldChange[] = []): PlannedRow {
  return { ...comesTo(row, 'refused', null, changes), finding: why };
}

/** Whether a change is one of the case itself, and not of what the edition alone is kept with. */
function isOfCase({ field }: FieldChange): boolean {
  return field !== 'project' && field !== 'remark';
}

/** The row of a case that was proposed here is in an edition for the first time. */
function listed(
  edition: Pick<RegisterEdition, 'asOf' | 'sha256'>,
  row: MappedRow,
  known: KnownService,
  changes: readonly FieldChange[],
): PlannedRow {
  const { serviceId } = row;
  const work: RowWork = {
    ...{ kind: 'write', serviceId: known.serviceId, former: factsOf(known) },
    next: { kind: 'list', registerId: serviceId, register: basisOf(edition, row, known) },
    back: { kind: 'list', registerId: serviceId, register: null },
  };
  const now: FieldChange = { field: 'listed', was: null, is: known.serviceId };
  return comesTo(row, 'changed', work, [now, ...changes]);
}

/** Its import was undone: it comes back under the same id, its sequence going on. */
function isUndone({ state, isTouched }: KnownService): boolean {
  return state === 'registeredInError' && !isTouched;
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
  listed: 'serviceId',
  name: 'name',
  agency: 'agencyId',
  ministry: 'ministryId',
  status: 'statusId',
  reason: 'reasonId',
  project: 'project',
  remark: 'remark',
};
