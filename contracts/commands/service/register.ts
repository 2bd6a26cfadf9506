import type { RegisterBasis, ServiceCase, ServiceName } from '../../lifecycles/service/case.js';
import type { ServiceState } from '../../lifecycles/service/states.js';

/** Update by which an edition of the register writes a case: {@link RegisterWrite} → {@link RegisterWritten}. */
export const registerUpdate = 'register';

/** What of a case the register tells: a write carries what it was when the write was planned. */
export interface RegisterFacts {
  readonly agencyId: string;
  readonly name: ServiceName;
  readonly state: ServiceState;
  readonly exclusion: { readonly kind: string; readonly reasonCode: string } | null;
}

/** What a row of an edition makes of a case that nobody has touched here. */
export interface Restatement {
  readonly kind: 'restate';
  readonly agencyId: string;
  readonly ministryId: string | null;
  readonly name: ServiceName;
  readonly state: ServiceState;
  readonly exclusion: {
    readonly kind: string;
    readonly reasonCode: string;
    /** Day, `YYYY-MM-DD`, Asia/Bangkok. */
    readonly reReviewOn: string;
  } | null;
  /** Where it stands in the edition. */
  readonly register: RegisterBasis;
}

/** Where the row of a linked case stands in an edition; `null`: nowhere yet. */
export interface Listing {
  readonly kind: 'list';
  /** Id of the row: a case that is not linked to it refuses (`notLinked`). */
  readonly registerId: string;
  readonly register: RegisterBasis | null;
}

/** One write of an import, or of its undoing. */
export interface RegisterWrite {
  /** Import and row: the same key is the same write, and is done once. */
  readonly key: string;
  /** The import, for the event that says so. */
  readonly importId: string;
  /** How the case stood when this was planned: one that has moved since refuses it (`movedSince`). */
  readonly former: RegisterFacts;
  /**
   * `list`: a case that was proposed here has its row in the edition, or the undoing of that (`null`); it changes
   * nothing else, so it is taken by touched cases too. `registerInError`: the import that made the case is undone.
   */
  readonly next: Restatement | Listing | { readonly kind: 'registerInError' };
}

/** What a write that was taken answers; the same key answers the same again. */
export interface RegisterWritten {
  readonly key: string;
  /** Sequence of the event that says so. */
  readonly sequence: number;
}

/** What the register tells of a case, as the case stands. */
export function registerFactsOf({ agencyId, name, state, exclusion }: ServiceCase): RegisterFacts {
  return {
    ...{ agencyId, name, state },
    exclusion:
      exclusion === null ? null : { kind: exclusion.kind, reasonCode: exclusion.reasonCode },
  };
}
