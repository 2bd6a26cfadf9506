import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import type {
  AgencyToCompare,
  Decided,
  MergeProposal,
} from '../../../infra/register/merge-candidates.js';
import { mergeCandidates } from '../../../infra/register/merge-candidates.js';
import { agenciesIn } from '../../../infra/register/merges-of.js';
import { readRegister } from '../../../infra/register/read.js';

type Given = Partial<AgencyToCompare> & { readonly name: string };

/** Agencies AGY001, AGY002, …, of one ministry and with one service each where nothing else is said. */
function proposals(given: readonly (string | Given)[], decided?: Decided): MergeProposal[] {
  const agencies = given.map((one, index) => ({
    agencyId: `AGY${String(index + 1).padStart(3, '0')}`,
    ministryId: 'MIN001',
    ministry: 'กระทรวงหนึ่ง',
    services: 1,
    ...(typeof one === 'string' ? { name: one } : one),
  }));
  return mergeCandidates(agencies, decided);
}

function codes(found: readonly MergeProposal[]): string[] {
  return found.flatMap(({ strength, evidence }) => [
    strength,
    ...evidence.map(({ code, speaks }) => (speaks === 'for' ? code : `!${code}`)),
  ]);
}

const mahidol = 'มหาวิทยาลัยมหิดล';

describe('the same name, however it is written', () => {
  it.each([
    [
      'a space within',
      'กรมอุทยานแห่งชาติ สัตว์ป่า และ พันธุ์พืช',
      'กรมอุทยานแห่งชาติ สัตว์ป่า และพันธุ์พืช',
      'sameName',
    ],
    ['a zero-width space', 'กรม\u200Bประมง', 'กรมประมง', 'sameName'],
    ['a no-break space', 'กรม\u00A0ประมง', 'กรมประมง', 'sameName'],
    ['not in NFC', 'Caf\u00e9 de Paris', 'Cafe\u0301 de Paris', 'sameName'],
    ['sara am in two letters', 'สํานักงานสถิติแห่งชาติ', 'สำนักงานสถิติแห่งชาติ', 'sameName'],
    ['a vowel that moved on', 'กรมปศุสตัว์', 'กรมปศุสัตว์', 'sameLetters'],
    ['a tone mark that moved on', 'กรมสง่เสริมสหกรณ์', 'กรมส่งเสริมสหกรณ์', 'sameLetters'],
    ['marks that were swapped', 'กรมพัฒนาท่ีดิน', 'กรมพัฒนาที่ดิน', 'sameLetters'],
    ['a mark that was doubled', 'กรมพัฒนาที่่ดิน', 'กรมพัฒนาที่ดิน', 'sameLetters'],
    ['sara ae in two letters', 'กรมการเเพทย์', 'กรมการแพทย์', 'sameLetters'],
    ['sara ae in two letters at the beginning', 'เเพทยสภา', 'แพทยสภา', 'sameLetters'],
    ['a glyph of a PDF font', 'กรมป\uF70Aาไม้', 'กรมป่าไม้', 'sameLetters'],
    ['a short word for office', 'สนง.สถิติแห่งชาติ', 'สำนักงานสถิติแห่งชาติ', 'abbreviation'],
    ['the same without a dot', 'สนง สถิติแห่งชาติ', 'สำนักงานสถิติแห่งชาติ', 'abbreviation'],
    ['an abbreviation', 'การประปานครหลวง (กปน.)', 'การประปานครหลวง', 'abbreviation'],
    ['an abbreviation with dots', 'สำนักงานหนึ่ง (ก.ล.ต.)', 'สำนักงานหนึ่ง', 'abbreviation'],
    ['the legal form', 'สถาบันวิจัยหนึ่ง (องค์การมหาชน)', 'สถาบันวิจัยหนึ่ง', 'parentheses'],
    ['a former name', 'บริษัท ก จำกัด (ชื่อเดิม บริษัท ข จำกัด)', 'บริษัท ก จำกัด', 'parentheses'],
  ])('is proposed strongly: %s', (_how, one, other, code) => {
    expect(codes(proposals([one, other]))).toEqual(['strong', code, 'sameMinistry']);
  });

  it('says so in Thai and English, with what was seen', () => {
    const [found] = proposals([
      'การประปานครหลวง (กปน.)',
      { name: 'การประปานครหลวง', services: 23 },
    ]);
    expect(found).toMatchObject({
      into: 'AGY002',
      from: 'AGY001',
      names: { into: 'การประปานครหลวง', from: 'การประปานครหลวง (กปน.)' },
      services: { into: 23, from: 1 },
      stands: { en: 'AGY002 stands: it has more services (23 to 1)' },
    });
    for (const { th, en } of found?.evidence ?? []) {
      expect(th).toMatch(/[ก-ฮ]/);
      expect(en).toMatch(/^the /);
    }
  });

  it.each([
    [
      'of another ministry',
      [{ name: 'กรมหนึ่งสอง', ministryId: 'MIN002' }, 'กรม หนึ่งสอง'],
      '!otherMinistry',
    ],
    ['with another abbreviation', ['กองทุนประกัน (กปช.)', 'กองทุนประกัน (กปว.)'], '!otherAbbreviation'],
  ] as const)('is only likely %s', (_how, given, against) => {
    expect(codes(proposals(given))[0]).toBe('likely');
    expect(codes(proposals(given))).toContain(against);
  });

  it('knows services of the same name, and says how many', () => {
    const serviceNames = ['ขอใบอนุญาต', 'ต่ออายุใบอนุญาต'];
    const [found] = proposals([
      { name: 'กรมประมง', serviceNames },
      { name: 'กรม ประมง', serviceNames: ['ขอ ใบอนุญาต'] },
    ]);
    expect(found?.evidence.find(({ code }) => code === 'sameServices')?.en).toContain('1 service ');
  });
});

