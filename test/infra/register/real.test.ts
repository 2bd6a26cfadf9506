import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { countByCode } from '../../../infra/register/findings.js';
import { mapEdition } from '../../../infra/register/map.js';
import { readRegister } from '../../../infra/register/read.js';
import { linesOf, realRegister as real, tally } from '../../support/register-xml.js';

async function readAndCount(bytes: Buffer) {
  const edition = await readRegister(real);
  return { edition, mapped: mapEdition(edition), bytes, lines: linesOf(bytes, 1) };
}

describe('the register of 3 May 2026', () => {
  const bytes = existsSync(real) ? readFileSync(real) : undefined;
  const reading = bytes === undefined ? undefined : readAndCount(bytes);
  if (reading === undefined) console.log(`skipped: the register is not at ${real}`);

  it('comes to the same services, row by row, as a count of its XML', async () => {
    if (reading === undefined) return;
    const { edition, mapped, lines } = await reading;
    expect(edition).toMatchObject({ asOf: '2026-05-03', sheet: 'งานบริการ', format: 'xlsx' });
    expect(edition.rows).toHaveLength(4_906);
    expect(edition.rows.map(({ row }) => row)).toEqual([...lines.keys()]);
    expect(mapped).toMatchObject({ refused: 0 });
    expect(mapped.services).toHaveLength(4_906);
    const letters = 'ABCDEFGHIJKLM';
    const columns = Object.keys(edition.columns) as (keyof typeof edition.columns)[];
    expect(Object.values(edition.columns).join('')).toBe(letters);
    for (const [index, column] of columns.entries()) {
      const texts = [...lines.values()].map((line) => line[letters.charAt(index)] ?? '');
      const kept = edition.rows.map((row) => row.original[column] ?? row[column]);
      expect(kept).toEqual(texts);
      // Where no original is kept beside it, a text is as it stood.
      const isPlain = (text: string) => /^[\w-]*$/.test(text);
      expect(edition.rows.map((row) => row[column] ?? '').filter(isPlain)).toEqual(
        texts.filter(isPlain),
      );
    }
  });

  it('has the counts by status, ministry, agency and reason of its XML, and of its own sheets', async () => {
    if (reading === undefined) return;
    const { edition, mapped, lines } = await reading;
    const rows = [...lines.values()];
    const counted = (letter: string) => tally(rows.map((line) => line[letter] ?? ''));
    const read = (column: 'statusId' | 'ministryId' | 'agencyId' | 'reasonId') =>
      tally(edition.rows.map((row) => row[column] ?? ''));
    expect(read('statusId')).toEqual(counted('H'));
    expect(read('ministryId')).toEqual(counted('B'));
    expect(read('agencyId')).toEqual(counted('C'));
    expect(read('reasonId')).toEqual(counted('K'));
    expect(counted('H')).toEqual({ STA01: 705, STA02: 2_297, STA03: 601, STA04: 326, STA05: 977 });
    expect(Object.keys(counted('C'))).toHaveLength(261);
    expect(mapped.agencies).toHaveLength(261);
    expect(mapped.findings.filter(({ code }) => code === 'COUNT_DIFFERS')).toEqual([]);
    const states = tally(
      mapped.services.map(({ origin }) => (origin.kind === 'register' ? origin.state : '')),
    );
    const discontinued = rows.filter(({ H, K }) => H === 'STA05' && K === 'RSN11').length;
    expect(states).toEqual({
      live: 705,
      develop: 2_297,
      toBeFunded: 601,
      excluded: 326 + 977 - discontinued,
      discontinued,
    });
  });

  it('has the projects and code lists of its further sheets, with budgets', async () => {
    if (reading === undefined) return;
    const { edition, bytes: file } = await reading;
    const { references } = edition;
    const sheets = ['projects', 'ministries', 'agencies', 'statuses', 'reasons'] as const;
    for (const [index, kind] of sheets.entries()) {
      const ids = [...linesOf(file, index + 2).values()].flatMap(({ A }) => A ?? []);
      const key = Object.keys(references[kind]?.columns ?? {})[0] as 'projectId';
      expect(references[kind]?.entries.map(({ texts }) => texts[key])).toEqual(ids);
    }
    const budgets = references.projects?.entries.map(({ numbers }) => numbers.budget ?? 0) ?? [];
    expect(budgets.reduce((sum, one) => sum + one, 0)).toBe(197_549_315);
    expect(references.projects?.totals?.numbers).toEqual({ budget: 197_549_315 });
  });

  it('has all its dirt named, each oddity at its cell, and nothing else', async () => {
    if (reading === undefined) return;
    const { mapped, lines } = await reading;
    const cells = (pattern: RegExp) =>
      [...lines].flatMap(([row, line]) =>
        Object.entries(line).flatMap(([letter, text]) =>
          pattern.test(text) ? [`${letter}${row}`] : [],
        ),
      );
    const named = (code: string) =>
      mapped.findings
        .filter((one) => one.code === code && one.sheet === 'งานบริการ')
        .map(({ cell }) => cell);
    expect(named('ZERO_WIDTH')).toEqual(cells(/\u200B/));
    expect(named('LINE_BREAK')).toEqual(cells(/[\r\n\t]/));
    expect(named('DOUBLE_SPACE')).toEqual(cells(/\S {2,}\S/));
    expect(named('EDGE_SPACE')).toEqual(cells(/^ | $/));
    expect(named('DOUBLED_MARK')).toEqual(cells(/่่/));
    expect(named('THAI_DIGITS_IN_TEXT')).toEqual(cells(/[๐-๙]/));
    expect(named('MOVED_MARK')).toEqual(cells(/สว่น|ระดบั|ปศุสตัว์|สง่เสริม|ที่ดนิ|สนิค้า|สขุภาพ|ธรุกิจ/));
    expect(named('NOT_NFC')).toHaveLength(4);
    expect(named('SPLIT_WORD').length).toBeGreaterThan(20);
    expect(named('SAME_SERVICE')).toEqual(['G4280']);
    expect(mapped.findings.filter(({ code }) => code === 'FORMULA')).toMatchObject([
      { sheet: 'โครงการ', cell: 'H65', found: '=SUM(H2:H64)' },
    ]);
    expect(Object.keys(countByCode(mapped.findings)).sort()).toEqual([
      'AGENCY_TWO_TYPES',
      'DOUBLED_MARK',
      'DOUBLE_SPACE',
      'EDGE_SPACE',
      'FORMULA',
      'KNOWN_SPELLING',
      'LINE_BREAK',
      'MOVED_MARK',
      'NOT_NFC',
      'SAME_SERVICE',
      'SPLIT_WORD',
      'SUSPECT_MARKS',
      'THAI_DIGITS_IN_TEXT',
      'ZERO_WIDTH',
    ]);
  });
});
