import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import { exportJWK, generateKeyPair } from 'jose';
import { createActivities } from '../../activities/index.js';
import { bangkokDate } from '../../contracts/civil-date.js';
import { proposedServiceId, serviceSubject } from '../../contracts/ids.js';
import { createLiveChecker } from '../../infra/http/live-check.js';
import { createKafka } from '../../infra/kafka/client.js';
import type { KafkaPublisher } from '../../infra/kafka/publisher.js';
import { createPublisher } from '../../infra/kafka/publisher.js';
import { ensureTopics } from '../../infra/kafka/topics.js';
import { createLogger } from '../../infra/logger.js';
import { createAgencyPost } from '../../infra/temporal/agencies.js';
import { createServiceDirectory, startService } from '../../infra/temporal/cases.js';
import { createWorker, makeFirstVersionCurrent } from '../../infra/temporal/worker.js';
import { addTester, findTesterKey } from '../../infra/testers/registry.js';
import { createTestReportVerifier, signTestReport } from '../../infra/testers/report.js';
import { endpoint, sha256 } from '../support/bodies.js';
import { eventually, freshDatabase, serverAddresses } from '../support/fresh-database.js';
import { pathToLive, takeStep } from '../support/path-to-live.js';
import type { PathStep } from '../support/path-to-live.js';
import { people } from '../support/people.js';
import type { DrivenCase, Program } from './load.js';

const deployment = { deploymentName: 'prasan-bench', buildId: 'bench' };

/** Our worker with the real Kafka, PostgreSQL and test agency, driven past the gateway. */
export interface Ours extends Program {
  readonly client: Client;
  readonly publisher: KafkaPublisher;
  /** The steps of a case after its beginning. */
  readonly path: readonly PathStep[];
  stop(): Promise<void>;
}

/** Starts our worker in this process. */
export async function startOurs(client: Client, connection: NativeConnection): Promise<Ours> {
  const logger = createLogger('bench', 'error');
  const kafka = createKafka(serverAddresses().kafkaBrokers, 'prasan-bench', logger);
  await ensureTopics(kafka, Number(process.env['PRASAN_KAFKA_REPLICATION'] ?? '3'));
  const publisher = createPublisher(kafka, logger);
  const database = await freshDatabase();
  const testReports = createTestReportVerifier((testerId) =>
    findTesterKey(database.pool, testerId),
  );
  const testAgency = process.env['PRASAN_TEST_AGENCY_URL'] ?? '';
  const worker = await createWorker({
    connection,
    deployment,
    namespace: client.options.namespace,
    activities: createActivities({
      publisher,
      liveChecker: createLiveChecker({ allow: [new URL(testAgency).host] }),
      testReports,
      mailer: { sendDigest: () => Promise.resolve('off') },
      agencyPost: createAgencyPost(client),
      services: createServiceDirectory(client),
    }),
  });
  const running = worker.run();
  await untilCurrent(client, deployment);
  const sign = await registerTester(database.pool);

  return { client, publisher, open, stop, path: stepsOf(testAgency, '') };

  async function open(): Promise<DrivenCase> {
    const serviceId = proposedServiceId(randomUUID());
    const jws = await sign(serviceId);
    await startService(client, {
      serviceId,
      agencyId: 'AGY009',
      ministryId: 'MIN003',
      name: { th: 'ใบอนุญาตผลิตสุรา' },
      origin: { kind: 'proposal', actor: people.agencyOfficer, bodyHash: 'h' },
    });
    let version = 1;
    const steps = stepsOf(`${testAgency}/services/${serviceId}`, jws).map((step) => async () => {
      const answer = await takeStep(client, serviceId, step, version, testReports);
      version = answer.version;
      return answer;
    });
    return { subject: serviceSubject(serviceId), steps };
  }

  async function stop(): Promise<void> {
    worker.shutdown();
    await running;
    await publisher.close();
    await database.drop();
  }
}

function stepsOf(channelUrl: string, jws: string): PathStep[] {
  return pathToLive({ today: bangkokDate(Date.now()), channelUrl, jws });
}

/** The server learns of a version from its first poll. */
export async function untilCurrent(
  client: Client,
  version: { readonly deploymentName: string; readonly buildId: string },
): Promise<void> {
  const attempt = () =>
    makeFirstVersionCurrent(client, client.options.namespace, version).then(
      () => undefined,
      (error: unknown) => String(error),
    );
  await eventually(attempt, (failure) => failure === undefined);
}

/** Registers a tester, and answers how he signs the report of a service. */
async function registerTester(
  db: Parameters<typeof addTester>[0],
): Promise<(serviceId: string) => Promise<string>> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const testerId = 'TESTER-BENCH';
  await addTester(db, { testerId, name: 'ผู้ทดสอบ', jwk: await exportJWK(publicKey) });
  return (serviceId) =>
    signTestReport(privateKey, 'ES256', {
      ...{ testerId, serviceId, endpoint, sha256 },
      reportId: randomUUID(),
      testedAt: new Date().toISOString(),
    });
}
