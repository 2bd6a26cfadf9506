import { describe, expect, it } from '@jest/globals';
import type { ServiceStart } from '../../../contracts/commands/service/messages.js';
import type { MappedEdition } from '../../../infra/register/map.js';
import { mapEdition } from '../../../infra/register/map.js';
import type { RegisterEdition, RegisterRow } from '../../../infra/register/read.js';

const good: RegisterRow = {
  row: 2,
  serviceId: 'SVC0106',
  ministryId: 'MIN002',
  agencyId: 'AGY009',
  ministry: 'กระทรวงการคลัง',
  agency: 'กรมสรรพสามิต',
  name: 'ใบอนุญาตขายสุรา',
  statusId: 'STA01',
  status: 'เชื่อมโยงแล้ว',
  project: '',
  reasonId: '',
  reason: '',
  remark: '',
  original: {},
};

const columns: RegisterEdition['columns'] = {
  serviceId: 'A',
  ministryId: 'B',
  agencyId: 'C',
  ministry: 'D',
  agency: 'E',
  name: 'G',
  statusId: 'H',
  status: 'I',
  project: 'J',
  reasonId: 'K',
  reason: 'L',
  remark: 'M',
};

type Change = Partial<Record<keyof RegisterRow, string | undefined>>;

/** A row as usual but for some texts; `undefined` for what is not told. */
function rowOf(change: Change, row: number): RegisterRow {
  const texts = Object.entries({ ...good, ...change }).filter(([, text]) => text !== undefined);
  return { ...(Object.fromEntries(texts) as unknown as RegisterRow), row, original: {} };
}

function mapped(
  rows: readonly Change[],
  { asOf = '2026-05-03', references = {} }: Partial<RegisterEdition> = {},
): MappedEdition {
  return mapEdition({
    ...editionOf(rows.map((row, index) => rowOf(row, index + 2))),
    asOf,
    references,
  });
}

function editionOf(rows: readonly RegisterRow[]): RegisterEdition {
  return {
    file: 'x.xlsx',
    sha256: 'e'.repeat(64),
    asOf: '2026-05-03',
    format: 'xlsx',
    sheet: 'งานบริการ',
    columns,
    rows,
    references: {},
    findings: [],
  };
}

function named({ findings }: MappedEdition): string[] {
  return findings.map(({ cell, code, severity }) => `${cell} ${code} ${severity}`);
}

function standing({ origin }: ServiceStart): unknown {
  if (origin.kind !== 'register') return undefined;
  const { state, exclusion } = origin;
  return exclusion === undefined ? state : { state, ...exclusion };
}

function standingOf(statusId: string, reasonId = '', asOf = '2026-05-03'): unknown {
  return mapped([{ statusId, status: '', reasonId }], { asOf }).services.map(standing)[0];
}

