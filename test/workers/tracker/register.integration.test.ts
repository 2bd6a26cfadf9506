import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLogger } from '../../../infra/logger.js';
import { applyBatch } from '../../../infra/postgres/apply.js';
import { inTransaction } from '../../../infra/postgres/pool.js';
import { findingSorts } from '../../../infra/postgres/register-findings.js';
import { endImport, settleRows } from '../../../infra/postgres/register-imports.js';
import type { ImportStanding } from '../../../infra/postgres/register-standings.js';
import { readRegister } from '../../../infra/register/read.js';
import { planAgainst, stageEdition } from '../../../infra/register/stage.js';
import { watchAway } from '../../../workers/tracker/away.js';
import { createMetrics } from '../../../workers/tracker/metrics.js';
import { buildServer } from '../../../workers/tracker/server.js';
import type { FreshDatabase } from '../../support/fresh-database.js';
import { freshDatabase } from '../../support/fresh-database.js';
import {
  asRecords,
  byPartition,
  recordedAgency,
  registeredService,
} from '../../support/make-events.js';
import { serviceRow, servicesSheet } from '../../support/register-file.js';
import { linesOf, partOf } from '../../support/register-xml.js';
import { xlsxOf } from '../../support/xlsx.js';

const logger = createLogger('test', 'silent');

interface FindingsAnswer {
  readonly items: readonly {
    readonly number: number;
    readonly cell: string;
    readonly code: string;
    readonly severity: string;
    readonly agencyId: string | null;
    readonly agency: { readonly th: string } | null;
  }[];
  readonly next: string | null;
  readonly matching: number;
}

