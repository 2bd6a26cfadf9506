import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import writeExcelFile from 'write-excel-file/node';
import { readRegister } from '../../../infra/register/read.js';
import { RegisterFileRefused } from '../../../infra/register/refused.js';

const sample = fileURLToPath(
  new URL('../../../infra/register/sample-register.xlsx', import.meta.url),
);
const headers = ['service_id', 'agency_id', 'รายชื่อหน่วยงาน', 'ชื่องานบริการ', 'status_id'];
const row = ['SVC0106', 'AGY009', 'กรมสรรพสามิต', 'ใบอนุญาตขายสุรา', 'STA01'];

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prasan-register-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function fileOf(rows: readonly (readonly string[])[], name = 'services-3-5-2026.xlsx') {
  const path = join(folder, name);
  const cells = rows.map((texts) => texts.map((value) => ({ value, type: String })));
  await writeExcelFile(cells, { sheet: 'งานบริการ' }).toFile(path);
  return path;
}

async function bytesOf(bytes: Buffer | string): Promise<string> {
  const path = join(folder, 'other-3-5-2026.xlsx');
  await writeFile(path, bytes);
  return path;
}

async function refusalOf(path: string, asOf?: string): Promise<string> {
  const error: unknown = await readRegister(path, asOf).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(RegisterFileRefused);
  return error instanceof Error ? error.message : '';
}

describe('a register', () => {
  it('is read whole from the sample', async () => {
    const edition = await readRegister(sample, '2026-05-03');
    expect(edition.rows).toHaveLength(61);
    expect(edition).toMatchObject({ asOf: '2026-05-03', sheet: 'งานบริการ' });
    expect(edition.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(edition.rows[0]).toEqual({
      row: 2,
      serviceId: 'SVC0106',
      ministryId: 'MIN002',
      agencyId: 'AGY009',
      ministry: 'กระทรวงการคลัง',
      agency: 'กรมสรรพสามิต',
      name: 'ใบอนุญาตขายสุรา',
      statusId: 'STA01',
      reasonId: '',
    });
  });

  it('is found below a title, in any order of columns, its texts tidied', async () => {
    const messy = ['  SVC0106\u00A0', 'AGY009', 'กรม\u200Bสรรพสามิต', 'ใบอนุญาต\n ขายสุรา', 'STA01'];
    const path = await fileOf([
      ['ทะเบียนงานบริการ'],
      [...headers].reverse().map((name) => name.toUpperCase()),
      [...messy].reverse(),
    ]);
    const edition = await readRegister(path);
    expect(edition.asOf).toBe('2026-05-03');
    expect(edition.columns).toMatchObject({ serviceId: 'E', statusId: 'A' });
    expect(edition.rows).toEqual([
      {
        row: 3,
        serviceId: 'SVC0106',
        agencyId: 'AGY009',
        agency: 'กรมสรรพสามิต',
        name: 'ใบอนุญาต ขายสุรา',
        statusId: 'STA01',
        ministry: '',
        ministryId: '',
        reasonId: '',
      },
    ]);
  });

  it('is dated by its name or by what is said', async () => {
    expect((await readRegister(await fileOf([headers, row]), '2026-06-01')).asOf).toBe(
      '2026-06-01',
    );
    const path = await fileOf([headers, row], 'services.xlsx');
    expect(await refusalOf(path)).toContain('tells no as-of date');
    expect(await refusalOf(path, '2569-05-03')).toContain('Buddhist-era');
    expect(await refusalOf(path, '2026-02-30')).toContain('is not a day that exists');
  });
});

describe('a file that is no register is refused', () => {
  it('when it is missing, empty, no spreadsheet or cut short', async () => {
    const whole = await bytesOf('');
    // Node's own errors are of another realm under Jest, so the sentence may be the general one.
    expect(await refusalOf(join(folder, 'none-3-5-2026.xlsx'))).toMatch(
      /There is no file|cannot be read: .*ENOENT/,
    );
    expect(await refusalOf(whole)).toContain('is empty');
    expect(await refusalOf(await bytesOf('service_id,agency_id\n'))).toContain('no spreadsheet');
    expect(await refusalOf(await bytesOf('PK and no more'))).toContain('damaged or cut short');
    expect(await refusalOf(folder)).toContain('is no file');
    const old = Buffer.from('d0cf11e0a1b11ae1', 'hex');
    expect(await refusalOf(await bytesOf(old))).toContain('protected by a password');
  });

  it.each(headers)('without the column %s, which it names', async (missing) => {
    const at = headers.indexOf(missing);
    const path = await fileOf([headers.toSpliced(at, 1), row.toSpliced(at, 1)]);
    expect(await refusalOf(path)).toContain(`without ${missing}. Sheets seen: งานบริการ.`);
  });

  it('with other columns or no services', async () => {
    expect(await refusalOf(await fileOf([['a', 'b'], row]))).toContain('has no sheet with');
    expect(await refusalOf(await fileOf([headers]))).toContain('no services');
  });
});
