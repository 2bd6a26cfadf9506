import { describe, expect, it } from '@jest/globals';
import type { Manual } from '../../../contracts/manuals/manual.js';
import {
  comesBefore,
  documentsFor,
  feesAt,
  findStep,
  firstStep,
  isDelivered,
  isIssued,
  partsOf,
  paymentMoments,
  paymentsAt,
  stepsAfter,
  stepsFrom,
} from '../../../contracts/manuals/procedure.js';
import { draftOf, manuals } from './samples.js';

function idsOf(steps: readonly { readonly stepId: string }[]): string[] {
  return steps.map(({ stepId }) => stepId);
}

/** The steps in the order in which a request goes through them, those side by side in one. */
function wayThrough(manual: Manual): string[][] {
  const way: string[][] = [];
  let here = [firstStep(manual)?.stepId ?? ''];
  while (here.length > 0 && way.length < 50) {
    way.push(here);
    here = [...new Set(here.flatMap((id) => idsOf(stepsFrom(manual, id))))];
  }
  return way;
}

describe('the steps', () => {
  it('lead from the first to the last', () => {
    expect(wayThrough(draftOf('SVC0106'))).toEqual([
      ['search'],
      ['proveIdentity'],
      ['file'],
      ['completeness'],
      ['siteInspection'],
      ['assessment'],
      ['approve'],
      ['pay'],
      ['issue'],
      ['deliver'],
    ]);
  });

  it('run side by side and come together again', () => {
    const way = wayThrough(draftOf('SVC2941'));
    expect(way[4]).toEqual(['siteInspection', 'townPlanning', 'publicHearing']);
    expect(way[5]).toEqual(['assessment']);
  });

  it('all come after the first, in every manual', () => {
    for (const manual of manuals) {
      const first = firstStep(manual)?.stepId ?? '';
      expect(stepsAfter(manual, first).size).toBe(manual.steps.length - 1);
      expect(wayThrough(manual).flat().sort()).toEqual(idsOf(manual.steps).sort());
    }
  });

  it('come before and after each other', () => {
    const manual = draftOf('SVC2941');
    expect(comesBefore(manual, 'file', 'approve')).toBe(true);
    expect(comesBefore(manual, 'approve', 'file')).toBe(false);
    expect(comesBefore(manual, 'townPlanning', 'publicHearing')).toBe(false);
    expect(comesBefore(manual, 'file', 'file')).toBe(false);
  });

  it('do not depend on the order of the list', () => {
    const manual = draftOf('SVC1791');
    const turned = { ...manual, steps: [...manual.steps].reverse() };
    expect(firstStep(turned)?.stepId).toBe(firstStep(manual)?.stepId);
    expect(stepsAfter(turned, 'completeness')).toEqual(stepsAfter(manual, 'completeness'));
  });

  it('that are not there are nothing, and going round ends', () => {
    const manual = draftOf('SVC0106');
    expect(findStep(manual, 'nowhere')).toBeUndefined();
    expect(stepsFrom(manual, 'nowhere')).toEqual([]);
    expect(firstStep({ steps: [] })).toBeUndefined();
    const last = manual.steps.at(-1);
    last?.next.push('search', 'nowhere');
    expect(stepsAfter(manual, 'search').has('search')).toBe(true);
    expect(firstStep(manual)?.stepId).toBe('search');
  });
});

describe('a payment', () => {
  it.each([
    ['SVC1608', 'filing'],
    ['PRS7K2M9QX4TD', 'consideration'],
    ['PRS3V8HC5NBWE', 'consideration'],
    ['SVC0106', 'decision'],
    ['SVC1832', 'decision'],
    ['SVC2941', 'decision'],
  ])('of %s falls at the %s alone', (id, moment) => {
    const manual = draftOf(id);
    for (const one of paymentMoments) {
      expect(paymentsAt(manual, one)).toEqual(one === moment ? manual.fees : []);
    }
  });

  it('has one moment, in every manual', () => {
    for (const manual of manuals) {
      const all = paymentMoments.flatMap((moment) => paymentsAt(manual, moment));
      expect(new Set(all)).toEqual(new Set(manual.fees));
      expect(all).toHaveLength(manual.fees.length);
    }
  });

  it('may fall at several', () => {
    const manual = draftOf('SVC0106');
    const file = manual.steps.find(({ stepId }) => stepId === 'file');
    const pay = manual.steps.find(({ stepId }) => stepId === 'pay');
    const [fee] = manual.fees;
    if (file === undefined || pay === undefined || fee === undefined) throw new Error('no fee');
    manual.steps.push({ ...pay, stepId: 'payFirst', next: ['completeness'] });
    file.next = ['payFirst'];
    manual.fees.push({ ...fee, feeId: 'applicationFee', stepId: 'payFirst' });
    expect(paymentsAt(manual, 'filing').map(({ feeId }) => feeId)).toEqual(['applicationFee']);
    expect(paymentsAt(manual, 'consideration')).toEqual([]);
    expect(paymentsAt(manual, 'decision').map(({ feeId }) => feeId)).toEqual(['licenceFee']);
    expect(feesAt(manual, 'payFirst').map(({ feeId }) => feeId)).toEqual(['applicationFee']);
    expect(feesAt(manual, 'approve')).toEqual([]);
  });

  it('at no payFee step has no moment', () => {
    const manual = draftOf('SVC0106');
    Object.assign(manual.fees[0] ?? {}, { stepId: 'approve' });
    expect(paymentMoments.flatMap((moment) => paymentsAt(manual, moment))).toEqual([]);
  });
});

describe('consideration', () => {
  it('has the parts that the manual names', () => {
    const { inspection, hearing, consultations } = partsOf(draftOf('SVC2941'));
    expect(inspection?.stepId).toBe('siteInspection');
    expect(hearing?.stepId).toBe('publicHearing');
    expect(consultations.map(({ agencyId }) => agencyId)).toEqual(['AGY120']);
    expect(idsOf(partsOf(draftOf('SVC1791')).consultations)).toEqual(['utilities', 'townPlanning']);
  });

  it('has none where the manual names none', () => {
    expect(partsOf(draftOf('SVC2262'))).toEqual({ consultations: [] });
  });
});

describe('what comes out', () => {
  it('is issued and delivered by steps of their own', () => {
    const outcomes = manuals.map((one) => [one.serviceId, isIssued(one), isDelivered(one)]);
    expect(outcomes.filter(([, issued, delivered]) => !(issued && delivered))).toEqual([
      ['SVC2262', true, false],
    ]);
    const bare = draftOf('SVC2262');
    delete bare.issues;
    expect(isIssued(bare)).toBe(false);
  });
});

describe('the documents of an applicant', () => {
  const documentIds = (kind: 'citizen' | 'juristic' | 'foreigner') =>
    documentsFor(draftOf('SVC1832'), kind).map(({ documentId }) => documentId);

  it('are those of all, and those of his kind', () => {
    const ofAll = ['houseRegistration', 'floorPlan', 'foodHandlerTraining', 'medicalCertificate'];
    expect(documentIds('citizen')).toEqual(['personRegistration', ...ofAll, 'powerOfAttorney']);
    expect(documentIds('juristic')).toEqual(['companyRegistration', ...ofAll, 'powerOfAttorney']);
    expect(documentIds('foreigner')).toEqual([...ofAll, 'passport', 'powerOfAttorney']);
  });
});
