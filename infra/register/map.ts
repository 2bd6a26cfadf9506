import { addDays } from '../../contracts/civil-date.js';
import type { AgencyRecord } from '../../contracts/commands/agency/messages.js';
import { exclusionReasons } from '../../contracts/commands/service/bodies.js';
import type { ServiceOrigin, ServiceStart } from '../../contracts/commands/service/messages.js';
import { agencyIdPattern, ministryIdPattern } from '../../contracts/ids.js';
import type { RegisterColumn } from './columns.js';
import { headerOf } from './columns.js';
import type { Finding } from './findings.js';
import type { StatusId } from './known-titles.js';
import { statusTitles } from './known-titles.js';
import { findingAt } from './places.js';
import type { RegisterEdition } from './read.js';
import type { RegisterRow } from './rows.js';
import type { RowFault } from './row-faults.js';
import { faultsOf, odditiesOf, statusOfRow } from './row-faults.js';

/** What an edition comes to: what its rows tell of services and agencies, and what was odd. */
export interface MappedEdition {
  /** Rows that were taken: with the refused they are all rows of the edition. */
  readonly rows: readonly MappedRow[];
  /** Rows that were refused, each with one finding or more of severity `refused`. */
  readonly refused: number;
  /** What begins the case of each taken row that tells enough for one. */
  readonly services: readonly ServiceStart[];
  readonly agencies: readonly AgencyRecord[];
  /** All findings of the edition: of its file, its cells, its sheets and its rows. */
  readonly findings: readonly Finding[];
}

/**
 * A row that was taken. What the file does not tell is not there; an empty text says that there is nothing.
 */
export interface MappedRow {
  readonly row: number;
  readonly serviceId: string;
  readonly told: ToldService;
  /** What stood in the cells whose text was put right. */
  readonly original: RegisterRow['original'];
  /** What begins the service's case; not there when the row tells too little for a new one. */
  readonly start?: ServiceStart;
  /** In place of `start`: why the row is refused when the service is new. */
  readonly incomplete?: Finding;
}

/** What a row tells of its service, field by field. */
export interface ToldService {
  readonly name?: string;
  readonly agencyId?: string;
  /** `null`: none that is known. */
  readonly ministryId?: string | null;
  readonly status?: ToldStatus;
  readonly project?: string;
  readonly remark?: string;
}

/** Where a service stands by the register. */
export interface ToldStatus {
  readonly statusId: StatusId;
  readonly state: MappedState['state'];
  readonly exclusion?: MappedState['exclusion'];
  /** Whether the file has reasons: without, `reasonCode` is not told, and STA05 may be either of two states. */
  readonly hasReasons: boolean;
}

type RegisterOrigin = Extract<ServiceOrigin, { kind: 'register' }>;
type MappedState = Pick<RegisterOrigin, 'state' | 'exclusion'>;

/** Maps an edition's rows to services and agencies; a row that does not fit is refused, and named. */
export function mapEdition(edition: RegisterEdition): MappedEdition {
  const rows: MappedRow[] = [];
  const findings = [...edition.findings];
  const firstRows = new Map<string, number>();
  for (const row of edition.rows) {
    const { serviceId = '' } = row;
    const note = ({ column, code, facts }: RowFault) =>
      findings.push(findingAt(edition, row, column, code, facts));
    const faults = faultsOf(edition, row, firstRows.get(serviceId));
    if (!firstRows.has(serviceId)) firstRows.set(serviceId, row.row);
    for (const fault of faults) note(fault);
    if (faults.length > 0) continue;
    for (const oddity of odditiesOf(row)) note(oddity);
    rows.push(mappedOf(edition, row));
  }
  return {
    rows,
    refused: edition.rows.length - rows.length,
    services: rows.flatMap(({ start }) => (start === undefined ? [] : [start])),
    agencies: agenciesOf(edition, rows),
    findings,
  };
}

function mappedOf(edition: RegisterEdition, row: RegisterRow): MappedRow {
  const { serviceId = '', original } = row;
  const told = toldOf(edition, row);
  const { name, agencyId, status } = told;
  if (name !== undefined && agencyId !== undefined && status !== undefined) {
    const start = startOf(edition, row, { name, agencyId, status });
    return { row: row.row, serviceId, told, original, start };
  }
  const lacks: RegisterColumn[] = [
    ...(agencyId === undefined ? (['agencyId'] as const) : []),
    ...(name === undefined ? (['name'] as const) : []),
    ...(status === undefined ? (['statusId'] as const) : []),
  ];
  const other = lacks.map(headerOf).join(', ');
  const incomplete = findingAt(edition, row, 'serviceId', 'INCOMPLETE', { other });
  return { row: row.row, serviceId, told, original, incomplete };
}

/** What a row tells; a refused row is never asked. */
function toldOf(edition: RegisterEdition, row: RegisterRow): ToldService {
  const { name, agencyId, ministryId, project, remark } = row;
  const statusId = statusOfRow(row);
  const told: { -readonly [K in keyof ToldService]: ToldService[K] } = {};
  if (name !== undefined) told.name = name;
  if (agencyId !== undefined) told.agencyId = agencyId;
  if (ministryId !== undefined) told.ministryId = ministryOf(row);
  if (isStatus(statusId)) told.status = standingOf(edition, row, statusId);
  if (project !== undefined) told.project = project;
  if (remark !== undefined) told.remark = remark;
  return told;
}

