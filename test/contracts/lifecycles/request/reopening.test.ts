import { describe, expect, it } from '@jest/globals';
import { lateApplication } from '../../../../activities/calendar/late-application.js';
import { calendarFor } from '../../../../contracts/calendar/agency-days.js';
import { relieve } from '../../../../contracts/calendar/relief.js';
import { bangkokDate } from '../../../../contracts/civil-date.js';
import { partWords, requestBodies } from '../../../../contracts/commands/request/bodies.js';
import type { PlainBody } from '../../../../contracts/commands/request/bodies.js';
import { refusalText } from '../../../../contracts/lifecycles/refusals.js';
import type { Refusal } from '../../../../contracts/lifecycles/refusals.js';
import type { ReopenGround } from '../../../../contracts/lifecycles/request/reopen-grounds.js';
import {
  reopenGrounds,
  reopenTable,
} from '../../../../contracts/lifecycles/request/reopen-grounds.js';
import { checkOpened } from '../../../../contracts/lifecycles/request/reopening.js';
import { retentionFacts } from '../../../../contracts/lifecycles/request/retention.js';
import type { EndState } from '../../../../contracts/lifecycles/request/states.js';
import { endStates } from '../../../../contracts/lifecycles/request/states.js';
import { findRequestTransition } from '../../../../contracts/lifecycles/request/table.js';
import {
  answers,
  bodyFor,
  conditional,
  evidence,
  inConsideration,
  inCorrection,
  judgment,
  licence,
  reopeningOn,
  requestIn,
  settleFees,
  statement,
} from '../../../support/request-cases.js';
import type { RequestLife } from '../../../support/request-life.js';
import { sampleManual } from '../../../support/request-life.js';

const factory = sampleManual('SVC2941');
const liquor = sampleManual('SVC0106');
const reason = 'ตามเอกสารแนบ';

/** Every end with an order against the applicant of which he was told, where it can have one; closed. */
const ends: Readonly<Record<EndState, () => RequestLife>> = {
  completed: () => {
    const life = settleFees(conditional(factory));
    return life.must('competentOfficial', 'issue', licence(life)).passTo('2026-09-30');
  },
  refused: () =>
    inConsideration(factory)
      .must('licensor', 'refuse', { statement, notify: 'ELECTRONIC' })
      .passTo('2026-09-30'),
  returned: () => requestIn('returned', factory).passTo('2026-11-30'),
  struckOff: () => requestIn('struckOff', liquor).passTo('2026-11-30'),
  withdrawn: () => requestIn('withdrawn', factory),
  lapsedUnpaid: () => conditional(factory).passTo('2027-01-10'),
  terminated: () =>
    conditional(factory)
      .must('licensor', 'terminate', { cause: 'lawRepealed', reason })
      .passTo('2026-09-30'),
  notOurAgency: () => requestIn('notOurAgency', factory),
};

const refusedOne = ends.refused;

/** Where each ground leads from each end; `undefined`: it opens none. By thai-domain.md, once more. */
function expected(state: EndState, ground: ReopenGround): string | undefined {
  if (state === 'withdrawn') return undefined;
  const isOfCompleteness = state === 'returned' || state === 'struckOff';
  switch (ground) {
    case 'lateCorrection':
      return isOfCompleteness ? 'awaitingCorrection' : undefined;
    case 'lateAppeal':
    case 'appealInformation':
      return state === 'notOurAgency' ? undefined : state;
    case 'retrial':
      if (['lapsedUnpaid', 'terminated', 'notOurAgency'].includes(state)) return undefined;
      return isOfCompleteness ? 'completenessCheck' : 'consideration';
    case 'judgment':
      return isOfCompleteness || state === 'notOurAgency' ? 'completenessCheck' : 'consideration';
  }
}

const pairs = endStates.flatMap((state) => reopenGrounds.map((ground) => ({ state, ground })));

/** In both languages, without a gap. */
function expectRefused(refusal: Refusal | undefined, code: Refusal['code'], facts = {}): void {
  expect(refusal).toMatchObject({ code, facts });
  if (refusal === undefined) return;
  const { th, en } = refusalText(refusal);
  expect(`${th} ${en}`).not.toMatch(/[{}]|undefined/);
}

function bodyOf(given: object): PlainBody<'reopen'> {
  return partWords(requestBodies.reopen.parse(given)).body as PlainBody<'reopen'>;
}

