import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { canonicalJson } from '../../contracts/events/mint.js';
import { headerOf, registerColumns } from '../../infra/register/columns.js';
import type { EditionTotal } from '../../infra/register/totals-of.js';
import type { Name } from '../../infra/postgres/listing.js';
import { inParallel } from '../../infra/in-parallel.js';
import { Launcher } from '../support/launcher.js';
import type { Line } from '../support/register-xml.js';
import { linesOf, realRegister as file, tally } from '../support/register-xml.js';

/**
 * DGA's file on a stack of its own. Its plan is of the whole file; the deed is done to every fiftieth row, or to all
 * of them with REGISTER_EVERY=1 (about 20 minutes).
 */
const every = Number(process.env['REGISTER_EVERY'] ?? 50);
/** Services of the sample, which are in the register too. */
const sampleSize = 61;
/** Services of the sample's own, which are in no register. */
const own = 2;
const isThere = existsSync(file);
if (!isThere) console.warn(`The import of DGA's register is not tested: ${file} is not there.`);

interface Report {
  readonly rows: number;
  readonly importId: string;
  readonly counts: Readonly<Record<'created' | 'changed' | 'unchanged' | 'refused', number>>;
  readonly missing: readonly { readonly serviceId: string }[];
  readonly merges: readonly unknown[];
  readonly totals: Readonly<Record<'status' | 'ministry' | 'agency', readonly EditionTotal[]>>;
}

interface Shown {
  readonly serviceId: string;
  readonly agencyId: string;
  readonly agency: Name | null;
  readonly ministry: Name | null;
  readonly sequence: number;
  readonly service: { readonly state: string };
}

