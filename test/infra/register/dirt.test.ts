import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Column, RegisterColumn } from '../../../infra/register/columns.js';
import { columnHeaders, registerColumns } from '../../../infra/register/columns.js';
import type { FindingCode } from '../../../infra/register/findings.js';
import { mapEdition } from '../../../infra/register/map.js';
import { readRegister } from '../../../infra/register/read.js';
import { registerFolder } from '../../support/register-file.js';
import { xlsxOf } from '../../support/xlsx.js';

/** Random editions, clean but for the dirt that is planted: it has to be found at its cell, and nothing else. */
const folder = registerFolder();

/** A row without dirt; its name has something for every kind of it. */
function cleanRow(index: number): Readonly<Record<RegisterColumn, string>> {
  return {
    serviceId: `SVC${String(index + 1).padStart(4, '0')}`,
    ministryId: 'MIN002',
    agencyId: 'AGY009',
    ministry: 'กระทรวงการคลัง',
    agency: 'กรมสรรพสามิต',
    agencyType: 'ส่วนราชการระดับกรมหรือเทียบเท่า',
    name: `การคุ้มครองและ จดทะเบียนน้ำ ของส่วนราชการที่ ${index}`,
    statusId: 'STA05',
    status: 'ไม่พัฒนาเป็น e-Service',
    project: `โครงการ น้ำ ที่ ${index}`,
    reasonId: 'RSN01',
    reason: '1. จำนวนผู้รับบริการน้อย',
    remark: `ปีละ น้ำ ที่ ${index}`,
  };
}

interface Dirt {
  readonly code: FindingCode;
  readonly columns: readonly RegisterColumn[];
  readonly spoil: (clean: string) => string;
  /** Whether the row is refused; else the text is put right. */
  readonly isRefused?: boolean;
}

const ids: readonly RegisterColumn[] = [
  'serviceId',
  'ministryId',
  'agencyId',
  'statusId',
  'reasonId',
];
const texts: readonly RegisterColumn[] = ['name', 'project', 'remark'];
const all = registerColumns;

const dirts: readonly Dirt[] = [
  { code: 'EDGE_SPACE', columns: all, spoil: (text) => ` ${text}  ` },
  {
    code: 'ZERO_WIDTH',
    columns: all,
    spoil: (text) => `${text.slice(0, 3)}\u200B${text.slice(3)}`,
  },
  { code: 'ZERO_WIDTH', columns: all, spoil: (text) => `\uFEFF${text}` },
  { code: 'LINE_BREAK', columns: all, spoil: (text) => `${text}\r\n` },
  { code: 'NO_BREAK_SPACE', columns: texts, spoil: (text) => text.replace(' ', '\u00A0') },
  { code: 'DOUBLE_SPACE', columns: texts, spoil: (text) => text.replace(' ', '   ') },
  { code: 'LINE_BREAK', columns: texts, spoil: (text) => text.replace(' ', ' \n') },
  { code: 'NOT_NFC', columns: ['name'], spoil: (text) => text.replace('ุ้', '\u0E49\u0E38') },
  { code: 'DOUBLED_MARK', columns: texts, spoil: (text) => text.replace('้', '้้') },
  { code: 'MARK_ORDER', columns: texts, spoil: (text) => text.replace('ที่', 'ท\u0E48\u0E35') },
  { code: 'SARA_AM', columns: texts, spoil: (text) => text.replace('น้ำ', 'น้\u0E4Dา') },
  { code: 'SARA_AE', columns: ['name'], spoil: (text) => text.replace('แ', 'เเ') },
  { code: 'MOVED_MARK', columns: ['name'], spoil: (text) => text.replace('ส่วน', 'สว่น') },
  {
    code: 'MOVED_MARK',
    columns: ['agencyType'],
    spoil: () => 'สว่นราชการระดบักรมหรือเทียบเท่า',
  },
  {
    code: 'KNOWN_SPELLING',
    columns: ['agencyType'],
    spoil: (text) => text.replace('ราชการ', 'ราช การ'),
  },
  { code: 'ID_SPELLING', columns: ids, spoil: (text) => text.toLowerCase() },
  { code: 'THAI_DIGITS', columns: ids, spoil: (text) => text.replaceAll('0', '๐') },
  { code: 'BAD_SERVICE_ID', columns: ['serviceId'], spoil: () => 'SVCX', isRefused: true },
  { code: 'NO_SERVICE_ID', columns: ['serviceId'], spoil: () => '', isRefused: true },
  { code: 'NO_AGENCY', columns: ['agencyId'], spoil: () => '', isRefused: true },
  { code: 'BAD_AGENCY_ID', columns: ['agencyId'], spoil: () => 'X9', isRefused: true },
  { code: 'NO_NAME', columns: ['name'], spoil: () => '', isRefused: true },
  { code: 'UNKNOWN_STATUS', columns: ['statusId'], spoil: () => 'STA99', isRefused: true },
  { code: 'STATUS_CONTRADICTS', columns: ['status'], spoil: () => 'to-be-funded', isRefused: true },
];

/** Codes that follow from a row's texts alone. */
const planted = new Set(dirts.map(({ code }) => code));

