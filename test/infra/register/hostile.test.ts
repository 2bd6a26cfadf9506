import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import {
  registerFolder,
  serviceHeaders,
  serviceRow,
  servicesSheet,
} from '../../support/register-file.js';
import { xlsxParts, zipOf } from '../../support/xlsx.js';

/** Files made to harm, each read in a process of its own: what came of it, and at which peak of memory. */
const folder = registerFolder();
const root = fileURLToPath(new URL('../../../', import.meta.url));
const run = promisify(execFile);
const mega = 1024 * 1024;

async function readApart(name: string, content: Buffer | string): Promise<string> {
  const path = await folder.write(name, content);
  const script = `${root}test/support/read-register.ts`;
  const { stdout } = await run(process.execPath, ['--import', 'tsx', script, path], {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const { came, peakMb } = JSON.parse(stdout) as { came: string; peakMb: number };
  expect(peakMb).toBeLessThan(300);
  return came;
}

const parts = xlsxParts([servicesSheet([serviceRow()])]);

function withPart(name: string, change: (content: string) => string): Buffer {
  return zipOf(
    parts.map((part) =>
      part.name === name ? { name, content: change(String(part.content)) } : part,
    ),
  );
}

function withRows(rows: string): Buffer {
  return withPart('xl/worksheets/sheet1.xml', (xml) =>
    xml.replace('</sheetData>', `${rows}</sheetData>`),
  );
}

function many(count: number, item: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => item(index)).join('');
}

const header = serviceHeaders.join(',');

describe('a file that was made to harm', () => {
  it.each([
    [
      'a million empty rows',
      () => withRows(many(1_000_000, (at) => `<row r="${at + 3}"/>`)),
      '1 rows',
    ],
    [
      'a million rows of empty cells',
      () => withRows(many(1_000_000, (at) => `<row r="${at + 3}"><c r="A${at + 3}" s="1"/></row>`)),
      '1 rows',
    ],
    [
      'a million columns',
      () => withRows(`<row r="3">${'<c><v>1</v></c>'.repeat(1_000_000)}</row>`),
      'columns A to XFD',
    ],
    [
      'as many columns as there can be, in many rows',
      () =>
        withRows(many(50, (at) => `<row r="${at + 3}">${'<c><v>1</v></c>'.repeat(16_384)}</row>`)),
      '51 rows',
    ],
    [
      'a million services',
      () => withRows('<row><c r="A3"><v>1</v></c><c r="B3"><v>1</v></c></row>'.repeat(900_000)),
      'more than 50000 rows',
    ],
    [
      'texts without end',
      () =>
        withPart('xl/sharedStrings.xml', () =>
          `<sst>${`<si><t>${'ก'.repeat(9_000)}</t></si>`.repeat(1_400)}</sst>`.replace(
            '</sst>',
            `${'<si><t>กขค</t></si>'.repeat(600_000)}</sst>`,
          ),
        ),
      'more text than any register',
    ],
    [
      'one text without end',
      () =>
        withPart(
          'xl/sharedStrings.xml',
          () => `<sst><si><t>${'a'.repeat(60 * mega)}</t></si></sst>`,
        ),
      'longer than any cell can be',
    ],
    [
      'a tag without end',
      () => withRows(`<row ${many(3_000_000, (at) => `a${at}="" `)}/>`),
      'longer than any cell can be',
    ],
    ['elements without end', () => withRows('<a/>'.repeat(15_000_000)), 'more elements than any'],
    ['elements in elements', () => withRows('<a>'.repeat(20_000_000)), 'more than 50 deep'],
    [
      'sheets without end',
      () =>
        withPart(
          'xl/workbook.xml',
          () => `<workbook><sheets>${'<sheet name="a"/>'.repeat(3_000_000)}</sheets></workbook>`,
        ),
      'more in it than any register',
    ],
    [
      'a zip in a zip in a zip',
      () => {
        let bomb = zipOf([{ name: 'a', content: Buffer.alloc(60 * mega) }]);
        for (let i = 0; i < 3; i += 1) {
          const name = 'xl/embeddings/a.xlsx';
          bomb = zipOf(
            Array.from({ length: 10 }, (_, at) => ({ name: `${at}${name}`, content: bomb })),
          );
        }
        return zipOf([...parts, { name: 'xl/embeddings/oleObject1.bin', content: bomb }]);
      },
      '1 rows',
    ],
  ])(
    'is refused or read: an .xlsx with %s',
    async (_, content, came) => {
      expect(await readApart('hostile-3-5-2026.xlsx', content())).toContain(came);
    },
    120_000,
  );

  it.each([
    ['49 MB of nothing', () => '\n'.repeat(49 * mega), 'has no sheet'],
    [
      'a million empty rows',
      () => `${header}\nSVC0106,MIN002\n${'\n'.repeat(1_000_000)}`,
      '1 rows',
    ],
    [
      'a million services',
      () => `${header}\n${'SVC0106,MIN002,AGY009\n'.repeat(1_000_000)}`,
      '50000 rows',
    ],
    ['a million columns', () => `${header}\n${','.repeat(1_000_000)}`, '16384'],
    [
      'rows of uneven length',
      () => `${header}\n${',\n'.repeat(1_000_000)}`,
      'too many that are longer or shorter',
    ],
    [
      'a quote without end',
      () => `${header}\n"${'ก,\n'.repeat(9_000_000)}`,
      'cannot be read as csv',
    ],
    ['one line of 49 MB', () => 'a'.repeat(49 * mega), 'cannot be read as csv'],
  ])(
    'is refused or read: a csv with %s',
    async (_, content, came) => {
      expect(await readApart('hostile-3-5-2026.csv', content())).toContain(came);
    },
    120_000,
  );
});
