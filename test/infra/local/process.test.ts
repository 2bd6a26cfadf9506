import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startOf } from '../../../infra/local/lock.mjs';
import type { ProcessSpec, Timing } from '../../../infra/local/process.js';
import type { RunningProcess } from '../../../infra/local/supervisor.js';
import { Supervisor } from '../../../infra/local/supervisor.js';
import { freePort } from '../../../infra/local/ports.js';
import { scratchFolder } from '../../support/scratch.js';
import { until } from '../../support/until.js';

const scratch = scratchFolder();
const timing: Partial<Timing> = { readyMs: 5_000, backoffMinMs: 20, backoffMaxMs: 60, stopMs: 400 };
let home: string;
let said: string[];
let changes: RunningProcess[][];
let supervisor: Supervisor;

beforeEach(() => {
  home = mkdtempSync(join(scratch, 'home-'));
  said = [];
  changes = [];
  supervisor = new Supervisor(home, {
    say: (line) => said.push(line),
    timing,
    onChange: (running) => changes.push(running),
  });
});

afterEach(() => supervisor.kill());

/** A small process; it is ready once its script has made the file `NAME.ready`. */
function small(name: string, script: string, more: Partial<ProcessSpec> = {}): ProcessSpec {
  const ready = join(home, `${name}.ready`);
  return {
    name,
    command: 'sh',
    args: ['-c', `cd '${home}'\n${script}`],
    isReady: async () => existsSync(ready),
    ...more,
  };
}

const works = (name: string) => `touch ${name}.ready; exec sleep 60`;

/** Something that a script has written down. */
function written(file: string): string {
  const path = join(home, file);
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
}

function runs(pid: number): boolean {
  return startOf(pid) !== undefined;
}

describe('a process that is kept alive', () => {
  it('is started again when it crashes, later each time, and named with its last words', async () => {
    const script = `
      echo x >> starts; n=$(wc -l < starts)
      [ "$n" -gt 2 ] || { echo "start $n failed"; exit 3; }
      ${works('worker')}`;
    await supervisor.start(small('worker', script));
    expect(said.slice(0, 2)).toEqual([
      'worker has ended and is started again in 0.02 s; its log ends with:\n    start 1 failed',
      'worker has ended and is started again in 0.04 s; its log ends with:\n    start 1 failed\n    start 2 failed',
    ]);
    expect(supervisor.running.map(({ name }) => name)).toEqual(['worker']);
    expect(changes).toHaveLength(3);
  });

  it('ends the start with a clear error when it crashes three times', async () => {
    const start = supervisor.start(small('tracker', 'echo "no database"; exit 1'));
    await expect(start).rejects.toThrow(
      `tracker crashed 3 times; its log ${join(home, 'logs', 'tracker.log')} ends with:\n    no database`,
    );
  });

  it('ends the start with a clear error when it is not ready in time', async () => {
    const impatient = new Supervisor(home, { say: () => undefined, timing: { readyMs: 300 } });
    const start = impatient.start(small('gateway', 'echo "still waiting"; exec sleep 60'));
    await expect(start).rejects.toThrow(
      /^gateway did not become ready in 0\.3 s; its log .*gateway\.log ends with:\n {4}still waiting$/s,
    );
    await impatient.kill();
  });

  it('says that the disk is full when its last words do', async () => {
    const start = supervisor.start(small('kafka', 'echo "No space left on device"; exit 1'));
    await expect(start).rejects.toThrow(/The disk is full: make room\.$/);
  });

  it('is there again after kill -9, of itself or of its guard', async () => {
    await supervisor.start(small('worker', `echo $$ >> pids; ${works('worker')}`));
    const [{ pid: guard } = { pid: 0 }] = supervisor.running;
    process.kill(Number(written('pids')), 'SIGKILL');
    await until(() => said.at(-1) === 'worker is ready again');
    // Its sign of readiness is there from before: it may not have come to its first line yet.
    await until(() => written('pids').split('\n').length === 2);
    const [{ pid: next } = { pid: 0 }] = supervisor.running;
    expect(next).not.toBe(guard);
    process.kill(next, 'SIGKILL');
    await until(() => said.filter((line) => line === 'worker is ready again').length === 2);
    await until(() => written('pids').split('\n').length === 3);
    expect(written('pids').split('\n').map(Number).filter(runs)).toHaveLength(1);
  });

  it('takes nothing with it that it has started', async () => {
    const child = `sh -c 'trap "" TERM; echo $$ >> children; while :; do sleep 0.1; done' &`;
    const waits = 'until [ -s children ]; do sleep 0.01; done; touch worker.ready; wait';
    await supervisor.start(small('worker', `${child} ${waits}`));
    const stubborn = Number(written('children'));
    expect(runs(stubborn)).toBe(true);
    await supervisor.stop();
    await until(() => !runs(stubborn));
  });
});

