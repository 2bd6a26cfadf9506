import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { InjectedSinks, WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { z } from 'zod';
import { createLogger } from '../../infra/logger.js';
import { bundleWorkflows } from '../../infra/temporal/bundle.js';
import { installRuntime, replayHistory } from '../../infra/temporal/worker.js';
import type { RecordedHistory } from './histories.js';
import { readHistories } from './histories.js';
import type { MintedSinks } from './minted.js';

installRuntime(createLogger('test', 'silent'));
const histories = readHistories();
function named(name: string): RecordedHistory {
  const found = histories.find((one) => one.name.endsWith(name));
  if (found === undefined) throw new Error(`no history ${name} is recorded`);
  return found;
}

const interceptor = fileURLToPath(new URL('minted.ts', import.meta.url));

/** Replays a history, and answers the batches of events that were minted anew. */
async function replayed(
  bundle: WorkflowBundleWithSourceMap,
  { history, workflowId }: RecordedHistory,
): Promise<unknown[]> {
  const minted: unknown[] = [];
  const sinks: InjectedSinks<MintedSinks> = {
    minted: {
      batch: {
        fn: (_info, batch) => {
          minted.push(batch);
        },
        callDuringReplay: true,
      },
    },
  };
  await replayHistory(bundle, history, workflowId, sinks);
  return minted;
}

/** The batches of events that were handed over for publishing when it was recorded. */
function recordedBatches({ history }: RecordedHistory): unknown[] {
  return Recorded.parse(history).events.flatMap((event) => {
    const scheduled = event.activityTaskScheduledEventAttributes;
    if (scheduled?.activityType.name !== 'publishEvents') return [];
    return scheduled.input.payloads.map(({ data }): unknown =>
      Batch.parse(JSON.parse(Buffer.from(data, 'base64').toString('utf8'))),
    );
  });
}

/** What goes to Kafka; what is kept beside it is no event. */
const Batch = z.object({ topic: z.string(), events: z.array(z.unknown()) });

const Recorded = z.object({
  events: z.array(
    z.object({
      activityTaskScheduledEventAttributes: z
        .object({
          activityType: z.object({ name: z.string() }),
          input: z.object({ payloads: z.array(z.object({ data: z.string() })) }),
        })
        .optional(),
    }),
  ),
});

describe('recorded histories', () => {
  let bundle: WorkflowBundleWithSourceMap;

  beforeAll(async () => {
    bundle = await bundleWorkflows({ interceptorModules: [interceptor] });
  });

  it('are there, of services, agencies, requests and appeals, with a hand-over among them', () => {
    expect(histories.length).toBeGreaterThanOrEqual(14);
    const types = JSON.stringify(histories.map(({ history }) => history));
    expect(types).toContain('"serviceOnboarding"');
    expect(types).toContain('"agency"');
    expect(types).toContain('"citizenRequest"');
    expect(types).toContain('"appeal"');
    expect(types).toContain('EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW');
    expect(types).toContain('EVENT_TYPE_TIMER_FIRED');
    expect(histories.flatMap(recordedBatches).length).toBeGreaterThan(20);
  });

  it.each(histories)('replay on what runs now, to the event: $name', async (recorded) => {
    expect(await replayed(bundle, recorded)).toEqual(recordedBatches(recorded));
  });
});

describe('a change that old histories do not bear', () => {
  const root = mkdtempSync(join(tmpdir(), 'prasan-replay-'));

  afterAll(() => {
    rmSync(root, { recursive: true, force: true });
  });

  /** The rooms of the workflows, with one text in one file changed. */
  async function changed(name: string, file: string, from: string, to: string) {
    const folder = join(root, name);
    for (const room of ['contracts', 'workflows', 'activities']) {
      cpSync(room, join(folder, room), { recursive: true });
    }
    symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
    const path = join(folder, file);
    const text = readFileSync(path, 'utf8');
    expect(text).toContain(from);
    writeFileSync(path, text.replace(from, to));
    return bundleWorkflows({
      folder: pathToFileURL(`${join(folder, 'workflows')}/`),
      interceptorModules: [interceptor],
    });
  }

  it('turns them red: a step that waits before the case begins', async () => {
    const begin = "if (!('carried' in input)) onboarding.begin(input);";
    const file = 'workflows/onboarding/workflow.ts';
    const bundle = await changed(
      'waits',
      file,
      begin,
      `await condition(() => false, 1000);${begin}`,
    );
    await expect(replayed(bundle, named('plan-to-develop-1'))).rejects.toThrow(/nondeterminism/i);
  });

  it('turns them red: an event that would be minted otherwise than it was published', async () => {
    const file = 'contracts/lifecycles/service/snapshot.ts';
    const bundle = await changed('snapshot', file, 'state: service.state,', "state: 'live',");
    const recorded = named('plan-to-develop-1');
    expect(await replayed(bundle, recorded)).not.toEqual(recordedBatches(recorded));
  });

  it('turns them red: clocks that are no longer asked for', async () => {
    const ask = 'hasClocks(facts) ? await clocksOf({ ...facts, fired, at: Date.now() }) : []';
    const file = 'workflows/onboarding/record.ts';
    const bundle = await changed('clocks', file, ask, '[]');
    await expect(replayed(bundle, named('a-year-of-silence-1'))).rejects.toThrow(/nondeterminism/i);
  });

  it('turns them red: an errand of a request that is no longer done', async () => {
    const file = 'workflows/request/world.ts';
    const bundle = await changed('errand', file, 'receipt.number === null ?', 'false ?');
    await expect(replayed(bundle, named('request-plain-1'))).rejects.toThrow(/nondeterminism/i);
  });

  it('turns them red: a state of a request that is told otherwise', async () => {
    const file = 'contracts/lifecycles/request/snapshot.ts';
    const bundle = await changed('turn', file, 'whoseTurn: turnOf(request)', "whoseTurn: 'nobody'");
    const recorded = named('request-overdue-1');
    expect(await replayed(bundle, recorded)).not.toEqual(recordedBatches(recorded));
  });
});
