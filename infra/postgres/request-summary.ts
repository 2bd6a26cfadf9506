import type { RequestState } from '../../contracts/lifecycles/request/states.js';
import { isEnd, requestStates } from '../../contracts/lifecycles/request/states.js';
import type { Portal } from '../../contracts/lifecycles/service/states.js';
import { portals } from '../../contracts/lifecycles/service/states.js';
import type { AsOf, Name } from './listing.js';
import type { Figure, Names, Population } from './summary.js';
import { compare, groupBy, requestPopulation } from './summary.js';

/** How some requests stand. */
export interface RequestFigures {
  readonly total: number;
  readonly open: number;
  /** Of those that are open: the time is up and nothing is decided. */
  readonly overdue: number;
  /** Delay notices that were sent (LFA s.10(2)). */
  readonly delayNotices: number;
  /** Delay notices that were owed and not sent (LFA s.10(4)). */
  readonly delayNoticesMissed: number;
}

/** Figures of the requests to a service. */
export interface ServiceRequests extends RequestFigures {
  readonly serviceId: string;
  readonly name: Name | null;
}

/** Figures of the requests to an agency's organisation. */
export interface AgencyRequests extends RequestFigures {
  readonly agencyId: string;
  readonly name: Name | null;
}

/** The state of all requests, or as it was at the end of a day. */
export interface RequestSummary {
  readonly asOf: AsOf;
  /** Set when a day was asked for. */
  readonly day: string | null;
  readonly population: Population;
  readonly open: Figure;
  readonly overdue: Figure;
  /** Letters, not requests: a request may have several. */
  readonly delayNotices: Figure;
  readonly delayNoticesMissed: Figure;
  readonly states: Readonly<Record<RequestState, number>>;
  readonly portals: Readonly<Record<Portal, number>>;
  readonly services: readonly ServiceRequests[];
  readonly agencies: readonly AgencyRequests[];
}

/** One group of requests that are alike in everything that is counted. */
export interface RequestCell {
  readonly state: RequestState;
  readonly portal: Portal;
  readonly serviceId: string;
  readonly agencyId: string;
  readonly overdue: boolean;
  /** Of all requests of the group together. */
  readonly delayNotices: number;
  readonly delayNoticesMissed: number;
  readonly count: number;
}

/** What names the groups. */
export interface RequestNames extends Pick<Names, 'agency' | 'organisation'> {
  service(serviceId: string): Name | null;
}

/** Adds cells up to the summary. Pure. */
export function summariseRequests(
  cells: readonly RequestCell[],
  names: RequestNames,
  asOf: AsOf,
  day: string | null,
): RequestSummary {
  const all = figuresOf(cells);
  const population = requestPopulation(all.total, asOf, day);
  const figure = (value: number): Figure => ({ value, population });
  return {
    asOf,
    day,
    population,
    open: figure(all.open),
    overdue: figure(all.overdue),
    delayNotices: figure(all.delayNotices),
    delayNoticesMissed: figure(all.delayNoticesMissed),
    states: countBy(cells, requestStates, ({ state }) => state),
    portals: countBy(cells, portals, ({ portal }) => portal),
    services: [...groupBy(cells, ({ serviceId }) => serviceId)]
      .map(([serviceId, group]) => {
        return { serviceId, name: names.service(serviceId), ...figuresOf(group) };
      })
      .sort((a, b) => b.open - a.open || compare(a.serviceId, b.serviceId)),
    agencies: [...groupBy(cells, ({ agencyId }) => names.organisation(agencyId))]
      .map(([agencyId, group]) => ({ agencyId, name: names.agency(agencyId), ...figuresOf(group) }))
      .sort((a, b) => b.overdue - a.overdue || b.open - a.open || compare(a.agencyId, b.agencyId)),
  };
}

function figuresOf(cells: readonly RequestCell[]): RequestFigures {
  const sum = (valueOf: (cell: RequestCell) => number) =>
    cells.reduce((total, cell) => total + valueOf(cell), 0);
  return {
    total: sum(({ count }) => count),
    open: sum(({ state, count }) => (isEnd(state) ? 0 : count)),
    overdue: sum(({ overdue, count }) => (overdue ? count : 0)),
    delayNotices: sum(({ delayNotices }) => delayNotices),
    delayNoticesMissed: sum(({ delayNoticesMissed }) => delayNoticesMissed),
  };
}

function countBy<Key extends string>(
  cells: readonly RequestCell[],
  keys: readonly Key[],
  keyOf: (cell: RequestCell) => Key,
): Record<Key, number> {
  const totals = new Map<Key, number>(keys.map((key) => [key, 0]));
  for (const cell of cells) totals.set(keyOf(cell), (totals.get(keyOf(cell)) ?? 0) + cell.count);
  return Object.fromEntries(totals) as Record<Key, number>;
}