describe('names that are only like each other', () => {
  it.each([
    ['waterworks of two places', 'การประปานครหลวง', 'การประปาส่วนภูมิภาค'],
    ['highways and rural roads', 'กรมทางหลวง', 'กรมทางหลวงชนบท'],
    ['water and groundwater', 'กรมทรัพยากรน้ำ', 'กรมทรัพยากรน้ำบาดาล'],
    ['medicine and Thai medicine', 'กรมการแพทย์', 'กรมการแพทย์แผนไทย'],
    ['permanent secretaries', 'สำนักงานปลัดกระทรวงแรงงาน', 'สำนักงานปลัดกระทรวงคมนาคม'],
    ['an office and the whole', 'สำนักการโยธา กรุงเทพมหานคร', 'กรุงเทพมหานคร'],
    ['short names', 'กองทัพบก', 'กองทัพเรือ'],
    ['short names of one letter changed', 'เขตลาดกข', 'เขตลาดกค'],
    ['the shortest names', 'สภากก', 'สภาก'],
  ])('are not proposed: %s', (_what, one, other) => {
    expect(proposals([one, other])).toEqual([]);
  });

  it.each([
    ['provinces', 'สำนักงานขนส่งจังหวัดตรัง', 'สำนักงานขนส่งจังหวัดตราด', 'fewLetters'],
    ['campuses', `${mahidol} (วิทยาเขตกาญจนบุรี)`, mahidol, 'contained'],
    ['a letter that is wrong', 'กรมพัฒนาธุรกิจการค้า', 'กรมพัฒนาธุรกิจการคา', 'fewLetters'],
    ['letters that are swapped', 'กรมปรมะง', 'กรมประมง', 'fewLetters'],
    ['letters swapped in a long name', 'กรมพัฒนาธุรกิจกราค้า', 'กรมพัฒนาธุรกิจการค้า', 'fewLetters'],
    ['a vowel that is missing', 'กรมที่ดน', 'กรมที่ดิน', 'fewLetters'],
    ['a tone mark that is missing', 'กรมป่าไม', 'กรมป่าไม้', 'fewLetters'],
    ['a letter twice', 'กรมประมงง', 'กรมประมง', 'fewLetters'],
    ['two letters of many', 'สนง.คณะกรรมกรสิทธมนุษยชน', 'สำนักงานคณะกรรมการสิทธิมนุษยชน', 'fewLetters'],
    ['a joint entry', 'การประปานครหลวง , การประปาส่วนภูมิภาค', 'การประปานครหลวง', 'contained'],
    [
      'a body and its office',
      'คณะกรรมการหนึ่ง (กสทช.)',
      'สำนักงานคณะกรรมการสอง (กสทช.)',
      'sameAbbreviation',
    ],
  ])('are proposed weakly at most: %s', (_what, one, other, code) => {
    const serviceNames = ['ขอใบอนุญาตขนส่ง'];
    const found = proposals([
      { name: one, serviceNames },
      { name: other, serviceNames },
    ]);
    expect(codes(found)[0]).toBe('weak');
    expect(codes(found)).toContain(code);
  });

  it('are not proposed for two campuses of one university', () => {
    expect(proposals([`${mahidol} (วิทยาเขตกาญจนบุรี)`, `${mahidol} (วิทยาเขตศาลายา)`])).toEqual([]);
  });
});