describe('a row of the register', () => {
  it('stands where its status says', () => {
    expect(standingOf('STA01')).toBe('live');
    expect(standingOf('STA02')).toBe('develop');
    expect(standingOf('STA03')).toBe('toBeFunded');
    const excluded = { state: 'excluded', reasonCode: 'RSN09', reReviewOn: '2027-05-03' };
    expect(standingOf('STA04', 'RSN09')).toEqual({ ...excluded, kind: 'eServiceNotLinked' });
    expect(standingOf('STA05', 'RSN09')).toEqual({ ...excluded, kind: 'notDigitised' });
  });

  it('is discontinued when it is no longer offered (STA05 with RSN11)', () => {
    expect(standingOf('STA05', 'RSN11')).toBe('discontinued');
    expect(standingOf('STA04', 'RSN11')).toMatchObject({ state: 'excluded', reasonCode: 'RSN11' });
  });

  it('has an unstated reason with RSN06, with none and with an unknown one', () => {
    for (const reasonId of ['RSN06', '', 'RSN99']) {
      expect(standingOf('STA05', reasonId)).toMatchObject({ reasonCode: 'unstated' });
    }
  });

  it('is reviewed again in fiscal year 2570 when not ready in 2569 (RSN04), else in a year', () => {
    expect(standingOf('STA04', 'RSN04')).toMatchObject({ reReviewOn: '2026-10-01' });
    expect(standingOf('STA04', 'RSN01', '2028-02-29')).toMatchObject({ reReviewOn: '2029-02-28' });
  });

  it('keeps where it stood in the edition', () => {
    const [service] = mapped([{ statusId: 'STA04', status: '', reasonId: 'RSN04' }]).services;
    expect(service).toMatchObject({
      serviceId: 'SVC0106',
      agencyId: 'AGY009',
      ministryId: 'MIN002',
      name: { th: 'ใบอนุญาตขายสุรา' },
      origin: {
        basis: {
          edition: 'e'.repeat(64),
          asOf: '2026-05-03',
          row: 2,
          statusId: 'STA04',
          reasonId: 'RSN04',
        },
      },
    });
  });

  it('tells field by field, an empty cell as empty', () => {
    const [row] = mapped([{ project: 'โครงการ', statusId: 'STA05', status: '' }]).rows;
    expect(row?.told).toEqual({
      name: 'ใบอนุญาตขายสุรา',
      agencyId: 'AGY009',
      ministryId: 'MIN002',
      project: 'โครงการ',
      remark: '',
      status: {
        statusId: 'STA05',
        state: 'excluded',
        exclusion: { kind: 'notDigitised', reasonCode: 'unstated', reReviewOn: '2027-05-03' },
        hasReasons: true,
      },
    });
  });

  it('has its status by its text where the id is missing', () => {
    for (const [statusId, code] of [
      [undefined, []],
      ['', ['I2 STATUS_FROM_TEXT normalised']],
    ] as const) {
      const edition = mapped([{ statusId, status: 'อยู่ระหว่าง การดำเนินการ' }]);
      expect(edition.services.map(standing)).toEqual(['develop']);
      expect(named(edition)).toEqual(code);
    }
  });
});

describe('what an edition does not tell', () => {
  const absent: Change = Object.fromEntries(
    Object.keys(columns).map((column) => [column, undefined]),
  );

  it('is told of no service, and begins none', () => {
    const edition = mapped([{ ...absent, serviceId: 'SVC0106', remark: 'x' }]);
    expect(edition).toMatchObject({ refused: 0, services: [], agencies: [], findings: [] });
    const [row] = edition.rows;
    expect(row?.told).toEqual({ remark: 'x' });
    expect(row?.start).toBeUndefined();
    expect(row?.incomplete).toMatchObject({
      cell: 'A2',
      code: 'INCOMPLETE',
      did: 'row refused; the file does not tell: agency_id, ชื่องานบริการ, status_id',
      didTh: 'ไม่รับแถวนี้ ไฟล์ไม่ระบุ: agency_id, ชื่องานบริการ, status_id',
    });
  });

  it.each(['name', 'agencyId', 'statusId'] as const)('is enough but for %s', (column) => {
    const lacking = { [column]: undefined, ...(column === 'statusId' && { status: undefined }) };
    expect(mapped([lacking])).toMatchObject({ refused: 0, services: [], rows: [{ row: 2 }] });
    expect(mapped([{}]).services).toHaveLength(1);
  });

  it('unnames no agency: its name is of a row, else of the sheet of agencies', () => {
    expect(mapped([{ agency: undefined }]).agencies).toEqual([]);
    expect(mapped([{ ministryId: undefined }]).agencies).toEqual([]);
    const entry = {
      row: 2,
      numbers: {},
      texts: { agencyId: 'AGY009', agency: 'ก', ministryId: 'MIN001' },
    };
    const agencies = { sheet: 'หน่วยงาน', columns: {}, entries: [entry] };
    const edition = mapped([{ agency: undefined }], { references: { agencies } });
    expect(edition.agencies).toMatchObject([{ name: { th: 'ก' }, ministryId: 'MIN002' }]);
  });

  it('leaves the reason of an exclusion open', () => {
    const [row] = mapped([{ statusId: 'STA05', status: '', reasonId: undefined }]).rows;
    expect(row?.told.status).toMatchObject({ statusId: 'STA05', hasReasons: false });
  });
});

