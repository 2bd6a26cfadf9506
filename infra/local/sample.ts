import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { serviceWorkflowType } from '../../contracts/commands/service/messages.js';
import { sampleManuals } from '../manuals/index.js';
import { createPool } from '../postgres/pool.js';
import { recordAgency } from '../temporal/agencies.js';
import { startService } from '../temporal/cases.js';
import { connectClient } from '../temporal/client.js';
import type { StackEnv } from './env-file.js';
import type { Say } from './progress.js';
import { sampleGateway } from './sample-gateway.js';
import { endpointOf, sampleDocument } from './sample-path.js';
import type { Opened, OwnStart } from './sample-services.js';
import { openServices } from './sample-services.js';
import { createSampleTester } from './sample-tester.js';
import { ask } from './tools.js';

/** What the sample's loading is done with. */
export interface SampleSteps {
  /** How many services there are. */
  readonly count: () => Promise<number>;
  /** Imports the sample; a service that has a case stays as it is. */
  readonly load: () => Promise<{ readonly ok: boolean; readonly said: string }>;
  /** Publishes the sample's manuals and opens their services, whatever of it is missing. */
  readonly open: () => Promise<Opened>;
  /** Why they cannot be opened here; left out when they can. */
  readonly closedBecause?: string | undefined;
}

/**
 * Loads the sample register where there is no service yet, and goes on with a loading that was cut
 * off; otherwise says how many services there are. Then opens the services that the sample has manuals
 * of, once. Failing, it keeps nobody from the rest.
 *
 * @param home where a loading that is under way, and an opening that is done, are remembered
 */
export async function ensureSample(home: string, say: Say, steps: SampleSteps): Promise<void> {
  if (await ensureRegister(home, say, steps)) await ensureOpen(home, say, steps);
}

/** Whether the sample's services are there. */
async function ensureRegister(home: string, say: Say, steps: SampleSteps): Promise<boolean> {
  const underWay = join(home, 'sample-loading');
  try {
    const found = await steps.count();
    if (found > 0 && !existsSync(underWay)) {
      say(`${found.toLocaleString('en-US')} services are there`);
      return true;
    }
    say('loading the sample register …');
    writeFileSync(underWay, '');
    rmSync(opened(home), { force: true });
    const { ok, said } = await steps.load();
    if (ok) rmSync(underWay);
    say(ok ? said : `the sample register was not loaded, the rest runs: ${said}`);
    return ok;
  } catch (error) {
    say(`the sample register was not loaded, the rest runs: ${whyOf(error)}`);
    return false;
  }
}

async function ensureOpen(
  home: string,
  say: Say,
  { open, closedBecause }: SampleSteps,
): Promise<void> {
  // What people have done with them since is theirs.
  if (existsSync(opened(home))) return;
  if (closedBecause !== undefined) {
    say(`the sample's services take no requests: ${closedBecause}`);
    return;
  }
  say("publishing the sample's manuals and taking their services to live …");
  try {
    const done = await open();
    writeFileSync(opened(home), '');
    say(openedText(done));
  } catch (error) {
    say(`not all of the sample's services are open, the rest runs: ${whyOf(error)}`);
  }
}

function opened(home: string): string {
  return join(home, 'sample-opened');
}

function openedText({ open, left, steps }: Opened): string {
  const others = left.length === 0 ? '' : `; ${left.join(', ')} are left as people have them`;
  return `${open} services are verified live and take requests (${steps} actions were missing)${others}`;
}

function whyOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The steps on a stack that runs. */
export function sampleSteps(
  env: StackEnv,
  namespace: string,
  given: Partial<StackEnv>,
): SampleSteps {
  return {
    count: async () => {
      const client = await connectClient({ address: env['TEMPORAL_ADDRESS'] ?? '', namespace });
      try {
        // Of each service only the newest run is open.
        const query = `WorkflowType = '${serviceWorkflowType}' AND ExecutionStatus = 'Running'`;
        return (await client.workflow.count(query)).count;
      } finally {
        await client.connection.close();
      }
    },
    load: async () => {
      const command = ['register', 'import', 'infra/register/sample-register.xlsx', '--json'];
      const cli = ['--import', 'tsx', 'workers/cli/main.ts', ...command, '--as-of', '2026-05-03'];
      const { ok, said } = await ask(process.execPath, cli, env);
      return { ok, said: ok ? loaded(said) : said };
    },
    open: () => openSample(env, namespace),
    closedBecause: closedBecause(given),
  };
}

/** Sample persons and manuals are for a stack of this machine's own. */
function closedBecause(given: Partial<StackEnv>): string | undefined {
  const others = ['TEMPORAL_ADDRESS', 'OIDC_ISSUER', 'PRASAN_LIVE_CHECK_ALLOW'];
  const set = others.filter((name) => given[name] !== undefined);
  return set.length === 0 ? undefined : `${set.join(', ')} is of somebody else's making`;
}

async function openSample(env: StackEnv, namespace: string): Promise<Opened> {
  const setting = (name: string) => env[name] ?? '';
  const testAgencyUrl = setting('PRASAN_TEST_AGENCY_URL');
  const client = await connectClient({ address: setting('TEMPORAL_ADDRESS'), namespace });
  const pool = createPool(setting('DATABASE_URL'), 'prasan-sample');
  const tester = createSampleTester(pool);
  try {
    return await openServices({
      gateway: sampleGateway(setting('PRASAN_GATEWAY_URL'), setting('OIDC_ISSUER')),
      manuals: sampleManuals(),
      testAgencyUrl,
      signReport: (serviceId) =>
        tester.sign({
          ...{ serviceId, sha256: sampleDocument },
          endpoint: endpointOf(testAgencyUrl, serviceId),
        }),
      begin: async ({ service, agency }: OwnStart) => {
        const isNew = await startService(client, service);
        if (isNew) await recordAgency(client, agency);
        return isNew;
      },
      now: () => Date.now(),
    });
  } finally {
    await pool.end();
    await client.connection.close();
  }
}

const Report = z.object({ rows: z.number(), agencies: z.number(), asOf: z.string() });

function loaded(report: string): string {
  const { rows, agencies, asOf } = Report.parse(JSON.parse(report));
  return `${rows} services of ${agencies} agencies are loaded, as the register had them on ${asOf}`;
}
