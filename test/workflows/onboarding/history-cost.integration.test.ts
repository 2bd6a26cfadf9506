import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import { bangkokDate } from '../../../contracts/civil-date.js';
import { channelUrl } from '../../support/bodies.js';
import type { Terms } from '../../support/history-cost.js';
import { allowance, costLines, historyCost, pathPrice } from '../../support/history-cost.js';
import { runTestWorker, TestService, testWorker, TestWorld } from '../../support/onboarding.js';
import { pathToLive, takeStep } from '../../support/path-to-live.js';
import { testTemporal } from '../../support/temporal.js';

/** A run lasts at least a second before the case continues as new; people are slower than that. */
const pauseMs = 1_100;

const terms = Object.keys(pathPrice) as (keyof Terms)[];

describe('what a case costs the engine', () => {
  const world = new TestWorld();
  let client: Client;
  let connection: NativeConnection;
  let worker: { stop: () => Promise<void> };

  beforeAll(async () => {
    ({ client, connection } = await testTemporal());
    worker = await runTestWorker(
      await testWorker(world, connection, client.options.namespace),
      client,
    );
  });

  afterAll(async () => {
    await worker.stop();
    await connection.close();
    await client.connection.close();
  });

  it("is at most a tenth more than design §4 says, on the README's path", async () => {
    const service = await TestService.propose(client);
    await allSent(service);
    const path = pathToLive({ today: bangkokDate(Date.now()), channelUrl, jws: 'e30.e30.c2ln' });
    let { version } = (await service.view()).service;
    for (const step of path) {
      if (step.entersState) await sleep(pauseMs);
      ({ version } = await takeStep(
        client,
        service.serviceId,
        step,
        version,
        world.ports.testReports,
      ));
      await allSent(service);
    }
    expect((await service.view()).service).toMatchObject({ state: 'live', verified: true });

    const cost = await historyCost(client, service.handle.workflowId);
    const { events, tasks } = allowance(pathPrice);
    console.log([...costLines(cost), `  the path may cost ${events} and ${tasks}`].join('\n'));
    expect(path).toHaveLength(pathPrice.updates);
    for (const term of terms) expect([term, cost[term]]).toEqual([term, pathPrice[term]]);
    expect(cost.events).toBeLessThanOrEqual(1.1 * events);
    expect(cost.tasks).toBeLessThanOrEqual(1.1 * tasks);
  });
});

/** As when people act minutes apart: every event is published before the next decision. */
async function allSent(service: TestService): Promise<void> {
  for (;;) {
    const { unpublished, sequence, areClocksOld } = await service.view();
    if (sequence > 0 && unpublished === 0 && !areClocksOld) return;
    await sleep(20);
  }
}
