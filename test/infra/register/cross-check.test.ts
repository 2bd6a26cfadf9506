import { describe, expect, it } from '@jest/globals';
import type { FindingCode } from '../../../infra/register/findings.js';
import { countByCode, finding, findingKinds } from '../../../infra/register/findings.js';
import { registerFolder, serviceRow, servicesSheet } from '../../support/register-file.js';
import type { CellSpec, SheetSpec } from '../../support/xlsx.js';

const folder = registerFolder();

/** Further sheets that agree with one service of the usual row, and one to be funded. */
function sheetsOf(
  rows: readonly (readonly CellSpec[])[],
  changes: Partial<Record<string, SheetSpec['rows']>> = {},
) {
  const further: Record<string, SheetSpec['rows']> = {
    โครงการ: [
      ['project_id', 'agency_id', 'ชื่อโครงการ', 'กรอบงบประมาณ'],
      ['PRJ001', 'AGY009', 'โครงการ ๑', '฿1,000.50'],
      [null, null, 'รวมทั้งสิ้น', { formula: 'SUM(D2:D2)', value: 1000.5 }],
    ],
    กระทรวง: [
      ['ministry_id', 'รายชื่อกระทรวง', 'จำนวนหน่วยงาน', 'จำนวนงานบริการ'],
      ['MIN002', 'กระทรวงการคลัง', 1, '๒'],
    ],
    หน่วยงาน: [
      ['agency_id', 'ministry_id', 'รายชื่อหน่วยงาน', 'จำนวนงานบริการ', 'จำนวนโครงการ'],
      ['AGY009', 'MIN002', 'กรมสรรพสามิต', 2, 1],
    ],
    สถานะ: [
      ['status_id', 'สถานะ', 'จำนวนงานบริการ'],
      ['STA01', 'เชื่อมโยงแล้ว', 1],
      ['STA03', 'to-be-funded', 1],
      ['STA05', 'ไม่พัฒนาเป็น e-Service', 0],
    ],
    เหตุผล: [
      ['reason_id', 'เหตุผล', 'ใช้ในสถานะ', 'จำนวนงานบริการ'],
      ['RSN01', '1. จำนวนผู้รับบริการน้อย', 'STA04', 0],
    ],
    ...changes,
  };
  const others = Object.entries(further).map(([name, cells]) => ({ name, rows: cells }));
  return folder.read([servicesSheet(rows), ...others]);
}

const first = serviceRow();
const second = serviceRow({
  service_id: 'SVC0107',
  ชื่องานบริการ: 'ใบอนุญาตขายยาสูบ',
  status_id: 'STA03',
  สถานะ: 'to-be-funded',
  ชื่อโครงการ: 'โครงการ ๑',
});

function named({ findings }: Awaited<ReturnType<typeof sheetsOf>>): string[] {
  return findings
    .filter(({ code }) => !code.startsWith('THAI_DIGITS') && code !== 'FORMULA')
    .map(({ sheet, cell, code, did }) => `${sheet}!${cell} ${code}: ${did}`);
}

describe('an edition whose sheets agree', () => {
  it('has nothing to say of it, and its lists are told', async () => {
    const edition = await sheetsOf([first, second]);
    expect(named(edition)).toEqual([]);
    const { projects, agencies } = edition.references;
    expect(projects?.entries).toMatchObject([
      { row: 2, texts: { projectId: 'PRJ001', agencyId: 'AGY009' }, numbers: { budget: 1000.5 } },
    ]);
    expect(projects?.totals).toMatchObject({ row: 3, numbers: { budget: 1000.5 } });
    expect(agencies?.entries).toMatchObject([{ numbers: { serviceCount: 2, projectCount: 1 } }]);
  });
});

