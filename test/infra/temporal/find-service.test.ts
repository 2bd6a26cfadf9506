import { describe, expect, it } from '@jest/globals';
import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import { findService } from '../../../infra/temporal/cases.js';
import { failedQuery, grpc } from '../../support/grpc.js';

/** A server that answers each question in turn with a view, or fails. */
function asked(...answers: readonly (object | Error)[]) {
  const deadlinesMs: number[] = [];
  let count = 0;
  const query = async () => {
    const answer = answers[count];
    count += 1;
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const withDeadline = (deadline: number, work: () => Promise<unknown>) => {
    deadlinesMs.push(deadline - Date.now());
    return work();
  };
  const client = { workflow: { getHandle: () => ({ query }) }, withDeadline };
  return { find: () => findService(client as unknown as Client, 'SVC0106'), deadlinesMs };
}

const view = { sequence: 1 };

describe('a question to a case', () => {
  it('that was lost with a worker is asked again, well before the server learns of it', async () => {
    const { find, deadlinesMs } = asked(failedQuery(grpc.deadlineExceeded), view);
    await expect(find()).resolves.toBe(view);
    expect(deadlinesMs).toHaveLength(2);
    expect(deadlinesMs[0]).toBeLessThan(10_000);
  });

  it('has time, the second time, to be passed on from a worker that was killed', async () => {
    const { find, deadlinesMs } = asked(failedQuery(grpc.deadlineExceeded), view);
    await find();
    expect(deadlinesMs[1]).toBeGreaterThan(10_000);
  });

  it('that the server cancelled is asked again', async () => {
    await expect(asked(failedQuery(grpc.cancelled), view).find()).resolves.toBe(view);
  });

  it('is asked twice at the most', async () => {
    const again = failedQuery(grpc.deadlineExceeded);
    const { find, deadlinesMs } = asked(failedQuery(grpc.deadlineExceeded), again, view);
    await expect(find()).rejects.toBe(again);
    expect(deadlinesMs).toHaveLength(2);
  });

  it('is not asked again when the server is away', async () => {
    const away = failedQuery(grpc.unavailable);
    const { find, deadlinesMs } = asked(away, view);
    await expect(find()).rejects.toBe(away);
    expect(deadlinesMs).toHaveLength(1);
  });

  it('that nobody has, also at the second time, has no answer', async () => {
    const none = new WorkflowNotFoundError('none', 'service/SVC0106', undefined);
    await expect(asked(none).find()).resolves.toBeUndefined();
    await expect(asked(failedQuery(grpc.deadlineExceeded), none).find()).resolves.toBeUndefined();
  });
});
