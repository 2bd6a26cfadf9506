import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serviceSubject } from '../../contracts/ids.js';
import type { Pool } from '../../infra/postgres/pool.js';
import { createPool } from '../../infra/postgres/pool.js';
import { Dice } from '../support/dice.js';
import { engineRig } from '../support/engine-rig.js';
import { eventually } from '../support/fresh-database.js';
import { persist } from '../support/onboarding.js';
import { findService } from '../../infra/temporal/cases.js';
import { askTracker, untilKnown } from '../support/tracker.js';

const rowsMade = 120;
const columns = ['service_id', 'agency_id', 'ministry_id', 'ชื่องานบริการ', 'status_id'] as const;
const statuses = ['STA01', 'STA02', 'STA03'];
const seed = Number(process.env['RANDOM_SEED'] ?? Date.now() % 100_000);

interface Report {
  readonly importId: string;
  readonly status: string;
  readonly counts: Readonly<Record<string, number>>;
}

/** What may be killed, and how the import is gone on with. */
const victims = ['cli and worker', 'temporal', 'postgres'] as const;

describe(`an import with something killed in the middle of it (RANDOM_SEED=${seed})`, () => {
  const theRig = engineRig();
  const folder = mkdtempSync(join(tmpdir(), 'prasan-register-'));
  const dice = new Dice(seed);
  let pool: Pool;
  const running: ChildProcess[] = [];

  beforeAll(() => {
    pool = createPool(theRig().databaseUrl, 'test-register-kill');
    pool.on('error', () => undefined);
  });

  afterAll(async () => {
    for (const cli of running) cli.kill('SIGKILL');
    await pool.end();
    rmSync(folder, { recursive: true });
  });

  /** The command line as a process of its own. */
  function prasan(...args: string[]) {
    const { PATH, PRASAN_CODEC_KEYS } = process.env;
    const env = { PATH, PRASAN_CODEC_KEYS, PRASAN_HOME: '/nonexistent', ...theRig().settings };
    const command = ['--import', 'tsx', 'workers/cli/main.ts', 'register', ...args, '--json'];
    const cli = spawn(process.execPath, command, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    running.push(cli);
    const said = { out: '', err: '' };
    cli.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text));
    cli.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text));
    return { cli, ended: once(cli, 'close'), said };
  }

  /** A command that is given again until it is answered, as by a person who saw it fail. */
  async function answered<Answer>(...args: string[]): Promise<Answer> {
    for (let tries = 1; ; tries += 1) {
      const { ended, said } = prasan(...args);
      const [code] = (await ended) as [number | null];
      if (code === 0) return JSON.parse(said.out) as Answer;
      if (tries === 8) throw new Error(`${args.join(' ')}: ${said.err}`);
    }
  }

  async function settled(): Promise<number> {
    const { rows } = await pool.query<{ count: number }>(
      `SELECT count(*) AS count FROM prasan.register_row r JOIN prasan.register_import i USING (import_id)
       WHERE i.ended_at IS NULL AND r.outcome IS NOT NULL`,
    );
    return rows[0]?.count ?? 0;
  }

  const kill = async (victim: (typeof victims)[number], cli: ChildProcess) => {
    const rig = theRig();
    if (victim.includes('cli')) cli.kill('SIGKILL');
    if (victim.includes('worker')) {
      await rig.worker.kill();
      await rig.worker.start();
    }
    if (victim === 'temporal' || victim === 'postgres') {
      await rig.kill(victim);
      await rig.revive(victim);
    }
  };

  it.each(victims.map((victim, round) => ({ victim, round })))(
    'comes to the same as without: $victim',
    async ({ victim, round }) => {
      const ids = Array.from({ length: rowsMade }, (_, n) => `SVC${1_000 * (round + 1) + n}`);
      const file = join(folder, `services_all-${round + 1}-6-2026.csv`);
      const lines = ids.map((id, n) =>
        [id, 'AGY009', 'MIN002', `งานบริการ ${id}`, statuses[n % 3] ?? ''].join(','),
      );
      writeFileSync(file, [columns.join(','), ...lines].join('\n'));

      const { cli, ended } = prasan('import', file);
      const at = dice.roll(rowsMade - 40);
      await eventually(
        () => persist(settled),
        (count) => count > at,
        { withinMs: 120_000, everyMs: 20 },
      );
      await kill(victim, cli);
      await ended;

      // Whoever looks finds one import, and goes on with it.
      const [newest] = await answered<Report[]>('list');
      const importId = newest?.importId ?? '';
      const { status, counts } = await answered<Report>('import', '--resume', importId);
      expect({ status, counts }).toEqual({
        status: 'done',
        counts: { created: rowsMade, changed: 0, unchanged: 0, refused: 0 },
      });
      expect((await theRig().verify(ids.map((id) => serviceSubject(id)))).faults).toEqual([]);
      const kinds = await theRig().kindsOn('service.status.v1');
      expect(ids.map((id) => kinds.get(serviceSubject(id)))).toEqual(ids.map(() => ['registered']));
      for (const [n, id] of ids.entries()) {
        const view = await persist(() => findService(theRig().client, id));
        const state = ['live', 'develop', 'toBeFunded'][n % 3];
        expect(view).toMatchObject({ sequence: 1, service: { state } });
      }
      const last = ids.at(-1) ?? '';
      await untilKnown(theRig().tracker.url, last, 1);
      await askTracker(`${theRig().tracker.url}/v1/services/${last}`);
      const again = await answered<Report>('import', file);
      expect(again).toMatchObject({ importId, counts: { created: 0, unchanged: rowsMade } });
    },
    240_000,
  );
});
