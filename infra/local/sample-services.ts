import { z } from 'zod';
import { bangkokDate } from '../../contracts/civil-date.js';
import type { AgencyRecord } from '../../contracts/commands/agency/messages.js';
import type { ServiceStart } from '../../contracts/commands/service/messages.js';
import type { Manual } from '../../contracts/manuals/manual.js';
import { inParallel } from '../in-parallel.js';
import type { SampleGateway } from './sample-gateway.js';
import { SampleRefused } from './sample-gateway.js';
import type { SampleFacts } from './sample-path.js';
import { nextStep, sampleDocument, SampleService } from './sample-path.js';

/** A service of the sample's own, and its agency, which the register may not have named. */
export interface OwnStart {
  readonly service: ServiceStart;
  readonly agency: AgencyRecord;
}

/** What the sample's services are opened with. */
export interface OpeningParts {
  readonly gateway: SampleGateway;
  readonly manuals: readonly Manual[];
  readonly testAgencyUrl: string;
  /** A passed test report of a registered tester, over the sample's document. */
  readonly signReport: (serviceId: string) => Promise<string>;
  /** Begins the case of a service that is not in the register; false when it has one. */
  readonly begin: (start: OwnStart) => Promise<boolean>;
  readonly now: () => number;
}

/** What opening did. */
export interface Opened {
  /** Services that are live, verified and have a manual in force. */
  readonly open: number;
  /** Services that people have taken elsewhere, which stay so. */
  readonly left: readonly string[];
  /** Actions that were missing. */
  readonly steps: number;
}

const concurrency = 10;
/** More than the way from a proposal to live has. */
const stepsMax = 30;

/**
 * Publishes the sample's manuals and takes their services to live and verified, by real actions of
 * persons at the gateway; each only where it is missing, so that a second time does nothing.
 *
 * @throws SampleRefused when an action is refused, or a channel does not answer
 */
export async function openServices(parts: OpeningParts): Promise<Opened> {
  const left: string[] = [];
  let steps = 0;
  await inParallel(parts.manuals, concurrency, async (manual) => {
    const done = await openService(parts, manual);
    steps += done.steps;
    if (!done.isOpen) left.push(manual.serviceId);
  });
  return { open: parts.manuals.length - left.length, left: left.sort(), steps };
}

async function openService(
  parts: OpeningParts,
  manual: Manual,
): Promise<{ readonly steps: number; readonly isOpen: boolean }> {
  const own = ownStart(manual);
  const begun = own === undefined ? 0 : Number(await parts.begin(own));
  const published = await publish(parts.gateway, manual);
  const taken = await goLive(parts, manual);
  return { steps: begun + published + taken.steps, isOpen: taken.isOpen };
}

// --- The manual -----------------------------------------------------------------------------------

const Versions = z.looseObject({
  versions: z.array(z.unknown()),
  pending: z.looseObject({ manual: z.looseObject({ version: z.int() }) }).nullable(),
});

/** Submitted by the officer and approved by another person, where there is no version yet. */
async function publish(gateway: SampleGateway, manual: Manual): Promise<number> {
  const { serviceId, agencyId, version } = manual;
  const path = `/v1/services/${serviceId}/manual`;
  const officer = { role: 'agencyOfficer', agencyId } as const;
  const found = await gateway.get(officer, path);
  const known = found.status === 404 ? undefined : Versions.parse(found.body);
  if (known !== undefined && known.versions.length > 0) return 0;
  const isPending = known?.pending?.manual.version === version;
  if (!isPending) await gateway.post(officer, `${path}/submitManual`, { manual });
  await gateway.post({ role: 'agencyApprover', agencyId }, `${path}/approveManual`, { version });
  return isPending ? 1 : 2;
}

// --- The way to live ------------------------------------------------------------------------------

const Done = z.looseObject({
  liveCheck: z.looseObject({ ok: z.boolean(), reason: z.string().optional() }).optional(),
});

async function goLive(
  parts: OpeningParts,
  manual: Manual,
): Promise<{ readonly steps: number; readonly isOpen: boolean }> {
  const { gateway } = parts;
  const { serviceId, agencyId } = manual;
  const path = `/v1/services/${serviceId}`;
  let facts: SampleFacts | undefined;
  for (let steps = 0; steps < stepsMax; steps += 1) {
    const { body, etag } = await gateway.get({ role: 'opdcOfficer', agencyId }, path);
    const service = SampleService.parse(body);
    facts ??= await factsOf(parts, manual, service);
    const next = nextStep(service, facts);
    if (next === undefined) return { steps, isOpen: service.state === 'live' && service.verified };
    const person = { role: next.as, agencyId };
    const taken = await gateway.post(
      person,
      `${path}/actions/${next.action}`,
      next.body,
      etag ?? '',
    );
    const { liveCheck } = Done.parse(taken.body);
    if (liveCheck?.ok === false) {
      throw new SampleRefused(`the channel of ${serviceId} is not live: ${liveCheck.reason ?? ''}`);
    }
  }
  throw new SampleRefused(`${serviceId} is not live after ${stepsMax} actions`);
}

/** A signed report is needed before the test stage alone. */
async function factsOf(
  { testAgencyUrl, signReport, now }: OpeningParts,
  manual: Manual,
  { serviceId, state }: SampleService,
): Promise<SampleFacts> {
  const needsReport = state === 'plan' || state === 'develop' || state === 'test';
  return {
    manual,
    issuer: manual.licensor.th,
    today: bangkokDate(now()),
    testAgencyUrl,
    jws: needsReport ? await signReport(serviceId) : '',
  };
}

// --- Services that are not in the register --------------------------------------------------------

/** What the sample's own services are begun with, by id: the register knows nothing of them. */
const ownServices: ReadonlyMap<
  string,
  Pick<AgencyRecord, 'ministryId' | 'ministry' | 'name'>
> = new Map([
  [
    'PRS7K2M9QX4TD',
    {
      name: { th: 'สำนักงานคณะกรรมการอาหารและยา', en: 'Food and Drug Administration' },
      ministryId: 'MIN018',
      ministry: { th: 'กระทรวงสาธารณสุข' },
    },
  ],
  [
    'PRS3V8HC5NBWE',
    {
      name: {
        th: 'สำนักงานคณะกรรมการกำกับหลักทรัพย์และตลาดหลักทรัพย์',
        en: 'Office of the Securities and Exchange Commission',
      },
      ministryId: 'MIN021',
      ministry: { th: 'ส่วนราชการที่ไม่สังกัดสำนักนายกรัฐมนตรี กระทรวง หรือทบวง' },
    },
  ],
]);
/** Older than every edition of the register, whose word on an agency stands. */
const beforeEveryEdition = '2025-01-01';

/** They begin as proposals do, so that nothing says they were in the register, and are called samples. */
function ownStart({ serviceId, agencyId, title }: Manual): OwnStart | undefined {
  const agency = ownServices.get(serviceId);
  if (agency === undefined) return undefined;
  const actor = { id: 'sample', roles: ['agencyOfficer'], agencies: [agencyId] } as const;
  return {
    service: {
      ...{ serviceId, agencyId, ministryId: agency.ministryId },
      name: { th: `${title.th} (ตัวอย่าง)`, en: `${title.en} (sample)` },
      origin: { kind: 'proposal', actor, bodyHash: sampleDocument },
    },
    agency: { agencyId, ...agency, edition: sampleDocument, asOf: beforeEveryEdition },
  };
}
