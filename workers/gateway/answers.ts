import { bodySchema } from '../../contracts/commands/service/bodies.js';
import type { ServiceView } from '../../contracts/commands/service/messages.js';
import { refusalText } from '../../contracts/lifecycles/refusals.js';
import type { Actor, ServiceCase, Submission } from '../../contracts/lifecycles/service/case.js';
import { decideAll, isRefusal } from '../../contracts/lifecycles/service/decide.js';
import { snapshotOf } from '../../contracts/lifecycles/service/snapshot.js';
import type { Mode, Role, ServiceState } from '../../contracts/lifecycles/service/states.js';
import type { ServiceAction } from '../../contracts/lifecycles/service/table.js';
import {
  actionLabels,
  findTransition,
  statesOf,
} from '../../contracts/lifecycles/service/table.js';
import { z } from 'zod';
import { mayReadWords } from './rules.js';
import type { ActionAnswer, ServiceAnswer } from './shapes.js';

/** A service as its readers see it: the status as it travels, and in `details` what stays here. */
export function shown(view: ServiceView, actor: Actor): ServiceAnswer {
  const { service, sequence, chainhash, unpublished } = view;
  const { serviceId, agencyId, ministryId, pending, liveCheck } = service;
  const hasWords = mayReadWords(actor, agencyId);
  return {
    serviceId,
    agencyId,
    ministryId,
    sequence,
    chainhash,
    unpublished,
    ...snapshotOf(service),
    details: {
      plan: service.plan,
      baseline: service.baseline,
      evidence: service.evidence,
      remediations: service.remediations,
      clocks: service.clocks.map((clock) => ({ ...clock, at: moment(clock.at) })),
      pending: pending === null ? null : shownPending(pending, hasWords),
      lastReport: service.lastReport,
      liveCheck: liveCheck === null ? null : { ...liveCheck, at: moment(liveCheck.at) },
      enteredFrom: service.enteredFrom,
      suspension: service.suspension,
      remarks: hasWords ? service.remarks : [],
    },
  };
}

/** Words of people in a body; they are kept from those who may not read remarks. */
const words: readonly string[] = ['reason', 'statement', 'obstacle'];

function shownPending(
  { number, action, body, by, at, approvals }: Submission,
  hasWords: boolean,
): NonNullable<ServiceAnswer['details']['pending']> {
  const fields = Object.entries(body).filter(([name]) => hasWords || !words.includes(name));
  return {
    ...by,
    at: moment(at),
    number,
    action,
    body: Object.fromEntries(fields),
    approvals: approvals.map(({ evidence, ...approval }) => ({
      ...approval,
      at: moment(approval.at),
      ...(evidence === undefined ? {} : { evidence: { ...evidence } }),
    })),
  };
}

function moment(at: number): string {
  return new Date(at).toISOString();
}

/** Every action for this caller now: allowed or why not, and by whom it may be taken. */
export function actionsOf(service: ServiceCase, actor: Actor): ActionAnswer[] {
  return decideAll(service, actor, Date.now()).map(({ action, answer }) => {
    const transition = findTransition(service.state, action);
    const allowed = !isRefusal(answer);
    return {
      action,
      label: actionLabels[action],
      allowed,
      ...(allowed
        ? {}
        : { whyNot: { code: answer.code, facts: answer.facts, text: refusalText(answer) } }),
      ...(transition === undefined
        ? { roles: rolesElsewhere(action) }
        : {
            roles: [...transition.by],
            leadsTo: transition.to,
            approvals: transition.approvals.map((approval) => ({
              ...approval,
              by: [...approval.by],
            })),
            basis: transition.basis,
          }),
    };
  });
}

/** Every action with the JSON Schema of its body in this case. */
export function actionsWithBodies(service: ServiceCase, actor: Actor): ActionAnswer[] {
  return actionsOf(service, actor).map((one) => ({
    ...one,
    body: jsonSchemaOf(one.action, service.state, service.mode),
  }));
}

function rolesElsewhere(action: ServiceAction): Role[] {
  const all = statesOf(action).flatMap((state) => findTransition(state, action)?.by ?? []);
  return [...new Set(all)];
}

const jsonSchemas = new Map<string, Record<string, unknown>>();

/** The JSON Schema of an action's body by state and mode; each is made once. */
export function jsonSchemaOf(
  action: ServiceAction,
  state: ServiceState,
  mode: Mode | null,
): Record<string, unknown> {
  const key = action === 'advance' ? `${action}/${state}/${mode ?? ''}` : action;
  const known = jsonSchemas.get(key);
  if (known !== undefined) return known;
  const made: Record<string, unknown> = {
    ...z.toJSONSchema(bodySchema(action, { state, mode }), {
      target: 'draft-2020-12',
      io: 'input',
    }),
  };
  jsonSchemas.set(key, made);
  return made;
}