describe('an edition whose sheets contradict each other', () => {
  it('is taken, each contradiction at its cell', async () => {
    const third = serviceRow({
      service_id: 'SVC0108',
      ministry_id: 'MIN099',
      agency_id: 'AGY010',
      รายชื่อหน่วยงาน: 'กรมสรรพสามิต',
      ชื่อโครงการ: 'โครงการลับ',
      status_id: 'STA02',
      สถานะ: null,
      reason_id: 'RSN02',
    });
    expect(named(await sheetsOf([first, second, third]))).toEqual([
      'งานบริการ!C4 UNKNOWN_AGENCY: taken',
      'งานบริการ!B4 UNKNOWN_MINISTRY: taken',
      'งานบริการ!H4 UNLISTED_STATUS: taken by its meaning',
      'งานบริการ!K4 UNLISTED_REASON: taken by its meaning',
      'งานบริการ!J4 UNKNOWN_PROJECT: taken; it has no budget',
      'งานบริการ!G4 SAME_SERVICE: both taken; row 2 is SVC0106, of the same agency and name',
    ]);
  });

  it.each([
    [{ agency_id: 'AGY010' }, 'J3 PROJECT_OF_OTHER_AGENCY: taken; the sheet has it for AGY009'],
    [{ ชื่อโครงการ: null }, 'J3 NO_PROJECT: taken'],
    [{ รายชื่อหน่วยงาน: 'กรมศุลกากร' }, 'E3 AGENCY_TWO_NAMES: the first stands: กรมสรรพสามิต'],
    [{ ministry_id: 'MIN003' }, 'B3 AGENCY_TWO_MINISTRIES: the first stands: MIN002'],
    [{ รายชื่อกระทรวง: 'กระทรวงอื่น' }, 'D3 MINISTRY_TWO_NAMES: the first stands: กระทรวงการคลัง'],
    [{ ประเภทหน่วยงาน: 'องค์การมหาชน (PO)' }, 'F3 AGENCY_TWO_TYPES: not used; the first is รัฐวิสาหกิจ'],
    [
      { reason_id: 'RSN01', status_id: 'STA05', สถานะ: null },
      'K3 REASON_NOT_FOR_STATUS: taken; the list has it for STA04',
    ],
    [
      { agency_id: 'AGY011', รายชื่อหน่วยงาน: 'กรมสรรพสามติ' },
      'E3 SUSPECT_MARKS: left as written; please check: กรมสรรพสามิต',
    ],
  ] as const)('is noted: %j', async (change, words) => {
    const cells = second.map((cell, index) => {
      const header = Object.keys(change).find((one) => servicesSheet([]).rows[0]?.[index] === one);
      return header === undefined ? cell : change[header as keyof typeof change];
    });
    expect(named(await sheetsOf([first, cells]))).toContain(`งานบริการ!${words}`);
  });

  it('is noted where its own totals differ, and where a list repeats or is not used', async () => {
    const edition = await sheetsOf([first, second], {
      โครงการ: [
        ['project_id', 'agency_id', 'ชื่อโครงการ', 'กรอบงบประมาณ'],
        ['PRJ001', 'AGY009', 'โครงการ ๑', 1000],
        ['PRJ001', 'AGY009', 'โครงการ ๒', 'ห้าร้อย'],
        [null, null, null, 1500],
      ],
      สถานะ: [
        ['status_id', 'สถานะ', 'จำนวนงานบริการ'],
        ['STA01', 'เชื่อมโยงแล้ว', 2],
        ['STA03', 'to-be-funded', 1],
        ['รวม', null, 4],
      ],
    });
    expect(named(edition)).toEqual([
      'โครงการ!D3 NOT_A_NUMBER: not counted with',
      'โครงการ!A3 LISTED_TWICE: row 2 stands',
      'โครงการ!C3 UNUSED_PROJECT: nothing to do',
      'สถานะ!C2 COUNT_DIFFERS: the rows count: 1',
      'หน่วยงาน!E2 COUNT_DIFFERS: the rows count: 2',
      'โครงการ!D4 COUNT_DIFFERS: the rows count: 1000',
      'สถานะ!C4 COUNT_DIFFERS: the rows count: 3',
    ]);
  });

  it('is noted where a list names, or puts under a ministry, otherwise than the rows', async () => {
    const edition = await sheetsOf([first, second], {
      หน่วยงาน: [
        ['agency_id', 'ministry_id', 'รายชื่อกระทรวง', 'รายชื่อหน่วยงาน'],
        ['AGY009', 'MIN007', 'กระทรวงกลาโหม', 'กรมการปกครอง'],
      ],
      กระทรวง: [
        ['ministry_id', 'รายชื่อกระทรวง'],
        ['MIN002', 'กระทรวงมหาดไทย'],
        ['MIN007', 'กระทรวงกลาโหม'],
      ],
    });
    expect(named(edition)).toEqual([
      'หน่วยงาน!D2 LISTED_OTHERWISE: the rows stand: กรมสรรพสามิต',
      'หน่วยงาน!B2 LISTED_OTHERWISE: the rows stand: MIN002',
      'หน่วยงาน!C2 LISTED_OTHERWISE: the rows stand: กระทรวงการคลัง',
      'กระทรวง!B2 LISTED_OTHERWISE: the rows stand: กระทรวงการคลัง',
    ]);
  });

  it('is silent where a list spaces a name otherwise, or leaves it out', async () => {
    const edition = await sheetsOf([first, second], {
      หน่วยงาน: [
        ['agency_id', 'ministry_id', 'รายชื่อหน่วยงาน'],
        ['AGY009', null, 'กรม สรรพสามติ'],
      ],
    });
    expect(named(edition).filter((one) => one.includes('LISTED'))).toEqual([]);
  });

  it('is named with a few of many owners, and how many more there are', async () => {
    const others = Array.from({ length: 9 }, (_, at) => [
      `PRJ0${at}`,
      `AGY10${at}`,
      'โครงการ ๑',
      1,
    ]);
    const edition = await sheetsOf([second], {
      โครงการ: [['project_id', 'agency_id', 'ชื่อโครงการ', 'กรอบงบประมาณ'], ...others],
    });
    expect(named(edition)).toContain(
      'งานบริการ!J2 PROJECT_OF_OTHER_AGENCY: taken; the sheet has it for AGY100, AGY101, AGY102, AGY103, AGY104 … (+4)',
    );
  });

  it('is silent of columns and sheets that are not there', async () => {
    const rows = [
      ['service_id', 'ชื่องานบริการ'],
      ['SVC0106', 'ก'],
    ];
    const agencies = [
      ['agency_id', 'รายชื่อหน่วยงาน', 'จำนวนงานบริการ'],
      ['AGY009', 'กรมสรรพสามิต', 7],
    ];
    const edition = await folder.read([
      { name: 'a', rows },
      { name: 'b', rows: agencies },
    ]);
    expect(edition.findings).toEqual([]);
  });
});

