import type { Client } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { addDays, bangkokDate } from '../../contracts/civil-date.js';
import { refreshSignal } from '../../contracts/commands/service/messages.js';
import { agencySubject, serviceSubject } from '../../contracts/ids.js';
import { createProgress } from '../../infra/local/progress.js';
import { withTestStack } from '../../infra/local/test-stack.js';
import { createAgencyPost } from '../../infra/temporal/agencies.js';
import { goodBody } from '../support/bodies.js';
import { runTestWorker, TestService, testWorker, TestWorld } from '../support/onboarding.js';
import { reach } from '../support/paths.js';
import { runsOf } from '../support/replay-cases.js';
import { people } from '../support/people.js';
import { testTemporal, timeSkippingTemporal } from '../support/temporal.js';
import { recordRequests } from './record-requests.js';
import { removeHistories, writeHistory } from './histories.js';

/**
 * Records the histories that `replay.test.ts` replays: `npm run record`, beside the old ones and by
 * the day, whenever a behaviour is added. What stands here is what runs in production, so an old
 * recording goes only when no case of its kind can be left; `--replace` is for the time before the
 * first release.
 */
async function main(): Promise<void> {
  const progress = createProgress(process.stderr, () => '[servers] ');
  const never = new Promise<void>(() => undefined);
  await withTestStack(progress, never, async (env) => {
    // A history that only one key opens would be of no use to others.
    Object.assign(process.env, env, { PRASAN_CODEC_KEYS: 'none' });
    if (process.argv.includes('--replace')) removeHistories();
    // `--requests`: those alone.
    if (!process.argv.includes('--requests')) {
      await recordActions();
      await recordYears();
    }
    await recordRequests(saveRuns);
  });
}

/** Actions of people, refusals, side states, hand-overs, on the real server. */
async function recordActions(): Promise<void> {
  const world = new TestWorld();
  const { client, connection } = await testTemporal();
  const worker = await runTestWorker(
    await testWorker(world, connection, client.options.namespace),
    client,
  );
  const live = await TestService.propose(client);
  await live.begun();
  await reach(live, 'develop');
  await live.refusalOf('advance', people.opdcOfficer, { evidence: {} });
  await live.handle.signal(refreshSignal);
  await settled(live);
  await live.act('revisePlan', people.agencyApprover, goodBody('revisePlan', today()));
  await live.act('reject', people.opdcOfficer, { reason: 'ยังไม่พร้อม' });
  await live.act('reportProgress', people.agencyOfficer, goodBody('reportProgress', today()));
  await settled(live);
  await save(client, 'plan-to-develop', live);

  const suspended = await TestService.propose(client);
  await suspended.begun();
  await reach(suspended, 'suspended');
  await suspended.act('resume', people.agencyOfficer, goodBody('resume', today()));
  await settled(suspended);
  await save(client, 'live-suspended-resumed', suspended);

  const excluded = await TestService.propose(client);
  await excluded.begun();
  world.isKafkaAway = true;
  const reached = reach(excluded, 'excluded');
  await reached;
  world.isKafkaAway = false;
  await settled(excluded);
  await save(client, 'excluded-while-kafka-was-away', excluded);
  await worker.stop();
  await connection.close();
  await client.connection.close();
}

/** Reports, digests and escalations over a year, on the time-skipping server. */
async function recordYears(): Promise<void> {
  const world = new TestWorld();
  const environment = await timeSkippingTemporal();
  const worker = await testWorker(world, environment.nativeConnection, 'default', {
    useWorkerVersioning: false,
  });
  const running = worker.run();
  const { client } = environment;
  const post = createAgencyPost(client);
  world.tellAgency = (agencyId, news) => post.tell(agencyId, news);
  const service = await TestService.propose(client);
  await service.begun();
  await environment.sleep('120 days');
  const now = await environment.currentTimeMs();
  await service.act('revisePlan', people.agencyApprover, {
    plan: { targetFiscalYear: 2571, dueOn: { plan: addDays(bangkokDate(now), 40) } },
    reason: 'ปรับแผน',
  });
  await service.act('approve', people.opdcOfficer);
  await environment.sleep('80 days');
  await save(client, 'a-year-of-silence', service);
  const { workflowId } = client.workflow.getHandle(agencySubject('AGY009'));
  const history = await client.workflow.getHandle(workflowId).fetchHistory();
  writeHistory({
    name: dated('agency-digests'),
    workflowId,
    history: JSON.parse(historyToJSON(history)),
  });
  worker.shutdown();
  await running;
  await environment.teardown();
}

function dated(name: string): string {
  return `${today()}-${name}`;
}

function today(): string {
  return bangkokDate(Date.now());
}

async function settled(service: TestService): Promise<void> {
  while ((await service.view()).unpublished > 0) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Saves every run of a service. */
function save(client: Client, name: string, service: TestService): Promise<void> {
  return saveRuns(client, name, serviceSubject(service.serviceId));
}

/** Saves every run of a case. */
async function saveRuns(client: Client, name: string, workflowId: string): Promise<void> {
  let run = 0;
  for await (const history of runsOf(client, workflowId)) {
    run += 1;
    writeHistory({
      name: dated(`${name}-${run}`),
      workflowId,
      history: JSON.parse(historyToJSON(history)),
    });
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
