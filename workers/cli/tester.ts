import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import type { CliContext } from './context.js';
import { CommandFailed, messageOf } from './outcome.js';
import { withPostgres } from './servers.js';
import { testerKeyCommands } from './tester-keys.js';
import { bangkokTime } from './text.js';

interface Json {
  readonly json?: boolean;
}

/** `tester add|list|revoke`: who may sign test reports. */
export function testerCommands(program: Command, context: CliContext): void {
  const tester = program
    .command('tester')
    .description('Registered testers, whose signed test reports open the way to linked');
  addCommand(tester, context);
  listCommand(tester, context);
  revokeCommand(tester, context);
  testerKeyCommands(tester, context);
}

function addCommand(tester: Command, context: CliContext): void {
  tester
    .command('add <id>')
    .description('Register a tester with a public key (platform operator)')
    .requiredOption('--name <name>', 'who it is')
    .requiredOption('--jwk <file>', 'the public key as a JWK: a file, or - for standard input')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample: prasan tester add TESTER1 --name "ศูนย์ทดสอบ" --jwk public.jwk')
    .action(async (testerId: string, options: Json & { name: string; jwk: string }) => {
      const jwk = await readKey(context, options.jwk);
      await withPostgres(context, async (pool) => {
        const { addTester, TesterKeyRefused } = await import('../../infra/testers/registry.js');
        await addTester(pool, { testerId, name: options.name, jwk }).catch((error: unknown) => {
          throw error instanceof TesterKeyRefused ? new CommandFailed(error.message) : error;
        });
      });
      if (options.json === true) context.screen.json({ testerId, name: options.name });
      else context.screen.line(`${testerId} is registered`);
    });
}

async function readKey(context: CliContext, file: string): Promise<Record<string, unknown>> {
  try {
    const text = file === '-' ? await context.readInput() : await readFile(file, 'utf8');
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch (error) {
    throw new CommandFailed(`--jwk: ${file} is no JWK (JSON): ${messageOf(error)}`);
  }
}

function listCommand(tester: Command, context: CliContext): void {
  tester
    .command('list')
    .description('All testers, the newest first')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample: prasan tester list')
    .action(async (options: Json) => {
      const testers = await withPostgres(context, async (pool) => {
        const { listTesters } = await import('../../infra/testers/registry.js');
        return listTesters(pool);
      });
      if (options.json === true) context.screen.json(testers);
      else {
        context.screen.table(
          ['id', 'name', 'registered (Bangkok)', 'revoked (Bangkok)'],
          testers.map(({ testerId, name, registeredAt, revokedAt }) => [
            testerId,
            name,
            bangkokTime(registeredAt),
            revokedAt === null ? '' : bangkokTime(revokedAt),
          ]),
        );
      }
    });
}

function revokeCommand(tester: Command, context: CliContext): void {
  tester
    .command('revoke <id>')
    .description('From now on accept no report of this tester (platform operator)')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample: prasan tester revoke TESTER1')
    .action(async (testerId: string, options: Json) => {
      const isRevoked = await withPostgres(context, async (pool) => {
        const { revokeTester } = await import('../../infra/testers/registry.js');
        return revokeTester(pool, testerId);
      });
      if (!isRevoked) throw new CommandFailed(`${testerId} is not registered, or revoked already`);
      if (options.json === true) context.screen.json({ testerId, revoked: true });
      else context.screen.line(`${testerId} is revoked`);
    });
}
