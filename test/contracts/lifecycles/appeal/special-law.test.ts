import { describe, expect, it } from '@jest/globals';
import { decideAllOfAppeal } from '../../../../contracts/lifecycles/appeal/decide.js';
import { ringAppeal } from '../../../../contracts/lifecycles/appeal/effects.js';
import { appealActions } from '../../../../contracts/lifecycles/appeal/table.js';
import { isRefusal } from '../../../../contracts/lifecycles/refusals.js';
import { openAppeal, startOfAppeal } from '../../../../workflows/appeal/open.js';
import type { AppealLife } from '../../../support/appeal-life.js';
import { specialAppeal, superiorOf } from '../../../support/appeal-life.js';
import { delegation, inConsideration, statement } from '../../../support/request-cases.js';
import { sampleManual } from '../../../support/request-life.js';

const services = ['SVC2941', 'SVC2262'] as const;
const reason = 'ตามเอกสารแนบ';

/** What somebody may do on an appeal now. */
function allowed({ appeal, now }: AppealLife, actor = superiorOf(appeal.agencyId)): string[] {
  return decideAllOfAppeal(appeal, actor, now)
    .filter(({ answer }) => !isRefusal(answer))
    .map(({ action }) => action);
}

describe.each(services)('an appeal under special law, of %s', (serviceId) => {
  it('is with the body that the law names from its first day', () => {
    const { appeal } = specialAppeal(serviceId);
    expect(appeal).toMatchObject({
      ...{ state: 'withSuperior', sentUpOn: null, isSentUpByClock: false, isBySpecialLaw: true },
      route: { route: 'special', body: sampleManual(serviceId).appeal.body },
    });
  });

  it('is the body’s alone: the officer who made the order has no say', () => {
    const life = specialAppeal(serviceId);
    for (const role of ['licensor', 'delegate'] as const) {
      expect([role, allowed(life, life.doer(role))]).toEqual([role, []]);
    }
    expect(allowed(life)).toEqual(['decideAppeal', 'grantStay', 'refuseStay']);
    const maker = { ...superiorOf(life.appeal.agencyId), id: life.appeal.order.by?.id ?? '' };
    expect(allowed(life, maker)).toEqual([]);
    expect(allowed(life, life.doer('portal'))).toEqual(['withdrawAppeal']);
    const body = { outcome: 'upheld', statement, delegation };
    expect(life.act('licensor', 'decideAppeal', body)?.code).toBe('roleMayNot');
  });

  it('has no day on which it ends, nor one to extend: the APA’s times are not its own', () => {
    const life = specialAppeal(serviceId);
    expect(life.appeal.dates.dueOn).toBeNull();
    expect(life.act('appealAuthority', 'extendAppeal', { reason })?.code).toBe('noClockRuns');
    life.pass(400);
    expect([life.appeal.state, life.appeal.dates.dueOn]).toEqual(['withSuperior', null]);
  });

  it('is reminded of every thirty days, until it is decided', () => {
    const life = specialAppeal(serviceId);
    const day = () => life.appeal.dates.alarm;
    expect(day()).toMatchObject({ kind: 'bodyReminded', dueOn: '2026-09-02' });
    expect(life.pass(31).appeal).toMatchObject({ remindedOn: '2026-09-02', version: 1 });
    expect(day()?.dueOn).toBe('2026-10-02');
    life.pass(31);
    expect(day()?.dueOn).toBe('2026-11-01');
    life.must('appealAuthority', 'decideAppeal', { outcome: 'upheld', statement });
    expect(life.appeal.dates.alarm).toBeNull();
    expect(life.pass(100).appeal.state).toBe('upheld');
  });

  it('is reminded of once for all the times that went by while nothing rang', () => {
    const { appeal } = specialAppeal(serviceId);
    const { alarm } = appeal.dates;
    const days = [1, 30, 31, 60, 61];
    const reminded = days.map((late) => {
      const at = Date.parse('2026-09-02T10:00:00+07:00') + late * 86_400_000;
      return alarm === null ? null : ringAppeal(appeal, alarm, at).remindedOn;
    });
    expect(reminded).toEqual([
      ...['2026-09-02', '2026-09-02', '2026-10-02', '2026-10-02', '2026-11-01'],
    ]);
  });

  it.each(['upheld', 'varied', 'setAside', 'dismissed'])('is decided: %s', (outcome) => {
    const more = outcome === 'varied' ? { decision: 'approved' } : {};
    const life = specialAppeal(serviceId);
    life.must('appealAuthority', 'decideAppeal', { outcome, statement, ...more });
    expect(life.appeal.outcome).toMatchObject({ kind: outcome, by: { role: 'appealAuthority' } });
  });
});

describe('the first state of an appeal', () => {
  const of = (serviceId: string) => {
    const life = inConsideration(sampleManual(serviceId))
      .must('licensor', 'refuse', { statement, notify: 'ELECTRONIC' })
      .must('portal', 'appeal', { reason });
    const [record] = life.request.appeals;
    const start = record === undefined ? undefined : startOfAppeal(life.request, record);
    if (start === undefined) throw new Error('no appeal was filed');
    return start;
  };

  it('is with the officer under the APA', () => {
    const start = of('SVC0106');
    expect(start).not.toHaveProperty('isBySpecialLaw');
    expect(openAppeal(start).state).toBe('withOfficer');
  });

  it('stays what it was for an appeal that began before the special law was kept', () => {
    const { isBySpecialLaw, ...start } = of('SVC2262');
    expect(isBySpecialLaw).toBe(true);
    const life = openAppeal(start);
    expect(life).toMatchObject({ state: 'withOfficer' });
    expect(life).not.toHaveProperty('isBySpecialLaw');
    expect(appealActions).toContain('sendUp');
  });
});
