import { describe, expect, it } from '@jest/globals';
import { unescaped } from '../../../infra/register/shared-texts.js';
import { registerFolder, serviceRow, servicesSheet } from '../../support/register-file.js';

const folder = registerFolder();

/** Whether PostgreSQL keeps what an edition tells: it has no NUL, nor half of a pair of surrogates. */
function canBeKept(edition: object): boolean {
  const texts: string[] = [];
  JSON.stringify(edition, (_key, value: unknown) => {
    if (typeof value === 'string') texts.push(value);
    return value;
  });
  return texts.every((text) => text.isWellFormed() && !text.includes('\0'));
}

async function read(name: string) {
  return folder.read([servicesSheet([serviceRow({ ชื่องานบริการ: name })])]);
}

describe('an escape in a spreadsheet', () => {
  it.each([
    ['a_x000D_b', 'a\rb'],
    ['_x0041__x0042_', 'AB'],
    ['_xD83D__xDE00_', '😀'],
    ['_xd83d__xde00_', '😀'],
    ['_x005F_x0041_', '_x0041_'],
    ['a_x_b', 'a_x_b'],
  ])('%s stands for %j', (written, text) => {
    expect(unescaped(written)).toBe(text);
  });

  it.each(['_x0000_', '_xD800_', '_xdfff_', '_xDE00__xD83D_', '_xD83D_😀'])(
    'of what no text can hold stays as it is written, and is named: %s',
    async (escape) => {
      const name = `ก${escape}ข`;
      expect(unescaped(name)).toBe(name);
      const edition = await read(name);
      expect(edition.rows[0]?.name).toBe(name);
      expect(edition.findings).toMatchObject([{ cell: 'G2', code: 'UNREADABLE', found: name }]);
      expect(canBeKept(edition)).toBe(true);
    },
  );
});

describe('a text that is told in part', () => {
  it.each([
    ['longer than a finding tells', 999, 'TOO_LONG'],
    ['longer than a cell can be', 99, 'TOO_LONG'],
  ])('is not cut within a character: %s', async (_what, before, code) => {
    const name = `${'ก'.repeat(before)}😀${'ข'.repeat(before === 99 ? 40_000 : 1_000)}`;
    const edition = await read(name);
    expect(edition.findings).toMatchObject([{ cell: 'G2', code }]);
    expect(canBeKept(edition)).toBe(true);
  });

  it('is not cut within a character: an error', async () => {
    const cells = serviceRow({ หมายเหตุ: { error: `${'#'.repeat(19)}😀` } });
    const edition = await folder.read([servicesSheet([cells])]);
    expect(edition.findings).toMatchObject([{ cell: 'M2', code: 'ERROR_CELL' }]);
    expect(canBeKept(edition)).toBe(true);
  });
});