(isThere ? describe : describe.skip)('DGA’s register of 3 May 2026', () => {
  const home = mkdtempSync(join(tmpdir(), 'prasan-register-'));
  const part = join(home, 'services_all-3-5-2026.csv');
  let launcher: Launcher;
  let lines: readonly Line[];
  let taken: readonly Line[];
  let sample: ReadonlyMap<string, Shown>;
  let first: Report;

  const register = async (args: string) =>
    JSON.parse(await launcher.prasan(`register ${args} --json`)) as Report;

  /** All services as the page's API tells of them. */
  const shown = async () => {
    const services = new Map<string, Shown>();
    for (let cursor: string | null = ''; cursor !== null;) {
      const answer = await fetch(`${launcher.page}/v1/services?limit=200&cursor=${cursor}`);
      const { items, next } = (await answer.json()) as { items: Shown[]; next: string | null };
      for (const one of items) services.set(one.serviceId, one);
      cursor = next;
    }
    return services;
  };

  /** The page tells of each case what the case itself says, and the events are whole. */
  const tellsTheCases = async () => {
    const token = (await launcher.prasan('token opdcOfficer')).trim();
    const differing = async () => {
      const services = [...(await shown()).values()];
      const other: string[] = [];
      await inParallel(services, 8, async ({ serviceId, agencyId, sequence, service }) => {
        const answer = await fetch(`${launcher.gateway}/v1/services/${serviceId}`, {
          headers: { authorization: `Bearer ${token}` },
        });
        const itself = (await answer.json()) as object;
        const told = { ...itself, serviceId, agencyId, sequence, ...service };
        const isSame = canonicalJson(told) === canonicalJson(itself);
        if (!isSame) other.push(`${serviceId}: ${JSON.stringify(itself).slice(0, 500)}`);
      });
      return other;
    };
    let other = await differing();
    for (let tries = 1; other.length > 0 && tries < 30; tries += 1) {
      await sleep(1_000);
      other = await differing();
    }
    expect(other).toEqual([]);
    await expect(launcher.prasan('events verify')).resolves.toContain('Clean: ');
  };

  beforeAll(async () => {
    lines = [...linesOf(readFileSync(file), 1).values()];
    taken = lines.filter((_, index) => index % every === 0);
    writeFileSync(part, csvOf(taken));
    launcher = await Launcher.in(home);
    await launcher.start();
    sample = await shown();
  }, 360_000);

  afterAll(async () => {
    await launcher.stop();
    rmSync(home, { recursive: true, force: true });
  }, 120_000);

  it('is planned row by row, with the counts of its XML, and nothing is done', async () => {
    const { rows, counts, totals, missing, merges } = await register(`import ${file} --dry-run`);
    expect(rows).toBe(lines.length);
    expect(counts).toEqual({
      ...{ created: lines.length - sampleSize, changed: 0, unchanged: sampleSize, refused: 0 },
    });
    expect(missing).toEqual([]);
    expect(merges.length).toBeGreaterThan(40);
    expect(rowsOf(totals.status)).toEqual(tally(lines.map(({ H = '' }) => H)));
    expect(rowsOf(totals.ministry)).toEqual(tally(lines.map(({ B = '' }) => B)));
    expect(rowsOf(totals.agency)).toEqual(tally(lines.map(({ C = '' }) => C)));
    // Its own sheets tell what each status, ministry and agency has.
    for (const list of [totals.status, totals.ministry, totals.agency]) {
      expect(list.filter(({ rows: counted, sheet }) => sheet !== counted)).toEqual([]);
    }
    expect([...(await shown()).keys()]).toEqual([...sample.keys()]);
  }, 120_000);

  it('is imported by the command line, beside the sample that is there', async () => {
    first = await register(`import ${part}`);
    const known = taken.filter(({ A = '' }) => sample.has(A)).length;
    expect(first).toMatchObject({
      rows: taken.length,
      counts: { created: taken.length - known, changed: 0, unchanged: known, refused: 0 },
    });
    expect(first.missing).toHaveLength(sampleSize - known);
    await tellsTheCases();
    const services = await shown();
    const ofPart = taken.map(({ A = '' }) => services.get(A));
    expect(tally(ofPart.map((one) => one?.agencyId ?? ''))).toEqual(
      tally(taken.map(({ C = '' }) => C)),
    );
    expect(tally(ofPart.map((one) => one?.service.state ?? ''))).toEqual(statesOf(taken, sample));
    // What was here and is not in the file is as it was, but for agencies' names in Thai.
    const told = ({ agency, ministry, ...one }: Shown) => ({
      ...one,
      en: [agency?.en, ministry?.en],
    });
    for (const [serviceId, one] of sample) {
      const now = services.get(serviceId);
      expect(now === undefined ? undefined : told(now)).toEqual(told(one));
    }
  }, 1_200_000);

  it('makes no second case when it comes again', async () => {
    const { counts, importId } = await register(`import ${part}`);
    expect(counts).toMatchObject({ created: 0, changed: 0, unchanged: taken.length, refused: 0 });
    expect(importId).toBe(first.importId);
    await tellsTheCases();
  }, 600_000);

  it('is on the page with every service, as a figure and as text', async () => {
    const followed = own + sampleSize + first.counts.created;
    expect((await shown()).size).toBe(followed);
    for (const path of ['/?lang=en', '/services']) {
      const html = await (await fetch(`${launcher.page}${path}`)).text();
      expect(html.replace(/<[^>]*>/g, ' ')).toContain(followed.toLocaleString('en-US'));
    }
  }, 120_000);

  it('is undone, and comes back under the same ids with its sequences going on', async () => {
    const before = await shown();
    const { counts } = await register(`undo ${first.importId}`);
    expect(counts).toEqual({ registeredInError: first.counts.created, restored: 0, kept: 0 });
    await tellsTheCases();
    const undone = await shown();
    for (const { A = '' } of taken) {
      const isOfSample = sample.has(A);
      expect(undone.get(A)?.service.state === 'registeredInError').toBe(!isOfSample);
    }
    const again = await register(`import ${part}`);
    expect(again.counts).toEqual(first.counts);
    await tellsTheCases();
    const back = await shown();
    expect([...back.keys()]).toEqual([...before.keys()]);
    for (const [serviceId, { sequence, service }] of before) {
      const isOfSample = sample.has(serviceId);
      expect(back.get(serviceId)).toMatchObject({
        ...{ service: { state: service.state }, sequence: sequence + (isOfSample ? 0 : 2) },
      });
    }
  }, 2_400_000);
});

function rowsOf(totals: readonly EditionTotal[]): Record<string, number> {
  return Object.fromEntries(
    totals.filter(({ rows }) => rows > 0).map(({ id, rows }) => [id, rows]),
  );
}

/** The states that rows begin in (design §2.1); services of the sample go their own ways. */
function statesOf(rows: readonly Line[], sample: ReadonlyMap<string, Shown>) {
  const states = { STA01: 'live', STA02: 'develop', STA03: 'toBeFunded', STA04: 'excluded' };
  return tally(
    rows.map(({ A = '', H = '', K = '' }) => {
      const ofStatus = K === 'RSN11' ? 'discontinued' : 'excluded';
      return sample.get(A)?.service.state ?? states[H as keyof typeof states] ?? ofStatus;
    }),
  );
}

function csvOf(rows: readonly Line[]): string {
  const quoted = (texts: readonly string[]) =>
    texts.map((text) => `"${text.replaceAll('"', '""')}"`).join(',');
  const letters = registerColumns.map((_, index) => String.fromCharCode(65 + index));
  const head = quoted(registerColumns.map((column) => headerOf(column)));
  return [head, ...rows.map((row) => quoted(letters.map((one) => row[one] ?? '')))].join('\r\n');
}
