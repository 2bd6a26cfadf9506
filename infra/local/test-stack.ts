import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StackEnv } from './env-file.js';
import { startOf } from './lock.mjs';
import { timeSkippingCommand } from './parts.js';
import { rememberPorts } from './ports.js';
import type { Progress } from './progress.js';
import { keptKeys } from './secret.js';
import { serverEnv, startServers } from './stack.js';
import { Supervisor } from './supervisor.js';
import { endTools } from './tools.js';

const prefix = 'prasan-test-';

/**
 * Brings servers up for tests, on free ports in a temporary folder, and stops them when the work is
 * done, or as soon as `asked` resolves. Addresses in the environment are not used: the tests kill
 * servers, and fill them.
 */
export async function withTestStack<Result>(
  progress: Progress,
  asked: Promise<void>,
  work: (env: StackEnv) => Promise<Result>,
): Promise<Result | undefined> {
  removeLeftovers();
  const home = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
  const { say } = progress;
  const supervisor = new Supervisor(home, { say });
  const up = bringUp(home, supervisor, progress);
  const stopped = asked.then(() => undefined);
  try {
    const env = await Promise.race([up, stopped]);
    return env && (await Promise.race([work(env), stopped]));
  } finally {
    endTools();
    // It failed, which is told by whoever waited above, or it was stopped on the way.
    await up.catch(() => undefined);
    await supervisor.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

async function bringUp(
  home: string,
  supervisor: Supervisor,
  progress: Progress,
): Promise<StackEnv> {
  const ports = await rememberPorts(home, progress.say);
  const codecKeys = { PRASAN_CODEC_KEYS: keptKeys(join(home, 'codec-key')) };
  const env = { ...serverEnv(home, ports, {}), ...codecKeys };
  const [timeSkippingServer] = await Promise.all([
    timeSkippingCommand(progress),
    startServers({ home, ports, supervisor, progress, given: {}, env }),
  ]);
  return { ...env, TIME_SKIPPING_SERVER: timeSkippingServer };
}

/** Folders of test runs that were killed. */
function removeLeftovers(): void {
  for (const name of readdirSync(tmpdir()).filter((one) => one.startsWith(prefix))) {
    const pid = Number(name.slice(prefix.length).split('-')[0]);
    if (!Number.isInteger(pid) || startOf(pid) !== undefined) continue;
    rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}
