import { describe, expect, it } from '@jest/globals';
import { mapEdition } from '../../../infra/register/map.js';
import { readRegister } from '../../../infra/register/read.js';
import {
  registerFolder,
  serviceHeaders,
  serviceRow,
  servicesSheet,
} from '../../support/register-file.js';
import type { CellSpec, SheetSpec } from '../../support/xlsx.js';
import { xlsxOf, xlsxParts, zipOf } from '../../support/xlsx.js';

const folder = registerFolder();

function services(...ids: readonly string[]): CellSpec[][] {
  return ids.map((id) => serviceRow({ service_id: id, ชื่องานบริการ: `บริการ ${id}` }));
}

/** The usual headers, some of them otherwise. */
function headersWith(other: Readonly<Record<string, string | null>>): CellSpec[] {
  return serviceHeaders.map((one) => (one in other ? (other[one] ?? null) : one));
}

async function readRows(...rows: readonly (readonly CellSpec[])[]) {
  const edition = await folder.read([{ name: 'a', rows }]);
  return {
    edition,
    ids: edition.rows.map(({ serviceId }) => serviceId),
    taken: mapEdition(edition).rows.length,
    named: edition.findings.map(({ cell, code }) => `${cell} ${code}`),
  };
}

describe('the header of a sheet', () => {
  it('is the one above the first service, whatever is printed again below', async () => {
    const { edition, ids, named } = await readRows(
      ['ทะเบียนงานบริการ'],
      headersWith({ หมายเหตุ: 'ข้อสังเกต' }),
      ...services('SVC0101', 'svc 0102'),
      serviceHeaders,
      ...services('SVC0103'),
    );
    expect(ids).toEqual(['SVC0101', 'SVC0102', 'SVC0103']);
    expect(edition.columns).not.toHaveProperty('remark');
    expect(named).toEqual(['M2 UNKNOWN_COLUMN', 'A4 ID_SPELLING', 'A5 HEADER_ROW']);
  });

  it('has services above it where no header above is known, which are taken and named', async () => {
    const { ids, named } = await readRows(
      headersWith({ service_id: 'ลำดับ' }),
      ...services('SVC0101', 'SVC0102'),
      serviceHeaders,
      ...services('SVC0103'),
    );
    expect(ids).toEqual(['SVC0101', 'SVC0102', 'SVC0103']);
    expect(named).toEqual(['A2 ABOVE_HEADER', 'A3 ABOVE_HEADER']);
  });

  it('is that of services, below a legend with codes of its own', async () => {
    const { ids, named } = await readRows(
      ['status_id', 'สถานะ', 'คำอธิบาย'],
      ['STA01', 'เชื่อมโยงแล้ว', 'ตัวอย่าง'],
      ['เช่น', 'SVC0001'],
      ['service_id', 'ชื่องานบริการ'],
      ['SVC0101', 'ก'],
    );
    expect(ids).toEqual(['SVC0101']);
    expect(named).toEqual(['A3 REMARK_ROW']);
  });

  it.each([
    ['สถานะ', null],
    ['การดำเนินการ', 'สถานะ'],
  ])('may be of two rows, with titles of groups (%j, %j) in the upper', async (over, beside) => {
    const second = serviceHeaders.map((one) => (/^(status_id|สถานะ)$/.test(one) ? one : null));
    const { edition, ids, taken, named } = await readRows(
      headersWith({ status_id: over, สถานะ: beside }),
      second,
      ...services('SVC0101', 'SVC0102'),
    );
    expect({ ids, taken }).toEqual({ ids: ['SVC0101', 'SVC0102'], taken: 2 });
    expect(edition.columns).toMatchObject({ statusId: 'H', status: 'I', remark: 'M' });
    expect(named).toEqual(['H1 GROUP_HEADER', ...(beside === null ? [] : ['I1 GROUP_HEADER'])]);
  });

  it('takes the richer of two rows that both name the ids', async () => {
    const { edition, ids, named } = await readRows(
      ['รหัสบริการ', 'x', 'รหัสหน่วยงาน', ...serviceHeaders.slice(3).map(() => 'x')],
      serviceHeaders,
      ...services('SVC0101'),
    );
    expect({ ids, named }).toEqual({ ids: ['SVC0101'], named: [] });
    expect(Object.keys(edition.columns)).toHaveLength(13);
  });

  it('may have an id in brackets, and no other word that could change the meaning', async () => {
    const { edition, ids } = await readRows(
      ['รหัสบริการ (service_id)', 'ชื่องานบริการ', 'รหัส (agency_id)', 'กรมฯ (หน่วยงาน)'],
      ['SVC0101', 'ก', 'AGY009', 'ข'],
    );
    expect(ids).toEqual(['SVC0101']);
    expect(edition.columns).toEqual({ serviceId: 'A', name: 'B', agencyId: 'C' });
  });

  it("is taken in DGA's own spelling where two columns are of one name, else at the left", async () => {
    const { edition } = await readRows(
      ['service_id', 'Service Name', 'ชื่องานบริการ', 'หน่วยงาน', 'agency', 'สถานะ', 'สถานะ'],
      ['SVC0101', 'Liquor', 'สุรา', 'ก', 'ข', 'ค', 'ง'],
    );
    expect(edition.columns).toMatchObject({ name: 'C', agency: 'D', status: 'F' });
    const named = edition.findings.filter(({ code }) => code === 'DUPLICATE_COLUMN');
    expect(named.map(({ cell, did }) => `${cell} ${did}`)).toEqual([
      'B1 not used; C is',
      'E1 not used; D is',
      'G1 not used; F is',
    ]);
  });
});

