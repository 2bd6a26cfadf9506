import { CalendarError } from './errors.js';
import type { ExtensionLimits } from './extension.js';
import type { Label } from './label.js';
import type { Party, Unit } from './period.js';
import type { RuleId } from './rules.js';

/** Legal regimes: every manual names one. */
export const regimeIds = [
  'LFA',
  'EGOV_APA',
  'FACTORY',
  'PUBLIC_HEALTH',
  'DRUG_RENEWAL',
  'LAND_ALLOCATION',
  'SEC_TOKEN',
  'ETDA',
  'SEC_BOND',
] as const;

/** Id of a legal regime. */
export type RegimeId = (typeof regimeIds)[number];

/** What happens when the official's time is up and nothing is decided. */
export type OnOverdue = 'NOTIFY_EVERY_7D' | 'DEEMED_APPROVED' | 'REMIND_ONLY';

/** Kinds of service (thai-domain.md §6.2). */
export const serviceKinds = ['LIC', 'REN', 'REG', 'NOT', 'CER', 'BEN', 'PAY', 'INF'] as const;
/** Kind of a service. */
export type ServiceKind = (typeof serviceKinds)[number];

/** Grounds on which LFA s.5 leaves a service out of the Act; our source has them from memory. */
export const lfaExclusions = {
  PARLIAMENT_CABINET: remembered('รัฐสภาและคณะรัฐมนตรี', 'Parliament and Cabinet'),
  COURTS: remembered('ศาล การบังคับคดี และการวางทรัพย์', 'courts, execution and deposit'),
  CRIMINAL_JUSTICE: remembered('กระบวนการยุติธรรมทางอาญา', 'criminal justice'),
  NATURAL_RESOURCES: remembered(
    'การอนุญาตตามกฎหมายว่าด้วยทรัพยากรธรรมชาติและสิ่งแวดล้อม',
    'licences of natural resources and environment',
  ),
  MILITARY: remembered('การทหารและยุทธภัณฑ์', 'military affairs and arms'),
} as const;

function remembered(th: string, en: string): Label & { readonly isUnchecked: true } {
  return { th, en, isUnchecked: true };
}

/** A ground of LFA s.5. */
export type LfaExclusion = keyof typeof lfaExclusions;

/** A length of time as a law or manual states it. */
export interface Length {
  readonly amount: number;
  readonly unit: Unit;
}

/** A legal regime as data. */
export interface Regime {
  readonly id: RegimeId;
  readonly name: Label;
  readonly section: string;
  /** Our source marks it as from memory. */
  readonly isUnchecked?: true;
  /** Kinds of service that it is for; every kind when absent. */
  readonly kinds?: readonly ServiceKind[];
  /** What starts the official's clock: receipt or completeness (C7), or payment. */
  readonly startsAt: 'COMPLETE' | 'PAYMENT';
  /** The time that the regime itself fixes; otherwise the manual's. */
  readonly time?: Length;
  /** A second clock that starts when the first ends (C14). */
  readonly second?: Length;
  /** The shorter pair of clocks; a case is in it when its time is the first of them. */
  readonly fastTrack?: { readonly time: Length; readonly second: Length };
  readonly onOverdue: OnOverdue;
  /** The result is to be notified so soon after the decision, and by which rule. */
  readonly notification: Length & { readonly rule: RuleId };
  readonly extension?: ExtensionLimits;
  /** How an adverse decision is appealed. */
  readonly appeal: Length & { readonly section: string; readonly body: Label };
}

const licensing = ['LIC', 'REN', 'REG', 'NOT', 'CER'] as const;
const within7Days = { amount: 7, unit: 'DAY', rule: 'LFA-10-1' } as const;
/** Where the LFA does not apply, seven days are the service's own standard. */
const standard7Days = { ...within7Days, rule: 'MANUAL' } as const;
const ordinaryAppeal = {
  amount: 15,
  unit: 'DAY',
  section: 'APA s.44',
  body: { th: 'เจ้าหน้าที่ผู้ทำคำสั่ง', en: 'the officer who made the order' },
} as const;

