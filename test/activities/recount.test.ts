import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { recountDates } from '../../activities/calendar/recount.js';
import { requestDates } from '../../activities/calendar/request-dates.js';
import { calendarFor } from '../../contracts/calendar/agency-days.js';
import type { DayChange } from '../../contracts/calendar/changes.js';
import { daysAt, revisionOf } from '../../contracts/calendar/changes.js';
import { reclock } from '../../contracts/calendar/reclock.js';
import { addDays, bangkokDate } from '../../contracts/civil-date.js';
import type { RequestCase } from '../../contracts/lifecycles/request/case.js';
import { requestClockFacts } from '../../contracts/lifecycles/request/facts.js';
import { revisionOfDates } from '../../contracts/lifecycles/request/recount.js';
import { dueOf } from '../../contracts/lifecycles/request/snapshot.js';
import { RequestLife, sampleManual, sampleServices } from '../support/request-life.js';

/** Changes of the calendar, by kind and date. */
function changesOf(...marks: readonly string[]): DayChange[] {
  return marks.map((mark, index) => ({
    revision: index + 1,
    kind: mark.startsWith('+') ? 'declared' : 'withdrawn',
    date: mark.slice(1),
    name: { th: 'วันหยุดพิเศษ', en: 'Special holiday' },
    authority: 'Cabinet resolution',
    resolvedOn: null,
    on: '2027-01-04',
  }));
}

/** A request as it is after the last of the changes has come to it. */
function after(request: RequestCase, now: number, ...marks: readonly string[]) {
  const changes = changesOf(...marks);
  const revision = revisionOf(changes);
  const rule = changes.at(-1)?.kind === 'withdrawn' ? 'C16' : 'C15';
  const facts = requestClockFacts(request);
  const { dates: was, rung } = request;
  const question = { ...facts, was, rung, revision, rule, at: now } as const;
  const calendar = calendarFor(request.agencyId, daysAt(changes, revision));
  const { dates, given, changes: moved } = recountDates(question, calendar);
  const counted: RequestCase = { ...request, dates, recounting: { given, visits: [] } };
  return { request: counted, moved, due: dueOf(counted), correction: dates.correctionDue };
}

/** Dates from the facts alone, as a later act would have them counted. */
function later(request: RequestCase, now: number, ...marks: readonly string[]) {
  const facts = requestClockFacts(request);
  const revision = revisionOfDates(request.dates);
  const calendar = calendarFor(request.agencyId, daysAt(changesOf(...marks), revision));
  return requestDates({ ...facts, at: now, rung: request.rung, revision }, calendar);
}

function filed(serviceId: string, at = '2027-02-01T09:00:00+07:00') {
  const filedAt = Date.parse(at);
  return new RequestLife(sampleManual(serviceId), { filedAt, arrivedAt: filedAt });
}

const deficiency = {
  items: [{ itemId: 'plan', what: 'ไม่ชัด' }],
  statement: { facts: 'ขาด', law: 'ม.8', discretion: 'ต้องมี' },
};