describe('which id stands', () => {
  const three: Given[] = [
    { name: 'กรมประมง', services: 3 },
    { name: 'กรม ประมง', services: 9 },
    { name: 'กรมประมง (กปม.)', services: 3 },
  ];

  it('is the one with the most services, then the lower, and every other goes into it', () => {
    expect(proposals(three).map(({ from, into }) => `${from} ${into}`)).toEqual([
      'AGY001 AGY002',
      'AGY003 AGY002',
    ]);
    const equal = three.map((one) => ({ ...one, services: 2 }));
    expect(proposals(equal).map(({ into }) => into)).toEqual(['AGY001', 'AGY001']);
  });

  it('does not depend on the order in which they come', () => {
    const named = three.map((one, index) => ({ ...one, agencyId: `AGY00${index + 1}` }));
    const found = proposals(named);
    expect(proposals([...named].reverse())).toEqual(found);
  });

  it('is the one that others are merged into already, whatever the services', () => {
    const map = [{ from: 'AGY003', into: 'AGY001', since: '2026-01-01T00:00:00.000Z' }];
    const found = proposals(three, { map, at: '2026-02-01T00:00:00.000Z', refused: [] });
    expect(found.map(({ from, into }) => `${from} ${into}`)).toEqual(['AGY002 AGY001']);
    expect(found[0]?.stands.en).toContain('merged into it already');
  });

  it('is not asked of a pair that was refused, in either order', () => {
    const refused = [{ from: 'AGY002', into: 'AGY001' }];
    const found = proposals(three.slice(0, 2), { map: [], at: '', refused });
    expect(found).toEqual([]);
  });
});

describe('a ministry that is not told', () => {
  it.each([
    ['of both', '', '', []],
    ['of one', 'MIN001', '', []],
    ['of none', 'MIN001', 'MIN001', ['sameMinistry']],
  ])('speaks neither for nor against a merge: %s', (_whose, one, other, spoken) => {
    const rows = [
      { row: 2, original: {}, agencyId: 'AGY001', agency: 'กรมธนารักษ์', ministryId: one },
      { row: 3, original: {}, agencyId: 'AGY002', agency: 'กรม ธนารักษ์', ministryId: other },
    ];
    expect(codes(mergeCandidates(agenciesIn({ rows })))).toEqual(['strong', 'sameName', ...spoken]);
    const columnless = rows.map(({ ministryId: _, ...row }) => row);
    expect(codes(mergeCandidates(agenciesIn({ rows: columnless })))).toEqual([
      'strong',
      'sameName',
    ]);
  });
});

it('has no services of the same name where services have none', () => {
  const rows = ['AGY001', 'AGY002'].map((agencyId, at) => {
    return { row: at + 2, original: {}, agencyId, agency: 'กรมประมง', name: '' };
  });
  expect(codes(mergeCandidates(agenciesIn({ rows })))).toEqual(['strong', 'sameName']);
});

