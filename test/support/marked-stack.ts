import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import type { Role } from '../../contracts/lifecycles/service/states.js';
import type { Manual } from '../../contracts/manuals/manual.js';
import type { StackEnv } from '../../infra/local/env-file.js';
import { requestDevToken } from '../../infra/local/oidc/dev-token.js';
import { freePort, loopback, rememberPorts, urlOf } from '../../infra/local/ports.js';
import type { Ports } from '../../infra/local/ports.js';
import { createProgress } from '../../infra/local/progress.js';
import { sampleGateway } from '../../infra/local/sample-gateway.js';
import { openServices } from '../../infra/local/sample-services.js';
import { secretsOf } from '../../infra/local/secret.js';
import { nodeProcess } from '../../infra/local/servers.js';
import type { Stack } from '../../infra/local/stack.js';
import { serverEnv, startPrasan, startServers } from '../../infra/local/stack.js';
import { Supervisor } from '../../infra/local/supervisor.js';
import { createPool } from '../../infra/postgres/pool.js';
import { startService } from '../../infra/temporal/cases.js';
import { connectClient } from '../../infra/temporal/client.js';
import { eventually } from './fresh-database.js';
import type { Back } from './gateway-world.js';
import { knowAgencies } from './known-agencies.js';
import { rawHistory } from './raw-history.js';

/** Who calls the gateway. */
export interface StackCaller {
  readonly role: Role;
  readonly agency?: string;
  readonly office?: string;
}

const namespace = 'prasan';

/** All of Prasan as `npm start` runs it, on servers of its own, whose every trace can be read. */
export class MarkedStack {
  /** Everything that servers and processes write is below it. */
  readonly home: string;
  readonly client: Client;
  private readonly env: StackEnv;
  private readonly supervisor: Supervisor;
  private readonly ports: Ports;
  private readonly tokens = new Map<string, Promise<string>>();

  private constructor({ home, env, supervisor, ports }: Stack, client: Client) {
    this.home = home;
    this.env = env;
    this.supervisor = supervisor;
    this.ports = ports;
    this.client = client;
  }

  /** @param isSealed false: without codec, and with a gateway whose seal is off */
  static async start(isSealed: boolean): Promise<MarkedStack> {
    const stack = await stackIn(mkdtempSync(join(tmpdir(), 'prasan-marks-')), isSealed);
    const { home, env, supervisor } = stack;
    await startServers(stack);
    if (isSealed) await startPrasan(stack, prasanOf(stack));
    else await startUnsealed(stack);
    process.env['PRASAN_CODEC_KEYS'] = env['PRASAN_CODEC_KEYS'];
    const client = await connectClient({ address: env['TEMPORAL_ADDRESS'] ?? '', namespace });
    return Object.assign(new MarkedStack(stack, client), { home, supervisor });
  }

  get gatewayUrl(): string {
    return this.env['PRASAN_GATEWAY_URL'] ?? '';
  }

  get testAgencyUrl(): string {
    return this.env['PRASAN_TEST_AGENCY_URL'] ?? '';
  }

  /** Settings for the command line. */
  get cliEnv(): Record<string, string> {
    return { PRASAN_GATEWAY_URL: this.gatewayUrl, OIDC_ISSUER: this.env['OIDC_ISSUER'] ?? '' };
  }

  /** Publishes manuals, and takes their services from the register's word to verified. */
  async openServices(manuals: readonly Manual[]): Promise<void> {
    const { client, testAgencyUrl } = this;
    for (const { serviceId, agencyId, title } of manuals) {
      const basis = { edition: 'e'.repeat(64), asOf: '2026-05-03', row: 2, statusId: 'STA01' };
      const origin = { kind: 'register', state: 'live', basis } as const;
      await startService(client, {
        ...{ serviceId, agencyId, ministryId: 'MIN002', name: { th: title.th }, origin },
      });
    }
    const pool = createPool(this.env['DATABASE_URL'] ?? '', 'prasan-marks');
    await knowAgencies(pool, ['AGY120', 'AGY200']).finally(() => pool.end());
    const none = () => Promise.reject(new Error('no report is needed'));
    const opened = await openServices({
      gateway: sampleGateway(this.gatewayUrl, this.env['OIDC_ISSUER'] ?? ''),
      ...{ manuals, testAgencyUrl, signReport: none },
      begin: () => Promise.resolve(false),
      now: () => Date.now(),
    });
    if (opened.open < manuals.length) throw new Error(`not open: ${opened.left.join(', ')}`);
  }

