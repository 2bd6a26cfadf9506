import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { diffManuals } from '../../../contracts/manuals/diff.js';
import { ManualSchema } from '../../../contracts/manuals/schema.js';
import { plants } from './plants.js';
import type { Draft } from './samples.js';
import { cited, draftOf, manuals } from './samples.js';

const ids = manuals.map(({ serviceId }) => serviceId);

function changesOf(id: string, change: (draft: Draft) => void): [path: string, en: string][] {
  const after = draftOf(id);
  change(after);
  return diffManuals(draftOf(id), after).map(({ path, en }) => [path, en]);
}

describe('what changed', () => {
  it('of a time is one line, length and unit together', () => {
    const change = (draft: Draft) =>
      Object.assign(draft.processingTime, { amount: 20, unit: 'WORKING_DAY' });
    expect(changesOf('SVC1832', change)).toEqual([
      ['/processingTime', 'processing time: 30 days → 20 working days'],
    ]);
    const after = draftOf('SVC1832');
    change(after);
    expect(diffManuals(draftOf('SVC1832'), after)[0]?.th).toBe(
      'ระยะเวลาดำเนินการ: 30 วัน → 20 วันทำการ',
    );
  });

  it('of its source is another', () => {
    expect(changesOf('SVC1608', (draft) => (draft.processingTime.source = cited))).toEqual([
      [
        '/processingTime/source',
        expect.stringMatching(
          /^processing time, source: \[illustrative\] .* → cited: Royal Gazette/,
        ),
      ],
    ]);
  });

  it('of a list is told by ids and not by places', () => {
    const found = changesOf('SVC0106', ({ documents }) => {
      const index = documents.findIndex(({ documentId }) => documentId === 'siteMap');
      const [siteMap] = documents.splice(index, 1);
      if (siteMap === undefined) throw new Error('no map');
      documents.unshift({ ...siteMap, documentId: 'floorPlan', name: { th: 'แปลน', en: 'Plan' } });
    });
    expect(found).toEqual([
      ['/documents/3', 'document removed: Map that shows the premises'],
      ['/documents/0', 'document added: Plan'],
    ]);
  });

  it('of an item names it', () => {
    const found = changesOf('SVC0106', ({ steps, documents, fees }) => {
      Object.assign(steps[5] ?? {}, { owner: 'licensor' });
      Object.assign(documents[3] ?? {}, { isOptional: true });
      Object.assign(fees[0]?.money ?? {}, { amount: '1234567.50' });
    });
    expect(found).toEqual([
      ['/documents/3/isOptional', 'document “Map that shows the premises”, optional added: yes'],
      [
        '/steps/5/owner',
        'step “Assess qualifications and facts”, owner: competent official → licensor',
      ],
      [
        '/fees/0/money',
        'fee “Licence fee, type 2, a year 2,200.00 baht”, sum: 2,200.00 baht → 1,234,567.50 baht',
      ],
    ]);
  });

  it('of the way through the steps says where', () => {
    const found = changesOf('SVC2941', ({ steps }) => steps[3]?.next.pop());
    const step = 'step “Check that the request and its documents are correct and complete”';
    expect(found).toEqual([['/steps/3/next/2', `${step}, following steps removed: publicHearing`]]);
  });

  it('of what comes and goes is said whole', () => {
    const found = changesOf('SVC0106', (draft) => {
      draft.fees = [];
      draft.extension = { max: 1, time: { amount: 7, unit: 'DAY', source: cited } };
      delete draft.issues;
    });
    expect(found.map(([, en]) => en)).toEqual([
      'extension added: 1 × 7 days',
      'fee removed: Licence fee, type 2, a year 2,200.00 baht',
      'what is issued removed: Licence to sell liquor',
    ]);
  });

  it('of one language is shown in that language', () => {
    const after = draftOf('SVC0106');
    after.title.th = 'ใบอนุญาตขายสุรา ประเภทที่ 2';
    expect(diffManuals(draftOf('SVC0106'), after)).toEqual([
      {
        path: '/title',
        th: 'ชื่องานบริการ, ข้อความภาษาไทย: “ใบอนุญาตขายสุรา” → “ใบอนุญาตขายสุรา ประเภทที่ 2”',
        en: 'title, Thai text: “ใบอนุญาตขายสุรา” → “ใบอนุญาตขายสุรา ประเภทที่ 2”',
      },
    ]);
  });

  it('of an order is said once', () => {
    const found = changesOf('SVC0106', (draft) => draft.criteria.reverse());
    expect(found).toEqual([['/criteria', expect.stringMatching(/^criteria in a new order: /)]]);
  });

  it('is never silent, even of an id that hides another', () => {
    const before = draftOf('SVC0106');
    const [office] = before.offices;
    if (office === undefined) throw new Error('no office');
    const after = structuredClone(before);
    before.offices.push(office);
    before.offices.unshift({ ...office, name: { th: 'เดิม', en: 'old' } });
    after.offices.push(office);
    after.offices.unshift({ ...office, name: { th: 'ใหม่', en: 'new' } });
    expect(diffManuals(before, after)).toEqual([
      { path: '', th: 'คู่มือเปลี่ยนแปลง', en: 'the manual changed' },
    ]);
  });
});

/** Pairs of manuals that have their shape and may differ. */
const changed = fc
  .tuple(fc.constantFrom(...ids), fc.constantFrom(...plants))
  .map(([id, { plant }]) => {
    const after = draftOf(id);
    plant(after);
    return { before: draftOf(id), after };
  })
  .filter(({ after }) => ManualSchema.safeParse(after).success);

describe('two manuals', () => {
  it('that are equal have no differences, whatever the order of their members', () => {
    for (const manual of manuals) {
      const turned = Object.fromEntries(Object.entries(structuredClone(manual)).reverse());
      expect(diffManuals(manual, turned as unknown as Draft)).toEqual([]);
    }
  });

  it('that differ have some, in both languages and both ways', () => {
    fc.assert(
      fc.property(changed, ({ before, after }) => {
        const isEqual = JSON.stringify(before) === JSON.stringify(after);
        for (const changes of [diffManuals(before, after), diffManuals(after, before)]) {
          expect(changes.length === 0).toBe(isEqual);
          for (const { th, en } of changes) expect(`${th}${en}`).not.toMatch(/undefined|\[object/);
        }
      }),
    );
  });

  it('of different services differ in nearly everything', () => {
    for (const before of manuals) {
      for (const after of manuals) {
        const changes = diffManuals(before, after);
        expect(changes.length === 0).toBe(before === after);
        expect(changes.every(({ th }) => /[ก-๙]/.test(th))).toBe(true);
      }
    }
  });

  it('with any list in another order differ', () => {
    const listed = [
      'offices',
      'documents',
      'steps',
      'criteria',
      'legalBasis',
      'deliveries',
    ] as const;
    for (const id of ids) {
      for (const name of listed) {
        const after = draftOf(id);
        if (after[name].length < 2) continue;
        after[name].reverse();
        expect([name, diffManuals(draftOf(id), after).length]).toEqual([name, 1]);
      }
    }
  });
});
