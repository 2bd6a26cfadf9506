import type { Command } from 'commander';
import { RegistryChangeV1 } from '../../contracts/events/registry-change.v1.js';
import { RequestNoticeV1, RequestStatusV1 } from '../../contracts/events/request-status.v1.js';
import { ServiceStatusV1 } from '../../contracts/events/service-status.v1.js';
import { requestEventLabels } from '../../contracts/lifecycles/request/event-kinds.js';
import type { PublishedEvent } from '../../contracts/events/cloud-event.js';
import { eventLabels } from '../../contracts/lifecycles/service/event-kinds.js';
import type { TopicName } from '../../contracts/topics.js';
import { topicNames } from '../../contracts/topics.js';
import type { VerifyReport } from '../../infra/events/audit.js';
import type { LogRecord } from '../../infra/kafka/read-all.js';
import type { CliContext } from './context.js';
import { CommandFailed } from './outcome.js';
import type { Screen } from './screen.js';
import { withKafka, withTemporal } from './servers.js';
import { listed } from './sign-in.js';
import { bangkokTime, both } from './text.js';

/** `events tail|verify`: as the platform operator, on Kafka and Temporal themselves. */
export function eventCommands(program: Command, context: CliContext): void {
  const events = program
    .command('events')
    .description('The events on Kafka, read directly (platform operator)');
  tailCommand(events, context);
  verifyCommand(events, context);
}

interface TailOptions {
  readonly topic?: string;
  readonly subject?: string;
  readonly fromBeginning?: boolean;
  readonly follow: boolean;
  readonly json?: boolean;
}

function tailCommand(events: Command, context: CliContext): void {
  events
    .command('tail')
    .description('Follow the events as they come, until Ctrl-C')
    .option('--topic <topic>', `only this topic: ${topicNames.join(' or ')}`)
    .option('--subject <subject>', 'only this case, e.g. service/SVC0106')
    .option('--from-beginning', 'all there are, then follow')
    .option('--no-follow', 'all there are now, then end')
    .option('--json', 'one JSON object a line; what is no event has a kind and a reason instead')
    .addHelpText(
      'after',
      `
Examples:
  prasan events tail
  prasan events tail --subject service/SVC0106 --from-beginning
  prasan events tail --no-follow --json > events.jsonl`,
    )
    .action(async (options: TailOptions) => {
      const topics = chosenTopics(options.topic);
      const show = (record: LogRecord) => showRecord(context.screen, record, options);
      await withKafka(context, async (kafka) => {
        const { readAll, tail } = await import('../../infra/kafka/read-all.js');
        if (!options.follow) {
          await readAll(kafka, topics, show);
          return;
        }
        const signal = context.untilStopped();
        await tail(kafka, topics, { fromBeginning: options.fromBeginning === true, signal }, show);
      });
    });
}

function chosenTopics(topic: string | undefined): readonly TopicName[] {
  if (topic === undefined) return topicNames;
  const known = topicNames.find((name) => name === topic);
  if (known !== undefined) return [known];
  throw new CommandFailed(`There is no topic ${topic}; there are ${topicNames.join(', ')}`);
}

/** Shows a record of the log in a line, as far as it is asked for. */
export function showRecord(
  screen: Screen,
  record: LogRecord,
  options: Pick<TailOptions, 'subject' | 'json'>,
): void {
  const { topic, partition, offset, read } = record;
  if (read.kind !== 'event') {
    // Nobody can say whose it is, so whoever asks for one case is not shown it.
    if (options.subject === undefined) showOddRecord(screen, record, options);
    return;
  }
  const { event } = read;
  if (options.subject !== undefined && event.subject !== options.subject) return;
  if (options.json === true) screen.jsonLine({ topic, partition, offset, ...event });
  else screen.line(eventLine(event));
}

/** A record that is no event: a tombstone, or one that cannot be read. */
function showOddRecord(
  screen: Screen,
  { topic, partition, offset, read }: LogRecord,
  { json }: Pick<TailOptions, 'json'>,
): void {
  const reason = read.kind === 'unreadable' ? read.reason : undefined;
  if (json === true) {
    screen.jsonLine({ topic, partition, offset, kind: read.kind, reason });
    return;
  }
  const why = reason === undefined ? '' : `: ${reason}`;
  screen.line(`${topic} partition ${partition} offset ${offset} is ${read.kind}${why}`);
}

