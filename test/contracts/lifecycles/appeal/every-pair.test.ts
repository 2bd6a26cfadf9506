import { describe, expect, it } from '@jest/globals';
import type { AppealCase } from '../../../../contracts/lifecycles/appeal/case.js';
import { decideAllOfAppeal, decideAppeal } from '../../../../contracts/lifecycles/appeal/decide.js';
import type {
  AppealAction,
  AppealState,
  AppealTransition,
} from '../../../../contracts/lifecycles/appeal/table.js';
import {
  appealActions,
  appealStates,
  appealStatesOf,
  appealTable,
  isAppealEnd,
} from '../../../../contracts/lifecycles/appeal/table.js';
import { isRefusal } from '../../../../contracts/lifecycles/refusals.js';
import type { Actor } from '../../../../contracts/lifecycles/service/case.js';
import type { Portal, Role } from '../../../../contracts/lifecycles/service/states.js';
import { agencyRoles, roles } from '../../../../contracts/lifecycles/service/states.js';
import type { AppealLife } from '../../../support/appeal-life.js';
import { appealBodyFor, appealed, appealedLate, appealIn } from '../../../support/appeal-life.js';
import { delegation, statement } from '../../../support/request-cases.js';

const lives = new Map(appealStates.map((state) => [state, appealIn(state)]));

/** One appeal for each state: nobody changes what is only looked at. */
function seen(state: AppealState): AppealLife {
  const life = lives.get(state);
  if (life === undefined) throw new Error(`there is none in ${state}`);
  return life;
}

interface Somebody {
  readonly role: Role;
  readonly agency: 'own' | 'other';
  readonly office: 'own' | 'other' | 'none';
  readonly portal: 'own' | 'other' | 'none';
}

const everybody: Somebody[] = roles.flatMap((role) =>
  (['own', 'other'] as const).flatMap((agency) =>
    (['own', 'other', 'none'] as const).flatMap((office) =>
      (['own', 'other', 'none'] as const).map((portal) => ({ role, agency, office, portal })),
    ),
  ),
);

const ofAgencies: readonly Role[] = [...agencyRoles, 'appealAuthority'];

function actorLike({ role, agency, office, portal }: Somebody, life: AppealLife): Actor {
  const { agencyId, portal: own } = life.appeal;
  const otherPortal: Portal = own === 'biz' ? 'citizen' : 'biz';
  const ownOffice = life.request.request.office;
  return {
    id: `person-${role}`,
    roles: [role],
    agencies: ofAgencies.includes(role) ? ['AGY251', agency === 'own' ? agencyId : 'AGY250'] : [],
    ...(office === 'none' ? {} : { offices: [office === 'own' ? ownOffice : 'ELSEWHERE'] }),
    ...(portal === 'none' ? {} : { portal: portal === 'own' ? own : otherPortal }),
  };
}

function transitionOf(state: AppealState, action: AppealAction): AppealTransition | undefined {
  const row: Partial<Record<AppealAction, AppealTransition>> = appealTable[state];
  return row[action];
}

/** By the row of the table and the rules of scope (design §2.2, §5), written here once more. */
function expected(state: AppealState, action: AppealAction, who: Somebody): string {
  const transition = transitionOf(state, action);
  if (transition === undefined) return 'wrongState';
  if (!transition.by.includes(who.role)) return 'roleMayNot';
  // An office has no say: the agency decides on its order, and the portal speaks for the applicant.
  if (who.role === 'portal') return who.portal === 'own' ? 'as portal' : 'notYourPortal';
  return who.agency === 'own' ? `as ${who.role}` : 'notYourAgency';
}

function answered(appeal: AppealCase, action: AppealAction, actor: Actor, at: number): string {
  const answer = decideAppeal(appeal, action, actor, at);
  return isRefusal(answer) ? answer.code : `as ${answer.as.role}`;
}

describe('who may do what to an appeal', () => {
  it.each(appealStates)('in %s is what the table says, for everybody', (state) => {
    const life = seen(state);
    const given: string[] = [];
    const wanted: string[] = [];
    for (const action of appealActions) {
      for (const who of everybody) {
        const { role, agency, office, portal } = who;
        const name = `${action} by ${role}, agency ${agency}, office ${office}, portal ${portal}: `;
        given.push(name + answered(life.appeal, action, actorLike(who, life), life.now));
        wanted.push(name + expected(state, action, who));
      }
    }
    expect(given).toEqual(wanted);
  });

  it.each(appealStates)('is answered alike for all actions at once in %s', (state) => {
    const life = seen(state);
    for (const role of roles) {
      const who = { role, agency: 'own', office: 'own', portal: 'own' } as const;
      const actor = actorLike(who, life);
      expect(decideAllOfAppeal(life.appeal, actor, life.now)).toEqual(
        appealActions.map((action) => ({
          action,
          answer: decideAppeal(life.appeal, action, actor, life.now),
        })),
      );
    }
  });

  it('an end takes nothing more, and each action is possible somewhere', () => {
    for (const state of appealStates) {
      expect(Object.keys(appealTable[state]).length === 0).toBe(isAppealEnd(state));
    }
    for (const action of appealActions) {
      const states = appealStates.filter((state) => action in appealTable[state]);
      expect(appealStatesOf(action)).toEqual(states);
      expect(states.length).toBeGreaterThan(0);
    }
  });

  it('whoever made the order does not decide on it as the superior', () => {
    const { appeal, now } = seen('withSuperior');
    const maker: Actor = {
      ...{ id: appeal.order.by?.id ?? '', roles: ['appealAuthority'] },
      agencies: [appeal.agencyId],
    };
    for (const action of appealActions) {
      const transition = transitionOf('withSuperior', action);
      const isHis = transition?.by.includes('appealAuthority') === true;
      const refusal = isHis ? 'samePerson' : transition === undefined ? 'wrongState' : 'roleMayNot';
      expect([action, answered(appeal, action, maker, now)]).toEqual([action, refusal]);
    }
  });
});

