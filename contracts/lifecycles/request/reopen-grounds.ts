import type { Label } from '../service/states.js';
import type { EndState, RequestState } from './states.js';

/** On what ground a request that has ended is opened again. */
export const reopenGrounds = [
  'lateCorrection',
  'lateAppeal',
  'appealInformation',
  'judgment',
  'retrial',
] as const;
/** On what ground a request that has ended is opened again. */
export type ReopenGround = (typeof reopenGrounds)[number];

/** What the law says of a ground. */
export interface ReopenRule {
  readonly label: Label;
  /** Ends that it opens. */
  readonly from: readonly EndState[];
  /** `same`: the time to appeal runs anew; `stage`: the stage that made the order decides again. */
  readonly to: 'awaitingCorrection' | 'same' | 'stage';
  /** Who applies within which time, where somebody has to. */
  readonly applyWithin: { readonly days: number; readonly section: string } | null;
  readonly basis: string;
}

/** Ends whose order may be appealed, or be such that it may. */
const appealable = [
  ...(['completed', 'refused', 'returned', 'struckOff', 'lapsedUnpaid', 'terminated'] as const),
];

const apa40 = 'พ.ร.บ. วิธีปฏิบัติราชการทางปกครอง พ.ศ. 2539 ม.40 / APA s.40';
const apa54 = 'พ.ร.บ. วิธีปฏิบัติราชการทางปกครอง พ.ศ. 2539 ม.54 / APA s.54';
const apa66 = 'พ.ร.บ. วิธีปฏิบัติราชการทางปกครอง พ.ศ. 2539 ม.66 / APA s.66';
const judgment = 'พ.ร.บ. จัดตั้งศาลปกครองฯ พ.ศ. 2542 ม.72 / Administrative Courts Act B.E. 2542 s.72';

/**
 * Which ground opens which end, to where, and on what basis: the part of the lifecycle that the action
 * `reopen` leaves to its ground.
 */
export const reopenTable = {
  lateCorrection: {
    label: { th: 'ขยายเวลาแก้ไขที่ล่วงพ้นแล้ว', en: 'Relief for a correction that came too late' },
    from: ['returned', 'struckOff'],
    to: 'awaitingCorrection',
    applyWithin: { days: 15, section: 'APA s.66' },
    basis: apa66,
  },
  lateAppeal: {
    label: { th: 'ขยายเวลาอุทธรณ์ที่ล่วงพ้นแล้ว', en: 'Relief for an appeal that came too late' },
    from: appealable,
    to: 'same',
    applyWithin: { days: 15, section: 'APA s.66' },
    basis: apa66,
  },
  appealInformation: {
    label: {
      th: 'คำสั่งไม่ได้แจ้งสิทธิอุทธรณ์ให้ถูกต้อง',
      en: 'The order did not say how and until when to appeal',
    },
    from: appealable,
    to: 'same',
    applyWithin: null,
    basis: apa40,
  },
  judgment: {
    label: { th: 'คำพิพากษาหรือคำสั่งศาล', en: "A court's judgment" },
    from: [...appealable, 'notOurAgency'],
    to: 'stage',
    applyWithin: null,
    basis: judgment,
  },
  retrial: {
    label: { th: 'ขอให้พิจารณาใหม่', en: 'The order is to be considered again' },
    from: ['completed', 'refused', 'returned', 'struckOff'],
    to: 'stage',
    applyWithin: { days: 90, section: 'APA s.54' },
    basis: apa54,
  },
} as const satisfies Record<ReopenGround, ReopenRule>;

/** The grounds on which a request is opened again from a state. */
export function groundsIn(state: RequestState): ReopenGround[] {
  return reopenGrounds.filter((ground) => {
    const { from }: ReopenRule = reopenTable[ground];
    return (from as readonly RequestState[]).includes(state);
  });
}

/** Courts whose judgments are executed here. */
export const courts = [
  'administrativeCourt',
  'supremeAdministrativeCourt',
  'courtOfJustice',
  'supremeCourt',
] as const;
/** A court whose judgment is executed. */
export type Court = (typeof courts)[number];

/** What they are called. */
export const courtLabels: Record<Court, Label> = {
  administrativeCourt: { th: 'ศาลปกครองชั้นต้น', en: 'Administrative Court of First Instance' },
  supremeAdministrativeCourt: { th: 'ศาลปกครองสูงสุด', en: 'Supreme Administrative Court' },
  courtOfJustice: { th: 'ศาลยุติธรรม', en: 'Court of Justice' },
  supremeCourt: { th: 'ศาลฎีกา', en: 'Supreme Court' },
};

/** Why an order that can be appealed no more is considered again (APA s.54(1)–(4)). */
export const retrialCauses = ['newEvidence', 'notHeard', 'notCompetent', 'factsChanged'] as const;
