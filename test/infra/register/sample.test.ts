import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { mapEdition } from '../../../infra/register/map.js';
import { readRegister } from '../../../infra/register/read.js';

function pathOf(relative: string): string {
  return fileURLToPath(new URL(`../../../${relative}`, import.meta.url));
}

const sample = pathOf('infra/register/sample-register.xlsx');
const real = pathOf('../shared/data/register/services_all-3-5-2026.xlsx');

describe('the sample register', () => {
  it('is the spreadsheet of its CSV', async () => {
    const edition = await readRegister(sample, { asOf: '2026-05-03' });
    const csv = readFileSync(pathOf('infra/register/sample-register.csv'), 'utf8');
    const lines = csv.trim().split('\n').slice(1);
    expect(edition.rows).toHaveLength(lines.length);
    for (const [index, row] of edition.rows.entries()) {
      const line = lines[index] ?? '';
      expect(line.startsWith([row.serviceId, row.ministryId, row.agencyId].join(','))).toBe(true);
      expect(line).toContain(row.name);
      expect(line).toContain(row.statusId);
    }
  });

  it('maps whole, to every state that a register has but one', async () => {
    const { services, agencies, findings } = mapEdition(
      await readRegister(sample, { asOf: '2026-05-03' }),
    );
    expect(findings.map(({ cell, code }) => `${cell} ${code}`)).toEqual([
      'J38 THAI_DIGITS_IN_TEXT',
    ]);
    expect(services).toHaveLength(61);
    expect(agencies).toHaveLength(27);
    const states = services.map(({ origin }) => ('state' in origin ? origin.state : ''));
    expect([...new Set(states)].sort()).toEqual(['develop', 'excluded', 'live', 'toBeFunded']);
  });

  it('invents nothing: ids, agencies and statuses are those of the register of that day', async () => {
    if (!existsSync(real)) {
      console.log(`skipped: the register is not at ${real}`);
      return;
    }
    const published = await readRegister(real);
    const rows = new Map(published.rows.map((row) => [row.serviceId, row]));
    const facts = (row: (typeof published.rows)[number] | undefined) => [
      row?.ministryId,
      row?.agencyId,
      row?.ministry,
      row?.statusId,
      row?.status,
      row?.reasonId,
    ];
    for (const row of (await readRegister(sample, { asOf: '2026-05-03' })).rows) {
      expect(facts(row)).toEqual(facts(rows.get(row.serviceId)));
    }
  });
});
