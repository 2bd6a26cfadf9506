import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import { requestSubject } from '../../../contracts/ids.js';
import type { Terms } from '../../support/history-cost.js';
import { allowance, costLines, historyCost, requestPrice } from '../../support/history-cost.js';
import {
  filing,
  lastMondayAtTen,
  plainManual,
  RequestWorld,
  requestWorker,
  TestRequest,
} from '../../support/requests.js';
import { runTestWorker } from '../../support/onboarding.js';
import { testTemporal } from '../../support/temporal.js';

const terms = Object.keys(requestPrice) as (keyof Terms)[];

describe('what a plain request costs the engine', () => {
  const world = new RequestWorld();
  let client: Client;
  let connection: NativeConnection;
  let worker: { stop: () => Promise<void> };

  beforeAll(async () => {
    ({ client, connection } = await testTemporal());
    const versioned = { useWorkerVersioning: true };
    worker = await runTestWorker(
      await requestWorker(world, connection, client.options.namespace, versioned),
      client,
    );
  });

  afterAll(async () => {
    await worker.stop();
    await connection.close();
    await client.connection.close();
  });

  it('is at most a tenth more than design §4 says: filed, complete, approved, told, issued', async () => {
    const now = () => Promise.resolve(Date.now());
    // Filed in office hours of some working day, so that it is received in law at once.
    const start = {
      ...filing({ manual: plainManual(), name: 'cost', filedAt: lastMondayAtTen() }),
      arrivedAt: Date.now(),
    };
    const request = await TestRequest.file(client, start, now);
    await allSent(request);
    await request.must('competentOfficial', 'confirmComplete');
    await allSent(request);
    await request.must('licensor', 'approve');
    await allSent(request);
    await request.must('competentOfficial', 'notifyResult', { by: 'ELECTRONIC' });
    await allSent(request);
    const on = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
    await request.must('competentOfficial', 'issue', {
      ...{ number: '1/2570', effectiveOn: on },
    });
    await allSent(request);
    expect((await request.view()).request.state).toBe('completed');

    const cost = await historyCost(client, requestSubject(request.requestId));
    const { events, tasks } = allowance(requestPrice);
    console.log([...costLines(cost), `  the case may cost ${events} and ${tasks}`].join('\n'));
    for (const term of terms) expect([term, cost[term]]).toEqual([term, requestPrice[term]]);
    expect(cost.events).toBeLessThanOrEqual(1.1 * events);
    expect(cost.tasks).toBeLessThanOrEqual(1.1 * tasks);
  });
});

/** As when people act minutes apart: every event is published, every errand done, before the next. */
async function allSent(request: TestRequest): Promise<void> {
  for (;;) {
    const { unpublished, sequence, errands } = await request.view();
    if (sequence > 0 && unpublished === 0 && errands.length === 0) return;
    await sleep(20);
  }
}
