import { agencyIdPattern, ministryIdPattern } from '../../contracts/ids.js';
import type { RowFault } from './places.js';
import type { ReasonContext } from './reasons.js';
import { reasonFaults, reasonOddities } from './reasons.js';
import type { RegisterRow } from './rows.js';
import { registerServiceId } from './rows.js';
import { statusFaults, statusOddities } from './statuses.js';

/** Why a row cannot be taken: everything, so that it is mended at once. A column that is not told is no fault. */
export function faultsOf(
  edition: ReasonContext,
  row: RegisterRow,
  firstRow: number | undefined,
): RowFault[] {
  const { serviceId = '', agencyId, name, surplus } = row;
  if (surplus !== undefined) {
    return [{ column: 'serviceId', code: 'SURPLUS_CELLS', facts: { other: surplus } }];
  }
  const faults: RowFault[] = [];
  const isUnread = row.serviceId === undefined && row.original.serviceId !== undefined;
  if (serviceId === '' && !isUnread) {
    faults.push({ column: 'serviceId', code: 'NO_SERVICE_ID' });
  } else if (!registerServiceId.test(serviceId)) {
    faults.push({ column: 'serviceId', code: 'BAD_SERVICE_ID' });
  } else if (firstRow !== undefined) {
    faults.push({ column: 'serviceId', code: 'DUPLICATE', facts: { row: firstRow } });
  }
  if (agencyId === '') faults.push({ column: 'agencyId', code: 'NO_AGENCY' });
  else if (agencyId !== undefined && !agencyIdPattern.test(agencyId)) {
    faults.push({ column: 'agencyId', code: 'BAD_AGENCY_ID' });
  }
  if (name === '') faults.push({ column: 'name', code: 'NO_NAME' });
  const { references } = edition;
  return [...faults, ...statusFaults(references, row), ...reasonFaults(edition, row)];
}

/** What is odd about a row that is taken all the same. */
export function odditiesOf(edition: ReasonContext, row: RegisterRow): RowFault[] {
  const oddities: RowFault[] = [
    ...statusOddities(edition.references, row),
    ...reasonOddities(edition, row),
  ];
  const { ministryId = '', agency } = row;
  if (ministryId !== '' && !ministryIdPattern.test(ministryId)) {
    oddities.push({ column: 'ministryId', code: 'BAD_MINISTRY_ID' });
  }
  if (agency === '') oddities.push({ column: 'agency', code: 'NO_AGENCY_NAME' });
  return oddities;
}
