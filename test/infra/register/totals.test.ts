import { describe, expect, it } from '@jest/globals';
import { mapEdition } from '../../../infra/register/map.js';
import { isTotalsText } from '../../../infra/register/totals.js';
import {
  registerFolder,
  serviceHeaders,
  serviceRow,
  servicesSheet,
} from '../../support/register-file.js';
import type { CellSpec } from '../../support/xlsx.js';

const folder = registerFolder();

type Cells = Readonly<Record<string, CellSpec>>;

/** A row with these cells alone. */
function bare(cells: Cells): CellSpec[] {
  return serviceHeaders.map((header) => cells[header] ?? null);
}

const services = [serviceRow(), serviceRow({ service_id: 'SVC0107', ชื่องานบริการ: 'ข' })];

describe('a row that tells of no service', () => {
  it.each([
    ['จำนวนทั้งหมด', 'A3 TOTALS_ROW', { service_id: 'จำนวนทั้งหมด', ministry_id: 8 }],
    [
      'a sum with what it is of',
      'A3 TOTALS_ROW',
      { service_id: 'รวมงานบริการทั้งสิ้น', ministry_id: 8 },
    ],
    [
      'a subtotal of a spreadsheet',
      'D3 TOTALS_ROW',
      { รายชื่อกระทรวง: 'กระทรวงการคลัง Total', status_id: { formula: 'SUBTOTAL(3,H2)', value: 8 } },
    ],
    ['a subtotal as text', 'D3 TOTALS_ROW', { รายชื่อกระทรวง: 'กระทรวงการคลัง รวม', status_id: '๘' }],
    [
      'a subtotal with the id of the agency',
      'C3 TOTALS_ROW',
      { agency_id: 'AGY009', รายชื่อหน่วยงาน: 'กรมสรรพสามิต', ชื่องานบริการ: 12 },
    ],
    ['numbers alone', 'G3 TOTALS_ROW', { ชื่องานบริการ: '1,200', status_id: 8 }],
    [
      'a remark in two cells',
      'A3 REMARK_ROW',
      { service_id: 'หมายเหตุ', ministry_id: 'ข้อมูล ณ วันที่ 3 พ.ค. 2569' },
    ],
    ['where it is from', 'B3 REMARK_ROW', { ministry_id: 'ที่มา', agency_id: 'สพร.' }],
    ['a heading', 'E3 REMARK_ROW', { รายชื่อหน่วยงาน: 'กรมสรรพากร' }],
    [
      'a heading with ids',
      'B3 REMARK_ROW',
      { ministry_id: 'MIN002', agency_id: 'AGY010', รายชื่อหน่วยงาน: 'กรมสรรพากร' },
    ],
  ] as const)('is named: %s', async (_, finding, cells) => {
    const [first = [], second = []] = services;
    const edition = await folder.read([servicesSheet([first, bare(cells), second])]);
    expect(edition.rows.map(({ serviceId }) => serviceId)).toEqual(['SVC0106', 'SVC0107']);
    const named = edition.findings.filter(({ code }) => code !== 'FORMULA');
    expect(named.map(({ cell, code }) => `${cell} ${code}`)).toEqual([finding]);
  });

  it.each([
    ['its id alone', {}],
    ['its id and its status', { status_id: null, สถานะ: null }],
    ['its id and the letters of its codes', { agency_id: '009', status_id: null }],
    ['its id and all codes', { ministry_id: null, agency_id: null, status_id: null }],
  ] as const)('is none that lost %s: that one is refused', async (_, cells) => {
    for (const name of ['ใบอนุญาตขายสุรา', 'รวมข้อมูลทั้งหมด']) {
      const lost = serviceRow({ service_id: null, ชื่องานบริการ: name, ...cells });
      const edition = await folder.read([servicesSheet([...services, lost])]);
      expect(mapEdition(edition)).toMatchObject({ refused: 1, rows: [{}, {}] });
    }
  });

  it('is none of numbers alone where one may be its id', async () => {
    const numbers = serviceHeaders.map(() => 1);
    const edition = await folder.read([servicesSheet([...services, numbers])]);
    expect(mapEdition(edition)).toMatchObject({ refused: 1, rows: [{}, {}] });
  });

  it('is none that has an error for its id: that one is refused, with what stood there', async () => {
    for (const [stood, cell] of [
      ['#REF!', { error: '#REF!' }],
      ['=VLOOKUP(A1)', { formula: 'VLOOKUP(A1)' }],
    ] as const) {
      const edition = await folder.read([
        servicesSheet([...services, serviceRow({ service_id: cell })]),
      ]);
      const { findings, refused } = mapEdition(edition);
      expect(refused).toBe(1);
      expect(findings.filter(({ severity }) => severity === 'refused')).toMatchObject([
        { cell: 'A4', code: 'BAD_SERVICE_ID', found: stood },
      ]);
    }
  });
});

describe('a row of a further sheet that lists nothing', () => {
  it('is its totals, or a remark that is named', async () => {
    const edition = await folder.read([
      servicesSheet(services),
      {
        name: 'โครงการ',
        rows: [
          ['project_id', 'agency_id', 'ชื่อโครงการ', 'กรอบงบประมาณ'],
          ['PRJ001', 'AGY009', 'โครงการหนึ่ง', 500],
          ['PRJ002', 'AGY009', 'รวมศูนย์ข้อมูลทั้งหมด', 500],
          [null, null, 'รวมงบประมาณทั้งสิ้น', 1000],
          ['หมายเหตุ: หน่วยบาท'],
        ],
      },
    ]);
    const { projects } = edition.references;
    expect(projects?.entries.map(({ row }) => row)).toEqual([2, 3]);
    expect(projects?.totals).toMatchObject({ row: 4, numbers: { budget: 1000 } });
    const named = edition.findings.filter(({ code }) => code !== 'UNUSED_PROJECT');
    expect(named).toMatchObject([
      { sheet: 'โครงการ', cell: 'A5', code: 'REMARK_ROW', found: 'หมายเหตุ: หน่วยบาท' },
    ]);
  });
});

describe('a text before totals', () => {
  it('is known by its words, not by its first letters', () => {
    for (const text of ['รวม', 'รวมทั้งสิ้น 8', 'จํานวนทั้งสิ้น', 'Grand Total', 'กรมที่ดิน รวม', 'รวม: 8'])
      expect([text, isTotalsText(text)]).toEqual([text, true]);
    for (const text of ['รวมใจภักดิ์', 'จำนวนผู้ใช้', 'Totally new', 'กองทุนรวม', 'ทั้งหมด'])
      expect([text, isTotalsText(text)]).toEqual([text, false]);
  });
});
