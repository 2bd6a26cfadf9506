import type { Client } from '@temporalio/client';
import { isGrpcServiceError, WorkflowNotFoundError } from '@temporalio/client';
import type { AgencyRecord, AgencyView } from '../../contracts/commands/agency/messages.js';
import { agencyQuery, agencyWorkflowType } from '../../contracts/commands/agency/messages.js';
import type { ServiceStart } from '../../contracts/commands/service/messages.js';
import { serviceWorkflowType } from '../../contracts/commands/service/messages.js';
import { canonicalJson } from '../../contracts/events/mint.js';
import { agencySubject, serviceSubject } from '../../contracts/ids.js';
import { inParallel } from '../in-parallel.js';
import { recordAgency, startService } from '../temporal/cases.js';
import type { MappedEdition } from './map.js';

/** What an import did, or would do. The four counts add up to the rows of the edition. */
export interface ImportCounts {
  readonly created: number;
  /** Always 0 until editions are compared field by field. */
  readonly changed: number;
  readonly unchanged: number;
  readonly refused: number;
}

/** Calls under way at a time: enough to keep the server busy, few enough to yield to people. */
const concurrency = 24;

/**
 * Starts a case for each service that has none, and tells the agencies what the register says of
 * them. A service that has a case stays as it is, so the same edition may come again, and one that
 * was cut off goes on where it was.
 */
export async function importEdition(
  client: Client,
  edition: MappedEdition,
  onProgress: (done: number) => void,
): Promise<ImportCounts> {
  const known = await knownCases(client);
  const isNew = newAmong(known);
  await inParallel(edition.agencies, concurrency, async (agency) => {
    const isKnown = known.has(agencySubject(agency.agencyId));
    if (!isKnown || (await isNews(client, agency))) await recordAgency(client, agency);
  });
  const toStart = edition.services.filter(isNew);
  let done = edition.services.length - toStart.length;
  let created = 0;
  onProgress(done);
  await inParallel(toStart, concurrency, async (service) => {
    // The list of cases lags a little behind; whether there is one, the start itself decides.
    if (await startService(client, service)) created += 1;
    done += 1;
    onProgress(done);
  });
  return countsOf(edition, created);
}

/** What {@link importEdition} would do, without doing it. */
export async function planImport(client: Client, edition: MappedEdition): Promise<ImportCounts> {
  const isNew = newAmong(await knownCases(client));
  return countsOf(edition, edition.services.filter(isNew).length);
}

/** Workflow ids of the services and agencies there are, from visibility. */
async function knownCases(client: Client): Promise<ReadonlySet<string>> {
  const query = `WorkflowType IN ('${serviceWorkflowType}', '${agencyWorkflowType}')`;
  const known = new Set<string>();
  for await (const { workflowId } of client.workflow.list({ query, pageSize: 1_000 })) {
    known.add(workflowId);
  }
  return known;
}

function newAmong(known: ReadonlySet<string>): (service: ServiceStart) => boolean {
  return ({ serviceId }) => !known.has(serviceSubject(serviceId));
}

function countsOf({ services, findings }: MappedEdition, created: number): ImportCounts {
  return {
    created,
    changed: 0,
    unchanged: services.length - created,
    refused: findings.filter(({ severity }) => severity === 'refused').length,
  };
}

const queryMs = 3_000;

/**
 * Whether an agency does not know yet what the register says of it, so that a re-import adds no
 * history. One that is too busy to answer is told again; it counts the same only once.
 */
async function isNews(client: Client, record: AgencyRecord): Promise<boolean> {
  try {
    const handle = client.workflow.getHandle(agencySubject(record.agencyId));
    const view = await client.withDeadline(Date.now() + queryMs, () =>
      handle.query<AgencyView>(agencyQuery),
    );
    return view.record === null || canonicalJson(view.record) !== canonicalJson(record);
  } catch (error) {
    const isBusy = error instanceof Error && isGrpcServiceError(error.cause);
    if (isBusy || error instanceof WorkflowNotFoundError) return true;
    throw error;
  }
}
