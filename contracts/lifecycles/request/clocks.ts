import type { CaseFacts, Wait } from '../../calendar/facts.js';
import type { LegalClock } from '../../calendar/clocks.js';
import type { LfaExclusion, RegimeId, ServiceKind } from '../../calendar/regimes.js';
import type { DaySpan, Unit } from '../../calendar/period.js';
import type { Label } from '../service/states.js';
import type { GivenDates } from './recount.js';

/** What happens by itself in a request, if nobody acts. */
export const alarmKinds = [
  'receipt',
  'checkOverdue',
  'correctionEnds',
  'dueSoon',
  'overdue',
  'deemedApproval',
  'letterMissed',
  'notificationMissed',
  'issuingOverdue',
  'billEnds',
  'paymentQuery',
  'remedyEnds',
  'hearingEnds',
  'consultationLate',
  'renewalOpens',
  'appealEnds',
  'agencyQuery',
  'reminder',
  'calendarMissing',
] as const;
/** Kind of what happens by itself. */
export type AlarmKind = (typeof alarmKinds)[number];

/** Alarms that keep an agency to its work: while none of them is armed, it is reminded of what it owes. */
export const agencyAlarms: readonly AlarmKind[] = [
  'receipt',
  'checkOverdue',
  'dueSoon',
  'overdue',
  'deemedApproval',
  'letterMissed',
  'notificationMissed',
  'issuingOverdue',
  'paymentQuery',
];

/** One thing that will happen by itself: one timer is armed, for the earliest. */
export interface Alarm {
  readonly kind: AlarmKind;
  /** What it is about, where there may be several: a bill, a consultation, a letter. */
  readonly of: string;
  /** When it rings, milliseconds since the epoch. */
  readonly at: number;
  /** The day or instant that it is about, Asia/Bangkok. */
  readonly dueOn: string;
  /** Section of law or manual that says so. */
  readonly section: string;
}

/** What the calendar says of a case at a moment. */
export interface CaseDates {
  /** When it is received in law, instant with +07:00; `null` until asked. */
  readonly receivedAt: string | null;
  /** The clocks of the law: each a record, which recomputes. */
  readonly clocks: readonly LegalClock[];
  /**
   * By when it is to be decided; `null`: no time runs towards a decision, since there is one, or while it
   * is suspended. Left out in dates from before it was said: events of those go on telling the last due date.
   */
  readonly decideBy?: string | null;
  /** Last day of the time for correction, where a list is open. */
  readonly correctionDue: string | null;
  /**
   * Last day of each agency that is asked, by number of the consultation; `null`: cannot be said yet.
   * Left out where none is asked, and in dates from before they were told.
   */
  readonly consultationsDue?: Readonly<Record<string, string | null>>;
  /** Days by which delay notices are owed, up to the next. */
  readonly lettersDue: readonly string[];
  /** What happens by itself, the earliest first. */
  readonly alarms: readonly Alarm[];
  /** Version of the calendar that was asked; `null` until asked. */
  readonly calendar: string | null;
  /** The change of the calendar up to which they were counted; left out before the first. */
  readonly revision?: number;
}

/** Nothing was asked yet. */
export const noDates: CaseDates = {
  receivedAt: null,
  clocks: [],
  correctionDue: null,
  lettersDue: [],
  alarms: [],
  calendar: null,
};

/** A wait that ends by itself. */
export interface TimedWait {
  readonly of: string;
  readonly from: string;
  readonly amount: number;
  readonly unit: Unit;
  /** Days outside the clock (C8). */
  readonly outside?: readonly DaySpan[];
}