describe('a request that has ended', () => {
  it.each(pairs)('$state by $ground', ({ state, ground }) => {
    const life = ends[state]();
    expect(life.request.state).toBe(state);
    const before = life.request;
    const to = expected(state, ground);
    const refusal = life.act('licensor', 'reopen', reopeningOn(ground, life.today));
    if (to === undefined) {
      expectRefused(refusal, state === 'withdrawn' ? 'wrongState' : 'groundNotHere');
      expect(life.request).toBe(before);
      return;
    }
    expect(refusal).toBeUndefined();
    const { request } = life;
    expect(request.state).toBe(to);
    expect(request.version).toBe(before.version + 1);
    expect(request.reopenings).toMatchObject([{ number: 1, given: { ground } }]);
    expect(JSON.stringify(request.reopenings)).not.toContain(reason);
    // Either something is to be done, or a time runs; it cannot be forgotten meanwhile.
    expect(retentionFacts(request, []).open).not.toEqual([]);
    const isOverturned = reopenTable[ground].to !== 'same';
    expect(request.formerRounds).toHaveLength(isOverturned ? 1 : 0);
    if (isOverturned) {
      const { decision, issued, deficiencies } = before;
      expect(request.formerRounds[0]).toMatchObject({ decision, issued, deficiencies });
      expect([request.decision, request.issued]).toEqual([null, null]);
    }
  });

  it('opens on every ground that its table names, and no other', () => {
    for (const { state, ground } of pairs) {
      const { from } = reopenTable[ground];
      const isNamed = (from as readonly string[]).includes(state);
      expect([state, ground, isNamed]).toEqual([
        state,
        ground,
        expected(state, ground) !== undefined,
      ]);
      if (isNamed) expect(findRequestTransition(state, 'reopen')).toBeDefined();
    }
  });

  it('is opened by the licensor, who did not file it', () => {
    const life = refusedOne();
    const by = (role: 'competentOfficial' | 'delegate' | 'portal' | 'appealAuthority') =>
      life.act(role, 'reopen', judgment(life.today))?.code;
    expect(by('competentOfficial')).toBe('roleMayNot');
    expect(by('delegate')).toBe('roleMayNot');
    expect(by('portal')).toBe('roleMayNot');
    expect(by('appealAuthority')).toBe('roleMayNot');
    const { submittedBy: id, agencyId } = life.request;
    const filer = { id, roles: ['licensor'], agencies: [agencyId] } as const;
    expect(life.act(filer, 'reopen', judgment(life.today))?.code).toBe('samePerson');
  });

  it('is not opened while an appeal of it is open: that settles it', () => {
    const life = inConsideration(factory).must('licensor', 'refuse', {
      ...{ statement, notify: 'ELECTRONIC' },
    });
    life.must('portal', 'appeal', { reason });
    expectRefused(life.act('licensor', 'reopen', judgment(life.today)), 'appealOpen', {
      number: 1,
    });
  });
});

describe('relief for a correction that came too late (APA s.66)', () => {
  const opened = () => {
    const life = requestIn('returned', factory).passTo('2026-11-30');
    return life.must('licensor', 'reopen', {
      ...{ ground: 'lateCorrection', obstacleEndedOn: '2026-11-24', appliedOn: '2026-11-27' },
      ...{ within: { amount: 10, unit: 'DAY' }, application: evidence('2026-11-27'), reason },
    });
  };

  it('has the list answered, counted from the end of the obstacle', () => {
    const life = opened();
    const given = { obstacleEndedOn: '2026-11-24', appliedOn: '2026-11-27', reason: true };
    const { due } = relieve(calendarFor(factory.agencyId), {
      ...{ party: 'CITIZEN', ...given, amount: 10, unit: 'DAY' },
    }).answer;
    expect(life.request.dates.correctionDue).toBe(due);
    life.must('portal', 'correct', answers()).must('competentOfficial', 'confirmComplete');
    expect(life.request.state).toBe('consideration');
    expect(life.request.deficiencies).toMatchObject([{ status: 'met' }]);
    expect(life.request.formerRounds[0]?.deficiencies).toMatchObject([{ status: 'missed' }]);
    // The wait was the applicant's: the time for the decision runs from completeness.
    const [clock] = life.request.dates.clocks;
    expect(clock).toMatchObject({ kind: 'consideration', startsOn: '2026-11-30' });
  });

  it('returns it once more when that is missed too, with a new order and a new time to appeal', () => {
    const life = opened().passTo('2026-12-20');
    expect(life.request.state).toBe('returned');
    expect(life.request.decision).toMatchObject({ kind: 'returned', decidedOn: '2026-12-05' });
    expect(life.request.dates.alarms).toMatchObject([{ kind: 'appealEnds' }]);
    expect(life.request.formerRounds[0]?.decision?.decidedOn).not.toBe('2026-12-05');
  });

  it('is the time that was given, which may be lengthened and never shortened', () => {
    const life = opened();
    const lengthen = (amount: number) =>
      life.act('competentOfficial', 'lengthenCorrection', {
        ...{ within: { amount, unit: 'DAY' }, reason },
      });
    expect(lengthen(9)?.code).toBe('neverShorter');
    expect(lengthen(20)).toBeUndefined();
    expect(life.request.dates.correctionDue).toBe('2026-12-14');
  });
});

