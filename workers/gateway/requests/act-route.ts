import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { lateApplication } from '../../../activities/calendar/late-application.js';
import { calendarFor } from '../../../contracts/calendar/agency-days.js';
import type { DayChange } from '../../../contracts/calendar/changes.js';
import { daysAt, revisionOf } from '../../../contracts/calendar/changes.js';
import type { PlainBody } from '../../../contracts/commands/request/bodies.js';
import { isInScope } from '../../../contracts/agency-map.js';
import { partWords, requestBodies } from '../../../contracts/commands/request/bodies.js';
import type { RequestCommand, RequestView } from '../../../contracts/commands/request/messages.js';
import type { Refusal } from '../../../contracts/lifecycles/refusals.js';
import { isRefusal, refuse } from '../../../contracts/lifecycles/refusals.js';
import { decideRequest } from '../../../contracts/lifecycles/request/decide.js';
import type { RequestCase } from '../../../contracts/lifecycles/request/case.js';
import type { RequestAction } from '../../../contracts/lifecycles/request/table.js';
import { actionsWhenClosed } from '../../../contracts/lifecycles/request/table.js';
import type { Actor } from '../../../contracts/lifecycles/service/case.js';
import { KeyDestroyed } from '../../../infra/privacy/case-keys.js';
import { faultsOf, faulty } from '../faults.js';
import { commandKey, sha256, traceOf, versionOf } from '../headers.js';
import type { Lists } from '../lists.js';
import { answering } from '../openapi.js';
import { Problem } from '../problem.js';
import { knownAgency } from '../reading.js';
import { signedInOf } from '../rules.js';
import type { Gateway } from '../server.js';
import { NoQuery } from '../shapes.js';
import type { Actable } from './answers.js';
import { requestActionsOf } from './answers.js';
import type { RequestDesk } from './desk.js';
import { readableRequest } from './reading.js';
import type { RequestSources } from './routes.js';
import { RequestActionParams, RequestDone } from './shapes.js';
import { changesFor, stampDates } from './stamp.js';

/** How people act on a request. The workflow is the authority on what was done. */
export function actRoute(gateway: Gateway, sources: RequestSources): void {
  const { desk, lists } = sources;
  gateway.post(
    '/v1/requests/:id/actions/:action',
    {
      config: { rule: 'actOnRequest' },
      schema: {
        tags: ['requests'],
        summary: 'Take an action; needs Idempotency-Key and If-Match',
        params: RequestActionParams,
        querystring: NoQuery,
        body: z.record(z.string(), z.unknown()),
        response: answering(RequestDone, { headers: ['ETag'] }),
      },
    },
    async (httpRequest, reply) => {
      const { actor } = signedInOf(httpRequest);
      const { id, action } = httpRequest.params;
      const at = Date.now();
      const given = {
        key: sha256(commandKey(httpRequest)),
        ifMatch: versionOf(httpRequest),
        bodyHash: desk.bodyHash(httpRequest.body),
        ...traceOf(httpRequest),
      };
      const view = await actableRequest(sources, id, action, actor);
      const { request, sequence } = view;
      const parsed = bodyOf(action, view, actor, httpRequest);
      const { body, words } = partWords(parsed);
      // Only what can be accepted is worth a seal; the case refuses the rest by itself.
      const isPossible = !isRefusal(decideRequest(request, action, actor, at, body));
      if (isPossible) await needAgency(lists, request, body);
      const changes = await changesFor(desk, { request });
      if (isPossible) needInTime(request, action, body, changes ?? []);
      const sealed =
        words === undefined || !isPossible ? {} : { words: await seal(desk, id, action, words) };
      const command: RequestCommand = { action, actor, body, ...sealed, at, ...given };
      const stamped = stampDates(request, sequence, command, changes);
      const sent = { ...command, ...stamped };
      const answer = (await desk.act(id, sent)) ?? (await desk.actOnClosed(id, sent));
      if ('refusal' in answer) throw await refused(desk, id, actor, answer.refusal);
      const { requestId, state, version } = answer;
      return reply
        .header('etag', `"${version}"`)
        .send({ requestId, state, version, sequence: answer.sequence });
    },
  );
}

/** The case; why it can be opened no more, where only its events are left and somebody would open it. */
async function actableRequest(
  sources: RequestSources,
  requestId: string,
  action: RequestAction,
  actor: Actor,
): Promise<RequestView> {
  try {
    return await readableRequest(sources, requestId, actor);
  } catch (error) {
    const isGone = error instanceof Problem && error.code === 'requestArchived';
    const why =
      isGone && actionsWhenClosed.includes(action)
        ? await sources.desk.whyNotOpened(requestId, action)
        : undefined;
    throw why === undefined ? error : Problem.refused(why);
  }
}

/** The body, parsed. Of an action that is not possible the shape does not matter. */
function bodyOf(
  action: RequestAction,
  view: Actable,
  actor: Actor,
  { body }: Pick<FastifyRequest, 'body'>,
): object {
  const parsed = requestBodies[action].safeParse(body);
  if (parsed.success) return parsed.data;
  const answer = decideRequest(view.request, action, actor, Date.now());
  throw isRefusal(answer)
    ? Problem.refused(answer, stateNow(view, actor))
    : faulty('invalidBody', faultsOf(parsed.error.issues));
}

/** An agency that a body names is in the register, or in the manual that the request is under. */
async function needAgency(
  lists: Pick<Lists, 'agency'>,
  { manual }: RequestCase,
  body: object,
): Promise<void> {
  if (!('agencyId' in body)) return;
  const agencyId = String(body.agencyId);
  const ofManual = manual.steps.flatMap((step) => step.agencyId ?? []);
  if (!isInScope(agencyId, ofManual)) await knownAgency(lists, agencyId);
}

/** The words, sealed. Whose person was forgotten had nothing left open: nobody acts on it any more. */
async function seal(
  desk: RequestDesk,
  requestId: string,
  action: RequestAction,
  words: object,
): Promise<string> {
  try {
    return await desk.seal(requestId, 'words', words);
  } catch (error) {
    if (!(error instanceof KeyDestroyed)) throw error;
    const opens = actionsWhenClosed.includes(action);
    throw Problem.refused(refuse(opens ? 'requestForgotten' : 'requestClosed'));
  }
}

/** Who asks for relief or a retrial does so in time: days are counted here, where the calendar is. */
function needInTime(
  { agencyId }: RequestCase,
  action: RequestAction,
  body: object,
  changes: readonly DayChange[],
): void {
  if (action !== 'reopen') return;
  const calendar = calendarFor(agencyId, daysAt(changes, revisionOf(changes)));
  const late = lateApplication(body as PlainBody<'reopen'>, calendar);
  if (late !== undefined) throw Problem.refused(late);
}

/** A refusal with the state and what is allowed to this caller now, as far as it can be read. */
async function refused(
  desk: RequestDesk,
  requestId: string,
  actor: Actor,
  refusal: Refusal,
): Promise<Problem> {
  const view = await desk.find(requestId).catch((error: unknown) => {
    if (error instanceof Problem) return undefined;
    throw error;
  });
  return Problem.refused(refusal, view === undefined ? {} : stateNow(view, actor));
}

function stateNow(view: Actable, actor: Actor): object {
  const { state, version } = view.request;
  return { state, version, actions: requestActionsOf(view, actor, Date.now()) };
}
