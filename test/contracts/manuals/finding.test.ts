import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { finding, inOrder } from '../../../contracts/manuals/finding.js';
import { comparePointers, pointer } from '../../../contracts/manuals/pointers.js';
import { findingTexts } from '../../../contracts/manuals/finding-texts.js';
import { illustrativePaths } from '../../../contracts/manuals/illustrative.js';
import { draftOf } from './samples.js';

describe('a place', () => {
  it.each([
    [[], ''],
    [['steps', 3, 'owner'], '/steps/3/owner'],
    [['a/b', 'c~d', ''], '/a~1b/c~0d/'],
  ])('%j is %s', (segments, path) => {
    expect(pointer(segments)).toBe(path);
  });

  it('comes after what it is part of, and 2 before 10', () => {
    const sorted = ['', '/fees', '/fees/2', '/fees/2/money', '/fees/10', '/steps', '/steps/1'];
    fc.assert(
      fc.property(fc.shuffledSubarray(sorted, { minLength: sorted.length }), (mixed) => {
        expect([...mixed].sort(comparePointers)).toEqual(sorted);
      }),
    );
  });

  it('is compared the same both ways', () => {
    const path = fc
      .array(fc.oneof(fc.constantFrom('a', 'b', '01'), fc.nat(20)), { maxLength: 4 })
      .map(pointer);
    fc.assert(
      fc.property(path, path, (a, b) => {
        expect(Math.sign(comparePointers(a, b))).toBe(-Math.sign(comparePointers(b, a)) || 0);
        expect(comparePointers(a, a)).toBe(0);
      }),
    );
  });
});

describe('a finding', () => {
  it('says its facts in the language of the sentence', () => {
    const right = { th: 'ต้องเป็นเงิน', en: 'must be money' };
    expect(finding('notMoney', ['fees', 0], { right })).toEqual({
      path: '/fees/0',
      code: 'notMoney',
      severity: 'error',
      th: 'ไม่ใช่จำนวนเงิน: ต้องเป็นเงิน',
      en: 'is no sum of money; it must be money',
    });
  });

  it('cites a section as a lawyer of the language does', () => {
    const { th, en } = finding('extensionNotHere', [], { regime: 'LFA', section: 'LFA s.10' });
    expect(th).toContain('(พ.ร.บ. การอำนวยความสะดวกฯ ม.10)');
    expect(en).toContain('(LFA s.10)');
  });

  it('leaves a fact that it was not given as it is', () => {
    expect(finding('unknownStep', [], { id: '{possible}' }).en).toBe(
      'there is no step {possible}; the steps are {possible}',
    );
  });

  it('has the same facts in both languages', () => {
    const factsOf = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
    for (const [code, { th, en }] of Object.entries(findingTexts)) {
      expect([code, factsOf(th)]).toEqual([code, factsOf(en)]);
    }
  });

  it('is said once at its place, in the order of the places', () => {
    const one = finding('unsourced', ['b']);
    const other = finding('noOffice', ['a']);
    expect(inOrder([one, other, { ...one }])).toEqual([other, one]);
  });
});

describe('the illustrative figures', () => {
  it('are the figures and not their sources, also of a renewal', () => {
    expect(illustrativePaths(draftOf('SVC0209'))).toEqual([
      '/correction/within',
      '/issues/renewalOpensDays',
      '/issues/valid',
      '/issues/within',
      '/processingTime',
    ]);
  });

  it('are none in a manual that cites all', () => {
    const draft = draftOf('SVC1608');
    const reference = { kind: 'cited', reference: 'https://example.org' } as const;
    for (const time of [draft.processingTime, draft.correction.within, ...draft.fees]) {
      time.source = reference;
    }
    if (draft.issues?.within !== undefined) draft.issues.within.source = reference;
    for (const { billValid } of draft.fees) billValid.source = reference;
    expect(illustrativePaths(draft)).toEqual([]);
  });
});