describe('a port that a process needs', () => {
  async function listenOn(port: number): Promise<() => Promise<void>> {
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    return async () => {
      server.close();
      await once(server, 'close');
    };
  }

  it('must be free: the answers of another program are not taken for its own', async () => {
    const port = await freePort();
    const leave = await listenOn(port);
    const listens = [{ host: '127.0.0.1', port }];
    const start = supervisor.start(
      small('gateway', 'touch started', { listens, isReady: async () => true }),
    );
    await expect(start).rejects.toThrow(
      `gateway is not started: its port ${port} is taken by another program.`,
    );
    expect(existsSync(join(home, 'started'))).toBe(false);
    await leave();
  });

  it('is waited for when another program takes it after a crash', async () => {
    const listens = [{ host: '127.0.0.1', port: await freePort() }];
    const port = listens[0]?.port ?? 0;
    await supervisor.start(small('gateway', works('gateway'), { listens }));
    const leave = await listenOn(port);
    process.kill(supervisor.running[0]?.pid ?? 0, 'SIGKILL');
    const complaint = `gateway is not started: its port ${port} is taken by another program. The next try is in 0.04 s.`;
    await until(() => said.includes(complaint));
    await leave();
    await until(() => said.at(-1) === 'gateway is ready again');
    expect(supervisor.running).toHaveLength(1);
  });
});

describe('stopping', () => {
  const inOrder = (name: string) =>
    `trap 'echo ${name} >> order; exit 0' TERM; touch ${name}.ready; while :; do sleep 0.02; done`;

  it('goes from the last started to the first', async () => {
    for (const name of ['postgres', 'worker', 'tracker']) {
      await supervisor.start(small(name, inOrder(name)));
    }
    await supervisor.stop();
    expect(written('order').split('\n')).toEqual(['tracker', 'worker', 'postgres']);
    expect(said).toEqual(['stopping tracker', 'stopping worker', 'stopping postgres']);
    expect(supervisor.running).toEqual([]);
    await expect(supervisor.start(small('late', works('late')))).rejects.toThrow(
      'late is not started: all is being stopped',
    );
  });

  it('kills what does not stop in its time, and says so', async () => {
    const deaf = `trap '' TERM; echo $$ > pid; touch deaf.ready; while :; do sleep 0.05; done`;
    await supervisor.start(small('deaf', deaf));
    const began = Date.now();
    await supervisor.stop();
    expect(Date.now() - began).toBeGreaterThan(350);
    expect(said).toEqual(['stopping deaf', 'deaf does not stop and is killed']);
    await until(() => !runs(Number(written('pid'))));
  });

  it('uses the signal that a server wants', async () => {
    // No shell: started in the background it ignores INT, and cannot trap it.
    const command = process.execPath;
    const code = `
      const fs = require('node:fs');
      process.on('SIGINT', () => { fs.writeFileSync('${home}/order', 'INT'); process.exit(); });
      fs.writeFileSync('${home}/pg.ready', ''); setInterval(() => undefined, 1000);`;
    await supervisor.start(small('pg', '', { command, args: ['-e', code], stopBy: 'INT' }));
    await supervisor.stop();
    expect(written('order')).toBe('INT');
  });

  it('keeps a crashed process from coming back', async () => {
    supervisor = new Supervisor(home, {
      say: (line) => said.push(line),
      timing: { ...timing, backoffMinMs: 300, backoffMaxMs: 300 },
    });
    await supervisor.start(small('worker', `echo x >> starts; ${works('worker')}`));
    process.kill(supervisor.running[0]?.pid ?? 0, 'SIGKILL');
    await until(() => said.some((line) => line.startsWith('worker has ended')));
    await supervisor.stop();
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(written('starts')).toBe('x');
    expect(supervisor.running).toEqual([]);
  });

  it('finds one process by name, or names those there are', async () => {
    await supervisor.start(small('worker', works('worker')));
    expect(supervisor.find('worker').name).toBe('worker');
    expect(() => supervisor.find('kafka')).toThrow('There is no process kafka; there are worker');
  });
});
