import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import type { Lock } from '../../../infra/local/lock.mjs';
import { startOf, takeLock } from '../../../infra/local/lock.mjs';
import { scratchFolder } from '../../support/scratch.js';

const scratch = scratchFolder();
let locks = 0;

function newLock(content?: string): string {
  locks += 1;
  const file = join(scratch, `lock-${locks}`);
  if (content !== undefined) writeFileSync(file, content);
  return file;
}

function release(lock: Lock): void {
  if (lock.holder === undefined) lock.release();
}

async function deadProcess(): Promise<{ pid: number | undefined; start: string | undefined }> {
  const child = spawn('sleep', ['60']);
  const start = startOf(child.pid ?? 0);
  child.kill('SIGKILL');
  await once(child, 'exit');
  return { pid: child.pid, start };
}

describe('a lock', () => {
  it('names its holder until it is given back', () => {
    const file = newLock();
    const lock = takeLock(file);
    expect(takeLock(file)).toEqual({ holder: process.pid });
    release(lock);
    expect(existsSync(file)).toBe(false);
    expect(takeLock(file).holder).toBeUndefined();
  });

  it('is kept by another process that lives', () => {
    const child = spawn('sleep', ['60']);
    const file = newLock(JSON.stringify({ pid: child.pid, start: startOf(child.pid ?? 0) }));
    expect(takeLock(file)).toEqual({ holder: child.pid });
    child.kill('SIGKILL');
  });

  it('is taken over from a holder that has died', async () => {
    const dead = await deadProcess();
    const file = newLock(JSON.stringify(dead));
    expect(takeLock(file).holder).toBeUndefined();
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ pid: process.pid });
  });

  it('is taken over when the holder’s id is by now another process', () => {
    const file = newLock(JSON.stringify({ pid: process.pid, start: '1' }));
    expect(takeLock(file).holder).toBeUndefined();
  });

  it('is taken over when the file was cut short', () => {
    expect(takeLock(newLock('{"pid":')).holder).toBeUndefined();
    expect(takeLock(newLock('')).holder).toBeUndefined();
  });

  it('goes to one of several that come at once, also after a dead holder', async () => {
    const file = newLock(JSON.stringify(await deadProcess()));
    const module = `
      import { takeLock } from './infra/local/lock.mjs';
      console.log(takeLock(${JSON.stringify(file)}).holder === undefined ? 'mine' : 'another');
      setTimeout(() => undefined, 1_500);
    `;
    const others = Array.from({ length: 6 }, () =>
      spawn(process.execPath, ['--input-type=module', '-e', module]),
    );
    const said = await Promise.all(others.map(({ stdout }) => text(stdout)));
    expect(said.filter((one) => one === 'mine\n')).toHaveLength(1);
    expect(said.filter((one) => one === 'another\n')).toHaveLength(5);
    expect(readdirSync(scratch).filter((name) => /\.(\d+|old)$/.test(name))).toEqual([]);
  });
});

describe('the start of a process', () => {
  it('is the same whenever it is asked for, and none of a process that is gone', async () => {
    expect(startOf(process.pid)).toMatch(/\S/);
    expect(startOf(process.pid)).toBe(startOf(process.pid));
    const { pid = 0, start } = await deadProcess();
    expect(start).toMatch(/\S/);
    expect(startOf(pid)).toBeUndefined();
  });
});
