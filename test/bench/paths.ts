import { theEngine } from './engine.js';
import type { PathStep } from '../support/path-to-live.js';
import type { Program, Slice } from './load.js';
import { Clients } from './load.js';
import type { Report, Result } from './result.js';
import { quantile } from './result.js';

const rateMin = 0.85;
const latencyMax = 1.3;
/** Alternating, so that what others do on the machine falls on both. */
const order = ['ours', 'floor', 'floor', 'ours'] as const;
/** Four clients: a minute each and more; slices as short as the number of clients allows, since the machine changes by the second. */
export const few = { clients: 4, sliceMs: 2_000, rounds: 15 };
/** Fifty clients. */
export const many = { clients: 50, sliceMs: 6_000, rounds: 8 };
const warmUpMs = 10_000;

/** Whole paths to live, and how long each action takes to be acknowledged, with many clients. */
export async function benchPaths(): Promise<Report> {
  const engine = await theEngine();
  const programs = { ours: engine.ours, floor: engine.floorProgram };
  const asking = new Set(engine.ours.path.flatMap((step, at) => (asks(step) ? [at] : [])));
  const byFew = await alternate(programs, few);
  const byMany = await alternate(programs, many);
  return {
    lines: [byFew, byMany].flatMap((round) => [cpuLine(round), askingLine(round, asking)]),
    results: [
      rate('paths to live, 50 clients', byMany),
      rate('paths to live, 4 clients', byFew),
      ...[byFew, byMany].flatMap((round) => acknowledged(round)),
    ],
    raw: { few: byFew, many: byMany },
  };
}

interface Round {
  readonly clients: number;
  readonly ours: readonly Slice[];
  readonly floor: readonly Slice[];
}

/** Takes both programs in turn. */
export async function alternate(
  programs: Readonly<Record<(typeof order)[number], Program>>,
  { clients: count, sliceMs, rounds }: typeof few,
): Promise<Round> {
  const found: Record<(typeof order)[number], Slice[]> = { ours: [], floor: [] };
  const clients = {
    ours: new Clients(programs.ours, count),
    floor: new Clients(programs.floor, count),
  };
  for (const name of ['ours', 'floor'] as const) await clients[name].slice(warmUpMs);
  for (let round = 0; round < rounds; round += 1) {
    for (const name of order) found[name].push(await clients[name].slice(sliceMs));
  }
  await Promise.all([clients.ours.end(), clients.floor.end()]);
  return { clients: count, ...found };
}

/** Cases a second, ours beside the floor's. */
export function rate(name: string, { ours, floor }: Round): Result {
  return {
    ...{ name, unit: '/s', limit: rateMin, isRate: true },
    ours: rateOf(ours),
    floor: rateOf(floor),
  };
}

function rateOf(loads: readonly Slice[]): number {
  return total(loads.map(({ cases }) => cases)) / total(loads.map(({ seconds }) => seconds));
}

/** The processor that a case takes has less noise than the rate, on a machine that others use. */
export function cpuLine({ clients, ours, floor }: Round, what = 'a path'): string {
  const perCase = (loads: readonly Slice[], of: 'cpuSeconds' | 'machineSeconds') =>
    `${((1_000 * total(loads.map((load) => load[of]))) / total(loads.map(({ cases }) => cases))).toFixed(0)} ms`;
  const shares = (of: 'cpuSeconds' | 'machineSeconds') =>
    `ours ${perCase(ours, of)}, floor ${perCase(floor, of)}`;
  return (
    `processor for ${what}, ${clients} clients: driver and worker ${shares('cpuSeconds')}; ` +
    `whole machine ${shares('machineSeconds')}`
  );
}

/** People wait for an answer from the world: the agency's channel. */
function asks({ action }: PathStep): boolean {
  return action === 'requestLiveCheck';
}

/** The floor asks nobody: where the tail of ours comes from. */
function askingLine({ clients, ours, floor }: Round, asking: ReadonlySet<number>): string {
  const p99 = (loads: readonly Slice[], doAsk: boolean) => {
    const found = loads.flatMap(({ acknowledged: all }) => all);
    const chosen = found.filter(({ step }) => asking.has(step) === doAsk).map(({ ms }) => ms);
    return `${quantile(chosen, 0.99).toFixed(0)} ms`;
  };
  return (
    `p99, ${clients} clients: the live check ours ${p99(ours, true)}, ` +
    `floor ${p99(floor, true)}; all others ours ${p99(ours, false)}, floor ${p99(floor, false)}`
  );
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}

/** How long actions take to be acknowledged. */
export function acknowledged({ clients, ours, floor }: Round): Result[] {
  const all = (loads: readonly Slice[]) =>
    loads.flatMap((load) => load.acknowledged.map(({ ms }) => ms));
  return ([0.5, 0.99] as const).map((share) => ({
    name: `action acknowledged p${share * 100}, ${clients} clients`,
    ...{ unit: 'ms', limit: latencyMax },
    ours: quantile(all(ours), share),
    floor: quantile(all(floor), share),
  }));
}
