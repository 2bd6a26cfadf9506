import type { AgencyNotice } from '../../agency-link/messages.js';
import { uuidV5 } from '../../events/mint.js';
import type { Bill, RequestCase } from './case.js';
import { bangkokInstant } from './facts.js';
import { isEnd } from './states.js';

type Deeming = Extract<AgencyNotice, { readonly kind: 'deemedApproved' }>;

/** A notice as a case knows it; the section of the law is the calendar's to say. */
export type PlainNotice = Exclude<AgencyNotice, Deeming> | Omit<Deeming, 'section'>;

/** A notice to the agency's system, with the name under which it is remembered. */
export interface OwedNotice {
  readonly what: string;
  readonly notice: PlainNotice;
}

/** Namespace of the ids of notices. */
const noticeNamespace = '3f1d6f0e-1c1b-5f0a-9c55-6a0f5f3f8d21';

/**
 * What the agency's system is still to be told of a request that it was given, or may have been. Each
 * follows from the case alone, so that a repeat says the same.
 */
export function noticesOwed(request: RequestCase): OwedNotice[] {
  const { dispatch, state } = request;
  if (dispatch === null || dispatch.status === 'refused') return [];
  // While it is on its way there is nobody to tell; once it ends, it may have arrived all the same.
  if (dispatch.status === 'waiting' && !isEnd(state)) return [];
  const told = dispatch.told.map(({ what }) => what);
  return allNotices(request).filter(({ what }) => !told.includes(what));
}

function allNotices(request: RequestCase): OwedNotice[] {
  const end = noticeOfEnd(request);
  return [
    ...request.bills.flatMap((bill) => noticeOfFee(request, bill)),
    ...noticeOfDeeming(request),
    ...(end === undefined ? [] : [end]),
  ];
}

function headOf({ requestId }: RequestCase, what: string, at: string) {
  return { noticeId: uuidV5(noticeNamespace, `${requestId}/${what}`), requestId, at };
}

function noticeOfFee(request: RequestCase, bill: Bill): OwedNotice[] {
  const { number, feeId, money, status, paidOn, transactionId } = bill;
  if (status !== 'paid' || paidOn === null || transactionId === null) return [];
  const what = `feePaid/${number}`;
  const paidAt = startOf(paidOn);
  const notice = { kind: 'feePaid', feeId, money, paidAt, transactionId } as const;
  return [{ what, notice: { ...headOf(request, what, paidAt), ...notice } }];
}

function noticeOfDeeming(request: RequestCase): OwedNotice[] {
  const { decision } = request;
  if (decision?.kind !== 'deemedApproved') return [];
  const { decidedOn: dueOn } = decision;
  const what = 'deemedApproved';
  const notice = { kind: what, dueOn } as const;
  return [{ what, notice: { ...headOf(request, what, startOf(dueOn)), ...notice } }];
}

/** Whoever ended it by an answer of its own knows. */
function noticeOfEnd(request: RequestCase): OwedNotice | undefined {
  const { state, since, dispatch } = request;
  if (!isEnd(state)) return undefined;
  const at = bangkokInstant(since);
  if (state === 'withdrawn') {
    return { what: state, notice: { ...headOf(request, state, at), kind: state } };
  }
  const last = dispatch?.answered.at(-1)?.outcome;
  const isOwn =
    (state === 'refused' && last === 'refused') || (state === 'completed' && last === 'issued');
  if (isOwn) return undefined;
  const what = `ended/${state}`;
  return { what, notice: { ...headOf(request, what, at), kind: 'ended', state } };
}

function startOf(day: string): string {
  return `${day}T00:00:00+07:00`;
}
