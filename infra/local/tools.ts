import { spawn, spawnSync } from 'node:child_process';
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  openSync,
  readFileSync,
  statSync,
  writeSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { StackError } from './errors.js';
import { guard, projectRoot, signal } from './guard.js';
import type { Say } from './progress.js';

/** A program that must be on this machine. */
interface Tool {
  readonly command: string;
  readonly name: string;
  /** The oldest version that will do: the first number that its `versionArgs` print. */
  readonly oldest: readonly [major: number, minor: number];
  readonly versionArgs: readonly string[];
  readonly version: RegExp;
  /** Debian's package. */
  readonly debian?: string;
  readonly what: string;
}

/** Go builds the Temporal server. It fetches a newer toolchain of itself from 1.21 on. */
export const go: Tool = {
  command: 'go',
  name: 'Go 1.21',
  oldest: [1, 21],
  versionArgs: ['version'],
  version: /go(\d+)\.(\d+)/,
  what: 'to build the Temporal server (go.dev/dl); or put a `temporal` command (1.5 or newer) on PATH, or set TEMPORAL_ADDRESS',
};

/** Java runs Apache Kafka and Temporal's time-skipping test server. */
export const java: Tool = {
  command: 'java',
  name: 'Java 17',
  oldest: [17, 0],
  versionArgs: ['-version'],
  version: /version "(\d+)(?:\.(\d+))?/,
  debian: 'openjdk-17-jre-headless',
  what: 'to run Apache Kafka; or set KAFKA_BROKERS',
};

/** Maven fetches the Java parts. */
export const maven: Tool = {
  command: 'mvn',
  name: 'Maven 3.6',
  oldest: [3, 6],
  versionArgs: ['-v'],
  version: /Maven (\d+)\.(\d+)/,
  debian: 'maven',
  what: 'to fetch Apache Kafka; or set KAFKA_BROKERS',
};

/**
 * Makes sure of tools; as root on Debian it installs what is missing.
 *
 * @throws StackError with one line that says what to install
 */
export async function needTools(tools: readonly Tool[], say: Say): Promise<void> {
  for (const tool of tools) {
    if (fits(tool)) continue;
    await (installing = installing.then(() => install(tool, say)));
    const complaint = complaintAbout(tool);
    if (complaint !== undefined) throw new StackError(complaint);
  }
}

/** Debian's installer runs once at a time. */
let installing: Promise<void> = Promise.resolve();

function fits(tool: Tool): boolean {
  return complaintAbout(tool) === undefined;
}

function complaintAbout(tool: Tool): string | undefined {
  const how = tool.debian === undefined ? '' : ` (Debian: apt-get install ${tool.debian})`;
  const program = which(tool.command);
  if (program === undefined) {
    return `${tool.name} or newer is missing; install it${how} ${tool.what}.`;
  }
  const version = versionOf(program, tool.versionArgs, tool.version);
  if (version !== undefined && isAtLeast(version, tool.oldest)) return undefined;
  const found = version === undefined ? 'one that does not run' : version.join('.');
  return `${tool.name} or newer is needed, and this machine has ${found}; install a newer one${how} ${tool.what}.`;
}

async function install({ debian, command, ...tool }: Tool, say: Say): Promise<void> {
  if (which(command) !== undefined) return;
  const isDebian = existsSync('/etc/debian_version') && which('apt-get') !== undefined;
  if (debian === undefined || !isDebian || process.getuid?.() !== 0) return;
  say(`${tool.name} is missing; installing Debian's ${debian} …`);
  const apt = 'DEBIAN_FRONTEND=noninteractive apt-get -qq';
  const shell = `${apt} update && ${apt} install -y --no-install-recommends ${debian}`;
  const { ok, lastLine } = await ask('sh', ['-c', shell]);
  if (!ok) say(`apt-get could not install ${debian}: ${lastLine}`);
}

/** Where a command is, by PATH. */
export function which(command: string): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, command))
    .find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false; // Not there, or not for us.
  }
}

