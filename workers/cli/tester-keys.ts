import { randomUUID } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import type { CliContext } from './context.js';
import { CommandFailed, messageOf } from './outcome.js';

/** `tester keys|sign`: what a tester does with a key of its own; nothing of it reaches Prasan. */
export function testerKeyCommands(tester: Command, context: CliContext): void {
  keysCommand(tester, context);
  signCommand(tester, context);
}

const algorithm = 'ES256';

function keysCommand(tester: Command, context: CliContext): void {
  tester
    .command('keys <folder>')
    .description('Make a key pair: public.jwk to register, private.jwk to sign with')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample: prasan tester keys my-keys')
    .action(async (folder: string, options: { json?: boolean }) => {
      const files = {
        publicKey: join(folder, 'public.jwk'),
        privateKey: join(folder, 'private.jwk'),
      };
      await writeKeys(folder, files);
      if (options.json === true) context.screen.json(files);
      else context.screen.line(`${files.publicKey} is to be registered; keep ${files.privateKey}`);
    });
}

/** A key that is there is never written over: reports signed with it would be worth nothing. */
async function writeKeys(
  folder: string,
  files: { readonly publicKey: string; readonly privateKey: string },
): Promise<void> {
  const { exportJWK, generateKeyPair } = await import('jose');
  const pair = await generateKeyPair(algorithm, { extractable: true });
  try {
    await mkdir(folder, { recursive: true });
    for (const name of ['privateKey', 'publicKey'] as const) {
      const jwk = { ...(await exportJWK(pair[name])), alg: algorithm };
      await writeFile(files[name], `${JSON.stringify(jwk)}\n`, { mode: 0o600, flag: 'wx' });
    }
  } catch (error) {
    throw new CommandFailed(`The keys cannot be written to ${folder}: ${messageOf(error)}`);
  }
}

type SignOptions = Record<'tester' | 'key' | 'service' | 'endpoint' | 'sha256', string> & {
  readonly json?: boolean;
};

function signCommand(tester: Command, context: CliContext): void {
  tester
    .command('sign')
    .description('Sign a passed test report, as a registered tester does')
    .requiredOption('--tester <id>', 'id of the tester')
    .requiredOption('--key <file>', 'private.jwk')
    .requiredOption('--service <id>', 'service tested')
    .requiredOption('--endpoint <url>', 'endpoint tested')
    .requiredOption('--sha256 <hex>', 'SHA-256 of the report document')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExample: prasan tester sign --tester TESTER1 --key my-keys/private.jwk --service SVC0103 --endpoint https://… --sha256 …',
    )
    .action(async (options: SignOptions) => {
      const { signTestReport } = await import('../../infra/testers/report.js');
      const jws = await signTestReport(await readPrivateKey(options.key), algorithm, {
        reportId: randomUUID(),
        testerId: options.tester,
        serviceId: options.service,
        endpoint: options.endpoint,
        sha256: options.sha256,
        testedAt: new Date().toISOString(),
      });
      if (options.json === true) context.screen.json({ jws });
      else context.screen.line(jws);
    });
}

async function readPrivateKey(file: string) {
  const { importJWK } = await import('jose');
  try {
    const jwk = z.record(z.string(), z.unknown()).parse(JSON.parse(await readFile(file, 'utf8')));
    const key = await importJWK(jwk, algorithm);
    if (key instanceof Uint8Array) throw new CommandFailed('it is a secret, no key pair');
    return key;
  } catch (error) {
    throw new CommandFailed(`--key: ${file} is no private key (JWK): ${messageOf(error)}`);
  }
}