describe('a request is counted again', () => {
  test('an official’s working days: a day later, and back (C15, C16)', () => {
    const life = filed('SVC0106').must('competentOfficial', 'confirmComplete');
    expect(dueOf(life.request)).toBe('2027-02-23');

    const declared = after(life.request, life.now, '+2027-02-10');
    expect(declared.due).toBe('2027-02-24');
    expect(declared.moved).toEqual([
      { clock: 'consideration', was: '2027-02-23', is: '2027-02-24', rule: 'C15' },
    ]);
    expect(declared.request.dates.calendar).toBe('2026.1+2027-02-10');
    expect(declared.request.dates.alarms.find(({ kind }) => kind === 'overdue')?.dueOn).toBe(
      '2027-02-24',
    );

    const back = after(declared.request, life.now, '+2027-02-10', '-2027-02-10');
    expect(back.due).toBe('2027-02-23');
    expect(back.moved).toEqual([
      { clock: 'consideration', was: '2027-02-24', is: '2027-02-23', rule: 'C16' },
    ]);
  });

  test('a citizen’s last day rolls on, and stays when the holiday is withdrawn (C16)', () => {
    const life = filed('SVC0106').must('competentOfficial', 'recordDeficiency', deficiency);
    expect(life.request.dates.correctionDue).toBe('2027-02-16');

    const declared = after(life.request, life.now, '+2027-02-16');
    expect(declared.correction).toBe('2027-02-17');
    expect(declared.moved).toEqual([
      { clock: 'correction', was: '2027-02-16', is: '2027-02-17', rule: 'C15' },
    ]);

    const marks = ['+2027-02-16', '-2027-02-16'];
    const back = after(declared.request, life.now, ...marks);
    expect(back.correction).toBe('2027-02-17');
    expect(back.moved).toEqual([]);
    // Whatever is counted from the facts later respects it, and so does the next campaign.
    expect(later(back.request, life.now, ...marks).correctionDue).toBe('2027-02-17');
    const again = after(back.request, life.now, ...marks, '+2027-02-17');
    expect(again.correction).toBe('2027-02-18');
    expect(again.moved).toHaveLength(1);
  });

  test('an official’s calendar days are untouched, also where the receipt moves on (C15)', () => {
    const life = filed('SVC1832');
    expect(dueOf(life.request)).toBe('2027-03-03');
    expect(after(life.request, life.now, '+2027-03-03').moved).toEqual([]);

    const sunday = filed('SVC1832', '2027-02-14T10:00:00+07:00');
    expect(dueOf(sunday.request)).toBe('2027-03-17');
    const declared = after(sunday.request, sunday.now, '+2027-02-15');
    expect(declared.due).toBe('2027-03-17');
    expect(declared.moved).toEqual([
      {
        clock: 'receipt',
        was: '2027-02-15T08:30:00+07:00',
        is: '2027-02-16T08:30:00+07:00',
        rule: 'C15',
      },
    ]);
    expect(dueOf({ dates: later(declared.request, sunday.now, '+2027-02-15') })).toBe('2027-03-17');
  });

  test('what was done keeps the date that it had', () => {
    const life = filed('SVC0106').must('competentOfficial', 'confirmComplete');
    life.must('competentOfficial', 'orderInspection', { on: '2027-02-01' });
    const inspected = { inspection: 1, result: 'passed', findings: 'เรียบร้อย' };
    life.must('competentOfficial', 'recordInspection', inspected);
    life.must('licensor', 'approve', {});
    const declared = after(life.request, life.now, '+2027-02-10');
    expect(declared.due).toBe('2027-02-23');
    expect(declared.moved).toEqual([]);
    expect(later(declared.request, life.now, '+2027-02-10').clocks[0]?.due).toBe('2027-02-23');
  });

  test('twice is once', () => {
    const life = filed('SVC0106').must('competentOfficial', 'confirmComplete');
    const once = after(life.request, life.now, '+2027-02-10');
    const twice = after(once.request, life.now, '+2027-02-10');
    expect(twice.moved).toEqual([]);
    expect(twice.request).toEqual(once.request);
  });
});

describe('properties', () => {
  const working = (date: string) =>
    calendarFor('').dayOff(Date.parse(`${date}T00:00:00Z`) / 86_400_000, 'agency') === undefined;

  const lives = fc
    .record({
      serviceId: fc.constantFrom(...sampleServices),
      day: fc.integer({ min: 0, max: 120 }),
      hour: fc.integer({ min: 0, max: 23 }),
      isDeficient: fc.boolean(),
      passes: fc.integer({ min: 0, max: 6 }),
      ahead: fc.integer({ min: 1, max: 60 }),
    })
    .map(({ serviceId, day, hour, isDeficient, passes, ahead }) => {
      const at = Date.parse('2027-01-04T00:30:00+07:00') + day * 86_400_000 + hour * 3_600_000;
      const life = filed(serviceId, new Date(at).toISOString());
      if (isDeficient) life.act('competentOfficial', 'recordDeficiency', deficiency);
      life.passTo(life.now + passes * 86_400_000);
      return { life, date: addDays(bangkokDate(life.now), ahead) };
    })
    .filter(({ date }) => working(date));

  test('where nothing was given, it is the count from scratch, and reclock says the same', () => {
    fc.assert(
      fc.property(lives, ({ life: { request, now }, date }) => {
        const mark = `+${date}`;
        const counted = after(request, now, mark);
        if (Object.keys(counted.request.recounting.given).length > 0) return;
        expect(counted.request.dates).toEqual(later(counted.request, now, mark));
        const { clocks } = reclock({
          clocks: request.dates.clocks,
          declared: [date],
          on: bangkokDate(now),
        }).answer;
        const dues = ({ due }: { readonly due: string | null }) => due;
        expect(counted.request.dates.clocks.map(dues)).toEqual(clocks.map(dues));
      }),
      { numRuns: 300 },
    );
  });

  test('declared and withdrawn: officials are where they were, no citizen has less', () => {
    fc.assert(
      fc.property(lives, ({ life: { request, now }, date }) => {
        const declared = after(request, now, `+${date}`);
        const back = after(declared.request, now, `+${date}`, `-${date}`);
        expect(back.due).toBe(dueOf(request));
        expect(back.request.dates.receivedAt).toBe(request.dates.receivedAt);
        expect(back.correction).toBe(declared.correction);
        const was = request.dates.correctionDue;
        if (was !== null) expect((declared.correction ?? '') >= was).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
