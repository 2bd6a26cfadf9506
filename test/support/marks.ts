import { randomBytes, randomInt } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { citizenNumber } from './request-rig.js';

/** Where something was found. */
export interface Found {
  /** Name of the mark. */
  readonly mark: string;
  readonly where: string;
}

/** Marks of persons: texts that occur nowhere by chance, each with the name of what it stands for. */
export class Marks {
  private readonly texts = new Map<string, string>();

  /** Words of a person, or a name. */
  words(name: string): string {
    return this.keep(name, `ลับ${randomBytes(6).toString('hex')}`);
  }

  email(name: string): string {
    return this.keep(name, `m${randomBytes(6).toString('hex')}@mark.example`);
  }

  phone(name: string): string {
    return this.keep(name, `08${String(randomInt(100_000_000)).padStart(8, '0')}`);
  }

  number(name: string): string {
    return this.keep(name, citizenNumber());
  }

  /** A text that is known: it shows that a search finds what is there. */
  known(name: string, text: string): string {
    return this.keep(name, text);
  }

  /** All names. */
  get names(): string[] {
    return [...this.texts.keys()];
  }

  /** The marks that a place holds, in whatever way they may be written there. */
  in(where: string, bytes: Buffer | string): Found[] {
    const place = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
    return [...this.texts]
      .filter(([, text]) => writings(text).some((one) => place.includes(one)))
      .map(([mark]) => ({ mark, where }));
  }

  /** The marks in all files below a folder, byte by byte. */
  inFolder(folder: string): Found[] {
    return filesIn(folder).flatMap((file) => this.in(relative(folder, file), read(file)));
  }

  private keep(name: string, text: string): string {
    if (this.texts.has(name)) throw new Error(`there is a mark ${name} already`);
    this.texts.set(name, text);
    return text;
  }
}

/** As it is, in an address, in JSON and SQL that escape, and in base64 wherever it begins. */
function writings(text: string): Buffer[] {
  const bytes = Buffer.from(text);
  const escaped = text.replace(
    /[^ -~]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const base64 = [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    return encoded.slice(offset === 0 ? 0 : 4, Math.floor(encoded.length / 4) * 4 - 4);
  });
  const all = [encodeURIComponent(text), escaped, bytes.toString('hex'), ...base64];
  return [bytes, ...all.map((one) => Buffer.from(one))];
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesIn(path);
    // Kafka's indexes hold numbers alone, in megabytes of zeros.
    return entry.isFile() && !/\.(time)?index$/.test(path) ? [path] : [];
  });
}

/** What goes away while one looks is searched where it has gone to. */
function read(file: string): Buffer {
  try {
    return statSync(file).size > 0 ? readFileSync(file) : Buffer.alloc(0);
  } catch {
    return Buffer.alloc(0);
  }
}
