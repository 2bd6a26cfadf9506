import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readContainer, readZipDirectory } from '../../../infra/register/container.js';

const sample = fileURLToPath(
  new URL('../../../infra/register/sample-register.xlsx', import.meta.url),
);

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prasan-container-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Part {
  readonly name: string;
  readonly unpackedBytes?: number;
  readonly flags?: number;
}

/** A zip of empty parts whose directory says what it is told to. */
function zipOf(parts: readonly Part[], comment = ''): Buffer {
  const directory = Buffer.concat(
    parts.map(({ name, unpackedBytes = 0, flags = 0 }) => {
      const entry = Buffer.alloc(46);
      entry.writeUInt32LE(0x02014b50, 0);
      entry.writeUInt16LE(flags, 8);
      entry.writeUInt32LE(unpackedBytes, 24);
      entry.writeUInt16LE(Buffer.byteLength(name), 28);
      return Buffer.concat([entry, Buffer.from(name)]);
    }),
  );
  const start = Buffer.from('PK\u0003\u0004');
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(start.length, 16);
  end.writeUInt16LE(Buffer.byteLength(comment), 20);
  return Buffer.concat([start, directory, end, Buffer.from(comment)]);
}

const workbook: Part[] = [{ name: '[Content_Types].xml' }, { name: 'xl/workbook.xml' }];

async function refusalOf(bytes: Buffer): Promise<string> {
  const path = join(folder, 'register.xlsx');
  await writeFile(path, bytes);
  return readContainer(path).then(
    () => 'taken',
    (error: unknown) => (error instanceof Error ? error.message.replace(path, 'it') : ''),
  );
}

describe('the file of a register', () => {
  it('is taken when its directory is that of a spreadsheet', async () => {
    expect(await refusalOf(zipOf(workbook))).toBe('taken');
    expect(await refusalOf(zipOf(workbook, 'a comment at the end'))).toBe('taken');
    expect(await refusalOf(await readFile(sample))).toBe('taken');
  });

  it('is refused when it is encrypted, a bomb, or another kind of zip', async () => {
    expect(await refusalOf(zipOf([...workbook, { name: 'a', flags: 1 }]))).toContain('encrypted');
    const large = { name: 'a', unpackedBytes: 101 * 1024 * 1024 };
    expect(await refusalOf(zipOf([...workbook, large]))).toContain('would unpack to 101 MB');
    const half = (name: string) => ({ name, unpackedBytes: 99 * 1024 * 1024 });
    const three = [...workbook, half('a'), half('b'), half('c')];
    expect(await refusalOf(zipOf(three))).toContain('would unpack to 297 MB');
    const many = Array.from({ length: 1_001 }, (_, index) => ({ name: String(index) }));
    expect(await refusalOf(zipOf(many))).toContain('holds 1001 parts');
    expect(await refusalOf(zipOf([{ name: 'letter.docx' }]))).toContain('but no spreadsheet');
  });

  it('is refused when it is cut short anywhere, and never breaks the reader', async () => {
    const whole = await readFile(sample);
    const path = join(folder, 'cut.xlsx');
    await writeFile(path, whole);
    for (const share of [0.99, 0.7, 0.4, 0.1]) {
      await truncate(path, Math.floor(whole.length * share));
      await expect(readContainer(path)).rejects.toThrow('damaged or cut short');
    }
    for (let length = 0; length < 200; length += 1) {
      expect(readZipDirectory(whole.subarray(-length - 1))).toBeUndefined();
    }
  });

  it('is refused unread when it is larger than a register may be', async () => {
    const path = join(folder, 'large.xlsx');
    await writeFile(path, 'PK');
    await truncate(path, 51 * 1024 * 1024);
    await expect(readContainer(path)).rejects.toThrow('has 51 MB; a register may have 50 MB');
  });
});
