import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventLabels } from '../../contracts/lifecycles/service/event-kinds.js';
import { which } from '../../infra/local/tools.js';
import { isRunning, Launcher } from '../support/launcher.js';
import { until } from '../support/until.js';

/** What the README has one paste, as it is printed there. */
function printed(marker: 'tour' | 'tour 2' | 'readers'): string {
  const [, after = ''] = readFileSync('README.md', 'utf8').split(`<!-- ${marker} -->`);
  const [, block = ''] = after.split('```');
  return block.replace('sh\n', '');
}

/** An event as far as every reader shows it. */
type Shown = readonly [sequence: number, type: string];

const typeOf = (kind: string) => `th.prasan.service.${kind}.v1`;

/** In CI there is a kcat; elsewhere its test is skipped with a line that says how to have it. */
function canUseKcat(): boolean {
  if (which('kcat') !== undefined || process.env['CI'] !== undefined) return true;
  console.warn('The test with kcat is skipped: install it (Debian: apt-get install kcat).');
  return false;
}

const withKcat = canUseKcat() ? describe : describe.skip;

describe('npm start, and the README’s tour', () => {
  const home = mkdtempSync(join(tmpdir(), 'prasan-start-'));
  let launcher: Launcher;
  let serviceId = '';
  /** The service's events by `prasan events tail`. */
  let tailed: Shown[] = [];

  const stateShown = async (): Promise<string | undefined> => {
    const answer = await fetch(`${launcher.page}/v1/services/${serviceId}`);
    const { service } = (await answer.json()) as { service?: { state: string } };
    return service?.state;
  };
  const secret = () => readFileSync(join(home, 'actor-secret'), 'utf8');

  beforeAll(async () => {
    launcher = await Launcher.in(home);
    await launcher.start();
  }, 360_000);

  afterAll(async () => {
    await launcher.stop();
    rmSync(home, { recursive: true, force: true });
  }, 300_000);

  it('takes a service from nothing to live', async () => {
    const said = await launcher.shell(`${printed('tour')}\necho "SERVICE=$SERVICE"`);
    expect(said).toMatch(/^state +live/m);
    expect(said).toContain('Clean: ');
    serviceId = /SERVICE=(\S+)$/m.exec(said)?.[1] ?? '';
    expect(serviceId).toMatch(/^PRS/);
  }, 480_000);

  it('takes a citizen’s request to its licence, and refuses another', async () => {
    expect(launcher.said).toContain('10 services are verified live and take requests');
    const said = await launcher.shell(printed('tour 2'));
    expect(said).toMatch(/^received in law .*\n {2}1\. Filed /m);
    expect(said).toMatch(/^decision due .*\(LFA s\.10\) \[illustrative\]$/m);
    expect(said).toMatch(/to be answered by .*: 15 days from that day \[illustrative\]/);
    expect(said).toMatch(/The time for correction ends \(1\) → struckOff/);
    expect(said).toMatch(/^Bill 1 of 2,200\.00 .* is paid at the test treasury.*in issuing$/m);
    expect(said).toMatch(/^state +completed/m);
    expect(said).toMatch(/^Issued: Licence to sell liquor EX-0001$/m);
    expect(said).toMatch(/^state +refused/m);
    expect(said).toMatch(/^Appeal: internal appeal \(APA s\.44\)$/m);
    expect(said).toMatch(/The time for an appeal ends/);
    expect(said).toContain('Clean: ');
  }, 480_000);

  it('shows its events in order in prasan events tail, as many as the case has', async () => {
    const subject = `service/${serviceId}`;
    const lines = await launcher.prasan(`events tail --subject ${subject} --no-follow --json`);
    tailed = lines
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { sequence: string; type: string })
      .map(({ sequence, type }) => [Number(sequence), type]);
    const shown = await launcher.prasan(`service show ${serviceId} --as opdcOfficer --json`);
    const { sequence } = JSON.parse(shown) as { sequence: number };
    expect(tailed.map(([number]) => number)).toEqual(
      Array.from({ length: sequence }, (_, index) => index + 1),
    );
    expect(tailed[0]).toEqual([1, typeOf('proposed')]);
    expect(tailed.map(([, type]) => type)).toContain(typeOf('liveChecked'));
  }, 180_000);

  withKcat('with another reader of Kafka', () => {
    it('shows the same events in kcat', async () => {
      const kcat = /^kcat.*$/m.exec(printed('readers'))?.[0] ?? '';
      const lines = await launcher.shell(`home=${home}; SERVICE=${serviceId}\n${kcat}`);
      const events = lines
        .trim()
        .split('\n')
        .map((line): Shown => {
          const [, sequence, type] =
            /(?=.*ce_sequence=(\d+))(?=.*ce_type=([^,]+))/.exec(line) ?? [];
          return [Number(sequence), type ?? ''];
        });
      expect(events).toEqual(tailed);
    }, 180_000);
  });

  it('shows the same events on the page', async () => {
    await until(async () => (await stateShown()) === 'live');
    const html = await (await fetch(`${launcher.page}/services/${serviceId}?lang=en`)).text();
    const entries = [...html.matchAll(/<li id="event-(\d+)"[\s\S]*?<b>(.*?)<\/b>/g)];
    const types = new Map(
      Object.entries(eventLabels).map(([kind, { en }]) => [en, typeOf(kind)] as const),
    );
    const events = entries.map(([, sequence, label = '']): Shown => {
      const text = label.replaceAll('&#39;', "'").replaceAll('&amp;', '&');
      return [Number(sequence), types.get(text) ?? text];
    });
    // The newest is on top.
    expect(events.reverse()).toEqual(tailed);
  }, 180_000);

  it.each(['worker:onboarding', 'gateway', 'tracker', 'kafka'])(
    'names %s when it is killed, and starts it again',
    async (name) => {
      const before = launcher.process(name);
      await launcher.kill(name);
      await launcher.says(new RegExp(`${name} has ended and is started again in 0\\.5 s; its log`));
      await launcher.says(`${name} is ready again`);
      expect(launcher.process(name).pid).not.toBe(before.pid);
    },
    300_000,
  );

  it('works as before after that', async () => {
    const shown = await launcher.prasan(`service show ${serviceId} --as opdcOfficer`);
    expect(shown).toMatch(/^state +live/m);
    expect(await stateShown()).toBe('live');
    await expect(launcher.prasan('events verify')).resolves.toContain('Clean: ');
  }, 300_000);

  it('is not started twice with the same data', async () => {
    const { code, said } = await launcher.refuses();
    expect(code).not.toBe(0);
    expect(said).toContain(`Prasan runs already with the data in ${home}`);
    expect(said).toContain(`page ${launcher.page}/`);
  }, 180_000);

  it('leaves nothing behind when the launcher is killed, and finds its data at the next start', async () => {
    const before = launcher.processes();
    const kept = secret();
    expect(before.length).toBeGreaterThanOrEqual(8);
    await launcher.killLauncher();
    await until(() => !before.some(isRunning) && launcher.left().length === 0);
    await launcher.start({ PRASAN_SAMPLE_REQUESTS: '10' });
    expect(launcher.said).toContain('64 services are there');
    expect(launcher.said).not.toContain('loading the sample register');
    expect(launcher.said).toMatch(/All was ready after \d+ s/);
    expect(launcher.said).not.toContain('getting it');
    expect(secret()).toBe(kept);
    expect(await stateShown()).toBe('live');
    const shown = await launcher.prasan(`service show ${serviceId} --as opdcOfficer`);
    expect(shown).toMatch(/^state +live/m);
  }, 480_000);

  it('lets made-up requests live to the sample’s services', async () => {
    await launcher.says('10 made-up requests have been lived');
    const { total } = JSON.parse(await launcher.prasan('request list --as opdcOfficer --json')) as {
      total: number;
    };
    expect(total).toBeGreaterThanOrEqual(12);
    await expect(launcher.prasan('events verify')).resolves.toContain('Clean: ');
  }, 480_000);

  it('stops everything at Ctrl-C', async () => {
    const before = launcher.processes();
    await launcher.interrupt();
    expect(launcher.said).toContain('stopped; nothing is left running');
    expect(before.filter(isRunning)).toEqual([]);
    expect(launcher.processes()).toEqual([]);
    expect(launcher.left()).toEqual([]);
  }, 300_000);
});
