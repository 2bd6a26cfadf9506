import { describe, expect, it } from '@jest/globals';
import type { AppealState } from '../../../../contracts/lifecycles/appeal/table.js';
import { findAppealTransition } from '../../../../contracts/lifecycles/appeal/table.js';
import { appealBodies } from '../../../../contracts/commands/appeal/bodies.js';
import type { AppealShown } from '../../../../workers/cli/appeal-answers.js';
import { nextOnAppeal } from '../../../../workers/cli/simulate/appeal-steps.js';
import { bodyOf } from '../../../../workers/cli/simulate/body.js';
import type { Script } from '../../../../workers/cli/simulate/script.js';
import { rollScript } from '../../../../workers/cli/simulate/script.js';
import type { Act, Seen } from '../../../../workers/cli/simulate/step.js';
import { Memory } from '../../../../workers/cli/simulate/step.js';
import { z } from 'zod';
import { manualOf } from '../../../support/requests.js';

function script(appeal: Script['appeal'], index = 1, serviceId = 'SVC0106'): Script {
  return { ...rollScript(7, index, manualOf(serviceId)), appeal };
}

function seen(state: AppealState | undefined, stay = 'notAsked', kind = 'refused'): Seen {
  const appeal = state === undefined ? undefined : ({ state, stay } as AppealShown);
  const at = Date.parse('2026-11-30T10:00:00+07:00');
  return { appeal, request: requestWith(kind), at, today: '2026-11-30' };
}

function requestWith(kind: string): Seen['request'] {
  return { details: { decision: { kind } } } as Seen['request'];
}

function next(given: Script, at: Seen, memory = new Memory()) {
  return nextOnAppeal(given, at, memory);
}

/** What it comes to, who does it, and that table and schema take it. */
function actOn(
  given: Script,
  at: Seen,
  memory = new Memory(),
): [role: string, action: string, body: object] {
  const step = next(given, at, memory) as Act;
  const action = step.action as keyof typeof appealBodies;
  const schema = z.toJSONSchema(appealBodies[action], { io: 'input' });
  const body = bodyOf(given, step, schema, at);
  expect(appealBodies[action].safeParse(body).error).toBeUndefined();
  const transition = findAppealTransition(at.appeal?.state ?? 'withOfficer', action);
  expect(transition?.by).toContain(step.by.role);
  return [step.by.role, action, body];
}

describe('an appeal', () => {
  it('is waited for until it has begun, and until what it changes has come to the request', () => {
    const wait = { kind: 'wait', for: 'appeal' };
    expect(next(script('upheld'), seen(undefined))).toEqual(wait);
    expect(next(script('setAside'), seen('setAside'))).toEqual(wait);
    expect(next(script('varied'), seen('varied'))).toEqual(wait);
    for (const end of ['setAside', 'varied'] as const) {
      expect(next(script(end), seen(end, 'notAsked', 'approved'))).toBeUndefined();
    }
    for (const end of ['upheld', 'dismissed', 'withdrawn', 'undecidedInTime'] as const) {
      expect(next(script('upheld'), seen(end))).toBeUndefined();
    }
  });

  it.each([
    ['putRight', 'decideAppeal', { outcome: 'setAside' }],
    ['dismissed', 'decideAppeal', { outcome: 'dismissed' }],
    ['upheld', 'sendUp', {}],
    ['varied', 'sendUp', {}],
  ] as const)('the officer, where it ends %s, does %s', (end, does, body) => {
    const [role, action, sent] = actOn(script(end), seen('withOfficer'));
    expect([role, action]).toEqual(['licensor', does]);
    expect(sent).toMatchObject(body);
  });

  it.each([
    ['upheld', { outcome: 'upheld' }],
    ['setAside', { outcome: 'setAside' }],
    ['varied', { outcome: 'varied', decision: 'approved' }],
  ] as const)('the superior decides %s', (end, body) => {
    const [role, action, sent] = actOn(script(end), seen('withSuperior'));
    expect([role, action]).toEqual(['appealAuthority', 'decideAppeal']);
    expect(sent).toMatchObject(body);
  });

  it('is extended once by a superior now and then, and a stay is answered first', () => {
    const memory = new Memory();
    const slow = script('upheld', 5);
    expect(actOn(slow, seen('withSuperior'), memory)[1]).toBe('extendAppeal');
    memory.did('extendAppeal');
    expect(actOn(slow, seen('withSuperior'), memory)[1]).toBe('decideAppeal');
    expect(actOn(script('open', 3), seen('withOfficer', 'asked'))[1]).toBe('grantStay');
    expect(actOn(script('open', 4), seen('withOfficer', 'asked'))[1]).toBe('refuseStay');
    expect(next(script('open', 4), seen('withOfficer', 'refused'))).toBeUndefined();
  });

  it.each([
    ['putRight', { outcome: 'setAside' }],
    ['dismissed', { outcome: 'dismissed' }],
    ['upheld', { outcome: 'upheld' }],
    ['varied', { outcome: 'varied', decision: 'approved' }],
  ] as const)('the body of a special law alone decides where it ends %s', (end, body) => {
    for (const index of [3, 5]) {
      const own = script(end, index, 'SVC2941');
      const stay = actOn(own, seen('withSuperior', 'asked'));
      expect(stay.slice(0, 2)).toEqual([
        'appealAuthority',
        index === 3 ? 'grantStay' : 'refuseStay',
      ]);
      const [role, action, sent] = actOn(own, seen('withSuperior'));
      expect([role, action]).toEqual(['appealAuthority', 'decideAppeal']);
      expect(sent).toMatchObject(body);
    }
  });

  it('is withdrawn by the portal', () => {
    const [role, action] = actOn(script('withdrawn'), seen('withOfficer', 'asked'));
    expect([role, action]).toEqual(['portal', 'withdrawAppeal']);
  });
});
