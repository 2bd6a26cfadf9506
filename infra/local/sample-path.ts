import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { EvidenceKind } from '../../contracts/lifecycles/service/evidence.js';
import { exitEvidence } from '../../contracts/lifecycles/service/evidence.js';
import type { Mode, Role } from '../../contracts/lifecycles/service/states.js';
import { modes, roles, serviceStates } from '../../contracts/lifecycles/service/states.js';
import type { ServiceAction } from '../../contracts/lifecycles/service/table.js';
import { serviceActions } from '../../contracts/lifecycles/service/table.js';
import type { Manual } from '../../contracts/manuals/manual.js';

/** A service as the gateway shows it, as far as its way to live depends on it. */
export const SampleService = z.looseObject({
  serviceId: z.string(),
  state: z.enum(serviceStates),
  proposed: z.boolean(),
  verified: z.boolean(),
  mode: z.enum(modes).nullable(),
  channelUrl: z.string().nullable(),
  pending: z
    .looseObject({ action: z.enum(serviceActions), awaiting: z.array(z.enum(roles)) })
    .nullable(),
});
/** A service as the gateway shows it, as far as its way to live depends on it. */
export type SampleService = z.output<typeof SampleService>;

/** What one person does next. */
export interface SampleStep {
  readonly as: Role;
  readonly action: ServiceAction;
  readonly body: object;
}

/** What the evidence of a service of the sample says. */
export interface SampleFacts {
  readonly manual: Pick<Manual, 'serviceId' | 'portal' | 'handling'>;
  /** Name of the agency. */
  readonly issuer: string;
  /** Asia/Bangkok, `YYYY-MM-DD`. */
  readonly today: string;
  /** Where the test agency is. */
  readonly testAgencyUrl: string;
  /** A passed test report, signed by a registered tester. */
  readonly jws: string;
}

/** SHA-256 of the documents that the sample's evidence stands for. */
export const sampleDocument = createHash('sha256').update('prasan sample').digest('hex');

/** Submissions that are on the way to live: the others are somebody's own. */
const onTheWay: readonly ServiceAction[] = ['setMode', 'advance', 'announceChannel'];

/**
 * What is missing next until a service is live and verified, as the lifecycle has it; `undefined` when
 * nothing is, or when people have taken the service elsewhere.
 */
export function nextStep(service: SampleService, facts: SampleFacts): SampleStep | undefined {
  const { state, pending } = service;
  const isHere = state === 'live' || state in exitEvidence;
  if (!isHere) return undefined;
  if (service.proposed) return submit('opdcOfficer', 'confirmProposal', ['registerEntry'], facts);
  if (pending !== null)
    return onTheWay.includes(pending.action) ? approve(pending, state, facts) : undefined;
  if (service.mode === null) return setMode(facts);
  if (state === 'live' || state === 'linked') {
    if (service.channelUrl === null) {
      return submit('agencyOfficer', 'announceChannel', ['channelAnnouncement'], facts);
    }
    if (!service.verified && !(state === 'linked' && isChecked(service))) {
      return { as: 'agencyOfficer', action: 'requestLiveCheck', body: {} };
    }
  }
  return state === 'live'
    ? undefined
    : advance(state as keyof typeof exitEvidence, service.mode, facts);
}

const LiveCheck = z.looseObject({ liveCheck: z.looseObject({ ok: z.boolean() }).nullable() });

/** Before it is live, a service whose channel answered is not called verified. */
function isChecked(service: SampleService): boolean {
  return LiveCheck.safeParse(service).data?.liveCheck?.ok === true;
}

function setMode(facts: SampleFacts): SampleStep {
  const { portal, handling } = facts.manual;
  const mode: Mode = handling === 'agencySystem' ? 'linkExisting' : 'buildOnPlatform';
  const step = submit('agencyOfficer', 'setMode', ['screening'], facts);
  return { ...step, body: { mode, portal, ...step.body } };
}

function advance(state: keyof typeof exitEvidence, mode: Mode, facts: SampleFacts): SampleStep {
  return submit('agencyOfficer', 'advance', exitEvidence[state][mode], facts);
}

function approve(
  { action, awaiting }: NonNullable<SampleService['pending']>,
  state: SampleService['state'],
  facts: SampleFacts,
): SampleStep {
  const as = awaiting[0] ?? 'agencyApprover';
  const lists = action === 'advance' && state === 'linked' && as === 'dgaOperator';
  return lists ? submit(as, 'approve', ['listing'], facts) : { as, action: 'approve', body: {} };
}

function submit(
  as: Role,
  action: ServiceAction,
  kinds: readonly EvidenceKind[],
  facts: SampleFacts,
): SampleStep {
  const items = kinds.map((kind): [EvidenceKind, object] => [kind, evidence(kind, facts)]);
  return { as, action, body: { evidence: Object.fromEntries(items) } };
}

/** Evidence that says of itself that it is the sample's. */
function evidence(kind: EvidenceKind, facts: SampleFacts): object {
  const { issuer, today } = facts;
  const document = { docNo: 'ตัวอย่าง 1', docDate: today, issuer, sha256: sampleDocument };
  return { ...document, ...ownOf(facts)[kind] };
}

const builder = 'ผู้พัฒนาในตัวอย่าง';
const tester = 'ผู้ทดสอบในตัวอย่าง';

/** What each kind says beside its document. */
function ownOf(facts: SampleFacts): Partial<Record<EvidenceKind, object>> {
  const { manual, issuer, today, testAgencyUrl, jws } = facts;
  const { serviceId, handling } = manual;
  const finding = handling === 'agencySystem' ? 'eServiceExists' : 'noEService';
  return {
    screening: { finding },
    funding: { source: 'notNeeded' },
    dataPermission: { noStateData: true },
    build: { builder },
    jointConnectionTest: { endpoint: endpointOf(testAgencyUrl, serviceId), passed: true },
    testReport: { jws },
    security: { tester, builder, openCriticals: 0, testedOn: today },
    personalData: { controller: issuer, assessment: 'dpia' },
    accessibility: { standard: 'WCAG 2.2 AA' },
    uat: { signatories: [issuer] },
    channelAnnouncement: { channelUrl: `${testAgencyUrl}/services/${serviceId}` },
    listing: { listingUrl: `${testAgencyUrl}/services/${serviceId}` },
  };
}

/** The test agency's endpoint of a service. */
export function endpointOf(testAgencyUrl: string, serviceId: string): string {
  return `${testAgencyUrl}/api/services/${serviceId}`;
}