/** All regimes by id. */
export const regimes: Readonly<Record<RegimeId, Regime>> = {
  LFA: {
    id: 'LFA',
    name: { th: 'พ.ร.บ. การอำนวยความสะดวกฯ พ.ศ. 2558', en: 'Licensing Facilitation Act 2015' },
    section: 'LFA s.10',
    kinds: licensing,
    startsAt: 'COMPLETE',
    onOverdue: 'NOTIFY_EVERY_7D',
    notification: within7Days,
    appeal: ordinaryAppeal,
  },
  EGOV_APA: {
    id: 'EGOV_APA',
    name: {
      th: 'พ.ร.บ. การปฏิบัติราชการทางอิเล็กทรอนิกส์ พ.ศ. 2565 และ พ.ร.บ. วิธีปฏิบัติราชการทางปกครอง',
      en: 'e-Government Operations Act 2022 and Administrative Procedure Act',
    },
    section: 'EGOV s.5, s.10',
    startsAt: 'COMPLETE',
    onOverdue: 'REMIND_ONLY',
    notification: standard7Days,
    appeal: ordinaryAppeal,
  },
  FACTORY: {
    id: 'FACTORY',
    name: { th: 'พ.ร.บ. โรงงาน', en: 'Factory Act' },
    section: 'LFA s.10; Factory Act (appeal)',
    isUnchecked: true,
    kinds: licensing,
    startsAt: 'COMPLETE',
    onOverdue: 'NOTIFY_EVERY_7D',
    notification: within7Days,
    appeal: {
      amount: 30,
      unit: 'DAY',
      section: 'Factory Act (appeal to the Minister)',
      body: { th: 'รัฐมนตรีว่าการกระทรวงอุตสาหกรรม', en: 'the Minister of Industry' },
    },
  },
  PUBLIC_HEALTH: {
    id: 'PUBLIC_HEALTH',
    name: { th: 'ข้อบัญญัติท้องถิ่นด้านสาธารณสุข', en: 'Local public-health ordinances' },
    section: 'LFA s.10; Gazette 17233314 (extensions)',
    kinds: licensing,
    startsAt: 'COMPLETE',
    onOverdue: 'NOTIFY_EVERY_7D',
    notification: within7Days,
    extension: { max: 2, amount: 15, unit: 'DAY' },
    appeal: ordinaryAppeal,
  },
  DRUG_RENEWAL: {
    id: 'DRUG_RENEWAL',
    name: { th: 'การต่ออายุทะเบียนตำรับยา', en: 'Renewal of drug registration' },
    section: 'Gazette 140A031N0000000001100',
    kinds: ['REN'],
    startsAt: 'PAYMENT',
    time: { amount: 120, unit: 'DAY' },
    onOverdue: 'NOTIFY_EVERY_7D',
    notification: within7Days,
    appeal: ordinaryAppeal,
  },
  LAND_ALLOCATION: {
    id: 'LAND_ALLOCATION',
    name: { th: 'พ.ร.บ. การจัดสรรที่ดิน', en: 'Land Allocation Act' },
    section: 'Land Allocation Act s.25',
    isUnchecked: true,
    kinds: ['LIC'],
    startsAt: 'COMPLETE',
    time: { amount: 45, unit: 'DAY' },
    onOverdue: 'DEEMED_APPROVED',
    notification: within7Days,
    appeal: ordinaryAppeal,
  },
  SEC_TOKEN: {
    id: 'SEC_TOKEN',
    name: { th: 'ผู้ให้บริการระบบเสนอขายโทเคนดิจิทัล', en: 'Token portal (SEC)' },
    section: 'Gazette 140D112S0000000001400',
    kinds: ['LIC', 'NOT'],
    startsAt: 'COMPLETE',
    time: { amount: 15, unit: 'DAY' },
    onOverdue: 'DEEMED_APPROVED',
    notification: within7Days,
    appeal: ordinaryAppeal,
  },
  ETDA: {
    id: 'ETDA',
    name: { th: 'ใบอนุญาตบริการพิสูจน์และยืนยันตัวตนทางดิจิทัล', en: 'Digital identity licence (ETDA)' },
    section: 'Gazette 140D197S0000000004100',
    kinds: ['LIC'],
    startsAt: 'COMPLETE',
    time: { amount: 60, unit: 'DAY' },
    onOverdue: 'NOTIFY_EVERY_7D',
    notification: within7Days,
    appeal: ordinaryAppeal,
  },
  SEC_BOND: {
    id: 'SEC_BOND',
    name: { th: 'การเสนอขายตราสารหนี้ต่อประชาชน', en: 'Public offering of bonds (SEC)' },
    section: 'Gazette 2164522',
    kinds: ['LIC'],
    startsAt: 'COMPLETE',
    time: { amount: 90, unit: 'DAY' },
    second: { amount: 30, unit: 'DAY' },
    fastTrack: { time: { amount: 10, unit: 'DAY' }, second: { amount: 14, unit: 'DAY' } },
    onOverdue: 'NOTIFY_EVERY_7D',
    notification: within7Days,
    appeal: ordinaryAppeal,
  },
};

