import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { eventLabels } from '../../contracts/lifecycles/service/event-kinds.js';
import type { ServiceEventKind } from '../../contracts/lifecycles/service/event-kinds.js';
import type { ServiceState } from '../../contracts/lifecycles/service/states.js';
import { stateTable } from '../../contracts/lifecycles/service/states.js';
import { readConfig } from '../../infra/config.js';
import type { Caller } from './gateway.js';
import { GatewayCaller } from './gateway.js';
import { CommandFailed } from './outcome.js';
import { printJson, printLine, printTable } from './output.js';

interface Common extends Caller {
  readonly json?: boolean;
}

/** `service list|show|actions|propose|act`: through the gateway, with a token. */
export function serviceCommands(program: Command): void {
  const service = program.command('service').description('Services, through the gateway');

  signedIn(service.command('list'))
    .description('List services')
    .option('--state <states>', 'only in these states, comma-separated')
    .option('--agency-id <id>', 'only of this agency')
    .option('--text <text>', 'only with this in the name or id')
    .option('--limit <n>', 'how many', '50')
    .addHelpText('after', '\nExample: prasan service list --as opdcOfficer --state develop,test')
    .action(async (options: Common & Record<string, string>) => {
      const query = new URLSearchParams({ limit: options['limit'] ?? '50' });
      if (options['state']) query.set('state', options['state']);
      if (options['agencyId']) query.set('agency', options['agencyId']);
      if (options['text']) query.set('text', options['text']);
      const { body } = await (await caller(options)).get(`/v1/services?${query.toString()}`);
      if (options.json === true) printJson(body);
      else showList(body);
    });

  signedIn(service.command('show <id>'))
    .description('One service: where it stands, whose turn it is, what happened')
    .addHelpText('after', '\nExample: prasan service show SVC0106 --as opdcOfficer')
    .action(async (id: string, options: Common) => {
      const gateway = await caller(options);
      const { body } = await gateway.get(`/v1/services/${id}`);
      const { body: timeline } = await gateway.get(`/v1/services/${id}/timeline`);
      if (options.json === true) printJson({ ...body, timeline: timeline['events'] });
      else showOne(body, timeline);
    });

  signedIn(service.command('actions <id>'))
    .description('What I may do now, and why not the rest')
    .action(async (id: string, options: Common) => {
      const { body } = await (await caller(options)).get(`/v1/services/${id}/actions`);
      if (options.json === true) printJson(body);
      else showActions(body);
    });

  signedIn(service.command('propose'))
    .description('Propose a service that is not in the register')
    .requiredOption('--agency-id <id>', 'agency that owns it')
    .requiredOption('--th <name>', 'official name in Thai')
    .option('--en <name>', 'name in English')
    .option('--key <key>', 'Idempotency-Key: the same key is the same proposal')
    .addHelpText(
      'after',
      '\nExample: prasan service propose --agency-id AGY009 --th ใบอนุญาตผลิตสุรา --as agencyOfficer --agency AGY009',
    )
    .action(async (options: Common & Record<string, string>) => {
      const { th, en, agencyId, key } = options;
      const proposal = { agencyId, name: { th, ...(en === undefined ? {} : { en }) } };
      const { body } = await (await caller(options)).post('/v1/services', proposal, { key });
      if (options.json === true) printJson(body);
      else printLine(`${String(body['serviceId'])} is proposed; OPDC confirms it (confirmProposal)`);
    });

  signedIn(service.command('act <id> <action>'))
    .description('Take an action on a service')
    .option('--body <json>', 'the body: JSON, @file, or - for standard input', '{}')
    .option('--if-match <version>', 'version seen; read first when left out')
    .option('--key <key>', 'Idempotency-Key: the same key is the same act')
    .addHelpText(
      'after',
      '\nExamples:\n  prasan service act SVC0106 requestLiveCheck --as agencyOfficer --agency AGY009\n  prasan service act PRS… setMode --body @mode.json --as agencyOfficer --agency AGY009',
    )
    .action(async (id: string, action: string, options: Common & Record<string, string>) => {
      const gateway = await caller(options);
      const ifMatch = options['ifMatch'] ?? (await gateway.get(`/v1/services/${id}`)).etag;
      const { body } = await gateway.post(
        `/v1/services/${id}/actions/${action}`,
        readBody(options['body'] ?? '{}'),
        { key: options['key'], ifMatch: ifMatch ?? undefined },
      );
      if (options.json === true) printJson(body);
      else printLine(accepted(action, body));
    });
}

