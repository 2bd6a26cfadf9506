import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { bangkokDate } from '../../contracts/civil-date.js';
import { makeCalendar } from '../../contracts/calendar/calendar.js';
import { dayOf, dateOf } from '../../contracts/calendar/days.js';
import { noCounts, rateMax, rateUsual } from '../../contracts/commands/calendar/campaign.js';
import type { CalendarAction } from '../../contracts/lifecycles/calendar/decide.js';
import { findCampaign } from '../../infra/temporal/calendar.js';
import { inParallel } from '../../infra/in-parallel.js';
import { eventually } from '../support/fresh-database.js';
import { changeCalendar } from '../support/reclocking.js';
import type { Caller } from '../support/request-rig.js';
import { RequestRig } from '../support/request-rig.js';
import { plainManual } from '../support/requests.js';
import { theEngine } from './engine.js';
import type { FloorStep } from './floor/workflows.js';
import type { DrivenCase } from './load.js';
import type { Report, Result } from './result.js';
import { quantile } from './result.js';

const cases = 2_000;
const clients = 30;
/** Sticky caches hold a thousand: what was opened first is out of them. */
const asked = 200;
const actsASecond = 5;
const quietSeconds = 20;
const manual = plainManual();
const official: Caller = { role: 'competentOfficial', agency: manual.agencyId };
/** As ours: filed, numbered and received; complete. */
const step: FloorStep = { locals: 0, upserts: 1, rearms: true, entersState: false };
const floorSteps: readonly FloorStep[] = [{ ...step, follows: true }, step, step, step];

/**
 * What people wait for while many cases are open, each beside the same of the floor in this run: one
 * case looked at, warm and out of the worker's cache, and all of them counted again for a holiday
 * while others go on acting.
 */
export async function benchOpenCases(): Promise<Report> {
  const engine = await theEngine();
  const rig = await RequestRig.start([manual], { reclocks: true });
  const floor = engine.floor.program({ steps: floorSteps, bodies: [{}, {}] });
  try {
    const ours = await openOurs(rig, cases);
    const theirs = await openFloor(() => floor.open(), cases);
    const looks = await look(rig, engine.ours.client, { ours, theirs });
    const again = await reclock(rig, ours, theirs);
    return {
      lines: [...looks.lines, ...again.lines],
      results: [...looks.results, ...again.results],
      raw: { cases, ...looks.raw, ...again.raw },
    };
  } finally {
    await rig.stop();
  }
}

/** Filed at the gateway and found complete: the clock of the decision runs. */
async function openOurs(rig: RequestRig, count: number): Promise<string[]> {
  const ids: string[] = [];
  await inParallel(Array.from({ length: count }), clients, async () => {
    const requestId = await rig.file(manual);
    await complete(rig, requestId);
    ids.push(requestId);
  });
  return ids;
}

/** Found complete; as a person does, the official comes again where the engine did not answer. */
async function complete(rig: RequestRig, requestId: string): Promise<void> {
  const key = randomUUID();
  const { status, body } = await eventually(
    () =>
      rig
        .act(requestId, 'confirmComplete', official, {}, { key })
        .catch((error: unknown) => ({ status: 503, body: { error: String(error) } })),
    (back) => back.status !== 503 && back.status !== 412,
  );
  if (status !== 200) throw new Error(JSON.stringify(body));
}

async function openFloor(open: () => Promise<DrivenCase>, count: number): Promise<DrivenCase[]> {
  const opened: DrivenCase[] = [];
  await inParallel(Array.from({ length: count }), clients, async () => {
    const one = await open();
    await one.steps[0]?.();
    opened.push(one);
  });
  return opened;
}

// --- Looking at one -------------------------------------------------------------------------------

interface Opened {
  readonly ours: readonly string[];
  readonly theirs: readonly DrivenCase[];
}

async function look(rig: RequestRig, client: Client, { ours, theirs }: Opened) {
  const show = (id: string) => read(rig, `/v1/requests/${id}`);
  const future = (id: string) => read(rig, `/v1/requests/${id}/future`);
  const bare = async ({ subject }: DrivenCase) => {
    await client.workflow.getHandle(subject).query('ask');
  };
  // The oldest are out of the cache; each is looked at once.
  const cold = {
    bare: await timed(theirs.slice(0, asked), bare),
    show: await timed(ours.slice(0, asked), show),
    future: await timed(ours.slice(asked, 2 * asked), future),
  };
  // The newest are in it; in turns, so that what else the machine does falls on all.
  const warm: Record<keyof typeof cold, number[]> = { bare: [], show: [], future: [] };
  for (let round = 0; round < 6; round += 1) {
    const measured = {
      bare: await timed(theirs.slice(-asked), bare),
      show: await timed(ours.slice(-asked), show),
      future: await timed(ours.slice(-asked), future),
    };
    // The first round fills the caches.
    if (round === 0) continue;
    for (const name of names) warm[name].push(...measured[name]);
  }
  const result = (which: 'show' | 'future'): Result => ({
    name: `${which}, ${cases} open, warm, p99`,
    ...{ unit: 'ms', limit: 2 },
    ours: quantile(warm[which], 0.99),
    floor: quantile(warm.bare, 0.99),
  });
  return {
    lines: [
      `out of the worker's cache: ${names.map((one) => `${one} ${coldOf(cold[one])}`).join(', ')}`,
    ],
    results: [result('show'), result('future')],
    raw: { warm, cold },
  };
}

