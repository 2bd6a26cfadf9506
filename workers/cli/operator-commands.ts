import { readFileSync } from 'node:fs';
import type { Client } from '@temporalio/client';
import { SingleBar } from 'cli-progress';
import type { Command } from 'commander';
import type { AgencyView } from '../../contracts/commands/agency/messages.js';
import { agencyQuery, agencyWorkflowType } from '../../contracts/commands/agency/messages.js';
import type { ServiceView } from '../../contracts/commands/service/messages.js';
import { caseQuery, serviceWorkflowType } from '../../contracts/commands/service/messages.js';
import type { TopicName } from '../../contracts/topics.js';
import { topicNames } from '../../contracts/topics.js';
import { readConfig } from '../../infra/config.js';
import type { CaseEnd, VerifyReport } from '../../infra/events/verify.js';
import { EventAudit } from '../../infra/events/verify.js';
import { createKafka } from '../../infra/kafka/client.js';
import type { LogRecord } from '../../infra/kafka/read-all.js';
import { readAll, tail } from '../../infra/kafka/read-all.js';
import { requestDevToken } from '../../infra/local/oidc/dev-token.js';
import { createLogger } from '../../infra/logger.js';
import { createPool } from '../../infra/postgres/pool.js';
import { eachOf, importEdition } from '../../infra/register/import.js';
import { mapEdition } from '../../infra/register/map.js';
import { readRegister } from '../../infra/register/read.js';
import { connectClient } from '../../infra/temporal/client.js';
import { addTester, listTesters, revokeTester } from '../../infra/testers/registry.js';
import { CommandFailed, exitCodes } from './outcome.js';
import { printJson, printLine, printTable } from './output.js';

/** `register import`: DGA's register, or the sample. */
export function registerCommands(program: Command): void {
  const register = program.command('register').description("The national register's editions");
  register
    .command('import <file>')
    .description('Start a case for each service of the register that has none')
    .option('--as-of <date>', 'as-of date; taken from the file name when left out')
    .option('--dry-run', 'only say what would happen')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample: prasan register import services_all-3-5-2026.xlsx')
    .action(async (file: string, options: { asOf?: string; dryRun?: boolean; json?: boolean }) => {
      const edition = await readRegister(file, options.asOf);
      const mapped = mapEdition(edition);
      const states = countBy(mapped.services.map(({ origin }) => ('state' in origin ? origin.state : '')));
      const counts =
        options.dryRun === true
          ? { created: 0, changed: 0, unchanged: 0, refused: mapped.findings.length }
          : await withClient((client) => importWithBar(client, mapped));
      const { sha256, asOf, sheet, rows } = edition;
      const report = { file: edition.file, sha256, asOf, sheet, rows: rows.length, counts };
      if (options.json === true) {
        printJson({ ...report, dryRun: options.dryRun === true, states, findings: mapped.findings });
        return;
      }
      printLine(
        options.dryRun === true
          ? `${rows.length} rows as of ${asOf}; nothing was done (dry run)`
          : `${rows.length} rows as of ${asOf}: ${counts.created} created, ${counts.unchanged} unchanged, ${counts.refused} refused`,
      );
      for (const [state, count] of Object.entries(states)) printLine(`  ${state.padEnd(14)}${count}`);
      for (const { cell, code, found } of mapped.findings) printLine(`  refused ${cell}: ${code} ${found}`);
    });
}

async function importWithBar(client: Client, mapped: ReturnType<typeof mapEdition>) {
  const bar = new SingleBar({
    format: 'importing {bar} {value}/{total} services, about {eta} s left',
    noTTYOutput: false,
    stream: process.stderr,
  });
  const isTerminal = process.stderr.isTTY;
  if (isTerminal) bar.start(mapped.services.length, 0);
  const counts = await importEdition(client, mapped, (done) => {
    if (isTerminal) bar.update(done);
  });
  if (isTerminal) bar.stop();
  return counts;
}

