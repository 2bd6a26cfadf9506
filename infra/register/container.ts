import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { RegisterFileRefused } from './refused.js';

/** The largest edition known has half a megabyte. */
const fileBytesMax = 50 * 1024 * 1024;

/** What a file is by its first bytes, whatever its name says. */
export type ContainerKind = 'zip' | 'text';

/**
 * The bytes of a file that may be read as a register, and what they are: a zip, or what may be text.
 * The file is opened once and read once, so what is hashed is what is read.
 *
 * @throws RegisterFileRefused
 */
export async function readContainer(path: string): Promise<{ bytes: Buffer; kind: ContainerKind }> {
  const bytes = await readBounded(path);
  return { bytes, kind: kindOf(path, bytes) };
}

async function readBounded(path: string): Promise<Buffer> {
  try {
    const file = await open(path, 'r');
    try {
      const before = await file.stat();
      if (!before.isFile()) {
        throw new RegisterFileRefused(`${path} is no file; give the register's .xlsx or .csv file`);
      }
      if (before.size > fileBytesMax) throw tooLarge(path, before.size);
      const bytes = await readAtMost(file, before.size);
      const after = await file.stat();
      if (bytes.length !== after.size || after.mtimeMs !== before.mtimeMs) {
        throw new RegisterFileRefused(
          `${path} changed while it was read; try again when it is whole`,
        );
      }
      return bytes;
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof RegisterFileRefused) throw error;
    throw new RegisterFileRefused(
      codeOf(error) === 'ENOENT'
        ? `There is no file ${path}`
        : `${path} cannot be read: ${String(error)}`,
    );
  }
}

/** Not `readFile`: a file that grows meanwhile would be read for as long as it grows. */
async function readAtMost(file: FileHandle, size: number): Promise<Buffer> {
  const bytes = Buffer.alloc(size);
  let length = 0;
  while (length < size) {
    const { bytesRead } = await file.read(bytes, length, size - length, length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return bytes.subarray(0, length);
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}

function tooLarge(path: string, size: number): RegisterFileRefused {
  const limit = `a register may have ${megabytes(fileBytesMax)} MB`;
  return new RegisterFileRefused(`${path} has ${megabytes(size)} MB; ${limit}`);
}

/** Files that are taken for a register by mistake, by their first bytes. */
const others: readonly (readonly [string, string])[] = [
  [
    'd0cf11e0a1b11ae1',
    'is protected by a password, or in the old .xls format; save it as .xlsx without one',
  ],
  ['89504e470d0a1a0a', 'is a picture (PNG)'],
  ['ffd8ff', 'is a picture (JPEG)'],
  ['47494638', 'is a picture (GIF)'],
  ['25504446', 'is a PDF'],
  ['1f8b', 'is packed with gzip; unpack it first'],
  ['377abcaf271c', 'is packed with 7-Zip; unpack it first'],
  ['52617221', 'is packed with RAR; unpack it first'],
];

const want = "give DGA's register as .xlsx or .csv";

function kindOf(path: string, bytes: Buffer): ContainerKind {
  if (bytes.length === 0) throw new RegisterFileRefused(`${path} is empty`);
  const start = bytes.subarray(0, 8).toString('hex');
  const other = others.find(([signature]) => start.startsWith(signature));
  if (other !== undefined) throw new RegisterFileRefused(`${path} ${other[1]}; ${want}`);
  if (bytes.subarray(0, 2).toString('latin1') === 'PK') return 'zip';
  if (!isUtf16(bytes) && bytes.includes(0)) {
    throw new RegisterFileRefused(`${path} is no spreadsheet and no text; ${want}`);
  }
  return 'text';
}

function isUtf16(bytes: Buffer): boolean {
  return ['fffe', 'feff'].includes(bytes.subarray(0, 2).toString('hex'));
}

/** Bytes as whole megabytes, for a sentence. */
export function megabytes(bytes: number): number {
  return Math.ceil(bytes / 1024 / 1024);
}
