import { describe, expect, it } from '@jest/globals';
import { derivationOfDue } from '../../activities/calendar/request-dates.js';
import type { Step } from '../../contracts/calendar/explanation.js';
import { sentences } from '../../contracts/calendar/sentences.js';
import { makeCalendar } from '../../contracts/calendar/calendar.js';
import { requestClockFacts } from '../../contracts/lifecycles/request/facts.js';
import { dueOf } from '../../contracts/lifecycles/request/snapshot.js';
import { inConsideration, requestIn } from '../support/request-cases.js';
import type { RequestLife } from '../support/request-life.js';
import { sampleManual, sampleServices } from '../support/request-life.js';

const calendar = makeCalendar();

function stepsOf({ request }: RequestLife): readonly Step[] {
  return derivationOfDue(requestClockFacts(request), calendar);
}

/** The day in which the steps end. */
function endOf(steps: readonly Step[]): string | undefined {
  const last = steps.findLast(({ date, to }) => date !== undefined || to !== undefined);
  return (last?.to ?? last?.date)?.slice(0, 10);
}

function dueDay({ request }: RequestLife): string | undefined {
  return dueOf(request)?.slice(0, 10);
}

describe('the day of a decision explains itself, step by step', () => {
  it.each(sampleServices)('to the day that the case has: %s', (serviceId) => {
    const life = inConsideration(sampleManual(serviceId));
    expect(dueDay(life)).toBeDefined();
    expect(endOf(stepsOf(life))).toBe(dueDay(life));
    expect(sentences(stepsOf(life), 'th').length).toBe(sentences(stepsOf(life), 'en').length);
  });

  it('with its extensions, one after the other', () => {
    const life = requestIn('consideration', sampleManual('SVC1832'));
    const before = dueDay(life);
    const reason = 'ต้องรอผลตรวจทางห้องปฏิบัติการ';
    life.must('competentOfficial', 'extendTime', { reason });
    const once = dueDay(life);
    expect(once).not.toBe(before);
    expect(endOf(stepsOf(life))).toBe(once);
    life.must('competentOfficial', 'extendTime', { reason });
    expect(dueDay(life)).not.toBe(once);
    expect(endOf(stepsOf(life))).toBe(dueDay(life));
    expect(stepsOf(life).filter(({ step }) => step === 'extended')).toHaveLength(2);
  });

  it('from the payment, where that starts it', () => {
    const steps = stepsOf(inConsideration(sampleManual('PRS7K2M9QX4TD')));
    expect(sentences(steps, 'en').join(' ')).toMatch(/paid|payment/i);
  });

  it('from where the receipt was, when an official’s calendar days stay (C15)', () => {
    const life = inConsideration(sampleManual('SVC2941'));
    const facts = requestClockFacts(life.request);
    const received = life.request.dates.receivedAt?.slice(0, 10) ?? '';
    // The day of receipt becomes a holiday: it is received later, the time stays.
    const declared = makeCalendar({ declared: [received] });
    const given = { ...facts.given, receivedOn: received };
    const kept = derivationOfDue({ ...facts, given }, declared);
    const moved = derivationOfDue({ ...facts, given: {} }, declared);
    expect(endOf(kept)).toBe(dueDay(life));
    expect(endOf(moved)).not.toBe(dueDay(life));
  });
});
