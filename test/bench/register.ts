import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Client } from '@temporalio/client';
import { createActivities } from '../../activities/index.js';
import type { EventPublisher } from '../../activities/ports.js';
import { createRegisterActivities } from '../../activities/register.js';
import { inParallel } from '../../infra/in-parallel.js';
import { createKafka } from '../../infra/kafka/client.js';
import { createPublisher } from '../../infra/kafka/publisher.js';
import { ensureTopics } from '../../infra/kafka/topics.js';
import { createLogger } from '../../infra/logger.js';
import type { Pool } from '../../infra/postgres/pool.js';
import { findImport, progressOf } from '../../infra/postgres/register-imports.js';
import { createRegisterDesk } from '../../infra/register/desk.js';
import { quick } from '../../infra/register/pace.js';
import { readRegister } from '../../infra/register/read.js';
import { planAgainst, stageEdition, startImport } from '../../infra/register/stage.js';
import { createAgencyPost } from '../../infra/temporal/agencies.js';
import { createServiceDirectory } from '../../infra/temporal/cases.js';
import { clientOn } from '../../infra/temporal/client.js';
import { createWorker } from '../../infra/temporal/worker.js';
import { eventually, freshDatabase, serverAddresses } from '../support/fresh-database.js';
import { TestService } from '../support/onboarding.js';
import { people } from '../support/people.js';
import { goodBody } from '../support/bodies.js';
import { bangkokDate } from '../../contracts/civil-date.js';
import { realRegister } from '../support/register-xml.js';
import { testTemporal } from '../support/temporal.js';
import { trackerProcess } from '../support/tracker.js';
import { bareRead } from './bare-read.js';
import type { Floor } from './floor.js';
import { startFloor } from './floor.js';
import { untilCurrent } from './ours.js';
import type { Report, Result } from './result.js';
import { quantile } from './result.js';
import { beginner, workflowTaskSlots } from '../../workers/onboarding/begin.js';

const run = promisify(execFile);
const rows = 4_906;
const rounds = 5;
/** Of planning, which is quick, and quicker when its code is warm, as the libraries' is. */
const plans = 15;
/** Services that come in while people act. */
const yielding = 600;
const actsASecond = 5;
const quietSeconds = 30;
const deployment = { deploymentName: 'prasan-bench-register', buildId: 'bench' };

/** What the steps share. */
interface Bench {
  readonly client: Client;
  readonly pool: Pool;
  readonly databaseUrl: string;
  readonly floor: Floor;
  readonly folder: string;
  /** How many events of services have gone out. */
  readonly published: () => number;
}

/**
 * An edition of as many services as the register has: planned beside the libraries' bare reading, taken in beside
 * a bare loop of as many cases, again without a change, and another one while people act.
 */
export async function benchRegister(): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'prasan-bench-register-'));
  const { client, connection } = await testTemporal();
  const database = await freshDatabase();
  const logger = createLogger('bench', 'error');
  const kafka = createKafka(serverAddresses().kafkaBrokers, 'prasan-bench', logger);
  await ensureTopics(kafka, Number(process.env['PRASAN_KAFKA_REPLICATION'] ?? '3'));
  const publisher = createPublisher(kafka, logger);
  let published = 0;
  const counting: EventPublisher = {
    publish: async (topic, events, signal) => {
      await publisher.publish(topic, events, signal);
      if (topic === 'service.status.v1') published += events.length;
    },
  };
  const floor = await startFloor(client, connection, '{}', () => undefined);
  const begin = beginner(clientOn(connection, client.options.namespace));
  const worker = await createWorker({
    ...{ connection, deployment, workflowTaskSlots, namespace: client.options.namespace },
    activities: {
      ...createActivities({
        publisher: counting,
        liveChecker: { check: () => Promise.reject(new Error('nothing is live here')) },
        testReports: { verify: () => Promise.reject(new Error('nobody reports here')) },
        mailer: { sendDigest: () => Promise.resolve('off') },
        agencyPost: createAgencyPost(client),
        services: createServiceDirectory(client),
      }),
      ...createRegisterActivities(createRegisterDesk(database.pool, client, begin)),
    },
  });
  const running = worker.run();
  await untilCurrent(client, deployment);
  const servers = { client, pool: database.pool, databaseUrl: database.url, floor };
  const bench = { ...servers, folder, published: () => published };
  try {
    const reports = [await planning(bench), await takingIn(bench)];
    return {
      lines: reports.flatMap(({ lines = [] }) => lines),
      results: reports.flatMap(({ results }) => results),
      raw: reports.map(({ raw }) => raw),
    };
  } finally {
    worker.shutdown();
    await running;
    await floor.stop();
    await publisher.close();
    await connection.close();
    await client.connection.close();
    await database.drop();
    rmSync(folder, { recursive: true });
  }
}

