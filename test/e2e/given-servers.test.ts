import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { needAnswers } from '../../infra/local/given.js';
import type { FreshDatabase } from '../support/fresh-database.js';
import { freshDatabase, serverAddresses } from '../support/fresh-database.js';
import { Launcher } from '../support/launcher.js';
import { until } from '../support/until.js';

describe('npm start, on servers whose address is set', () => {
  const home = mkdtempSync(join(tmpdir(), 'prasan-given-'));
  let database: FreshDatabase;
  let servers: Record<string, string>;
  let launcher: Launcher;

  beforeAll(async () => {
    database = await freshDatabase({ isMigrated: false });
    servers = {
      TEMPORAL_ADDRESS: process.env['TEMPORAL_ADDRESS'] ?? '',
      KAFKA_BROKERS: serverAddresses().kafkaBrokers.join(','),
      DATABASE_URL: database.url,
      OIDC_ISSUER: process.env['OIDC_ISSUER'] ?? '',
    };
    launcher = await Launcher.in(home, {
      ...servers,
      TEMPORAL_NAMESPACE: `given-${process.pid}-${Date.now()}`,
      // Any address of this machine but the usual one.
      PRASAN_HOST: '127.0.0.2',
    });
  });

  afterAll(async () => {
    await launcher.stop();
    await database.drop();
    rmSync(home, { recursive: true, force: true });
  });

  it('is refused in one line where there are too few brokers for its topics', async () => {
    const { code, said } = await launcher.refuses();
    expect(said).toContain(
      'Topics are to be kept on 3 brokers (PRASAN_KAFKA_REPLICATION), and there is 1 at KAFKA_BROKERS',
    );
    expect(code).not.toBe(0);
  });

  it('is refused in one line where nothing answers, or two ports are one', async () => {
    const away = await launcher.refuses({ DATABASE_URL: 'postgres://prasan@127.0.0.1:1/prasan' });
    expect(away.said).toContain(
      'DATABASE_URL is set to postgres://prasan@127.0.0.1:1/prasan, where no PostgreSQL can be used',
    );
    const same = await launcher.refuses({
      PRASAN_GATEWAY_PORT: '8090',
      PRASAN_TRACKER_PORT: '8090',
    });
    expect(same.said).toContain('PRASAN_GATEWAY_PORT and PRASAN_TRACKER_PORT are both 8090');
    const unknown = await launcher.refuses({ PRASAN_GATEWY_PORT: '8090' });
    expect(unknown.said).toContain('PRASAN_GATEWY_PORT: there is no such setting');
    expect([away.code, same.code, unknown.code]).not.toContain(0);
  });

  it('uses them and starts none of its own, and asks its processes on the host that is set', async () => {
    await launcher.start({ PRASAN_KAFKA_REPLICATION: '1' });
    expect(launcher.said).toContain('starting test agency …');
    expect(
      launcher
        .processes()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['gateway', 'test-agency', 'tracker', 'worker:citizen-request', 'worker:onboarding']);
    expect(launcher.said).not.toContain('Temporal UI');
    await until(async () => (await fetch(`${launcher.page}/v1/services/SVC0106`)).ok);
    const shown = await launcher.prasan('service show SVC0106 --as opdcOfficer --json');
    expect(JSON.parse(shown)).toMatchObject({ serviceId: 'SVC0106' });
  });

  it('leaves them running when it stops', async () => {
    await launcher.interrupt();
    expect(launcher.said).toContain('stopped; nothing is left running');
    expect(launcher.left()).toEqual([]);
    await expect(needAnswers(servers, { PRASAN_KAFKA_REPLICATION: '1' })).resolves.toBeUndefined();
  });
});
