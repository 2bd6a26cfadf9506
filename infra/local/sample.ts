import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { serviceWorkflowType } from '../../contracts/commands/service/messages.js';
import { connectClient } from '../temporal/client.js';
import type { StackEnv } from './env-file.js';
import type { Say } from './progress.js';
import { ask } from './tools.js';

/** What the sample's loading is done with. */
export interface SampleSteps {
  /** How many services there are. */
  readonly count: () => Promise<number>;
  /** Imports the sample; a service that has a case stays as it is. */
  readonly load: () => Promise<{ readonly ok: boolean; readonly said: string }>;
}

/**
 * Loads the sample register where there is no service yet, and goes on with a loading that was cut
 * off; otherwise says how many services there are. Failing, it keeps nobody from the rest.
 *
 * @param home where a loading that is under way is remembered
 */
export async function ensureSample(home: string, say: Say, steps: SampleSteps): Promise<void> {
  const underWay = join(home, 'sample-loading');
  try {
    const found = await steps.count();
    if (found > 0 && !existsSync(underWay)) {
      say(`${found.toLocaleString('en-US')} services are there`);
      return;
    }
    say('loading the sample register …');
    writeFileSync(underWay, '');
    const { ok, said } = await steps.load();
    if (ok) rmSync(underWay);
    say(ok ? said : `the sample register was not loaded, the rest runs: ${said}`);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    say(`the sample register was not loaded, the rest runs: ${why}`);
  }
}

/** The steps on a stack that runs. */
export function sampleSteps(env: StackEnv, namespace: string): SampleSteps {
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
  };
}

const Report = z.object({ rows: z.number(), agencies: z.number(), asOf: z.string() });

function loaded(report: string): string {
  const { rows, agencies, asOf } = Report.parse(JSON.parse(report));
  return `${rows} services of ${agencies} agencies are loaded, as the register had them on ${asOf}`;
}
