import { isInScope } from '../../../contracts/agency-map.js';
import type { RequestView } from '../../../contracts/commands/request/messages.js';
import { refuse } from '../../../contracts/lifecycles/refusals.js';
import type { Consultation, RequestCase } from '../../../contracts/lifecycles/request/case.js';
import type { Actor } from '../../../contracts/lifecycles/service/case.js';
import type { Role } from '../../../contracts/lifecycles/service/states.js';
import type { RequestFilter, RequestRow } from '../../../infra/postgres/read-model.js';
import type { Lists } from '../lists.js';
import { Problem } from '../problem.js';
import type { RequestDesk } from './desk.js';

/** Roles that follow every request, without personal data. */
const readAll: readonly Role[] = ['opdcOfficer', 'opdcApprover', 'auditor', 'platformOperator'];
/** Roles that work the requests of their agency, and read what they are about. */
const officials: readonly Role[] = ['competentOfficial', 'licensor', 'delegate'];
/** Roles that follow the requests of their agency, without personal data. */
const followers: readonly Role[] = ['agencyOfficer', 'agencyApprover', 'appealAuthority'];

/** Where requests are read: running ones, and the archive of all. */
export interface RequestShelves {
  readonly desk: Pick<RequestDesk, 'find'>;
  readonly lists: Pick<Lists, 'request' | 'consultedAgencies'>;
}

/**
 * A request that the actor may read, from its workflow.
 *
 * @throws Problem `requestArchived` when it has ended and only the archive of its events is left
 */
export async function readableRequest(
  shelves: RequestShelves,
  requestId: string,
  actor: Actor,
): Promise<RequestView> {
  const view = await readable(shelves, requestId, actor);
  if ('row' in view) throw archived(view.row);
  return view;
}

/** Refuses who may not read a request, also one that only the archive knows. */
export async function needReadable(
  shelves: RequestShelves,
  requestId: string,
  actor: Actor,
): Promise<void> {
  await readable(shelves, requestId, actor);
}

/** The engine keeps a closed case for some months; the archive knows it for ever. */
async function readable(
  { desk, lists }: RequestShelves,
  requestId: string,
  actor: Actor,
): Promise<RequestView | { readonly row: RequestRow }> {
  const view = await desk.find(requestId);
  if (view !== undefined) {
    needReadableRequest(actor, view.request);
    return view;
  }
  const row = await lists.request(requestId);
  if (row === undefined) throw noSuchRequest(requestId);
  const asked = await lists.consultedAgencies(requestId);
  needReadableRequest(actor, { ...row, consultations: asked.map((agencyId) => ({ agencyId })) });
  return { row };
}

function archived({ requestId, sequence, updatedAt, request: { state } }: RequestRow): Problem {
  return new Problem(
    'requestArchived',
    {
      th: `คำขอ ${requestId} สิ้นสุดแล้ว (${state}) และเก็บเข้าคลัง ดูเหตุการณ์ทั้งหมดได้ที่ /v1/requests/${requestId}/timeline`,
      en: `request ${requestId} has ended (${state}) and is archived; all that happened to it is at /v1/requests/${requestId}/timeline`,
    },
    { extra: { requestId, state, sequence, updatedAt } },
  );
}

/** What decides who may read a request. */
export interface Readable extends Pick<RequestCase, 'agencyId' | 'portal'> {
  readonly consultations: readonly Pick<Consultation, 'agencyId'>[];
}

/** Refuses who may not read a request. */
export function needReadableRequest(actor: Actor, request: Readable): void {
  const { roles } = actor;
  if (roles.some((role) => readAll.includes(role))) return;
  if (roles.includes('portal')) {
    if (actor.portal === request.portal) return;
    throw Problem.refused(refuse('notYourPortal', { portal: request.portal }));
  }
  const isOwn =
    isInScope(request.agencyId, actor.agencies) || consultationsOf(actor, request).length > 0;
  const may = [...officials, ...followers].some((role) => roles.includes(role));
  if (may && isOwn) return;
  throw Problem.refused(refuse('notYourAgency', { agencyId: request.agencyId }));
}

/**
 * Whose requests a list is of: a portal's own, all for those who follow everybody, else those of the
 * actor's agencies. Who is consulted has it on the work-list.
 */
export function listedRequests({
  roles,
  agencies,
  portal,
}: Actor): Pick<RequestFilter, 'agencyIds' | 'portal'> {
  if (roles.some((role) => readAll.includes(role))) return { agencyIds: 'all' };
  if (roles.includes('portal') && portal !== undefined) return { agencyIds: 'all', portal };
  const may = [...officials, ...followers].some((role) => roles.includes(role));
  return { agencyIds: may ? agencies : [] };
}

/** Personal data and words are for the portal of the citizen, and the officials who work the case. */
export function mayReadPersonal(actor: Actor, request: Readable): boolean {
  if (actor.roles.includes('portal')) return actor.portal === request.portal;
  const isOfficial = actor.roles.some((role) => officials.includes(role));
  return isOfficial && isInScope(request.agencyId, actor.agencies);
}

/** The consultations whose words an actor may open: officials of the agency that was asked. */
export function openedConsultations(actor: Actor, request: RequestCase): Consultation[] {
  const isOfficial = actor.roles.some((role) => officials.includes(role));
  return isOfficial ? consultationsOf(actor, request) : [];
}

/** What the actor's agencies were asked, answered or not. */
export function consultationsOf<Asked extends Pick<Consultation, 'agencyId'>>(
  actor: Actor,
  { consultations }: { readonly consultations: readonly Asked[] },
): Asked[] {
  return consultations.filter(({ agencyId }) => isInScope(agencyId, actor.agencies));
}

/** There is no such request. */
export function noSuchRequest(requestId: string): Problem {
  return new Problem('notFound', {
    th: `ไม่มีคำขอ ${requestId}`,
    en: `there is no request ${requestId}`,
  });
}