describe('the time to appeal, once more', () => {
  const windowOf = ({ request }: RequestLife) =>
    request.dates.alarms.find(({ kind }) => kind === 'appealEnds');

  it('runs from the end of the obstacle by relief (APA s.66), and ends by itself', () => {
    const life = refusedOne();
    const within = { amount: 15, unit: 'DAY' };
    life.must('licensor', 'reopen', {
      ...{ ground: 'lateAppeal', obstacleEndedOn: '2026-09-24', appliedOn: '2026-09-29', within },
      ...{ application: evidence('2026-09-29'), reason },
    });
    expect(windowOf(life)).toMatchObject({ dueOn: '2026-10-09', section: 'APA s.66' });
    expect(life.request.state).toBe('refused');
    const again = life.act('licensor', 'reopen', reopeningOn('lateAppeal', life.today));
    expectRefused(again, 'appealTimeRuns', { due: '2026-10-09' });
    life.passTo('2026-10-10');
    expect(retentionFacts(life.request, []).open).toEqual([]);
    // What is kept counts from the last time it was open, not from the refusal.
    expect(retentionFacts(life.request, []).endedOn).toBe('2026-09-30');
  });

  it('takes an appeal that is in time by it, and the next order has its own', () => {
    const life = refusedOne().must('licensor', 'reopen', reopeningOn('lateAppeal', '2026-09-30'));
    life.must('portal', 'appeal', { reason });
    expect(life.request.appeals).toMatchObject([{ number: 1, isLate: false }]);
    expect(windowOf(life)).toBeUndefined();
    expectRefused(life.act('licensor', 'reopen', judgment(life.today)), 'appealOpen');
  });

  it("runs for the manual's time from when it was told how to appeal (APA s.40)", () => {
    const life = refusedOne().must('licensor', 'reopen', {
      ...{ ground: 'appealInformation', reason },
      informed: { on: '2026-09-28', letter: evidence('2026-09-28') },
    });
    // Thirty days by the Factory Act.
    expect(windowOf(life)).toMatchObject({ dueOn: '2026-10-28', section: 'APA s.40' });
  });

  it('runs for a year from the notice when it was never told (APA s.40)', () => {
    const life = refusedOne();
    const notifiedOn = life.request.decision?.notified?.on;
    expect(notifiedOn).toBe('2026-08-03');
    life.must('licensor', 'reopen', { ground: 'appealInformation', reason });
    expect(windowOf(life)).toMatchObject({ dueOn: '2027-08-03', section: 'APA s.40' });
    expect(life.passTo('2027-08-03').act('portal', 'appeal', { reason })).toBeUndefined();
    expect(life.request.appeals).toMatchObject([{ isLate: false }]);
  });

  it('leaves the dates of what was done as they were, whatever the calendar says now', () => {
    const life = refusedOne();
    const done = life.request.dates.clocks.filter(({ kind }) => kind !== 'appeal');
    life.must('licensor', 'reopen', reopeningOn('lateAppeal', life.today));
    expect(life.request.dates.clocks.filter(({ kind }) => kind !== 'appeal')).toEqual(done);
    const kept = life.request.recounting.given.done ?? {};
    expect(Object.values(kept)).toEqual(done.map(({ due }) => due));
  });

  it('is not opened for an order that was not notified, not against anybody, or appealed', () => {
    const unnotified = requestIn('refused', factory);
    const on = unnotified.today;
    const act = (life: RequestLife, ground: ReopenGround) =>
      life.act('licensor', 'reopen', reopeningOn(ground, life.today));
    const approved = settleFees(inConsideration(factory).approve());
    approved.must('competentOfficial', 'issue', licence(approved));
    for (const ground of ['lateAppeal', 'appealInformation', 'retrial'] as const) {
      expectRefused(act(unnotified, ground), 'notNotifiedYet');
      expectRefused(act(approved, ground), 'notAppealable');
    }
    expect(act(unnotified, 'judgment')).toBeUndefined();
    expect(unnotified.request.reopenedAt).toBe(unnotified.now);
    expect(bangkokDate(unnotified.now)).toBe(on);
  });

  it('says when nothing would be open, since the time that was given is over', () => {
    const life = refusedOne();
    const within = { amount: 3, unit: 'DAY' };
    life.must('licensor', 'reopen', {
      ...{ ground: 'lateAppeal', obstacleEndedOn: '2026-09-18', appliedOn: '2026-09-21', within },
      ...{ application: evidence('2026-09-21'), reason },
    });
    expectRefused(checkOpened(life.request, '2026-09-30'), 'periodOver', { due: '2026-09-21' });
    expect(checkOpened(life.request, '2026-09-21')).toBeUndefined();
    const court = refusedOne().must('licensor', 'reopen', judgment('2026-09-30'));
    expect(checkOpened(court.request, '2030-01-01')).toBeUndefined();
  });
});

