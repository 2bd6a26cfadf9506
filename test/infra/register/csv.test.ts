import { describe, expect, it } from '@jest/globals';
import { mapEdition } from '../../../infra/register/map.js';
import { readRegister } from '../../../infra/register/read.js';
import { registerFolder, serviceHeaders } from '../../support/register-file.js';

const folder = registerFolder();
const header = serviceHeaders.join(',');

/** The line of a service, with some cells otherwise. */
function line(id: string, cells: Readonly<Record<string, string>> = {}): string {
  const usual: Readonly<Record<string, string>> = {
    ...{ service_id: id, ministry_id: 'MIN002', agency_id: 'AGY009' },
    ...{ รายชื่อหน่วยงาน: 'กรมสรรพสามิต', ชื่องานบริการ: `บริการ ${id}`, status_id: 'STA02' },
    ...cells,
  };
  return serviceHeaders.map((one) => usual[one] ?? '').join(',');
}

async function read(text: string) {
  const path = await folder.write('services-3-5-2026.csv', text);
  const edition = await readRegister(path);
  const mapped = mapEdition(edition);
  return {
    edition,
    ids: edition.rows.map(({ row, serviceId }) => `${row} ${serviceId}`),
    taken: mapped.rows.map(({ serviceId }) => serviceId),
    named: mapped.findings.map(({ cell, code, found }) => `${cell} ${code} ${found}`),
    did: mapped.findings.map(({ did }) => did),
  };
}

const three = [line('SVC0101'), line('SVC0102'), line('SVC0103')] as const;
const [one, two, last] = three;

describe('the lines of a csv', () => {
  it.each([
    ['the header by CRLF, the rest by LF', `${header}\r\n${three.join('\n')}\n`],
    ['some by CRLF, some by LF', `${header}\r\n${one}\r\n${two}\n${last}`],
    ['the header by LF, the rest by CRLF', `${header}\n${three.join('\r\n')}\r\n`],
    ['all three ways', `${header}\r${one}\n${two}\r\n${last}\r`],
    ['CR CR LF', `${header}\r\r\n${three.join('\r\r\n')}\r\r\n`],
  ])('are those of a spreadsheet when they end in %s', async (_, text) => {
    const { ids, named } = await read(text);
    expect(ids).toEqual(['2 SVC0101', '3 SVC0102', '4 SVC0103']);
    expect(named).toEqual([]);
  });
});

describe('a quote in a csv', () => {
  const open = line('SVC0102', { ชื่องานบริการ: '"ใบอนุญาต' });

  it.each([
    ['at the end of the file', [one, open, last], 'G3'],
    ['at a quote that another row has', [open, one, line('SVC0104', { เหตุผล: '"ก"' })], 'G2'],
    ['at a quote within a text', [open, one, line('SVC0104', { หมายเหตุ: 'จอ 5"' })], 'G2'],
    ['in the next row', [one, open, line('SVC0104', { รายชื่อหน่วยงาน: '"ก"' })], 'G3'],
  ])('that closes only %s is refused at its cell', async (_, rows, cell) => {
    const refusal = await folder.refusal([header, ...rows].join('\r\n'), 'a-3-5-2026.csv');
    expect(refusal).toContain(`the quote (") that opens in cell ${cell} does not close there`);
  });

  it('is refused wherever the ids stand', async () => {
    const rows = ['name,agency_id,service_id', '"ก,AGY009,SVC0101', 'ข,AGY009,SVC0102', '"ค"'];
    for (const text of [rows.slice(0, 3), [...rows.slice(0, 3), '"ค",AGY009,SVC0103']]) {
      expect(await folder.refusal(text.join('\n'), 'a-3-5-2026.csv')).toContain('in cell A2');
    }
  });

  it.each([
    ['ขนาด 5" x 7"', 'ขนาด 5" x 7"'],
    ['งาน "พิเศษ" หนึ่ง', 'งาน "พิเศษ" หนึ่ง'],
    ['"งาน ""พิเศษ"", หนึ่ง"', 'งาน "พิเศษ", หนึ่ง'],
    [
      '"ดู\r\nSVC0102, SVC0103\nSVC0104, ยกเลิก\nSVC0105"',
      'ดู SVC0102, SVC0103 SVC0104, ยกเลิก SVC0105',
    ],
  ])('is text in %j', async (cell, name) => {
    const { edition } = await read(
      [header, line('SVC0101', { ชื่องานบริการ: cell }), last].join('\n'),
    );
    expect(edition.rows.map((row) => row.name)).toEqual([name, 'บริการ SVC0103']);
  });
});

describe('a line of a csv that is longer than the header', () => {
  it('is refused, since nobody can say which comma is text', async () => {
    const remark = line('SVC0102', { หมายเหตุ: 'ใช้ระบบกลาง, รอข้อมูล,x' });
    const project = line('SVC0103', { ชื่อโครงการ: 'ระยะหนึ่ง, ระยะสอง' });
    const { edition, taken, named, did } = await read([header, one, remark, project].join('\n'));
    expect(edition.rows).toHaveLength(3);
    expect(taken).toEqual(['SVC0101']);
    expect(named.filter((text) => text.includes('SURPLUS'))).toEqual([
      'A3 SURPLUS_CELLS SVC0102',
      'A4 SURPLUS_CELLS SVC0103',
    ]);
    expect(did.join()).toContain('(too much: N " รอข้อมูล", O "x")');
    expect(did.join()).toContain('(too much: N "")');
  });

  it('is taken where most lines end with a comma that the header lacks', async () => {
    const ended = three.map((text) => `${text},`);
    const { taken, named } = await read([header, ...ended].join('\n'));
    expect(taken).toEqual(['SVC0101', 'SVC0102', 'SVC0103']);
    expect(named).toEqual([]);
    const longer = `${line('SVC0104', { ชื่อโครงการ: 'ก, ข' })},`;
    expect((await read([header, ...ended, longer].join('\n'))).taken).toHaveLength(3);
  });

  it('is taken where the last column has no header, which is named', async () => {
    const { taken, named } = await read([header, ...three.map((text) => `${text},ก`)].join('\n'));
    expect(taken).toHaveLength(3);
    expect(named).toEqual(['N2 NO_HEADER ก']);
  });
});

describe('a csv that is no text', () => {
  const bad = (text: string | Buffer) => folder.refusal(text, 'a-3-5-2026.csv');

  it('is refused with the line', async () => {
    const spoilt = line('SVC0102', { หมายเหตุ: 'ก\u0002ข' });
    for (const end of ['\n', '\r\n', '\r']) {
      expect(await bad([header, one, spoilt].join(end))).toContain(
        'line 3 has the control character U+0002',
      );
    }
    const cut = Buffer.concat([Buffer.from(`${header}\n${one}\n${two}`), Buffer.from([0x81])]);
    expect(await bad(cut)).toContain('line 3 has bytes that are not utf-8');
  });

  it('is taken with the mark by which old systems end a text, at its end alone', async () => {
    const text = [header, ...three].join('\r\n');
    expect((await read(`${text}\u001A`)).named).toEqual([]);
    expect((await read(`${text}\r\n\u001A`)).taken).toHaveLength(3);
    expect(await bad(`${text}\u001A\r\n${line('SVC0104')}`)).toContain('line 4 has the control');
    const inUtf16 = Buffer.from(`\uFEFF${text}`, 'utf16le').swap16();
    const letter = Buffer.from([0x0e, 0x1a]);
    const path = await folder.write('b-3-5-2026.csv', Buffer.concat([inUtf16, letter]));
    expect((await readRegister(path)).rows.at(-1)?.remark).toBe('บ');
  });
});
