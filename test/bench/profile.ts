import { setTimeout as sleep } from 'node:timers/promises';
import { findService } from '../../infra/temporal/cases.js';
import { serviceIdOf } from '../../contracts/ids.js';
import type { HistoryCost } from '../support/history-cost.js';
import { historyCost } from '../support/history-cost.js';
import type { FloorStep } from './floor/workflows.js';
import type { Ours } from './ours.js';

/** What one of our cases costs in all, and step by step: the beginning first. */
export interface Profile {
  readonly cost: HistoryCost;
  readonly steps: readonly FloorStep[];
}

/** A run lasts at least a second before the case continues as new; people are slower than that. */
const pauseMs = 1_100;

/** Takes one case along the path at a person's pace, and counts its history after each step. */
export async function profileOf(ours: Ours): Promise<Profile> {
  const { subject, steps } = await ours.open();
  let cost = await settledCost(ours, subject);
  const profile = [stepOf(undefined, cost, false)];
  for (const [index, step] of steps.entries()) {
    const entersState = ours.path[index]?.entersState ?? false;
    if (entersState) await sleep(pauseMs);
    await step();
    const after = await settledCost(ours, subject);
    profile.push(stepOf(cost, after, entersState));
    cost = after;
  }
  return { cost, steps: profile };
}

function stepOf(
  before: HistoryCost | undefined,
  after: HistoryCost,
  entersState: boolean,
): FloorStep {
  return {
    locals: after.locals - (before?.locals ?? 0),
    upserts: after.upserts - (before?.upserts ?? 0),
    rearms: after.timers > (before?.timers ?? 0),
    entersState,
  };
}

/** The cost when all is published and nothing more follows by itself. */
async function settledCost({ client }: Ours, subject: string): Promise<HistoryCost> {
  const serviceId = serviceIdOf(subject) ?? '';
  for (;;) {
    const view = await findService(client, serviceId);
    if (view !== undefined && view.sequence > 0 && view.unpublished === 0) break;
    await sleep(20);
  }
  let cost = await historyCost(client, subject);
  for (;;) {
    await sleep(150);
    const again = await historyCost(client, subject);
    if (again.events === cost.events) return again;
    cost = again;
  }
}
