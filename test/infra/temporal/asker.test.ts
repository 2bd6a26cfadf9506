import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { Client } from '@temporalio/client';
import { ServiceError, WorkflowNotFoundError } from '@temporalio/client';
import type { Patience } from '../../../infra/temporal/asker.js';
import { Asker } from '../../../infra/temporal/asker.js';

const [deadlineExceeded, failedPrecondition, permissionDenied] = [4, 9, 7];
const patience: Patience = { queryMs: 1_000, silenceMs: 30, pauseMs: 5 };

function failed(code: number): ServiceError {
  const cause = Object.assign(new Error(`code ${code}`), { code, details: '', metadata: {} });
  return new ServiceError('Failed to query Workflow', { cause });
}

/** Workflows that answer each question in turn, the last one for ever. */
function asker(
  answers: Readonly<Record<string, readonly (string | Error | (() => string | Error))[]>>,
  waits = patience,
) {
  const asked: string[] = [];
  const client = {
    withDeadline: (_deadline: number, work: () => Promise<unknown>) => work(),
    workflow: {
      getHandle: (workflowId: string) => ({
        query: async () => {
          const given = answers[workflowId] ?? [];
          const count = asked.filter((one) => one === workflowId).length;
          asked.push(workflowId);
          const next = given[Math.min(count, given.length - 1)];
          const answer = typeof next === 'function' ? next() : next;
          if (answer instanceof Error) throw answer;
          return answer;
        },
      }),
    },
  };
  return { asker: new Asker(client as unknown as Client, waits), asked };
}

describe('many workflows that are asked', () => {
  it('are asked again while the worker has a backlog or has not begun', async () => {
    const { asker: one, asked } = asker({
      'agency/AGY058': [failed(deadlineExceeded), failed(failedPrecondition), 'known'],
    });
    await expect(one.ask('agency/AGY058', 'view')).resolves.toBe('known');
    expect(asked).toHaveLength(3);
  });

  it('are waited for as long as anybody answers', async () => {
    const begun = Date.now();
    const late = () => (Date.now() - begun < 1_500 ? failed(deadlineExceeded) : 'late');
    const unhurried = { ...patience, silenceMs: 1_000 };
    const { asker: many } = asker({ 'agency/late': [late], 'agency/busy': ['here'] }, unhurried);
    let isOver = false;
    const waiting = many.ask('agency/late', 'view').finally(() => {
      isOver = true;
    });
    while (!isOver) {
      await many.ask('agency/busy', 'view');
      await sleep(20);
    }
    await expect(waiting).resolves.toBe('late');
  });

  it('have not answered, by name and cause, when nobody has for long enough', async () => {
    const { asker: one } = asker({ 'agency/AGY058': [failed(deadlineExceeded)] });
    await expect(one.ask('agency/AGY058', 'view')).rejects.toMatchObject({
      name: 'Unanswered',
      workflowId: 'agency/AGY058',
      message: 'its workflow does not answer: code 4',
    });
  });

  it('are not asked again for what will not pass', async () => {
    const gone = new WorkflowNotFoundError('none', 'agency/AGY001', undefined);
    const denied = failed(permissionDenied);
    const { asker: one, asked } = asker({ 'agency/AGY001': [gone], 'agency/AGY002': [denied] });
    await expect(one.ask('agency/AGY001', 'view')).rejects.toBe(gone);
    await expect(one.ask('agency/AGY002', 'view')).rejects.toBe(denied);
    expect(asked).toHaveLength(2);
  });
});
