import { exclusionReasons } from '../../contracts/commands/service/bodies.js';
import { reasonFor, reasonsOf } from './known-titles.js';
import { idInList, titleInList } from './own-lists.js';
import type { Checked, RowFault } from './places.js';
import type { References } from './references.js';
import type { RegisterRow } from './rows.js';
import { statusOfRow } from './statuses.js';

/** What of an edition decides how a reason is read. */
export type ReasonContext = Pick<Checked, 'columns' | 'references'>;

/** RSN11: no longer offered, which with STA05 makes a service a discontinued one. */
export const noLongerOffered = 'RSN11';

/**
 * The reason a row tells: by its id, else by its text; empty: none. Not there where the file says nothing of it, or
 * gives one that is not known.
 */
export function reasonOfRow(edition: ReasonContext, row: RegisterRow): string | undefined {
  const { reasonId = '', reason = '' } = row;
  if (reasonId !== '') return isKnown(reasonId) ? reasonId : undefined;
  if (reason !== '') return reasonByText(edition.references, row);
  return edition.columns.reasonId === undefined ? row.reason : row.reasonId;
}

function isKnown(reasonId: string | undefined): reasonId is string {
  return exclusionReasons.some((known) => known === reasonId);
}

function reasonByText(references: References, row: RegisterRow): string | undefined {
  const { reason = '' } = row;
  const statusId = statusOfRow(references, row) ?? '';
  return reasonFor(reason, statusId) ?? reasonByOwnList(references, reason);
}

function reasonByOwnList(references: References, text: string): string | undefined {
  const id = idInList(references, 'reasons', text);
  return isKnown(id) ? id : undefined;
}

/** Why a row's reason cannot be taken: what the edition calls so is another, or it decides the state. */
export function reasonFaults({ references }: ReasonContext, row: RegisterRow): RowFault[] {
  const contradiction = contradictionOf(references, row);
  if (contradiction === undefined) return [];
  const { column, told } = contradiction;
  const isOffered = [...told, row.reasonId].includes(noLongerOffered);
  const decides = isOffered && statusOfRow(references, row) === 'STA05';
  return column === 'reasonId' || decides
    ? [{ column, code: 'REASON_DISPUTED', facts: { other: told.join(', ') } }]
    : [];
}

/** The reasons of which a row's text is the title, when its id is none of them; without a text, by the own list. */
function contradictionOf(
  references: References,
  row: RegisterRow,
): { readonly column: 'reason' | 'reasonId'; readonly told: readonly string[] } | undefined {
  const { reasonId, reason = '' } = row;
  if (!isKnown(reasonId) || !isExcluded(references, row)) return undefined;
  const byText = reasonsOf(reason);
  const isTitle = byText.length > 0;
  const told = isTitle ? byText : reasonsOf(titleInList(references, 'reasons', reasonId));
  if (told.length === 0 || told.includes(reasonId)) return undefined;
  return { column: isTitle ? 'reason' : 'reasonId', told };
}

function isExcluded(references: References, row: RegisterRow): boolean {
  const statusId = statusOfRow(references, row);
  return statusId === 'STA04' || statusId === 'STA05';
}

/** What is odd about the reason of a row that is taken all the same. */
export function reasonOddities(edition: ReasonContext, row: RegisterRow): RowFault[] {
  const { references, columns } = edition;
  const { reasonId = '', reason = '' } = row;
  if (statusOfRow(references, row) === undefined) return [];
  if (!isExcluded(references, row)) {
    return reasonId === '' ? [] : [{ column: 'reasonId', code: 'REASON_WITHOUT_EXCLUSION' }];
  }
  const told = reasonOfRow(edition, row);
  if (told === '') {
    return [{ column: columns.reasonId === undefined ? 'reason' : 'reasonId', code: 'NO_REASON' }];
  }
  if (told === undefined) {
    const column = reasonId === '' ? 'reason' : 'reasonId';
    return reasonId + reason === '' ? [] : [{ column, code: 'UNKNOWN_REASON' }];
  }
  if (reasonId === '') return textOddities(told, row);
  return idOddities(references, row);
}

/** Of a reason that was taken by its text. */
function textOddities(told: string, { reasonId, reason = '' }: RegisterRow): RowFault[] {
  const facts = { other: told };
  if (reasonsOf(reason).length === 0) return [{ column: 'reason', code: 'TITLE_BY_LIST', facts }];
  return reasonId === '' ? [{ column: 'reason', code: 'REASON_FROM_TEXT', facts }] : [];
}

/** Of a known id with another text. */
function idOddities(references: References, row: RegisterRow): RowFault[] {
  const { reasonId = '', reason = '' } = row;
  const facts = { other: reasonId };
  if (contradictionOf(references, row) !== undefined) {
    return [{ column: 'reason', code: 'REASON_CONTRADICTS', facts }];
  }
  const isTold = reasonsOf(reason).length > 0 || reasonByOwnList(references, reason) === reasonId;
  return reason === '' || isTold ? [] : [{ column: 'reason', code: 'UNKNOWN_REASON_TEXT', facts }];
}
