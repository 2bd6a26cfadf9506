import { inParallel } from '../../../infra/in-parallel.js';
import type { Life, World } from './live.js';
import { live } from './live.js';
import type { Standing } from './standing.js';
import { standingOf } from './standing.js';

/** How a simulation is watched and stopped. */
export interface Watching {
  /** Aborted: everybody lets everything lie. The world's clock stops with it too. */
  readonly stop: AbortController;
  readonly onEnd: () => void;
}

/**
 * Lets all live side by side until none of their persons does anything more, or it is stopped.
 *
 * @throws what one of them could not go on for; the others are stopped then
 */
export async function liveAll(
  lives: readonly Life[],
  world: World,
  { stop, onEnd }: Watching,
): Promise<void> {
  const failures: unknown[] = [];
  await Promise.all(
    lives.map(async (life) => {
      try {
        await live(life, world);
      } catch (error) {
        // Being stopped is no failure, of whatever it ends.
        if (stop.signal.aborted) return;
        failures.push(error);
        stop.abort();
      }
      onEnd();
    }),
  );
  if (failures.length > 0) throw failures[0];
}

/** Asks every request that was filed where it stands. */
export async function standingsOf(lives: readonly Life[], world: World): Promise<Standing[]> {
  const standings: Standing[] = [];
  await inParallel(lives, 50, async (life) => {
    const { requestId } = life;
    if (requestId !== null) standings.push(await standingOf({ ...life, requestId }, world));
  });
  return standings;
}
