import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findingCodes } from '../../../contracts/manuals/finding-texts.js';
import { comparePointers } from '../../../contracts/manuals/pointers.js';
import { serviceKinds } from '../../../contracts/calendar/regimes.js';
import { isPublishable, lintManual } from '../../../contracts/manuals/lint.js';
import { plants } from './plants.js';
import type { Draft } from './samples.js';
import { cited, draftOf, errorsOf, manuals, said } from './samples.js';

const ids = manuals.map(({ serviceId }) => serviceId);

describe('a good manual', () => {
  it.each(ids)('%s has no errors', (id) => {
    expect(errorsOf(draftOf(id))).toEqual([]);
    expect(isPublishable(lintManual(draftOf(id)))).toBe(true);
  });
});

describe('a planted fault', () => {
  it.each(plants)('is found where it is, and nothing else: $name', ({ plant }) => {
    const planted = ids.map((id) => {
      const draft = draftOf(id);
      return { id, expected: plant(draft)?.sort(), found: errorsOf(draft).sort() };
    });
    const possible = planted.filter(({ expected }) => expected !== undefined);
    expect(possible.length).toBeGreaterThan(0);
    for (const { id, expected, found } of possible) expect([id, found]).toEqual([id, expected]);
  });

  it('is said in Thai and English, with all its facts', () => {
    for (const { plant } of plants) {
      for (const id of ids) {
        const draft = draftOf(id);
        plant(draft);
        for (const { th, en } of lintManual(draft)) {
          expect(th).toMatch(/[ก-๙]/);
          expect(`${th}${en}`).not.toMatch(/\{\w+\}|undefined|\[object/);
        }
      }
    }
  });

  it('hides no fault of another member', () => {
    const draft = draftOf('SVC0106');
    draft.offices = [];
    draft.effectiveUntil = '2025-01-01';
    Reflect.deleteProperty(draft, 'title');
    Reflect.set(draft.fees[0]?.money ?? {}, 'currency', 'USD');
    draft.steps[0]?.next.push('nowhere');
    expect(errorsOf(draft)).toEqual([
      'untilBeforeFrom /effectiveUntil',
      'notMoney /fees/0/money/currency',
      'noOffice /offices',
      'unknownStep /steps/0/next/1',
      'missing /title',
    ]);
  });
});

describe('a fault of shape', () => {
  it.each<[change: (draft: Draft) => void, expected: string, th: RegExp, en: RegExp]>([
    [(m) => Reflect.deleteProperty(m, 'title'), 'missing /title', /^ขาดข้อมูลนี้/, /is missing/],
    [(m) => Reflect.set(m, 'version', '1'), 'wrongType /version', /จำนวนเต็ม|ตัวเลข/, /number/],
    [(m) => (m.version = 0), 'outOfRange /version', /อย่างน้อย 1/, /at least 1/],
    [(m) => (m.version = 1.5), 'wrongType /version', /จำนวนเต็ม/, /a whole number/],
    [(m) => Reflect.set(m, 'kind', 'ABC'), 'notOneOf /kind', /LIC, REN/, /one of LIC, REN/],
    [(m) => Reflect.set(m, 'steps', {}), 'wrongType /steps', /รายการ/, /must be a list/],
    [(m) => Reflect.set(m, 'steps', null), 'wrongType /steps', /รายการ/, /must be a list/],
    [(m) => (m.agencyId = 'EXCISE'), 'badFormat /agencyId', /AGY009/, /such as AGY009/],
    [(m) => (m.effectiveFrom = '2569-01-01'), 'badFormat /effectiveFrom', /พ\.ศ\./, /Buddhist-era/],
    [(m) => (m.licensor.en = ''), 'badFormat /licensor/en', /ต้องไม่ว่าง/, /must not be empty/],
    [(m) => (m.applicants = []), 'outOfRange /applicants', /อย่างน้อย 1 รายการ/, /1 item/],
    [
      (m) => Reflect.set(m.correction.within.source, 'kind', 'rumour'),
      'notOneOf /correction/within/source/kind',
      /cited หรือ illustrative/,
      /cited or illustrative/,
    ],
    [
      (m) => Reflect.set(m.appeal.within, 'source', { kind: 'cited', reference: '' }),
      'badFormat /appeal/within/source/reference',
      /ต้องไม่ว่าง/,
      /must not be empty/,
    ],
    [(m) => Reflect.set(m.title, 'de', 'x'), 'unknownField /title/de', /ไม่มีช่อง/, /no such field/],
  ])('is found: case %#', (change, expected, th, en) => {
    const draft = draftOf('SVC0106');
    change(draft);
    const [found, ...more] = lintManual(draft).filter(({ severity }) => severity === 'error');
    expect(more).toEqual([]);
    expect(found && said(found)).toBe(expected);
    expect(found?.th).toMatch(th);
    expect(found?.en).toMatch(en);
  });

  it.each([[null], [undefined], [[]], ['manual'], [7]])('of %p as a whole is one', (value) => {
    expect(lintManual(value)).toMatchObject([{ path: '', severity: 'error' }]);
  });

  it('of an empty object names all that is missing', () => {
    const found = lintManual({});
    expect(found.length).toBeGreaterThan(20);
    expect(found.map(said)).toContain('noProcessingTime /processingTime');
    expect(found.map(said)).toContain('noAppealBody /appeal');
  });
});

describe('the time to appeal', () => {
  const days = (amount: number, unit: Draft['processingTime']['unit']) => {
    const draft = draftOf('SVC0106');
    Object.assign(draft.appeal.within, { amount, unit });
    return errorsOf(draft);
  };

  it.each([
    [15, 'DAY'],
    [11, 'WORKING_DAY'],
    [1, 'MONTH'],
    [1, 'YEAR'],
  ] as const)('of %i %s is long enough', (amount, unit) => {
    expect(days(amount, unit)).toEqual([]);
  });

  it.each([
    [14, 'DAY'],
    [10, 'WORKING_DAY'],
  ] as const)('of %i %s is too short', (amount, unit) => {
    expect(days(amount, unit)).toEqual(['appealTooShort /appeal/within/amount']);
  });

  it('is the law’s own where the route is special, or the court', () => {
    const draft = draftOf('SVC2262');
    draft.appeal.within.amount = 7;
    expect(errorsOf(draft)).toEqual([]);
    draft.appeal.route = 'court';
    expect(errorsOf(draft)).toEqual([]);
  });

  it('is not less than the special law of the regime gives', () => {
    const draft = draftOf('SVC2941');
    draft.appeal.within.amount = 29;
    expect(errorsOf(draft)).toEqual(['appealTooShort /appeal/within/amount']);
  });
});

describe('a service under e-government and the APA alone', () => {
  it.each(serviceKinds)(
    'of kind %s is of a kind that the Act does not know, or is left out of it',
    (kind) => {
      const draft = draftOf('SVC2262');
      draft.kind = kind;
      const isOfAct = ['LIC', 'REN', 'REG', 'NOT', 'CER'].includes(kind);
      expect(errorsOf(draft)).toEqual(isOfAct ? ['exclusionMissing /excludedBy'] : []);
      const [found] = lintManual(draft).filter(({ code }) => code === 'exclusionMissing');
      expect(found?.en ?? kind).toContain(kind);
      draft.excludedBy = 'NATURAL_RESOURCES';
      expect(errorsOf(draft)).toEqual([]);
    },
  );
});

describe('two clocks', () => {
  it('may be those of the fast track', () => {
    const draft = draftOf('PRS3V8HC5NBWE');
    draft.processingTime.amount = 10;
    draft.secondTime = { amount: 14, unit: 'DAY', source: cited };
    expect(errorsOf(draft)).toEqual([]);
    draft.secondTime.amount = 30;
    expect(errorsOf(draft)).toEqual(['regimeTimeContradicted /secondTime']);
  });
});

describe('an applicant who is asked for what another holds by the manual’s own word', () => {
  it('is not asked', () => {
    const draft = draftOf('SVC0106');
    const index = draft.documents.findIndex(({ from }) => from === 'applicant');
    Object.assign(draft.documents[index] ?? {}, { heldBy: { th: 'กรมที่ดิน', en: 'Lands' } });
    expect(errorsOf(draft)).toEqual([`stateHolds /documents/${index}/from`]);
  });
});

describe('illustrative figures', () => {
  it('are warnings at each', () => {
    const found = lintManual(draftOf('SVC1608'));
    expect(found.map(({ code, severity, path }) => [code, severity, path])).toEqual([
      ['illustrative', 'warning', '/correction/within'],
      ['illustrative', 'warning', '/fees/0'],
      ['illustrative', 'warning', '/fees/0/billValid'],
      ['illustrative', 'warning', '/issues/within'],
      ['illustrative', 'warning', '/processingTime'],
    ]);
  });
});

describe('the linter', () => {
  it('knows no code that no test has seen', () => {
    const seen = new Set(
      plants.flatMap(({ plant }) => ids.flatMap((id) => plant(draftOf(id)) ?? [])),
    );
    const codes = new Set([...seen].map((one) => one.split(' ')[0]));
    const ofShape = ['missing', 'wrongType', 'notOneOf', 'badFormat', 'outOfRange'];
    const unseen = findingCodes.filter((code) => !codes.has(code));
    expect(unseen).toEqual([...ofShape, 'illustrative']);
  });

  it('answers whatever it is given', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.jsonValue()), (value) => {
        expect(isPublishable(lintManual(value))).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('answers whatever a manual is turned into, at places that exist', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ids), fc.nat(), fc.jsonValue(), (id, nth, value) => {
        const draft = draftOf(id);
        const all = placesOf(draft);
        const place = all[nth % all.length] ?? [];
        write(draft, place, value);
        for (const { path } of lintManual(draft)) {
          expect([path, hasPlace(draft, path)]).toEqual([path, true]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('says the same in the same order, whatever the order of members', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ids), fc.constantFrom(...plants), (id, { plant }) => {
        const draft = draftOf(id);
        plant(draft);
        const found = lintManual(draft);
        expect(lintManual(turned(draft))).toEqual(found);
        const paths = found.map(({ path }) => path);
        expect([...paths].sort(comparePointers)).toEqual(paths);
      }),
    );
  });

  it('does not follow what a manual inherits, nor change it', () => {
    const draft = draftOf('SVC0106');
    const before = structuredClone(draft);
    lintManual(Object.create(draft));
    lintManual(Object.freeze(draft));
    expect(draft).toEqual(before);
  });
});

type Place = readonly (string | number)[];

function placesOf(value: unknown, place: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([member, inner]) => {
    const here = [...place, Array.isArray(value) ? Number(member) : member];
    return [here, ...placesOf(inner, here)];
  });
}

function write(root: object, place: Place, value: unknown): void {
  const holder = place.slice(0, -1).reduce<object>((at, member) => Reflect.get(at, member), root);
  Reflect.set(holder, place.at(-1) ?? '', value);
}

/** Whether a pointer leads to something, or to a member that something lacks. */
function hasPlace(root: unknown, path: string): boolean {
  const holders = path.split('/').slice(1, -1);
  return holders.every((segment) => {
    const isThere = typeof root === 'object' && root !== null && segment in root;
    root = isThere ? Reflect.get(root as object, segment) : undefined;
    return isThere;
  });
}

/** The same value with the members of each object the other way round. */
function turned(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(turned);
  const members = Object.entries(value).reverse();
  return Object.fromEntries(members.map(([member, inner]) => [member, turned(inner)]));
}
