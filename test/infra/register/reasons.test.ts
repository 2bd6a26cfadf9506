import { describe, expect, it } from '@jest/globals';
import type { MappedEdition } from '../../../infra/register/map.js';
import { mapEdition } from '../../../infra/register/map.js';
import { planEdition } from '../../../infra/register/plan.js';
import { readRegister } from '../../../infra/register/read.js';
import { registerFolder, serviceHeaders, serviceRow } from '../../support/register-file.js';
import { carriedOut } from '../../support/register-model.js';
import type { CellSpec, SheetSpec } from '../../support/xlsx.js';
import { xlsxOf } from '../../support/xlsx.js';

const folder = registerFolder();

type Header = (typeof serviceHeaders)[number];

interface Made {
  readonly without?: readonly Header[];
  /** Further sheets. */
  readonly lists?: readonly SheetSpec[];
  readonly asOf?: string;
}

const reasonsSheet = (...rows: readonly (readonly [string, string])[]): SheetSpec => ({
  name: 'เหตุผล',
  rows: [['reason_id', 'เหตุผล'], ...rows],
});

/** An edition of services that are not developed, with these cells otherwise. */
async function read(
  rows: readonly Readonly<Record<string, CellSpec>>[],
  { without = [], lists = [], asOf = '2026-05-03' }: Made = {},
) {
  const kept = serviceHeaders.map((header) => !without.includes(header));
  const usual = { status_id: 'STA05', สถานะ: 'ไม่พัฒนาเป็น e-Service' };
  const cells = rows.map((row, index) =>
    serviceRow({ service_id: `SVC0${101 + index}`, ชื่องานบริการ: `งาน ${index}`, ...usual, ...row }),
  );
  const sheet = [serviceHeaders, ...cells].map((row) => row.filter((_, at) => kept[at]));
  const bytes = xlsxOf([{ name: 'งานบริการ', rows: sheet }, ...lists]);
  return readRegister(await folder.write('made.xlsx', bytes), { asOf });
}

async function mapped(...args: Parameters<typeof read>): Promise<MappedEdition> {
  return mapEdition(await read(...args));
}

function standing({ services }: MappedEdition): unknown[] {
  return services.map(({ origin }) =>
    origin.kind === 'register' ? (origin.exclusion?.reasonCode ?? origin.state) : '',
  );
}

/** Findings of reasons. */
function named({ findings }: MappedEdition): string[] {
  return findings
    .filter(({ code }) => /REASON|TITLE/.test(code) && code !== 'UNLISTED_REASON')
    .map(({ cell, code, did }) => `${cell} ${code}: ${did}`);
}

const few = '1. จำนวนผู้รับบริการน้อย';
const gone = '6. ไม่มีการให้บริการในงานนี้แล้วฯ';
const foreigners = 'ผู้รับบริการเป็นชาวต่างชาติ/ต่างด้าว';
const notReady = '3. ระบบยังไม่พร้อมเชื่อมโยงในปี';

describe('reasons without ids', () => {
  const without = ['reason_id'] as const;

  it('are taken by their texts, which is said once', async () => {
    const edition = await mapped(
      [{ เหตุผล: few }, { เหตุผล: gone }, { เหตุผล: 'จำนวนผู้รับบริการ น้อย' }, { เหตุผล: null }],
      { without },
    );
    expect(standing(edition)).toEqual(['RSN01', 'discontinued', 'RSN01', 'unstated']);
    expect(named(edition)).toEqual([
      'K1 REASON_BY_TEXT: taken by their texts',
      'K5 NO_REASON: taken as unstated',
    ]);
    expect(edition.services[1]?.origin).toMatchObject({ basis: { reasonId: 'RSN11' } });
  });

  it('are told apart by number, else by status, where two have one title', async () => {
    const linkable = { status_id: 'STA04', สถานะ: null };
    const edition = await mapped(
      [
        { เหตุผล: `2. ${foreigners}` },
        { เหตุผล: `6. ${foreigners}` },
        { เหตุผล: foreigners },
        { เหตุผล: foreigners, ...linkable },
      ],
      { without },
    );
    expect(standing(edition)).toEqual(['RSN03', 'RSN10', 'RSN03', 'RSN10']);
  });

  it("are taken by the file's own list where it alone knows them", async () => {
    const lists = [reasonsSheet(['RSN01', 'มีผู้ใช้น้อยราย'], ['RSN77', 'อื่น'])];
    const edition = await mapped([{ เหตุผล: 'มีผู้ใช้น้อยราย' }, { เหตุผล: 'อื่น' }], {
      without,
      lists,
    });
    expect(standing(edition)).toEqual(['RSN01', 'unstated']);
    expect(named(edition).slice(1)).toEqual([
      'K2 TITLE_BY_LIST: taken as RSN01',
      'K3 UNKNOWN_REASON: not taken; the reason that is here stays, where there is none it is unstated',
    ]);
  });

  it('are compared with what is here', async () => {
    const first = await read([{ reason_id: 'RSN01' }, { reason_id: 'RSN01' }]);
    const second = await read([{ เหตุผล: few }, { เหตุผล: gone }], { without });
    expect(await changesAfter(first, second)).toEqual([
      ['unchanged', []],
      ['changed', [{ field: 'reason', was: 'RSN01', is: 'RSN11' }]],
    ]);
  });
});

