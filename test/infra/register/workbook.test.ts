import { describe, expect, it } from '@jest/globals';
import { readRegister } from '../../../infra/register/read.js';
import { registerFolder, serviceRow, servicesSheet } from '../../support/register-file.js';
import type { ZipPart } from '../../support/xlsx.js';
import { xlsxParts, zipOf } from '../../support/xlsx.js';

const folder = registerFolder();
const parts = xlsxParts([servicesSheet([serviceRow()])]);
const sheet = 'xl/worksheets/sheet1.xml';
const shared = 'xl/sharedStrings.xml';

function withContent(name: string, content: string | Buffer): Buffer {
  return zipOf(parts.map((part) => (part.name === name ? { name, content } : part)));
}

function sheetOf(data: string): Buffer {
  return withContent(sheet, `<worksheet><sheetData>${data}</sheetData></worksheet>`);
}

const entities =
  '<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>';

describe('the parts of a spreadsheet', () => {
  it.each([
    ['declares entities', withContent(shared, `${entities}<sst><si><t>&b;</t></si></sst>`)],
    ['declares a file as one', withContent(sheet, `${entities}<worksheet>&f;</worksheet>`)],
    ['declares them in the workbook', withContent('xl/workbook.xml', `${entities}<workbook/>`)],
  ])('are refused when one %s', async (_, file) => {
    expect(await folder.refusal(file)).toContain('declares a document type');
  });

  it.each([
    ['uses an entity of nobody', sheetOf('<row><c t="str"><v>&f;</v></c></row>'), 'as XML'],
    ['is no XML', sheetOf('<row><c></row>'), 'as XML'],
    ['is no UTF-8', withContent(sheet, Buffer.from('<a>\xff</a>', 'latin1')), 'as XML'],
    ['refers to no text', sheetOf('<row><c t="s"><v>99999</v></c></row>'), 'not there'],
    ['has a column too far', sheetOf('<row><c r="XFE1"><v>1</v></c></row>'), 'columns A to XFD'],
    ['has a cell of no name', sheetOf('<row><c r="1"><v>1</v></c></row>'), 'columns A to XFD'],
    ['has a row too far', sheetOf('<row r="1048577"/>'), 'rows 1 to 1048576'],
    ['has a row twice', sheetOf('<row r="2"/><row r="2"/>'), 'in order'],
    ['has rows of no number', sheetOf('<row r="x"/>'), 'in order'],
  ])('are refused when one %s', async (_, file, words) => {
    expect(await folder.refusal(file)).toMatch(/^RegisterFileRefused: /);
    expect(await folder.refusal(file)).toContain(words);
  });

  it('are read without macros and links to other files, which are named', async () => {
    const more: ZipPart[] = [
      ...parts,
      { name: 'xl/vbaProject.bin', content: 'never unpacked', crc: 1 },
      { name: 'xl/externalLinks/externalLink1.xml', content: '<never/>', crc: 1 },
    ];
    const edition = await readRegister(await folder.write('m-3-5-2026.xlsm', zipOf(more)));
    expect(edition.rows).toHaveLength(1);
    expect(edition.findings.map(({ sheet: at, cell, code, did }) => [at, cell, code, did])).toEqual(
      [
        ['', '', 'MACROS', 'never unpacked nor run'],
        ['', '', 'EXTERNAL_LINKS', 'not followed'],
      ],
    );
  });

  it('are found by what refers to them, whatever their names and prefixes', async () => {
    const renamed = parts.map(({ name, content = '' }) => ({
      name: name.replace('sharedStrings', 'SHAREDstrings').replace('sheet1', 'Blatt'),
      content: String(content)
        .replace('sheet1.xml', '../worksheets/Blatt.xml')
        .replaceAll(/<(\/?)(row|c|v|worksheet|sheetData)\b/g, '<$1x:$2'),
    }));
    const edition = await readRegister(await folder.write('r-3-5-2026.xlsx', zipOf(renamed)));
    expect(edition.rows).toMatchObject([{ serviceId: 'SVC0106' }]);
  });
});
