import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { describe, expect, it } from '@jest/globals';
import type { CliContext } from '../../../workers/cli/context.js';
import { createProgram } from '../../../workers/cli/program.js';
import { run } from './run.js';

function commandsOf(command: Command, path: string[] = []): string[][] {
  if (command.commands.length === 0) return [path];
  return command.commands.flatMap((one) => commandsOf(one, [...path, one.name()]));
}

const commands = commandsOf(
  createProgram({ screen: { line: () => {}, error: () => {} } } as unknown as CliContext),
);
const nowhere = {
  TEMPORAL_ADDRESS: '127.0.0.1:1',
  KAFKA_BROKERS: '127.0.0.1:1',
  DATABASE_URL: 'postgres://prasan@127.0.0.1:1/prasan',
  OIDC_ISSUER: 'http://127.0.0.1:65001',
};
const sample = fileURLToPath(
  new URL('../../../infra/register/sample-register.xlsx', import.meta.url),
);

describe('the command line', () => {
  it('has the commands that others rely on', () => {
    expect(commands.map((path) => path.join(' '))).toEqual([
      'service list',
      'service worklist',
      'service show',
      'service actions',
      'service propose',
      'service act',
      'request submit',
      'request list',
      'request show',
      'request actions',
      'request act',
      'request future',
      'request pay',
      'request forget',
      'request simulate',
      'appeal show',
      'appeal act',
      'register import',
      'register undo',
      'register list',
      'register show',
      'register compare',
      'register report',
      'register export',
      'register pause',
      'register resume',
      'register cancel',
      'agency merges',
      'agency merge',
      'agency unmerge',
      'agency refuse',
      'agency show',
      'events tail',
      'events verify',
      'tester add',
      'tester list',
      'tester revoke',
      'tester keys',
      'tester sign',
      'calendar explain',
      'calendar holidays',
      'calendar version',
      'calendar declare',
      'calendar withdraw',
      'calendar campaign',
      'manual lint',
      'manual diff',
      'manual show',
      'manual publish',
      'manual approve',
      'manual reject',
      'manual withdraw',
      'manual versions',
      'token',
    ]);
  });

  it.each(commands.map((path) => path.join(' ')))(
    '%s helps, with examples and --json',
    async (path) => {
      const { code, out, err } = await run([...path.split(' '), '--help']);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toContain('Usage: prasan');
      expect(out).toMatch(/Examples?:\n? *.*prasan /);
      expect(out).toContain('--json');
    },
  );

  it('helps from the top, with the exit codes', async () => {
    const { code, out } = await run(['--help']);
    expect(code).toBe(0);
    expect(out).toContain('Exit codes: 0 done, 1 refused or faulty input, 2 the system');
  });

  it.each([
    [['fly']],
    [['service', 'act', 'SVC0106']],
    [['service', 'list', '--as', 'opdcOfficer', '--limit', 'many']],
    [['service', 'act', 'SVC0106', 'approve', '--if-match', 'latest']],
    [['token', 'agencyOfficer', '--lifetime', '-1']],
    [['tester', 'add', 'T1']],
    [['request', 'show', 'ID', '--lang', 'de']],
    [['request', 'list', '--limit', '0']],
    [['manual', 'approve', 'SVC0106', 'two']],
    [['events', 'tail', '--nonsense']],
  ])('refuses %j with one clear error', async (args) => {
    const { code, out, err } = await run(args);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^error: /);
  });

  it.each([
    [['token', 'king'], 'There is no role king; there are agencyOfficer'],
    [['token', 'agencyOfficer', '--agency', '9'], '9 is no agency id'],
    [['token', '--agency', '9', 'agencyOfficer'], '9 is no agency id'],
    [['token', '--agency', 'AGY009,9', 'agencyOfficer'], '9 is no agency id'],
    [['token', 'agencyApprover'], 'role agencyApprover is of an agency: add --agency'],
    [['service', 'show', '--as', 'agencyOfficer', '--agency', '9', 'SVC0106'], '9 is no agency id'],
    [['service', 'worklist', '--mine', '--awaiting', 'me'], '--mine or --awaiting, not both'],
    [['request', 'list', '--as', 'portal'], 'add --office biz or --office citizen'],
    [['events', 'tail', '--topic', 'x'], 'There is no topic x; there are service.status.v1'],
    [['register', 'import', 'none-1-1-2026.xlsx'], 'none-1-1-2026.xlsx'],
    [['tester', 'add', 'T1', '--name', 'x', '--jwk', '/nowhere'], '--jwk: /nowhere'],
  ])('refuses %j, saying what would be right', async (args, said) => {
    const { code, out, err } = await run(args, nowhere);
    expect({ code, out, err }).toEqual({ code: 1, out: '', err: expect.stringContaining(said) });
  });

  it('refuses faulty settings', async () => {
    const { code, err } = await run(['service', 'list'], { PRASAN_NONSENSE: '1' });
    expect(code).toBe(1);
    expect(err).toContain('PRASAN_NONSENSE: there is no such setting');
  });

  it('refuses to make a token of an issuer that is not local', async () => {
    const env = { OIDC_ISSUER: 'https://login.example.go.th' };
    const { code, err } = await run(['token', 'opdcOfficer'], env);
    expect(code).toBe(1);
    expect(err).toContain('is no local issuer');
  });

  it.each([
    [['token', 'opdcOfficer'], 'The sign-in service at http://127.0.0.1:65001'],
    [['service', 'list', '--as', 'opdcOfficer'], 'The sign-in service at'],
    [['register', 'import', sample, '--as-of', '2026-05-03'], 'PostgreSQL (DATABASE_URL)'],
    [
      ['register', 'import', sample, '--as-of', '2026-05-03', '--sheet', 'งานบริการ'],
      'PostgreSQL (DATABASE_URL)',
    ],
    [['events', 'tail', '--no-follow'], 'Kafka at 127.0.0.1:1'],
    [['events', 'verify'], 'Temporal at 127.0.0.1:1'],
    [['request', 'list', '--as', 'portal', '--office', 'biz'], 'The sign-in service at'],
    [['tester', 'list'], 'PostgreSQL (DATABASE_URL)'],
  ])('ends %j with 2 when the system is away', async (args, said) => {
    const { code, out, err } = await run(args, nowhere);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(said);
    expect(err).toContain('Is it running (npm start)?');
  });
});
