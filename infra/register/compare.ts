import type { RegisterCall } from '../../contracts/lifecycles/service/register.js';
import { registerCallOf, registerReasonOf } from '../../contracts/lifecycles/service/register.js';
import type { FieldChange, KnownService } from './known.js';
import type { MappedRow, ToldStatus } from './map.js';

/** What the row tells otherwise than it stands here; what the file does not have is not compared. */
export function changesOf(
  { told }: Pick<MappedRow, 'told'>,
  known: KnownService,
  isSame: (one: string, other: string) => boolean,
): FieldChange[] {
  const call = registerCallOf(known);
  const { name, agencyId, ministryId, status, project, remark } = told;
  const differs = (
    field: FieldChange['field'],
    was: string | null,
    is: string | null | undefined,
  ) => (is === undefined || is === was ? [] : [{ field, was, is }]);
  const ofAgency =
    agencyId !== undefined && isSame(agencyId, known.agencyId)
      ? []
      : differs('agency', known.agencyId, agencyId);
  return [
    ...differs('name', known.name.th, name),
    ...ofAgency,
    ...(ministryId === null ? [] : differs('ministry', known.ministryId, ministryId)),
    ...(status === undefined || call === null ? [] : statusChanges(status, call)),
    ...differs('project', known.project ?? '', project),
    ...differs('remark', known.remark ?? '', remark),
  ];
}

/** What of its status a row tells otherwise. */
export function statusChanges(status: ToldStatus, call: RegisterCall): FieldChange[] {
  const { statusId, hasReasons } = status;
  if (statusId !== call.statusId) return [{ field: 'status', was: call.statusId, is: statusId }];
  const is = reasonOf(status);
  return !hasReasons || is === null || is === call.reasonId
    ? []
    : [{ field: 'reason', was: call.reasonId, is }];
}

/** The reason that a row tells; `null` where the status has none. */
export function reasonOf({ state, exclusion }: ToldStatus): string | null {
  return state === 'discontinued' ? 'RSN11' : registerReasonOf(exclusion?.reasonCode);
}
