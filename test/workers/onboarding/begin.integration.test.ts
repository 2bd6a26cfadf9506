import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Client } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import type { ServiceStart } from '../../../contracts/commands/service/messages.js';
import { serviceSubject } from '../../../contracts/ids.js';
import { findService, startService } from '../../../infra/temporal/cases.js';
import type { BeginService } from '../../../infra/register/desk.js';
import { clientOn } from '../../../infra/temporal/client.js';
import { beginner } from '../../../workers/onboarding/begin.js';
import { historyCost } from '../../support/history-cost.js';
import { runTestWorker, testWorker, TestWorld } from '../../support/onboarding.js';
import { testTemporal } from '../../support/temporal.js';
import { until } from '../../support/until.js';

const names = ['Agency', 'Service', 'State', 'Overdue', 'Portal'];

describe('a case that is begun with what follows from its start', () => {
  const world = new TestWorld();
  let client: Client;
  let connection: NativeConnection;
  let worker: { stop: () => Promise<void> };
  let own: Client;
  let begin: BeginService;

  beforeAll(async () => {
    ({ client, connection } = await testTemporal());
    own = clientOn(connection, client.options.namespace);
    begin = beginner(own);
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

  function startOf(serviceId: string, state: 'plan' | 'live'): ServiceStart {
    return {
      ...{ serviceId, agencyId: 'AGY009', ministryId: 'MIN002' },
      name: { th: `งานบริการ ${serviceId}` },
      origin: {
        kind: 'register',
        state,
        basis: { asOf: '2026-05-03', statusId: state === 'plan' ? 'STA02' : 'STA01' },
      },
    } as ServiceStart;
  }

  async function quiet(serviceId: string) {
    await until(async () => {
      const view = await findService(client, serviceId);
      return view !== undefined && view.sequence > 0 && view.unpublished === 0;
    });
    await until(async () => (await historyCost(client, serviceSubject(serviceId))).tasks >= 2);
    const view = await findService(client, serviceId);
    const { raw } = await client.workflow.getHandle(serviceSubject(serviceId)).describe();
    return {
      clocks: view?.service.clocks,
      attributes: names.filter(
        (name) => raw.workflowExecutionInfo?.searchAttributes?.indexedFields?.[name],
      ),
      cost: await historyCost(client, serviceSubject(serviceId)),
    };
  }

  test.each(['plan', 'live'] as const)('stands as one that asks itself, in %s', async (state) => {
    const [given, asking] = state === 'plan' ? ['SVC0101', 'SVC0102'] : ['SVC0103', 'SVC0104'];
    expect(await begin(startOf(given, state))).toBe(true);
    expect(await startService(client, startOf(asking, state))).toBe(true);
    await until(async () => (await quiet(asking)).clocks?.length === (state === 'plan' ? 2 : 0));
    const [one, other] = [await quiet(given), await quiet(asking)];

    const ofDay = (clocks: typeof one.clocks) => clocks?.map(({ kind, dueOn }) => [kind, dueOn]);
    expect(ofDay(one.clocks)).toEqual(ofDay(other.clocks));
    expect(one.attributes).toEqual(other.attributes);
    expect(one.attributes).toContain('State');
    // It has asked nobody, and said nothing twice.
    expect(one.cost).toMatchObject({ others: 0, upserts: 0, publishes: 1, updates: 0 });
    expect(other.cost).toMatchObject({ others: state === 'plan' ? 1 : 0, upserts: 1 });
  });

  test('is taken up at once by the worker that begins it', async () => {
    const start = jest.spyOn(own.workflow, 'start');
    expect(await begin(startOf('SVC0107', 'plan'))).toBe(true);
    const [handle] = start.mock.results;
    expect(await handle?.value).toMatchObject({ eagerlyStarted: true });
    await quiet('SVC0107');
  });

  test('is one for ever: begun again, nothing changes', async () => {
    expect(await begin(startOf('SVC0105', 'plan'))).toBe(true);
    expect(await begin(startOf('SVC0105', 'live'))).toBe(false);
    expect((await findService(client, 'SVC0105'))?.service.state).toBe('plan');
  });

  test('asks itself where what it is given does not fit it', async () => {
    const start = startOf('SVC0106', 'plan');
    const facts = { serviceId: 'SVC0106' } as NonNullable<ServiceStart['stamped']>['facts'];
    await startService(client, { ...start, stamped: { facts, clocks: [] } });
    await until(async () => (await quiet('SVC0106')).clocks?.length === 2);
    expect((await quiet('SVC0106')).cost).toMatchObject({ others: 1 });
  });
});
