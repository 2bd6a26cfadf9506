import type { Label } from './label.js';

/** What a holiday is. */
export const holidayKinds = [
  'FIXED',
  'LUNAR',
  'SUBSTITUTE',
  'SPECIAL_CABINET',
  'GOV_ONLY',
  'REGIONAL',
] as const;

/** Kind of a holiday: only `SPECIAL_CABINET` days are declared and withdrawn one by one. */
export type HolidayKind = (typeof holidayKinds)[number];

/** One government holiday. */
export interface Holiday {
  /** `YYYY-MM-DD` */
  readonly date: string;
  readonly name: Label;
  readonly kind: HolidayKind;
  /** Who made it one. */
  readonly authority: Label;
  /** Day of the resolution, where our source has it. */
  readonly resolvedOn: string | null;
  /** First version of the table that has it. */
  readonly since: string;
  /** A projection: not resolved yet. */
  readonly isProjection?: true;
}

/** A version of the table: what was known when. */
export interface CalendarVersion {
  readonly version: string;
  /** From this day on it was known. */
  readonly knownFrom: string;
  /** Years that it covers, both included. Other years are an error, never a guess. */
  readonly covers: { readonly from: number; readonly to: number };
  /** Special holidays of the table that were withdrawn, before their day. */
  readonly withdraws?: readonly string[];
  /** The covered year whose days the Cabinet had not fixed: what is counted in it may change. */
  readonly projects?: number;
  readonly note: Label;
}

/** Years that the newest version covers, both included. */
export const coveredYears = { from: 2025, to: 2027 } as const;

/** All versions, the oldest first. A new year or resolution adds one (docs/calendar.md). */
export const calendarVersions: readonly CalendarVersion[] = [
  {
    version: '2025.1',
    knownFrom: '2025-01-01',
    covers: { from: 2025, to: 2026 },
    note: {
      th: 'ปี 2568 และ 2569 รวมวันหยุดพิเศษตามมติคณะรัฐมนตรี 12 พฤศจิกายน 2567',
      en: '2025 and 2026, with the special holidays resolved on 12 November 2024',
    },
  },
  {
    version: '2026.1',
    knownFrom: '2026-11-24',
    covers: coveredYears,
    projects: 2027,
    note: {
      th: 'เพิ่มปี 2570 เป็นการคาดการณ์ ยังไม่มีวันพืชมงคล',
      en: '2027 as a projection, still without Ploughing Day',
    },
  },
];

const regulation: Label = {
  th: 'คณะรัฐมนตรี: วันหยุดราชการประจำปี',
  en: 'Cabinet: annual government holidays',
};
const resolution: Label = {
  th: 'มติคณะรัฐมนตรี: วันหยุดราชการเพิ่มเป็นกรณีพิเศษ',
  en: 'Cabinet resolution: special additional holiday',
};

const names = {
  newYear: { th: 'วันขึ้นปีใหม่', en: "New Year's Day" },
  makha: { th: 'วันมาฆบูชา', en: 'Makha Bucha Day' },
  chakri: { th: 'วันจักรี', en: 'Chakri Memorial Day' },
  songkran: { th: 'วันสงกรานต์', en: 'Songkran' },
  coronation: { th: 'วันฉัตรมงคล', en: 'Coronation Day' },
  ploughing: { th: 'วันพระราชพิธีพืชมงคล', en: 'Royal Ploughing Ceremony' },
  visakha: { th: 'วันวิสาขบูชา', en: 'Visakha Bucha Day' },
  queen: { th: 'วันเฉลิมพระชนมพรรษาพระบรมราชินี', en: "Queen's Birthday" },
  asalha: { th: 'วันอาสาฬหบูชา', en: 'Asalha Bucha Day' },
  khaoPhansa: { th: 'วันเข้าพรรษา', en: 'Khao Phansa (Buddhist Lent)' },
  king: { th: 'วันเฉลิมพระชนมพรรษาพระบาทสมเด็จพระเจ้าอยู่หัว', en: "King's Birthday" },
  mother: { th: 'วันแม่แห่งชาติ', en: "Mother's Day" },
  navamin: { th: 'วันนวมินทรมหาราช', en: 'Navamindra Maharaj Day' },
  chulalongkorn: { th: 'วันปิยมหาราช', en: 'Chulalongkorn Day' },
  father: { th: 'วันพ่อแห่งชาติ', en: "Father's Day" },
  constitution: { th: 'วันรัฐธรรมนูญ', en: 'Constitution Day' },
  newYearEve: { th: 'วันสิ้นปี', en: "New Year's Eve" },
  special: { th: 'วันหยุดราชการเพิ่มเป็นกรณีพิเศษ', en: 'Special government holiday' },
} as const satisfies Record<string, Label>;

type Name = keyof typeof names;

/** The Cabinet resolved on all three specials of 2025 and 2026 in one sitting. */
const specialsResolvedOn = '2024-11-12';

/** Of the annual lists our sources do not have the days of the resolutions. */
function row(
  date: string,
  kind: HolidayKind,
  name: Name,
  since: string,
  resolvedOn: string | null = null,
): Holiday {
  const isSubstitute = kind === 'SUBSTITUTE';
  const label: Label = isSubstitute
    ? { th: `ชดเชย${names[name].th}`, en: `Substitution for ${names[name].en}` }
    : names[name];
  return {
    date,
    kind,
    name: label,
    authority: kind === 'SPECIAL_CABINET' ? resolution : regulation,
    resolvedOn,
    since,
    ...(date.startsWith(`${calendarVersions.at(-1)?.projects}-`) ? { isProjection: true } : {}),
  };
}

