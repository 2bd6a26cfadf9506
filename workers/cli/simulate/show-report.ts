import { requestStateTable } from '../../../contracts/lifecycles/request/states.js';
import type { RequestState } from '../../../contracts/lifecycles/request/states.js';
import type { Screen } from '../screen.js';
import { bangkokTime, both } from '../text.js';
import type { SimulationReport } from './report.js';

type Counts = Readonly<Record<string, number>>;

/** A simulation for people: how many, where they ended or wait, what was refused. */
export function showReport(screen: Screen, report: SimulationReport): void {
  const { seed, run, count, filed, stopped, seconds, acts, payments, services } = report;
  const cut = stopped ? `stopped: ${filed} of ${count} requests filed` : `${filed} requests filed`;
  screen.line(`${cut}, ${acts} acts taken, ${payments} payments, in ${seconds} s`);
  screen.line(`seed ${seed}, run ${run}`);
  screen.line();
  screen.table(
    ['service', 'filed', 'ended', 'waiting', 'name'],
    services.map((one) => [
      one.serviceId,
      ...[one.filed, total(one.ended), total(one.waiting)].map(String),
      both(one.title),
    ]),
  );
  screen.line();
  showStates(screen, report);
  showCounts(screen, ['refused', 'mistakes of persons, by problem'], report.refused);
  showCounts(screen, ['appeals', 'where they stand'], report.appeals);
  showWaits(screen, report);
  showFaults(screen, report);
}

function showStates(screen: Screen, { services }: SimulationReport): void {
  const sum = (which: 'ended' | 'waiting') =>
    services.reduce<Record<string, number>>((counts, one) => {
      for (const [state, count] of Object.entries(one[which])) {
        counts[state] = (counts[state] ?? 0) + count;
      }
      return counts;
    }, {});
  const rows = (which: 'ended' | 'waiting') =>
    Object.entries(sum(which)).map(([state, count]) => [String(count), which, stateText(state)]);
  screen.table(['requests', 'are', 'state'], [...rows('ended'), ...rows('waiting')]);
}

function stateText(state: string): string {
  return `${state} · ${both(requestStateTable[state as RequestState].label)}`;
}

function showCounts(screen: Screen, head: readonly string[], counts: Counts): void {
  const rows = Object.entries(counts).map(([name, count]) => [String(count), name]);
  if (rows.length === 0) return;
  screen.line();
  screen.table(head, rows);
}

function showWaits(screen: Screen, { waits }: SimulationReport): void {
  if (waits.length === 0) return;
  screen.line();
  screen.table(
    ['waiting', 'on', 'next by itself'],
    waits.map(({ whoseTurn, count, next }) => [
      String(count),
      whoseTurn,
      next === null ? '' : `${bangkokTime(next.at)} ${next.kind}`,
    ]),
  );
}

function showFaults(screen: Screen, report: SimulationReport): void {
  const { surprises, withoutFuture, stopped } = report;
  screen.line();
  for (const { index, requestId, what, said } of surprises) {
    screen.line(`request ${index} (${requestId ?? 'not filed'}): ${what}: ${said}`);
  }
  for (const { requestId, state, why } of withoutFuture) {
    screen.line(`${requestId} in ${state} has no future: ${why}`);
  }
  if (stopped) screen.line('What was filed stays as it is; nobody was asked for its future.');
  else if (withoutFuture.length === 0) {
    screen.line(
      'Every request is in an end, or in a wait whose future is known (request future ID).',
    );
  }
}

function total(counts: Counts): number {
  return Object.values(counts).reduce((sum, one) => sum + one, 0);
}
