import { theEngine } from './engine.js';
import type { Program, Slice } from './load.js';
import { Clients } from './load.js';
import type { Report, Result } from './result.js';
import { quantile } from './result.js';

const rateMin = 0.85;
const latencyMax = 1.3;
/** Alternating, so that what others do on the machine falls on both. */
const order = ['ours', 'floor', 'floor', 'ours'] as const;
const rounds = 5;
const sliceMs = 6_000;
const warmUpMs = 10_000;

/** Whole paths to live, and how long each action takes to be acknowledged, with many clients. */
export async function benchPaths(): Promise<Report> {
  const engine = await theEngine();
  const programs = { ours: engine.ours, floor: engine.floorProgram };
  const few = await alternate(programs, 4);
  const many = await alternate(programs, 50);
  return {
    lines: [few, many].map(cpuLine),
    results: [
      rate('paths to live, 50 clients', many),
      rate('paths to live, 4 clients', few),
      ...[few, many].flatMap((round) => acknowledged(round)),
    ],
    raw: { few, many },
  };
}

interface Round {
  readonly clients: number;
  readonly ours: readonly Slice[];
  readonly floor: readonly Slice[];
}

async function alternate(
  programs: Readonly<Record<(typeof order)[number], Program>>,
  count: number,
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

function rate(name: string, { ours, floor }: Round): Result {
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
function cpuLine({ clients, ours, floor }: Round): string {
  const perCase = (loads: readonly Slice[]) =>
    (1_000 * total(loads.map(({ cpuSeconds }) => cpuSeconds))) /
    total(loads.map(({ cases }) => cases));
  const [own, bare] = [perCase(ours), perCase(floor)].map((ms) => `${ms.toFixed(0)} ms`);
  return `processor of driver and worker for a path, ${clients} clients: ours ${own}, floor ${bare}`;
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}

function acknowledged({ clients, ours, floor }: Round): Result[] {
  const all = (loads: readonly Slice[]) => loads.flatMap((load) => load.acknowledgedMs);
  return ([0.5, 0.99] as const).map((share) => ({
    name: `action acknowledged p${share * 100}, ${clients} clients`,
    ...{ unit: 'ms', limit: latencyMax },
    ours: quantile(all(ours), share),
    floor: quantile(all(floor), share),
  }));
}