describe('an order that is considered again', () => {
  it('by a judgment has a new clock, and can end otherwise', () => {
    const life = refusedOne().must('licensor', 'reopen', judgment('2026-09-29'));
    expect(life.request.dates.clocks).toMatchObject([
      { kind: 'consideration', startsOn: '2026-09-30', state: 'running' },
    ]);
    settleFees(life.approve(bodyFor('approve', life)));
    life.must('competentOfficial', 'issue', licence(life));
    expect(life.request.state).toBe('completed');
    expect(life.request.formerRounds).toHaveLength(1);
    expect(life.request.reopenings[0]).toMatchObject({
      by: { role: 'licensor' },
      given: { court: 'administrativeCourt', number: 'อ. 12/2570', on: '2026-09-29' },
    });
  });

  it('by a judgment is not of before the order, nor of tomorrow', () => {
    const life = refusedOne();
    const open = (on: string) => life.act('licensor', 'reopen', judgment(on));
    expectRefused(open('2026-08-02'), 'dateOrder', { field: 'on', otherDate: '2026-08-03' });
    expectRefused(open('2026-10-01'), 'dateInFuture', { field: 'on', today: '2026-09-30' });
    expect(open('2026-08-03')).toBeUndefined();
  });

  it('is not tried again as long as it can be appealed (APA s.54)', () => {
    const life = inConsideration(factory).must('licensor', 'refuse', {
      ...{ statement, notify: 'ELECTRONIC' },
    });
    expectRefused(
      life.act('licensor', 'reopen', reopeningOn('retrial', life.today)),
      'appealTimeRuns',
    );
    life.passTo('2026-09-03');
    expect(life.act('licensor', 'reopen', reopeningOn('retrial', life.today))).toBeUndefined();
  });

  it('is opened as often as the law asks for it, every round kept', () => {
    const life = refusedOne();
    for (const round of [1, 2, 3]) {
      life.must('licensor', 'reopen', judgment(life.today));
      life.must('licensor', 'refuse', { statement, notify: 'ELECTRONIC' });
      life.passTo(life.now + 40 * 86_400_000);
      expect(life.request.formerRounds).toHaveLength(round);
      expect(life.request.reopenings.map(({ number }) => number)).toHaveLength(round);
    }
  });

  it('leaves a correction that is open to another end alone', () => {
    expect(inCorrection(factory).act('licensor', 'reopen', judgment('2026-08-03'))?.code).toBe(
      'wrongState',
    );
  });
});

describe('who applied too late', () => {
  const calendar = calendarFor(factory.agencyId);
  const relief = (appliedOn: string) =>
    bodyOf({ ...reopeningOn('lateAppeal', '2026-09-28'), appliedOn });

  it('for relief: fifteen days after the obstacle, the last one rolled on', () => {
    // Tuesday 13 October is a holiday.
    expect(lateApplication(relief('2026-10-14'), calendar)).toBeUndefined();
    expectRefused(lateApplication(relief('2026-10-15'), calendar), 'appliedTooLate', {
      ...{ applyBy: '2026-10-14', section: 'APA s.66' },
    });
  });

  it('for relief, as the calendar itself says', () => {
    for (let day = 1; day <= 28; day += 1) {
      const obstacleEndedOn = `2026-04-${String(day).padStart(2, '0')}`;
      for (const appliedOn of ['2026-04-16', '2026-04-27', '2026-05-05', '2026-05-11']) {
        if (appliedOn < obstacleEndedOn) continue;
        const given = { obstacleEndedOn, appliedOn };
        const { due } = relieve(calendar, {
          ...{ party: 'CITIZEN', reason: true, amount: 90, unit: 'DAY', ...given },
        }).answer;
        const late = lateApplication({ ...relief(appliedOn), ...given }, calendar);
        expect([given, late !== undefined]).toEqual([given, due === 'REJECTED']);
      }
    }
  });

  it('for a retrial: ninety days after the cause was known', () => {
    const body = (appliedOn: string) =>
      bodyOf({ ...reopeningOn('retrial', '2026-07-01'), appliedOn });
    expect(lateApplication(body('2026-09-29'), calendar)).toBeUndefined();
    expectRefused(lateApplication(body('2026-09-30'), calendar), 'appliedTooLate', {
      ...{ applyBy: '2026-09-29', section: 'APA s.54' },
    });
  });

  it('is nobody where the law sets no time, and asked again where the calendar ends', () => {
    expect(lateApplication(bodyOf(judgment('2026-07-01')), calendar)).toBeUndefined();
    const beyond = bodyOf(reopeningOn('retrial', '2040-01-01'));
    expectRefused(lateApplication(beyond, calendar), 'inquiryFailed');
  });
});
