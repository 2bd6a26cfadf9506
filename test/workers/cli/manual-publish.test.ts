import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { sampleManual } from '../../support/request-life.js';
import { scratchFolder } from '../../support/scratch.js';
import { run, StandIn } from './run.js';

const folder = mkdtempSync(join(scratchFolder(), 'manual-'));
const manual = sampleManual('SVC0106');
const path = '/v1/services/SVC0106/manual';
let gateway: StandIn;
beforeAll(async () => {
  gateway = await StandIn.start();
});
afterEach(() => gateway.forget());
afterAll(() => gateway.stop());

function fileOf(name: string, content: string): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

describe('manual publish', () => {
  const file = () => fileOf('svc0106.json', JSON.stringify(manual));
  const done = { serviceId: 'SVC0106', version: 1, published: 0 };

  it('submits the manual of the file, and says who approves it', async () => {
    gateway.replies.set(`POST ${path}/submitManual`, { body: done });
    const ran = await run(['manual', 'publish', file(), '--key', 'my-own-key'], gateway.env);
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(ran.out).toContain('SVC0106@1 is submitted; another person approves it');
    expect(gateway.asked).toMatchObject([
      { body: { manual }, headers: { 'idempotency-key': 'my-own-key' } },
    ]);
    const json = await run(['manual', 'publish', file(), '--json'], gateway.env);
    expect(JSON.parse(json.out)).toEqual(done);
  });

  it('tells every error that the linter found, at its place', async () => {
    const text = { th: 'ไม่มีหน่วยงาน', en: 'no office' };
    const error = { path: '/offices', code: 'noOffice', severity: 'error', ...text };
    const findings = [error, { ...error, path: '/fees/0', severity: 'warning' }];
    const problem = { type: 'urn:prasan:problem:manualFaulty', detail: '1 error', findings };
    gateway.replies.set(`POST ${path}/submitManual`, { status: 422, body: problem });
    const ran = await run(['manual', 'publish', file()], gateway.env);
    expect(ran).toMatchObject({
      code: 1,
      err: 'Refused (422 manualFaulty): 1 error\n  /offices: ไม่มีหน่วยงาน · no office\n',
    });
  });

  it('refuses a file that is none before anything is sent', async () => {
    const other = await run(['manual', 'publish', fileOf('a.json', '{}')], gateway.env);
    expect(other.err).toMatch(/a\.json is no manual; prasan manual lint .* says why\n$/);
    const text = await run(['manual', 'publish', fileOf('b.json', 'x')], gateway.env);
    expect(text).toMatchObject({ code: 1, err: expect.stringContaining('cannot be read as JSON') });
    expect(gateway.asked).toEqual([]);
  });
});

describe('manual approve, reject and withdraw', () => {
  it.each([
    ['reject', 'SVC0106@2 is rejected; what was published stands\n'],
    ['withdraw', 'SVC0106@2 is withdrawn; what was published stands\n'],
  ])('%s does so with the version that is named', async (verb, out) => {
    const body = { serviceId: 'SVC0106', version: 2, published: 1 };
    gateway.replies.set(`POST ${path}/${verb}Manual`, { body });
    const ran = await run(['manual', verb, 'SVC0106', '2'], gateway.env);
    expect(ran).toMatchObject({ code: 0, out });
    expect(gateway.asked).toMatchObject([{ body: { version: 2 } }]);
  });

  it('approves the version that is named', async () => {
    const body = { serviceId: 'SVC0106', version: 2, published: 2 };
    gateway.replies.set(`POST ${path}/approveManual`, { body });
    const ran = await run(['manual', 'approve', 'SVC0106', '2'], gateway.env);
    expect(ran).toMatchObject({ code: 0, out: 'SVC0106@2 is published\n' });
    expect(gateway.asked).toMatchObject([{ body: { version: 2 } }]);
  });

  it('says that a version is a number', async () => {
    const ran = await run(['manual', 'approve', 'SVC0106', 'two'], gateway.env);
    expect(ran).toMatchObject({ code: 1, err: expect.stringContaining('whole number from 1') });
    expect(gateway.asked).toEqual([]);
  });
});

describe('manual versions', () => {
  it('shows which is in force and what is submitted, with its changes', async () => {
    const shown = (version: number) => ({
      manual: { ...manual, version },
      ...{ isIllustrative: true, illustrative: [] },
    });
    const change = { path: '/version', th: 'รุ่น: 2 → 3', en: 'version: 2 → 3' };
    const pending = { ...shown(3), changes: [change] };
    const body = { serviceId: 'SVC0106', inForce: 2, versions: [shown(2), shown(1)], pending };
    gateway.replies.set(`GET ${path}`, { body });
    const { out } = await run(['manual', 'versions', 'SVC0106'], gateway.env);
    expect(out.split('\n').slice(1, 5)).toEqual([
      'SVC0106@3\tsubmitted\t2026-01-01\t\tillustrative\tใบอนุญาตขายสุรา',
      'SVC0106@2\tin force\t2026-01-01\t\tillustrative\tใบอนุญาตขายสุรา',
      'SVC0106@1\tpublished\t2026-01-01\t\tillustrative\tใบอนุญาตขายสุรา',
      '  รุ่น: 2 → 3 · version: 2 → 3',
    ]);
  });
});
