import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { refusalIn } from '../../contracts/commands/service/messages.js';
import type { AppealAction } from '../../contracts/lifecycles/appeal/table.js';
import type { Actor } from '../../contracts/lifecycles/service/case.js';
import { actOnAppeal } from '../../infra/temporal/cases.js';
import type { Dice } from './dice.js';
import { persist } from './onboarding.js';
import { modelAppealActions } from './request-model-appeals.js';
import type { ModelAppeal } from './request-model.js';

/** Random commands to an appeal. */

/** A command to an appeal that was thought of. */
export interface RandomAppealAct {
  readonly action: string;
  readonly person: Actor;
  readonly outcome?: string;
  readonly decision?: string;
}

const outcomes = {
  withOfficer: ['varied', 'varied', 'setAside', 'setAside', 'dismissed', 'outOfTime', 'upheld'],
  withSuperior: ['upheld', 'varied', 'setAside', 'setAside', 'dismissed', 'outOfTime'],
};

/** Chooses what to do about an appeal: mostly as the right person. */
export function chooseAppealAct(
  dice: Dice,
  persons: readonly Actor[],
  appeal: ModelAppeal,
): RandomAppealAct {
  const isUp = appeal.state === 'withSuperior';
  const usual = [
    ...['decideAppeal', 'decideAppeal', 'withdrawAppeal'],
    ...(isUp ? ['extendAppeal', 'extendAppeal'] : ['sendUp', 'sendUp']),
    ...(appeal.stay === 'asked' ? ['grantStay', 'grantStay', 'refuseStay', 'refuseStay'] : []),
  ];
  const isAny = dice.chance(15);
  const action = dice.pick(isAny ? modelAppealActions : usual);
  const [licensor] = persons.filter(({ roles }) => roles.includes('licensor'));
  const [portal] = persons.filter(({ roles }) => roles.includes('portal'));
  const authority: Actor = {
    id: dice.chance(90) ? 'person-minister' : (appeal.orderBy ?? 'person-minister'),
    roles: ['appealAuthority'],
    agencies: licensor?.agencies ?? [],
  };
  const right = action === 'withdrawAppeal' ? portal : isUp ? authority : licensor;
  const person = isAny ? dice.pick([...persons, authority]) : (right ?? authority);
  if (action !== 'decideAppeal') return { action, person };
  const outcome = dice.pick(outcomes[isUp ? 'withSuperior' : 'withOfficer']);
  const decision = dice.pick(['approved', 'approvedWithConditions']);
  return { action, person, outcome, ...(outcome === 'varied' ? { decision } : {}) };
}

/** Sends it; the code of the refusal when it is refused. */
export async function sendAppealAct(
  client: Client,
  of: { readonly requestId: string; readonly number: number },
  act: RandomAppealAct & { readonly at: number; readonly version: number },
): Promise<string | undefined> {
  const { action, person: actor, outcome, decision, at, version: ifMatch } = act;
  const body = {
    ...(outcome === undefined ? {} : { outcome, statement: {} }),
    ...(decision === undefined ? {} : { decision }),
    // A delegate decides by an order that is in force.
    ...(actor.roles.includes('delegate')
      ? { delegation: { orderNumber: '12/2569', from: '2020-01-01', until: '2099-12-31' } }
      : {}),
  };
  const command = { action: action as AppealAction, actor, body, words: 'sealed', at, ifMatch };
  const key = randomUUID();
  try {
    await persist(() => actOnAppeal(client, of, { ...command, key, bodyHash: key }));
    return undefined;
  } catch (error) {
    const cause = error instanceof WorkflowUpdateFailedError ? error.cause : undefined;
    const refusal = cause instanceof ApplicationFailure ? refusalIn(cause.details) : undefined;
    if (refusal === undefined) throw error;
    return refusal.code;
  }
}