/** What a service is, as far as the choice of its regime goes. */
export interface ServiceNature {
  readonly kind?: ServiceKind | undefined;
  /** A ground of LFA s.5 that excludes it. */
  readonly excludedBy?: LfaExclusion | undefined;
}

/**
 * The regime of a manual.
 *
 * @param nature to refuse a regime that is not for such a service
 * @throws CalendarError `regimeMissing` or `unknownRegime`
 */
export function findRegime(
  id: string | undefined,
  nature: ServiceNature = {},
  field = 'regime',
): Regime {
  const all = regimeIds.join(', ');
  if (id === undefined || id === '') {
    throw new CalendarError('regimeMissing', field, {
      th: `${field}: คู่มือต้องระบุระบบกฎหมาย: ${all}`,
      en: `${field}: a manual names its legal regime: ${all}`,
    });
  }
  const known = regimeIds.find((one) => one === id);
  if (known === undefined) {
    throw new CalendarError('unknownRegime', field, {
      th: `${field}: ไม่รู้จักระบบกฎหมาย "${id}" ใช้ ${all}`,
      en: `${field}: there is no legal regime "${id}"; use one of ${all}`,
    });
  }
  const regime = regimes[known];
  needFit(regime, nature, field);
  return regime;
}

function needFit(regime: Regime, { kind, excludedBy }: ServiceNature, field: string): void {
  if (kind !== undefined && regime.kinds?.includes(kind) === false) {
    const kinds = regime.kinds.join(', ');
    const other = licensing.some((one) => one === kind) ? 'LFA' : 'EGOV_APA';
    throw new CalendarError('unknownRegime', field, {
      th: `${field}: ${regime.id} ใช้กับงานบริการประเภท ${kinds} ไม่ใช่ ${kind} (ใช้ ${other})`,
      en: `${field}: ${regime.id} is for services of kind ${kinds}, not ${kind} (use ${other})`,
    });
  }
  if (excludedBy !== undefined && regime.id === 'LFA') {
    const ground = lfaExclusions[excludedBy];
    throw new CalendarError('unknownRegime', field, {
      th: `${field}: LFA ม.5 ไม่ใช้กับ${ground.th} (ใช้ EGOV_APA หรือกฎหมายเฉพาะ)`,
      en: `${field}: LFA s.5 leaves out ${ground.en} (use EGOV_APA or the special law)`,
    });
  }
}

/** Units in which the law gives a person time: days, months, years; never office hours. */
const personUnits: readonly Unit[] = ['DAY', 'WORKING_DAY', 'MONTH', 'YEAR'];

/**
 * @throws CalendarError `unitNotHere` for a person's period in a unit that no regime knows
 */
export function needUnit(regime: Regime, party: Party, unit: Unit, field = 'unit'): void {
  if (party === 'OFFICIAL' || personUnits.includes(unit)) return;
  const right = personUnits.join(', ');
  throw new CalendarError('unitNotHere', field, {
    th: `${field}: ${regime.id} ไม่ให้เวลาประชาชนเป็น ${unit} ใช้ ${right}`,
    en: `${field}: ${regime.id} gives a citizen no time in ${unit}; use ${right}`,
  });
}
