import { addDays, fiscalQuarterOf } from '../../contracts/civil-date.js';
import type { ServiceOrigin } from '../../contracts/commands/service/messages.js';
import type { StatusId } from './known-titles.js';
import { yearOf } from './known-titles.js';
import { titleInList } from './own-lists.js';
import type { RegisterEdition } from './read.js';
import { noLongerOffered, reasonOfRow } from './reasons.js';
import type { RegisterRow } from './rows.js';

/** Where a service stands by the register. */
export interface ToldStatus {
  readonly statusId: StatusId;
  readonly state: MappedState['state'];
  readonly exclusion?: MappedState['exclusion'];
  /**
   * Whether a reason is told, be it none: without, `reasonCode` is not told, and STA05 may be either of two states.
   */
  readonly hasReasons: boolean;
}

type RegisterOrigin = Extract<ServiceOrigin, { kind: 'register' }>;
type MappedState = Pick<RegisterOrigin, 'state' | 'exclusion'>;
type Exclusion = NonNullable<RegisterOrigin['exclusion']>;

/** The register's status as our state (thai-domain §1.2). */
export function standingOf(
  edition: RegisterEdition,
  row: RegisterRow,
  statusId: StatusId,
): ToldStatus {
  const reasonId = reasonOfRow(edition, row);
  const exclusionOf = (kind: Exclusion['kind']): MappedState => ({
    state: 'excluded',
    exclusion: {
      kind,
      reasonCode: (reasonId !== noReasonGiven && reasonId) || 'unstated',
      reReviewOn: reReviewOf(edition, row, reasonId),
    },
  });
  return {
    statusId,
    ...stateOf(statusId, reasonId, exclusionOf),
    hasReasons: reasonId !== undefined,
  };
}

function stateOf(
  statusId: StatusId,
  reasonId: string | undefined,
  exclusionOf: (kind: Exclusion['kind']) => MappedState,
): MappedState {
  switch (statusId) {
    case 'STA01':
      return { state: 'live' };
    case 'STA02':
      return { state: 'develop' };
    case 'STA03':
      return { state: 'toBeFunded' };
    case 'STA04':
      return exclusionOf('eServiceNotLinked');
    case 'STA05':
      return reasonId === noLongerOffered ? { state: 'discontinued' } : exclusionOf('notDigitised');
  }
}

/** RSN06: the agency gave no reason. RSN04: not ready in a fiscal year, which its title names. */
const noReasonGiven = 'RSN06';
const notReadyThisYear = 'RSN04';

/** When the fiscal year has begun after the one in which it was not ready; for other reasons, in a year. */
function reReviewOf(
  { asOf, references }: RegisterEdition,
  { reason = '' }: RegisterRow,
  reasonId: string | undefined,
): string {
  if (reasonId !== notReadyThisYear) return oneYearAfter(asOf);
  const named = yearOf(reason) ?? yearOf(titleInList(references, 'reasons', notReadyThisYear));
  return `${(named ?? fiscalQuarterOf(asOf).fiscalYear) - 543}-10-01`;
}

/** The same day a year later; for 29 February the day before 1 March. */
function oneYearAfter(date: string): string {
  const year = Number(date.slice(0, 4)) + 1;
  return date.endsWith('-02-29') ? addDays(`${year}-03-01`, -1) : `${year}${date.slice(4)}`;
}
