import { readFile, stat } from 'node:fs/promises';
import { RegisterFileRefused } from './refused.js';

/** Limits of a register's file: the largest edition known has 16 entries and 4 MB unpacked. */
const limits = {
  fileBytes: 50 * 1024 * 1024,
  entries: 1_000,
  entryBytes: 100 * 1024 * 1024,
  allBytes: 200 * 1024 * 1024,
} as const;

/** What a zip's directory says of an entry, before anything is unpacked. */
export interface ZipEntry {
  readonly name: string;
  readonly unpackedBytes: number;
  readonly isEncrypted: boolean;
}

/**
 * The bytes of a file that may be opened as a spreadsheet: there, of bearable size, and a whole,
 * unencrypted zip that holds a workbook.
 *
 * @throws RegisterFileRefused
 */
export async function readContainer(path: string): Promise<Buffer> {
  const bytes = await readBounded(path);
  const fault = faultOf(bytes);
  if (fault !== undefined) throw new RegisterFileRefused(`${path} ${fault}`);
  return bytes;
}

async function readBounded(path: string): Promise<Buffer> {
  try {
    const { size, isFile } = await stat(path).then((found) => ({
      size: found.size,
      isFile: found.isFile(),
    }));
    if (!isFile)
      throw new RegisterFileRefused(`${path} is no file; give the register's .xlsx file`);
    if (size > limits.fileBytes) {
      throw new RegisterFileRefused(
        `${path} has ${megabytes(size)} MB; a register may have ${megabytes(limits.fileBytes)} MB`,
      );
    }
    return await readFile(path);
  } catch (error) {
    if (error instanceof RegisterFileRefused) throw error;
    const isMissing =
      typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
    throw new RegisterFileRefused(
      isMissing ? `There is no file ${path}` : `${path} cannot be read: ${String(error)}`,
    );
  }
}

/** Compound files: what an encrypted .xlsx and the old .xls are. */
const compoundFile = Buffer.from('d0cf11e0a1b11ae1', 'hex');

function faultOf(bytes: Buffer): string | undefined {
  if (bytes.length === 0) return 'is empty';
  if (bytes.subarray(0, compoundFile.length).equals(compoundFile)) {
    return 'is protected by a password, or in the old .xls format; save it as .xlsx without one';
  }
  if (bytes.subarray(0, 2).toString('latin1') !== 'PK') {
    return "is no spreadsheet; give DGA's register as .xlsx";
  }
  const entries = readZipDirectory(bytes);
  if (entries === undefined) return 'is damaged or cut short; fetch it again';
  if (entries.some((entry) => entry.isEncrypted)) {
    return 'is encrypted; save it without a password';
  }
  return sizeFault(entries) ?? shapeFault(entries);
}

function sizeFault(entries: readonly ZipEntry[]): string | undefined {
  if (entries.length > limits.entries) {
    return `holds ${entries.length} parts; a spreadsheet may have ${limits.entries}`;
  }
  const all = entries.reduce((sum, entry) => sum + entry.unpackedBytes, 0);
  const large = entries.find((entry) => entry.unpackedBytes > limits.entryBytes);
  if (large === undefined && all <= limits.allBytes) return undefined;
  return `would unpack to ${megabytes(all)} MB; a register may have ${megabytes(limits.allBytes)} MB, and ${megabytes(limits.entryBytes)} MB in one part`;
}

function shapeFault(entries: readonly ZipEntry[]): string | undefined {
  const names = new Set(entries.map((entry) => entry.name));
  return names.has('[Content_Types].xml') && names.has('xl/workbook.xml')
    ? undefined
    : "is a zip file, but no spreadsheet; give DGA's register as .xlsx";
}

const endSignature = 0x06054b50;
const endLength = 22;
const commentMax = 65_535;
const entrySignature = 0x02014b50;
const entryLength = 46;

/**
 * The entries of a zip by its central directory (APPNOTE 4.3.12, 4.3.16); `undefined` when it has
 * none that can be read, as a file cut short.
 */
export function readZipDirectory(bytes: Buffer): ZipEntry[] | undefined {
  const end = findEnd(bytes);
  if (end === undefined) return undefined;
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  const entries: ZipEntry[] = [];
  for (let i = 0; i < count; i += 1) {
    if (at + entryLength > bytes.length || bytes.readUInt32LE(at) !== entrySignature) {
      return undefined;
    }
    const nameLength = bytes.readUInt16LE(at + 28);
    const nameAt = at + entryLength;
    entries.push({
      name: bytes.toString('utf8', nameAt, nameAt + nameLength),
      unpackedBytes: bytes.readUInt32LE(at + 24),
      isEncrypted: (bytes.readUInt16LE(at + 8) & 1) === 1,
    });
    at = nameAt + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

function findEnd(bytes: Buffer): number | undefined {
  const first = Math.max(0, bytes.length - endLength - commentMax);
  for (let at = bytes.length - endLength; at >= first; at -= 1) {
    if (bytes.readUInt32LE(at) === endSignature) return at;
  }
  return undefined;
}

function megabytes(bytes: number): number {
  return Math.ceil(bytes / 1024 / 1024);
}