describe('what stands outside the known columns', () => {
  it('is named once for a column without a header, with how many texts it has', async () => {
    const { edition, named } = await readRows(
      [...serviceHeaders, ' ', null, 'อื่น'],
      ...services('SVC0101', 'SVC0102').map((row) => [...row, 'สำคัญ', ' ', 'x']),
      ...services('SVC0103').map((row) => [...row, null, 'ดู']),
    );
    expect(named).toEqual(['P1 UNKNOWN_COLUMN', 'N2 NO_HEADER', 'O4 NO_HEADER']);
    expect(edition.findings[1]).toMatchObject({
      found: 'สำคัญ',
      did: 'not used; cells with a text: 2',
      didTh: 'ไม่ใช้คอลัมน์นี้ มีข้อความ 2 ช่อง',
    });
  });

  it('is named where a row has nothing else', async () => {
    const blank = serviceHeaders.map(() => null);
    const { ids, named } = await readRows(
      [...serviceHeaders, 'อื่น'],
      ...services('SVC0101'),
      [...blank, 'ยอดนี้ไม่รวมรัฐวิสาหกิจ'],
      [...blank, '\u00A0'],
    );
    expect({ ids, named }).toEqual({
      ids: ['SVC0101'],
      named: ['N1 UNKNOWN_COLUMN', 'N3 REMARK_ROW'],
    });
  });
});

describe('hidden columns of services', () => {
  it('are taken like any other, and named', async () => {
    const parts = xlsxParts([servicesSheet(services('SVC0101'))]).map(({ name, content = '' }) => ({
      name,
      content: String(content).replace(
        '<sheetData>',
        '<cols><col min="1" max="2"/><col min="7" max="8" hidden="1"/><col min="14" max="16384" hidden="true"/></cols><sheetData>',
      ),
    }));
    const edition = await readRegister(await folder.write('c-3-5-2026.xlsx', zipOf(parts)));
    expect(edition.rows).toMatchObject([{ name: 'บริการ SVC0101', statusId: 'STA01' }]);
    expect(edition.findings.map(({ cell, code, found }) => `${cell} ${code} ${found}`)).toEqual([
      'G1 HIDDEN_COLUMN ชื่องานบริการ',
      'H1 HIDDEN_COLUMN status_id',
    ]);
  });
});

