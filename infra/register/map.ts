import { addDays } from '../../contracts/civil-date.js';
import { exclusionReasons } from '../../contracts/commands/service/bodies.js';
import type { AgencyRecord } from '../../contracts/commands/agency/messages.js';
import type { ServiceOrigin, ServiceStart } from '../../contracts/commands/service/messages.js';
import { agencyIdPattern, ministryIdPattern, serviceIdPattern } from '../../contracts/ids.js';
import type { RegisterEdition, RegisterRow } from './read.js';

/** Why a row is not taken. */
export interface RowFinding {
  readonly sheet: string;
  readonly cell: string;
  readonly code: 'BAD_SERVICE_ID' | 'BAD_AGENCY_ID' | 'UNKNOWN_STATUS' | 'DUPLICATE' | 'NO_NAME';
  readonly severity: 'refused';
  readonly found: string;
  readonly did: string;
}

/** What an edition comes to: the services and agencies it tells of, and the rows refused. */
export interface MappedEdition {
  readonly services: readonly ServiceStart[];
  readonly agencies: readonly AgencyRecord[];
  readonly findings: readonly RowFinding[];
}

type RegisterOrigin = Extract<ServiceOrigin, { kind: 'register' }>;

/** Maps an edition's rows to services and agencies; what does not fit is refused, row by row. */
export function mapEdition(edition: RegisterEdition): MappedEdition {
  const services: ServiceStart[] = [];
  const findings: RowFinding[] = [];
  const agencies = new Map<string, AgencyRecord>();
  const seen = new Set<string>();
  for (const row of edition.rows) {
    const finding = faultOf(edition, row, seen);
    seen.add(row.serviceId);
    if (finding !== undefined) {
      findings.push(finding);
      continue;
    }
    services.push(startOf(edition, row));
    if (!agencies.has(row.agencyId)) agencies.set(row.agencyId, agencyOf(row));
  }
  return { services, agencies: [...agencies.values()], findings };
}

function faultOf(
  edition: RegisterEdition,
  row: RegisterRow,
  seen: ReadonlySet<string>,
): RowFinding | undefined {
  const refuse = (code: RowFinding['code'], column: string, found: string): RowFinding => ({
    sheet: edition.sheet,
    cell: `${column}, row ${row.row}`,
    code,
    severity: 'refused',
    found,
    did: 'the row was not taken',
  });
  if (!serviceIdPattern.test(row.serviceId) || !row.serviceId.startsWith('SVC')) {
    return refuse('BAD_SERVICE_ID', 'service_id', row.serviceId);
  }
  if (seen.has(row.serviceId)) return refuse('DUPLICATE', 'service_id', row.serviceId);
  if (!agencyIdPattern.test(row.agencyId))
    return refuse('BAD_AGENCY_ID', 'agency_id', row.agencyId);
  if (row.name === '') return refuse('NO_NAME', 'ชื่องานบริการ', '');
  return stateOf(edition, row) === undefined
    ? refuse('UNKNOWN_STATUS', 'status_id', row.statusId)
    : undefined;
}

function startOf(edition: RegisterEdition, row: RegisterRow): ServiceStart {
  const mapped = stateOf(edition, row);
  if (mapped === undefined) throw new Error(`row ${row.row} has no known status`);
  return {
    serviceId: row.serviceId,
    agencyId: row.agencyId,
    ministryId: ministryOf(row),
    name: { th: row.name },
    origin: {
      kind: 'register',
      basis: {
        edition: edition.sha256,
        asOf: edition.asOf,
        row: row.row,
        statusId: row.statusId,
        ...(row.reasonId === null ? {} : { reasonId: row.reasonId }),
      },
      ...mapped,
    },
  };
}

/** The register's status as our state (issue of the first import; thai-domain §1.2). */
function stateOf(
  edition: RegisterEdition,
  row: RegisterRow,
): Pick<RegisterOrigin, 'state' | 'exclusion'> | undefined {
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

/** RSN11: no longer offered. RSN06: the agency gave no reason. RSN04: not ready in fiscal year 2569. */
const noLongerOffered = 'RSN11';
const noReasonGiven = 'RSN06';
const notReadyIn2569 = 'RSN04';
const fiscalYear2570Begins = '2026-10-01';
const reReviewDays = 365;

function exclusionOf(
  edition: RegisterEdition,
  row: RegisterRow,
  kind: 'eServiceNotLinked' | 'notDigitised',
): NonNullable<RegisterOrigin['exclusion']> {
  const known = exclusionReasons.find((reason) => reason === row.reasonId);
  const reasonCode = known === undefined || known === noReasonGiven ? 'unstated' : known;
  const reReviewOn =
    row.reasonId === notReadyIn2569 ? fiscalYear2570Begins : addDays(edition.asOf, reReviewDays);
  return { kind, reasonCode, reReviewOn };
}

function agencyOf(row: RegisterRow): AgencyRecord {
  return {
    agencyId: row.agencyId,
    name: { th: row.agency },
    ministryId: ministryOf(row),
    ministry: row.ministry === null ? null : { th: row.ministry },
  };
}

function ministryOf(row: RegisterRow): string | null {
  return row.ministryId !== null && ministryIdPattern.test(row.ministryId) ? row.ministryId : null;
}
