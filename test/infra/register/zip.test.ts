import { describe, expect, it } from '@jest/globals';
import { registerFolder, serviceRow, servicesSheet } from '../../support/register-file.js';
import type { ZipPart } from '../../support/xlsx.js';
import { xlsxParts, zipOf } from '../../support/xlsx.js';

const folder = registerFolder();
const parts = xlsxParts([servicesSheet([serviceRow()])]);

/** The parts of a good register, one of them otherwise. */
function otherwise(name: string, change: Partial<ZipPart>): ZipPart[] {
  return parts.map((part) => (part.name === name ? { ...part, ...change } : part));
}

const sheet = 'xl/worksheets/sheet1.xml';
const mega = 1024 * 1024;

describe('a spreadsheet as a zip', () => {
  it('is taken with parts that are none of ours, and a comment at its end', async () => {
    const more = [...parts, { name: 'xl/media/image1.png', content: 'x' }];
    expect(await folder.refusal(zipOf(more, 'a comment'))).toBe('');
  });

  it('is taken with zeros after its end, and nothing else', async () => {
    for (const comment of ['', 'a comment']) {
      const whole = zipOf(parts, comment);
      const followed = (byte: number) => Buffer.concat([whole, Buffer.alloc(64, byte)]);
      expect(await folder.refusal(followed(0))).toBe('');
      expect(await folder.refusal(followed(1))).toContain('damaged or cut short');
    }
  });

  it('is taken with names that begin with a slash, and none that leave its folder', async () => {
    const slashed = (start: string) => parts.map((part) => ({ ...part, name: start + part.name }));
    expect(await folder.refusal(zipOf(slashed('/')))).toBe('');
    for (const start of ['//', '/../', '/C:/']) {
      expect(await folder.refusal(zipOf(slashed(start)))).toContain('damaged or cut short');
    }
  });

  it.each([
    ['encrypted', [...parts, { name: 'a', flags: 1 }], 'is encrypted'],
    ['of a large part', [...parts, { name: 'a', declaredBytes: 65 * mega }], 'unpack to 65 MB'],
    [
      'of much in all',
      [...parts, ...['a', 'b', 'c'].map((name) => ({ name, declaredBytes: 60 * mega }))],
      'a register may have 128 MB',
    ],
    [
      'of many parts',
      Array.from({ length: 1_001 }, (_, index) => ({ name: String(index) })),
      'holds 1001 parts',
    ],
    ['that holds a letter', [{ name: 'word/document.xml' }], 'a zip file, but no spreadsheet'],
    ['of OpenDocument', [{ name: 'mimetype' }, { name: 'content.xml' }], 'OpenDocument'],
    [
      'whose part is another',
      otherwise(sheet, { crc: 1 }),
      'the checksum of xl/worksheets/sheet1.xml is another',
    ],
    ['with a part outside its folder', [...parts, { name: '../a' }], 'damaged or cut short'],
    ['without its sheet', parts.filter(({ name }) => name !== sheet), 'lacks sheet'],
  ])('is refused when it is one %s', async (_, bad, words) => {
    expect(await folder.refusal(zipOf(bad))).toContain(words);
  });

  it('is refused when its directory lies of what a part unpacks to', async () => {
    const bomb = `<a>${`<b>${'x'.repeat(10_000)}</b>`.repeat(7_400)}</a>`;
    for (const declaredBytes of [1, 60 * mega]) {
      const lying = otherwise(sheet, { content: bomb, declaredBytes, crc: 0 });
      expect(await folder.refusal(zipOf(lying))).toContain('damaged or cut short');
    }
    expect(await folder.refusal(zipOf(otherwise(sheet, { content: bomb })))).toContain('71 MB');
  });

  it('is refused when sheets share one part, once that was unpacked too often', async () => {
    const spaces = `<worksheet>${`<x>${' '.repeat(500_000)}</x>`.repeat(100)}</worksheet>`;
    const same = xlsxParts([1, 2, 3].map((name) => ({ name: String(name), rows: [] }))).map(
      (part) => ({
        ...part,
        content: (part.name === sheet ? spaces : String(part.content)).replaceAll(
          /sheet[23]\.xml/g,
          'sheet1.xml',
        ),
      }),
    );
    const unique = same.filter(({ name }) => !/sheet[23]/.test(name));
    expect(await folder.refusal(zipOf(unique))).toContain('a register may have 128 MB');
  }, 120_000);

  it('is refused when it is cut short anywhere', async () => {
    const whole = zipOf(parts);
    for (let length = 2; length < whole.length; length += 97) {
      expect(await folder.refusal(whole.subarray(0, length))).toContain('damaged or cut short');
    }
    for (let first = 2; first < 400; first += 31) {
      expect(await folder.refusal(whole.subarray(first))).toMatch(/^RegisterFileRefused: /);
    }
  });

  it('never breaks the reader when a byte is another', async () => {
    const whole = zipOf(parts);
    for (let at = 2; at < whole.length; at += 23) {
      const bad = Buffer.from(whole);
      bad[at] = (bad[at] ?? 0) ^ 0xff;
      expect(await folder.refusal(bad)).toMatch(/^$|^RegisterFileRefused: /);
    }
  });
});