const pairs = appealStates.flatMap((state) =>
  appealActions.flatMap((action) => {
    const transition = transitionOf(state, action);
    return (transition?.by ?? []).map((role) => ({ state, action, role }));
  }),
);

describe('an action that was allowed', () => {
  it.each(pairs)('leads from $state by $action of $role to where the table says', (pair) => {
    const { state, action, role } = pair;
    const life = appealIn(state);
    const before = life.appeal;
    const asItWas = JSON.stringify(before);
    life.must(role, action, appealBodyFor(action));
    const to = transitionOf(state, action)?.to;
    const target = to === 'same' ? state : to === 'outcome' ? 'setAside' : to;
    expect(life.appeal.state).toBe(target);
    expect(life.appeal.version).toBe(before.version + 1);
    expect(life.appeal.words).toHaveLength(before.words.length + 1);
    expect(JSON.stringify({ ...life.appeal, words: [] })).not.toBe(asItWas);
    expect(JSON.stringify(before)).toBe(asItWas);
  });

  const outcomes = appealStates.flatMap((state) =>
    (transitionOf(state, 'decideAppeal')?.outcomes ?? []).map((outcome) => ({ state, outcome })),
  );

  it.each(outcomes)('decides from $state that it is $outcome', ({ state, outcome }) => {
    const life = outcome === 'outOfTime' ? appealedLate() : appealed();
    if (state === 'withSuperior') life.must('licensor', 'sendUp', { reason: 'คำสั่งชอบแล้ว' });
    const role = state === 'withSuperior' ? 'appealAuthority' : 'licensor';
    const decision = outcome === 'varied' ? { decision: 'approved', orderNumber: '5/2569' } : {};
    life.must(role, 'decideAppeal', { outcome, statement, ...decision });
    const { by, order } = life.appeal.outcome ?? {};
    expect([life.appeal.state, by?.role]).toEqual([outcome, role]);
    const varied = { kind: 'approved', orderNumber: '5/2569' };
    expect(order).toEqual(outcome === 'varied' ? varied : null);
    expect(life.appeal.dates).toMatchObject({ dueOn: null, alarm: null });
  });
});

describe('an action that the table has and the case has not', () => {
  const reason = 'ตามเอกสารแนบ';

  it('no outcome that the officer or the superior cannot give', () => {
    const life = appealed();
    expect(life.act('licensor', 'decideAppeal', { outcome: 'upheld', statement })).toEqual({
      code: 'outcomeNotHere',
      facts: {
        outcome: 'upheld',
        possible: ['varied', 'setAside', 'dismissed', 'outOfTime'],
      },
    });
    const late = { outcome: 'outOfTime', statement };
    expect(life.act('licensor', 'decideAppeal', late)?.code).toBe('appealInTime');
  });

  it('a stay is granted or refused once, and only where it was asked for', () => {
    for (const action of ['grantStay', 'refuseStay'] as const) {
      const life = appealed().must('licensor', action, { reason });
      expect(life.appeal.stay).toBe(action === 'grantStay' ? 'granted' : 'refused');
      const again = life.must('licensor', 'sendUp', { reason }).act('appealAuthority', action, {
        reason,
      });
      expect(again?.code).toBe('noStayAsked');
    }
  });

  it('the superior’s time is extended once, and before it is over', () => {
    const life = appealIn('withSuperior');
    const { dueOn } = life.appeal.dates;
    life.must('appealAuthority', 'extendAppeal', { reason });
    expect(dueOn).toBe('2026-09-02');
    expect(life.appeal.dates.dueOn).toBe('2026-10-02');
    expect(life.act('appealAuthority', 'extendAppeal', { reason })).toEqual({
      ...{ code: 'extensionTooMany', facts: { max: 1 } },
    });
    expect(life.pass(59).appeal.state).toBe('withSuperior');
    expect(life.pass(2).appeal.state).toBe('undecidedInTime');
  });

  it('a delegate decides by an order that is in force', () => {
    const sent = { outcome: 'setAside', statement };
    const life = appealed();
    expect(life.act('delegate', 'decideAppeal', sent)?.code).toBe('delegationMissing');
    const over = { ...delegation, until: '2026-01-31' };
    const refusal = life.act('delegate', 'decideAppeal', { ...sent, delegation: over });
    expect(refusal?.code).toBe('delegationNotInForce');
    life.must('delegate', 'decideAppeal', { ...sent, delegation });
  });
});
