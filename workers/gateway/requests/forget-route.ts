import { z } from 'zod';
import { isInScope } from '../../../contracts/agency-map.js';
import { bangkokDate } from '../../../contracts/civil-date.js';
import { fieldTexts } from '../../../contracts/commands/field-texts.js';
import { refuse } from '../../../contracts/lifecycles/refusals.js';
import type { RequestCase } from '../../../contracts/lifecycles/request/case.js';
import type {
  Forgetting,
  Retention,
  RetentionFacts,
} from '../../../contracts/lifecycles/request/retention.js';
import {
  archivedRetentionFacts,
  decideForgetting,
  openMatterLabels,
  openMatters,
  retentionFacts,
  retentionOf,
} from '../../../contracts/lifecycles/request/retention.js';
import type { Actor } from '../../../contracts/lifecycles/service/case.js';
import type { Label } from '../../../contracts/lifecycles/service/states.js';
import { NoCaseKey } from '../../../infra/privacy/case-keys.js';
import { faulty } from '../faults.js';
import { commandKey } from '../headers.js';
import { answering } from '../openapi.js';
import { Problem } from '../problem.js';
import { signedInOf } from '../rules.js';
import type { Gateway } from '../server.js';
import { Day, NoQuery } from '../shapes.js';
import { reasonFault } from './forget-reason.js';
import { openForDuty } from './personal.js';
import { Privacy, recordedReason, shownPrivacy } from './privacy.js';
import { noSuchRequest } from './reading.js';
import type { RequestSources } from './routes.js';
import { RequestParams } from './shapes.js';

const Body = z.strictObject({
  reason: z
    .string()
    .trim()
    .min(3, fieldTexts.noWords.en)
    .max(500)
    .describe('Why; kept for good, so without names, numbers or contacts of persons'),
});

/** Answer of `POST /v1/requests/{id}/forget`. */
const ForgetAnswer = z.object({
  requestId: z.string(),
  privacy: Privacy.describe('As it stands now'),
  isNew: z.boolean().describe('Decided by this call; false: it was so before'),
  until: Day.nullable().describe(
    'Last day of the time of keeping; null: the request has not ended',
  ),
  retention: z.object({ years: z.int(), basis: z.object({ th: z.string(), en: z.string() }) }),
  open: z.array(z.enum(openMatters)).describe('What is still to be done in the request'),
  text: z.object({ th: z.string(), en: z.string() }).describe('What was done, and why not more'),
});
/** Answer of `POST /v1/requests/{id}/forget`. */
type ForgetAnswer = z.output<typeof ForgetAnswer>;

/**
 * `POST /v1/requests/{id}/forget`: the agency's approver has the person forgotten once nothing is open
 * and the time of keeping is over; before that the data are restricted. Done twice it is done once.
 */
export function forgetRoute(gateway: Gateway, sources: RequestSources): void {
  gateway.post(
    '/v1/requests/:id/forget',
    {
      config: { rule: 'forgetRequest' },
      schema: {
        tags: ['requests'],
        summary: 'Forget the person, or restrict the data while the law has them kept',
        params: RequestParams,
        querystring: NoQuery,
        body: Body,
        response: answering(ForgetAnswer),
      },
    },
    async (httpRequest) => {
      const { actor } = signedInOf(httpRequest);
      const { id: requestId } = httpRequest.params;
      // Doing it again changes nothing; a key is asked for as with every write.
      commandKey(httpRequest);
      const found = await findKept(sources, requestId);
      const { agencyId, serviceId, facts } = found;
      if (!isInScope(agencyId, actor.agencies)) {
        throw Problem.refused(refuse('notYourAgency', { agencyId }));
      }
      const { reason } = httpRequest.body;
      await needImpersonal(sources, found, reason);
      const retention = sources.retention ?? retentionOf(serviceId);
      const decision = decideForgetting(facts, retention, bangkokDate(Date.now()));
      const answer = await carryOut(
        sources,
        { requestId, facts, retention, decision },
        actor,
        reason,
      );
      const { privacy, isNew } = answer;
      const audit = { requestId, actorId: actor.id, roles: actor.roles, isNew };
      sources.logger.info({ ...audit, privacy: privacy.state, code: decision.code }, 'forgetting');
      return answer;
    },
  );
}

