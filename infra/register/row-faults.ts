import { exclusionReasons } from '../../contracts/commands/service/bodies.js';
import { agencyIdPattern, ministryIdPattern } from '../../contracts/ids.js';
import type { RegisterColumn } from './columns.js';
import type { FindingCode, FindingFacts } from './findings.js';
import { reasonsOf, statusOf, statusTitles } from './known-titles.js';
import type { RegisterEdition } from './read.js';
import type { RegisterRow } from './rows.js';
import { registerServiceId } from './rows.js';

/** What is wrong or odd with a cell of a row, before its sheet and place are known. */
export interface RowFault {
  readonly column: RegisterColumn;
  readonly code: FindingCode;
  readonly facts?: FindingFacts;
}

/** Why a row cannot be taken: everything, so that it is mended at once. A column that is not told is no fault. */
export function faultsOf(
  edition: RegisterEdition,
  row: RegisterRow,
  firstRow: number | undefined,
): RowFault[] {
  const { serviceId = '', agencyId, name } = row;
  const faults: RowFault[] = [];
  if (serviceId === '') faults.push({ column: 'serviceId', code: 'NO_SERVICE_ID' });
  else if (!registerServiceId.test(serviceId)) {
    faults.push({ column: 'serviceId', code: 'BAD_SERVICE_ID' });
  } else if (firstRow !== undefined) {
    faults.push({ column: 'serviceId', code: 'DUPLICATE', facts: { row: firstRow } });
  }
  if (agencyId === '') faults.push({ column: 'agencyId', code: 'NO_AGENCY' });
  else if (agencyId !== undefined && !agencyIdPattern.test(agencyId)) {
    faults.push({ column: 'agencyId', code: 'BAD_AGENCY_ID' });
  }
  if (name === '') faults.push({ column: 'name', code: 'NO_NAME' });
  return [...faults, ...statusFaults(edition, row)];
}

function statusFaults(edition: RegisterEdition, row: RegisterRow): RowFault[] {
  const { statusId, status = '' } = row;
  const byText = statusOf(status);
  if (statusId === undefined) {
    const isUnknown = status !== '' && byText === undefined;
    if (isUnknown) return [{ column: 'status', code: 'UNKNOWN_STATUS' }];
    return row.status === '' ? [{ column: 'status', code: 'NO_STATUS' }] : [];
  }
  if (statusId === '') {
    return byText === undefined ? [{ column: 'statusId', code: 'NO_STATUS' }] : [];
  }
  if (!Object.hasOwn(statusTitles, statusId))
    return [{ column: 'statusId', code: 'UNKNOWN_STATUS' }];
  const told = byText ?? statusOf(titleInList(edition, statusId));
  return told === undefined || told === statusId
    ? []
    : [
        {
          column: byText === undefined ? 'statusId' : 'status',
          code: 'STATUS_CONTRADICTS',
          facts: { other: told },
        },
      ];
}

/** What the edition's own list calls a status: a list that was numbered anew would turn every row. */
function titleInList({ references }: RegisterEdition, statusId: string): string {
  const entry = references.statuses?.entries.find(({ texts }) => texts.statusId === statusId);
  return entry?.texts.status ?? '';
}

/** The status a row tells: by its id, else by its text. */
export function statusOfRow({ statusId, status = '' }: RegisterRow): string | undefined {
  return statusId === undefined || statusId === '' ? statusOf(status) : statusId;
}

/** What is odd about a row that is taken all the same. */
export function odditiesOf(row: RegisterRow): RowFault[] {
  const oddities: RowFault[] = [...statusOddities(row), ...reasonOddities(row)];
  const { ministryId = '', agency } = row;
  if (ministryId !== '' && !ministryIdPattern.test(ministryId)) {
    oddities.push({ column: 'ministryId', code: 'BAD_MINISTRY_ID' });
  }
  if (agency === '') oddities.push({ column: 'agency', code: 'NO_AGENCY_NAME' });
  return oddities;
}

function statusOddities(row: RegisterRow): RowFault[] {
  const { statusId, status = '' } = row;
  if (statusId === '') {
    return [
      { column: 'status', code: 'STATUS_FROM_TEXT', facts: { other: statusOfRow(row) ?? '' } },
    ];
  }
  return statusId !== undefined && status !== '' && statusOf(status) === undefined
    ? [{ column: 'status', code: 'UNKNOWN_STATUS_TEXT', facts: { other: statusId } }]
    : [];
}

function reasonOddities(row: RegisterRow): RowFault[] {
  const { reasonId, reason = '' } = row;
  const statusId = statusOfRow(row);
  if (reasonId === undefined || statusId === undefined) return [];
  const isExcluded = statusId === 'STA04' || statusId === 'STA05';
  if (reasonId === '') return isExcluded ? [{ column: 'reasonId', code: 'NO_REASON' }] : [];
  if (!isExcluded) return [{ column: 'reasonId', code: 'REASON_WITHOUT_EXCLUSION' }];
  if (!exclusionReasons.some((known) => known === reasonId)) {
    return [{ column: 'reasonId', code: 'UNKNOWN_REASON' }];
  }
  const byText = reasonsOf(reason);
  return byText.length === 0 || byText.includes(reasonId)
    ? []
    : [{ column: 'reason', code: 'REASON_CONTRADICTS', facts: { other: reasonId } }];
}
