import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import { createActivities } from '../../activities/index.js';
import { createRegisterActivities } from '../../activities/register.js';
import { applyBatch } from '../../infra/postgres/apply.js';
import { inTransaction } from '../../infra/postgres/pool.js';
import type { ImportProgress } from '../../infra/postgres/register-imports.js';
import { findImport, progressOf } from '../../infra/postgres/register-imports.js';
import { readKnowledge } from '../../infra/postgres/register-knowledge.js';
import { createRegisterDesk } from '../../infra/register/desk.js';
import { readRegister } from '../../infra/register/read.js';
import type { PlannedEdition } from '../../infra/register/stage.js';
import { planAgainst, stageEdition, startImport } from '../../infra/register/stage.js';
import { planUndo, stageUndo } from '../../infra/register/undo.js';
import { clientOn } from '../../infra/temporal/client.js';
import { createWorker } from '../../infra/temporal/worker.js';
import { beginner } from '../../workers/onboarding/begin.js';
import type { FreshDatabase } from './fresh-database.js';
import { freshDatabase } from './fresh-database.js';
import { asRecords, byPartition } from './make-events.js';
import { runTestWorker, testBundle, TestWorld } from './onboarding.js';
import { testTemporal } from './temporal.js';
import { until } from './until.js';

const header = [
  ...['service_id', 'ministry_id', 'agency_id', 'รายชื่อกระทรวง', 'รายชื่อหน่วยงาน'],
  ...['ชื่องานบริการ', 'status_id', 'ชื่อโครงการ', 'reason_id', 'หมายเหตุ'],
] as const;

/** A row of a made edition, by DGA's headers. */
export type MadeRow = Partial<Record<(typeof header)[number], string>>;

/** A row of an agency's service. */
export function madeRow(serviceId: string, status: string, change: MadeRow = {}): MadeRow {
  return {
    service_id: serviceId,
    ministry_id: 'MIN002',
    agency_id: 'AGY009',
    รายชื่อกระทรวง: 'กระทรวงการคลัง',
    รายชื่อหน่วยงาน: 'กรมสรรพสามิต',
    ชื่องานบริการ: `งานบริการ ${serviceId}`,
    status_id: status,
    ...change,
  };
}

/** Imports on real servers: Temporal, PostgreSQL, a worker, and a read model that follows the events. */
export class RegisterRig {
  readonly world = new TestWorld();
  client!: Client;
  database!: FreshDatabase;
  /** The most cases that were being begun at a time. */
  begunAtOnce = 0;
  /** Services whose case cannot be begun the first time. */
  readonly failingOnce = new Set<string>();
  private connection!: NativeConnection;
  private worker: { stop: () => Promise<void> } | undefined;
  private readonly folder = mkdtempSync(join(tmpdir(), 'prasan-register-'));
  private files = 0;

  async start(): Promise<this> {
    ({ client: this.client, connection: this.connection } = await testTemporal());
    this.database = await freshDatabase();
    await this.startWorker();
    return this;
  }

  async startWorker(): Promise<void> {
    const begin = beginner(clientOn(this.connection, this.client.options.namespace));
    let underWay = 0;
    const desk = createRegisterDesk(this.database.pool, this.client, async (start) => {
      if (this.failingOnce.delete(start.serviceId)) throw new Error('Temporal was away');
      underWay += 1;
      this.begunAtOnce = Math.max(this.begunAtOnce, underWay);
      return begin(start).finally(() => (underWay -= 1));
    });
    const activities = { ...createActivities(this.world.ports), ...createRegisterActivities(desk) };
    const worker = await createWorker({
      connection: this.connection,
      namespace: this.client.options.namespace,
      activities,
      deployment: { deploymentName: 'prasan-test', buildId: 'test' },
      bundle: await testBundle(),
    });
    this.worker = await runTestWorker(worker, this.client);
  }

  async stopWorker(): Promise<void> {
    await this.worker?.stop();
    this.worker = undefined;
  }

  async stop(): Promise<void> {
    await this.stopWorker();
    await this.connection.close();
    await this.client.connection.close();
    await this.database.drop();
  }

  /** A file of an edition, with the columns that are named. */
  file(rows: readonly MadeRow[], asOf: string, columns: readonly string[] = header): string {
    this.files += 1;
    const path = join(this.folder, `services_all-${this.files}-${asOf}.csv`);
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    const lines = rows.map((row) =>
      columns.map((name) => quoted((row as Record<string, string>)[name] ?? '')).join(','),
    );
    writeFileSync(path, [columns.map(quoted).join(','), ...lines].join('\n'));
    return path;
  }

  /** The read model takes all events that there are now, as the tracker does. */
  async project(): Promise<void> {
    const made = this.world.published.map((event) => {
      const topic = event.subject.startsWith('service/')
        ? ('service.status.v1' as const)
        : ('registry.change.v1' as const);
      return { topic, event };
    });
    const { pool } = this.database;
    for (const batch of byPartition(asRecords(made))) {
      await inTransaction(pool, (client) => applyBatch(client, batch));
    }
  }

  async plan(path: string): Promise<PlannedEdition> {
    await this.project();
    const { pool } = this.database;
    return planAgainst(pool, await readRegister(path));
  }

  /** Plans, and begins to carry out. */
  async begin(path: string): Promise<{ importId: string; planned: PlannedEdition }> {
    const planned = await this.plan(path);
    const importId = await stageEdition(this.database.pool, planned);
    await startImport(this.client, importId);
    return { importId, planned };
  }

  /** Plans, carries out, and waits for the end. */
  async import(path: string): Promise<Imported> {
    const begun = await this.begin(path);
    return { ...begun, progress: await this.ended(begun.importId) };
  }

  async undo(importId: string): Promise<ImportProgress> {
    const { pool } = this.database;
    await this.project();
    const one = await findImport(pool, importId);
    if (one === undefined) throw new Error(`there is no import ${importId}`);
    const knowledge = await readKnowledge(pool);
    const plan = await planUndo(pool, one, knowledge);
    const id = await stageUndo(pool, one, plan, knowledge.knownAt);
    await startImport(this.client, id);
    return this.ended(id);
  }

  async ended(importId: string): Promise<ImportProgress> {
    const { pool } = this.database;
    await until(async () => {
      const one = await findImport(pool, importId);
      return one !== undefined && one.endedAt !== null;
    }, 120_000);
    return progressOf(pool, importId);
  }
}

/** An import that has ended. */
export interface Imported {
  readonly importId: string;
  readonly planned: PlannedEdition;
  readonly progress: ImportProgress;
}
