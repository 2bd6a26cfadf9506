import { randomBytes } from 'node:crypto';
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import { bangkokDate } from '../../../contracts/civil-date.js';
import { freePort } from '../../../infra/local/ports.js';
import { requestDevToken } from '../../../infra/local/oidc/dev-token.js';
import { createKafka } from '../../../infra/kafka/client.js';
import { ensureTopics } from '../../../infra/kafka/topics.js';
import { findAgencyCase, recordAgency } from '../../../infra/temporal/agencies.js';
import { goodBody } from '../../support/bodies.js';
import { silent } from '../../support/fake-kafka.js';
import type { FreshDatabase } from '../../support/fresh-database.js';
import { freshDatabase } from '../../support/fresh-database.js';
import { TestService } from '../../support/onboarding.js';
import { PrasanProcess } from '../../support/prasan-process.js';
import { testTemporal } from '../../support/temporal.js';
import { askTracker, uniqueAgencyId, uniqueServiceId, untilKnown } from '../../support/tracker.js';
import type { Ran } from './run.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const [one, other] = [uniqueAgencyId(), uniqueAgencyId()].sort() as [string, string];
let env: NodeJS.ProcessEnv = {};
let client: Client;
let connection: NativeConnection;
let database: FreshDatabase;
let worker: PrasanProcess;
let tracker: PrasanProcess;
let gateway: PrasanProcess;
let services: Record<string, TestService> = {};
let officer = '';

/** Runs a command as a process of its own, as the platform operator does. */
async function prasan(...args: string[]): Promise<Ran> {
  const cli = spawn(process.execPath, ['--import', 'tsx', 'workers/cli/main.ts', ...args], {
    cwd: root,
    env,
  });
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  cli.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  cli.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  const code = await new Promise<number | null>((resolve) => cli.once('close', resolve));
  return {
    code: code ?? -1,
    out: Buffer.concat(out).toString(),
    err: Buffer.concat(err).toString(),
  };
}

const because = ['--reason', 'ชื่อเดียวกัน', '--by', 'ผู้ดูแล', '--json'];
const merge = () => prasan('agency', 'merge', other, one, ...because);
const unmerge = () => prasan('agency', 'unmerge', other, ...because);

beforeAll(async () => {
  ({ client, connection } = await testTemporal());
  database = await freshDatabase();
  const brokers = process.env['KAFKA_BROKERS'] ?? '';
  await ensureTopics(createKafka(brokers.split(','), 'test-agency', silent), 1);
  env = {
    ...process.env,
    TEMPORAL_NAMESPACE: client.options.namespace,
    DATABASE_URL: database.url,
    PRASAN_KAFKA_REPLICATION: '1',
    PRASAN_LOG_LEVEL: 'error',
    PRASAN_HOME: '/nonexistent',
    PRASAN_MASTER_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    PRASAN_ACTOR_SECRET: 'a secret of thirty-two characters',
    PRASAN_PERSON_SECRET: 'another secret of that many letters',
  };
  const start = async (script: string, setting: string) => {
    const port = await freePort();
    const started = new PrasanProcess(`workers/${script}/main.ts`, port, {
      ...env,
      [setting]: String(port),
    });
    await started.start();
    return started;
  };
  worker = await start('onboarding', 'PRASAN_WORKER_HEALTH_PORT');
  tracker = await start('tracker', 'PRASAN_TRACKER_PORT');
  gateway = await start('gateway', 'PRASAN_GATEWAY_PORT');
  for (const [agencyId, th] of [
    [one, 'กรมปศุสัตว์'],
    [other, 'กรมปศุสตัว์'],
  ] as const) {
    await recordAgency(client, {
      ...{ agencyId, name: { th }, ministryId: 'MIN007', ministry: { th: 'กระทรวงเกษตร' } },
      ...{ edition: 'e'.repeat(64), asOf: '2026-05-03' },
    });
    const service = await TestService.start(client, {
      serviceId: uniqueServiceId(),
      ...{ agencyId, ministryId: 'MIN007', name: { th: `งานของ ${agencyId}` } },
      origin: {
        kind: 'register',
        state: 'develop',
        basis: { edition: 'e'.repeat(64), asOf: '2026-05-03', row: 2, statusId: 'STA02' },
      },
    });
    services = { ...services, [agencyId]: service };
    await untilKnown(tracker.url, service.serviceId, 1);
  }
  officer = await requestDevToken({
    issuer: String(process.env['OIDC_ISSUER']),
    ...{ name: 'officer-of-one', roles: ['agencyOfficer', 'agencyApprover'], agencies: [one] },
  });
}, 180_000);

