import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { readRegister } from '../../../infra/register/read.js';
import {
  refusalOf,
  registerFolder,
  serviceHeaders,
  serviceRow,
  servicesSheet,
} from '../../support/register-file.js';
import type { SheetSpec } from '../../support/xlsx.js';
import { xlsxOf } from '../../support/xlsx.js';

const sample = fileURLToPath(
  new URL('../../../infra/register/sample-register.xlsx', import.meta.url),
);
const folder = registerFolder();

/** What was found of a code, as `cell: found → did`. */
function foundIn(findings: Awaited<ReturnType<typeof readRegister>>['findings'], code: string) {
  return findings
    .filter((one) => one.code === code)
    .map(({ sheet, cell, found, did }) => `${sheet}!${cell}: ${found} → ${did}`);
}

describe('a register', () => {
  it('is read whole from the sample', async () => {
    const edition = await readRegister(sample, { asOf: '2026-05-03' });
    expect(edition.rows).toHaveLength(61);
    expect(edition).toMatchObject({ asOf: '2026-05-03', sheet: 'งานบริการ', format: 'xlsx' });
    expect(edition.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(edition.rows[0]).toMatchObject({
      row: 2,
      serviceId: 'SVC0106',
      agencyId: 'AGY009',
      name: 'ใบอนุญาตขายสุรา',
      statusId: 'STA01',
      project: '',
      reasonId: '',
      original: {},
    });
  });

  it('is found below a title, in any order of columns and any known spelling of headers', async () => {
    const headers = ['Status ID', 'ชือ่งานบรกิาร', 'หน่วย\u200Bงาน', 'AGENCY-ID', ' Service_ID '];
    const row = ['STA01', 'ใบอนุญาต\n ขายสุรา', 'กรมสรรพสามิต', 'agy 009', 'SVC๐๑๐๖\u00A0'];
    const edition = await folder.read([
      { name: 'a', rows: [['ทะเบียนงานบริการ'], [], headers, row] },
    ]);
    expect(edition.columns).toEqual({
      statusId: 'A',
      name: 'B',
      agency: 'C',
      agencyId: 'D',
      serviceId: 'E',
    });
    expect(edition.rows).toEqual([
      {
        row: 4,
        serviceId: 'SVC0106',
        agencyId: 'AGY009',
        agency: 'กรมสรรพสามิต',
        name: 'ใบอนุญาต ขายสุรา',
        statusId: 'STA01',
        original: {
          serviceId: 'SVC๐๑๐๖\u00A0',
          agencyId: 'agy 009',
          name: 'ใบอนุญาต\n ขายสุรา',
        },
      },
    ]);
    expect(foundIn(edition.findings, 'HEADER_SPELLING')).toHaveLength(5);
  });

  it('needs service_id and one column more, and tells only what it has', async () => {
    for (const header of serviceHeaders.slice(1)) {
      const [value] = [serviceRow({ [header]: 'x' })[serviceHeaders.indexOf(header)] ?? null];
      const edition = await folder.read([
        {
          name: 'a',
          rows: [
            ['service_id', header],
            ['SVC0106', value],
          ],
        },
      ]);
      const [row] = edition.rows;
      expect(Object.keys(row ?? {})).toHaveLength(4);
      expect(row).toMatchObject({ row: 2, serviceId: 'SVC0106' });
    }
    const alone = xlsxOf([{ name: 'a', rows: [['service_id'], ['SVC0106']] }]);
    expect(await folder.refusal(alone)).toContain('service_id and at least one of ministry_id,');
  });

  it('has texts of any kind: shared, inline and rich, with escapes and without reading guides', async () => {
    const edition = await folder.read([
      servicesSheet([serviceRow({ ชื่องานบริการ: { inline: 'ขอ_x0041_ใบ & <อนุญาต>' } })]),
    ]);
    expect(edition.rows[0]?.name).toBe('ขอAใบ & <อนุญาต>');
  });

  it('is dated by its name or by what is said', async () => {
    const path = await folder.write('services.xlsx', xlsxOf([servicesSheet([serviceRow()])]));
    expect((await readRegister(path, { asOf: '2026-06-01' })).asOf).toBe('2026-06-01');
    expect(await refusalOf(path)).toContain('tells no as-of date');
    expect(await refusalOf(path, '2569-05-03')).toContain('Buddhist-era');
    expect(await refusalOf(path, '2026-02-30')).toContain('is not a day that exists');
    expect(await refusalOf(path, '2262-05-03')).toContain('is more than 10 years from now');
  });
});

describe('the sheet of services', () => {
  const services = servicesSheet([serviceRow()]);

  it('is the visible one, with the most columns, then the most rows; others are named', async () => {
    const hidden: SheetSpec = { ...services, name: 'ซ่อน', isHidden: true };
    const short: SheetSpec = {
      name: 'short',
      rows: [
        ['service_id', 'status_id'],
        ['SVC1', 'x'],
      ],
    };
    const edition = await folder.read([{ name: 'x', rows: [['a']] }, hidden, short, services]);
    expect(edition.sheet).toBe('งานบริการ');
    expect(foundIn(edition.findings, 'UNUSED_SHEET')).toEqual([
      'x!: x → it has no header that is known',
      'ซ่อน!: ซ่อน → งานบริการ tells of services already; rows not taken: 1',
      'short!: short → งานบริการ tells of services already; rows not taken: 1',
    ]);
    const only = await folder.read([hidden]);
    expect(foundIn(only.findings, 'HIDDEN_SHEET')).toHaveLength(1);
  });

  it('has no rows in what is blank, totals, a heading, a remark or the header again', async () => {
    const blank = serviceHeaders.map(() => null);
    const only = (header: string, text: string) =>
      serviceHeaders.map((one) => (one === header ? text : null));
    const edition = await folder.read([
      servicesSheet([
        only('service_id', 'กระทรวงการคลัง'),
        serviceRow(),
        blank,
        blank.map(() => ' \u00A0'),
        [...serviceHeaders],
        serviceRow({ service_id: 'SVC0107', ชื่องานบริการ: 'ใบอนุญาตขายยาสูบ' }),
        [{ formula: 'COUNTA(A2:A9)', value: 2 }, ...blank.slice(1)],
        only('ชื่องานบริการ', 'รวมทั้งสิ้น'),
        only('ชื่องานบริการ', 'ที่มา: สำนักงาน ก.พ.ร.'),
        only('service_id', 'หมายเหตุ: ข้อมูล ณ วันที่ 3 พ.ค. 2569'),
      ]),
    ]);
    expect(edition.rows.map(({ serviceId }) => serviceId)).toEqual(['SVC0106', 'SVC0107']);
    const named = edition.findings.map(({ cell, code }) => `${cell} ${code}`);
    expect(named).toEqual([
      'A2 REMARK_ROW',
      'A6 HEADER_ROW',
      'A8 TOTALS_ROW',
      'A8 FORMULA',
      'G9 TOTALS_ROW',
      'G10 REMARK_ROW',
      'A11 REMARK_ROW',
    ]);
  });

  it('counts a row without an id as a row, so that no service is lost', async () => {
    const edition = await folder.read([
      servicesSheet([
        serviceRow({ service_id: null }),
        serviceHeaders.map((one) => (one === 'ชื่องานบริการ' ? 'รวมบริการ' : null)),
        ['SVC 12'],
        serviceRow(),
      ]),
    ]);
    expect(edition.rows.map(({ row, serviceId }) => `${row} ${serviceId}`)).toEqual([
      '2 ',
      '3 ',
      '4 SVC12',
      '5 SVC0106',
    ]);
  });

  it('takes stored values of computed cells, and nothing of errors and cells not computed', async () => {
    const edition = await folder.read([
      servicesSheet([
        serviceRow({
          ชื่องานบริการ: { formula: 'A1&"x"', value: 'ใบอนุญาต ' },
          ชื่อโครงการ: { formula: 'VLOOKUP(A2,x,2)' },
          หมายเหตุ: { error: '#N/A' },
          เหตุผล: '#REF!',
          รายชื่อหน่วยงาน: 2569,
          รายชื่อกระทรวง: { day: 46_145 },
          ประเภทหน่วยงาน: true,
        }),
      ]),
    ]);
    const [row] = edition.rows;
    expect(row).toMatchObject({ name: 'ใบอนุญาต', original: { name: 'ใบอนุญาต ' } });
    expect(row).toMatchObject({ agency: '2569', ministry: '2026-05-03', agencyType: 'TRUE' });
    expect([row?.project, row?.remark, row?.reason]).toEqual([undefined, undefined, undefined]);
    const named = edition.findings.map(({ cell, code, found }) => `${cell} ${code} ${found}`);
    expect(named).toEqual([
      'D2 NOT_TEXT 2026-05-03',
      'E2 NOT_TEXT 2569',
      'F2 NOT_TEXT TRUE',
      'G2 FORMULA =A1&"x"',
      'G2 EDGE_SPACE ใบอนุญาต ',
      'J2 FORMULA_WITHOUT_VALUE =VLOOKUP(A2,x,2)',
      'L2 ERROR_CELL #REF!',
      'M2 ERROR_CELL #N/A',
    ]);
  });

  it('names merged cells, hidden rows, unknown and repeated columns, and texts too long', async () => {
    const edition = await folder.read([
      {
        ...servicesSheet([[...serviceRow({ หมายเหตุ: 'ก'.repeat(2_001) }), 'x', 'y']]),
        rows: [
          [...serviceHeaders, 'คอลัมน์ใหม่', 'SERVICE_ID'],
          [...serviceRow({ หมายเหตุ: 'ก'.repeat(2_001) }), 'x', 'y'],
        ],
        hiddenRows: [2],
        merges: ['A1:M1', 'B2:C2', 'X2:Y9'],
      },
    ]);
    const named = edition.findings.map(({ cell, code }) => `${cell} ${code}`);
    expect(named).toEqual([
      'N1 UNKNOWN_COLUMN',
      'O1 DUPLICATE_COLUMN',
      'A2 HIDDEN_ROW',
      'M2 TOO_LONG',
      'B2 MERGED_CELLS',
    ]);
    expect(edition.rows[0]?.remark).toBeUndefined();
  });
});

describe('a csv', () => {
  const lines = [
    serviceHeaders.join(','),
    'SVC0106,MIN002,AGY009,กระทรวงการคลัง,กรมสรรพสามิต,,"ขอ ""ใบ"", ใหม่",STA01,เชื่อมโยงแล้ว,,,,',
    '',
    'SVC0107,MIN002,AGY009,กระทรวงการคลัง,กรมสรรพสามิต,,"สอง\r\nบรรทัด",STA02',
  ];

  it.each([
    ['utf-8', Buffer.from(lines.join('\r\n'))],
    ['utf-8 with BOM', Buffer.from(`\uFEFF${lines.join('\n')}`)],
    ['utf-16le', Buffer.from(`\uFEFF${lines.join('\n')}`, 'utf16le')],
    ['windows-874', windows874(lines.join('\r\n'))],
  ] as const)('in %s is read as a spreadsheet is', async (encoding, bytes) => {
    const path = await folder.write('services-3-5-2026.csv', bytes);
    const edition = await readRegister(path);
    expect(edition).toMatchObject({ format: 'csv', encoding, sheet: 'services-3-5-2026' });
    expect(edition.rows).toMatchObject([
      { row: 2, serviceId: 'SVC0106', name: 'ขอ "ใบ", ใหม่', remark: '' },
      { row: 4, serviceId: 'SVC0107', name: 'สอง บรรทัด', remark: '' },
    ]);
    const isSaid = edition.findings.some(({ code }) => code === 'ENCODING');
    expect(isSaid).toBe(!encoding.startsWith('utf-8'));
    expect(foundIn(edition.findings, 'LINE_BREAK')).toHaveLength(1);
  });

  it.each([';', '\t', '|'])('separated by %j is read too, whatever it is called', async (mark) => {
    const text = lines.slice(0, 1).join('').replaceAll(',', mark);
    const row = ['SVC0106', 'MIN002', 'AGY009'].join(mark);
    const path = await folder.write('other-3-5-2026.xlsx', `${text}\n${row}\n`);
    const edition = await readRegister(path);
    expect(edition.rows).toMatchObject([{ serviceId: 'SVC0106', agencyId: 'AGY009' }]);
    expect(foundIn(edition.findings, 'FILE_NAME')).toEqual(['!: .xlsx → read as csv']);
  });
});

/** Thai in the one byte a letter that Windows had. */
function windows874(text: string): Buffer {
  return Buffer.from(
    Array.from(text, (letter) => {
      const code = letter.charCodeAt(0);
      return code >= 0x0e01 ? code - 0x0e01 + 0xa1 : code;
    }),
  );
}

describe('a file that is no register is refused', () => {
  it('with other columns or no services', async () => {
    const other = xlsxOf([{ name: 'งานบริการ', rows: [['a', 'b'], ['c']] }]);
    expect(await folder.refusal(other)).toContain('has no sheet with');
    expect(await folder.refusal(other)).toContain('Sheets seen: งานบริการ.');
    const empty = xlsxOf([servicesSheet([])]);
    expect(await folder.refusal(empty)).toContain('no services');
    const list = xlsxOf([
      {
        name: 'a',
        rows: [
          ['agency_id', 'ชื่องานบริการ'],
          ['AGY001', 'x'],
        ],
      },
    ]);
    expect(await folder.refusal(list)).toContain('has no sheet with');
  });
});