function isStatus(statusId: string | undefined): statusId is StatusId {
  return statusId !== undefined && Object.hasOwn(statusTitles, statusId);
}

function startOf(
  edition: RegisterEdition,
  row: RegisterRow,
  told: { readonly name: string; readonly agencyId: string; readonly status: ToldStatus },
): ServiceStart {
  const { serviceId = '', reasonId = '' } = row;
  const { sha256, asOf } = edition;
  const { statusId, state, exclusion } = told.status;
  const basis = {
    edition: sha256,
    asOf,
    row: row.row,
    statusId,
    ...(reasonId === '' ? {} : { reasonId }),
  };
  return {
    serviceId,
    agencyId: told.agencyId,
    ministryId: ministryOf(row),
    name: { th: told.name },
    origin: {
      kind: 'register',
      basis,
      state,
      ...(exclusion === undefined ? {} : { exclusion }),
    },
  };
}

/** RSN11: no longer offered. RSN06: the agency gave no reason. RSN04: not ready in fiscal year 2569. */
const noLongerOffered = 'RSN11';
const noReasonGiven = 'RSN06';
const notReadyIn2569 = 'RSN04';
const fiscalYear2570Begins = '2026-10-01';

/** The register's status as our state (thai-domain §1.2). */
function standingOf(edition: RegisterEdition, row: RegisterRow, statusId: StatusId): ToldStatus {
  return {
    statusId,
    ...stateOf(edition, row, statusId),
    hasReasons: row.reasonId !== undefined,
  };
}

function stateOf(edition: RegisterEdition, row: RegisterRow, statusId: StatusId): MappedState {
  switch (statusId) {
    case 'STA01':
      return { state: 'live' };
    case 'STA02':
      return { state: 'develop' };
    case 'STA03':
      return { state: 'toBeFunded' };
    case 'STA04':
      return { state: 'excluded', exclusion: exclusionOf(edition, row, 'eServiceNotLinked') };
    case 'STA05':
      return row.reasonId === noLongerOffered
        ? { state: 'discontinued' }
        : { state: 'excluded', exclusion: exclusionOf(edition, row, 'notDigitised') };
  }
}

function exclusionOf(
  { asOf }: RegisterEdition,
  { reasonId = '' }: RegisterRow,
  kind: 'eServiceNotLinked' | 'notDigitised',
): NonNullable<RegisterOrigin['exclusion']> {
  const isKnown = exclusionReasons.some((reason) => reason === reasonId);
  return {
    kind,
    reasonCode: isKnown && reasonId !== noReasonGiven ? reasonId : 'unstated',
    reReviewOn: reasonId === notReadyIn2569 ? fiscalYear2570Begins : oneYearAfter(asOf),
  };
}

/** The same day a year later; for 29 February the day before 1 March. */
function oneYearAfter(date: string): string {
  const year = Number(date.slice(0, 4)) + 1;
  return date.endsWith('-02-29') ? addDays(`${year}-03-01`, -1) : `${year}${date.slice(4)}`;
}

/**
 * What the edition tells of the agencies of the taken rows. The first row that names an agency tells of it, else
 * the sheet of agencies. An edition without names or ministries says nothing of them, and unnames nobody.
 */
function agenciesOf(edition: RegisterEdition, taken: readonly MappedRow[]): AgencyRecord[] {
  const isTaken = new Set(taken.map(({ row }) => row));
  const listed = new Map(
    edition.references.agencies?.entries.map(({ texts }) => [texts.agencyId ?? '', texts]),
  );
  const agencies = new Map<string, AgencyRecord>();
  for (const row of edition.rows) {
    const { agencyId } = row;
    if (!isTaken.has(row.row) || agencyId === undefined) continue;
    const known = agencies.get(agencyId);
    const isNamed = known !== undefined && !isUnnamed(known);
    if (isNamed) continue;
    const { agency, ministryId, ministry } = { ...listed.get(agencyId), ...row };
    if (agency === undefined || ministryId === undefined) continue;
    agencies.set(agencyId, {
      agencyId,
      name: { th: agency === '' ? agencyId : agency },
      ministryId: ministryOf({ ministryId }),
      ministry: ministry === undefined || ministry === '' ? null : { th: ministry },
      edition: edition.sha256,
      asOf: edition.asOf,
    });
  }
  return [...agencies.values()].filter(({ agencyId }) => agencyIdPattern.test(agencyId));
}

function ministryOf({ ministryId = '' }: Pick<RegisterRow, 'ministryId'>): string | null {
  return ministryIdPattern.test(ministryId) ? ministryId : null;
}

/** Its id stands for the name that no row has told yet. */
function isUnnamed({ agencyId: id, name }: AgencyRecord): boolean {
  return name.th === id;
}
