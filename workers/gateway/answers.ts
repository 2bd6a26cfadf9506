import { approvalBody, bodySchema } from '../../contracts/commands/service/bodies.js';
import { liveCheckText } from '../../contracts/commands/service/live-check.js';
import type {
  ServiceAnswer as Done,
  ServiceView,
} from '../../contracts/commands/service/messages.js';
import { refusalText } from '../../contracts/lifecycles/refusals.js';
import type {
  Actor,
  Remediation,
  ServiceCase,
  Submission,
} from '../../contracts/lifecycles/service/case.js';
import {
  awaitedApprovals,
  decideAll,
  isRefusal,
} from '../../contracts/lifecycles/service/decide.js';
import type { EvidenceKind } from '../../contracts/lifecycles/service/evidence.js';
import { snapshotOf } from '../../contracts/lifecycles/service/snapshot.js';
import type { Mode, Role, ServiceState } from '../../contracts/lifecycles/service/states.js';
import type { ServiceAction } from '../../contracts/lifecycles/service/table.js';
import {
  actionLabels,
  findTransition,
  statesOf,
} from '../../contracts/lifecycles/service/table.js';
import { z } from 'zod';
import type { ActAnswer, ActionAnswer, ServiceAnswer } from './shapes.js';
import type { Readable } from './words.js';
import { readableWords, withoutWords } from './words.js';

/** A service as its readers see it: the status as it travels, and in `details` what stays here. */
export function shown(view: ServiceView, actor: Actor): ServiceAnswer {
  const { service, sequence, chainhash, unpublished } = view;
  const { serviceId, agencyId, ministryId, pending } = service;
  const readable = readableWords(service, actor);
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
      plans: service.plans,
      evidence: Object.fromEntries(
        Object.entries(service.evidence).map(([kind, one]) => [kind, shownItem(one, readable)]),
      ),
      formerEvidence: service.formerEvidence.map((one) => shownItem(one, readable)),
      remediations: service.remediations.map((one) => shownRemediation(one, pending, readable)),
      clocks: service.clocks.map((clock) => ({ ...clock, at: moment(clock.at) })),
      pending: pending === null ? null : shownPending(pending, readable),
      lastReport: service.lastReport,
      liveCheck: shownLiveCheck(service),
      enteredFrom: service.enteredFrom,
      suspension: shownSuspension(service, readable),
      remarks: readable.all ? service.remarks : [],
    },
  };
}

type Details = ServiceAnswer['details'];

function shownItem<Recorded extends { readonly item: object }>(
  recorded: Recorded,
  { all }: Readable,
): Omit<Recorded, 'item'> & { item: Record<string, unknown> } {
  const { item } = recorded;
  return { ...recorded, item: all ? { ...item } : withoutWords(item) };
}

/** Who approves that one is closed reads what was to be mended. */
function shownRemediation(
  { what, ...remediation }: Remediation,
  pending: Submission | null,
  readable: Readable,
): Details['remediations'][number] {
  const closing =
    pending !== null && 'remediation' in pending.body ? pending.body.remediation : undefined;
  const isToApprove = readable.pending && closing === remediation.number;
  return readable.all || isToApprove ? { ...remediation, what } : remediation;
}

function shownPending(
  { number, action, body, by, at, approvals }: Submission,
  readable: Readable,
): NonNullable<Details['pending']> {
  const told = (given: object) => (readable.pending ? { ...given } : withoutWords(given));
  return {
    ...by,
    at: moment(at),
    number,
    action,
    body: told(body),
    approvals: approvals.map(({ evidence, ...approval }) => ({
      ...approval,
      at: moment(approval.at),
      ...(evidence === undefined ? {} : { evidence: told(evidence) }),
    })),
  };
}

function shownSuspension({ suspension }: ServiceCase, { all }: Readable): Details['suspension'] {
  if (suspension === null) return null;
  const { otherChannel, ...known } = suspension;
  return all ? { ...known, otherChannel } : known;
}

function shownLiveCheck({ liveCheck }: ServiceCase): Details['liveCheck'] {
  return liveCheck === null ? null : { ...explained(liveCheck), at: moment(liveCheck.at) };
}

/** A live check with what its reason means. */
function explained<Check extends { readonly reason?: string }>(check: Check) {
  const text = liveCheckText(check.reason);
  return { ...check, ...(text === undefined ? {} : { text }) };
}

/** What an accepted action answers. */
export function shownDone({ bodyHash: _hash, liveCheck, ...done }: Done): ActAnswer {
  return { ...done, ...(liveCheck === undefined ? {} : { liveCheck: explained(liveCheck) }) };
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

/** Every action with the JSON Schema of its body in this case, by this caller. */
export function actionsWithBodies(service: ServiceCase, actor: Actor): ActionAnswer[] {
  const brought = evidenceBrought(service, actor);
  return actionsOf(service, actor).map((one) => ({
    ...one,
    body:
      one.action === 'approve' && brought !== undefined
        ? madeOnce(`approve/${brought}`, () => approvalBody(brought))
        : jsonSchemaOf(one.action, service.state, service.mode),
  }));
}

/** Evidence that this caller's approval brings along, where one is awaited that does. */
function evidenceBrought(service: ServiceCase, actor: Actor): EvidenceKind | undefined {
  const { pending } = service;
  const awaited = pending === null ? [] : awaitedApprovals(service, pending);
  return awaited.find(({ by }) => by.some((role) => actor.roles.includes(role)))?.evidence;
}

function rolesElsewhere(action: ServiceAction): Role[] {
  const all = statesOf(action).flatMap((state) => findTransition(state, action)?.by ?? []);
  return [...new Set(all)];
}

const jsonSchemas = new Map<string, Record<string, unknown>>();

/** The JSON Schema of an action's body by state and mode. */
export function jsonSchemaOf(
  action: ServiceAction,
  state: ServiceState,
  mode: Mode | null,
): Record<string, unknown> {
  const key = action === 'advance' ? `${action}/${state}/${mode ?? ''}` : action;
  return madeOnce(key, () => bodySchema(action, { state, mode }));
}

function madeOnce(key: string, schema: () => z.ZodType): Record<string, unknown> {
  const known = jsonSchemas.get(key);
  if (known !== undefined) return known;
  const made = { ...z.toJSONSchema(schema(), { target: 'draft-2020-12', io: 'input' }) };
  jsonSchemas.set(key, made);
  return made;
}
