import type { AgencyRecord } from '../../contracts/commands/agency/messages.js';
import type { ServiceStart } from '../../contracts/commands/service/messages.js';
import { agencyIdPattern, ministryIdPattern } from '../../contracts/ids.js';
import { isUnnamed } from './agency-names.js';
import type { RegisterColumn } from './columns.js';
import { headerOf } from './columns.js';
import type { Finding } from './findings.js';
import type { RowFault } from './places.js';
import { findingAt } from './places.js';
import type { RegisterEdition } from './read.js';
import { reasonOfRow } from './reasons.js';
import { faultsOf, odditiesOf } from './row-faults.js';
import type { RegisterRow } from './rows.js';
import type { ToldStatus } from './standing.js';
import { standingOf } from './standing.js';
import { isStatus, statusOfRow } from './statuses.js';

export type { ToldStatus } from './standing.js';

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
    for (const oddity of odditiesOf(edition, row)) note(oddity);
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
  const statusId = statusOfRow(edition.references, row);
  const told: { -readonly [K in keyof ToldService]: ToldService[K] } = {};
  if (name !== undefined) told.name = name;
  if (agencyId !== undefined) told.agencyId = agencyId;
  if (ministryId !== undefined) told.ministryId = ministryOf(row);
  if (isStatus(statusId)) told.status = standingOf(edition, row, statusId);
  if (project !== undefined) told.project = project;
  if (remark !== undefined) told.remark = remark;
  return told;
}

function startOf(
  edition: RegisterEdition,
  row: RegisterRow,
  told: { readonly name: string; readonly agencyId: string; readonly status: ToldStatus },
): ServiceStart {
  const { serviceId = '' } = row;
  // What is not known here is kept as it stood.
  const reasonId = reasonOfRow(edition, row) ?? row.reasonId ?? '';
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
