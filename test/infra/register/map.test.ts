import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import type { ServiceStart } from '../../../contracts/commands/service/messages.js';
import { mapEdition } from '../../../infra/register/map.js';
import type { RegisterRow } from '../../../infra/register/read.js';
import { readRegister } from '../../../infra/register/read.js';

const real = fileURLToPath(
  new URL('../../../../shared/data/register/services_all-3-5-2026.xlsx', import.meta.url),
);

const good: RegisterRow = {
  row: 2,
  serviceId: 'SVC0106',
  ministryId: 'MIN002',
  agencyId: 'AGY009',
  ministry: 'กระทรวงการคลัง',
  agency: 'กรมสรรพสามิต',
  name: 'ใบอนุญาตขายสุรา',
  statusId: 'STA01',
  reasonId: '',
};

function mapped(rows: readonly Partial<RegisterRow>[], asOf = '2026-05-03') {
  return mapEdition({
    file: 'services_all-3-5-2026.xlsx',
    sha256: 'e'.repeat(64),
    asOf,
    sheet: 'งานบริการ',
    columns: { serviceId: 'A', agencyId: 'C', name: 'G', statusId: 'H', reasonId: 'K' },
    rows: rows.map((row, index) => ({ ...good, row: index + 2, ...row })),
  });
}

function standing({ origin }: ServiceStart): unknown {
  if (origin.kind !== 'register') return undefined;
  const { state, exclusion } = origin;
  return exclusion === undefined ? state : { state, ...exclusion };
}

function standingOf(statusId: string, reasonId = '', asOf?: string): unknown {
  return mapped([{ statusId, reasonId }], asOf).services.map(standing)[0];
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
    const [service] = mapped([{ statusId: 'STA04', reasonId: 'RSN04' }]).services;
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
});

describe('a row that does not fit', () => {
  it.each([
    [{ serviceId: 'SVC1' }, 'BAD_SERVICE_ID', 'A2'],
    [{ serviceId: 'PRS0123456789' }, 'BAD_SERVICE_ID', 'A2'],
    [{ agencyId: '9' }, 'BAD_AGENCY_ID', 'C2'],
    [{ name: '' }, 'NO_NAME', 'G2'],
    [{ statusId: 'STA06' }, 'UNKNOWN_STATUS', 'H2'],
  ] as const)('is refused: %j is %s at %s', (change, code, cell) => {
    const { services, findings } = mapped([change]);
    expect(services).toEqual([]);
    expect(findings).toMatchObject([{ sheet: 'งานบริการ', cell, code, severity: 'refused' }]);
  });

  it('is refused when its id came before', () => {
    const { services, findings } = mapped([{}, { name: 'อื่น' }]);
    expect(services.map(({ name }) => name.th)).toEqual(['ใบอนุญาตขายสุรา']);
    expect(findings).toMatchObject([{ cell: 'A3', code: 'DUPLICATE', severity: 'refused' }]);
  });

  it('is taken with a note when only its reason, ministry or agency name is odd', () => {
    const { services, agencies, findings } = mapped([
      { reasonId: 'RSN99', ministryId: 'X', agency: '' },
      { serviceId: 'SVC0107' },
    ]);
    expect(services.map(({ ministryId }) => ministryId)).toEqual([null, 'MIN002']);
    expect(findings.map(({ code, severity }) => `${code} ${severity}`)).toEqual([
      'UNKNOWN_REASON note',
      'BAD_MINISTRY_ID note',
      'NO_AGENCY_NAME note',
    ]);
    expect(agencies).toMatchObject([{ agencyId: 'AGY009', name: { th: 'กรมสรรพสามิต' } }]);
  });
});

describe('the register of 3 May 2026', () => {
  it('comes to the counts that DGA published', async () => {
    if (!existsSync(real)) {
      console.log(`skipped: the register is not at ${real}`);
      return;
    }
    const edition = await readRegister(real);
    const { services, findings } = mapEdition(edition);
    const count = (state: string) =>
      services.filter(({ origin }) => origin.kind === 'register' && origin.state === state).length;
    expect(edition.asOf).toBe('2026-05-03');
    expect(edition.rows).toHaveLength(4_906);
    expect(services).toHaveLength(4_906);
    expect(findings.filter(({ severity }) => severity === 'refused')).toEqual([]);
    expect({
      live: count('live'),
      develop: count('develop'),
      toBeFunded: count('toBeFunded'),
      excluded: count('excluded'),
      discontinued: count('discontinued'),
    }).toEqual({
      live: 705,
      develop: 2_297,
      toBeFunded: 601,
      excluded: 1_303 - 73,
      discontinued: 73,
    });
  });
});
