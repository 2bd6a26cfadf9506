import { describe, expect, it } from '@jest/globals';
import type { RequestFuture } from '../../../../workers/cli/request-answers.js';
import { reportOf } from '../../../../workers/cli/simulate/report.js';
import { faultOf } from '../../../../workers/cli/simulate/standing.js';
import type { Standing } from '../../../../workers/cli/simulate/standing.js';

const now = Date.parse('2026-11-30T10:00:00+07:00');

function future(change: Partial<RequestFuture>): RequestFuture {
  const turn = { th: '', en: '' };
  const open = { requestId: 'r', state: 'issuing', whoseTurn: 'agency', turn } as const;
  return { ...open, actions: [], byItself: [], inTheWorld: [], ...change };
}

function alarm(at: string): RequestFuture['byItself'][number] {
  const what = { th: '', en: '' };
  return {
    ...{ kind: 'correctionEnds', what, at, dueOn: '2026-12-15', section: 'LFA s.9' },
    ...{ leadsTo: 'struckOff', of: '1' },
  };
}

describe('the future of an open request', () => {
  it('is known when something happens by itself, and is still to come', () => {
    expect(
      faultOf(future({ byItself: [alarm('2026-12-16T00:00:00+07:00')] }), now),
    ).toBeUndefined();
    expect(faultOf(future({ byItself: [alarm('2026-11-30T09:59:00+07:00')] }), now)).toBe(
      'correctionEnds should have happened by itself at 2026-11-30T09:59:00+07:00, and has not',
    );
  });

  it('is known when the engine is at it, and not by what somebody might do', () => {
    const issue = { action: 'issue', roles: ['competentOfficial'] } as const;
    const actions = [{ ...issue, roles: [...issue.roles] }];
    expect(faultOf(future({ actions, inTheWorld: ['bill/1'] }), now)).toBeUndefined();
    expect(faultOf(future({ actions }), now)).toBe('nothing happens by itself');
    expect(faultOf(future({}), now)).toBe('nothing happens by itself');
  });
});

describe('the report', () => {
  it('says on whom requests wait, and what comes next by itself, the earliest', () => {
    const standing = (requestId: string, wait: Standing['wait'], fault?: string): Standing => ({
      ...{ requestId, serviceId: 'SVC0106', state: 'awaitingCorrection', wait },
      ...(fault === undefined ? {} : { fault }),
    });
    const on = (at: string | null) =>
      ({
        whoseTurn: 'applicant',
        next: at === null ? null : { kind: 'correctionEnds', at },
      }) as const;
    const circumstances = { seed: 1, run: 'r', speed: 1, count: 3, stopped: false, seconds: 1 };
    const { waits, withoutFuture } = reportOf(
      circumstances,
      [],
      [
        standing('a', on('2026-12-16T00:00:00+07:00')),
        standing('b', on('2026-12-15T00:00:00+07:00')),
        standing('c', on(null), 'nothing happens'),
        standing('d', null),
      ],
    );
    expect(waits).toEqual([
      {
        ...{ whoseTurn: 'applicant', count: 3 },
        next: { kind: 'correctionEnds', at: '2026-12-15T00:00:00+07:00' },
      },
    ]);
    expect(withoutFuture).toEqual([
      { requestId: 'c', state: 'awaitingCorrection', why: 'nothing happens' },
    ]);
  });
});
