import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { kafkaJars, temporalCommand } from '../../../infra/local/parts.js';
import type { Progress } from '../../../infra/local/progress.js';
import { scratchFolder } from '../../support/scratch.js';

const scratch = scratchFolder();
const before = { ...process.env };
let bin: string;
let cache: string;
let said: string[];

const progress: Progress = {
  say: (line) => said.push(line),
  track: (_, run) => run(() => undefined),
};

/** A machine with nothing on PATH, an empty cache, and nothing that the SDK has downloaded. */
beforeEach(() => {
  const machine = mkdtempSync(join(scratch, 'machine-'));
  bin = join(machine, 'bin');
  cache = join(machine, 'cache', 'prasan');
  mkdirSync(bin);
  mkdirSync(cache, { recursive: true });
  said = [];
  Object.assign(process.env, { PATH: bin, XDG_CACHE_HOME: join(machine, 'cache') });
});

afterEach(() => {
  for (const name of ['PATH', 'XDG_CACHE_HOME'] as const) {
    if (before[name] === undefined) delete process.env[name];
    else process.env[name] = before[name];
  }
});

function program(path: string, prints: string): string {
  writeFileSync(path, `#!/bin/sh\necho '${prints}'\n`, { mode: 0o755 });
  return path;
}

describe('the temporal command', () => {
  it('is the one on PATH when it is new enough', async () => {
    const own = program(join(bin, 'temporal'), 'temporal version 1.6.2 (Server 1.30.0)');
    await expect(temporalCommand(progress, bin)).resolves.toBe(own);
    expect(said).toEqual([]);
  });

  it('is the one in the cache where the one on PATH is too old, which is said', async () => {
    const own = program(join(bin, 'temporal'), 'temporal version 1.4.1 (Server 1.28.0)');
    const cached = join(cache, 'temporal-1.5.1');
    mkdirSync(cached);
    await expect(temporalCommand(progress, bin)).resolves.toBe(join(cached, 'temporal'));
    expect(said).toEqual([`${own} is older than 1.5 or does not run: passed over`]);
  });

  it('is what the SDK has downloaded, before anything is built', async () => {
    const downloaded = program(
      join(bin, 'temporal-sdk-typescript-1.24.0'),
      'temporal version 1.7.0 (Server 1.31.0)',
    );
    await expect(temporalCommand(progress, bin)).resolves.toBe(downloaded);
  });

  it('is built with Go otherwise, which is asked for in one line', async () => {
    await expect(temporalCommand(progress, bin)).rejects.toThrow(
      /^Go 1\.21 or newer is missing; install it to build the Temporal server/,
    );
  });
});

describe('Apache Kafka', () => {
  it('needs Java alone once it is in the cache', async () => {
    program(join(bin, 'java'), 'openjdk version "17.0.9"');
    mkdirSync(join(cache, 'kafka-4.3.0'));
    await expect(kafkaJars(progress)).resolves.toBe(join(cache, 'kafka-4.3.0', 'lib'));
  });

  it('needs Maven to be fetched, which is asked for in one line', async () => {
    program(join(bin, 'java'), 'openjdk version "17.0.9"');
    await expect(kafkaJars(progress)).rejects.toThrow(
      /^Maven 3\.6 or newer is missing; install it/,
    );
  });

  it('that was cut short is one line, and nothing of it is kept', async () => {
    program(join(bin, 'java'), 'openjdk version "17.0.9"');
    const mvn = program(join(bin, 'mvn'), 'Apache Maven 3.8.7');
    writeFileSync(
      mvn,
      '#!/bin/sh\necho "Apache Maven 3.8.7"\n[ "$1" = -v ] || { echo "Could not transfer artifact x: Premature EOF"; exit 1; }\n',
    );
    await expect(kafkaJars(progress)).rejects.toThrow(
      /^Fetching Java libraries: the download was cut short or refused; check the network and start again \(Could not transfer artifact x/,
    );
    await expect(kafkaJars(progress)).rejects.toThrow('cut short');
  });
});