// --- The plan -------------------------------------------------------------------------------------

/** DGA's own file, where it is: read, mapped and compared, beside the bare libraries and one bare query. */
async function planning({ pool }: Bench): Promise<Report> {
  if (!existsSync(realRegister)) {
    return { lines: [`no plan of DGA's file: it is not at ${realRegister}`], results: [], raw: {} };
  }
  const bytes = readFileSync(realRegister);
  const ours: number[] = [];
  const floor: number[] = [];
  const bare = async () => {
    await bareRead(bytes);
    await pool.query('SELECT service_id, status FROM prasan.service');
  };
  const plan = async () => {
    await planAgainst(pool, await readRegister(realRegister));
  };
  for (let round = 0; round <= plans; round += 1) {
    const [theirs, own] = [await timed(bare), await timed(plan)];
    // The first round loads the code.
    if (round === 0) continue;
    floor.push(theirs);
    ours.push(own);
  }
  const peak = await peakOf(realRegister);
  return {
    results: [
      {
        ...{ name: "plan of DGA's file, by the bare libraries", unit: 's', limit: 3 },
        ours: quantile(ours, 0.5),
        floor: quantile(floor, 0.5),
      },
      { name: "peak memory of reading DGA's file", unit: 'MB', limit: 300, ours: peak },
    ],
    raw: { plan: { ours, floor, peak } },
  };
}

/** Of a process that reads it and nothing else (Linux). */
async function peakOf(file: string): Promise<number> {
  const script = ['--import', 'tsx', 'test/support/read-register.ts', file];
  const { stdout } = await run(process.execPath, script);
  return (JSON.parse(stdout) as { peakMb: number }).peakMb;
}

// --- The deed -------------------------------------------------------------------------------------

async function takingIn(bench: Bench): Promise<Report> {
  const { pool, databaseUrl, floor } = bench;
  const first = edition(bench, 'services_all-3-5-2026.csv', 1, rows);
  const bare = (count: number) =>
    timed(async () => {
      const wanted = floor.begun() + count;
      const subjects = Array.from({ length: count }, () => `waiting/${randomUUID()}`);
      await inParallel(subjects, quick.atOnce, (subject) => floor.begin(subject));
      await eventually(floor.begun, (begun) => begun >= wanted, { withinMs: 300_000, everyMs: 50 });
    });
  // Half of the floor before and half after: the server slows down with what it keeps.
  const before = await bare(rows / 2);
  const ours = await timed(async () => {
    await takeIn(bench, first);
    await eventually(bench.published, (count) => count >= rows, { withinMs: 300_000, everyMs: 50 });
  });
  const theirs = before + (await bare(rows / 2));
  const tracker = await trackerProcess(databaseUrl);
  try {
    await eventually(
      () => counted(pool),
      (count) => count >= rows,
      {
        ...{ withinMs: 300_000, everyMs: 500 },
      },
    );
    const again = await comingAgain(bench, first);
    const acting = await whilePeopleAct(bench);
    return {
      lines: [`taken in: ${rows} services in ${ours.toFixed(0)} s; ${acting.line}`],
      results: [
        {
          ...{ name: `an edition of ${rows} taken in`, unit: 's', limit: 1.2 },
          ...{ ours, floor: theirs },
        },
        again.result,
        acting.result,
      ],
      raw: { takenIn: { ours, theirs }, again: again.raw, acting: acting.raw },
    };
  } finally {
    await tracker.end('SIGTERM');
  }
}

