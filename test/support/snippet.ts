import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { until } from './until.js';

/** A small process of its own; whoever starts it ends it. */
export class Snippet {
  /** What it has said so far, on both of its outputs. */
  said = '';
  private readonly child: ChildProcess;
  private readonly ended: Promise<unknown>;

  /** @param code a module; imports are relative to the checkout */
  constructor(code: string, env: NodeJS.ProcessEnv = {}) {
    const module = ['--import', 'tsx', '--input-type=module', '-e', code];
    const child = spawn(process.execPath, module, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (this.said += text));
    }
    this.child = child;
    this.ended = once(child, 'close');
  }

  /** Its process id. */
  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Waits until it has said something. */
  async says(text: string): Promise<void> {
    await until(() => {
      if (this.child.exitCode !== null) throw new Error(`it has ended: ${this.said}`);
      return this.said.includes(text);
    }, 15_000);
  }

  /** kill -9, and waits until it is gone. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  /** Waits until it ends by itself, and answers all that it has said. */
  async end(): Promise<string> {
    await this.ended;
    return this.said;
  }
}