/** The version that a command prints, as major and minor; `undefined` when it prints none. */
export function versionOf(
  command: string,
  args: readonly string[],
  pattern: RegExp,
): [number, number] | undefined {
  const said = spawnSync(command, args, { encoding: 'utf8', timeout: 20_000 });
  const found = pattern.exec(`${said.stdout}${said.stderr}`);
  return found === null ? undefined : [Number(found[1]), Number(found[2] ?? 0)];
}

/** Compares versions by major and minor. */
export function isAtLeast(
  [major, minor]: readonly [number, number],
  [oldestMajor, oldestMinor]: readonly [number, number],
): boolean {
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}

/** What runs now, to be ended when we are told to stop. */
const underWay = new Set<number>();

/** Ends all commands that are under way. */
export function endTools(): void {
  for (const pid of underWay) signal(pid, 'SIGTERM');
}

/**
 * Runs a command to its end, and answers its exit code. It ends when we do. Its output is heard, or
 * goes where ours goes.
 */
async function run(
  command: string,
  args: readonly string[],
  options: { readonly env: NodeJS.ProcessEnv; readonly onOutput?: (chunk: Buffer) => void },
): Promise<number | null> {
  const output = options.onOutput === undefined ? 'inherit' : 'pipe';
  const child = spawn(guard, ['TERM', command, ...args], {
    cwd: projectRoot,
    env: { ...process.env, ...options.env },
    stdio: ['pipe', output, output],
    detached: true,
  });
  const { pid } = child;
  if (pid !== undefined) underWay.add(pid);
  for (const stream of [child.stdout, child.stderr]) {
    if (options.onOutput !== undefined) stream?.on('data', options.onOutput);
  }
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
  } finally {
    if (pid !== undefined) underWay.delete(pid);
  }
}

/** Runs a command whose output goes where ours goes, and answers its exit code. */
export async function runVisibly(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<number | null> {
  return run(command, args, { env });
}

/** Runs a command that says little, to its end. */
export async function ask(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<{ readonly ok: boolean; readonly said: string; readonly lastLine: string }> {
  let output = '';
  const onOutput = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-10_000));
  const code = await run(command, args, { env, onOutput });
  const said = output.trim();
  return { ok: code === 0, said, lastLine: said.split('\n').at(-1) ?? '' };
}

/**
 * Runs a tool that takes long, its output kept in a log file.
 *
 * @throws StackError saying in one line why it failed and what to do
 */
export async function runTool(
  what: string,
  command: string,
  args: readonly string[],
  options: {
    readonly log: string;
    readonly env?: NodeJS.ProcessEnv;
    /** Hears whenever the tool says something. */
    readonly onOutput?: () => void;
  },
): Promise<void> {
  const log = openSync(options.log, 'w');
  const keep = (chunk: Buffer) => {
    writeSync(log, chunk);
    options.onOutput?.();
  };
  try {
    const code = await run(command, args, { env: options.env ?? {}, onOutput: keep });
    if (code === 0) return;
  } finally {
    closeSync(log);
  }
  throw new StackError(failureOf(what, readFileSync(options.log, 'utf8'), options.log));
}

const causes: readonly { sign: RegExp; advice: string }[] = [
  { sign: /no space left|disk quota/i, advice: 'the disk is full; make room and start again' },
  {
    sign: /could not transfer|unknown host|no such host|dial tcp|connection (reset|refused|timed)|timed? ?out|unexpected EOF|premature end|checksum|TLS|proxyconnect|network/i,
    advice: 'the download was cut short or refused; check the network and start again',
  },
];

/** One line about a tool that failed: why, what to do, and where the rest is. */
export function failureOf(what: string, output: string, log: string): string {
  const lines = output.trim().split('\n');
  for (const { sign, advice } of causes) {
    const line = lines.find((one) => sign.test(one));
    if (line !== undefined)
      return `${what}: ${advice} (${line.trim().slice(0, 200)}; all of it: ${log}).`;
  }
  return `${what} failed: ${(lines.at(-1) ?? '').trim().slice(0, 200)} (all of it: ${log}).`;
}
