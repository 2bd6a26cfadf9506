import { describe, expect, it } from '@jest/globals';
import writeExcelFile from 'write-excel-file/node';
import { harmless, withoutGuard } from '../../../infra/register/harmless.js';
import { readRegister } from '../../../infra/register/read.js';
import {
  registerFolder,
  serviceHeaders,
  serviceRow,
  servicesSheet,
} from '../../support/register-file.js';

const folder = registerFolder();
const attacks = ['=HYPERLINK("http://a","ก")', '+1+cmd', '-2+3', '@SUM(1)', '\t=1', '\r=1', '＝1'];

describe('a text that begins as a formula does', () => {
  it('is a text to whoever opens our csv', () => {
    for (const attack of attacks) expect(harmless(attack)).toBe(`'${attack}`);
    for (const text of ['', 'ใบอนุญาต', 'a=b', '1-2', "'=1"]) expect(harmless(text)).toBe(text);
  });

  it('is itself again when our csv is taken in', () => {
    for (const attack of attacks.filter((text) => text === text.trim())) {
      expect(withoutGuard(harmless(attack))).toBe(attack);
    }
    for (const text of ['', "'ก'", "' =1", 'ใบอนุญาต', "a'=1"])
      expect(withoutGuard(text)).toBe(text);
  });

  it('has no apostrophe, and the finding says so, in whichever file it comes with one', async () => {
    const cells = serviceRow({ ชื่องานบริการ: "'=1+1" });
    const { rows, findings } = await folder.read([servicesSheet([cells])]);
    expect(rows[0]).toMatchObject({ name: '=1+1', original: { name: "'=1+1" } });
    expect(findings.map(({ cell, code, found }) => [cell, code, found])).toEqual([
      ['G2', 'FORMULA_GUARD', "'=1+1"],
      ['G2', 'FORMULA_TEXT', "'=1+1"],
    ]);
  });

  it('is a text in our spreadsheets as it is: typed so, and never a formula', async () => {
    for (const name of attacks) {
      const row = serviceRow({ ชื่องานบริการ: name }).map((text) => text ?? '');
      const path = folder.path('out-3-5-2026.xlsx');
      const cells = [[...serviceHeaders], row].map((texts) =>
        texts.map((value) => ({ value: value as string, type: String })),
      );
      await writeExcelFile(cells, { sheet: 'งานบริการ' }).toFile(path);
      const { rows, findings } = await readRegister(path);
      expect(rows[0]?.name).toBe(name.trim());
      const codes = findings.map(({ code }) => code);
      expect(codes).not.toContain('FORMULA');
      if (!name.startsWith('＝')) expect(codes).toContain('FORMULA_TEXT');
    }
  });
});
