import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import { bangkokDate } from '../../../contracts/civil-date.js';
import { refreshSignal } from '../../../contracts/commands/service/messages.js';
import { serviceSubject } from '../../../contracts/ids.js';
import { connectClient, connectWorker } from '../../../infra/temporal/client.js';
import { goodBody } from '../../support/bodies.js';
import { eventually } from '../../support/fresh-database.js';
import { ringText } from '../../support/keys.js';
import {
  persist,
  replayAll,
  runTestWorker,
  TestService,
  testWorker,
  TestWorld,
} from '../../support/onboarding.js';
import { people } from '../../support/people.js';
import { testTemporal } from '../../support/temporal.js';

const { GetWorkflowExecutionHistoryResponse: History, DescribeWorkflowExecutionResponse: Details } =
  proto.temporal.api.workflowservice.v1;
const marker = 'MARKED-สมชาย';
const failure = 'Kafka is away';
const setting = 'PRASAN_CODEC_KEYS';
const before = process.env[setting];

/** All that the server has of a case, as it has it: every run's history, and what is under way. */
async function rawOf(client: Client, { serviceId }: TestService): Promise<Buffer> {
  const { namespace } = client.options;
  const workflowId = serviceSubject(serviceId);
  const raw: Uint8Array[] = [];
  for await (const { runId } of client.workflow.list({ query: `WorkflowId = '${workflowId}'` })) {
    const of = { namespace, execution: { workflowId, runId } };
    raw.push(
      History.encode(await client.workflowService.getWorkflowExecutionHistory(of)).finish(),
      Details.encode(await client.workflowService.describeWorkflowExecution(of)).finish(),
    );
  }
  return Buffer.concat(raw);
}

/** A case with marked words, refusals, a hand-over and an activity that fails and is tried again. */
async function markedCase(client: Client, world: TestWorld): Promise<TestService> {
  const service = await TestService.propose(client, { name: { th: marker } });
  await service.begun();
  const plan = goodBody('revisePlan', bangkokDate(Date.now()));
  expect(await service.refusalOf('reject', people.opdcOfficer, { reason: marker })).toBeDefined();
  await service.act('revisePlan', people.agencyApprover, { ...plan, reason: marker });
  await service.handle.signal(refreshSignal);
  await eventually(
    () => service.handle.describe(),
    ({ raw }) =>
      raw.workflowExecutionInfo?.firstRunId !== raw.workflowExecutionInfo?.execution?.runId,
  );
  world.isKafkaAway = true;
  await service.act('reject', people.opdcOfficer, { reason: marker });
  await eventually(
    () => service.handle.describe(),
    ({ raw }) => (raw.pendingActivities ?? []).some(({ lastFailure }) => Boolean(lastFailure)),
  );
  return service;
}

async function finish(service: TestService, world: TestWorld): Promise<void> {
  world.isKafkaAway = false;
  await eventually(
    () => service.view(),
    ({ unpublished }) => unpublished === 0,
  );
}

describe('what Temporal has of a case', () => {
  let stack: Awaited<ReturnType<typeof testTemporal>>;

  beforeAll(async () => {
    stack = await testTemporal();
  });

  afterEach(() => {
    process.env[setting] = before;
  });

  afterAll(async () => {
    await stack.connection.close();
    await stack.client.connection.close();
  });

  /** A client and a running worker, as a process with these keys makes them. */
  async function started(keys: string) {
    process.env[setting] = keys;
    const { namespace } = stack.client.options;
    const at = { address: process.env['TEMPORAL_ADDRESS'] ?? '', namespace };
    const [client, connection] = [await connectClient(at), await connectWorker(at)];
    const world = new TestWorld();
    const worker = await runTestWorker(await testWorker(world, connection, namespace), client);
    const stop = async () => {
      world.isKafkaAway = false;
      await worker.stop();
      await Promise.all([connection.close(), client.connection.close()]);
    };
    return { client, world, stop };
  }

  it('says nothing without the keys, and is found by its search attributes all the same', async () => {
    const { client, world, stop } = await started(ringText('k1'));
    try {
      const service = await markedCase(client, world);
      const raw = await rawOf(client, service);
      expect(raw.includes('encryption-key-id')).toBe(true);
      for (const words of [marker, failure, 'json/plain"', 'revisePlan']) {
        expect([words, raw.includes(words)]).toEqual([words, false]);
      }
      await finish(service, world);
      const query = `Agency = 'AGY009' AND Service = '${service.serviceId}' AND State = 'plan'`;
      await eventually(
        () => client.workflow.count(query),
        ({ count }) => count > 0,
      );
      expect(await replayAll(client)).toBeGreaterThanOrEqual(2);
    } finally {
      await stop();
    }
  });

  /** Without the old key the case waits: its task fails, and is tried again. */
  async function waitsForItsKey({ serviceId }: TestService): Promise<void> {
    const { client, stop } = await started(ringText('k2'));
    try {
      const workflowId = serviceSubject(serviceId);
      await client.workflow.getHandle(workflowId).signal(refreshSignal);
      const { namespace } = client.options;
      await eventually(
        () =>
          client.workflowService.describeWorkflowExecution({
            namespace,
            execution: { workflowId },
          }),
        ({ pendingWorkflowTask: task }) => (task?.attempt ?? 0) > 2,
      );
    } finally {
      await stop();
    }
  }

  it('goes on under a new key, where the old one is still known', async () => {
    const old = await started(ringText('k1'));
    const service = await markedCase(old.client, old.world);
    await finish(service, old.world);
    await old.stop();
    await waitsForItsKey(service);
    const { client, world, stop } = await started(ringText('k2', 'k1'));
    try {
      const same = await TestService.start(client, {
        serviceId: service.serviceId,
        origin: { kind: 'proposal', actor: people.agencyOfficer, bodyHash: 'h' },
      });
      expect((await persist(() => same.view())).service.name).toEqual({ th: marker });
      const plan = goodBody('revisePlan', bangkokDate(Date.now()));
      await same.act('revisePlan', people.agencyApprover, { ...plan, reason: marker });
      await finish(same, world);
      const raw = await rawOf(client, same);
      expect([raw.includes('k1'), raw.includes('k2'), raw.includes(marker)]).toEqual([
        true,
        true,
        false,
      ]);
    } finally {
      await stop();
    }
  });

  it('would say everything without the codec', async () => {
    const { client, world, stop } = await started('none');
    try {
      const service = await markedCase(client, world);
      const raw = await rawOf(client, service);
      for (const words of [marker, failure, 'revisePlan']) {
        expect([words, raw.includes(words)]).toEqual([words, true]);
      }
      await finish(service, world);
    } finally {
      await stop();
    }
  });
});
