import { addDays } from '../../contracts/civil-date.js';
import type { AgencyRecord } from '../../contracts/commands/agency/messages.js';
import { exclusionReasons } from '../../contracts/commands/service/bodies.js';
import type { ServiceOrigin, ServiceStart } from '../../contracts/commands/service/messages.js';
import { agencyIdPattern, ministryIdPattern } from '../../contracts/ids.js';
import type { RegisterColumn, RegisterEdition, RegisterRow } from './read.js';
import { registerColumns } from './read.js';

/** What was odd about a cell: its row was refused, or taken with a note. */
export interface RowFinding {
  readonly sheet: string;
  /** As a spreadsheet names it, e.g. `H12`. */
  readonly cell: string;
  readonly code:
    | 'BAD_SERVICE_ID'
    | 'DUPLICATE'
    | 'BAD_AGENCY_ID'
    | 'NO_NAME'
    | 'UNKNOWN_STATUS'
    | 'UNKNOWN_REASON'
    | 'BAD_MINISTRY_ID'
    | 'NO_AGENCY_NAME';
  readonly severity: 'refused' | 'note';
  readonly found: string;
  readonly did: string;
}

/** What an edition comes to: the services and agencies it tells of, and what was odd. */
export interface MappedEdition {
  readonly services: readonly ServiceStart[];
  readonly agencies: readonly AgencyRecord[];
  readonly findings: readonly RowFinding[];
}

type RegisterOrigin = Extract<ServiceOrigin, { kind: 'register' }>;
type MappedState = Pick<RegisterOrigin, 'state' | 'exclusion'>;

/** A fault of a cell, before its sheet and place are known. */
interface CellFault {
  readonly column: RegisterColumn;
  readonly code: RowFinding['code'];
  readonly did: string;
}

const registerServiceId = /^SVC\d{4,6}$/;

/** Maps an edition's rows to services and agencies; a row that does not fit is refused, and named. */
export function mapEdition(edition: RegisterEdition): MappedEdition {
  const services: ServiceStart[] = [];
  const agencies = new Map<string, AgencyRecord>();
  const findings: RowFinding[] = [];
  const firstRows = new Map<string, number>();
  for (const row of edition.rows) {
    const note = (severity: RowFinding['severity'], { column, code, did }: CellFault) => {
      const cell = `${edition.columns[column] ?? ''}${row.row}`;
      findings.push({ sheet: edition.sheet, cell, code, severity, found: row[column], did });
    };
    const state = stateOf(edition, row);
    const fault = faultOf(row, state, firstRows.get(row.serviceId));
    if (!firstRows.has(row.serviceId)) firstRows.set(row.serviceId, row.row);
    if (fault !== undefined || state === undefined) {
      if (fault !== undefined) note('refused', fault);
      continue;
    }
    for (const oddity of odditiesOf(row)) note('note', oddity);
    services.push(startOf(edition, row, state));
    keepAgency(agencies, edition, row);
  }
  return { services, agencies: [...agencies.values()], findings };
}

/** Why a row cannot be taken. */
function faultOf(
  row: RegisterRow,
  state: MappedState | undefined,
  firstRow: number | undefined,
): CellFault | undefined {
  if (!registerServiceId.test(row.serviceId)) {
    return {
      column: 'serviceId',
      code: 'BAD_SERVICE_ID',
      did: 'row refused; ids look like SVC0106',
    };
  }
  if (firstRow !== undefined) {
    const did = `row refused; row ${firstRow} has this id already`;
    return { column: 'serviceId', code: 'DUPLICATE', did };
  }
  if (!agencyIdPattern.test(row.agencyId)) {
    return { column: 'agencyId', code: 'BAD_AGENCY_ID', did: 'row refused; ids look like AGY009' };
  }
  if (row.name === '') {
    const did = `row refused; ${registerColumns.name} is empty`;
    return { column: 'name', code: 'NO_NAME', did };
  }
  if (state === undefined) {
    return {
      column: 'statusId',
      code: 'UNKNOWN_STATUS',
      did: 'row refused; known are STA01 to STA05',
    };
  }
  return undefined;
}

/** What is odd about a row that is taken all the same. */
function odditiesOf(row: RegisterRow): CellFault[] {
  const oddities: CellFault[] = [];
  if (row.reasonId !== '' && !isKnownReason(row.reasonId)) {
    oddities.push({ column: 'reasonId', code: 'UNKNOWN_REASON', did: 'taken as unstated' });
  }
  if (row.ministryId !== '' && !ministryIdPattern.test(row.ministryId)) {
    oddities.push({ column: 'ministryId', code: 'BAD_MINISTRY_ID', did: 'taken as not recorded' });
  }
  if (row.agency === '') {
    oddities.push({ column: 'agency', code: 'NO_AGENCY_NAME', did: 'the id stands for the name' });
  }
  return oddities;
}

function startOf(edition: RegisterEdition, row: RegisterRow, state: MappedState): ServiceStart {
  const { serviceId, agencyId, statusId, reasonId } = row;
  const { sha256, asOf } = edition;
  const basis = {
    edition: sha256,
    asOf,
    row: row.row,
    statusId,
    ...(reasonId === '' ? {} : { reasonId }),
  };
  return {
    serviceId,
    agencyId,
    ministryId: ministryOf(row),
    name: { th: row.name },
    origin: { kind: 'register', basis, ...state },
  };
}

/** RSN11: no longer offered. RSN06: the agency gave no reason. RSN04: not ready in fiscal year 2569. */
const noLongerOffered = 'RSN11';
const noReasonGiven = 'RSN06';
const notReadyIn2569 = 'RSN04';
const fiscalYear2570Begins = '2026-10-01';

/** The register's status as our state (thai-domain §1.2); `undefined` when it is none it knows. */
function stateOf(edition: RegisterEdition, row: RegisterRow): MappedState | undefined {
  switch (row.statusId) {
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
    default:
      return undefined;
  }
}

function exclusionOf(
  { asOf }: RegisterEdition,
  { reasonId }: RegisterRow,
  kind: 'eServiceNotLinked' | 'notDigitised',
): NonNullable<RegisterOrigin['exclusion']> {
  const isStated = isKnownReason(reasonId) && reasonId !== noReasonGiven;
  return {
    kind,
    reasonCode: isStated ? reasonId : 'unstated',
    reReviewOn: reasonId === notReadyIn2569 ? fiscalYear2570Begins : oneYearAfter(asOf),
  };
}

function isKnownReason(reasonId: string): boolean {
  return exclusionReasons.some((reason) => reason === reasonId);
}

/** The same day a year later; for 29 February the day before 1 March. */
function oneYearAfter(date: string): string {
  const year = Number(date.slice(0, 4)) + 1;
  return date.endsWith('-02-29') ? addDays(`${year}-03-01`, -1) : `${year}${date.slice(4)}`;
}

/** The first row that names an agency tells of it. */
function keepAgency(
  agencies: Map<string, AgencyRecord>,
  { sha256, asOf }: RegisterEdition,
  row: RegisterRow,
): void {
  const known = agencies.get(row.agencyId);
  if (known !== undefined && known.name.th !== known.agencyId) return;
  agencies.set(row.agencyId, {
    agencyId: row.agencyId,
    name: { th: row.agency === '' ? row.agencyId : row.agency },
    ministryId: ministryOf(row),
    ministry: row.ministry === '' ? null : { th: row.ministry },
    edition: sha256,
    asOf,
  });
}

function ministryOf({ ministryId }: RegisterRow): string | null {
  return ministryIdPattern.test(ministryId) ? ministryId : null;
}
