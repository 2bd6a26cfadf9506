import type {
  RegisterFacts,
  RegisterWrite,
  Restatement,
} from '../../contracts/commands/service/register.js';
import type { ServiceStart } from '../../contracts/commands/service/messages.js';
import type { RegisterBasis, ServiceName } from '../../contracts/lifecycles/service/case.js';
import type { ServiceState } from '../../contracts/lifecycles/service/states.js';

/** A service as it stands here, as far as the register tells of it. */
export interface KnownService {
  /** Id of its case. */
  readonly serviceId: string;
  readonly agencyId: string;
  readonly ministryId: string | null;
  readonly name: ServiceName;
  readonly state: ServiceState;
  readonly exclusion: Restatement['exclusion'];
  /** What the register said of it last; `null`: it was proposed here. */
  readonly register: RegisterBasis | null;
  /** Of one that was proposed here: the row that a person has linked to it; not there: none. */
  readonly registerId?: string | undefined;
  /** Somebody has acted on it here. */
  readonly isTouched: boolean;
  /** What the last edition told besides; not there: no edition has told it. */
  readonly project?: string | undefined;
  readonly remark?: string | undefined;
  /** As-of date of the last edition that told of it; not there: none did. */
  readonly toldAsOf?: string | undefined;
}

/** An exclusion as the register tells of it: whether its re-review is due is our own. */
export function toldExclusion(exclusion: Restatement['exclusion']): Restatement['exclusion'] {
  if (exclusion === null) return null;
  const { kind, reasonCode, reReviewOn } = exclusion;
  return { kind, reasonCode, reReviewOn };
}

/** A field of a service that an edition tells otherwise; `null`: nothing is told. */
export interface FieldChange {
  readonly field:
    'listed' | 'name' | 'agency' | 'ministry' | 'status' | 'reason' | 'project' | 'remark';
  readonly was: string | null;
  readonly is: string | null;
}

/** What is to be done for a row: begin a case, or write one; nothing where the edition alone is kept. */
export type RowWork =
  | { readonly kind: 'start'; readonly start: ServiceStart }
  | {
      readonly kind: 'write';
      readonly serviceId: string;
      readonly former: RegisterFacts;
      readonly next: RegisterWrite['next'];
      /** What undoes it. */
      readonly back: RegisterWrite['next'];
    };
