import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ServiceAnswer, ServiceView } from '../../contracts/commands/service/messages.js';
import { bodySchema, ServiceProposal } from '../../contracts/commands/service/bodies.js';
import { uuidV5 } from '../../contracts/events/mint.js';
import { proposedServiceId, serviceIdPattern, serviceSubject } from '../../contracts/ids.js';
import { isInScope } from '../../contracts/agency-map.js';
import type { Refusal } from '../../contracts/lifecycles/refusals.js';
import { refusalText, refuse } from '../../contracts/lifecycles/refusals.js';
import type { Actor, ServiceCase } from '../../contracts/lifecycles/service/case.js';
import { decideAll, isRefusal } from '../../contracts/lifecycles/service/decide.js';
import { snapshotOf } from '../../contracts/lifecycles/service/snapshot.js';
import { modes, portals, serviceStates } from '../../contracts/lifecycles/service/states.js';
import {
  actionLabels,
  findTransition,
  serviceActions,
} from '../../contracts/lifecycles/service/table.js';
import type { Pool } from '../../infra/postgres/pool.js';
import { findAgency, listServices, timeline } from '../../infra/postgres/read-model.js';
import type { Cases } from './cases.js';
import { bodyHash, sha256 } from './cases.js';
import { faulty, Problem } from './problem.js';
import { mayRead, readableAgencies, signedInOf } from './rules.js';
import type { Gateway } from './server.js';

const ServiceParams = z.object({
  id: z.string().regex(serviceIdPattern, 'must be a service id such as SVC0106'),
});

const listed = <T extends z.ZodType>(item: T) =>
  z.preprocess((value) => (typeof value === 'string' ? value.split(',') : value), z.array(item));

const ListQuery = z.strictObject({
  state: listed(z.enum(serviceStates)).optional(),
  agency: listed(z.string()).optional(),
  ministry: z.string().optional(),
  mode: z.enum([...modes, 'notRecorded']).optional(),
  portal: z.enum([...portals, 'notRecorded']).optional(),
  text: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().optional(),
});

const TimelineQuery = z.strictObject({
  after: z.coerce.number().int().min(0).default(0).describe('Sequence after which to begin'),
  limit: z.coerce.number().int().min(1).max(1000).default(500),
});

const documented = { tags: ['services'] };

