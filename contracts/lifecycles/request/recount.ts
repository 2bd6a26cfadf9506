import type { CaseDates } from './clocks.js';

/** Dates of a request that may move when a special holiday is declared or withdrawn. */
export const recountedClocks = [
  'receipt',
  'check',
  'review',
  'consideration',
  'correction',
  'remedy',
  'hearing',
  'consultation',
  'notification',
  'issuing',
  'appeal',
] as const;
/** What a date that moved is of. */
export type RecountedClock = (typeof recountedClocks)[number];

/** One date that moved: what it was, what it is, and the rule by which it moved. */
export interface RecountedDate {
  readonly clock: RecountedClock;
  /** Its number within the request, where there may be several. */
  readonly of?: string;
  /** Day or instant. */
  readonly was: string;
  readonly is: string;
  /** Declared: C15; withdrawn: C16. */
  readonly rule: 'C15' | 'C16';
}

/**
 * What was given to people and officials and stays, whatever is counted later. Every part is left out
 * while it is empty.
 */
export interface GivenDates {
  /** Last days that a citizen was given, by period: none is taken back (C16). */
  readonly citizen?: Readonly<Record<string, string>>;
  /** Due dates of duties that were done by then: they stay as they were (C15). */
  readonly done?: Readonly<Record<string, string>>;
  /** The receipt that an official's calendar days were first counted from: they never change (C15). */
  readonly receivedOn?: string;
}

/** That a campaign came by: no case is counted twice for one. */
export interface Visit {
  readonly campaignId: string;
  /** At which point of the campaign: what a repeat is known by. */
  readonly mark: string;
  /** How many dates moved. */
  readonly changed: number;
}

/** What a request remembers of changes of the calendar. */
export interface Recounting {
  readonly given: GivenDates;
  /** The last campaigns that came by. */
  readonly visits: readonly Visit[];
}

/** Nothing was counted again yet. */
export const notRecounted: Recounting = { given: {}, visits: [] };

/** How many visits are remembered. */
export const visitsMax = 16;

/** What counting again comes to. */
export interface Recounted {
  readonly dates: CaseDates;
  readonly given: GivenDates;
  readonly changes: readonly RecountedDate[];
}

/** The change of the calendar by which a case's dates were counted; 0: before the first. */
export function revisionOfDates({ revision = 0 }: Pick<CaseDates, 'revision'>): number {
  return revision;
}
