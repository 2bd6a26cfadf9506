import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isEnd } from '../../../../contracts/lifecycles/request/states.js';
import { problemKinds } from '../../../../contracts/problems.js';
import { createAgencySystems } from '../../../../infra/agency-link/client.js';
import { writeEnvFile } from '../../../../infra/local/env-file.js';
import { createPayments } from '../../../../infra/payment/client.js';
import type { SimulationReport } from '../../../../workers/cli/simulate/report.js';
import { createManuals } from '../../../../workers/gateway/manuals.js';
import { manuals } from '../../../contracts/manuals/samples.js';
import { keyOf, Servers, startDoubles } from '../../../support/link.js';
import { memoryLink } from '../../../support/memory-agency.js';
import { chainFaults } from '../../../support/request-events.js';
import { RequestRig } from '../../../support/request-rig.js';
import { scratchFolder } from '../../../support/scratch.js';
import { until } from '../../../support/until.js';
import type { Ran } from '../run.js';
import { run } from '../run.js';

const home = scratchFolder();
const servers = new Servers();
let rig: RequestRig;
let env: Record<string, string>;

beforeAll(async () => {
  rig = await RequestRig.start(manuals);
  const { url, endpoints } = await startDoubles(servers);
  const key = keyOf('treasury');
  const gateway = await rig.open({
    callbackKeys: { payments: [key], agencies: endpoints },
    manuals: createManuals(rig.client, true),
  });
  await gateway.listen({ host: '127.0.0.1', port: 0 });
  const { port } = gateway.server.address() as AddressInfo;
  const gatewayUrl = `http://127.0.0.1:${port}`;
  Object.assign(rig.world.ports, {
    payments: createPayments({ url: `${url}/treasury`, key, gatewayUrl }),
    agencyLink: memoryLink(createAgencySystems({ endpoints }), gatewayUrl),
  });
  mkdirSync(home, { recursive: true });
  writeEnvFile(join(home, 'env'), { PRASAN_TEST_AGENCY_URL: url });
  env = {
    PRASAN_HOME: home,
    PRASAN_GATEWAY_URL: gatewayUrl,
    OIDC_ISSUER: String(process.env['OIDC_ISSUER']),
  };
});

afterAll(async () => {
  servers.close();
  await rig.stop();
});

function simulate(...args: string[]): Promise<Ran> {
  const never = () => new AbortController().signal;
  return run(['request', 'simulate', '--speed', '10000000', ...args], env, '', never);
}

function reportIn({ code, err, out }: Ran): SimulationReport {
  if (out === '') throw new Error(err);
  const report = JSON.parse(out) as SimulationReport;
  const { surprises, withoutFuture } = report;
  expect({ surprises, withoutFuture, code }).toEqual({ surprises: [], withoutFuture: [], code: 0 });
  return report;
}

describe('forty simulated requests to all ten manuals', () => {
  let report: SimulationReport;

  beforeAll(async () => {
    report = reportIn(await simulate('--count', '40', '--seed', '7', '--run', 'first', '--json'));
  });

  it('are in an end, or in a wait whose future is known', () => {
    expect(report).toMatchObject({ seed: 7, run: 'first', count: 40, filed: 40, stopped: false });
    expect(report.services.map(({ filed }) => filed)).toEqual(manuals.map(() => 4));
    const ended = report.requests.filter(({ state }) => isEnd(state)).length;
    const waiting = report.waits.reduce((sum, { count }) => sum + count, 0);
    expect(ended + waiting).toBe(40);
    expect(ended).toBeGreaterThan(10);
    expect(report.acts).toBeGreaterThan(80);
    expect(report.payments).toBeGreaterThan(5);
    for (const { next } of report.waits) {
      expect(Date.parse(next?.at ?? '')).toBeGreaterThan(Date.now());
    }
  });

  it('had mistakes in them, which the gateway refused by their type', () => {
    const codes = Object.keys(report.refused);
    expect(codes.length).toBeGreaterThan(3);
    for (const code of codes) expect(Object.keys(problemKinds)).toContain(code);
  });

  it('have their events one after the other, as many as the case says', async () => {
    for (const { requestId, serviceId } of report.requests) {
      await until(async () => (await rig.view(requestId)).unpublished === 0);
      const { sequence } = await rig.view(requestId);
      const portal = manuals.find((manual) => manual.serviceId === serviceId)?.portal ?? '';
      const events = rig.world.eventsOf(requestId);
      expect(chainFaults(`request.status.${portal}.v1`, events)).toEqual([]);
      expect(events.length).toBe(sequence);
    }
  });

  it('are found again by the same run, and by another one filed anew', async () => {
    const some = ['--count', '6', '--seed', '7', '--json', '--service', 'SVC0106,SVC0209'];
    const first = reportIn(await simulate(...some, '--run', 'again'));
    const same = reportIn(await simulate(...some, '--run', 'again'));
    const other = reportIn(await simulate(...some));
    const ids = ({ requests }: SimulationReport) => requests.map(({ requestId }) => requestId);
    expect(ids(same)).toEqual(ids(first));
    expect(ids(other).filter((id) => ids(first).includes(id))).toEqual([]);
    expect(other.run).toMatch(/^\d{8}T\d{4}-[0-9a-f]{4}$/);
  });

  it('are summed up for people', async () => {
    const { code, out } = await simulate('--count', '10', '--seed', '11');
    expect(code).toBe(0);
    expect(out).toMatch(/^10 requests filed, \d+ acts taken, \d+ payments, in [\d.]+ s$/m);
    expect(out).toMatch(/^SVC0106\t1\t[01]\t[01]\tใบอนุญาตขายสุรา · Licence to sell liquor$/m);
    expect(out).toMatch(/^Every request is in an end, or in a wait whose future is known/m);
  });
});

describe('stopped while it goes on', () => {
  it('says what was filed, and asks nobody anything more', async () => {
    const stop = () => AbortSignal.timeout(300);
    const args = ['--count', '20', '--seed', '3', '--speed', '20000', '--json'];
    const ran = await run(['request', 'simulate', ...args], env, '', stop);
    const report = reportIn(ran);
    expect(report).toMatchObject({ stopped: true, count: 20, waits: [] });
    expect(report.filed).toBeLessThan(20);
    expect(report.requests.length).toBe(report.filed);
  });
});

describe('services that take no requests', () => {
  it('are named where they were asked for', async () => {
    const { code, err } = await simulate('--count', '1', '--seed', '1', '--service', 'SVC9999');
    expect(code).toBe(1);
    expect(err).toContain('SVC9999: Refused (404 notFound)');
  });

  it('are left out where they were not; it is an error when there is none', async () => {
    const all = new Map(rig.cases.views);
    for (const [id, view] of all) {
      rig.cases.views.set(id, {
        ...view,
        service: { ...view.service, verified: id === 'SVC0106' },
      });
    }
    const report = reportIn(await simulate('--count', '2', '--seed', '1', '--json'));
    expect(report.services.map(({ serviceId }) => serviceId)).toEqual(['SVC0106']);
    for (const [id, view] of all) {
      rig.cases.views.set(id, { ...view, service: { ...view.service, verified: false } });
    }
    const none = await simulate('--count', '2', '--seed', '1');
    expect(none.code).toBe(1);
    expect(none.err).toContain('No service of the sample takes requests; npm start opens them:');
    expect(none.err).toContain('SVC0106 takes no requests: it is live, not verified');
    for (const [id, view] of all) rig.cases.views.set(id, view);
  });
});
