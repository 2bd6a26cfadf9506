import { bangkokDate } from '../../contracts/civil-date.js';
import type { Mode, Portal, ServiceState } from '../../contracts/lifecycles/service/states.js';
import { modes, portals, serviceStates } from '../../contracts/lifecycles/service/states.js';
import type { AsOf, Name } from './listing.js';

/** Of which services, or requests, a figure is: never to be summed or divided with another population's. */
export interface Population {
  /**
   * `followed`: every service that an event has told of. `register`: those with a row in an imported
   * edition of DGA's register. `notInRegister`: those proposed here, without such a row. `requests`:
   * every citizens' request that an event has told of.
   */
  readonly name: 'followed' | 'register' | 'notInRegister' | 'requests';
  readonly source: Name;
  /** What the source speaks of; `null` while there is nothing. */
  readonly asOf: Days | null;
  readonly total: number;
}

/** Days, Asia/Bangkok: two where editions of several dates are present, else twice the same. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/** A figure with the population it is of. */
export interface Figure {
  readonly value: number;
  readonly population: Population;
}

/** How many services are in each state. */
export type Counts = Readonly<Record<ServiceState, number>>;

/** Figures of an agency's organisation. */
export interface AgencyFigures {
  readonly agencyId: string;
  readonly name: Name | null;
  readonly total: number;
  readonly states: Counts;
  readonly verifiedLive: number;
  readonly overdue: number;
}

/** Figures of a ministry and its agencies; services without one stand under `null`. */
export interface MinistryFigures {
  readonly ministryId: string | null;
  readonly name: Name | null;
  readonly total: number;
  readonly states: Counts;
  readonly verifiedLive: number;
  readonly overdue: number;
  readonly agencies: readonly AgencyFigures[];
}

/** The state of all services, or as it was at the end of a day. */
export interface Summary {
  readonly asOf: AsOf;
  /** Set when a day was asked for. */
  readonly day: string | null;
  readonly population: Population;
  readonly populations: {
    readonly followed: Population;
    readonly register: Population;
    readonly notInRegister: Population;
  };
  /** Linked by the register's word: its status STA01. */
  readonly reportedLinked: Figure;
  /** Live, and proved so by a live check of our own. */
  readonly verifiedLive: Figure;
  readonly states: Counts;
  readonly modes: Readonly<Record<Mode | 'notRecorded', number>>;
  readonly portals: Readonly<Record<Portal | 'notRecorded', number>>;
  /** By Buddhist-era fiscal year of the present plan. */
  readonly fiscalYears: readonly { readonly fiscalYear: number | null; readonly total: number }[];
  readonly overdue: number;
  readonly ministries: readonly MinistryFigures[];
}

/** One group of services that are alike in everything that is counted. */
export interface Cell {
  readonly state: ServiceState;
  readonly agencyId: string;
  readonly ministryId: string | null;
  readonly mode: Mode | null;
  readonly portal: Portal | null;
  readonly fiscalYear: number | null;
  readonly verified: boolean;
  readonly overdue: boolean;
  readonly registerAsOf: string | null;
  readonly registerStatus: string | null;
  readonly count: number;
}

/** What names the groups. */
export interface Names {
  agency(agencyId: string): Name | null;
  ministry(ministryId: string): Name | null;
  /** The id that stands for the agency's organisation. */
  organisation(agencyId: string): string;
}

const registerLinked = 'STA01';

const sources = {
  followed: {
    th: 'เหตุการณ์บนหัวข้อ service.status.v1 ของ Prasan',
    en: "Events on Prasan's topic service.status.v1",
  },
  register: {
    th: 'ทะเบียนงานบริการของ สพร. (DGA)',
    en: "DGA's register of services",
  },
  notInRegister: {
    th: 'เหตุการณ์บนหัวข้อ service.status.v1 ของ Prasan',
    en: "Events on Prasan's topic service.status.v1",
  },
  requests: {
    th: 'เหตุการณ์บนหัวข้อ request.status.*.v1 ของ Prasan',
    en: "Events on Prasan's topics request.status.*.v1",
  },
} as const satisfies Record<Population['name'], Name>;

/** All services followed, as a population. */
export function followedPopulation(
  total: number,
  asOf: AsOf,
  day: string | null = null,
): Population {
  return { name: 'followed', source: sources.followed, asOf: dayOf(asOf, day), total };
}

/** All citizens' requests followed, as a population. */
export function requestPopulation(
  total: number,
  asOf: AsOf,
  day: string | null = null,
): Population {
  return { name: 'requests', source: sources.requests, asOf: dayOf(asOf, day), total };
}