/** Options of whoever calls the gateway. */
function signedIn(command: Command): Command {
  return command
    .option('--token <token>', 'access token (or set PRASAN_TOKEN)')
    .option('--as <role>', 'with the local issuer: act in this role')
    .option('--agency <ids...>', 'with --as: agency ids of the person')
    .option('--name <name>', 'with --as: who the person is')
    .option('--json', 'print JSON');
}

function caller(options: Caller): Promise<GatewayCaller> {
  return GatewayCaller.signIn(readConfig(), options);
}

function readBody(text: string): unknown {
  const source = text === '-' ? readFileSync(0, 'utf8') : text.startsWith('@') ? readFileSync(text.slice(1), 'utf8') : text;
  try {
    return JSON.parse(source);
  } catch (error) {
    throw new CommandFailed(`--body is no JSON: ${String(error)}`);
  }
}

function accepted(action: string, body: Record<string, unknown>): string {
  const check = body['liveCheck'] as { ok: boolean; reason?: string; status?: number } | undefined;
  const found =
    check === undefined
      ? ''
      : check.ok
        ? '; the channel is live'
        : `; the channel is not live: ${check.reason ?? ''} ${check.status ?? ''}`;
  const submission = body['submission'] === undefined ? '' : `, submission ${String(body['submission'])}`;
  return `${action}: accepted; state ${String(body['state'])}, version ${String(body['version'])}, event ${String(body['sequence'])}${submission}${found}`;
}

interface Listed {
  readonly serviceId: string;
  readonly agencyId: string;
  readonly agency: { th: string } | null;
  readonly service: { state: ServiceState; name: { th: string }; verified: boolean; dueOn: string | null };
}

function showList(body: Record<string, unknown>): void {
  const items = body['items'] as Listed[];
  printTable(
    ['id', 'state', 'agency', 'name'],
    items.map(({ serviceId, agencyId, agency, service }) => [
      serviceId,
      stateText(service.state) + (service.state === 'live' && !service.verified ? ' (not verified)' : ''),
      agency?.th ?? agencyId,
      service.name.th,
    ]),
  );
  const asOf = body['asOf'] as { at: string | null } | undefined;
  const none = items.length === 0 ? ' (none fits: try without filters)' : '';
  printLine(`${items.length} of ${String(body['total'])}${none}, as of ${asOf?.at ?? 'no event yet'}`);
}

function stateText(state: ServiceState): string {
  const { th, en } = stateTable[state].label;
  return `${state} · ${th} · ${en}`;
}

function showOne(body: Record<string, unknown>, timeline: Record<string, unknown>): void {
  const name = body['name'] as { th: string; en?: string };
  const facts: [string, unknown][] = [
    ['service', `${String(body['serviceId'])} ${name.th}${name.en === undefined ? '' : ` / ${name.en}`}`],
    ['state', stateText(body['state'] as ServiceState)],
    ['version', body['version']],
    ['basis', body['basis']],
    ['proposed', body['proposed']],
    ['verified live', body['verified']],
    ['mode', body['mode'] ?? 'not recorded'],
    ['portal', body['portal'] ?? 'not recorded'],
    ['target fiscal year', body['targetFiscalYear'] ?? 'not recorded'],
    ['whose turn', (body['whoseTurn'] as string[]).join(', ') || 'nobody'],
    ['pending', pendingText(body['pending'])],
    ['stage due', body['dueOn'] ?? 'not recorded'],
  ];
  for (const [label, value] of facts) printLine(`${label.padEnd(20)}${String(value)}`);
  printLine();
  const events = timeline['events'] as {
    sequence: number;
    time: string;
    data: { kind: ServiceEventKind; action: string | null; to: string; actor: { role: string } | null };
  }[];
  printTable(
    ['event', 'when (UTC)', 'what', 'action', 'by', 'state'],
    events.map(({ sequence, time, data }) => [
      String(sequence),
      time,
      `${eventLabels[data.kind].th} · ${eventLabels[data.kind].en}`,
      data.action ?? '',
      data.actor?.role ?? 'engine',
      data.to,
    ]),
  );
}

function pendingText(pending: unknown): string {
  if (pending === null || typeof pending !== 'object') return 'nothing';
  const { number, action } = pending as { number: number; action: string };
  return `submission ${number}: ${action}`;
}

function showActions(body: Record<string, unknown>): void {
  const actions = body['actions'] as {
    action: string;
    allowed: boolean;
    label: { th: string; en: string };
    whyNot?: { text: { th: string; en: string } };
  }[];
  printLine(`state ${stateText(body['state'] as ServiceState)}`);
  printTable(
    ['action', 'allowed', 'what', 'why not'],
    actions.map(({ action, allowed, label, whyNot }) => [
      action,
      allowed ? 'yes' : 'no',
      `${label.th} · ${label.en}`,
      whyNot?.text.en ?? '',
    ]),
  );
}