/**
 * Government holidays on weekdays: thai-domain.md §3.2, from PyPI `holidays` 0.105 (GOVERNMENT and
 * PUBLIC, without Labour Day), 2025 confirmed as 21 days. Of the annual lists our sources do not have
 * the days of the resolutions; that of the specials is by press reports of the sitting of 12 November
 * 2024 (lionnews.co/archives/10176, boranmedia.com/?p=807). Two more for 2026 (2 June, 31 July) were
 * proposed and withdrawn on 2 December 2025 before they were resolved, so they never were holidays.
 */
export const holidays: readonly Holiday[] = [
  row('2025-01-01', 'FIXED', 'newYear', '2025.1'),
  row('2025-02-12', 'LUNAR', 'makha', '2025.1'),
  row('2025-04-07', 'SUBSTITUTE', 'chakri', '2025.1'),
  row('2025-04-14', 'FIXED', 'songkran', '2025.1'),
  row('2025-04-15', 'FIXED', 'songkran', '2025.1'),
  row('2025-04-16', 'SUBSTITUTE', 'songkran', '2025.1'),
  row('2025-05-05', 'SUBSTITUTE', 'coronation', '2025.1'),
  row('2025-05-09', 'GOV_ONLY', 'ploughing', '2025.1'),
  row('2025-05-12', 'SUBSTITUTE', 'visakha', '2025.1'),
  row('2025-06-02', 'SPECIAL_CABINET', 'special', '2025.1', specialsResolvedOn),
  row('2025-06-03', 'FIXED', 'queen', '2025.1'),
  row('2025-07-10', 'LUNAR', 'asalha', '2025.1'),
  row('2025-07-11', 'LUNAR', 'khaoPhansa', '2025.1'),
  row('2025-07-28', 'FIXED', 'king', '2025.1'),
  row('2025-08-11', 'SPECIAL_CABINET', 'special', '2025.1', specialsResolvedOn),
  row('2025-08-12', 'FIXED', 'mother', '2025.1'),
  row('2025-10-13', 'FIXED', 'navamin', '2025.1'),
  row('2025-10-23', 'FIXED', 'chulalongkorn', '2025.1'),
  row('2025-12-05', 'FIXED', 'father', '2025.1'),
  row('2025-12-10', 'FIXED', 'constitution', '2025.1'),
  row('2025-12-31', 'FIXED', 'newYearEve', '2025.1'),

  row('2026-01-01', 'FIXED', 'newYear', '2025.1'),
  row('2026-01-02', 'SPECIAL_CABINET', 'special', '2025.1', specialsResolvedOn),
  row('2026-03-03', 'LUNAR', 'makha', '2025.1'),
  row('2026-04-06', 'FIXED', 'chakri', '2025.1'),
  row('2026-04-13', 'FIXED', 'songkran', '2025.1'),
  row('2026-04-14', 'FIXED', 'songkran', '2025.1'),
  row('2026-04-15', 'FIXED', 'songkran', '2025.1'),
  row('2026-05-04', 'FIXED', 'coronation', '2025.1'),
  row('2026-05-13', 'GOV_ONLY', 'ploughing', '2025.1'),
  row('2026-06-01', 'SUBSTITUTE', 'visakha', '2025.1'),
  row('2026-06-03', 'FIXED', 'queen', '2025.1'),
  row('2026-07-28', 'FIXED', 'king', '2025.1'),
  row('2026-07-29', 'LUNAR', 'asalha', '2025.1'),
  row('2026-07-30', 'LUNAR', 'khaoPhansa', '2025.1'),
  row('2026-08-12', 'FIXED', 'mother', '2025.1'),
  row('2026-10-13', 'FIXED', 'navamin', '2025.1'),
  row('2026-10-23', 'FIXED', 'chulalongkorn', '2025.1'),
  row('2026-12-07', 'SUBSTITUTE', 'father', '2025.1'),
  row('2026-12-10', 'FIXED', 'constitution', '2025.1'),
  row('2026-12-31', 'FIXED', 'newYearEve', '2025.1'),

  row('2027-01-01', 'FIXED', 'newYear', '2026.1'),
  row('2027-02-22', 'SUBSTITUTE', 'makha', '2026.1'),
  row('2027-04-06', 'FIXED', 'chakri', '2026.1'),
  row('2027-04-13', 'FIXED', 'songkran', '2026.1'),
  row('2027-04-14', 'FIXED', 'songkran', '2026.1'),
  row('2027-04-15', 'FIXED', 'songkran', '2026.1'),
  row('2027-05-04', 'FIXED', 'coronation', '2026.1'),
  row('2027-05-20', 'LUNAR', 'visakha', '2026.1'),
  row('2027-06-03', 'FIXED', 'queen', '2026.1'),
  row('2027-07-19', 'LUNAR', 'khaoPhansa', '2026.1'),
  row('2027-07-20', 'SUBSTITUTE', 'asalha', '2026.1'),
  row('2027-07-28', 'FIXED', 'king', '2026.1'),
  row('2027-08-12', 'FIXED', 'mother', '2026.1'),
  row('2027-10-13', 'FIXED', 'navamin', '2026.1'),
  row('2027-10-25', 'SUBSTITUTE', 'chulalongkorn', '2026.1'),
  row('2027-12-06', 'SUBSTITUTE', 'father', '2026.1'),
  row('2027-12-10', 'FIXED', 'constitution', '2026.1'),
  row('2027-12-31', 'FIXED', 'newYearEve', '2026.1'),
];