describe('the table of findings', () => {
  it('has a title and a sentence in both languages for each code', () => {
    for (const { title, did, severity } of Object.values(findingKinds)) {
      for (const { en, th } of [title, did]) {
        expect(en).toMatch(/^[^฀-๿]+$/);
        expect(th).toMatch(/[฀-๿]/);
      }
      expect(['refused', 'normalised', 'note']).toContain(severity);
      expect(did.en.startsWith('row refused; ')).toBe(severity === 'refused');
    }
  });

  it('says so much of a cell, and of what is said of it, that a report can be read', () => {
    const long = 'ก'.repeat(5_000);
    const { found, did, didTh } = finding({ sheet: '', cell: '' }, 'ENCODING', long, {
      other: long,
    });
    const told = `${'ก'.repeat(1_000)}…`;
    expect([found, did, didTh]).toEqual([told, `read as ${told}`, `อ่านเป็น ${told}`]);
  });

  it('is counted by code, the most frequent first', () => {
    const one = (code: FindingCode) => ({
      sheet: '',
      cell: '',
      code,
      severity: 'note' as const,
      found: '',
      did: '',
      didTh: '',
    });
    expect(Object.entries(countByCode([one('MACROS'), one('FORMULA'), one('FORMULA')]))).toEqual([
      ['FORMULA', 2],
      ['MACROS', 1],
    ]);
  });
});
