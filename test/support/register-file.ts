import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import type { RegisterEdition } from '../../infra/register/read.js';
import { readRegister } from '../../infra/register/read.js';
import type { CellSpec, SheetSpec } from './xlsx.js';
import { xlsxOf } from './xlsx.js';

/** Headers of the sheet of services, as DGA writes them. */
export const serviceHeaders = [
  'service_id',
  'ministry_id',
  'agency_id',
  'รายชื่อกระทรวง',
  'รายชื่อหน่วยงาน',
  'ประเภทหน่วยงาน',
  'ชื่องานบริการ',
  'status_id',
  'สถานะ',
  'ชื่อโครงการ',
  'reason_id',
  'เหตุผล',
  'หมายเหตุ',
] as const;

const usual: Readonly<Record<string, CellSpec>> = {
  service_id: 'SVC0106',
  ministry_id: 'MIN002',
  agency_id: 'AGY009',
  รายชื่อกระทรวง: 'กระทรวงการคลัง',
  รายชื่อหน่วยงาน: 'กรมสรรพสามิต',
  ประเภทหน่วยงาน: 'รัฐวิสาหกิจ',
  ชื่องานบริการ: 'ใบอนุญาตขายสุรา',
  status_id: 'STA01',
  สถานะ: 'เชื่อมโยงแล้ว',
};

/** A row of the sheet of services, by its headers; what is not said is as usual or empty. */
export function serviceRow(cells: Readonly<Record<string, CellSpec>> = {}): CellSpec[] {
  return serviceHeaders.map((header) =>
    header in cells ? (cells[header] ?? null) : (usual[header] ?? null),
  );
}

/** The sheet of services with these rows, from row 2. */
export function servicesSheet(rows: readonly (readonly CellSpec[])[]): SheetSpec {
  return { name: 'งานบริการ', rows: [serviceHeaders, ...rows] };
}

/** A folder of its own for a file of tests, gone afterwards. */
export function registerFolder() {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'prasan-register-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function write(name: string, content: Buffer | string): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  }

  return {
    path: (name: string) => join(folder, name),
    write,
    /** Reads a spreadsheet of these sheets. */
    read: async (sheets: readonly SheetSpec[]): Promise<RegisterEdition> =>
      readRegister(await write('register-3-5-2026.xlsx', xlsxOf(sheets))),
    /** Why a file with this content is refused; empty when it is not. */
    refusal: async (content: Buffer | string, name = 'other-3-5-2026.xlsx'): Promise<string> =>
      refusalOf(await write(name, content)),
  };
}

/** Why a file is refused; empty when it is not. */
export async function refusalOf(path: string, asOf?: string): Promise<string> {
  return readRegister(path, { asOf }).then(
    () => '',
    (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : 'no error'),
  );
}