describe('a row that does not fit', () => {
  it.each([
    [{ serviceId: 'SVC1' }, 'A2 BAD_SERVICE_ID'],
    [{ serviceId: 'PRS0123456789' }, 'A2 BAD_SERVICE_ID'],
    [{ serviceId: '' }, 'A2 NO_SERVICE_ID'],
    [{ serviceId: undefined }, 'A2 NO_SERVICE_ID'],
    [{ agencyId: '9' }, 'C2 BAD_AGENCY_ID'],
    [{ agencyId: '' }, 'C2 NO_AGENCY'],
    [{ name: '' }, 'G2 NO_NAME'],
    [{ statusId: 'STA06' }, 'H2 UNKNOWN_STATUS'],
    [{ statusId: 'toString' }, 'H2 UNKNOWN_STATUS'],
    [{ statusId: '', status: '' }, 'H2 NO_STATUS'],
    [{ statusId: undefined, status: 'อื่น ๆ' }, 'I2 UNKNOWN_STATUS'],
    [{ statusId: undefined, status: '' }, 'I2 NO_STATUS'],
    [{ statusId: 'STA02' }, 'I2 STATUS_CONTRADICTS'],
  ] as const)('is refused: %j is %s', (change, code) => {
    const edition = mapped([change, { serviceId: 'SVC0999' }]);
    expect(named(edition)).toEqual([`${code} refused`]);
    expect(edition).toMatchObject({ refused: 1, rows: [{ serviceId: 'SVC0999' }] });
  });

  it('is refused for everything that is wrong at once, and counted once', () => {
    const edition = mapped([{ agencyId: '', name: '', statusId: 'x' }]);
    expect(edition).toMatchObject({ refused: 1, rows: [], services: [], agencies: [] });
    expect(named(edition)).toHaveLength(3);
  });

  it('is refused when its id came before', () => {
    const edition = mapped([{}, { name: 'อื่น' }]);
    expect(edition.services.map(({ name }) => name.th)).toEqual(['ใบอนุญาตขายสุรา']);
    expect(edition.findings).toMatchObject([
      { cell: 'A3', code: 'DUPLICATE', did: 'row refused; row 2 has this id already' },
    ]);
  });

  it('is refused when the list of statuses was numbered anew', () => {
    const entry = { row: 2, numbers: {}, texts: { statusId: 'STA01', status: 'to-be-funded' } };
    const statuses = { sheet: 'สถานะ', columns: {}, entries: [entry] };
    const edition = mapped([{ status: undefined }], { references: { statuses } });
    expect(named(edition)).toEqual(['H2 STATUS_CONTRADICTS refused']);
  });
});

describe('a row that is odd', () => {
  it.each([
    [{ reasonId: 'RSN99', statusId: 'STA05', status: '' }, 'K2 UNKNOWN_REASON note'],
    [{ reasonId: '', statusId: 'STA04', status: '' }, 'K2 NO_REASON note'],
    [{ reasonId: 'RSN01' }, 'K2 REASON_WITHOUT_EXCLUSION note'],
    [
      { reasonId: 'RSN01', reason: '5. ได้รับการยกเว้นตาม ม.7ฯ', statusId: 'STA05', status: '' },
      'L2 REASON_CONTRADICTS note',
    ],
    [{ ministryId: 'X' }, 'B2 BAD_MINISTRY_ID note'],
    [{ agency: '' }, 'E2 NO_AGENCY_NAME note'],
    [{ status: 'เชื่อมแล้วจ้า' }, 'I2 UNKNOWN_STATUS_TEXT note'],
  ] as const)('is taken with a note: %j is %s', (change, code) => {
    const edition = mapped([change]);
    expect(edition.services).toHaveLength(1);
    expect(named(edition)).toEqual([code]);
  });

  it('is named by a later row of its agency, when it has no name of it', () => {
    const edition = mapped([{ agency: '', ministryId: 'X' }, { serviceId: 'SVC0107' }]);
    expect(edition.services.map(({ ministryId }) => ministryId)).toEqual([null, 'MIN002']);
    expect(edition.agencies).toMatchObject([{ agencyId: 'AGY009', name: { th: 'กรมสรรพสามิต' } }]);
  });

  it('is told as it stood, not as it was put right', () => {
    const row = { ...good, name: '', original: { name: ' \u00A0' } };
    const { findings } = mapEdition(editionOf([row]));
    expect(findings).toMatchObject([{ code: 'NO_NAME', found: ' \u00A0' }]);
  });
});
