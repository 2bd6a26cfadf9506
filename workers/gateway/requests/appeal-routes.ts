import { z } from 'zod';
import { isInScope } from '../../../contracts/agency-map.js';
import { appealBodies } from '../../../contracts/commands/appeal/bodies.js';
import type { AppealView } from '../../../contracts/commands/appeal/messages.js';
import { partWords } from '../../../contracts/commands/request/bodies.js';
import type { AppealCase } from '../../../contracts/lifecycles/appeal/case.js';
import { appealAlarmLabels } from '../../../contracts/lifecycles/appeal/case.js';
import { decideAllOfAppeal, decideAppeal } from '../../../contracts/lifecycles/appeal/decide.js';
import type { AppealAction } from '../../../contracts/lifecycles/appeal/table.js';
import {
  appealActionLabels,
  appealActions,
  appealStates,
  appealStateTable,
  appealStatesOf,
  findAppealTransition,
} from '../../../contracts/lifecycles/appeal/table.js';
import type { Refusal } from '../../../contracts/lifecycles/refusals.js';
import { isRefusal, refusalText, refuse } from '../../../contracts/lifecycles/refusals.js';
import { bangkokInstant } from '../../../contracts/lifecycles/request/facts.js';
import type { Actor } from '../../../contracts/lifecycles/service/case.js';
import { roles } from '../../../contracts/lifecycles/service/states.js';
import { faultsOf, faulty } from '../faults.js';
import { commandKey, sha256, traceOf, versionOf } from '../headers.js';
import { answering } from '../openapi.js';
import { Problem } from '../problem.js';
import { signedInOf } from '../rules.js';
import type { Gateway } from '../server.js';
import { NoQuery } from '../shapes.js';
import { isClosed } from './personal.js';
import { needReadableRequest } from './reading.js';
import type { RequestSources } from './routes.js';
import { RequestParams } from './shapes.js';

const tags = ['appeals'];
const Any = z.record(z.string(), z.unknown());
const Label = z.object({ th: z.string(), en: z.string() });
const Params = RequestParams.extend({ number: z.coerce.number().int().min(1).max(999) });
const ActionParams = Params.extend({ action: z.enum(appealActions) });

const Shown = z.object({
  requestId: z.string(),
  number: z.int(),
  serviceId: z.string(),
  agencyId: z.string(),
  state: z.enum(appealStates),
  label: Label,
  version: z.int(),
  sequence: z.int().describe('Of the last event decided'),
  chainhash: z.string(),
  filedAt: z.string().describe('RFC 3339 with +07:00'),
  receivedAt: z.string().nullable().describe('In law (EGOV s.10)'),
  isLate: z.boolean().describe('It came after the last day to appeal'),
  order: Any.describe('The order that is appealed'),
  route: Any.describe("Body, section and time, by the manual's version of the request"),
  stay: z.enum(['notAsked', 'asked', 'granted', 'refused']),
  dueOn: z
    .string()
    .nullable()
    .describe('Last day of whoever has it (APA s.45); null: ended, or no law sets one'),
  byItself: z
    .object({ what: Label, at: z.string(), dueOn: z.string(), section: z.string() })
    .nullable()
    .describe('What happens by itself if nobody acts'),
  outcome: Any.nullable(),
  words: z
    .array(z.object({ sequence: z.int(), words: z.unknown() }))
    .nullable()
    .describe(
      'Grounds (sequence 1) and reasons, for the parties; null for others, and once restricted',
    ),
  actions: z.array(
    z.object({
      action: z.enum(appealActions),
      label: Label,
      allowed: z.boolean(),
      whyNot: z.object({ code: z.string(), facts: Any, text: Label }).optional(),
      roles: z.array(z.enum(roles)),
      basis: z.string().optional(),
      body: Any.describe('JSON Schema (2020-12) of its body'),
    }),
  ),
});
const Done = z.object({
  requestId: z.string(),
  number: z.int(),
  state: z.enum(appealStates),
  version: z.int(),
  sequence: z.int(),
});

