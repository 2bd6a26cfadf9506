import { describe, expect, jest, test } from '@jest/globals';
import { BadQuery } from '../../../workers/tracker/problem.js';
import {
  readLateQuery,
  lateRequestFilter,
  readLateRequestQuery,
  readListQuery,
  readRequestsQuery,
  readSummaryQuery,
  readTimelineQuery,
  serviceFilter,
  workFilter,
} from '../../../workers/tracker/query.js';

const map = [{ from: 'AGY010', into: 'AGY009', since: '2026-11-01T00:00:00.000Z' }];

function faultsOf(read: () => unknown) {
  try {
    read();
  } catch (error) {
    if (error instanceof BadQuery) return error.faults;
    throw error;
  }
  return [];
}

describe('the query of a list', () => {
  test('reads every filter, alone or with others', () => {
    const query = readListQuery({
      state: 'plan,live',
      agency: 'AGY009',
      ministry: 'MIN004',
      mode: 'notRecorded',
      portal: 'biz',
      fiscalYear: '2570',
      verified: 'false',
      overdue: 'true',
      text: 'สุรา',
      limit: '20',
      cursor: 'abc',
      lang: 'en',
    });
    expect(serviceFilter(query, map)).toEqual({
      state: ['plan', 'live'],
      agencyIds: ['AGY009', 'AGY010'],
      ministryId: 'MIN004',
      mode: 'notRecorded',
      portal: 'biz',
      fiscalYear: 2570,
      verified: false,
      overdue: true,
      text: 'สุรา',
    });
    expect(query.limit).toBe(20);
  });

  test('takes the empty fields of a form as left out', () => {
    const query = readListQuery({ state: '', agency: '', fiscalYear: '', text: '', overdue: '' });
    expect(Object.values(serviceFilter(query, map)).filter(Boolean)).toEqual([]);
  });

  test('takes a choice given several times', () => {
    expect(readListQuery({ state: ['plan', 'live'] }).state).toEqual(['plan', 'live']);
  });

  test.each([
    [{ state: 'planned' }, 'state', 'must be one of: plan, develop'],
    [{ mode: 'x' }, 'mode', 'buildOnPlatform, linkExisting, notRecorded'],
    [{ agency: 'Excise' }, 'agency', 'AGY009'],
    [{ ministry: '1' }, 'ministry', 'MIN004'],
    [{ fiscalYear: '2026' }, 'fiscalYear', '2570'],
    [{ limit: '0' }, 'limit', '1 to 200'],
    [{ limit: 'ten' }, 'limit', '1 to 200'],
    [{ verified: 'yes' }, 'verified', 'true, false'],
    [{ text: 'x'.repeat(201) }, 'text', '200'],
    [{ text: 'a\0b' }, 'text', 'no control characters'],
    [{ colour: 'red' }, 'colour', 'known are: state'],
  ])('refuses %j and says what would be right', (query, field, message) => {
    expect(faultsOf(() => readListQuery(query))).toEqual([
      { field, message: expect.stringContaining(message) },
    ]);
  });

  test('names every faulty field at once', () => {
    const faults = faultsOf(() => readListQuery({ state: 'x', limit: '999', colour: 'red' }));
    expect(faults.map(({ field }) => field).sort()).toEqual(['colour', 'limit', 'state']);
  });
});

describe('the query of a work-list', () => {
  test('shows the kinds asked for, or those given', () => {
    expect(workFilter(readLateQuery({ kind: 'overdue' }), map, ['digest']).kinds).toEqual([
      'overdue',
    ]);
    expect(workFilter(readLateQuery({}), map, ['digest']).kinds).toEqual(['digest']);
  });
});

describe('the query of the summary', () => {
  test.each(['2026-02-30', '24/11/2026', '2999-01-01'])('refuses the day %s', (asOf) => {
    expect(faultsOf(() => readSummaryQuery({ asOf }))).toMatchObject([{ field: 'asOf' }]);
  });

  test('has today by the calendar of Bangkok, where the day begins seven hours before UTC', () => {
    jest.useFakeTimers({ now: Date.parse('2026-11-24T16:59:00.000Z') });
    expect(faultsOf(() => readSummaryQuery({ asOf: '2026-11-25' }))).toMatchObject([
      { field: 'asOf', message: expect.stringContaining('future') },
    ]);
    jest.setSystemTime(Date.parse('2026-11-24T17:01:00.000Z'));
    expect(readSummaryQuery({ asOf: '2026-11-25' }).asOf).toBe('2026-11-25');
    expect(faultsOf(() => readSummaryQuery({ asOf: '2026-11-26' }))).toHaveLength(1);
    jest.useRealTimers();
  });

  test('takes a day that has been', () => {
    expect(readSummaryQuery({ asOf: '2026-10-31' }).asOf).toBe('2026-10-31');
  });
});

describe('the query of one service', () => {
  test.each(['0', '-1', '1e3', 'abc', '9'.repeat(16)])('refuses %s as a sequence', (before) => {
    expect(faultsOf(() => readTimelineQuery({ before }))).toMatchObject([{ field: 'before' }]);
  });

  test('reads the sequence before which events are asked for', () => {
    expect(readTimelineQuery({ before: '101' }).before).toBe(101);
    expect(readTimelineQuery({}).before).toBeUndefined();
  });
});

describe('the query of requests', () => {
  test('reads portal, agency and service; an agency means its whole organisation', () => {
    const query = readLateRequestQuery({ agency: 'AGY009', portal: 'citizen', service: 'SVC0106' });
    expect(lateRequestFilter(query, map)).toEqual({
      agencyIds: ['AGY009', 'AGY010'],
      portal: 'citizen',
      serviceId: 'SVC0106',
    });
    expect(lateRequestFilter(readLateRequestQuery({}), map)).toMatchObject({ agencyIds: 'all' });
  });

  test.each([
    [{ agency: 'x' }, 'agency'],
    [{ portal: 'post' }, 'portal'],
    [{ service: 'SVC' }, 'service'],
    [{ sort: 'overdue' }, 'sort'],
    [{ asOf: '2026-10-31' }, 'asOf'],
  ])('refuses %j in the list of late ones', (query, field) => {
    expect(faultsOf(() => readLateRequestQuery(query))).toMatchObject([{ field }]);
  });

  test('of the page has an order and a day besides', () => {
    expect(readRequestsQuery({ sort: 'missed', asOf: '2026-10-31' })).toMatchObject({
      sort: 'missed',
      asOf: '2026-10-31',
    });
    expect(faultsOf(() => readRequestsQuery({ sort: 'size' }))).toMatchObject([{ field: 'sort' }]);
  });
});
