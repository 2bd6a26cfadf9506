import { appendFile, mkdir, truncate, writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { readContainer } from '../../../infra/register/container.js';
import {
  refusalOf,
  registerFolder,
  serviceRow,
  servicesSheet,
} from '../../support/register-file.js';
import { xlsxOf } from '../../support/xlsx.js';

const folder = registerFolder();

function hex(text: string): Buffer {
  return Buffer.concat([Buffer.from(text, 'hex'), Buffer.alloc(100)]);
}

describe('a file that is taken for a register', () => {
  it.each([
    ['nothing', Buffer.alloc(0), 'is empty'],
    ['a password or an old format', hex('d0cf11e0a1b11ae1'), 'protected by a password, or in the'],
    ['a picture (PNG)', hex('89504e470d0a1a0a'), 'is a picture (PNG)'],
    ['a picture (JPEG)', hex('ffd8ffe000104a46'), 'is a picture (JPEG)'],
    ['a picture (GIF)', hex('474946383961'), 'is a picture (GIF)'],
    ['a PDF', Buffer.from('%PDF-1.7'), 'is a PDF'],
    ['gzip', hex('1f8b08'), 'is packed with gzip'],
    ['bytes of anything', Buffer.from([1, 0, 2, 0, 3]), 'is no spreadsheet and no text'],
    ['bytes that no text has', Buffer.from([65, 1, 2, 0xdb, 0xfc, 10]), 'no text in UTF-8 or'],
    ['other text', 'a,b\n1,2\n', 'has no sheet with the columns of the register'],
  ])('is refused as %s', async (_, content, words) => {
    for (const name of ['a-3-5-2026.xlsx', 'a-3-5-2026.csv']) {
      expect(await folder.refusal(content, name)).toMatch(/^RegisterFileRefused: /);
      expect(await folder.refusal(content, name)).toContain(words);
    }
  });

  it('is refused when it is missing or a folder', async () => {
    // Node's own errors are of another realm under Jest, so the sentence may be the general one.
    expect(await refusalOf(folder.path('none-3-5-2026.xlsx'))).toMatch(
      /There is no file|cannot be read: .*ENOENT/,
    );
    await mkdir(folder.path('folder-3-5-2026.xlsx'));
    expect(await refusalOf(folder.path('folder-3-5-2026.xlsx'))).toContain('is no file');
  });

  it('is refused unread when it is larger than a register may be', async () => {
    const path = await folder.write('large-3-5-2026.xlsx', 'PK');
    await truncate(path, 51 * 1024 * 1024);
    expect(await refusalOf(path)).toContain('has 51 MB; a register may have 50 MB');
  });

  it('is refused when it changes while it is read', async () => {
    const path = await folder.write('growing-3-5-2026.csv', Buffer.alloc(30 * 1024 * 1024, 'a'));
    const reading = readContainer(path);
    const growing = (async () => {
      for (let i = 0; i < 50; i += 1) await appendFile(path, 'b');
    })();
    await expect(reading).rejects.toThrow('changed while it was read');
    await growing;
  });

  it('is hashed as it was read, whatever it becomes', async () => {
    const whole = xlsxOf([servicesSheet([serviceRow()])]);
    const path = await folder.write('whole.xlsx', whole);
    const { bytes, kind } = await readContainer(path);
    await writeFile(path, 'other');
    expect(kind).toBe('zip');
    expect(bytes.equals(whole)).toBe(true);
  });
});
