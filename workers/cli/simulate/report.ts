import type { Label } from '../../../contracts/lifecycles/service/states.js';
import { isEnd } from '../../../contracts/lifecycles/request/states.js';
import type { RequestState } from '../../../contracts/lifecycles/request/states.js';
import type { Life } from './live.js';
import type { Standing } from './standing.js';

/** What was simulated, as `--json` prints it: members are added, never renamed. */
export interface SimulationReport {
  readonly seed: number;
  readonly run: string;
  readonly speed: number;
  /** How many were asked for; fewer are filed when it is stopped. */
  readonly count: number;
  readonly filed: number;
  readonly stopped: boolean;
  readonly seconds: number;
  /** Acts of persons that were taken. */
  readonly acts: number;
  readonly payments: number;
  readonly services: readonly {
    readonly serviceId: string;
    readonly title: Label;
    readonly filed: number;
    /** By state: ends, and waits. */
    readonly ended: Counts;
    readonly waiting: Counts;
  }[];
  /** Mistakes that were refused, by the code of the problem. */
  readonly refused: Counts;
  /** Appeals, by where they stand. */
  readonly appeals: Counts;
  /** Requests that are not in an end: on whom they wait, and the next thing that comes by itself. */
  readonly waits: readonly {
    readonly whoseTurn: string;
    readonly count: number;
    readonly next: { readonly kind: string; readonly at: string } | null;
  }[];
  /** What went otherwise than it should have. */
  readonly surprises: readonly {
    readonly index: number;
    readonly requestId: string | null;
    readonly what: string;
    readonly said: string;
  }[];
  /** Requests of which nobody knows how they go on. */
  readonly withoutFuture: readonly {
    readonly requestId: string;
    readonly state: RequestState;
    readonly why: string;
  }[];
  readonly requests: readonly {
    readonly index: number;
    readonly requestId: string;
    readonly serviceId: string;
    readonly state: RequestState;
  }[];
}

type Counts = Readonly<Record<string, number>>;

/** What the report says beside the lives. */
export type Circumstances = Pick<
  SimulationReport,
  'seed' | 'run' | 'speed' | 'count' | 'stopped' | 'seconds'
>;

/** Sums up what became of the lives; where they stand was asked unless it was stopped. */
export function reportOf(
  circumstances: Circumstances,
  lives: readonly Life[],
  standings: readonly Standing[],
): SimulationReport {
  const filed = lives.flatMap(({ script, requestId, state }) =>
    requestId === null || state === null
      ? []
      : [{ index: script.index, requestId, serviceId: script.manual.serviceId, state }],
  );
  const stands = new Map(standings.map((one) => [one.requestId, one.state]));
  const requests = filed.map((one) => ({ ...one, state: stands.get(one.requestId) ?? one.state }));
  const manuals = new Map(lives.map(({ script: { manual } }) => [manual.serviceId, manual]));
  return {
    ...circumstances,
    filed: requests.length,
    acts: sum(lives.map(({ acts }) => acts)),
    payments: sum(lives.map(({ payments }) => payments)),
    services: [...manuals.values()].map(({ serviceId, title }) => {
      const states = requests
        .filter((one) => one.serviceId === serviceId)
        .map(({ state }) => state);
      return {
        ...{ serviceId, title, filed: states.length },
        ended: countsOf(states.filter((state) => isEnd(state))),
        waiting: countsOf(states.filter((state) => !isEnd(state))),
      };
    }),
    refused: countsOf(lives.flatMap(({ refused }) => refused)),
    appeals: countsOf(lives.flatMap(({ appeal }) => (appeal === null ? [] : [appeal]))),
    waits: waitsOf(standings),
    surprises: lives.flatMap(({ script, requestId, surprises }) =>
      surprises.map((one) => ({ index: script.index, requestId, ...one })),
    ),
    withoutFuture: standings.flatMap(({ requestId, state, fault }) =>
      fault === undefined ? [] : [{ requestId, state, why: fault }],
    ),
    requests,
  };
}

function waitsOf(standings: readonly Standing[]): SimulationReport['waits'] {
  const waits = standings.flatMap(({ wait }) => (wait === null ? [] : [wait]));
  return Object.entries(countsOf(waits.map(({ whoseTurn }) => whoseTurn))).map(
    ([whoseTurn, count]) => {
      const nexts = waits.flatMap((one) =>
        one.whoseTurn === whoseTurn && one.next !== null ? [one.next] : [],
      );
      const [next = null] = nexts.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
      return { whoseTurn, count, next };
    },
  );
}

/** How many of each, the most first. */
function countsOf(names: readonly string[]): Counts {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const sorted = [...counts].sort(([a, many], [b, more]) => more - many || a.localeCompare(b));
  return Object.fromEntries(sorted);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
