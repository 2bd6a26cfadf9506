import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import { emptyChain } from '../../../contracts/events/mint.js';
import { judge } from '../../../contracts/kafka/reader.js';
import { serviceStates } from '../../../contracts/lifecycles/service/states.js';
import { ServiceStatusV1 } from '../../../contracts/events/service-status.v1.js';
import { runTestWorker, TestService, testWorker, TestWorld } from '../../support/onboarding.js';
import { reach } from '../../support/paths.js';
import { testTemporal } from '../../support/temporal.js';

describe('a service on its way', () => {
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

  it.each(serviceStates)(
    'reaches %s by the actions of people, with a contiguous chain of events',
    async (state) => {
      world.merges.set('SVC9999', ['SVC9999']);
      const service = await TestService.propose(client);
      await service.begun();
      await reach(service, state);
      const view = await service.view();
      expect(view.service.state).toBe(state);

      const events = await publishedBy(world, service.serviceId, view.sequence);
      let end = emptyChain;
      for (const event of events) {
        const judged = judge('service.status.v1', end, event);
        expect(judged.verdict).toBe('next');
        end = judged.end;
        expect(ServiceStatusV1.safeParse(event.data).error).toBeUndefined();
      }
      expect(end).toEqual({ sequence: view.sequence, chainhash: view.chainhash });
      expect(events.at(-1)?.data.to).toBe(state);
      expect(view.service.verified).toBe(state === 'live' || state === 'suspended');
    },
  );
});

async function publishedBy(world: TestWorld, serviceId: string, count: number) {
  for (let tries = 0; tries < 100; tries += 1) {
    if (world.eventsOf(serviceId).length >= count) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return world.eventsOf(serviceId);
}
