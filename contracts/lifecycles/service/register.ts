import type { RegisterBasis } from './case.js';
import type { ServiceState } from './states.js';

/** Status codes of DGA's register (thai-domain §1.2). */
export const registerStatusIds = ['STA01', 'STA02', 'STA03', 'STA04', 'STA05'] as const;
/** A status code of DGA's register. */
export type RegisterStatusId = (typeof registerStatusIds)[number];

/** RSN11: no longer offered. */
const noLongerOffered = 'RSN11';
/** RSN06: the agency gave no reason, or no clear one. */
const noReasonGiven = 'RSN06';

/** The register's reason for one of ours: where none is stated, it has a code that says so. */
export function registerReasonOf(reasonCode: string | undefined): string | null {
  if (reasonCode === undefined) return null;
  return reasonCode === 'unstated' ? noReasonGiven : reasonCode;
}

/** What of a case decides how the register would call it. */
export interface RegisterStanding {
  readonly state: ServiceState;
  readonly exclusion: { readonly kind: string; readonly reasonCode: string } | null;
  /** What the register said of it last; `null`: it never did. */
  readonly register: Pick<RegisterBasis, 'statusId' | 'reasonId'> | null;
}

/** How the register calls a case. */
export interface RegisterCall {
  readonly statusId: RegisterStatusId;
  /** `null`: none. */
  readonly reasonId: string | null;
}

/**
 * How the register would call a case as it stands, for comparison and export (issue of the register): plan,
 * develop and test are STA02; linked and live STA01; toBeFunded STA03; excluded STA04 or STA05 by its
 * kind; discontinued STA05; suspended and merged as the register called it last. `null`: registered in
 * error, which is neither compared nor exported.
 */
export function registerCallOf({
  state,
  exclusion,
  register,
}: RegisterStanding): RegisterCall | null {
  switch (state) {
    case 'plan':
    case 'develop':
    case 'test':
      return { statusId: 'STA02', reasonId: null };
    case 'linked':
    case 'live':
      return { statusId: 'STA01', reasonId: null };
    case 'toBeFunded':
      return { statusId: 'STA03', reasonId: null };
    case 'excluded':
      return {
        statusId: exclusion?.kind === 'eServiceNotLinked' ? 'STA04' : 'STA05',
        reasonId: registerReasonOf(exclusion?.reasonCode),
      };
    case 'discontinued':
      return { statusId: 'STA05', reasonId: noLongerOffered };
    case 'suspended':
    case 'mergedInto':
      return lastCall(register);
    case 'registeredInError':
      return null;
  }
}

/** Only what was linked or live is suspended; what was proposed here and merged was in the making. */
function lastCall(register: RegisterStanding['register']): RegisterCall {
  const statusId = registerStatusIds.find((id) => id === register?.statusId) ?? 'STA01';
  return { statusId, reasonId: register?.reasonId ?? null };
}