/** A made edition, by DGA's headers. */
function edition({ folder }: Bench, name: string, from: number, count: number): string {
  const path = join(folder, name);
  const lines = Array.from({ length: count }, (_, index) => {
    const id = `SVC${String(from + index).padStart(4, '0')}`;
    const agency = `AGY${String(1 + (index % 250)).padStart(3, '0')}`;
    return [
      id,
      'MIN002',
      agency,
      'กระทรวงการคลัง',
      `หน่วยงาน ${agency}`,
      `งานบริการ ${id}`,
      'STA02',
    ].join();
  });
  const head = 'service_id,ministry_id,agency_id,รายชื่อกระทรวง,รายชื่อหน่วยงาน,ชื่องานบริการ,status_id';
  writeFileSync(path, [head, ...lines].join('\n'));
  return path;
}

async function takeIn({ pool, client }: Bench, file: string): Promise<void> {
  const planned = await planAgainst(pool, await readRegister(file));
  const importId = await stageEdition(pool, planned);
  await startImport(client, importId);
  await eventually(
    () => findImport(pool, importId),
    (one) => one?.status === 'done',
    { withinMs: 1_800_000, everyMs: 100 },
  );
  const { counts } = await progressOf(pool, importId);
  if (counts.created !== planned.plan.rows.length) throw new Error(JSON.stringify(counts));
}

async function counted(pool: Pool): Promise<number> {
  const { rows: found } = await pool.query<{ count: number }>(
    'SELECT count(*) AS count FROM prasan.service',
  );
  return found[0]?.count ?? 0;
}

/** Without a change, beside its dry run: both as a person gives them. */
async function comingAgain({ client, databaseUrl }: Bench, file: string) {
  const env = {
    ...process.env,
    DATABASE_URL: databaseUrl,
    TEMPORAL_NAMESPACE: client.options.namespace,
  };
  const command = ['--import', 'tsx', 'workers/cli/main.ts', 'register', 'import', file];
  const prasan = (...more: string[]) =>
    timed(async () => {
      await run(process.execPath, [...command, ...more], { env, maxBuffer: 2 ** 26 });
    });
  const dry: number[] = [];
  const real: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    dry.push(await prasan('--dry-run'));
    real.push(await prasan());
  }
  const result: Result = {
    ...{ name: 'the same edition again, by its dry run', unit: 's', limit: 1.5 },
    ours: quantile(real, 0.5),
    floor: quantile(dry, 0.5),
  };
  return { result, raw: { dry, real } };
}

/** Another edition, while persons act at a steady pace: how long their acts take, beside a quiet time. */
async function whilePeopleAct(bench: Bench) {
  const services: TestService[] = [];
  await inParallel(Array.from({ length: 60 }), 10, async () => {
    const service = await TestService.propose(bench.client);
    await service.begun();
    services.push(service);
  });
  const second = edition(bench, 'services_all-3-8-2026.csv', 10_001, yielding);
  const quiet = await acts(services, () => sleep(quietSeconds * 1_000));
  let seconds = 0;
  const busy = await acts(services, async () => {
    seconds = await timed(() => takeIn(bench, second));
  });
  const result: Result = {
    ...{ name: 'action while an edition comes in, by quiet, p99', unit: 'ms', limit: 3 },
    ours: quantile(busy, 0.99),
    floor: quantile(quiet, 0.99),
  };
  const line = `${yielding} more beside ${actsASecond} acts a second in ${seconds.toFixed(0)} s`;
  return { result, line, raw: { quiet, busy, seconds } };
}

async function acts(
  services: readonly TestService[],
  work: () => Promise<void>,
): Promise<number[]> {
  const took: number[] = [];
  const acting: Promise<void>[] = [];
  const body = goodBody('revisePlan', bangkokDate(Date.now()));
  let isOver = false;
  const pace = (async () => {
    for (let next = 0; !isOver; next += 1) {
      const service = services[next % services.length];
      if (service !== undefined) acting.push(act(service));
      await sleep(1_000 / actsASecond);
    }
  })();
  await work();
  isOver = true;
  await pace;
  await Promise.all(acting);
  return took;

  async function act(service: TestService): Promise<void> {
    const { version: ifMatch, pending } = (await service.view()).service;
    const began = performance.now();
    // A plan that is submitted is withdrawn by the next act.
    if (pending === null) await service.act('revisePlan', people.agencyApprover, body, { ifMatch });
    else await service.act('withdraw', people.agencyApprover, {}, { ifMatch });
    took.push(performance.now() - began);
  }
}

/** Seconds. */
async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1_000;
}
