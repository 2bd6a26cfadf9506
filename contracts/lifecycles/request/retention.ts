import { bangkokDate } from '../../civil-date.js';
import type { RequestStatus } from '../../events/request-status.v1.js';
import type { Label } from '../service/states.js';
import type { RequestCase } from './case.js';
import { isEnd } from './states.js';

/** How long what is known of a person is kept after a request has ended. */
export interface Retention {
  /** Full years, counted from the day after the end. */
  readonly years: number;
  /** Regulation that says so. */
  readonly basis: Label;
}

/** What is kept how long: the usual time, and that of services whose own law has another one. */
export const retentions: {
  readonly usual: Retention;
  readonly ofServices: Readonly<Record<string, Retention>>;
} = {
  usual: {
    years: 10,
    basis: {
      th: 'ระเบียบสำนักนายกรัฐมนตรีว่าด้วยงานสารบรรณ พ.ศ. 2526 (เก็บไม่น้อยกว่า 10 ปี)',
      en: "Regulation of the Prime Minister's Office on Correspondence, B.E. 2526 (10 years at least)",
    },
  },
  ofServices: {},
};

/** How long it is in a service. */
export function retentionOf(serviceId: string): Retention {
  return retentions.ofServices[serviceId] ?? retentions.usual;
}

/** What keeps a person from being forgotten, whatever the time: something is still to be done. */
export const openMatters = ['request', 'clock', 'letter', 'refund', 'appeal', 'errand'] as const;
/** What keeps a person from being forgotten. */
export type OpenMatter = (typeof openMatters)[number];

/** What each is called. */
export const openMatterLabels: Record<OpenMatter, Label> = {
  request: { th: 'คำขอยังไม่สิ้นสุด', en: 'the request has not ended' },
  clock: { th: 'ยังมีกำหนดเวลาที่เดินอยู่', en: 'a clock still runs' },
  letter: { th: 'ยังไม่ได้แจ้งผล', en: 'the result is not notified' },
  refund: { th: 'ยังมีเงินที่ต้องคืน', en: 'money is still to be given back' },
  appeal: { th: 'ยังมีอุทธรณ์ที่พิจารณาอยู่', en: 'an appeal is open' },
  errand: { th: 'ระบบยังดำเนินการให้ไม่เสร็จ', en: 'the engine is still at something for it' },
};

/** What of a request decides whether its person may be forgotten. */
export interface RetentionFacts {
  /** Day on which it ended, or was opened again last, Asia/Bangkok; `null`: it has not ended. */
  readonly endedOn: string | null;
  readonly open: readonly OpenMatter[];
}

/** The facts of a case that still answers. */
export function retentionFacts(
  { state, since, dates, decision, refunds, appeals, reopenings }: RequestCase,
  errands: readonly string[],
): RetentionFacts {
  const open: Record<OpenMatter, boolean> = {
    request: !isEnd(state),
    clock: dates.alarms.length > 0,
    letter: decision !== null && decision.notified === null,
    refund: refunds.some(({ repaidOn }) => repaidOn === null),
    appeal: appeals.some(({ outcome }) => outcome === null),
    errand: errands.length > 0,
  };
  // Where only the time to appeal was opened again, the state is as old as it was.
  const endedAt = Math.max(since, reopenings.at(-1)?.at ?? 0);
  return {
    endedOn: isEnd(state) ? bangkokDate(endedAt) : null,
    open: openMatters.filter((matter) => open[matter]),
  };
}

/**
 * Whether a request has come to its end with nothing left open: its workflow closes, and nobody acts on
 * it any more.
 *
 * @param errands what the engine is at for it
 */
export function isClosed(request: RequestCase, errands: readonly string[]): boolean {
  return retentionFacts(request, errands).open.length === 0;
}

/** The facts of a case that has closed so long ago that the archive alone knows of it. */
export function archivedRetentionFacts(status: RequestStatus): RetentionFacts {
  const { state, since, decision, refundsDue } = status;
  const open: Partial<Record<OpenMatter, boolean>> = {
    request: !isEnd(state),
    letter: decision !== null && decision.notifiedOn === null,
    refund: refundsDue > 0,
  };
  return {
    endedOn: isEnd(state) ? bangkokDate(Date.parse(since)) : null,
    open: openMatters.filter((matter) => open[matter] === true),
  };
}

/** Why a person is forgotten, or why his data are restricted instead: stable codes. */
export const forgettingCodes = ['retentionEnded', 'retentionRuns', 'stillOpen'] as const;
/** Why a person is forgotten, or why his data are restricted instead. */
export type ForgettingCode = (typeof forgettingCodes)[number];

/** Whether the person of a request may be forgotten. */
export interface Forgetting {
  readonly mayForget: boolean;
  readonly code: ForgettingCode;
  /** Last day of the time of keeping; `null`: the request has not ended. */
  readonly until: string | null;
}

/**
 * Whether the person of a request may be forgotten on a day: nothing is open, and the time of keeping
 * is over. Until then his data are restricted (PDPA s.33, s.34).
 *
 * @param today day, Asia/Bangkok
 */
export function decideForgetting(
  { endedOn, open }: RetentionFacts,
  { years }: Retention,
  today: string,
): Forgetting {
  const until = endedOn === null ? null : yearsLater(endedOn, years);
  if (until === null || open.length > 0) return { mayForget: false, code: 'stillOpen', until };
  return today > until
    ? { mayForget: true, code: 'retentionEnded', until }
    : { mayForget: false, code: 'retentionRuns', until };
}

/** The same day of a later year; of a month that has no such day, its last (CCC s.193/5). */
function yearsLater(day: string, years: number): string {
  const year = String(Number(day.slice(0, 4)) + years).padStart(4, '0');
  const later = `${year}${day.slice(4)}`;
  const isLeap = new Date(Date.UTC(Number(year), 1, 29)).getUTCMonth() === 1;
  return later.endsWith('-02-29') && !isLeap ? `${year}-02-28` : later;
}
