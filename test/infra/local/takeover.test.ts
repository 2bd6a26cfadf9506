import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { writeEnvFile } from '../../../infra/local/env-file.js';
import { startOf } from '../../../infra/local/lock.mjs';
import { becomeLauncher, recordProcesses, takeOver } from '../../../infra/local/takeover.js';
import { scratchFolder } from '../../support/scratch.js';

const scratch = scratchFolder();
let home: string;
let said: string[];
let left: ChildProcess;

const say = (line: string) => said.push(line);

beforeEach(() => {
  home = mkdtempSync(join(scratch, 'home-'));
  said = [];
  left = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
});

afterEach(() => {
  left.kill('SIGKILL');
});

function isThere(): boolean {
  return startOf(left.pid ?? 0) !== undefined;
}

describe('the one launcher of a home', () => {
  it('keeps a second one out, and says where the first one is', () => {
    const giveUp = becomeLauncher(home);
    expect(() => becomeLauncher(home)).toThrow(
      `Prasan runs already with the data in ${home}: process ${process.pid}, it is still starting. Use that one, or end it first (Ctrl-C there, or kill ${process.pid}).`,
    );
    writeEnvFile(join(home, 'env'), {
      PRASAN_HOST: '0.0.0.0',
      PRASAN_TRACKER_PORT: '8190',
      PRASAN_GATEWAY_URL: 'http://127.0.0.1:8180',
    });
    expect(() => becomeLauncher(home)).toThrow(
      /page http:\/\/127\.0\.0\.1:8190\/, gateway http:\/\/127\.0\.0\.1:8180\. Use that one/,
    );
    giveUp();
    becomeLauncher(home)();
  });

  it('takes the place of one that was killed', () => {
    writeFileSync(join(home, 'launcher.lock'), JSON.stringify({ pid: 2 ** 22 + 1, start: '1' }));
    expect(() => becomeLauncher(home)()).not.toThrow();
  });
});

describe('what a start that was killed has left', () => {
  it('is waited for, and ended when it does not end by itself', async () => {
    recordProcesses(home, [{ name: 'kafka', pid: left.pid ?? 0 }]);
    await takeOver(home, say, 200);
    expect(isThere()).toBe(false);
    expect(said).toEqual([
      'waiting for what an earlier start has left: kafka',
      'killing kafka, left by an earlier start',
    ]);
  });

  it('is not killed when it ends by itself', async () => {
    recordProcesses(home, [{ name: 'kafka', pid: left.pid ?? 0 }]);
    setTimeout(() => left.kill('SIGTERM'), 150);
    await takeOver(home, say);
    expect(said).toEqual(['waiting for what an earlier start has left: kafka']);
  });

  it('is no process that has got the same id since', async () => {
    const record = [{ name: 'kafka', pid: left.pid, started: '1' }];
    writeFileSync(join(home, 'pids.json'), JSON.stringify(record));
    await takeOver(home, say, 100);
    expect(isThere()).toBe(true);
    expect(said).toEqual([]);
  });

  it.each(['[{"name":', '{}', '', '[{"name":"kafka","pid":-1,"started":"1"}]'])(
    'is nothing when the record is faulty: %s',
    async (content) => {
      writeFileSync(join(home, 'pids.json'), content);
      await expect(takeOver(home, say, 100)).resolves.toBeUndefined();
      expect(said).toEqual([]);
    },
  );

  it('is recorded with the start of each, so that ids are told apart', () => {
    const gone = { name: 'oidc', pid: 2 ** 22 + 1 };
    recordProcesses(home, [{ name: 'kafka', pid: left.pid ?? 0 }, gone]);
    expect(JSON.parse(readFileSync(join(home, 'pids.json'), 'utf8'))).toEqual([
      { name: 'kafka', pid: left.pid, started: startOf(left.pid ?? 0) },
    ]);
  });
});