afterAll(async () => {
  await Promise.all([worker, tracker, gateway].map((part) => part.kill()));
  await connection.close();
  await client.connection.close();
  await database.drop();
}, 60_000);

function serviceOf(agencyId: string): TestService {
  const service = services[agencyId];
  if (service === undefined) throw new Error(`no service of ${agencyId}`);
  return service;
}

interface Sent {
  readonly method: 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

async function ask(path: string, init?: Sent) {
  const answer = await fetch(`${gateway.url}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${officer}`, ...init?.headers },
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

/** What the officer of the one id sees, and what the tracker counts. */
async function sight() {
  const { serviceId } = serviceOf(other);
  const list = await ask('/v1/services');
  const summary = await askTracker<{
    ministries: { agencies: { agencyId: string; total: number }[] }[];
  }>(`${tracker.url}/v1/summary`);
  const agencies = summary.ministries.flatMap((ministry) => ministry.agencies);
  const counted = (id: string) => agencies.find(({ agencyId }) => agencyId === id)?.total ?? 0;
  const found = (id: string) =>
    askTracker<{ matching: number }>(`${tracker.url}/v1/services?agency=${id}`);
  return {
    reads: (await ask(`/v1/services/${serviceId}`)).status,
    follows: (await ask(`/v1/services/${serviceId}/timeline`)).status,
    lists: list.body['total'],
    counted: [counted(one), counted(other)],
    filtered: [(await found(one)).matching, (await found(other)).matching],
  };
}

const apart = { reads: 403, follows: 403, lists: 1, counted: [1, 1], filtered: [1, 1] };
const together = { reads: 200, follows: 200, lists: 2, counted: [2, 0], filtered: [2, 2] };

let key = 0;

/** The officer revises the plan of the other id's service. */
async function act() {
  const { serviceId } = serviceOf(other);
  const { service } = await serviceOf(other).view();
  key += 1;
  return ask(`/v1/services/${serviceId}/actions/revisePlan`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': `revise-plan-${key}`,
      'if-match': `"${service.version}"`,
    },
    body: JSON.stringify(goodBody('revisePlan', bangkokDate(Date.now()))),
  });
}