interface Plan {
  readonly rows: number;
  readonly columns: readonly RegisterColumn[];
  readonly isCsv: boolean;
  readonly spellings: readonly number[];
  readonly dirt: readonly {
    readonly row: number;
    readonly kind: number;
    readonly column: number;
  }[];
}

const plans: fc.Arbitrary<Plan> = fc.record({
  rows: fc.integer({ min: 1, max: 12 }),
  columns: fc
    .shuffledSubarray(
      registerColumns.filter((one) => one !== 'serviceId'),
      { minLength: 2 },
    )
    .chain((others) =>
      fc.shuffledSubarray(['serviceId' as const, ...others], { minLength: others.length + 1 }),
    ),
  isCsv: fc.boolean(),
  spellings: fc.array(fc.nat(9), { minLength: 13, maxLength: 13 }),
  dirt: fc.array(fc.record({ row: fc.nat(11), kind: fc.nat(), column: fc.nat() }), {
    maxLength: 8,
  }),
});

/** The dirt of a plan by cell: one at most in a row, so that a refusal hides none. */
function dirtOf({ rows, columns, dirt }: Plan) {
  const byRow = new Map<number, { readonly column: RegisterColumn; readonly dirt: Dirt }>();
  for (const { row, kind, column } of dirt) {
    const usable = dirts.filter(
      (one) =>
        one.columns.some((name) => columns.includes(name)) &&
        // A contradiction needs both of the two; a text alone would be taken for the status.
        (one.code !== 'STATUS_CONTRADICTS' || columns.includes('statusId')),
    );
    const chosen = usable[kind % usable.length];
    const places = chosen?.columns.filter((name) => columns.includes(name)) ?? [];
    const place = places[column % places.length];
    if (chosen !== undefined && place !== undefined)
      byRow.set(row % rows, { column: place, dirt: chosen });
  }
  return byRow;
}

function headerOf(column: Column, spelling: number): string {
  const known: readonly string[] = columnHeaders[column];
  const header = known[spelling % known.length] ?? '';
  return spelling > 6 ? ` ${header.toUpperCase().replaceAll('_', ' ')}` : header;
}

function letterOf(index: number): string {
  return String.fromCharCode(65 + index);
}

async function readPlan(plan: Plan) {
  const spoilt = dirtOf(plan);
  const rows = Array.from({ length: plan.rows }, (_, index) => {
    const row = cleanRow(index);
    const bad = spoilt.get(index);
    return plan.columns.map((column) =>
      bad?.column === column ? bad.dirt.spoil(row[column]) : row[column],
    );
  });
  const headers = plan.columns.map((column, index) => headerOf(column, plan.spellings[index] ?? 0));
  const cells = [headers, ...rows];
  const csv = cells
    .map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(','))
    .join('\r\n');
  const path = plan.isCsv
    ? await folder.write('a-3-5-2026.csv', csv)
    : await folder.write('a-3-5-2026.xlsx', xlsxOf([{ name: 'a-3-5-2026', rows: cells }]));
  return { spoilt, edition: await readRegister(path) };
}

describe('dirt that is planted into rows', () => {
  it('is found at its cell and nowhere else, whatever columns there are and in which order', async () => {
    const seen = new Set<FindingCode>();
    await fc.assert(
      fc.asyncProperty(plans, async (plan) => {
        const { spoilt, edition } = await readPlan(plan);
        const mapped = mapEdition(edition);
        const expected = [...spoilt].map(([row, { column, dirt }]) => {
          seen.add(dirt.code);
          return `${letterOf(plan.columns.indexOf(column))}${row + 2} ${dirt.code}`;
        });
        const found = mapped.findings.filter(({ code }) => planted.has(code));
        expect([...new Set(found.map(({ cell, code }) => `${cell} ${code}`))].sort()).toEqual(
          expected.sort(),
        );
        expect(edition.rows).toHaveLength(plan.rows);
        const refused = [...spoilt].filter(([, { dirt }]) => dirt.isRefused === true);
        expect(mapped.refused).toBe(refused.length);
        expect(mapped.rows).toHaveLength(plan.rows - refused.length);
      }),
      { numRuns: 150 },
    );
    expect(seen.size).toBe(planted.size);
  }, 60_000);

  it('is put right, with the original beside it; what has no column is not told', async () => {
    await fc.assert(
      fc.asyncProperty(plans, async (plan) => {
        const { spoilt, edition } = await readPlan(plan);
        for (const [index, row] of edition.rows.entries()) {
          const bad = spoilt.get(index);
          const clean = cleanRow(index);
          const original = { ...row.original };
          for (const column of registerColumns) {
            if (!plan.columns.includes(column)) expect(row[column]).toBeUndefined();
            else if (bad?.column !== column) expect(row[column]).toBe(clean[column]);
            else if (bad.dirt.isRefused !== true) {
              expect(row[column]).toBe(clean[column]);
              expect(original[column]).toBe(bad.dirt.spoil(clean[column]));
              delete original[column];
            }
          }
          expect(original).toEqual({});
        }
      }),
      { numRuns: 100 },
    );
  }, 60_000);
});
