import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { eventually } from './fresh-database.js';

/** A process of Prasan as it runs in production: ended by signals, started again by the test. */
export class PrasanProcess {
  readonly port: number;
  private readonly script: string;
  private readonly env: NodeJS.ProcessEnv;
  private child: ChildProcess | undefined;

  /** @param script e.g. `workers/onboarding/main.ts` */
  constructor(script: string, port: number, env: NodeJS.ProcessEnv) {
    this.script = script;
    this.port = port;
    const { PATH, PRASAN_CODEC_KEYS } = process.env;
    this.env = { PATH, PRASAN_CODEC_KEYS, PRASAN_HOME: '/nonexistent', ...env };
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Starts it and waits until it is ready. */
  async start(): Promise<void> {
    this.child = spawn(process.execPath, ['--import', 'tsx', this.script], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: this.env,
    });
    await eventually(
      () => this.ready(),
      ({ ok }) => ok,
      { withinMs: 60_000 },
    );
  }

  /** What its `/readyz` says; not ready while it does not answer. */
  async ready(): Promise<{ ok: boolean; checks?: Record<string, { since?: string }> }> {
    try {
      const answer = await fetch(`${this.url}/readyz`);
      return (await answer.json()) as { ok: boolean };
    } catch {
      return { ok: false };
    }
  }

  /** kill -9, and waits until it is gone. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Ends it, and waits until it is gone. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const { child } = this;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }
}