/** An event in a line: when, whose, which, what, and where to. */
function eventLine(event: PublishedEvent): string {
  const what = whatHappened(event);
  return [bangkokTime(event.time), event.subject, `#${Number(event.sequence)}`, what].join('  ');
}

function whatHappened({ type, data }: PublishedEvent): string {
  const status = ServiceStatusV1.safeParse(data);
  if (status.success) {
    const { kind, from, to, actor } = status.data;
    const states = from === null || from === to ? to : `${from} → ${to}`;
    return `${both(eventLabels[kind])}  [${states}]  by ${actor?.role ?? 'engine'}`;
  }
  const request = RequestStatusV1.safeParse(data);
  if (request.success) {
    const { kind, from, to, actor } = request.data;
    const states = from === null || from === to ? to : `${from} → ${to}`;
    return `${both(requestEventLabels[kind])}  [${states}]  by ${actor?.role ?? 'engine'}`;
  }
  const notice = RequestNoticeV1.safeParse(data);
  if (notice.success) return `OPDC's copy: ${notice.data.kind}  ${notice.data.on}`;
  const change = RegistryChangeV1.safeParse(data);
  return change.success ? whatChanged(change.data) : type;
}

function whatChanged(change: RegistryChangeV1): string {
  switch (change.kind) {
    case 'agencyRecorded':
      return `agencyRecorded  ${change.name.th}`;
    case 'agencyDigestSent':
      return `agencyDigestSent  number ${change.digest}, ${change.owed.length} reports owed`;
    case 'agencyMerged':
    case 'mergeRefused':
      return `${change.kind}  into ${change.into}`;
    case 'agencyUnmerged':
      return `agencyUnmerged  from ${change.into}, merged since ${bangkokTime(change.since)}`;
    case 'manualPublished':
      return `manualPublished  version ${change.version}, in force from ${change.effectiveFrom}`;
    case 'calendarDeclared':
    case 'calendarWithdrawn':
      return `${change.kind}  ${change.date}, calendar ${change.version}`;
  }
}

interface VerifyOptions {
  readonly subject?: string[];
  readonly strict?: boolean;
  readonly json?: boolean;
}

function verifyCommand(events: Command, context: CliContext): void {
  events
    .command('verify')
    .description('Compare the topics with the workflows, and name what is wrong')
    .option('--subject <subjects>', 'only these cases, e.g. service/SVC0106', listed)
    .option('--strict', 'events not yet published are faults too')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Faults: missing, outOfOrder, conflict (one sequence, two ids), brokenChain, invented, unreadable,
unanswered (a workflow that cannot be asked). Identical resends are counted and are no fault. Exit
code 1 when there is a fault. Safe at any time, also while people work.

Example: prasan events verify --json`,
    )
    .action(async (options: VerifyOptions) => {
      const report = await verify(context, options.subject);
      const { strict = false, json = false } = options;
      const unpublished = strict ? report.unpublished.length : 0;
      if (json) context.screen.json(report);
      else showReport(context.screen, report);
      const faults = report.faults.length + unpublished;
      if (faults > 0) throw new CommandFailed(`${faults} ${faults === 1 ? 'fault' : 'faults'}`);
    });
}

function verify(context: CliContext, subjects: string[] | undefined): Promise<VerifyReport> {
  return withTemporal(context, (client) =>
    withKafka(context, async (kafka) => {
      const { verifyEvents } = await import('../../infra/events/verify.js');
      let bar = context.screen.progress('reading events');
      try {
        const watcher = {
          onStep: (what: string, total?: number) => {
            bar.stop();
            bar = context.screen.progress(what, total);
          },
          onProgress: (done: number) => bar.update(done),
        };
        return await verifyEvents(kafka, client, watcher, { subjects });
      } finally {
        bar.stop();
      }
    }),
  );
}

function showReport(screen: Screen, report: VerifyReport): void {
  const { events, cases, resends, unpublished, faults } = report;
  screen.line(`Events: ${events}; cases asked: ${cases}; identical resends (no fault): ${resends}`);
  for (const { topic, subject, count } of unpublished) {
    screen.line(`not yet published: ${topic} ${subject}: ${count}`);
  }
  if (faults.length === 0) {
    screen.line('Clean: nothing is missing, out of order, conflicting or invented.');
    return;
  }
  screen.table(
    ['fault', 'topic', 'subject', 'detail'],
    faults.map(({ code, topic, subject, detail }) => [code, topic, subject, detail]),
  );
}
