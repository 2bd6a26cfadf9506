import type { FastifyRequest } from 'fastify';
import { requestRules } from '../../../contracts/lifecycles/request/rules.js';
import { bangkokDate } from '../../../contracts/civil-date.js';
import type { PowerOfAttorney } from '../../../contracts/commands/request/applicant.js';
import { powerOn } from '../../../contracts/commands/request/applicant.js';
import type { RequestStart } from '../../../contracts/commands/request/messages.js';
import { uuidV5 } from '../../../contracts/events/mint.js';
import type { Refusal } from '../../../contracts/lifecycles/refusals.js';
import { refuse } from '../../../contracts/lifecycles/refusals.js';
import { checkDocuments } from '../../../contracts/lifecycles/request/documents.js';
import type { Portal } from '../../../contracts/lifecycles/service/states.js';
import { manualInForce } from '../../../contracts/manuals/in-force.js';
import type { Delivery, Manual } from '../../../contracts/manuals/manual.js';
import { documentsFor } from '../../../contracts/manuals/procedure.js';
import { commandKey, traceOf } from '../headers.js';
import { answering } from '../openapi.js';
import { faulty } from '../faults.js';
import { Problem } from '../problem.js';
import { noSuchService } from '../reading.js';
import { signedInOf } from '../rules.js';
import type { Gateway } from '../server.js';
import { NoQuery } from '../shapes.js';
import { shownRequest } from './answers.js';
import { openPersonal } from './personal.js';
import { privacyOf } from './privacy.js';
import type { RequestSources } from './routes.js';
import { RequestAnswerShape, Submission } from './shapes.js';
import { changesFor, stampStart } from './stamp.js';

/** A portal's word on when a citizen filed is taken for so long. */
const filedAtHoursMax = 24;
/** Namespace of request ids (RFC 9562, URL). */
const urlNamespace = '6ba7b811-9dad-11d1-80b4-00c04fd430c8';

/** `POST /v1/requests`: a portal files for a citizen of its own; the answer is the receipt. */
export function submitRoute(gateway: Gateway, sources: RequestSources): void {
  gateway.post(
    '/v1/requests',
    {
      config: { rule: 'submitRequest' },
      schema: {
        tags: ['requests'],
        summary: 'File a request; the answer is the receipt, with the time of receipt in law',
        querystring: NoQuery,
        body: Submission,
        response: answering(RequestAnswerShape, { status: 201, headers: ['ETag', 'Location'] }),
      },
    },
    async (httpRequest, reply) => {
      const { actor } = signedInOf(httpRequest);
      const { desk, logger } = sources;
      const portal = portalOf(actor.portal);
      const requestId = uuidV5(urlNamespace, `${portal}\n${commandKey(httpRequest)}`);
      // A repeat is told what came of it, whatever has passed or changed since.
      const known = await desk.find(requestId);
      const started = known ?? (await file(httpRequest, httpRequest.body, requestId, sources));
      if (started.submissionHash !== desk.bodyHash(httpRequest.body)) {
        throw Problem.refused(refuse('keyReused'));
      }
      const view = await numbered(started, sources);
      const personal = await openPersonal(desk, view.request, actor, logger);
      return reply
        .status(201)
        .header('location', `/v1/requests/${requestId}`)
        .header('etag', `"${view.request.version}"`)
        .send(
          shownRequest(view, personal, await privacyOf(desk, requestId), {
            changes: await changesFor(desk, view),
            actor,
          }),
        );
    },
  );
}

function portalOf(portal: Portal | undefined): Portal {
  if (portal !== undefined) return portal;
  throw new Problem('notForYourRole', {
    th: 'โทเคนของพอร์ทัลต้องระบุพอร์ทัลใน offices: biz หรือ citizen',
    en: "a portal's token names the portal in its offices: biz or citizen",
  });
}

type View = Awaited<ReturnType<RequestSources['desk']['start']>>;

/** The receipt number comes within a moment; a receipt without it is a receipt all the same. */
async function numbered(view: View, { desk }: RequestSources): Promise<View> {
  const { receipt, requestId } = view.request;
  if (receipt.number !== null) return view;
  for (const waitMs of [20, 40, 80, 160, 320, 640]) {
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    const number = await desk.receiptNumber(requestId);
    if (number === undefined) continue;
    return { ...view, request: { ...view.request, receipt: { ...receipt, number } } };
  }
  return view;
}

/** Checks everything that can be checked before anything is kept, then begins the case. */
async function file(
  httpRequest: FastifyRequest,
  submission: Submission,
  requestId: string,
  sources: RequestSources,
): Promise<View> {
  const { actor } = signedInOf(httpRequest);
  const { desk } = sources;
  await needUnused(requestId, sources);
  const arrivedAt = Date.now();
  const filedAt = filingTime(submission, arrivedAt);
  const portal = portalOf(actor.portal);
  const manual = await manualFor(submission.serviceId, { portal, filedAt }, sources);
  const refusal = checkSubmission(submission, manual, bangkokDate(filedAt));
  if (refusal !== undefined) throw Problem.refused(refusal);
  const { applicant, agent, form, documents, delivery = usualDelivery(manual) } = submission;
  needAddress(delivery, applicant);
  if (manual.isOneAtATime) await claimPlace(submission, requestId, sources);
  const seal = (label: string, value: object) => desk.seal(requestId, label, value);
  const start: RequestStart = {
    ...{ requestId, serviceId: manual.serviceId, agencyId: manual.agencyId, portal, manual, actor },
    rules: requestRules,
    office: submission.office ?? manual.offices[0]?.officeId ?? '',
    applicantKind: applicant.identity.kind,
    applicant: await seal('applicant', applicant),
    agent:
      agent === undefined
        ? null
        : { sealed: await seal('agent', agent), until: agent.powerOfAttorney.until ?? null },
    form: form === undefined ? null : await seal('form', form),
    ...{ delivery, documents, filedAt, arrivedAt },
    submissionHash: desk.bodyHash(submission),
    ...traceOf(httpRequest),
  };
  return desk.start({ ...start, ...stampStart(start, await desk.changes()) });
}