/** What is known of a request: its case while that answers, else what the archive has of it. */
interface Kept {
  readonly agencyId: string;
  readonly serviceId: string;
  readonly facts: RetentionFacts;
  /** `undefined` once the case itself is gone. */
  readonly request: RequestCase | undefined;
}

async function findKept({ desk, lists }: RequestSources, requestId: string): Promise<Kept> {
  const view = await desk.find(requestId);
  if (view !== undefined) {
    const { request, errands } = view;
    const { agencyId, serviceId } = request;
    return { agencyId, serviceId, request, facts: retentionFacts(request, errands) };
  }
  // The engine keeps a closed case for some months; the archive knows it for ever.
  const row = await lists.request(requestId);
  if (row === undefined) throw noSuchRequest(requestId);
  const { agencyId, serviceId } = row;
  return { agencyId, serviceId, request: undefined, facts: archivedRetentionFacts(row.request) };
}

/** The reason outlives the person's data: it must not tell of him. */
async function needImpersonal(
  { desk }: RequestSources,
  { request }: Kept,
  reason: string,
): Promise<void> {
  const known = request === undefined ? undefined : await openForDuty(desk, request);
  const fault = reasonFault(reason, known);
  if (fault !== undefined) throw faulty('invalidBody', [fault]);
}

interface Deciding {
  readonly requestId: string;
  readonly facts: RetentionFacts;
  readonly retention: Retention;
  readonly decision: Forgetting;
}

async function carryOut(
  { desk }: RequestSources,
  { requestId, facts, retention, decision }: Deciding,
  actor: Actor,
  words: string,
): Promise<ForgetAnswer> {
  const { mayForget, code, until } = decision;
  const record = { requestId, by: actor.id, reason: recordedReason(code, words) };
  try {
    const isNew = await (mayForget ? desk.destroyKey(record) : desk.restrict(record));
    const privacy = shownPrivacy(await desk.keyRecord(requestId));
    const open = [...facts.open];
    const text = textOf(privacy, decision, facts);
    return { requestId, privacy, isNew, until, retention, open, text };
  } catch (error) {
    if (!(error instanceof NoCaseKey)) throw error;
    throw new Problem('notFound', {
      th: `คำขอ ${requestId} ไม่มีข้อมูลส่วนบุคคลที่เก็บไว้`,
      en: `request ${requestId} has no personal data`,
    });
  }
}

function textOf({ state }: Privacy, { until }: Forgetting, { open }: RetentionFacts): Label {
  if (state === 'forgotten') {
    return {
      th: 'ทำลายกุญแจแล้ว ข้อมูลส่วนบุคคลของคำขอนี้เปิดอ่านไม่ได้อีก หลักฐานของเรื่องยังตรวจสอบได้',
      en: 'the key is destroyed: the personal data of this request can be read no more; what happened can still be proved',
    };
  }
  const why = (language: keyof Label) =>
    open.map((matter) => openMatterLabels[matter][language]).join('; ');
  const whyThai = open.length === 0 ? '' : ` (${why('th')})`;
  const whyEnglish = open.length === 0 ? '' : ` (${why('en')})`;
  return {
    th: `ยังลบไม่ได้${whyThai} จึงระงับการเปิดเผยข้อมูลส่วนบุคคลไว้${until === null ? ' จนกว่าคำขอจะสิ้นสุดและครบระยะเวลาเก็บรักษา' : ` ระยะเวลาเก็บรักษาถึง ${until}`}`,
    en: `it cannot be erased yet${whyEnglish}; the personal data are restricted${until === null ? ' until the request has ended and the time of keeping is over' : `, and are kept until ${until}`}`,
  };
}
