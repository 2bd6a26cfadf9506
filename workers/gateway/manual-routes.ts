import { z } from 'zod';
import type { ManualAction, ManualView } from '../../contracts/commands/manual/messages.js';
import { manualActions } from '../../contracts/commands/manual/messages.js';
import { bangkokDate } from '../../contracts/civil-date.js';
import { isInScope } from '../../contracts/agency-map.js';
import { refuse } from '../../contracts/lifecycles/refusals.js';
import type { ServiceCase } from '../../contracts/lifecycles/service/case.js';
import { diffManuals } from '../../contracts/manuals/diff.js';
import { illustrativePaths } from '../../contracts/manuals/illustrative.js';
import { manualInForce } from '../../contracts/manuals/in-force.js';
import { isPublishable, lintManual } from '../../contracts/manuals/lint.js';
import type { Manual } from '../../contracts/manuals/manual.js';
import { ManualSchema } from '../../contracts/manuals/schema.js';
import { bodyHash, commandKey, sha256 } from './headers.js';
import type { Manuals } from './manuals.js';
import { answering } from './openapi.js';
import { Problem } from './problem.js';
import { noSuchService } from './reading.js';
import { signedInOf } from './rules.js';
import type { Gateway } from './server.js';
import type { Sources } from './service-routes.js';
import { NoQuery, ServiceParams } from './shapes.js';

const tags = ['manuals'];
const config = { rule: 'readWork' } as const;

const AnyManual = z.record(z.string(), z.unknown());
const Shown = z.object({
  manual: AnyManual.describe('The manual, as it was published'),
  isIllustrative: z.boolean().describe('Times or fees are made up, for the sample'),
  illustrative: z.array(z.string()).describe('JSON Pointers to what is made up'),
});
const ManualAnswer = z.object({
  serviceId: z.string(),
  inForce: z.int().nullable().describe('Version in force today; null: none'),
  versions: z.array(Shown).describe('Every version that was published, the newest first'),
  pending: Shown.extend({
    changes: z
      .array(z.object({ path: z.string(), th: z.string(), en: z.string() }))
      .describe('Against the newest that is published, in words'),
  })
    .nullable()
    .describe('Submitted, and not yet approved by another person'),
});
const Done = z.object({
  serviceId: z.string(),
  version: z.int().describe('Version that was submitted, published, rejected or withdrawn'),
  published: z.int().describe('The newest version that is published; 0: none'),
});
const bodies = {
  submitManual: z.strictObject({ manual: AnyManual }),
  approveManual: z.strictObject({ version: z.int().min(1) }),
  rejectManual: z.strictObject({ version: z.int().min(1) }),
  withdrawManual: z.strictObject({ version: z.int().min(1) }),
} as const satisfies Record<ManualAction, z.ZodType>;

/** What the routes of manuals work with. */
export interface ManualSources extends Sources {
  readonly manuals: Manuals;
}

/** Citizens' manuals: read by everybody who is signed in, published by four eyes of the agency. */
export function manualRoutes(gateway: Gateway, sources: ManualSources): void {
  readRoute(gateway, sources);
  for (const action of manualActions) manualActRoute(gateway, sources, action);
}

function readRoute(gateway: Gateway, { manuals }: ManualSources): void {
  gateway.get(
    '/v1/services/:id/manual',
    {
      config,
      schema: {
        tags,
        summary: "The citizens' manual of a service: every version, and which is in force",
        params: ServiceParams,
        querystring: NoQuery,
        response: answering(ManualAnswer),
      },
    },
    async (httpRequest) => {
      const { id } = httpRequest.params;
      const view = await manuals.find(id);
      if (view === undefined) throw noManual(id);
      return shownManual(view);
    },
  );
}

function shownManual({ serviceId, versions, pending }: ManualView): z.output<typeof ManualAnswer> {
  const last = versions.at(-1);
  return {
    serviceId,
    inForce: manualInForce(versions, bangkokDate(Date.now()))?.version ?? null,
    versions: versions.toReversed().map(shown),
    pending:
      pending === null
        ? null
        : {
            ...shown(pending.manual),
            changes: last === undefined ? [] : [...diffManuals(last, pending.manual)],
          },
  };
}

function shown(manual: Manual): z.output<typeof Shown> {
  const illustrative = illustrativePaths(manual);
  return { manual: { ...manual }, isIllustrative: illustrative.length > 0, illustrative };
}

function manualActRoute(gateway: Gateway, sources: ManualSources, action: ManualAction): void {
  const { cases, manuals } = sources;
  gateway.post(
    `/v1/services/:id/manual/${action}`,
    {
      config: { rule: 'actOnManual' },
      schema: {
        tags,
        summary: summaries[action],
        params: ServiceParams,
        querystring: NoQuery,
        body: bodies[action],
        response: answering(Done),
      },
    },
    async (httpRequest) => {
      const { actor } = signedInOf(httpRequest);
      const { id: serviceId } = httpRequest.params;
      const found = await cases.find(serviceId);
      if (found === undefined) throw noSuchService(serviceId);
      const sent: { manual?: object; version?: number } = httpRequest.body;
      const manual =
        sent.manual === undefined ? {} : { manual: sound(sent.manual, found.service, manuals) };
      const { agencyId } = found.service;
      const answer = await manuals.act(
        { serviceId, agencyId },
        {
          ...{ action, actor, key: sha256(commandKey(httpRequest)), ...manual },
          ...(sent.version === undefined ? {} : { of: sent.version }),
          bodyHash: bodyHash(httpRequest.body),
        },
      );
      if (answer === undefined) throw noManual(serviceId);
      if ('refusal' in answer) throw Problem.refused(answer.refusal);
      const { version, published } = answer;
      return { serviceId, version, published };
    },
  );
}

const summaries: Record<ManualAction, string> = {
  submitManual: 'Submit the next version of the manual; another person approves it',
  approveManual: 'Approve the submitted version: it is published',
  rejectManual: 'Reject the submitted version',
  withdrawManual: 'Withdraw the version that one submitted oneself',
};

/** The manual, when the linter finds no error in it and it is of this service. */
function sound(
  sent: object,
  service: Pick<ServiceCase, 'serviceId' | 'agencyId' | 'portal'>,
  { isSample }: Manuals,
): Manual {
  const findings = lintManual(sent);
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (!isPublishable(findings)) {
    throw Problem.refused(refuse('manualFaulty', { count: errors.length }), { findings });
  }
  const manual = ManualSchema.parse(sent);
  needOwn(manual, service);
  const paths = illustrativePaths(manual);
  if (paths.length > 0 && !isSample) {
    throw Problem.refused(refuse('manualIllustrative', { paths }), { findings });
  }
  return manual;
}

/** Requests are worked where their manual says: it says what the service's own case does. */
function needOwn(
  manual: Manual,
  { serviceId, agencyId, portal }: Pick<ServiceCase, 'serviceId' | 'agencyId' | 'portal'>,
): void {
  const other = (field: string, value: string, expected: string) =>
    Problem.refused(refuse('badValue', { field, value, expected }));
  if (manual.serviceId !== serviceId) throw other('serviceId', manual.serviceId, serviceId);
  if (!isInScope(manual.agencyId, [agencyId])) {
    throw other('agencyId', manual.agencyId, agencyId);
  }
  if (portal !== null && manual.portal !== portal) throw other('portal', manual.portal, portal);
}

function noManual(serviceId: string): Problem {
  return new Problem('notFound', {
    th: `งานบริการ ${serviceId} ยังไม่มีคู่มือสำหรับประชาชน`,
    en: `service ${serviceId} has no citizens' manual yet`,
  });
}
