import { describe, expect, it } from '@jest/globals';
import type { Column } from '../../../infra/register/columns.js';
import { mapEdition } from '../../../infra/register/map.js';
import { ValueReader } from '../../../infra/register/values.js';
import { registerFolder, serviceRow, servicesSheet } from '../../support/register-file.js';

const folder = registerFolder();

describe('a dash for nothing', () => {
  const valueOf = (column: Column, text: string) =>
    new ValueReader().valueOf(column, { text, kind: 'text' });

  it('is an empty cell, in whatever column and of whatever length', () => {
    for (const column of ['project', 'reasonId', 'status', 'budget'] as const) {
      for (const text of ['-', '–', '—', '--', ' - ', '\u2212', '-\u200B']) {
        const { text: taken, oddities } = valueOf(column, text);
        expect([text, taken, oddities]).toEqual([
          text,
          '',
          [{ code: 'DASH', found: text, facts: {} }],
        ]);
      }
    }
  });

  it('is none beside anything else', () => {
    for (const text of ['- ไม่มี', '-1', 'ก-ข', '_', '- -']) {
      expect(valueOf('remark', text).oddities.map(({ code }) => code)).not.toContain('DASH');
      expect(valueOf('remark', text).text).toBe(text);
    }
  });

  it('is kept beside, and means what an empty cell means', async () => {
    const dash = { ชื่อโครงการ: '-', reason_id: '-', เหตุผล: '–', หมายเหตุ: '-' };
    const edition = await folder.read([
      servicesSheet([
        serviceRow({ ...dash, status_id: 'STA03', สถานะ: 'to-be-funded' }),
        serviceRow({ service_id: 'SVC0107', ชื่องานบริการ: '—' }),
        serviceRow({ service_id: '-', ชื่องานบริการ: 'ก' }),
      ]),
    ]);
    const { findings, rows, refused } = mapEdition(edition);
    expect(rows[0]).toMatchObject({
      told: { project: '', remark: '' },
      original: { project: '-' },
    });
    expect(refused).toBe(2);
    const others = findings.filter(({ code }) => code !== 'DASH');
    expect(others.map(({ cell, code, found }) => `${cell} ${code} ${found}`)).toEqual([
      'J2 NO_PROJECT -',
      'G3 NO_NAME —',
      'A4 NO_SERVICE_ID -',
    ]);
  });
});

describe('a formula', () => {
  const remark = { formula: 'IF(1,"","")' };

  it('that came to an empty text says that there is nothing; one without a value says nothing', async () => {
    const { rows, findings } = await folder.read([
      servicesSheet([
        serviceRow({ หมายเหตุ: { ...remark, value: '' } }),
        serviceRow({ service_id: 'SVC0107', ชื่องานบริการ: 'ข', หมายเหตุ: remark }),
      ]),
    ]);
    expect(rows.map((row) => row.remark)).toEqual(['', undefined]);
    expect(rows.map(({ original }) => original)).toEqual([{}, { remark: '=IF(1,"","")' }]);
    expect(findings.map(({ cell, code }) => `${cell} ${code}`)).toEqual([
      'M2 FORMULA',
      'M3 FORMULA_WITHOUT_VALUE',
    ]);
  });
});

describe('a cell that says nothing', () => {
  it('is kept beside the row as it stood, to the first 2,000 characters', async () => {
    const { rows } = await folder.read([
      servicesSheet([serviceRow({ หมายเหตุ: { error: '#N/A' }, ชื่อโครงการ: 'ก'.repeat(9_000) })]),
    ]);
    expect(rows[0]?.original).toEqual({ remark: '#N/A', project: 'ก'.repeat(2_000) });
    expect(rows[0]).not.toHaveProperty('remark');
  });
});