describe('an organisation under two ids', () => {
  it('is proposed with its evidence', async () => {
    const { code, out } = await prasan('agency', 'merges', '--json');
    expect(code).toBe(0);
    const { candidates } = JSON.parse(out) as { candidates: { from: string; into: string }[] };
    expect(candidates).toContainEqual(
      expect.objectContaining({ from: other, into: one, strength: 'strong' }),
    );
    const text = await prasan('agency', 'merges');
    expect(text.out).toMatch(new RegExp(`^strong\t${other} กรมปศุสตัว์\t${one} กรมปศุสัตว์`, 'm'));
  });

  it('is one for officer and tracker once the command has returned, and is taken apart again', async () => {
    expect(await sight()).toEqual(apart);
    expect((await act()).status).toBe(403);

    const merged = await merge();
    expect(merged).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(merged.out)).toMatchObject({ agencyId: other, into: one, isSeen: true });
    expect(await sight()).toEqual(together);
    const acted = await act();
    expect(acted).toMatchObject({ status: 200, body: { state: 'develop' } });
    // No case was rewritten: the service has its own event beside the first, and keeps its id.
    expect(await serviceOf(other).view()).toMatchObject({
      sequence: 2,
      service: { agencyId: other, pending: { action: 'revisePlan' } },
    });

    const unmerged = await unmerge();
    expect(unmerged).toMatchObject({ code: 0, err: '' });
    expect(await sight()).toEqual(apart);
    expect((await act()).status).toBe(403);
  }, 120_000);

  it('shows its history, with who decided and why', async () => {
    const { code, out } = await prasan('agency', 'show', other);
    expect(code).toBe(0);
    expect(out).toContain('stands for itself');
    expect(out).toMatch(new RegExp(`\tmerge\t${one}\tผู้ดูแล\tชื่อเดียวกัน$`, 'm'));
    expect(out).toMatch(new RegExp(`\tunmerge\t${one}\t`, 'm'));
  });

  it('is not proposed again once it was refused, unless asked', async () => {
    expect((await prasan('agency', 'refuse', other, one, ...because)).code).toBe(0);
    const proposed = async (...more: string[]) => {
      const { out } = await prasan('agency', 'merges', '--json', ...more);
      const { candidates, refused } = JSON.parse(out) as Record<string, { from?: string }[]>;
      expect(refused).toContainEqual(expect.objectContaining({ agencyId: other, into: one }));
      return candidates?.some(({ from }) => from === other);
    };
    expect(await proposed()).toBe(false);
    expect(await proposed('--refused')).toBe(true);
  }, 60_000);

  it.each([
    [['merge', one, one], 'agencyIntoItself'],
    [['merge', other, 'AGY00001'], 'agencyUnknown'],
    [['merge', 'AGY00001', other], 'agencyUnknown'],
    [['refuse', other, 'AGY00001'], 'agencyUnknown'],
    [['refuse', other, one], 'mergeRefusedAlready'],
    [['unmerge', other], 'agencyNotMerged'],
  ])(
    'is told what is wrong: agency %j is %s',
    async (args, problem) => {
      const { code, out, err } = await prasan('agency', ...args, ...because);
      expect(code).toBe(1);
      expect(JSON.parse(out)).toMatchObject({
        code: problem,
        type: `urn:prasan:problem:${problem}`,
      });
      expect(err).toMatch(/[ก-ฮ].* · [a-zA-Z]/);
    },
    60_000,
  );

  it.each([
    ['agency', 'merge', 'กรม', one, '--reason', 'x'],
    ['agency', 'merge', other, one, '--reason', ' '],
    ['agency', 'merge', other, one],
    ['agency', 'show', 'AGY00001'],
  ])(
    'is told what is missing: %s %s %s %s %s %s',
    async (...args) => {
      const { code, err } = await prasan(...args.filter((text) => text !== undefined));
      expect(code).toBe(1);
      expect(err).not.toBe('');
    },
    60_000,
  );

  it('is whole on both sides when the worker is killed in the middle', async () => {
    for (const [index, decide] of [merge, unmerge, merge].entries()) {
      const deciding = decide();
      // The command takes about a second to begin; it is met before, during and after its work.
      await sleep(900 + 300 * index);
      await worker.kill();
      await worker.start();
      const { code, err } = await deciding;
      expect({ code, err }).toEqual({ code: 0, err: '' });
      const isMerged = decide === merge;
      expect(await sight()).toEqual(isMerged ? together : apart);
      expect((await findAgencyCase(client, one))?.members).toEqual(isMerged ? [other] : []);
    }
    const subjects = `agency/${one},agency/${other}`;
    const { code, out } = await prasan('events', 'verify', '--subject', subjects, '--json');
    expect({ code, faults: (JSON.parse(out) as { faults: unknown[] }).faults }).toEqual({
      code: 0,
      faults: [],
    });
  }, 240_000);
});