describe('an edition of the register on the tracker', () => {
  const folder = mkdtempSync(join(tmpdir(), 'prasan-report-'));
  let database: FreshDatabase;
  let importId: string;
  let server: ReturnType<typeof buildServer>;

  beforeAll(async () => {
    database = await freshDatabase();
    const { pool } = database;
    server = buildServer({
      ...{ pool, logger, postgres: watchAway(logger), metrics: createMetrics() },
      stream: { add: async () => true, tell: () => undefined, stop: () => Promise.resolve() },
      state: () => ({
        ...{ postgresAwaySince: undefined, kafkaAwaySince: undefined, isFollowing: true },
        lag: { records: 0, seconds: 0 },
      }),
    });
  });

  afterAll(async () => {
    await server.close();
    await database.drop();
    rmSync(folder, { recursive: true });
  });

  const ask = async (path: string) => {
    const answer = await server.inject(path);
    expect(answer.statusCode).toBe(200);
    return answer;
  };
  const json = async <Answer>(path: string) => (await ask(path)).json<Answer>();
  const findings = async (query = '') =>
    json<FindingsAnswer>(`/v1/register/imports/${importId}/findings${query}`);

  it('has none at first, and says how one is taken in', async () => {
    expect(await json('/v1/register/imports')).toMatchObject({ items: [] });
    expect((await ask('/register?lang=en')).body).toContain('prasan register import FILE');
    expect((await ask('/register')).body).toContain('ยังไม่มีการนำเข้าทะเบียน');
    for (const path of ['/v1/register/imports/none', '/v1/register/imports/none/findings']) {
      expect((await server.inject(path)).statusCode).toBe(404);
    }
    expect((await server.inject('/register/none')).statusCode).toBe(404);
  });

  it('shows how far one has come, and what its rows come to', async () => {
    const { pool } = database;
    const here = [
      ...recordedAgency('AGY009', 'กรมสรรพสามิต'),
      ...registeredService('SVC0007', 'develop').events,
    ];
    for (const batch of byPartition(asRecords(here))) {
      await inTransaction(pool, (client) => applyBatch(client, batch));
    }
    const rows = [
      serviceRow({ service_id: 'SVC0001' }),
      serviceRow({ service_id: 'SVC0002', ชื่องานบริการ: '=HYPERLINK("http://a","ก")' }),
      serviceRow({ service_id: 'SVC0003', ชื่องานบริการ: 'สองช่อง  ว่าง ' }),
      serviceRow({ service_id: 'SVC0001' }),
      serviceRow({ service_id: 'SVC0004', agency_id: 'AGY010', ชื่องานบริการ: 'ต่อ  กัน' }),
    ];
    const path = join(folder, 'services_all-3-5-2026.xlsx');
    writeFileSync(path, xlsxOf([servicesSheet(rows)]));
    const planned = await planAgainst(pool, await readRegister(path));
    importId = await stageEdition(pool, planned);
    await settleRows(pool, importId, [{ row: 2, outcome: 'created' }]);
    const [one] = (await json<{ items: ImportStanding[] }>('/v1/register/imports')).items;
    expect(one).toMatchObject({
      ...{ importId, asOf: '2026-05-03', status: 'running', rows: 5, settled: 2, missing: 1 },
      counts: { created: 1, changed: 0, unchanged: 0, refused: 1, kept: 0 },
    });
    const html = (await ask('/register?lang=en')).body;
    expect(html).toContain('<progress value="2" max="5"');
    expect(html).toContain('Settled 2 of 5');
    await settleRows(
      pool,
      importId,
      [3, 4, 6].map((row) => ({ row, outcome: 'created' as const })),
    );
    await endImport(pool, importId, 'done');
    const page = (await ask(`/register/${importId}?lang=en`)).body;
    expect(page).not.toContain('<progress');
    for (const text of ['Edition 3 May 2026', 'SVC0007', 'no service is ended by itself']) {
      expect(page).toContain(text);
    }
  });

  it('shows each finding once, in any order, in pages', async () => {
    const all = await findings();
    expect(all.matching).toBe(all.items.length);
    expect(all.items.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['FORMULA_TEXT', 'DOUBLE_SPACE', 'EDGE_SPACE', 'DUPLICATE']),
    );
    for (const sort of findingSorts) {
      const numbers: number[] = [];
      for (let cursor = ''; ;) {
        const part = await findings(`?sort=${sort}&limit=2&cursor=${cursor}`);
        numbers.push(...part.items.map(({ number }) => number));
        if (part.next === null) break;
        cursor = part.next;
      }
      expect([...numbers].sort((a, b) => a - b)).toEqual(all.items.map(({ number }) => number));
    }
    const [first] = (await findings('?sort=severity')).items;
    expect(first).toMatchObject({ severity: 'refused', code: 'DUPLICATE', agencyId: 'AGY009' });
  });

  it('names the agency that owns the row, and shows its findings alone', async () => {
    const own = await findings('?agency=AGY010');
    expect(own.items.map(({ cell }) => cell)).toEqual(['G6']);
    const others = await findings('?agency=AGY009&code=DOUBLE_SPACE');
    expect(others.items).toMatchObject([{ cell: 'G4', agency: { th: 'กรมสรรพสามิต' } }]);
    const html = (await ask(`/register/${importId}?agency=AGY010`)).body;
    expect(html).toContain('id="finding-');
    expect(html.match(/id="finding-\d+"/g)).toHaveLength(1);
    expect(html).toContain(`findings.xlsx?agency=AGY010`);
  });

  it.each([
    ['agency=1', 'agency'],
    ['code=NONE', 'code'],
    ['severity=loud', 'severity'],
    ['sort=name', 'sort'],
    ['cursor=x', 'cursor'],
    ['page=2', 'page'],
  ])('names what is wrong with %s', async (query, field) => {
    const answer = await server.inject(`/v1/register/imports/${importId}/findings?${query}`);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ errors: [{ field }] });
    expect((await server.inject(`/register/${importId}?${query}`)).statusCode).toBe(400);
  });

  it('takes no cursor of another order', async () => {
    const { next } = await findings('?sort=agency&limit=1');
    const path = `/v1/register/imports/${importId}/findings?sort=code&cursor=${next}`;
    expect((await server.inject(path)).json()).toMatchObject({ errors: [{ field: 'cursor' }] });
  });

  it('is a spreadsheet with a row for each finding, in Thai and English, and computes nothing', async () => {
    const answer = await ask(`/v1/register/imports/${importId}/findings.xlsx`);
    expect(answer.headers['content-disposition']).toContain(`findings-${importId}.xlsx`);
    const { rawPayload: bytes } = answer;
    const rows = [...linesOf(bytes, 1).values()];
    const { matching } = await findings();
    expect(rows).toHaveLength(matching);
    const sheet = partOf(bytes, 'xl/worksheets/sheet1.xml');
    expect(sheet).toContain(`<autoFilter ref="A1:N${matching + 1}"/>`);
    expect(sheet).not.toContain('<f>');
    expect(rows.find(({ I }) => I === 'FORMULA_TEXT')).toMatchObject({
      ...{ B: 'AGY009', C: 'กรมสรรพสามิต', D: 'SVC0002', F: 'G3', G: 'แจ้งให้ทราบ', H: 'note' },
      ...{ L: '=HYPERLINK("http://a","ก")', N: 'kept as text, harmless in our exports' },
    });
    const one = await ask(`/v1/register/imports/${importId}/findings.xlsx?agency=AGY010`);
    expect(one.headers['content-disposition']).toContain('-AGY010.xlsx');
  });
});
