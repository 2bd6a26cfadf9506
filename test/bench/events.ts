import { allowance, costLines, pathPrice } from '../support/history-cost.js';
import { theEngine } from './engine.js';
import type { Report } from './result.js';

const tenthMore = 1.1;

/** What a case costs the engine, in history events and workflow tasks: counted, without noise. */
export async function benchEvents(): Promise<Report> {
  const { profile } = await theEngine();
  const { cost, steps } = profile;
  // By the path's own price: what is done beyond it is over, not allowed for.
  const allowed = allowance(pathPrice);
  const row = { unit: '', limit: tenthMore };
  return {
    lines: costLines(cost),
    results: [
      {
        ...row,
        name: 'history events of a path to live',
        ours: cost.events,
        floor: allowed.events,
      },
      { ...row, name: 'workflow tasks of a path to live', ours: cost.tasks, floor: allowed.tasks },
    ],
    raw: { cost, allowed, steps },
  };
}
