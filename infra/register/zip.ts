import { crc32 } from 'node:zlib';
import type { Entry, ZipFile } from 'yauzl';
import yauzl from 'yauzl';
import { megabytes } from './container.js';
import { RegisterFileRefused } from './refused.js';

/** Limits of what a spreadsheet unpacks to: the largest edition known has 16 parts and 4 MB. */
const limits = {
  parts: 1_000,
  partBytes: 64 * 1024 * 1024,
  allBytes: 128 * 1024 * 1024,
} as const;

/** The parts of a zip, of which only those that are asked for are ever unpacked. */
export interface Zip {
  readonly names: readonly string[];
  /** The name a part has in the zip, whatever its case; `undefined` when there is none. */
  readonly find: (name: string) => string | undefined;
  /** Unpacks a part, never past what the directory says of it nor past the bounds of them all. */
  readonly read: (name: string) => AsyncGenerator<Buffer>;
}

/**
 * Opens a zip by its directory, which is looked at before anything is unpacked. A directory may lie: what
 * really comes out is counted too.
 *
 * @throws RegisterFileRefused when it is damaged, encrypted, or would unpack to more than a register has
 */
export async function openZip(path: string, bytes: Buffer): Promise<Zip> {
  const whole = withoutZeros(bytes);
  // Names are decoded and looked at below, since some writers begin them with a slash.
  const file = await yauzl
    .fromBufferPromise(whole, { decodeStrings: false })
    .catch((error: unknown) => {
      throw damaged(path, error);
    });
  const entries = await directoryOf(path, file);
  const names = [...entries.keys()];
  const byLowerCase = new Map(names.map((name) => [name.toLowerCase(), name]));
  let unpacked = 0;
  const count = (length: number): void => {
    unpacked += length;
    if (unpacked > limits.allBytes) throw tooMuch(path, unpacked);
  };
  return {
    names,
    find: (name) => byLowerCase.get(name.toLowerCase()),
    read: (name) => unpack(path, file, { name, entry: entries.get(name) }, count),
  };
}

/** The bytes of a zip without zeros that a disk or a transfer filled its last block with. */
function withoutZeros(bytes: Buffer): Buffer {
  const at = bytes.lastIndexOf(endOfDirectory);
  if (at < 0 || at + endBytes > bytes.length) return bytes;
  const end = at + endBytes + bytes.readUInt16LE(at + endBytes - 2);
  const isPadded = end < bytes.length && bytes.subarray(end).every((byte) => byte === 0);
  return isPadded ? bytes.subarray(0, end) : bytes;
}

/** The record by which a zip ends, followed by a comment whose length is its last field (APPNOTE 4.3.16). */
const endOfDirectory = Buffer.from('PK\u0005\u0006');
const endBytes = 22;

/** The name of a part, without the slash by which some begin it; nothing outside the zip's own folder. */
function nameOf({ generalPurposeBitFlag, fileNameRaw, extraFields }: Entry): string {
  const name = yauzl
    .getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false)
    .replace(/^\//, '');
  const wrong = yauzl.validateFileName(name);
  if (wrong !== null) throw new Error(wrong);
  return name;
}

async function directoryOf(path: string, file: ZipFile): Promise<ReadonlyMap<string, Entry>> {
  if (file.entryCount > limits.parts) {
    throw new RegisterFileRefused(
      `${path} holds ${file.entryCount} parts; a spreadsheet may have ${limits.parts}`,
    );
  }
  const entries = new Map<string, Entry>();
  let all = 0;
  try {
    for await (const entry of file.eachEntry()) {
      if (entry.isEncrypted()) {
        throw new RegisterFileRefused(`${path} is encrypted; save it without a password`);
      }
      all += entry.uncompressedSize;
      if (entry.uncompressedSize > limits.partBytes) throw tooMuch(path, entry.uncompressedSize);
      if (all > limits.allBytes) throw tooMuch(path, all);
      entries.set(nameOf(entry), entry);
    }
  } catch (error) {
    throw damaged(path, error);
  }
  return entries;
}

async function* unpack(
  path: string,
  file: ZipFile,
  { name, entry }: { readonly name: string; readonly entry: Entry | undefined },
  count: (length: number) => void,
): AsyncGenerator<Buffer> {
  if (entry === undefined) return;
  let sum = 0;
  try {
    const stream = await file.openReadStreamPromise(entry);
    for await (const chunk of stream) {
      if (!Buffer.isBuffer(chunk)) continue;
      count(chunk.length);
      sum = crc32(chunk, sum);
      yield chunk;
    }
  } catch (error) {
    throw damaged(path, error);
  }
  if (sum !== entry.crc32) throw damaged(path, `the checksum of ${name} is another`);
}

function damaged(path: string, error: unknown): RegisterFileRefused {
  if (error instanceof RegisterFileRefused) return error;
  const why = error instanceof Error ? error.message : String(error);
  return new RegisterFileRefused(`${path} is damaged or cut short (${why}); fetch it again`);
}

function tooMuch(path: string, bytes: number): RegisterFileRefused {
  const { allBytes, partBytes } = limits;
  return new RegisterFileRefused(
    `${path} would unpack to ${megabytes(bytes)} MB; a register may have ${megabytes(allBytes)} MB, and ${megabytes(partBytes)} MB in one part`,
  );
}