/** Appeals of a request: each a case of its own (design §2.2, §11). */
export function appealRoutes(gateway: Gateway, sources: RequestSources): void {
  readRoute(gateway, sources);
  actRoute(gateway, sources);
}

function readRoute(gateway: Gateway, { desk, logger }: RequestSources): void {
  gateway.get(
    '/v1/requests/:id/appeals/:number',
    {
      config: { rule: 'readRequests' },
      schema: {
        tags,
        summary: 'One appeal of a request, with what may be done and what happens by itself',
        params: Params,
        querystring: NoQuery,
        response: answering(Shown, { headers: ['ETag'] }),
      },
    },
    async (httpRequest, reply) => {
      const { actor } = signedInOf(httpRequest);
      const { id, number } = httpRequest.params;
      const view = await readableAppeal(desk, id, number, actor);
      const words = await openWords(desk, view.appeal, actor, logger);
      return reply
        .header('etag', `"${view.appeal.version}"`)
        .send(shown(view, words, actor, Date.now()));
    },
  );
}

function actRoute(gateway: Gateway, { desk }: RequestSources): void {
  gateway.post(
    '/v1/requests/:id/appeals/:number/actions/:action',
    {
      config: { rule: 'actOnRequest' },
      schema: {
        tags,
        summary: 'Take an action on an appeal; needs Idempotency-Key and If-Match',
        params: ActionParams,
        querystring: NoQuery,
        body: Any,
        response: answering(Done, { headers: ['ETag'] }),
      },
    },
    async (httpRequest, reply) => {
      const { actor } = signedInOf(httpRequest);
      const { id, number, action } = httpRequest.params;
      const at = Date.now();
      const given = {
        key: sha256(commandKey(httpRequest)),
        ifMatch: versionOf(httpRequest),
        bodyHash: desk.bodyHash(httpRequest.body),
        ...traceOf(httpRequest),
      };
      const { appeal } = await readableAppeal(desk, id, number, actor);
      const { body, words } = partWords(bodyOf(action, appeal, actor, httpRequest.body));
      const isPossible = !isRefusal(decideAppeal(appeal, action, actor, at, body));
      const sealed =
        words === undefined || !isPossible ? {} : { words: await desk.seal(id, 'words', words) };
      const answer = await desk.actOnAppeal(
        { requestId: id, number },
        { action, actor, body, ...sealed, at, ...given },
      );
      if (answer === undefined) {
        const facts = { action, state: appeal.state, possibleIn: appealStatesOf(action) };
        throw Problem.refused(refuse('wrongState', facts), stateNow(appeal, actor));
      }
      if ('refusal' in answer) {
        throw await refused(desk, { requestId: id, number }, actor, answer.refusal);
      }
      const { bodyHash: _hash, ...done } = answer;
      return reply.header('etag', `"${answer.version}"`).send(done);
    },
  );
}

function bodyOf(action: AppealAction, appeal: AppealCase, actor: Actor, sent: unknown): object {
  const parsed = appealBodies[action].safeParse(sent);
  if (parsed.success) return parsed.data;
  const answer = decideAppeal(appeal, action, actor, Date.now());
  throw isRefusal(answer)
    ? Problem.refused(answer, stateNow(appeal, actor))
    : faulty('invalidBody', faultsOf(parsed.error.issues));
}

/** A refusal with the state and what is allowed to this caller now, as far as it can be read. */
async function refused(
  desk: RequestSources['desk'],
  { requestId, number }: Pick<AppealCase, 'requestId' | 'number'>,
  actor: Actor,
  refusal: Refusal,
): Promise<Problem> {
  const view = await desk.findAppeal(requestId, number).catch((error: unknown) => {
    if (error instanceof Problem) return undefined;
    throw error;
  });
  return Problem.refused(refusal, view === undefined ? {} : stateNow(view.appeal, actor));
}

function stateNow(appeal: AppealCase, actor: Actor): object {
  const { state, version } = appeal;
  return { state, version, actions: appealActionsOf(appeal, actor, Date.now()) };
}