describe('thousands of agencies', () => {
  const syllables = [
    'บ้าน',
    'หนอง',
    'ท่า',
    'โคก',
    'ดอน',
    'นา',
    'ป่า',
    'ห้วย',
    'คลอง',
    'วัง',
    'บัว',
    'แดง',
  ];
  const syllable = (at: number) => syllables[at % syllables.length] ?? '';
  const made: Readonly<Record<string, (at: number) => string>> = {
    'local bodies': (at) =>
      `องค์การบริหารส่วนตำบล${[1, 12, 144, 1728].map((by) => syllable(Math.floor(at / by))).join('')}`,
    'numbered offices': (at) => `สำนักงานสาธารณสุขจังหวัดแห่งที่ ${(at * 7919) % 100_000}`,
    'one name with more and more words': (at) => `มหาวิทยาลัยมหิดล${' ก'.repeat(at % 100)} ${at}`,
    'one abbreviation': (at) => `หน่วย${(at * 7919).toString(36)} (อบต.)`,
  };

  it.each(Object.entries(made))('are compared in seconds: %s', (_what, nameOf) => {
    const names = Array.from({ length: 8_000 }, (_, at) => nameOf(at));
    const before = process.cpuUsage();
    const found = proposals(names);
    const { user } = process.cpuUsage(before);
    expect(user / 1e6).toBeLessThan(5);
    expect(found.filter(({ strength }) => strength === 'weak').length).toBeLessThanOrEqual(300);
  });

  it('of one name are all proposed into the one that stands', () => {
    const found = proposals(
      Array.from({ length: 8_000 }, (_, at) => `กรม${' '.repeat(at % 3)}ประมง`),
    );
    expect(found).toHaveLength(7_999);
    expect(new Set(found.map(({ into }) => into))).toEqual(new Set(['AGY001']));
  });

  it('have those proposed weakly for which most speaks', () => {
    const given = Array.from({ length: 350 }, (_, at): Given[] => {
      const name = `หน่วย${String(at).replaceAll(/./g, (digit) => 'กขคงจฉชซดต'.charAt(Number(digit)).repeat(3))}`;
      const serviceNames = at < 250 ? [] : [`บริการ ${at}`];
      return ['กลาง', 'กลาง ฝ่ายหนึ่ง'].map((rest) => ({ name: name + rest, serviceNames }));
    });
    const found = proposals(given.flat());
    expect(found).toHaveLength(300);
    expect(codes(found).filter((code) => code === 'sameServices')).toHaveLength(100);
  });
});

const real = fileURLToPath(
  new URL('../../../../shared/data/register/services_all-3-5-2026.xlsx', import.meta.url),
);

async function realAgencies(): Promise<AgencyToCompare[]> {
  return agenciesIn(await readRegister(real));
}

/** Told apart by eye in the sheet of agencies of 3 May 2026: from, into. */
const sure = `029 030, 041 040, 241 044, 242 045, 050 051, 053 054, 056 058, 063 062, 067 068, 080 079,
  082 083, 084 085, 097 096, 245 099, 101 100, 105 104, 124 123, 127 126, 129 128, 132 131, 150 149,
  166 167, 170 171, 177 176, 185 186, 252 189, 192 191, 253 194, 198 197, 201 200, 255 207, 224 223,
  228 225, 227 226, 043 240, 061 243, 168 249, 206 254, 213 256, 229 257, 230 257`;

(existsSync(real) ? describe : describe.skip)(
  `the register of 3 May 2026 (skipped where ${real} is missing)`,
  () => {
    it('has these organisations under two ids or three, and no other is proposed strongly', async () => {
      const found = mergeCandidates(await realAgencies());
      const pairs = (strength: string) =>
        found
          .filter((one) => one.strength === strength)
          .map(({ from, into }) => `${from.slice(3)} ${into.slice(3)}`)
          .sort();
      expect(pairs('strong')).toEqual(
        sure
          .split(',')
          .map((pair) => pair.trim())
          .sort(),
      );
      expect(pairs('likely')).toEqual(['208 258']);
      expect(pairs('weak')).toEqual(['125 123', '130 128', '173 172', '220 257']);
    });
  },
);
