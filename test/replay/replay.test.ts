import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { bundleWorkflows, replayHistory } from '../../infra/temporal/worker.js';
import { readHistories } from './histories.js';

const histories = readHistories();

describe('recorded histories', () => {
  let bundle: WorkflowBundleWithSourceMap;

  beforeAll(async () => {
    bundle = await bundleWorkflows();
  });

  it('are there, of services and agencies, with a hand-over among them', () => {
    expect(histories.length).toBeGreaterThanOrEqual(6);
    const types = JSON.stringify(histories.map(({ history }) => history));
    expect(types).toContain('"serviceOnboarding"');
    expect(types).toContain('"agency"');
    expect(types).toContain('EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW');
    expect(types).toContain('EVENT_TYPE_TIMER_FIRED');
  });

  it.each(histories)('replay on what runs now: $name', async ({ history, workflowId }) => {
    await expect(replayHistory(bundle, history, workflowId)).resolves.toBeUndefined();
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
    return bundleWorkflows(pathToFileURL(`${join(folder, 'workflows')}/`));
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
    const [recorded] = histories.filter(({ name }) => name === 'plan-to-develop');
    await expect(
      replayHistory(bundle, recorded?.history, recorded?.workflowId ?? ''),
    ).rejects.toThrow(/nondeterminism/i);
  });

  it('turns them red: clocks that are no longer asked for', async () => {
    const ask = 'hasClocks(facts) ? await clocksOf({ ...facts, at: Date.now() }) : []';
    const file = 'workflows/onboarding/record.ts';
    const bundle = await changed('clocks', file, ask, '[]');
    const [recorded] = histories.filter(({ name }) => name === 'a-year-of-silence');
    await expect(
      replayHistory(bundle, recorded?.history, recorded?.workflowId ?? ''),
    ).rejects.toThrow(/nondeterminism/i);
  });
});
