import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { createKafka } from '../../../infra/kafka/client.js';
import { ensureTopics } from '../../../infra/kafka/topics.js';
import { createLogger } from '../../../infra/logger.js';
import type { FreshDatabase } from '../../support/fresh-database.js';
import { freshDatabase, serverAddresses } from '../../support/fresh-database.js';
import { testTemporal } from '../../support/temporal.js';
import type { Ran } from './run.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
let env: NodeJS.ProcessEnv = {};
let database: FreshDatabase;
let folder = '';

/** Runs a command as a process of its own, as people do. */
async function prasan(...args: string[]): Promise<Ran> {
  const cli = spawn(process.execPath, ['--import', 'tsx', 'workers/cli/main.ts', ...args], {
    cwd: root,
    env,
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  cli.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  cli.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  const code = await new Promise<number | null>((resolve) => cli.once('close', resolve));
  return {
    code: code ?? -1,
    out: Buffer.concat(out).toString(),
    err: Buffer.concat(err).toString(),
  };
}

beforeAll(async () => {
  const { client, connection } = await testTemporal();
  const { kafkaBrokers } = serverAddresses();
  await ensureTopics(createKafka(kafkaBrokers, 'test-cli', createLogger('test', 'error')), 1);
  database = await freshDatabase();
  const { namespace } = client.options;
  env = { ...process.env, TEMPORAL_NAMESPACE: namespace, DATABASE_URL: database.url };
  await connection.close();
  await client.connection.close();
  folder = await mkdtemp(join(tmpdir(), 'prasan-cli-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
  await database.drop();
});

describe('the platform operator', () => {
  it('plans the sample before the deed, and the plan does nothing', async () => {
    const sample = ['infra/register/sample-register.xlsx', '--as-of', '2026-05-03'];
    const all = { created: 61, changed: 0, unchanged: 0, refused: 0 };
    const plan = async () => {
      const { code, out } = await prasan('register', 'import', ...sample, '--dry-run', '--json');
      expect(code).toBe(0);
      return JSON.parse(out) as object;
    };
    expect(await plan()).toMatchObject({
      ...{ rows: 61, asOf: '2026-05-03', sheet: 'งานบริการ', counts: all },
    });
    expect(await plan()).toMatchObject({ counts: all });
    const { out } = await prasan('register', 'list', '--json');
    expect(JSON.parse(out)).toEqual([]);
  });

  it('makes keys, registers a tester, and revokes it', async () => {
    const id = `T-${randomUUID().slice(0, 8)}`;
    const keys = join(folder, 'keys');
    expect(await prasan('tester', 'keys', keys)).toMatchObject({ code: 0 });
    expect(await prasan('tester', 'keys', keys)).toMatchObject({ code: 1 });
    const add = (file: string) =>
      prasan('tester', 'add', id, '--name', 'ศูนย์ทดสอบ', '--jwk', join(keys, file));
    const refused = await add('private.jwk');
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('public key') });
    expect(await add('public.jwk')).toMatchObject({ code: 0, out: `${id} is registered\n` });
    expect(await add('public.jwk')).toMatchObject({ code: 1 });
    const { out, err } = await prasan('tester', 'list');
    expect(err).toBe('');
    expect(out).toMatch(new RegExp(`^${id}\tศูนย์ทดสอบ\t`, 'm'));
    expect(await prasan('tester', 'revoke', id)).toMatchObject({ code: 0 });
    expect(await prasan('tester', 'revoke', id)).toMatchObject({ code: 1 });
    const known = await readFile(join(keys, 'public.jwk'), 'utf8');
    expect(JSON.parse(known)).toMatchObject({ kty: 'EC', alg: 'ES256' });
  });

  it('gets tokens of the local issuer: the same name is the same person in every role', async () => {
    const claims = async (...args: string[]) => {
      const { code, out } = await prasan('token', ...args);
      expect(code).toBe(0);
      return decodeJwt(out.trim());
    };
    const name = ['--name', 'somchai'];
    const repeated = ['--agency', 'AGY050', '--agency', 'AGY051'];
    const officer = await claims(...repeated, 'agencyOfficer', ...name);
    const approver = await claims('agencyApprover', '--agency', 'AGY050,AGY051', ...name);
    expect(officer).toMatchObject({ roles: ['agencyOfficer'], agencies: ['AGY050', 'AGY051'] });
    expect(approver).toMatchObject({ aud: 'prasan', agencies: ['AGY050', 'AGY051'] });
    expect(approver.sub).toBe(officer.sub);
    expect((await claims('opdcOfficer')).sub).not.toBe(officer.sub);
  });

  it('reads the events to their end, one JSON object a line', async () => {
    const { code, out } = await prasan('events', 'tail', '--no-follow', '--json');
    expect(code).toBe(0);
    for (const line of out.split('\n').filter((one) => one !== '')) {
      expect(JSON.parse(line)).toMatchObject({ topic: expect.any(String) });
    }
  });

  it('follows the events until it is stopped', async () => {
    const args = ['--import', 'tsx', 'workers/cli/main.ts', 'events', 'tail', '--from-beginning'];
    const cli = spawn(process.execPath, args, { cwd: root, env });
    cli.stdout.resume();
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    const closed = new Promise<number | null>((resolve) => cli.once('close', resolve));
    cli.kill('SIGINT');
    expect(await closed).toBe(0);
  });
});
