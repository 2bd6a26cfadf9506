import { randomUUID } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { exportJWK, generateKeyPair, importJWK } from 'jose';
import { z } from 'zod';
import { signTestReport } from '../../infra/testers/report.js';
import type { CliContext } from './context.js';
import { CommandFailed, messageOf } from './outcome.js';

/** `tester keys|sign`: what a tester does with a key of its own; nothing of it reaches Prasan. */
export function testerKeyCommands(tester: Command, context: CliContext): void {
  tester
    .command('keys <folder>')
    .description('Make a key pair: public.jwk to register, private.jwk to sign with')
    .addHelpText('after', '\nExample: prasan tester keys my-keys')
    .action(async (folder: string) => {
      const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
      await mkdir(folder, { recursive: true });
      const files = { 'public.jwk': publicKey, 'private.jwk': privateKey };
      for (const [name, key] of Object.entries(files)) {
        const jwk = JSON.stringify({ ...(await exportJWK(key)), alg: 'ES256' });
        await writeFile(join(folder, name), `${jwk}\n`, { mode: 0o600 });
      }
      context.screen.line(`${join(folder, 'public.jwk')} is to be registered; keep private.jwk`);
    });
  tester
    .command('sign')
    .description('Sign a passed test report, as a registered tester does')
    .requiredOption('--tester <id>', 'id of the tester')
    .requiredOption('--key <file>', 'private.jwk')
    .requiredOption('--service <id>', 'service tested')
    .requiredOption('--endpoint <url>', 'endpoint tested')
    .requiredOption('--sha256 <hex>', 'SHA-256 of the report document')
    .addHelpText(
      'after',
      '\nExample: prasan tester sign --tester TESTER1 --key my-keys/private.jwk --service SVC0103 --endpoint https://… --sha256 …',
    )
    .action(async (options: SignOptions) => {
      const key = await readPrivateKey(options.key);
      const jws = await signTestReport(key, 'ES256', {
        reportId: randomUUID(),
        testerId: options.tester,
        serviceId: options.service,
        endpoint: options.endpoint,
        sha256: options.sha256,
        testedAt: new Date().toISOString(),
      });
      context.screen.line(jws);
    });
}

type SignOptions = Record<'tester' | 'key' | 'service' | 'endpoint' | 'sha256', string>;

async function readPrivateKey(file: string) {
  try {
    const jwk = z.record(z.string(), z.unknown()).parse(JSON.parse(await readFile(file, 'utf8')));
    const key = await importJWK(jwk, 'ES256');
    if (key instanceof Uint8Array) throw new TypeError('it is a secret, no key pair');
    return key;
  } catch (error) {
    throw new CommandFailed(`--key: ${file} is no private key (JWK): ${messageOf(error)}`);
  }
}