/**
 * The engine keeps a closed case for some months, the archive for ever, and what happened to one whose
 * person was forgotten is known all the same: one id is one case. Nothing is begun while that cannot be
 * asked.
 */
async function needUnused(requestId: string, { lists }: RequestSources): Promise<void> {
  const row = await lists.request(requestId);
  if (row !== undefined) throw Problem.refused(refuse('keyReused'));
}

/** Electronically, unless the manual delivers by other ways alone. */
function usualDelivery({ deliveries: [first = 'electronic', ...others] }: Manual): Delivery {
  return others.includes('electronic') ? 'electronic' : first;
}

/** What is to be posted needs to know where, also where the manual posts without being asked. */
function needAddress(delivery: Delivery, applicant: Submission['applicant']): void {
  if (delivery !== 'post' || applicant.address !== undefined) return;
  const text = {
    th: 'ต้องมีที่อยู่ เมื่อเลือกรับทางไปรษณีย์',
    en: 'is needed for delivery by post',
  };
  throw faulty('invalidBody', [{ path: '/applicant/address', text }]);
}

function filingTime({ filedAt }: Submission, now: number): number {
  if (filedAt === undefined) return now;
  const at = Date.parse(filedAt);
  if (at <= now && at >= now - filedAtHoursMax * 3_600_000) return at;
  throw Problem.refused(refuse('filedTooLongAgo', { hours: filedAtHoursMax }));
}

/** Only a live, verified service with a manual in force takes new requests (design §2.2). */
async function manualFor(
  serviceId: string,
  { portal, filedAt }: { readonly portal: Portal; readonly filedAt: number },
  { cases, desk }: RequestSources,
): Promise<Manual> {
  const found = await cases.find(serviceId);
  if (found === undefined) throw noSuchService(serviceId);
  const { state, verified } = found.service;
  if (state !== 'live' || !verified) {
    throw Problem.refused(refuse('serviceNotOpen', { serviceId, state, verified: `${verified}` }));
  }
  const on = bangkokDate(filedAt);
  const manual = manualInForce(await desk.manuals(serviceId), on);
  if (manual === undefined) throw Problem.refused(refuse('manualNotInForce', { serviceId, on }));
  if (manual.portal !== portal) {
    throw Problem.refused(refuse('otherPortal', { serviceId, portal: manual.portal }));
  }
  return manual;
}

function checkSubmission(
  { applicant, agent, office, documents, delivery, isIncomplete }: Submission,
  manual: Manual,
  today: string,
): Refusal | undefined {
  const { kind } = applicant.identity;
  if (!manual.applicants.includes(kind)) {
    return refuse('applicantKind', { kind, possible: manual.applicants });
  }
  const offices = manual.offices.map(({ officeId }) => officeId);
  if (office !== undefined && !offices.includes(office)) {
    return refuse('noSuchOffice', { office, possible: offices });
  }
  if (delivery !== undefined && !manual.deliveries.includes(delivery)) {
    return refuse('deliveryNotOffered', { by: delivery, possible: manual.deliveries });
  }
  const asked = documentsFor(manual, kind).filter(({ from }) => from === 'applicant');
  const given = documents.map(({ documentId }) => documentId);
  const other = given.filter((id) => !asked.some(({ documentId }) => documentId === id));
  const missing = asked
    .filter(({ documentId, isOptional }) => isOptional !== true && !given.includes(documentId))
    .map(({ documentId }) => documentId);
  return (
    (agent === undefined ? undefined : checkPower(agent.powerOfAttorney, today)) ??
    (other.length > 0 ? refuse('documentNotAsked', { documents: other }) : undefined) ??
    checkDocuments({ manual, documents: [] }, documents) ??
    (missing.length > 0 && isIncomplete !== true
      ? refuse('documentMissing', { documents: missing })
      : undefined)
  );
}

/** An agent files from the first day of the power to its last. */
function checkPower(power: PowerOfAttorney, today: string): Refusal | undefined {
  const { from, until = from } = power;
  const is = powerOn(power, today);
  if (is === 'notBegun') return refuse('powerNotBegun', { from });
  return is === 'ended' ? refuse('powerEnded', { until }) : undefined;
}

/** One open request of a person; a place whose request never came to be is free again. */
async function claimPlace(
  { serviceId, applicant }: Submission,
  requestId: string,
  { desk }: RequestSources,
): Promise<void> {
  const heldBy = await desk.claim(serviceId, requestId, applicant.identity);
  if (heldBy === undefined) return;
  if ((await desk.find(heldBy)) !== undefined) {
    throw Problem.refused(refuse('openRequestExists', { requestId: heldBy }));
  }
  await desk.letGo(heldBy);
  const next = await desk.claim(serviceId, requestId, applicant.identity);
  if (next !== undefined) throw Problem.refused(refuse('openRequestExists', { requestId: next }));
}
