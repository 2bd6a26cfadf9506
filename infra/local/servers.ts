import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import kafkajs from 'kafkajs';
import { tryConnection } from '../temporal/client.js';
import { StackError } from './errors.js';
import { projectRoot } from './guard.js';
import { loopback, urlOf } from './ports.js';
import type { ProcessSpec } from './process.js';
import { ask } from './tools.js';

/** Temporal with its UI, on a SQLite file. */
export function temporalServer(
  command: string,
  home: string,
  ports: { readonly port: number; readonly uiPort: number },
): ProcessSpec {
  return {
    name: 'temporal',
    command,
    args: [
      ...['server', 'start-dev', '--ip', '127.0.0.1', '--ui-ip', '127.0.0.1'],
      ...['--port', String(ports.port), '--ui-port', String(ports.uiPort)],
      ...['--db-filename', join(home, 'temporal.db'), '--log-level', 'error'],
      // As durable as the journal by default, and twice as fast.
      ...['--sqlite-pragma', 'journal_mode=WAL'],
      ...['--dynamic-config-value', 'system.enableActivityEagerExecution=true'],
      ...['--dynamic-config-value', 'frontend.namespaceRPS=100000'],
      // As on a real cluster: here by default every look at a search attribute is a query. A namespace
      // that was just made is known the sooner.
      ...['--dynamic-config-value', 'system.forceSearchAttributesCacheRefreshOnRead=false'],
      ...['--dynamic-config-value', 'system.namespaceCacheRefreshInterval="500ms"'],
      // One by default: of people who look at one case at once, most would wait for a second or two.
      ...['--dynamic-config-value', 'history.MaxBufferedQueryCount=100'],
    ],
    env: { GOMEMLIMIT: '300MiB' },
    listens: [listening(ports.port), listening(ports.uiPort)],
    isReady: () => temporalAnswers(`${loopback}:${ports.port}`),
  };
}

function listening(port: number): { host: string; port: number } {
  return { host: loopback, port };
}

/** Rejects with what is wrong when no Temporal answers. */
export async function temporalAnswers(address: string, timeoutMs = 2_000): Promise<true> {
  await tryConnection(address, timeoutMs);
  return true;
}

/** Apache Kafka, one node in KRaft mode. */
export async function kafkaServer(
  jars: string,
  home: string,
  ports: { readonly port: number; readonly controllerPort: number },
): Promise<ProcessSpec> {
  const folder = join(home, 'kafka');
  mkdirSync(folder, { recursive: true });
  const properties = join(folder, 'server.properties');
  const logging = join(folder, 'log4j2.properties');
  writeFileSync(properties, kafkaProperties(folder, ports));
  writeFileSync(logging, log4jProperties);
  const java = [
    ...['-Xmx384m', '-Xms64m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'],
    ...[`-Dlog4j2.configurationFile=${logging}`, '-cp', join(jars, '*')],
  ];
  if (!existsSync(join(folder, 'data', 'meta.properties'))) await format(java, folder, properties);
  return {
    name: 'kafka',
    command: 'java',
    args: [...java, 'kafka.Kafka', properties],
    listens: [listening(ports.port), listening(ports.controllerPort)],
    isReady: async () => (await kafkaBrokers([`${loopback}:${ports.port}`])) > 0,
  };
}

const clusterId = 'prasanprasanprasanpraQ';

async function format(java: readonly string[], folder: string, properties: string): Promise<void> {
  // An earlier attempt may have been cut short.
  rmSync(join(folder, 'data'), { recursive: true, force: true });
  const tool = ['kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', properties];
  const { ok, lastLine } = await ask('java', [...java, ...tool]);
  if (!ok) throw new StackError(`Kafka cannot make its data in ${folder}: ${lastLine}`);
}

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

/** How many brokers there are; rejects with what is wrong when none answers. */
export async function kafkaBrokers(brokers: string[], timeoutMs = 1_000): Promise<number> {
  const kafka = new kafkajs.Kafka({
    brokers,
    logLevel: kafkajs.logLevel.NOTHING,
    connectionTimeout: timeoutMs,
    requestTimeout: timeoutMs + 1_000,
    retry: { retries: 0 },
  });
  const admin = kafka.admin();
  try {
    await admin.connect();
    return (await admin.describeCluster()).brokers.length;
  } finally {
    await admin.disconnect();
  }
}

/** A process of ours, in TypeScript. */
export interface NodeProcess {
  readonly name: string;
  readonly script: string;
  readonly env: NodeJS.ProcessEnv;
  readonly host: string;
  readonly port: number;
  /** What answers with success once it can be used. */
  readonly readyPath: 'healthz' | 'readyz';
}

/** How a process of ours is run. */
export function nodeProcess({
  name,
  script,
  env,
  host,
  port,
  readyPath,
}: NodeProcess): ProcessSpec {
  return {
    name,
    command: process.execPath,
    args: ['--import', 'tsx', join(projectRoot, script)],
    env: { ...env, PORT: String(port), NODE_OPTIONS: '--max-old-space-size=384' },
    listens: [{ host, port }],
    isReady: () => isOk(`${urlOf(host, port)}/${readyPath}`),
  };
}

async function isOk(url: string): Promise<boolean> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) });
  await answer.arrayBuffer();
  return answer.ok;
}