/** What of a case decides its dates: they are asked for again when it has changed. */
export interface RequestClockFacts {
  readonly requestId: string;
  /** Whose working days they are. */
  readonly agencyId: string;
  readonly regime: RegimeId;
  readonly kind: ServiceKind;
  readonly excludedBy?: LfaExclusion;
  /** The manual's time. */
  readonly time: { readonly amount: number; readonly unit: Unit };
  /** How long an extension may be, and those that were given, each by its instant. */
  readonly extension: {
    readonly max: number;
    readonly amount: number;
    readonly unit: Unit;
    readonly notices: readonly { readonly at: number; readonly amount: number }[];
  } | null;
  /** When it was filed, instant with +07:00; `facts` begin anew when an appeal sets the order aside. */
  readonly receiptAt: string;
  readonly facts: CaseFacts;
  /** From each fee's first bill to its payment: outside the clock, unless payment starts it (C8). */
  readonly billWaits: readonly Wait[];
  /** Day of the first payment. */
  readonly paidOn: string | null;
  /** Filed and not yet received in law. */
  readonly awaitsReceipt: boolean;
  /** Received, and nobody has said yet whether it is complete. */
  readonly awaitsCheck: boolean;
  readonly correction: TimedWait | null;
  /** An answer that is being looked at keeps its time, and nothing ends by itself. */
  readonly isCorrectionArmed: boolean;
  /** Side by side: each ends by itself. */
  readonly remedies: readonly TimedWait[];
  readonly hearings: readonly TimedWait[];
  readonly consultations: readonly (TimedWait & { readonly chased: number })[];
  /** Whether the official's time still runs towards a decision. */
  readonly isUndecided: boolean;
  /** Days on which delay notices were sent. */
  readonly noticesOn: readonly string[];
  /** Delay notices that were found missing, by the day they were due. */
  readonly lettersMissed: readonly string[];
  readonly issuing: TimedWait | null;
  readonly bill: {
    readonly number: number;
    readonly until: string;
    readonly isUnconfirmed: boolean;
    /** How often the treasury was asked. */
    readonly asked: number;
  } | null;
  /** Whether an appeal may still come. */
  readonly isAppealable: boolean;
  /** How an adverse decision is appealed, as the manual says. */
  readonly appeal: {
    readonly amount: number;
    readonly unit: Unit;
    readonly section: string;
    /** Day from which relief has it counted (APA s.66); from the notice when left out. */
    readonly from?: string;
  };
  readonly renewal: { readonly expiresOn: string; readonly opensDays: number } | null;
  /** The agency's system works on it and is asked now and then; `null` while nothing is awaited. */
  readonly agencyQuery: {
    readonly submission: number;
    /** When the submission was taken, milliseconds since the epoch. */
    readonly acceptedAt: number;
    /** How often it was asked since then, and for which day the last time. */
    readonly asked: number;
    readonly askedOn: string | null;
  } | null;
  /**
   * Something is the agency's to do: since which day, and for which day it was last reminded. Left out
   * where it owes nothing, and of cases that are worked by older rules.
   */
  readonly owed?: {
    readonly since: string;
    readonly remindedOn: string | null;
    /** Nothing else keeps the agency to it, as the dates were last said. */
    readonly isUnwatched: boolean;
  };
  /** The day for which a calendar that lacked a year was last asked again: it is asked the next day. */
  readonly missingOn: string | null;
  /** What stays as it was given when a special holiday was declared or withdrawn (C15, C16). */
  readonly given?: GivenDates;
}

/** What an alarm is, apart from when it rings: none rings twice under one key. */
export function alarmKey({ kind, of, dueOn }: Pick<Alarm, 'kind' | 'of' | 'dueOn'>): string {
  return `${kind}/${of}/${dueOn}`;
}

/** What each alarm says to people: what will happen by itself. */
export const alarmLabels: Record<AlarmKind, Label> = {
  receipt: { th: 'รับคำขอตามกฎหมาย', en: 'It is received in law' },
  checkOverdue: {
    th: 'ครบกำหนดตรวจความครบถ้วน หลังจากนั้นถือว่าไม่มีบันทึกความบกพร่อง',
    en: 'The check of completeness is due; after that, no deficiency counts as recorded in time',
  },
  correctionEnds: { th: 'หมดเวลาแก้ไขเพิ่มเติม', en: 'The time for correction ends' },
  dueSoon: { th: 'ใกล้ครบกำหนดพิจารณา', en: 'The decision is due soon' },
  overdue: { th: 'เกินกำหนดพิจารณา', en: 'The decision is overdue' },
  deemedApproval: { th: 'ถือว่าอนุญาตโดยผลของกฎหมาย', en: 'It counts as approved' },
  letterMissed: {
    th: 'ไม่ได้แจ้งเหตุแห่งความล่าช้าภายในกำหนด',
    en: 'The delay notice is missed',
  },
  notificationMissed: {
    th: 'ไม่ได้แจ้งผลภายใน 7 วัน',
    en: 'The notification of the result is missed',
  },
  issuingOverdue: { th: 'เกินกำหนดออกใบอนุญาต', en: 'Issuing is overdue' },
  billEnds: { th: 'ใบแจ้งหนี้สิ้นอายุ', en: 'The bill expires' },
  paymentQuery: { th: 'สอบถามผลการชำระเงิน', en: 'The treasury is asked about the payment' },
  remedyEnds: { th: 'หมดเวลาปรับปรุงสถานที่', en: 'The time for repairing the premises ends' },
  hearingEnds: { th: 'หมดเวลาโต้แย้ง', en: 'The hearing ends' },
  consultationLate: {
    th: 'หน่วยงานที่หารือยังไม่ตอบ',
    en: 'The agency that was consulted is late',
  },
  renewalOpens: { th: 'เริ่มยื่นต่ออายุได้', en: 'Renewal opens' },
  appealEnds: { th: 'หมดเวลาอุทธรณ์', en: 'The time for an appeal ends' },
  agencyQuery: { th: 'สอบถามระบบของหน่วยงาน', en: "The agency's system is asked" },
  reminder: { th: 'เตือนหน่วยงานว่ายังมีเรื่องค้าง', en: 'The agency is reminded of what it owes' },
  calendarMissing: {
    th: 'ยังคำนวณกำหนดเวลาไม่ได้ เพราะไม่มีวันหยุดของปีนั้น',
    en: 'The dates cannot be computed yet: the holidays of that year are missing',
  },
};