async function readableAppeal(
  desk: RequestSources['desk'],
  requestId: string,
  number: number,
  actor: Actor,
): Promise<AppealView> {
  const view = await desk.findAppeal(requestId, number);
  if (view === undefined) {
    throw new Problem('notFound', {
      th: `คำขอ ${requestId} ไม่มีอุทธรณ์ที่ ${number}`,
      en: `request ${requestId} has no appeal ${number}`,
    });
  }
  const { agencyId, portal } = view.appeal;
  const isAuthority =
    actor.roles.includes('appealAuthority') && isInScope(agencyId, actor.agencies);
  if (!isAuthority) needReadableRequest(actor, { agencyId, portal, consultations: [] });
  return view;
}

/**
 * The parties read the words: the applicant's portal, those who decide, and the agency's officials.
 * Each reading is logged, without what was read.
 */
async function openWords(
  desk: RequestSources['desk'],
  { requestId, number, portal, agencyId, grounds, words }: AppealCase,
  actor: Actor,
  logger: RequestSources['logger'],
): Promise<z.output<typeof Shown>['words']> {
  const parties = ['competentOfficial', 'licensor', 'delegate', 'appealAuthority'] as const;
  const isParty =
    actor.portal === portal ||
    (isInScope(agencyId, actor.agencies) && parties.some((role) => actor.roles.includes(role)));
  if (!isParty) return null;
  const all = [{ sequence: 1, sealed: grounds }, ...words];
  const opening = all.map(async ({ sequence, sealed }) => ({
    sequence,
    words: sealed === '' ? {} : await desk.open(requestId, 'words', sealed),
  }));
  try {
    const opened = await Promise.all(opening);
    const reader = { actorId: actor.id, roles: actor.roles };
    logger.info({ requestId, appeal: number, ...reader }, 'personal data were read');
    return opened;
  } catch (error) {
    if (isClosed(error)) return null;
    throw error;
  }
}

function shown(
  { appeal, sequence, chainhash }: AppealView,
  words: z.output<typeof Shown>['words'],
  actor: Actor,
  at: number,
): z.output<typeof Shown> {
  const { requestId, number, serviceId, agencyId, state, version, dates, isLate, stay } = appeal;
  const { alarm } = dates;
  return {
    ...{
      requestId,
      number,
      serviceId,
      agencyId,
      state,
      version,
      sequence,
      chainhash,
      isLate,
      stay,
    },
    label: appealStateTable[state].label,
    filedAt: bangkokInstant(appeal.filedAt),
    receivedAt: dates.receivedAt,
    order: { ...appeal.order },
    route: { ...appeal.route },
    dueOn: dates.dueOn,
    byItself:
      alarm === null
        ? null
        : {
            what: appealAlarmLabels[alarm.kind],
            at: bangkokInstant(alarm.at),
            dueOn: alarm.dueOn,
            section: alarm.section,
          },
    outcome: appeal.outcome === null ? null : { ...appeal.outcome },
    words,
    actions: appealActionsOf(appeal, actor, at).map((one) => ({
      ...one,
      body: bodySchemaOf(one.action),
    })),
  };
}

/** Every action for this caller now: allowed or why not, and by whom it may be taken. */
function appealActionsOf(
  appeal: AppealCase,
  actor: Actor,
  at: number,
): Omit<z.output<typeof Shown>['actions'][number], 'body'>[] {
  return decideAllOfAppeal(appeal, actor, at).map(({ action, answer }) => {
    const transition = findAppealTransition(appeal.state, action);
    return {
      action,
      label: appealActionLabels[action],
      allowed: !isRefusal(answer),
      ...(isRefusal(answer)
        ? { whyNot: { code: answer.code, facts: answer.facts, text: refusalText(answer) } }
        : {}),
      roles: [...(transition?.by ?? [])],
      ...(transition === undefined ? {} : { basis: transition.basis }),
    };
  });
}

/** The JSON Schema of an action's body. */
function bodySchemaOf(action: AppealAction): Record<string, unknown> {
  return { ...z.toJSONSchema(appealBodies[action], { target: 'draft-2020-12', io: 'input' }) };
}