/** The routes of services (design §11). */
export function serviceRoutes(gateway: Gateway, cases: Cases, pool: Pool): void {
  gateway.get(
    '/v1/services',
    {
      config: { rule: 'readServices' },
      schema: { ...documented, summary: 'Services, from the projection', querystring: ListQuery },
    },
    async (httpRequest) => {
      const { query } = httpRequest;
      const readable = readableAgencies(signedInOf(httpRequest).actor);
      const agencyIds = scopeOf(readable, query.agency);
      const { limit, cursor, agency: _agency, ministry, ...filter } = query;
      return listServices(
        pool,
        {
          ...defined(filter),
          ...(ministry === undefined ? {} : { ministryId: ministry }),
          ...(agencyIds === undefined ? {} : { agencyIds }),
        },
        { limit, ...(cursor === undefined ? {} : { cursor }) },
      );
    },
  );

  gateway.post(
    '/v1/services',
    {
      config: { rule: 'propose' },
      schema: {
        ...documented,
        summary: 'Propose a service that is not in the register',
        body: ServiceProposal,
      },
    },
    async (httpRequest, reply) => {
      const { actor } = signedInOf(httpRequest);
      const { body } = httpRequest;
      if (!isInScope(body.agencyId, actor.agencies)) {
        throw Problem.refused(refuse('notYourAgency', { agencyId: body.agencyId }));
      }
      const agency = await findAgency(pool, body.agencyId);
      if (agency === undefined) {
        throw new Problem('unknownAgency', {
          th: `ไม่มีหน่วยงาน ${body.agencyId} ในทะเบียน`,
          en: `there is no agency ${body.agencyId} in the register; ids look like AGY009`,
        });
      }
      const serviceId = proposedServiceId(
        uuidV5('6ba7b811-9dad-11d1-80b4-00c04fd430c8', commandKey(httpRequest)),
      );
      const hash = bodyHash(body);
      await cases.start({
        serviceId,
        agencyId: body.agencyId,
        ministryId: agency.ministryId,
        name: { th: body.name.th, ...(body.name.en === undefined ? {} : { en: body.name.en }) },
        origin: {
          kind: 'proposal',
          actor,
          bodyHash: hash,
          ...(body.plan === undefined ? {} : { plan: body.plan }),
          ...traceOf(httpRequest),
        },
      });
      const view = await caseOf(cases, serviceId);
      if (view.proposalHash !== hash) throw Problem.refused(refuse('keyReused'));
      return reply
        .status(201)
        .header('location', `/v1/services/${serviceId}`)
        .header('etag', etag(view.service))
        .send(shown(view, actor));
    },
  );

  gateway.get(
    '/v1/services/:id',
    {
      config: { rule: 'readServices' },
      schema: { ...documented, summary: 'One service, from its workflow', params: ServiceParams },
    },
    async (httpRequest, reply) => {
      const { actor } = signedInOf(httpRequest);
      const view = await readableCase(cases, httpRequest.params.id, actor);
      return reply.header('etag', etag(view.service)).send(shown(view, actor));
    },
  );

  gateway.get(
    '/v1/services/:id/timeline',
    {
      config: { rule: 'readServices' },
      schema: {
        ...documented,
        summary: 'All that happened to a service, from the archive',
        params: ServiceParams,
        querystring: TimelineQuery,
      },
    },
    async (httpRequest) => {
      const { id } = httpRequest.params;
      const view = await readableCase(cases, id, signedInOf(httpRequest).actor);
      const { after, limit } = httpRequest.query;
      const events = await timeline(pool, serviceSubject(id), { afterSequence: after, limit });
      return { serviceId: id, sequence: view.sequence, events };
    },
  );

  gateway.get(
    '/v1/services/:id/actions',
    {
      config: { rule: 'readServices' },
      schema: {
        ...documented,
        summary: 'Every action: who may, its body, whether it is allowed to me now, and why not',
        params: ServiceParams,
      },
    },
    async (httpRequest, reply) => {
      const { actor } = signedInOf(httpRequest);
      const { service } = await readableCase(cases, httpRequest.params.id, actor);
      return reply.header('etag', etag(service)).send({
        serviceId: service.serviceId,
        state: service.state,
        version: service.version,
        actions: actionsOf(service, actor, true),
      });
    },
  );

  gateway.post(
    '/v1/services/:id/actions/:action',
    {
      config: { rule: 'actOnService' },
      schema: {
        ...documented,
        summary: 'Take an action; needs Idempotency-Key and If-Match',
        params: ServiceParams.extend({ action: z.enum(serviceActions) }),
        body: z
          .record(z.string(), z.unknown())
          .describe('By action, state and mode: see …/actions'),
      },
    },
    async (httpRequest, reply) => {
      const { actor } = signedInOf(httpRequest);
      const { id, action } = httpRequest.params;
      const key = sha256(commandKey(httpRequest));
      const ifMatch = versionOf(httpRequest);
      const { service } = await caseOf(cases, id);
      if (!mayRead(actor, service.agencyId)) {
        throw Problem.refused(refuse('notYourAgency', { agencyId: service.agencyId }));
      }
      const parsed = bodySchema(action, service).safeParse(httpRequest.body);
      if (!parsed.success) throw notAsAsked(service, action, actor, parsed.error);
      const answer = await cases.act(id, {
        action,
        actor,
        body: parsed.data as object,
        ifMatch,
        key,
        bodyHash: bodyHash(httpRequest.body),
        ...traceOf(httpRequest),
      });
      if ('refusal' in answer) throw await refused(cases, id, actor, answer.refusal);
      return reply.header('etag', `"${answer.version}"`).send(withoutHash(answer));
    },
  );
}

/** A body that fits no more because the state is another gets the state's answer, not the schema's. */
function notAsAsked(
  service: ServiceCase,
  action: (typeof serviceActions)[number],
  actor: Actor,
  error: z.ZodError,
): Problem {
  const answer = decideAll(service, actor, Date.now()).find((one) => one.action === action)?.answer;
  if (answer !== undefined && isRefusal(answer)) {
    return Problem.refused(answer, stateNow(service, actor));
  }
  return faulty(
    'invalidBody',
    error.issues.map((issue) => ({ path: `/${issue.path.join('/')}`, message: issue.message })),
  );
}

