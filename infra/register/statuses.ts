import type { StatusId } from './known-titles.js';
import { statusOf, statusTitles } from './known-titles.js';
import { idInList, titleInList } from './own-lists.js';
import type { RowFault } from './places.js';
import type { References } from './references.js';
import type { RegisterRow } from './rows.js';

/** Whether an id is one of a status that is known. */
export function isStatus(statusId: string | undefined): statusId is StatusId {
  return statusId !== undefined && Object.hasOwn(statusTitles, statusId);
}

/** The status a row tells: by its id, else by its text. */
export function statusOfRow(
  references: References,
  { statusId, status = '' }: RegisterRow,
): string | undefined {
  return statusId === undefined || statusId === '' ? statusByText(references, status) : statusId;
}

/** The status that a text is the title of, as all know it, or as the edition's own list does. */
function statusByText(references: References, text: string): StatusId | undefined {
  return statusOf(text) ?? statusByOwnList(references, text);
}

function statusByOwnList(references: References, text: string): StatusId | undefined {
  const id = idInList(references, 'statuses', text);
  return isStatus(id) ? id : undefined;
}

/** Why a row's status cannot be taken. */
export function statusFaults(references: References, row: RegisterRow): RowFault[] {
  const { statusId, status = '' } = row;
  const byText = statusByText(references, status);
  if (statusId === undefined) {
    const isUnknown = status !== '' && byText === undefined;
    if (isUnknown) return [{ column: 'status', code: 'UNKNOWN_STATUS' }];
    return row.status === '' ? [{ column: 'status', code: 'NO_STATUS' }] : [];
  }
  if (statusId === '') {
    return byText === undefined ? [{ column: 'statusId', code: 'NO_STATUS' }] : [];
  }
  if (!isStatus(statusId)) return [{ column: 'statusId', code: 'UNKNOWN_STATUS' }];
  // A list that was numbered anew would turn every row.
  const told = byText ?? statusOf(titleInList(references, 'statuses', statusId));
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

/** What is odd about the status of a row that is taken all the same. */
export function statusOddities(references: References, row: RegisterRow): RowFault[] {
  const { statusId = '', status = '' } = row;
  const byText = statusByText(references, status);
  if (statusId !== '') {
    return status !== '' && byText === undefined
      ? [{ column: 'status', code: 'UNKNOWN_STATUS_TEXT', facts: { other: statusId } }]
      : [];
  }
  if (byText === undefined) return [];
  const facts = { other: byText };
  if (statusOf(status) === undefined) return [{ column: 'status', code: 'TITLE_BY_LIST', facts }];
  return row.statusId === '' ? [{ column: 'status', code: 'STATUS_FROM_TEXT', facts }] : [];
}
