import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { serviceClocks } from '../../../activities/calendar/service-clocks.js';
import type { FiscalQuarter } from '../../../contracts/civil-date.js';
import {
  addDays,
  bangkokDate,
  fiscalQuarterOf,
  nextQuarter,
  startOfDay,
} from '../../../contracts/civil-date.js';
import type { ServiceCase } from '../../../contracts/lifecycles/service/case.js';
import { clockFacts } from '../../../contracts/lifecycles/service/clocks.js';
import { dutiesNow } from '../../../contracts/lifecycles/service/snapshot.js';
import type { Command } from '../../../workflows/onboarding/effects.js';
import { ring } from '../../../workflows/onboarding/ring.js';
import { enterState, reporting } from '../../../workflows/onboarding/states.js';
import { caseIn, now } from '../../support/case.js';

const dayMs = 86_400_000;
const named = ({ fiscalYear, quarter }: FiscalQuarter) => `${fiscalYear}/${quarter}`;

/** A case in develop that has begun to report, with its clocks. */
function begun(overrides: Partial<ServiceCase> = {}): ServiceCase {
  const service = caseIn('develop', overrides);
  return asked({ ...service, ...reporting(service, 'develop', now) }, now);
}

function asked(service: ServiceCase, at: number): ServiceCase {
  const { fired } = service;
  return { ...service, clocks: serviceClocks({ ...clockFacts(service), fired, at }) };
}

/** Rings what is due, as the workflow does: all at once, then the clocks are asked for again. */
function ringAll(service: ServiceCase, at: number): { service: ServiceCase; rung: string[] } {
  const rung: string[] = [];
  let current = service;
  for (;;) {
    const due = current.clocks.filter((clock) => clock.at <= at);
    if (due.length === 0) return { service: current, rung };
    for (const clock of due) {
      rung.push(`${clock.kind} ${clock.of ?? clock.dueOn}`);
      current = ring(current, clock);
    }
    current = asked(current, at);
  }
}

describe('clocks that ring', () => {
  it('open each quarter once, whenever they are asked for and however long nobody was there', () => {
    const moments = fc.array(fc.tuple(fc.integer({ min: 1, max: 200 }), fc.boolean()), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(moments, (steps) => {
        let service = begun();
        let at = now;
        const opened = service.reports.map(named);
        for (const [days, isAwake] of steps) {
          at += days * dayMs;
          // A decision in between makes the case ask before the clock of that day has rung.
          if (isAwake) service = asked(service, at);
          const { service: next, rung } = ringAll(service, at);
          service = next;
          opened.push(...rung.filter((name) => name.startsWith('reportOpens')));
        }
        const last = fiscalQuarterOf(bangkokDate(at - 17 * 3_600_000));
        const expected = [fiscalQuarterOf(bangkokDate(now))];
        while (named(expected.at(-1) ?? last) < named(last)) {
          expected.push(nextQuarter(expected.at(-1) ?? last));
        }
        expect(service.reports.map(named).slice(0, expected.length)).toEqual(expected.map(named));
        expect(new Set(service.reports.map(named)).size).toBe(service.reports.length);
        expect(new Set(opened).size).toBe(opened.length);
      }),
    );
  });

  it('bring an unmet report over overdue to the list for Cabinet', () => {
    const first = begun();
    const { service, rung } = ringAll(first, startOfDay('2027-03-31'));
    expect(rung.filter((name) => name.includes('2570/1'))).toEqual([
      'reportOverdue 2570/1',
      'reportEscalation 2570/1',
    ]);
    expect(service.reports.find(({ quarter }) => quarter === 1)?.status).toBe('escalated');
  });

  it('make a stage late again that is entered again after its day', () => {
    const plan = { targetFiscalYear: 2570, dueOn: { develop: '2026-12-10' } };
    const late = ringAll(begun({ plan }), startOfDay('2026-12-20'));
    expect(late.rung).toEqual(['stageDueSoon develop', 'stageOverdue develop']);
    expect(late.service.overdue).toBe(true);
    const advance = { action: 'advance', body: { evidence: {} } } as Command;
    const inTest = enterState(late.service, advance, 'test', {
      at: startOfDay('2026-12-21'),
      sequence: 7,
    });
    expect(inTest.overdue).toBe(false);
    const goBack = { action: 'goBack', body: { to: 'develop', reason: 'ทดสอบไม่ผ่าน' } } as Command;
    const at = startOfDay('2026-12-22');
    const back = ringAll(asked(enterState(inTest, goBack, 'develop', { at, sequence: 8 }), at), at);
    expect(back.rung).toEqual(['stageOverdue develop']);
    expect(back.service.overdue).toBe(true);
  });
});

describe('the duty to report', () => {
  const at = startOfDay(addDays('2026-11-24', 3));

  it('begins with the running quarter when a state that reports is entered', () => {
    expect(reporting(caseIn('toBeFunded'), 'plan', at)).toEqual({
      openedQuarter: { fiscalYear: 2570, quarter: 1 },
      reports: [{ fiscalYear: 2570, quarter: 1, dueOn: '2027-01-15', status: 'open' }],
    });
  });

  it('goes on from stage to stage, and ends where nobody is chased', () => {
    const service = begun();
    const { openedQuarter, reports } = service;
    expect(reporting(service, 'test', at)).toEqual({ openedQuarter, reports });
    expect(reporting(service, 'linked', at)).toEqual({ openedQuarter: null, reports: [] });
    expect(reporting(service, 'excluded', at)).toEqual({ openedQuarter: null, reports });
  });

  it('rests in a side state and is not forgotten there', () => {
    const owed = {
      fiscalYear: 2569,
      quarter: 4,
      dueOn: '2026-10-15',
      status: 'escalated',
    } as const;
    const service = { ...begun(), reports: [owed] };
    const funding = { action: 'awaitFunding', body: { reason: 'รองบประมาณ' } } as Command;
    const away = enterState({ ...service, state: 'plan' }, funding, 'toBeFunded', {
      ...{ at, sequence: 4 },
    });
    expect(dutiesNow(away)).toEqual([]);
    expect(clockFacts(away).reports).toEqual([]);
    const allocated = { action: 'allocateFunding', body: { evidence: {} } } as Command;
    const back = enterState(away, allocated, 'plan', { at, sequence: 5 });
    expect(dutiesNow(back).map(named)).toEqual(['2569/4', '2570/1']);
    expect(dutiesNow(back)[0]).toEqual(owed);
  });

  it('is met for a quarter that was reported before the service was away', () => {
    const lastReport = { fiscalYear: 2570, quarter: 1, percent: 40 } as const;
    expect(reporting(caseIn('excluded', { lastReport }), 'plan', at)).toEqual({
      openedQuarter: { fiscalYear: 2570, quarter: 1 },
      reports: [],
    });
  });
});