/** What a second edition changes of a first. */
async function changesAfter(...[first, second]: Awaited<ReturnType<typeof read>>[]) {
  const plan = (edition: typeof first, services: Parameters<typeof carriedOut>[0]) => {
    if (edition === undefined) throw new Error('no edition');
    const isSameOrganisation = (one: string, other: string) => one === other;
    return planEdition(edition, mapEdition(edition), { services, isSameOrganisation });
  };
  const { rows } = plan(second, carriedOut([], plan(first, []).rows));
  return rows.map(({ outcome, changes }) => [outcome, changes]);
}

describe('a reason', () => {
  it.each([
    [
      'is taken by its text where its id is blank',
      { เหตุผล: gone },
      'discontinued',
      'L2 REASON_FROM_TEXT: taken as RSN11',
    ],
    [
      'is that of its id where its text is not known',
      { reason_id: 'RSN01', เหตุผล: '9. อื่น ๆ' },
      'RSN01',
      'L2 UNKNOWN_REASON_TEXT: the id stands: RSN01',
    ],
    [
      'is not taken from a text that is not known',
      { เหตุผล: '9. อื่น ๆ' },
      'unstated',
      'L2 UNKNOWN_REASON: not taken; the reason that is here stays, where there is none it is unstated',
    ],
    [
      'is that of its id where its text is that of another',
      { reason_id: 'RSN01', เหตุผล: '7. ข้อมูลที่เป็นความลับฯ' },
      'RSN01',
      'L2 REASON_CONTRADICTS: the id stands: RSN01',
    ],
    [
      'is named by its title of another year',
      { reason_id: 'RSN04', เหตุผล: `${notReady} 2571` },
      'RSN04',
      undefined,
    ],
  ] as const)('%s', async (_, row, reason, finding) => {
    const edition = await mapped([row]);
    expect(standing(edition)).toEqual([reason]);
    expect(named(edition)).toEqual(finding === undefined ? [] : [finding]);
  });

  it('that is not known leaves the one that is here, and no reason does not', async () => {
    const lists = [reasonsSheet(['RSN01', few], ['RSN14', '9. ใหม่'])];
    const first = await read([
      { reason_id: 'RSN01' },
      { reason_id: 'RSN11' },
      { reason_id: 'RSN01' },
    ]);
    const unknown = { reason_id: 'RSN14', เหตุผล: '9. ใหม่' };
    const second = await read([unknown, unknown, {}], { lists });
    expect(await changesAfter(first, second)).toEqual([
      ['unchanged', []],
      ['unchanged', []],
      ['changed', [{ field: 'reason', was: 'RSN01', is: 'RSN06' }]],
    ]);
  });

  it('that an error hides is not told as none, whatever its text column has', async () => {
    const first = await read([{ reason_id: 'RSN01' }]);
    expect(await changesAfter(first, await read([{ reason_id: { error: '#N/A' } }]))).toEqual([
      ['unchanged', []],
    ]);
  });
});

