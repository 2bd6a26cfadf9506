import type { ServiceView } from '../../contracts/commands/service/messages.js';
import type { Actor } from '../../contracts/lifecycles/service/case.js';
import type { AgencyRow, ServiceRow } from '../../infra/postgres/read-model.js';
import type { Cases } from './cases.js';
import type { Lists } from './lists.js';
import { Problem } from './problem.js';
import { needReadable } from './rules.js';

/** A case that the actor may read, from its workflow. */
export async function readableCase(
  cases: Cases,
  serviceId: string,
  actor: Actor,
): Promise<ServiceView> {
  const view = await cases.find(serviceId);
  if (view === undefined) throw noSuchService(serviceId);
  needReadable(actor, view.service.agencyId);
  return view;
}

/**
 * A service that the actor may read, from the projection; `undefined` when it has none of its
 * events yet. Only then the workflow is asked, so that history is read while the engine is away.
 */
export async function readableRow(
  { cases, lists }: { readonly cases: Cases; readonly lists: Lists },
  serviceId: string,
  actor: Actor,
): Promise<ServiceRow | undefined> {
  const row = await lists.service(serviceId);
  if (row === undefined) await readableCase(cases, serviceId, actor);
  else needReadable(actor, row.agencyId);
  return row;
}

/**
 * An agency that the register knows.
 *
 * @throws Problem `unknownAgency`; `listsAway` while PostgreSQL does not answer
 */
export async function knownAgency(
  lists: Pick<Lists, 'agency'>,
  agencyId: string,
): Promise<AgencyRow> {
  const agency = await lists.agency(agencyId);
  if (agency !== undefined) return agency;
  throw new Problem('unknownAgency', {
    th: `ไม่มีหน่วยงาน ${agencyId} ในทะเบียน ดู GET /v1/agencies`,
    en: `there is no agency ${agencyId} in the register; see GET /v1/agencies`,
  });
}

/** There is no such service. */
export function noSuchService(serviceId: string): Problem {
  return new Problem('notFound', {
    th: `ไม่มีงานบริการ ${serviceId}`,
    en: `there is no service ${serviceId}`,
  });
}