const names = ['bare', 'show', 'future'] as const;

function coldOf(took: readonly number[]): string {
  const [half, most] = [quantile(took, 0.5), quantile(took, 0.99)];
  return `p50 ${half.toFixed(0)} ms, p99 ${most.toFixed(0)} ms`;
}

async function read(rig: RequestRig, path: string): Promise<void> {
  const { status, body } = await rig.get(path, official);
  if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
}

async function timed<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<number[]> {
  const took: number[] = [];
  for (const item of items) {
    const began = performance.now();
    await work(item);
    took.push(performance.now() - began);
  }
  return took;
}

// --- All of them counted again --------------------------------------------------------------------

/** At full speed beside a bare loop; then at the usual rate, while people act. */
async function reclock(rig: RequestRig, ours: readonly string[], theirs: readonly DrivenCase[]) {
  const seconds = await loop(theirs);
  const holiday = workingDayAhead(3);
  const before = memoryMb();
  let most = before;
  const watching = setInterval(() => {
    most = Math.max(most, memoryMb());
  }, 500);
  const took = await campaign(rig, ours.length, { action: 'declareHoliday', holiday }, rateMax);
  clearInterval(watching);
  const quiet = await whileActing(rig, () => sleep(quietSeconds * 1_000));
  const busy = await whileActing(rig, async () => {
    await campaign(rig, ours.length, { action: 'withdrawHoliday', holiday }, rateUsual);
  });
  const results: Result[] = [
    {
      name: `counted again for a holiday, ${cases} open`,
      ...{ unit: '/s', limit: 0.5, isRate: true },
      ours: ours.length / took,
      floor: theirs.length / seconds,
    },
    {
      name: `action meanwhile (${rateUsual}/s), by quiet, p99`,
      ...{ unit: 'ms', limit: 3 },
      ours: quantile(busy, 0.99),
      floor: quantile(quiet, 0.99),
    },
  ];
  return {
    lines: [
      `memory of driver and worker: ${before.toFixed(0)} MB before, at most ${most.toFixed(0)} MB while all are counted again`,
    ],
    results,
    raw: { quiet, busy, memory: { before, most } },
  };
}

/** The floor: one update to each case, as many at a time as a campaign has. */
async function loop(theirs: readonly DrivenCase[]): Promise<number> {
  const began = performance.now();
  await inParallel(theirs, 10, async ({ steps }) => {
    await steps[1]?.();
  });
  return (performance.now() - began) / 1_000;
}

/** Changes the calendar within the time of the decision; until every case has been counted again. */
async function campaign(
  rig: RequestRig,
  count: number,
  { action, holiday }: { readonly action: CalendarAction; readonly holiday: string },
  rate: number,
): Promise<number> {
  const began = performance.now();
  const changed = await changeCalendar(rig.client, action, holiday, {
    ...{ rate, resolvedOn: bangkokDate(Date.now()) },
  });
  if ('refusal' in changed) throw new Error(`refused: ${changed.refusal.code}`);
  for (;;) {
    // It begins a moment after the calendar has changed.
    const { counts = noCounts } = (await findCampaign(rig.client, changed.campaignId)) ?? {};
    if (counts.changed + counts.unchanged + counts.knew >= count) break;
    await sleep(200);
  }
  return (performance.now() - began) / 1_000;
}

/** The working day so many after today. */
function workingDayAhead(days: number): string {
  const calendar = makeCalendar();
  let day = dayOf(bangkokDate(Date.now()));
  for (let left = days; left > 0;) {
    day += 1;
    if (calendar.dayOff(day, 'agency') === undefined) left -= 1;
  }
  return dateOf(day);
}

/** Persons file and find complete at a steady pace, whatever else goes on; how long each act took. */
async function whileActing(rig: RequestRig, work: () => Promise<void>): Promise<number[]> {
  const took: number[] = [];
  const acts: Promise<void>[] = [];
  let isOver = false;
  const acting = (async () => {
    const waiting = await Promise.all(Array.from({ length: 60 }, () => rig.file(manual)));
    for (let next = 0; !isOver; next += 1) {
      acts.push(act(waiting[next] ?? (await rig.file(manual))));
      await sleep(1_000 / actsASecond);
    }
  })();
  await work();
  isOver = true;
  await acting;
  await Promise.all(acts);
  return took;

  async function act(requestId: string): Promise<void> {
    const { request } = await rig.view(requestId);
    const began = performance.now();
    await rig.must(requestId, 'confirmComplete', official, {}, { version: request.version });
    took.push(performance.now() - began);
  }
}

function memoryMb(): number {
  return process.memoryUsage().rss / 1_048_576;
}
