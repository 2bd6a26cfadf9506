import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { Patience } from '../../../infra/temporal/asker.js';
import { Asker } from '../../../infra/temporal/asker.js';
import { failedQuery, grpc } from '../../support/grpc.js';

const patience: Patience = { queryMs: 1_000, silenceMs: 1_000, pauseMs: 5 };

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
      'agency/AGY058': [
        failedQuery(grpc.deadlineExceeded),
        failedQuery(grpc.cancelled),
        failedQuery(grpc.failedPrecondition),
        'known',
      ],
    });
    await expect(one.ask('agency/AGY058', 'view')).resolves.toBe('known');
    expect(asked).toHaveLength(4);
  });

  it('are waited for as long as anybody answers', async () => {
    const begun = Date.now();
    const late = () => (Date.now() - begun < 1_500 ? failedQuery(grpc.deadlineExceeded) : 'late');
    const { asker: many } = asker({ 'agency/late': [late], 'agency/busy': ['here'] });
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

  it('have not answered, with the cause, when nobody has for long enough', async () => {
    const { asker: one } = asker(
      { 'agency/AGY058': [failedQuery(grpc.deadlineExceeded)] },
      { ...patience, silenceMs: 30 },
    );
    await expect(one.ask('agency/AGY058', 'view')).rejects.toMatchObject({
      name: 'Unanswered',
      message: 'its workflow does not answer: code 4',
    });
  });

  it('are waited for anew, however long nobody was asked before', async () => {
    const { asker: one } = asker({
      'agency/AGY058': ['known', failedQuery(grpc.deadlineExceeded), 'known'],
    });
    await one.ask('agency/AGY058', 'view');
    await sleep(patience.silenceMs + 100);
    await expect(one.ask('agency/AGY058', 'view')).resolves.toBe('known');
  });

  it('are not waited for when their run has ended before its first task', async () => {
    const ended = failedQuery(grpc.failedPrecondition, 'Workflow execution closed before …');
    const { asker: one, asked } = asker({ 'service/SVC0106': [ended] });
    await expect(one.ask('service/SVC0106', 'view')).rejects.toThrow('closed before');
    expect(asked).toHaveLength(1);
  });

  it('are not asked again for what will not pass', async () => {
    const gone = new WorkflowNotFoundError('none', 'agency/AGY001', undefined);
    const denied = failedQuery(grpc.permissionDenied);
    const { asker: one, asked } = asker({ 'agency/AGY001': [gone], 'agency/AGY002': [denied] });
    await expect(one.ask('agency/AGY001', 'view')).rejects.toBe(gone);
    await expect(one.ask('agency/AGY002', 'view')).rejects.toBe(denied);
    expect(asked).toHaveLength(2);
  });
});
