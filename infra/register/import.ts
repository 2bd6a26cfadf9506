import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { AgencyRecord, AgencyView } from '../../contracts/commands/agency/messages.js';
import { agencyQuery } from '../../contracts/commands/agency/messages.js';
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
  let created = 0;
  let done = 0;
  await inParallel(edition.agencies, concurrency, (agency) => tellAgency(client, agency));
  await inParallel(edition.services, concurrency, async (service) => {
    if (await startService(client, service)) created += 1;
    done += 1;
    onProgress(done);
  });
  return countsOf(edition, created);
}

/** What {@link importEdition} would do, without doing it: the cases there are, from visibility. */
export async function planImport(client: Client, edition: MappedEdition): Promise<ImportCounts> {
  const known = new Set<string>();
  const query = `WorkflowType = '${serviceWorkflowType}'`;
  for await (const { workflowId } of client.workflow.list({ query, pageSize: 1_000 })) {
    known.add(workflowId);
  }
  const isNew = ({ serviceId }: { serviceId: string }) => !known.has(serviceSubject(serviceId));
  return countsOf(edition, edition.services.filter(isNew).length);
}

function countsOf({ services, findings }: MappedEdition, created: number): ImportCounts {
  return {
    created,
    changed: 0,
    unchanged: services.length - created,
    refused: findings.filter(({ severity }) => severity === 'refused').length,
  };
}

/** Tells an agency's workflow only what it does not know, so that a re-import adds no history. */
async function tellAgency(client: Client, record: AgencyRecord): Promise<void> {
  const known = await knownRecord(client, record.agencyId);
  if (known !== null && canonicalJson(known) === canonicalJson(record)) return;
  await recordAgency(client, record);
}

async function knownRecord(client: Client, agencyId: string): Promise<AgencyRecord | null> {
  try {
    const handle = client.workflow.getHandle(agencySubject(agencyId));
    return (await handle.query<AgencyView>(agencyQuery)).record;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}
