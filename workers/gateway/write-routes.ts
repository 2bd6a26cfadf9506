import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isInScope } from '../../contracts/agency-map.js';
import { bangkokDate } from '../../contracts/civil-date.js';
import { bodySchema, ServiceProposal } from '../../contracts/commands/service/bodies.js';
import type { ServiceStart } from '../../contracts/commands/service/messages.js';
import { uuidV5 } from '../../contracts/events/mint.js';
import { proposedServiceId } from '../../contracts/ids.js';
import type { Refusal } from '../../contracts/lifecycles/refusals.js';
import { refuse } from '../../contracts/lifecycles/refusals.js';
import type { Actor, ServiceCase } from '../../contracts/lifecycles/service/case.js';
import { checkPlan } from '../../contracts/lifecycles/service/conditions.js';
import { decide, isRefusal } from '../../contracts/lifecycles/service/decide.js';
import { modes, stages } from '../../contracts/lifecycles/service/states.js';
import type { ServiceAction } from '../../contracts/lifecycles/service/table.js';
import { actionsOf, shown, shownDone } from './answers.js';
import type { Cases } from './cases.js';
import { faultsOf, faulty } from './faults.js';
import { bodyHash, commandKey, etag, sha256, traceOf, versionOf } from './headers.js';
import type { Lists } from './lists.js';
import { answering } from './openapi.js';
import { Problem } from './problem.js';
import { knownAgency, noSuchService, readableCase } from './reading.js';
import { signedInOf } from './rules.js';
import type { Gateway } from './server.js';
import type { Sources } from './service-routes.js';
import { ActAnswer, ActionParams, NoQuery, ServiceAnswer } from './shapes.js';

const tags = ['services'];

/** How a service is proposed, and how people act on one. The workflow is the authority on both. */
export function writeRoutes(gateway: Gateway, sources: Sources): void {
  proposeRoute(gateway, sources);
  actRoute(gateway, sources);
}

function proposeRoute(gateway: Gateway, { cases, lists }: Sources): void {
  gateway.post(
    '/v1/services',
    {
      config: { rule: 'propose' },
      schema: {
        tags,
        summary: 'Propose a service that is not in the register; OPDC confirms it',
        body: ServiceProposal,
        querystring: NoQuery,
        response: answering(ServiceAnswer, { status: 201, headers: ['ETag', 'Location'] }),
      },
    },
    async (httpRequest, reply) => {
      const { actor } = signedInOf(httpRequest);
      const proposal = httpRequest.body;
      const { agencyId } = proposal;
      if (!isInScope(agencyId, actor.agencies)) {
        throw Problem.refused(refuse('notYourAgency', { agencyId }));
      }
      const serviceId = idOf(httpRequest);
      // A repeat is told what came of it, whatever has passed or changed since.
      const known = await cases.find(serviceId);
      const view =
        known ?? (await cases.start(await startOf(httpRequest, serviceId, proposal, lists)));
      if (view.proposalHash !== bodyHash(proposal)) throw Problem.refused(refuse('keyReused'));
      return reply
        .status(201)
        .header('location', `/v1/services/${serviceId}`)
        .header('etag', etag(view.service))
        .send(shown(view, actor));
    },
  );
}

/** Namespace of the ids of proposals (RFC 9562, URL). */
const urlNamespace = '6ba7b811-9dad-11d1-80b4-00c04fd430c8';

/** The same person and key give the same id, so one case. */
function idOf(httpRequest: FastifyRequest): string {
  return proposedServiceId(uuidV5(urlNamespace, commandKey(httpRequest)));
}

/** What the case is started with. */
async function startOf(
  httpRequest: FastifyRequest,
  serviceId: string,
  proposal: ServiceProposal,
  lists: Lists,
): Promise<ServiceStart> {
  const { actor } = signedInOf(httpRequest);
  const { agencyId, name, plan } = proposal;
  const late = plan === undefined ? undefined : checkPlan(plan, bangkokDate(Date.now()));
  if (late !== undefined) throw Problem.refused(late);
  const agency = await knownAgency(lists, agencyId);
  return {
    serviceId,
    agencyId,
    ministryId: agency.ministryId,
    name: { th: name.th, ...(name.en === undefined ? {} : { en: name.en }) },
    origin: {
      kind: 'proposal',
      actor,
      bodyHash: bodyHash(proposal),
      ...(plan === undefined ? {} : { plan }),
      ...traceOf(httpRequest),
    },
  };
}