describe('several sheets of services', () => {
  const may: SheetSpec = { ...servicesSheet(services('SVC0101', 'SVC0102')), name: 'พ.ค.' };
  const sept: SheetSpec = { ...servicesSheet(services('SVC0103')), name: 'ก.ย.' };

  it('are refused with their names and rows, until one is chosen', async () => {
    const path = await folder.write('two-3-5-2026.xlsx', xlsxOf([may, sept]));
    await expect(readRegister(path)).rejects.toThrow(
      'has services in several sheets: พ.ค. (2 rows), ก.ย. (1 rows); choose one with --sheet NAME',
    );
    for (const [sheet, other, rows] of [
      ['พ.ค.', 'ก.ย.', 2],
      ['ก.ย.', 'พ.ค.', 1],
    ] as const) {
      const edition = await readRegister(path, { sheet });
      expect(edition).toMatchObject({ sheet, findings: [{ code: 'UNUSED_SHEET', sheet: other }] });
      expect(edition.rows).toHaveLength(rows);
    }
    await expect(readRegister(path, { sheet: 'ม.ค.' })).rejects.toThrow(
      'has no sheet of services called ม.ค.; there are พ.ค. (2 rows), ก.ย. (1 rows)',
    );
  });

  it('lose no service where one of them has all', async () => {
    const part = { ...servicesSheet(services('SVC0102')), name: 'ก.ย.' };
    for (const sheets of [
      [may, part],
      [part, may],
    ]) {
      const edition = await folder.read(sheets);
      expect(edition.sheet).toBe('พ.ค.');
      expect(edition.rows).toHaveLength(2);
      expect(edition.findings).toMatchObject([{ code: 'UNUSED_SHEET', sheet: 'ก.ย.' }]);
    }
  });

  it('are none where one is hidden or has no service: that is passed over, with its rows', async () => {
    const empty = { ...servicesSheet([['ตัวอย่าง']]), name: 'แบบฟอร์ม' };
    for (const other of [{ ...may, isHidden: true }, empty]) {
      const edition = await folder.read([other, sept]);
      expect(edition.sheet).toBe('ก.ย.');
      const [unused] = edition.findings;
      const rows = other.rows.length - 1;
      expect(unused?.did).toBe(`ก.ย. tells of services already; rows not taken: ${rows}`);
      expect(unused?.didTh).toBe(`ไม่ใช้แผ่นงานนี้ ใช้ ก.ย. แทน ไม่รับ ${rows} แถว`);
    }
    const chosen = await readRegister(
      await folder.write('h-3-5-2026.xlsx', xlsxOf([{ ...may, isHidden: true }, sept])),
      { sheet: 'พ.ค.' },
    );
    expect(chosen.rows).toHaveLength(2);
  });
});

describe('a file that is refused', () => {
  it('for its columns says which headers were seen', async () => {
    const many = Array.from({ length: 20 }, (_, at) => `คอลัมน์ ${at + 1}`);
    const file = xlsxOf([
      { name: 'x', rows: [['a']] },
      { name: 'y', rows: [['ชื่อเรื่อง'], ['รหัส', 'agency_id', 'ชื่องานบริการ', ...many]] },
    ]);
    const refusal = await folder.refusal(file);
    expect(refusal).toContain('Sheets seen: x, y.');
    expect(refusal).toMatch(/Headers seen in y: รหัส, agency_id, ชื่องานบริการ, .*, คอลัมน์ 9\.$/);
  });

  it('for its oddities says how many, however many there are', async () => {
    const columns = ['service_id', ...serviceHeaders.slice(1)];
    const rows = Array.from({ length: 26_000 }, (_, at) =>
      serviceRow({
        ...{ service_id: `SVC${100_000 + at}`, agency_id: `AGY${at}`, ministry_id: 'MIN9' },
        ...{ status_id: 'STA05', reason_id: 'RSN99', ชื่อโครงการ: ' พ  ', หมายเหตุ: ' ก  ข ' },
        ...{ ชื่องานบริการ: ' ก  ข ', เหตุผล: ' ค  ง', รายชื่อหน่วยงาน: ' จ  ฉ' },
      }),
    );
    const lists: SheetSpec[] = [
      {
        name: 'l1',
        rows: [
          ['agency_id', 'รายชื่อหน่วยงาน'],
          ['AGY001', 'ก'],
        ],
      },
      {
        name: 'l2',
        rows: [
          ['ministry_id', 'รายชื่อกระทรวง'],
          ['MIN001', 'ก'],
        ],
      },
      {
        name: 'l3',
        rows: [
          ['status_id', 'สถานะ'],
          ['STA01', 'ก'],
        ],
      },
      {
        name: 'l4',
        rows: [
          ['reason_id', 'เหตุผล'],
          ['RSN01', 'ก'],
        ],
      },
      {
        name: 'l5',
        rows: [
          ['project_id', 'ชื่อโครงการ'],
          ['PRJ01', 'ก'],
        ],
      },
    ];
    const refusal = await folder.refusal(
      xlsxOf([{ name: 's', rows: [columns, ...rows] }, ...lists]),
    );
    expect(refusal).toMatch(/^RegisterFileRefused: .* has \d{6} oddities, more than 250000/);
  }, 60_000);
});