async function refused(
  cases: Cases,
  serviceId: string,
  actor: Actor,
  refusal: Refusal,
): Promise<Problem> {
  const { service } = await caseOf(cases, serviceId);
  return Problem.refused(refusal, stateNow(service, actor));
}

/** What a refusal tells besides its reason: the state, and what is allowed to this caller now. */
function stateNow(service: ServiceCase, actor: Actor): object {
  return {
    state: service.state,
    version: service.version,
    actions: actionsOf(service, actor, false),
  };
}

function actionsOf(service: ServiceCase, actor: Actor, withSchema: boolean): object[] {
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
        ? {}
        : {
            leadsTo: transition.to,
            roles: transition.by,
            approvals: transition.approvals.map((approval) => approval.by),
            basis: transition.basis,
          }),
      ...(withSchema ? { body: z.toJSONSchema(bodySchema(action, service), { io: 'input' }) } : {}),
    };
  });
}

async function caseOf(cases: Cases, serviceId: string): Promise<ServiceView> {
  const view = await cases.find(serviceId);
  if (view !== undefined) return view;
  throw new Problem('notFound', {
    th: `ไม่มีงานบริการ ${serviceId}`,
    en: `there is no service ${serviceId}`,
  });
}

async function readableCase(cases: Cases, serviceId: string, actor: Actor): Promise<ServiceView> {
  const view = await caseOf(cases, serviceId);
  const { agencyId } = view.service;
  if (!mayRead(actor, agencyId)) throw Problem.refused(refuse('notYourAgency', { agencyId }));
  return view;
}

/** A service as its readers see it: the status as it travels, and in `details` what stays here. */
function shown(view: ServiceView, actor: Actor): object {
  const { service, sequence, chainhash, unpublished } = view;
  const { serviceId, agencyId, ministryId } = service;
  const isOperator = actor.roles.includes('platformOperator');
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
      clocks: service.clocks,
      pending: service.pending,
      lastReport: service.lastReport,
      liveCheck: service.liveCheck,
      enteredFrom: service.enteredFrom,
      remarks: isOperator ? [] : service.remarks,
    },
  };
}

function scopeOf(
  readable: 'all' | readonly string[],
  asked: readonly string[] | undefined,
): string[] | undefined {
  if (readable === 'all') return asked === undefined ? undefined : [...asked];
  return asked === undefined ? [...readable] : asked.filter((id) => isInScope(id, readable));
}

/** What makes an act one act: issuer, person, route and the caller's key. */
function commandKey(httpRequest: FastifyRequest): string {
  const { issuer, subject } = signedInOf(httpRequest);
  const key = httpRequest.headers['idempotency-key'];
  if (typeof key !== 'string' || !/^[\w.:~+/=-]{8,200}$/.test(key)) {
    throw new Problem('keyMissing', {
      th: 'ส่ง Idempotency-Key ยาว 8 ถึง 200 ตัวอักษร เช่น UUID ใหม่ทุกครั้งที่ทำเรื่องใหม่',
      en: 'send Idempotency-Key, 8 to 200 characters, e.g. a new UUID for each new act',
    });
  }
  return [
    issuer,
    subject,
    `${httpRequest.method} ${httpRequest.url.split('?')[0] ?? ''}`,
    key,
  ].join('\n');
}

function versionOf(httpRequest: FastifyRequest): number {
  const version = /^(?:W\/)?"?(\d{1,9})"?$/.exec(httpRequest.headers['if-match'] ?? '')?.[1];
  if (version === undefined) {
    throw new Problem('versionMissing', {
      th: 'ส่ง If-Match เป็นค่า ETag ที่ได้จากการอ่านงานบริการ',
      en: 'send If-Match with the ETag that reading the service gave',
    });
  }
  return Number(version);
}

function traceOf(httpRequest: FastifyRequest): { traceparent?: string } {
  const { traceparent } = httpRequest.headers;
  const isValid =
    typeof traceparent === 'string' &&
    /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/.test(traceparent);
  return isValid ? { traceparent } : {};
}

function etag(service: ServiceCase): string {
  return `"${service.version}"`;
}

function withoutHash({ bodyHash: _hash, ...answer }: ServiceAnswer): object {
  return answer;
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

function defined<T extends object>(value: T): Partial<Defined<T>> {
  return Object.fromEntries(
    Object.entries(value).filter(([, member]) => member !== undefined),
  ) as Partial<Defined<T>>;
}
