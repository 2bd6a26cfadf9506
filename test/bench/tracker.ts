import { performance } from 'node:perf_hooks';
import type { ServiceState } from '../../contracts/lifecycles/service/states.js';
import { createKafka } from '../../infra/kafka/client.js';
import { ensureTopics } from '../../infra/kafka/topics.js';
import { createLogger } from '../../infra/logger.js';
import { applyBatch } from '../../infra/postgres/apply.js';
import type { Pool, Queryable } from '../../infra/postgres/pool.js';
import { inTransaction } from '../../infra/postgres/pool.js';
import { listServices, summary } from '../../infra/postgres/read-model.js';
import { findChromium, launch } from '../support/browser.js';
import { freshDatabase, serverAddresses } from '../support/fresh-database.js';
import type { MadeEvent } from '../support/make-events.js';
import {
  asRecords,
  byPartition,
  recordedAgency,
  registeredService,
} from '../support/make-events.js';
import { trackerProcess } from '../support/tracker.js';
import type { Report, Result } from './result.js';
import { quantile } from './result.js';

const services = 4_906;
const agencies = 260;
const ministries = 20;
const limit = 5;
const readableMs = 1_000;
const rounds = 300;
const pageLoads = 12;
/** As the register has them, about: two in five live, most of the others in develop. */
const states: readonly ServiceState[] = ['live', 'develop', 'live', 'excluded', 'develop'];

/** The tracker with the register's 4,906 services: its answers beside the same SQL, and its page. */
export async function benchTracker(): Promise<Report> {
  const logger = createLogger('bench', 'error');
  const kafka = createKafka(serverAddresses().kafkaBrokers, 'prasan-bench', logger);
  await ensureTopics(kafka, Number(process.env['PRASAN_KAFKA_REPLICATION'] ?? '3'));
  const database = await freshDatabase();
  const { seconds, events } = await fill(database.pool);
  const tracker = await trackerProcess(database.url);
  try {
    const onSummary = await beside(database.pool, `${tracker.url}/v1/summary`, (db) => summary(db));
    const onList = await beside(database.pool, `${tracker.url}/v1/services`, (db) =>
      listServices(db, {}, { limit: 50 }),
    );
    const pages = await loadPages(tracker.url);
    return {
      lines: [`${services} services, ${events} events applied in ${seconds.toFixed(1)} s`],
      results: [
        ...asResults('summary', onSummary),
        ...asResults('list of 50', onList),
        ...pages.map(({ path, ms }): Result => {
          const name = `page ${path} readable, slowest of ${ms.length}`;
          return { name, unit: 'ms', ours: Math.max(...ms), limit: readableMs };
        }),
      ],
      raw: { seconds, events, onSummary, onList, pages },
    };
  } finally {
    await tracker.end('SIGTERM');
    await database.drop();
  }
}

/** Fills a read model as the tracker does: batches of one partition, each in a transaction. */
async function fill(pool: Pool): Promise<{ seconds: number; events: number }> {
  const records = asRecords([...agencyEvents(), ...serviceEvents()]);
  const began = performance.now();
  for (const partition of byPartition(records)) {
    for (let at = 0; at < partition.length; at += 200) {
      const batch = partition.slice(at, at + 200);
      await inTransaction(pool, (client) => applyBatch(client, batch));
    }
  }
  const seconds = (performance.now() - began) / 1_000;
  // As autovacuum does within its first minute.
  await pool.query('ANALYZE');
  return { seconds, events: records.length };
}

function agencyEvents(): MadeEvent[] {
  return Array.from({ length: agencies }, (_, n) => {
    const ministry = ministryOf(n);
    return recordedAgency(agencyOf(n), `หน่วยงานที่ ${n}`, ministry, `กระทรวง ${ministry}`);
  }).flat();
}

function serviceEvents(): MadeEvent[] {
  return Array.from({ length: services }, (_, n) => {
    const service = registeredService(
      `SVC${String(n + 1).padStart(4, '0')}`,
      states[n % states.length] ?? 'plan',
      { agencyId: agencyOf(n), ministryId: ministryOf(n) },
    );
    if (n % 3 === 0) service.happens({ kind: 'modeSet', change: { mode: 'linkExisting' } });
    return service.events;
  }).flat();
}

function agencyOf(n: number): string {
  return `AGY${String((n % agencies) + 1).padStart(3, '0')}`;
}

function ministryOf(n: number): string {
  return `MIN${String(((n % agencies) % ministries) + 1).padStart(3, '0')}`;
}

/** Milliseconds of each answer, over HTTP and of its statements alone. */
interface Pair {
  readonly http: readonly number[];
  readonly sql: readonly number[];
}

/** Asks the tracker and, in turn, runs the very statements of that answer on a connection. */
async function beside(
  pool: Pool,
  url: string,
  read: (db: Queryable) => Promise<unknown>,
): Promise<Pair> {
  const statements = await statementsOf(pool, read);
  const client = await pool.connect();
  const http: number[] = [];
  const sql: number[] = [];
  const warmUp = 30;
  try {
    for (let n = 0; n < rounds + warmUp; n += 1) {
      let began = performance.now();
      const answer = await fetch(url);
      if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
      await answer.arrayBuffer();
      const asked = performance.now() - began;
      began = performance.now();
      for (const { text, values } of statements) await client.query(text, values);
      const ran = performance.now() - began;
      if (n < warmUp) continue;
      http.push(asked);
      sql.push(ran);
    }
  } finally {
    client.release();
  }
  return { http, sql };
}

interface Statement {
  readonly text: string;
  readonly values: unknown[];
}

/** The statements that an answer asks the database, in order. */
async function statementsOf(
  pool: Pool,
  read: (db: Queryable) => Promise<unknown>,
): Promise<Statement[]> {
  const statements: Statement[] = [];
  const query = (text: string, values: unknown[] = []) => {
    statements.push({ text, values });
    return pool.query(text, values);
  };
  await read({ query: query as Queryable['query'] });
  return statements;
}

function asResults(what: string, { http, sql }: Pair): Result[] {
  return [
    {
      ...{ name: `${what} p99, ${services} services`, unit: 'ms', limit },
      ours: quantile(http, 0.99),
      floor: quantile(sql, 0.99),
    },
  ];
}

/** Milliseconds until a page can be read, in a browser that has nothing of it yet. */
async function loadPages(url: string): Promise<{ path: string; ms: number[] }[]> {
  const chromium = findChromium();
  if (chromium === undefined) return [];
  const browser = await launch(chromium);
  try {
    const pages = [];
    for (const path of ['/', '/services']) {
      const ms: number[] = [];
      for (let n = 0; n <= pageLoads; n += 1) {
        const context = await browser.newContext({ locale: 'th-TH' });
        const page = await context.newPage();
        const began = performance.now();
        await page.goto(`${url}${path}`, { waitUntil: 'load' });
        await page.locator('main h2, main h1, h1').first().waitFor({ state: 'visible' });
        // The browser's own first page is not ours to answer for.
        if (n > 0) ms.push(performance.now() - began);
        await context.close();
      }
      pages.push({ path, ms });
    }
    return pages;
  } finally {
    await browser.close();
  }
}
