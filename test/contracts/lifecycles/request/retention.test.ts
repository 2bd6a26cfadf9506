import { describe, expect, it } from '@jest/globals';
import { requestSnapshotOf } from '../../../../contracts/lifecycles/request/snapshot.js';
import type { RetentionFacts } from '../../../../contracts/lifecycles/request/retention.js';
import {
  archivedRetentionFacts,
  decideForgetting,
  retentionFacts,
  retentionOf,
  retentions,
} from '../../../../contracts/lifecycles/request/retention.js';
import { requestStates } from '../../../../contracts/lifecycles/request/states.js';
import { isEnd } from '../../../../contracts/lifecycles/request/states.js';
import { requestIn, statement, inConsideration } from '../../../support/request-cases.js';
import { sampleManual } from '../../../support/request-life.js';

const manual = sampleManual('SVC0106');
/** Not corrected in time, it is given back rather than struck off. */
const returning = sampleManual('SVC1832');
const ended = (endedOn: string, open: RetentionFacts['open'] = []): RetentionFacts => ({
  endedOn,
  open,
});
const tenYears = retentions.usual;

describe('how long the data of a request are kept', () => {
  it('is ten years unless the law of a service has another time', () => {
    expect(retentionOf('SVC0106').years).toBe(10);
    expect(retentionOf('SVC0106').basis.th).toContain('2526');
  });

  it.each([
    ['2026-08-03', '2036-08-03', 'retentionRuns'],
    ['2026-08-03', '2036-08-04', 'retentionEnded'],
    ['2026-08-03', '2026-08-03', 'retentionRuns'],
    ['2024-02-29', '2034-02-28', 'retentionRuns'],
    ['2024-02-29', '2034-03-01', 'retentionEnded'],
  ])('from the end on %s, asked on %s: %s', (endedOn, today, code) => {
    const decided = decideForgetting(ended(endedOn), tenYears, today);
    expect(decided).toMatchObject({ code, mayForget: code === 'retentionEnded' });
  });

  it('has the last day of a month that has no such day', () => {
    expect(decideForgetting(ended('2024-02-29'), tenYears, '2024-03-01').until).toBe('2034-02-28');
    const four = { ...tenYears, years: 4 };
    expect(decideForgetting(ended('2024-02-29'), four, '2024-03-01').until).toBe('2028-02-29');
  });

  it('ends for nobody while something is open, however long ago it was', () => {
    for (const matter of ['clock', 'letter', 'refund', 'appeal', 'errand'] as const) {
      const decided = decideForgetting(ended('1990-01-01', [matter]), tenYears, '2026-08-03');
      expect(decided).toEqual({ mayForget: false, code: 'stillOpen', until: '2000-01-01' });
    }
    const running = decideForgetting({ endedOn: null, open: ['request'] }, tenYears, '2026-08-03');
    expect(running).toEqual({ mayForget: false, code: 'stillOpen', until: null });
  });
});

describe('what is open in a request', () => {
  it.each(requestStates)('in %s, by the case and by the archive', (state) => {
    const { request } = requestIn(state, state === 'returned' ? returning : manual);
    const facts = retentionFacts(request, []);
    expect(facts.open.includes('request')).toBe(!isEnd(state));
    expect(facts.endedOn === null).toBe(!isEnd(state));
    const archived = archivedRetentionFacts(requestSnapshotOf(request));
    expect(archived.endedOn).toBe(facts.endedOn);
    const known = ['request', 'letter', 'refund'];
    expect(archived.open).toEqual(facts.open.filter((matter) => known.includes(matter)));
  });

  it('is a letter before the notice, and a clock while an appeal may come', () => {
    const life = inConsideration(manual).must('licensor', 'refuse', { statement });
    expect(retentionFacts(life.request, []).open).toContain('letter');
    life.must('competentOfficial', 'notifyResult', { by: 'ELECTRONIC' });
    expect(retentionFacts(life.request, []).open).toEqual(['clock']);
    life.must('portal', 'appeal', { reason: 'ไม่เห็นด้วยกับคำสั่ง' });
    expect(retentionFacts(life.request, []).open).toEqual(['appeal']);
  });

  it('is an errand that the engine is still at', () => {
    const { request } = requestIn('withdrawn', manual);
    expect(retentionFacts(request, []).open).toEqual([]);
    expect(retentionFacts(request, ['release']).open).toEqual(['errand']);
  });
});
