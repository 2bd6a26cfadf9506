import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import { manuals } from '../../contracts/manuals/samples.js';
import { run } from './run.js';

const folder = mkdtempSync(join(tmpdir(), 'prasan-manual-'));
const sample = (id: string) =>
  fileURLToPath(new URL(`../../../infra/manuals/${id.toLowerCase()}.json`, import.meta.url));

/** A file with this text, or this value as JSON. */
function fileOf(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

function liquor(changes: object): object {
  return { ...manuals.find(({ serviceId }) => serviceId === 'SVC0106'), ...changes };
}

afterAll(() => rmSync(folder, { recursive: true }));

describe('manual lint', () => {
  it('passes the manuals of the sample, with a warning at each illustrative figure', async () => {
    const { code, out, err } = await run([
      'manual',
      'lint',
      ...manuals.map((m) => sample(m.serviceId)),
    ]);
    expect([code, err]).toEqual([0, '']);
    const lines = out.trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(20);
    for (const line of lines) expect(line).toMatch(/\.json \/\S+ warning illustrative: /);
  });

  it('says one line a finding, with file, place, code and what is wrong', async () => {
    const file = fileOf('no-office.json', liquor({ offices: [], version: 0 }));
    const { code, out, err } = await run(['manual', 'lint', file]);
    expect(code).toBe(1);
    expect(out).toContain(`${file} /offices error noOffice: no office takes requests`);
    expect(out).toContain(`${file} /version error outOfRange: must be at least 1\n`);
    expect(err).toBe(`2 errors in ${file}\n`);
  });

  it('in Thai', async () => {
    const file = fileOf('no-office.json', liquor({ offices: [] }));
    const { code, out, err } = await run(['manual', 'lint', file, '--lang', 'th']);
    expect([code, err]).toEqual([1, `พบข้อบกพร่อง 1 รายการใน ${file}\n`]);
    expect(out).toContain(`${file} /offices error noOffice: ไม่มีหน่วยงานที่รับคำขอ`);
  });

  it('as JSON, each file with its findings', async () => {
    const good = sample('SVC0106');
    const bad = fileOf('not-a-manual.json', []);
    const { code, out } = await run(['manual', 'lint', good, bad, '--json']);
    expect(code).toBe(1);
    const told = JSON.parse(out);
    expect(told).toMatchObject([
      { file: good, findings: expect.arrayContaining([{ ...anyFinding, severity: 'warning' }]) },
      { file: bad, findings: [{ ...anyFinding, path: '', severity: 'error' }] },
    ]);
  });

  it('names the whole where the whole is wrong', async () => {
    const file = fileOf('list.json', []);
    const { out } = await run(['manual', 'lint', file]);
    expect(out).toBe(`${file} "" error wrongType: must be a JSON object\n`);
  });
});

const anyFinding = {
  path: expect.any(String),
  code: expect.any(String),
  th: expect.any(String),
  en: expect.any(String),
};

describe('a file that is none', () => {
  it.each(['lint', 'show', 'diff'])('is one clear error of manual %s', async (command) => {
    const more = command === 'diff' ? [sample('SVC0106')] : [];
    const missing = join(folder, 'missing.json');
    const gone = await run(['manual', command, missing, ...more]);
    expect([gone.code, gone.out]).toEqual([1, '']);
    expect(gone.err).toMatch(/^\S+missing\.json cannot be read: ENOENT.*\n$/);
    const text = fileOf('text.json', 'serviceId: SVC0106');
    const noJson = await run(['manual', command, text, ...more]);
    expect([noJson.code, noJson.out]).toEqual([1, '']);
    expect(noJson.err).toMatch(/^\S+text\.json is no JSON: .*\n$/);
    const directory = await run(['manual', command, folder, ...more]);
    expect([directory.code, directory.err]).toEqual([1, expect.stringContaining('EISDIR')]);
  });

  it('but JSON of something else is for lint to explain', async () => {
    const file = fileOf('else.json', { hello: 1 });
    const { code, out, err } = await run(['manual', 'show', file]);
    expect([code, out]).toEqual([1, '']);
    expect(err).toBe(`${file} is no manual; prasan manual lint ${file} says why\n`);
  });

  it('with a byte order mark is read', async () => {
    const file = fileOf('mark.json', `\uFEFF${JSON.stringify(liquor({}))}`);
    expect((await run(['manual', 'show', file])).code).toBe(0);
  });
});

describe('manual diff', () => {
  const after = () => fileOf('after.json', liquor({ version: 2, deliveries: ['electronic'] }));

  it('says what changed, one line each', async () => {
    const { code, out } = await run(['manual', 'diff', sample('SVC0106'), after()]);
    expect(code).toBe(0);
    expect(out).toBe('version: 1 → 2\nway of delivery removed: at the counter\n');
    const thai = await run(['manual', 'diff', sample('SVC0106'), after(), '--lang', 'th']);
    expect(thai.out).toBe('รุ่นของคู่มือ: 1 → 2\nตัดวิธีส่งมอบออก: รับด้วยตนเอง\n');
  });

  it('as JSON', async () => {
    const { out } = await run(['manual', 'diff', sample('SVC0106'), after(), '--json']);
    expect(JSON.parse(out)).toMatchObject([{ path: '/version' }, { path: '/deliveries/1' }]);
  });

  it('says when nothing did', async () => {
    const { code, out } = await run(['manual', 'diff', sample('SVC0106'), sample('SVC0106')]);
    expect([code, out]).toEqual([0, 'nothing changed\n']);
  });
});

describe('manual show', () => {
  it('reads as the procedure, with a badge at each figure that is made up', async () => {
    const { code, out } = await run(['manual', 'show', sample('SVC0106')]);
    expect(code).toBe(0);
    expect(out).toMatch(/^Licence to sell liquor \(SVC0106@1\)$/m);
    expect(out).toContain(
      '5. Inspect the premises, where needed: competent official (where needed;',
    );
    expect(out).toContain('- Map that shows the premises\n');
    expect(out).toMatch(/Fetched by the State, not asked of you\n {2}- Civil registration data/);
    expect(out).toContain('processing 15 working days [illustrative]');
    expect(out).toContain('2,200.00 baht [illustrative]; at “Pay the licence fee”');
    expect(out).toMatch(/issued within 30 days \[cited: Royal Gazette document 17229129/);
    expect(out).toMatch(/internal appeal: the officer who made the order, 15 days .*\(APA s\.44\)/);
  });

  it('in Thai', async () => {
    const { out } = await run(['manual', 'show', sample('SVC2941'), '--lang', 'th']);
    expect(out).toContain('ระยะเวลาดำเนินการ 30 วัน [ตัวอย่าง]');
    expect(out).toMatch(/4\. ตรวจสอบความถูกต้อง.* → ต่อไป 5, 6, 7/);
    expect(out).toMatch(/อุทธรณ์ตามกฎหมายเฉพาะ: รัฐมนตรีว่าการกระทรวงอุตสาหกรรม, 30 วัน/);
  });

  it('of a service without fees says so, and of one with two clocks shows both', async () => {
    const benefit = await run(['manual', 'show', sample('SVC2262')]);
    expect(benefit.out).toMatch(/Fees\n {2}no fee\n/);
    const bonds = await run(['manual', 'show', sample('PRS3V8HC5NBWE')]);
    expect(bonds.out).toMatch(/processing 90 days \[cited.*\n {2}second part 30 days \[cited/);
    const food = await run(['manual', 'show', sample('SVC1832')]);
    expect(food.out).toMatch(/may be extended \(times\) 2 × 15 days \[cited/);
  });

  it('as JSON, with the places of the illustrative figures', async () => {
    const { out } = await run(['manual', 'show', sample('PRS7K2M9QX4TD'), '--json']);
    expect(JSON.parse(out)).toMatchObject({
      manual: { serviceId: 'PRS7K2M9QX4TD' },
      illustrative: ['/correction/within', '/fees/0/billValid', '/issues/within'],
    });
  });

  it.each(manuals.map(({ serviceId }) => serviceId))('shows %s in both languages', async (id) => {
    const english = await run(['manual', 'show', sample(id)]);
    const thai = await run(['manual', 'show', sample(id), '--lang', 'th']);
    expect(`${english.out}${thai.out}`).not.toMatch(/undefined|\[object/);
    const badges = english.out.split('[illustrative]').length - 1;
    expect(thai.out.split('[ตัวอย่าง]').length - 1).toBe(badges);
    const found = await run(['manual', 'lint', sample(id), '--json']);
    expect(badges).toBe(JSON.parse(found.out)[0].findings.length);
  });
});
