import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StackError, tell } from '../../../infra/local/errors.js';
import {
  ask,
  endTools,
  failureOf,
  go,
  java,
  maven,
  needTools,
  runTool,
  which,
} from '../../../infra/local/tools.js';
import { scratchFolder } from '../../support/scratch.js';

const scratch = scratchFolder();
const path = process.env['PATH'];
let folder: string;

const say = () => undefined;

/** Only what the tests put there is on PATH: in particular no apt-get. */
beforeEach(() => {
  folder = mkdtempSync(join(scratch, 'bin-'));
  process.env['PATH'] = folder;
});

afterEach(() => {
  process.env['PATH'] = path;
});

function program(name: string, prints: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\necho '${prints}' >&2\n`, { mode: 0o755 });
}

describe('a tool that is missing', () => {
  it.each([
    [
      java,
      'Java 17 or newer is missing; install it (Debian: apt-get install openjdk-17-jre-headless) to run Apache Kafka; or set KAFKA_BROKERS.',
    ],
    [
      maven,
      'Maven 3.6 or newer is missing; install it (Debian: apt-get install maven) to fetch Apache Kafka; or set KAFKA_BROKERS.',
    ],
    [
      go,
      'Go 1.21 or newer is missing; install it to build the Temporal server (go.dev/dl); or put a `temporal` command (1.5 or newer) on PATH, or set TEMPORAL_ADDRESS.',
    ],
  ])('is one line that says what to install: $command', async (tool, line) => {
    await expect(needTools([tool], say)).rejects.toThrow(new StackError(line));
  });

  it('is no folder and no plain file of that name', () => {
    mkdirSync(join(folder, 'java'));
    writeFileSync(join(folder, 'mvn'), '');
    expect(which('java')).toBeUndefined();
    expect(which('mvn')).toBeUndefined();
  });
});

describe('a tool that is there', () => {
  it.each([
    [java, 'openjdk version "17.0.9" 2023-10-17'],
    [java, 'openjdk version "21" 2023-09-19'],
    [maven, 'Apache Maven 3.8.7'],
    [go, 'go version go1.26.8 linux/amd64'],
  ])('will do when it is new enough: $command, %s', async (tool, prints) => {
    program(tool.command, prints);
    await expect(needTools([tool], say)).resolves.toBeUndefined();
  });

  it.each([
    [java, 'java version "1.8.0_392"', '1.8'],
    [maven, 'Apache Maven 3.3.9', '3.3'],
    [go, 'go version go1.19.8 linux/amd64', '1.19'],
    [java, 'Error: could not find libjava.so', 'one that does not run'],
  ])('is refused with what is there when it is not: $command, %s', async (tool, prints, found) => {
    program(tool.command, prints);
    await expect(needTools([tool], say)).rejects.toThrow(
      `${tool.name} or newer is needed, and this machine has ${found}; install a newer one`,
    );
  });
});

describe('a tool that fails', () => {
  it.each([
    [
      'a\nwrite /x: no space left on device\nb',
      'the disk is full; make room and start again (write',
    ],
    ['dial tcp: lookup modules.example: no such host', 'the download was cut short or refused'],
    ['Checksum validation failed, expected abc', 'the download was cut short or refused'],
    ['unexpected EOF', 'the download was cut short or refused; check the network and start again'],
    ['all\nis lost', 'Fetching failed: is lost (all of it: /the/log).'],
  ])('is one line that says why: %j', (output, line) => {
    const told = failureOf('Fetching', output, '/the/log');
    expect(told).toContain(line);
    expect(told).not.toContain('\n');
    expect(told).toContain('/the/log');
  });

  it('leaves all that it said in its log', async () => {
    process.env['PATH'] = path;
    const log = join(folder, 'tool.log');
    const run = runTool('Fetching', 'sh', ['-c', 'echo one; echo two >&2; exit 3'], { log });
    await expect(run).rejects.toThrow(`Fetching failed: two (all of it: ${log}).`);
    expect(readFileSync(log, 'utf8').split('\n').sort()).toEqual(['', 'one', 'two']);
  });
});

describe('a short command', () => {
  it('answers how it ended and what it said', async () => {
    process.env['PATH'] = path;
    await expect(ask('sh', ['-c', 'echo one; echo two'])).resolves.toEqual({
      ok: true,
      said: 'one\ntwo',
      lastLine: 'two',
    });
    expect((await ask('sh', ['-c', 'exit 1'])).ok).toBe(false);
    expect((await ask('no-such-command', [])).ok).toBe(false);
  });

  it('is ended when everything is', async () => {
    process.env['PATH'] = path;
    const asked = ask('sleep', ['60']);
    setTimeout(endTools, 200);
    expect((await asked).ok).toBe(false);
  });
});

describe('an error that is told', () => {
  it('is one line where a person can do something', () => {
    expect(tell(new StackError('one line'))).toBe('one line');
    const full = Object.assign(new Error('ENOSPC: write'), { code: 'ENOSPC' });
    expect(tell(full)).toBe('The disk is full (ENOSPC: write): make room and start again.');
    const denied = Object.assign(new Error('EACCES: open'), { code: 'EACCES', path: '/a' });
    expect(tell(denied)).toContain('/a cannot be written (EACCES: open): mend its permissions');
    expect(tell(new TypeError('a defect'))).toContain('tools.test.ts');
  });
});