/** `events tail|verify`: as the platform operator, on Kafka and Temporal themselves. */
export function eventCommands(program: Command): void {
  const events = program.command('events').description('The events on Kafka');
  events
    .command('tail')
    .description('Follow the events as they come')
    .option('--topic <topic>', `one of ${topicNames.join(', ')}`)
    .option('--subject <subject>', 'only of this case, e.g. service/SVC0106')
    .option('--from-beginning', 'all there are, then follow')
    .option('--json', 'one JSON object a line')
    .addHelpText('after', '\nExample: prasan events tail --subject service/SVC0106 --from-beginning')
    .action(async (options: TailOptions) => {
      const stop = new AbortController();
      process.once('SIGINT', () => {
        stop.abort();
      });
      const follow = { fromBeginning: options.fromBeginning === true, signal: stop.signal };
      await tail(kafka(), chosenTopics(options.topic), follow, (record) => {
        showRecord(record, options);
      });
    });
  events
    .command('verify')
    .description('Compare the topics with the workflows: what is missing, out of order or invented')
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }) => {
      const report = await withClient(verify);
      if (options.json === true) printJson(report);
      else showReport(report);
      if (report.faults.length > 0) process.exitCode = exitCodes.refused;
    });
}

interface TailOptions {
  readonly topic?: string;
  readonly subject?: string;
  readonly fromBeginning?: boolean;
  readonly json?: boolean;
}

function chosenTopics(topic: string | undefined): readonly TopicName[] {
  if (topic === undefined) return topicNames;
  const known = topicNames.find((name) => name === topic);
  if (known === undefined) {
    throw new CommandFailed(`There is no topic ${topic}; there are ${topicNames.join(', ')}`);
  }
  return [known];
}

function showRecord({ topic, partition, offset, read }: LogRecord, options: TailOptions): void {
  if (read.kind !== 'event') {
    printLine(`${topic}[${partition}]@${offset} ${read.kind}`);
    return;
  }
  const { event } = read;
  if (options.subject !== undefined && event.subject !== options.subject) return;
  if (options.json === true) printLine(JSON.stringify({ topic, partition, offset, ...event }));
  else printLine(`${event.time}  ${event.subject}  ${Number(event.sequence)}  ${event.type}`);
}

/** Cases are asked before and again after the topics are read, so that one that moves is no fault. */
async function verify(client: Client): Promise<VerifyReport> {
  const audit = new EventAudit();
  const ids = await caseIds(client);
  const before = await endsOf(client, ids);
  await readAll(kafka(), topicNames, ({ topic, partition, offset, read }) => {
    audit.take(topic, `${topic}[${partition}]@${offset}`, read);
  });
  const moved = new Map((await endsOf(client, await caseIds(client))).map((end) => [end.subject, end]));
  const settled = before.filter((end) => moved.get(end.subject)?.sequence === end.sequence);
  const isSettled = new Set(settled.map(({ subject }) => subject));
  const moving = [...moved.values()].filter(({ subject }) => !isSettled.has(subject));
  if (moving.length === 0) return audit.compare(settled);
  const fresh = new EventAudit();
  await readAll(kafka(), topicNames, ({ topic, partition, offset, read }) => {
    fresh.take(topic, `${topic}[${partition}]@${offset}`, read);
  });
  return fresh.compare(await endsOf(client, await caseIds(client)));
}

async function caseIds(client: Client): Promise<{ id: string; type: string }[]> {
  const found: { id: string; type: string }[] = [];
  const query = `ExecutionStatus = 'Running' AND WorkflowType IN ('${serviceWorkflowType}', '${agencyWorkflowType}')`;
  for await (const { workflowId, type } of client.workflow.list({ query, pageSize: 1_000 })) {
    found.push({ id: workflowId, type });
  }
  return found;
}

async function endsOf(
  client: Client,
  ids: readonly { id: string; type: string }[],
): Promise<CaseEnd[]> {
  const ends: CaseEnd[] = [];
  await eachOf(ids, async ({ id, type }) => {
    const handle = client.workflow.getHandle(id);
    const isService = type === serviceWorkflowType;
    const view = isService
      ? await handle.query<ServiceView>(caseQuery)
      : await handle.query<AgencyView>(agencyQuery);
    const { sequence, chainhash, unpublished } = view;
    const topic = isService ? 'service.status.v1' : 'registry.change.v1';
    ends.push({ topic, subject: id, sequence, chainhash, unpublished });
  });
  return ends;
}