describe('a row whose reason means another', () => {
  const lists = [reasonsSheet(['RSN01', gone], ['RSN05', few], ['RSN11', few])];

  it.each([
    [
      'by the list of the file, which was numbered anew',
      { reason_id: 'RSN05' },
      'K2',
      'RSN01',
      lists,
    ],
    ['by the list, and would end a service', { reason_id: 'RSN11' }, 'K2', 'RSN01', lists],
    [
      'by its text, which says that it is no longer offered',
      { reason_id: 'RSN01', เหตุผล: gone },
      'L2',
      'RSN11',
      [],
    ],
    [
      'by its text, while its id would end a service',
      { reason_id: 'RSN11', เหตุผล: few },
      'L2',
      'RSN01',
      [],
    ],
  ] as const)('is refused: %s', async (_, row, cell, other, sheets) => {
    const edition = await mapped([row], { lists: sheets });
    expect(edition).toMatchObject({ refused: 1, services: [] });
    expect(named(edition)).toEqual([
      `${cell} REASON_DISPUTED: row refused; its title is that of ${other}`,
    ]);
  });

  it('is taken where text and id agree against the list, and where it has no use', async () => {
    const live = { reason_id: 'RSN11', status_id: 'STA01', สถานะ: null };
    const edition = await mapped([{ reason_id: 'RSN01', เหตุผล: few }, live], { lists });
    expect(standing(edition)).toEqual(['RSN01', 'live']);
    expect(named(edition)).toEqual(['K3 REASON_WITHOUT_EXCLUSION: not used']);
  });
});

describe('what was not ready in a year', () => {
  const reviewOf = async (text: string | null, asOf: string, lists: readonly SheetSpec[] = []) => {
    const row = { reason_id: 'RSN04', เหตุผล: text, status_id: 'STA04', สถานะ: null };
    const { services } = await mapped([row], { asOf, lists });
    return services.map(({ origin }) => origin.kind === 'register' && origin.exclusion?.reReviewOn);
  };

  it.each([
    [`${notReady} 2569`, '2026-11-30', '2026-10-01'],
    [`${notReady} 2570`, '2026-05-03', '2027-10-01'],
    [`${notReady}งบประมาณ พ.ศ. ๒๕๗๐`, '2026-05-03', '2027-10-01'],
    [null, '2026-09-30', '2026-10-01'],
    [null, '2026-10-01', '2027-10-01'],
    [notReady, '2027-05-03', '2027-10-01'],
  ] as const)(
    'is reviewed when that fiscal year is over: %s of %s on %s',
    async (text, asOf, on) => {
      expect(await reviewOf(text, asOf)).toEqual([on]);
    },
  );

  it('has its year from the list of the file where the row has no text', async () => {
    const lists = [reasonsSheet(['RSN04', `${notReady} 2571`])];
    expect(await reviewOf(null, '2026-05-03', lists)).toEqual(['2028-10-01']);
  });
});

describe('statuses that only the list of the file knows', () => {
  const without = ['status_id'] as const;
  const row = { สถานะ: 'กำลังดำเนินงาน' };
  const statuses = (...rows: readonly (readonly [string, string])[]): SheetSpec[] => [
    { name: 'สถานะ', rows: [['status_id', 'สถานะ'], ...rows] },
  ];

  it('are taken by it', async () => {
    const lists = statuses(['STA02', 'กำลังดำเนินงาน'], ['STA01', 'เชื่อมโยงแล้ว']);
    for (const [column, made] of [
      ['H', { lists, without }],
      ['I', { lists }],
    ] as const) {
      const edition = await mapped([{ status_id: null, ...row }], made);
      expect(standing(edition)).toEqual(['develop']);
      expect(named(edition)).toEqual([`${column}2 TITLE_BY_LIST: taken as STA02`]);
    }
    const edition = await mapped([{ status_id: 'STA02', ...row }], { lists });
    expect(edition.findings).toEqual([]);
  });

  it('contradict the id of another', async () => {
    const lists = statuses(['STA02', 'กำลังดำเนินงาน'], ['STA05', 'ไม่พัฒนา']);
    const { findings } = await mapped([row], { lists });
    expect(findings).toMatchObject([{ cell: 'I2', code: 'STATUS_CONTRADICTS' }]);
  });

  it.each([
    ['has ids that are not known', statuses(['STA09', 'กำลังดำเนินงาน'])],
    ['was numbered anew', statuses(['STA02', 'กำลังดำเนินงาน'], ['STA03', 'เชื่อมโยงแล้ว'])],
    ['has the title twice', statuses(['STA02', 'กำลังดำเนินงาน'], ['STA01', 'กำลัง ดำเนินงาน'])],
  ] as const)('are refused where it %s', async (_, lists) => {
    const { refused, findings } = await mapped([row], { without, lists });
    expect(refused).toBe(1);
    expect(findings).toContainEqual(
      expect.objectContaining({ cell: 'H2', code: 'UNKNOWN_STATUS' }),
    );
  });
});