/** Adds cells up to the summary. Pure. */
export function summarise(
  cells: readonly Cell[],
  names: Names,
  asOf: AsOf,
  day: string | null,
): Summary {
  const inRegister = cells.filter((cell) => cell.registerAsOf !== null);
  const others = cells.filter((cell) => cell.registerAsOf === null);
  const followed = followedPopulation(sum(cells), asOf, day);
  const register = population('register', inRegister, daysOfEditions(inRegister));
  return {
    asOf,
    day,
    population: followed,
    populations: {
      followed,
      register,
      notInRegister: population('notInRegister', others, dayOf(asOf, day)),
    },
    reportedLinked: {
      value: sum(inRegister.filter((cell) => cell.registerStatus === registerLinked)),
      population: register,
    },
    verifiedLive: { value: sum(cells.filter(isVerifiedLive)), population: followed },
    states: countStates(cells),
    modes: countBy(cells, [...modes, 'notRecorded'], (cell) => cell.mode ?? 'notRecorded'),
    portals: countBy(cells, [...portals, 'notRecorded'], (cell) => cell.portal ?? 'notRecorded'),
    fiscalYears: byFiscalYear(cells),
    overdue: sum(cells.filter((cell) => cell.overdue)),
    ministries: byMinistry(cells, names),
  };
}

function population(name: Population['name'], of: readonly Cell[], asOf: Days | null): Population {
  return { name, source: sources[name], asOf, total: sum(of) };
}

/** The day asked for; else that of the newest event. */
function dayOf({ at }: AsOf, day: string | null): Days | null {
  const on = day ?? (at === null ? null : bangkokDate(Date.parse(at)));
  return on === null ? null : { from: on, to: on };
}

/** From the oldest edition that a service is of to the newest. */
function daysOfEditions(cells: readonly Cell[]): Days | null {
  const days = cells.flatMap(({ registerAsOf }) => registerAsOf ?? []).sort();
  const [from] = days;
  const to = days.at(-1);
  return from === undefined || to === undefined ? null : { from, to };
}

function isVerifiedLive(cell: Cell): boolean {
  return cell.state === 'live' && cell.verified;
}

function sum(cells: readonly Cell[]): number {
  return cells.reduce((total, cell) => total + cell.count, 0);
}

function countStates(cells: readonly Cell[]): Counts {
  return countBy(cells, serviceStates, (cell) => cell.state);
}

function countBy<Key extends string>(
  cells: readonly Cell[],
  keys: readonly Key[],
  keyOf: (cell: Cell) => Key,
): Record<Key, number> {
  const totals = new Map<Key, number>(keys.map((key) => [key, 0]));
  for (const cell of cells) totals.set(keyOf(cell), (totals.get(keyOf(cell)) ?? 0) + cell.count);
  return Object.fromEntries(totals) as Record<Key, number>;
}

function byFiscalYear(cells: readonly Cell[]): Summary['fiscalYears'] {
  return [...groupBy(cells, (cell) => cell.fiscalYear)]
    .map(([fiscalYear, group]) => ({ fiscalYear, total: sum(group) }))
    .sort((a, b) => (a.fiscalYear ?? Infinity) - (b.fiscalYear ?? Infinity));
}

function byMinistry(cells: readonly Cell[], names: Names): MinistryFigures[] {
  return [...groupBy(cells, (cell) => cell.ministryId)]
    .map(([ministryId, group]) => ({
      ministryId,
      name: ministryId === null ? null : names.ministry(ministryId),
      ...figures(group),
      agencies: byAgency(group, names),
    }))
    .sort((a, b) => b.total - a.total || compare(a.ministryId, b.ministryId));
}

function byAgency(cells: readonly Cell[], names: Names): AgencyFigures[] {
  return [...groupBy(cells, (cell) => names.organisation(cell.agencyId))]
    .map(([agencyId, group]) => ({ agencyId, name: names.agency(agencyId), ...figures(group) }))
    .sort((a, b) => b.total - a.total || compare(a.agencyId, b.agencyId));
}

function figures(cells: readonly Cell[]) {
  return {
    total: sum(cells),
    states: countStates(cells),
    verifiedLive: sum(cells.filter(isVerifiedLive)),
    overdue: sum(cells.filter((cell) => cell.overdue)),
  };
}

/** Cells by what they have in common. */
export function groupBy<Key, Of>(cells: readonly Of[], keyOf: (cell: Of) => Key): Map<Key, Of[]> {
  const groups = new Map<Key, Of[]>();
  for (const cell of cells) {
    const group = groups.get(keyOf(cell));
    if (group === undefined) groups.set(keyOf(cell), [cell]);
    else group.push(cell);
  }
  return groups;
}

/** Order of ids; what has none comes last. */
export function compare(a: string | null, b: string | null): number {
  return (a ?? '~') < (b ?? '~') ? -1 : 1;
}