function actRoute(gateway: Gateway, { cases }: Sources): void {
  gateway.post(
    '/v1/services/:id/actions/:action',
    {
      config: { rule: 'actOnService' },
      schema: {
        tags,
        summary: 'Take an action; needs Idempotency-Key and If-Match',
        params: ActionParams,
        querystring: NoQuery,
        body: z.record(z.string(), z.unknown()),
        response: answering(ActAnswer, { headers: ['ETag'] }),
      },
    },
    async (httpRequest, reply) => {
      const { actor } = signedInOf(httpRequest);
      const { id, action } = httpRequest.params;
      const key = sha256(commandKey(httpRequest));
      const ifMatch = versionOf(httpRequest);
      const { service } = await readableCase(cases, id, actor);
      const body = bodyOf(action, service, actor, httpRequest.body);
      const answer = await cases.act(id, {
        action,
        actor,
        body,
        ifMatch,
        key,
        bodyHash: bodyHash(httpRequest.body),
        ...traceOf(httpRequest),
      });
      if (answer === undefined) throw noSuchService(id);
      if ('refusal' in answer) {
        const isAsRead = isRefusedAs(answer.refusal, service, { action, actor, body });
        throw isAsRead
          ? Problem.refused(answer.refusal, stateNow(service, actor))
          : await refused(cases, id, actor, answer.refusal);
      }
      return reply.header('etag', etag(answer)).send(shownDone(answer));
    },
  );
}

/**
 * The body, parsed. Evidence of another stage than the present one may be a repeat of what was
 * accepted before the stage was left: that goes to the case, which knows its keys and refuses it
 * otherwise.
 */
function bodyOf(action: ServiceAction, service: ServiceCase, actor: Actor, sent: object): object {
  const parsed = bodySchema(action, service).safeParse(sent);
  if (parsed.success) return objectOf(parsed.data);
  const earlier = action === 'advance' ? otherStageBody(sent) : undefined;
  if (earlier !== undefined) return earlier;
  const answer = decide(service, action, actor, Date.now());
  // Of an action that is not possible the shape does not matter.
  throw isRefusal(answer)
    ? Problem.refused(answer, stateNow(service, actor))
    : faulty('invalidBody', faultsOf(parsed.error.issues));
}

function otherStageBody(sent: object): object | undefined {
  const contexts = stages.flatMap((state) => modes.map((mode) => ({ state, mode })));
  for (const context of contexts.filter(({ state }) => state !== 'live')) {
    const parsed = bodySchema('advance', context).safeParse(sent);
    if (parsed.success) return objectOf(parsed.data);
  }
  return undefined;
}

/** Every schema of a body is an object's. */
function objectOf(data: unknown): object {
  return typeof data === 'object' && data !== null ? data : {};
}

/** The case as it was read refuses for the same reason: it need not be read again. */
function isRefusedAs(
  { code }: Refusal,
  service: ServiceCase,
  { action, actor, body }: { action: ServiceAction; actor: Actor; body: object },
): boolean {
  const answer = decide(service, action, actor, Date.now(), body);
  return isRefusal(answer) && answer.code === code;
}

/** A refusal with the state and what is allowed to this caller now, as far as it can be read. */
async function refused(
  cases: Cases,
  serviceId: string,
  actor: Actor,
  refusal: Refusal,
): Promise<Problem> {
  const view = await cases.find(serviceId).catch((error: unknown) => {
    if (error instanceof Problem) return undefined;
    throw error;
  });
  return Problem.refused(refusal, view === undefined ? {} : stateNow(view.service, actor));
}

function stateNow(service: ServiceCase, actor: Actor): object {
  const { state, version } = service;
  return { state, version, actions: actionsOf(service, actor) };
}
