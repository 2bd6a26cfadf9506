import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { guard, signal } from '../../../infra/local/guard.js';
import { startOf } from '../../../infra/local/lock.mjs';
import { scratchFolder } from '../../support/scratch.js';
import { Snippet } from '../../support/snippet.js';
import { until } from '../../support/until.js';

const scratch = scratchFolder();

function guarded(script: string): ChildProcess {
  return spawn(guard, ['TERM', 'sh', '-c', script], {
    cwd: scratch,
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
}

async function writtenPid(file: string): Promise<number> {
  const path = join(scratch, file);
  await until(() => existsSync(path) && readFileSync(path, 'utf8').trim() !== '');
  return Number(readFileSync(path, 'utf8'));
}

function isGone(pid: number): boolean {
  return startOf(pid) === undefined;
}

describe('the guard', () => {
  it('ends with the exit code of its command, however soon that is', async () => {
    const exits = Array.from({ length: 20 }, () => once(guarded('exit 7'), 'exit'));
    for (const exit of exits) await expect(exit).resolves.toEqual([7, null]);
  });

  it('passes on that it is to stop, and waits for the command to do so', async () => {
    const child = guarded(
      `trap 'sleep 0.2; echo done > stopped; exit 5' TERM; echo $$ > up; while :; do sleep 0.05; done`,
    );
    await writtenPid('up');
    child.kill('SIGTERM');
    await expect(once(child, 'exit')).resolves.toEqual([5, null]);
    expect(readFileSync(join(scratch, 'stopped'), 'utf8')).toBe('done\n');
  });

  it('ends its command in order when nobody holds its standard input any more', async () => {
    const child = guarded(
      `trap 'echo done > closed; exit 0' TERM; echo $$ > reading; while :; do sleep 0.05; done`,
    );
    const pid = await writtenPid('reading');
    child.stdin?.end();
    await once(child, 'exit');
    expect(isGone(pid)).toBe(true);
    expect(readFileSync(join(scratch, 'closed'), 'utf8')).toBe('done\n');
  });

  it('ends the processes of a supervisor that is killed with -9, and all that they have started', async () => {
    const script = [
      `sh -c 'trap "" TERM; echo $$ > grandchild; while :; do sleep 0.1; done' &`,
      'echo $$ > child; exec sleep 60',
    ].join('\n');
    const launcher = new Snippet(
      `
      import { existsSync } from 'node:fs';
      import { Supervisor } from './infra/local/supervisor.ts';
      const supervisor = new Supervisor(process.env.SCRATCH, { say: console.log });
      await supervisor.start({
        name: 'small', command: 'sh', args: ['-c', process.env.SCRIPT],
        isReady: async () => existsSync('grandchild'),
      });
      console.log('up');`.replace("'grandchild'", JSON.stringify(join(scratch, 'grandchild'))),
      { SCRATCH: scratch, SCRIPT: `cd '${scratch}'\n${script}` },
    );
    await launcher.says('up');
    const pids = [await writtenPid('child'), await writtenPid('grandchild')];
    expect(pids.some(isGone)).toBe(false);
    await launcher.kill();
    await until(() => pids.every(isGone), 5_000);
  });
});

describe('a signal', () => {
  it('tells whether there was anybody to hear it', async () => {
    const child = spawn('sleep', ['60']);
    expect(signal(child.pid ?? 0, 'SIGTERM')).toBe(true);
    await once(child, 'exit');
    expect(signal(child.pid ?? 0, 'SIGTERM')).toBe(false);
  });
});
