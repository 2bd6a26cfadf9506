import { z } from 'zod';
import { derivationOfDue } from '../../../activities/calendar/request-dates.js';
import type { DayChange } from '../../../contracts/calendar/changes.js';
import { receive } from '../../../contracts/calendar/receipt.js';
import type { Step } from '../../../contracts/calendar/explanation.js';
import { sentences } from '../../../contracts/calendar/sentences.js';
import { CalendarError } from '../../../contracts/calendar/errors.js';
import { regimes } from '../../../contracts/calendar/regimes.js';
import { requestBodies } from '../../../contracts/commands/request/bodies.js';
import type { RequestView } from '../../../contracts/commands/request/messages.js';
import type { Refusal } from '../../../contracts/lifecycles/refusals.js';
import { isRefusal, refusalText, refuse } from '../../../contracts/lifecycles/refusals.js';
import type { RequestCase } from '../../../contracts/lifecycles/request/case.js';
import { decideAllOfRequest } from '../../../contracts/lifecycles/request/decide.js';
import { isClosed } from '../../../contracts/lifecycles/request/retention.js';
import { bangkokInstant, requestClockFacts } from '../../../contracts/lifecycles/request/facts.js';
import { decideByOf, requestSnapshotOf } from '../../../contracts/lifecycles/request/snapshot.js';
import type { RequestAction } from '../../../contracts/lifecycles/request/table.js';
import {
  actionsWhenClosed,
  findRequestTransition,
  requestActionLabels,
  requestStatesOf,
} from '../../../contracts/lifecycles/request/table.js';
import type { Actor } from '../../../contracts/lifecycles/service/case.js';
import type { Label, Role } from '../../../contracts/lifecycles/service/states.js';
import { illustrativePaths } from '../../../contracts/manuals/illustrative.js';
import { manualRef } from '../../../contracts/manuals/manual.js';
import type { Privacy } from './privacy.js';
import { consultationsOf } from './reading.js';
import { calendarOf } from './stamp.js';
import type { RequestActionAnswer, RequestAnswerShape } from './shapes.js';

/** Personal data and words of a request, opened. */
export type Personal = RequestAnswerShape['personal'];

/** What an answer goes by: the calendar's changes, `null` where they cannot be asked, and for whom it is. */
interface ShownTo {
  readonly changes?: readonly DayChange[] | null;
  readonly actor?: Actor;
}

/** A request as its readers see it. */
export function shownRequest(
  { request, sequence, chainhash, unpublished, errands }: RequestView,
  personal: Personal,
  privacy: Privacy | null,
  { changes = [], actor }: ShownTo = {},
): RequestAnswerShape {
  const { requestId, serviceId, agencyId, portal, manual, receipt, dates } = request;
  const illustrative = illustrativePaths(manual);
  return {
    ...requestSnapshotOf(request),
    ...{ requestId, serviceId, agencyId, portal, sequence, chainhash, unpublished },
    receipt: {
      number: receipt.number,
      filedAt: bangkokInstant(receipt.filedAt),
      receivedAt: dates.receivedAt,
      why: explain(
        () =>
          receive(calendarOf(request, changes ?? []), bangkokInstant(receipt.filedAt)).explanation,
      ),
    },
    manual: {
      ref: manualRef(manual),
      title: manual.title,
      isIllustrative: illustrative.length > 0,
      illustrative,
    },
    due: shownDue(request, changes ?? []),
    details: shownDetails(request, errands, actor),
    personal,
    privacy,
  };
}

function shownDue(request: RequestCase, changes: readonly DayChange[]): RequestAnswerShape['due'] {
  const on = decideByOf(request);
  if (on === null) return null;
  const facts = requestClockFacts(request);
  const why = explain(() => derivationOfDue(facts, calendarOf(request, changes)));
  return { on, section: regimes[facts.regime].section, why };
}

/** The derivation in both languages; what the calendar cannot say any more is left out. */
function explain(derive: () => readonly Step[]): Label[] {
  try {
    const steps = derive();
    const en = sentences(steps, 'en');
    return sentences(steps, 'th').map((th, index) => ({ th, en: en[index] ?? th }));
  } catch (error) {
    if (error instanceof CalendarError) return [];
    throw error;
  }
}

function shownDetails(
  request: RequestCase,
  errands: readonly string[],
  actor: Actor | undefined,
): RequestAnswerShape['details'] {
  const { manual } = request;
  const plain = (items: readonly object[]) =>
    items.map((item): Record<string, unknown> => ({ ...item }));
  return {
    documents: plain(request.documents),
    deficiencies: plain(request.deficiencies),
    reopenings: request.reopenings.map((one) => ({ ...one, at: bangkokInstant(one.at) })),
    inspections: plain(request.inspections),
    hearings: plain(request.hearings),
    consultations: shownConsultations(request, actor),
    extensions: request.extensions.map((one) => ({ ...one, at: bangkokInstant(one.at) })),
    decision: request.decision === null ? null : { ...request.decision },
    bills: plain(request.bills),
    refunds: plain(request.refunds),
    notices: plain(request.notices),
    appeal: { ...manual.appeal },
    delivery: request.delivery,
    clocks: plain(request.dates.clocks),
    errands: [...errands],
  };
}

/** Each with its own last day, and whether it is the reader's agency that is asked. */
function shownConsultations(request: RequestCase, actor: Actor | undefined) {
  const own = actor === undefined ? [] : consultationsOf(actor, request);
  return request.consultations.map((one): Record<string, unknown> => ({
    ...one,
    dueOn: request.dates.consultationsDue?.[`${one.number}`] ?? null,
    isYours: own.includes(one),
  }));
}

/** A case as far as it says what may be done. */
export type Actable = Pick<RequestView, 'request' | 'errands'>;

/**
 * Every action for this caller now: allowed or why not, and by whom it may be taken.
 *
 * @param gone why a request that has closed can be opened no more
 */
export function requestActionsOf(
  { request, errands }: Actable,
  actor: Actor,
  at: number,
  gone?: Refusal,
): RequestActionAnswer[] {
  const isOver = isClosed(request, errands);
  return decideAllOfRequest(request, actor, at).map(({ action, answer: decided }) => {
    const transition = findRequestTransition(request.state, action);
    const over = actionsWhenClosed.includes(action) ? gone : refuse('requestClosed');
    const answer = isRefusal(decided) || !isOver ? decided : (over ?? decided);
    const allowed = !isRefusal(answer);
    return {
      action,
      label: requestActionLabels[action],
      allowed,
      ...(allowed
        ? {}
        : { whyNot: { code: answer.code, facts: answer.facts, text: refusalText(answer) } }),
      ...(transition === undefined
        ? { roles: rolesElsewhere(action) }
        : { roles: [...transition.by], leadsTo: transition.to, basis: transition.basis }),
    };
  });
}

function rolesElsewhere(action: RequestAction): Role[] {
  const all = requestStatesOf(action).flatMap(
    (state) => findRequestTransition(state, action)?.by ?? [],
  );
  return [...new Set(all)];
}

const jsonSchemas = new Map<RequestAction, Record<string, unknown>>();

/** The JSON Schema of an action's body. */
export function requestBodySchema(action: RequestAction): Record<string, unknown> {
  const known = jsonSchemas.get(action);
  if (known !== undefined) return known;
  const options = { target: 'draft-2020-12', io: 'input' } as const;
  const made = { ...z.toJSONSchema(requestBodies[action], options) };
  jsonSchemas.set(action, made);
  return made;
}