  /** Calls the gateway over HTTP. */
  async call(
    method: 'GET' | 'POST',
    path: string,
    caller: StackCaller,
    { body, ifMatch }: { readonly body?: object; readonly ifMatch?: string } = {},
  ): Promise<Back> {
    const answer = await fetch(new URL(path, this.gatewayUrl), {
      method,
      headers: {
        authorization: `Bearer ${await this.token(caller)}`,
        'idempotency-key': randomUUID(),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const headers = Object.fromEntries(answer.headers.entries());
    const read = (await answer.json()) as Record<string, unknown>;
    return { status: answer.status, headers, body: read };
  }

  /** Acts with the version as it is now, however often that changes; fails the test when refused. */
  async must(path: string, action: string, caller: StackCaller, body: object = {}): Promise<void> {
    const url = `${path}/actions/${action}`;
    const act = async () => {
      const { headers } = await this.call('GET', path, caller);
      const etag = headers['etag'];
      return this.call('POST', url, caller, {
        body,
        ifMatch: typeof etag === 'string' ? etag : '0',
      });
    };
    const { status, body: answer } = await eventually(act, (back) => back.status !== 412);
    if (status !== 200) throw new Error(`${action}: ${JSON.stringify(answer)}`);
  }

  /** Waits until a request is so. */
  until(path: string, isSo: (shown: Record<string, unknown>) => boolean): Promise<Back> {
    const auditor = { role: 'auditor' } as const;
    const isRight = ({ status, body }: Back) => status === 200 && isSo(body);
    return eventually(() => this.call('GET', path, auditor), isRight, { withinMs: 30_000 });
  }

  token({ role, agency, office }: StackCaller): Promise<string> {
    const name = [role, agency, office].join('-');
    const issuer = this.env['OIDC_ISSUER'] ?? '';
    const [agencies, offices] = [agency, office].map((one) => (one === undefined ? [] : [one]));
    const asked = { issuer, name, roles: [role], agencies: agencies ?? [], offices: offices ?? [] };
    const token = this.tokens.get(name) ?? requestDevToken(asked);
    this.tokens.set(name, token);
    return token;
  }

  /** Every history, byte for byte as the server stores it. */
  async histories(): Promise<string[]> {
    const found: string[] = [];
    for await (const { workflowId, runId } of this.client.workflow.list()) {
      const { stored } = await rawHistory(this.client, workflowId, runId);
      found.push(`${workflowId} ${stored}`);
    }
    return found;
  }

  /** Every row of every table, as text. */
  async database(): Promise<string> {
    const pool = createPool(this.env['DATABASE_URL'] ?? '', 'prasan-marks');
    try {
      const { rows: tables } = await pool.query<{ name: string }>(
        `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
         WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
      );
      const all = tables.map(async ({ name }) => {
        const { rows } = await pool.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`);
        return [name, ...rows.map(({ row }) => row)].join('\n');
      });
      return (await Promise.all(all)).join('\n');
    } finally {
      await pool.end();
    }
  }

  /** What every process says of itself. */
  async metrics(): Promise<string> {
    const { workerHealth, requestWorkerHealth } = this.ports;
    const trackerPort = Number(this.env['PRASAN_TRACKER_PORT']);
    const others = [workerHealth, requestWorkerHealth, trackerPort];
    const urls = [this.gatewayUrl, ...others.map((port) => urlOf(loopback, port))];
    const pages = urls.flatMap((url) =>
      ['/metrics', '/readyz'].map(async (page) => (await fetch(`${url}${page}`)).text()),
    );
    return (await Promise.all(pages)).join('\n');
  }

  async stop(): Promise<void> {
    await this.client.connection.close();
    await this.supervisor.kill();
    rmSync(this.home, { recursive: true, force: true });
  }
}

async function stackIn(home: string, isSealed: boolean): Promise<Stack> {
  const progress = createProgress(process.stderr, () => '[marks] ');
  const gatewayPort = await freePort();
  const trackerPort = await freePort([gatewayPort]);
  const ports = await rememberPorts(home, () => undefined, {
    host: loopback,
    reserved: [gatewayPort, trackerPort],
  });
  const codecKeys = isSealed ? secretsOf(home, {}).PRASAN_CODEC_KEYS : 'none';
  const env: StackEnv = {
    ...serverEnv(home, ports, {}),
    PRASAN_HOST: loopback,
    PRASAN_GATEWAY_PORT: String(gatewayPort),
    PRASAN_GATEWAY_URL: urlOf(loopback, gatewayPort),
    PRASAN_TRACKER_PORT: String(trackerPort),
    PRASAN_WORKER_HEALTH_PORT: String(ports.workerHealth),
    PRASAN_SAMPLE: 'true',
    // All that is ever logged.
    PRASAN_LOG_LEVEL: 'trace',
    PRASAN_CODEC_KEYS: codecKeys,
  };
  const supervisor = new Supervisor(home, { say: () => undefined });
  return { home, ports, supervisor, progress, given: {}, env };
}

function prasanOf({ home, env }: Stack) {
  return {
    host: loopback,
    gatewayPort: Number(env['PRASAN_GATEWAY_PORT']),
    trackerPort: Number(env['PRASAN_TRACKER_PORT']),
    secrets: { ...secretsOf(home, {}), PRASAN_CODEC_KEYS: env['PRASAN_CODEC_KEYS'] ?? '' },
  };
}

/** The workers as they are, and a gateway that seals nothing. */
async function startUnsealed(stack: Stack): Promise<void> {
  const { supervisor, env, ports } = stack;
  const { secrets, gatewayPort } = prasanOf(stack);
  const all = { ...env, ...secrets };
  const start = (name: string, script: string, port: number) =>
    supervisor.start(
      nodeProcess({
        ...{ name, script, port, host: loopback },
        env: { ...all, PRASAN_WORKER_HEALTH_PORT: String(port) },
        readyPath: 'readyz',
      }),
    );
  await Promise.all([
    start('worker:onboarding', 'workers/onboarding/main.ts', ports.workerHealth),
    start('worker:citizen-request', 'workers/citizen-request/main.ts', ports.requestWorkerHealth),
    start('gateway', 'test/support/gateway-without-seal.ts', gatewayPort),
  ]);
}