function showReport(report: VerifyReport): void {
  printLine(
    `${report.events} events of ${report.subjects} cases; ${report.resends} identical resends (no fault); ${report.unpublished} not yet published`,
  );
  for (const { code, topic, subject, detail } of report.faults) {
    printLine(`${code}: ${topic} ${subject}: ${detail}`);
  }
  printLine(report.faults.length === 0 ? 'clean: nothing is missing, out of order or invented' : `${report.faults.length} faults`);
}

/** `tester add|list|revoke`: who may sign test reports. */
export function testerCommands(program: Command): void {
  const tester = program.command('tester').description('Registered testers');
  tester
    .command('add <id>')
    .description('Register a tester with a public key')
    .requiredOption('--name <name>', 'who it is')
    .requiredOption('--jwk <file>', 'public key as a JWK, in a file')
    .action(async (testerId: string, options: { name: string; jwk: string }) => {
      const jwk = JSON.parse(readFileSync(options.jwk, 'utf8')) as object;
      await withPool((pool) => addTester(pool, { testerId, name: options.name, jwk }));
      printLine(`${testerId} is registered`);
    });
  tester
    .command('list')
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }) => {
      const testers = await withPool(listTesters);
      if (options.json === true) printJson(testers);
      else {
        printTable(
          ['id', 'name', 'registered', 'revoked'],
          testers.map((one) => [one.testerId, one.name, one.registeredAt, one.revokedAt ?? '']),
        );
      }
    });
  tester.command('revoke <id>').action(async (testerId: string) => {
    const isRevoked = await withPool((pool) => revokeTester(pool, testerId));
    if (!isRevoked) throw new CommandFailed(`${testerId} is not registered, or revoked already`);
    printLine(`${testerId} is revoked`);
  });
}

/** `token ROLE`: a token of the local issuer. */
export function tokenCommand(program: Command): void {
  program
    .command('token <roles...>')
    .description('An access token of the local issuer')
    .option('--agency <ids...>', 'agency ids of the person')
    .option('--office <ids...>', 'offices of the person')
    .option('--name <name>', 'who the person is: the same name is the same person')
    .option('--lifetime <seconds>', 'how long it holds', '3600')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample: prasan token agencyOfficer --agency AGY009 --name somchai')
    .action(async (roles: string[], options: Record<string, string> & { agency?: string[]; office?: string[]; json?: boolean }) => {
      const token = await requestDevToken({
        issuer: readConfig().OIDC_ISSUER,
        roles,
        agencies: options.agency ?? [],
        offices: options.office ?? [],
        name: options['name'] ?? [roles[0], ...(options.agency ?? [])].join('-'),
        expiresInSeconds: Number(options['lifetime']),
      });
      if (options.json === true) printJson({ token });
      else printLine(token);
    });
}

function kafka() {
  const config = readConfig();
  return createKafka(config.KAFKA_BROKERS, 'prasan-cli', createLogger('cli', 'error'));
}

async function withClient<Result>(work: (client: Client) => Promise<Result>): Promise<Result> {
  const { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace } = readConfig();
  const client = await connectClient({ address, namespace }).catch((error: unknown) => {
    throw new CommandFailed(
      `Temporal at ${address} cannot be reached; is it running (npm start)? ${String(error)}`,
      exitCodes.unreachable,
    );
  });
  try {
    return await work(client);
  } finally {
    await client.connection.close();
  }
}

async function withPool<Result>(
  work: (pool: ReturnType<typeof createPool>) => Promise<Result>,
): Promise<Result> {
  const pool = createPool(readConfig().DATABASE_URL, 'prasan-cli');
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
}

function countBy(items: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[item] = (counts[item] ?? 0) + 1;
  return counts;
}
