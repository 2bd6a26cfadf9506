import type { AppealRoute } from '../../manuals/manual.js';
import type { Decision, Sealed, SealedWords } from '../request/case.js';
import type { Doer } from '../service/case.js';
import type { Label, Portal } from '../service/states.js';
import type { AppealOutcome, AppealState } from './table.js';

/** What an appeal's decision puts in the place of the order that was appealed. */
export interface VariedOrder {
  readonly kind: 'approved' | 'approvedWithConditions';
  readonly orderNumber: string | null;
}

/** One thing that will happen by itself in an appeal. */
export interface AppealAlarm {
  readonly kind: 'officerEnds' | 'superiorEnds' | 'bodyReminded';
  /** When it rings, milliseconds since the epoch. */
  readonly at: number;
  /** The last day, Asia/Bangkok. */
  readonly dueOn: string;
  readonly section: string;
}

/** What the alarms of an appeal say to people. */
export const appealAlarmLabels: Record<AppealAlarm['kind'], Label> = {
  officerEnds: {
    th: 'ครบกำหนดของเจ้าหน้าที่ เรื่องส่งไปยังผู้มีอำนาจพิจารณาอุทธรณ์',
    en: "The officer's time ends, and the file goes up",
  },
  superiorEnds: {
    th: 'ครบกำหนดวินิจฉัยอุทธรณ์ ผู้อุทธรณ์ฟ้องศาลปกครองได้ภายใน 90 วัน',
    en: 'The time to decide ends; the applicant may go to the Administrative Court within 90 days',
  },
  bodyReminded: {
    th: 'เตือนผู้มีอำนาจวินิจฉัยตามกฎหมายเฉพาะ ซึ่งยังไม่วินิจฉัย',
    en: 'The body that decides under the special law is reminded',
  },
};

/** Calendar days after which a body that no time binds is reminded, and again (ADR 21). */
export const remindEveryDays = 30;

/** What the calendar says of an appeal. */
export interface AppealDates {
  /** When it is received in law, instant with +07:00. */
  readonly receivedAt: string | null;
  /** Last day of whoever has it; `null`: it has ended, or no law sets one. */
  readonly dueOn: string | null;
  readonly alarm: AppealAlarm | null;
  readonly calendar: string | null;
}

/** What of an appeal decides its dates. */
export interface AppealClockFacts {
  readonly agencyId: string;
  readonly filedAt: number;
  readonly state: AppealState;
  /** Day on which the superior got the file. */
  readonly sentUpOn: string | null;
  readonly isExtended: boolean;
  readonly isBySpecialLaw?: true;
  readonly remindedOn?: string;
}

/** The whole of an appeal's case. Plain data. */
export interface AppealCase {
  readonly requestId: string;
  /** Number of the appeal within the request, from 1. */
  readonly number: number;
  readonly serviceId: string;
  readonly agencyId: string;
  readonly portal: Portal;
  readonly route: AppealRoute;
  /** The order that is appealed. */
  readonly order: Pick<Decision, 'kind' | 'decidedOn' | 'sequence'> & { readonly by: Doer | null };
  readonly state: AppealState;
  readonly since: number;
  readonly version: number;
  readonly filedAt: number;
  /** It came after the last day to appeal. */
  readonly isLate: boolean;
  /** A stay of execution: asked for, and what came of it. */
  readonly stay: 'notAsked' | 'asked' | 'granted' | 'refused';
  readonly sentUpOn: string | null;
  /** The file went up because the officer's time was over. */
  readonly isSentUpByClock: boolean;
  readonly isExtended: boolean;
  /**
   * The body that a special law names decides, from the first day and alone: the officer's and the
   * superior's times of APA s.45 are not its own. Left out: they are.
   */
  readonly isBySpecialLaw?: true;
  /** Day for which that body was last reminded. */
  readonly remindedOn?: string;
  readonly outcome: {
    readonly kind: AppealOutcome;
    readonly on: string;
    readonly by: Doer | null;
    readonly order: VariedOrder | null;
  } | null;
  /** The request knows of the outcome. */
  readonly isTold: boolean;
  readonly grounds: Sealed;
  readonly words: readonly SealedWords[];
  readonly dates: AppealDates;
}

/** What of an appeal decides its dates. */
export function appealClockFacts(appeal: AppealCase): AppealClockFacts {
  const { agencyId, filedAt, state, sentUpOn, isExtended, isBySpecialLaw, remindedOn } = appeal;
  return {
    ...{ agencyId, filedAt, state, sentUpOn, isExtended },
    ...(isBySpecialLaw === undefined ? {} : { isBySpecialLaw }),
    ...(remindedOn === undefined ? {} : { remindedOn }),
  };
}
