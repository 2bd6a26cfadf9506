import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import kafkajs from 'kafkajs';
import pg from 'pg';
import { StackError } from './errors.js';
import { postgresBinaries } from './parts.js';
import type { ProcessSpec } from './supervisor.js';

/** The project's root folder. */
export const projectRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Temporal with UI on a SQLite file. */
export function temporalServer(
  command: string,
  home: string,
  ports: { port: number; uiPort: number },
): ProcessSpec {
  return {
    name: 'temporal',
    command,
    args: [
      ...['server', 'start-dev', '--ip', '127.0.0.1', '--ui-ip', '127.0.0.1'],
      ...['--port', String(ports.port), '--ui-port', String(ports.uiPort)],
      ...['--db-filename', join(home, 'temporal.db'), '--log-level', 'error'],
      ...['--dynamic-config-value', 'system.enableActivityEagerExecution=true'],
      ...['--dynamic-config-value', 'frontend.namespaceRPS=100000'],
    ],
    env: { GOMEMLIMIT: '300MiB' },
    isReady: () => accepts(ports.port),
  };
}

/** Apache Kafka, one node in KRaft mode. */
export async function kafkaServer(
  jars: string,
  home: string,
  ports: { port: number; controllerPort: number },
): Promise<ProcessSpec> {
  const folder = join(home, 'kafka');
  await mkdir(folder, { recursive: true });
  const properties = join(folder, 'server.properties');
  await writeFile(properties, kafkaProperties(folder, ports));
  await writeFile(join(folder, 'log4j2.properties'), log4jProperties);
  const java = [
    ...['-Xmx384m', '-Xms64m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'],
    `-Dlog4j2.configurationFile=${join(folder, 'log4j2.properties')}`,
    ...['-cp', join(jars, '*')],
  ];
  if (!existsSync(join(folder, 'data', 'meta.properties'))) {
    const format = spawnSync(
      'java',
      [...java, 'kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', properties],
      { encoding: 'utf8' },
    );
    if (format.status !== 0) throw new StackError(`Kafka cannot format its data: ${format.stderr}`);
  }
  return {
    name: 'kafka',
    command: 'java',
    args: [...java, 'kafka.Kafka', properties],
    isReady: () => kafkaAnswers(`127.0.0.1:${ports.port}`),
  };
}

const clusterId = 'prasanprasanprasanpraQ';

const log4jProperties = `rootLogger.level=warn
rootLogger.appenderRef.out.ref=out
appender.out.type=Console
appender.out.name=out
appender.out.layout.type=PatternLayout
appender.out.layout.pattern=%d %p %c %m%n
`;

function kafkaProperties(folder: string, ports: { port: number; controllerPort: number }): string {
  return `process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${ports.controllerPort}
listeners=PLAINTEXT://127.0.0.1:${ports.port},CONTROLLER://127.0.0.1:${ports.controllerPort}
advertised.listeners=PLAINTEXT://127.0.0.1:${ports.port}
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
log.dirs=${join(folder, 'data')}
num.partitions=1
offsets.topic.num.partitions=4
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
auto.create.topics.enable=false
log.cleaner.dedupe.buffer.size=16777216
`;
}

async function kafkaAnswers(broker: string): Promise<boolean> {
  const kafka = new kafkajs.Kafka({
    brokers: [broker],
    logLevel: kafkajs.logLevel.NOTHING,
    connectionTimeout: 1_000,
    retry: { retries: 0 },
  });
  const admin = kafka.admin();
  try {
    await admin.connect();
    const { brokers } = await admin.describeCluster();
    return brokers.length > 0;
  } finally {
    await admin.disconnect();
  }
}

/** PostgreSQL from the npm package; as root in a user namespace, since it refuses to run as root. */
export async function postgresServer(home: string, port: number): Promise<ProcessSpec> {
  const binaries = await postgresBinaries();
  const data = join(home, 'postgres');
  const [command, ...prefix] = asUser();
  const wrap = (program: string, args: string[]) =>
    command === undefined
      ? { command: join(binaries, program), args }
      : { command, args: [...prefix, join(binaries, program), ...args] };
  if (!existsSync(join(data, 'PG_VERSION'))) {
    await mkdir(home, { recursive: true });
    const init = wrap('initdb', [
      '-D',
      data,
      '-U',
      'prasan',
      '-A',
      'trust',
      '-E',
      'UTF8',
      '--no-locale',
    ]);
    const done = spawnSync(init.command, init.args, { encoding: 'utf8' });
    if (done.status !== 0) throw new StackError(`PostgreSQL cannot make its data: ${done.stderr}`);
  }
  const settings = ['listen_addresses=127.0.0.1', `port=${port}`, 'unix_socket_directories='];
  const tuning = ['shared_buffers=64MB', 'max_connections=60', 'timezone=UTC'];
  const server = wrap('postgres', [
    '-D',
    data,
    ...[...settings, ...tuning].flatMap((setting) => ['-c', setting]),
  ]);
  return {
    name: 'postgres',
    ...server,
    isReady: async () => ensureDatabase(port),
  };
}

function asUser(): string[] {
  const isRoot = process.getuid?.() === 0;
  return isRoot ? ['unshare', '--user', '--map-user=1000', '--map-group=1000'] : [];
}

async function ensureDatabase(port: number): Promise<boolean> {
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'prasan', database: 'postgres' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const found = await client.query("select 1 from pg_database where datname = 'prasan'");
    if (found.rowCount === 0) await client.query('create database prasan');
    return true;
  } finally {
    await client.end();
  }
}

/** A process of ours, with TypeScript. */
export function nodeProcess(
  name: string,
  script: string,
  env: NodeJS.ProcessEnv,
  readyUrl: string,
): ProcessSpec {
  return {
    name,
    command: process.execPath,
    args: ['--import', 'tsx', join(projectRoot, script)],
    env,
    isReady: () => isOk(readyUrl),
  };
}

async function isOk(url: string): Promise<boolean> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) });
  await answer.arrayBuffer();
  return answer.ok;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}
