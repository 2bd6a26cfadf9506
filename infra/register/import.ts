import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { AgencyRecord, AgencyView } from '../../contracts/commands/agency/messages.js';
import { agencyQuery } from '../../contracts/commands/agency/messages.js';
import type { ServiceStart } from '../../contracts/commands/service/messages.js';
import { caseQuery, serviceWorkflowType } from '../../contracts/commands/service/messages.js';
import { canonicalJson } from '../../contracts/events/mint.js';
import { agencySubject, serviceSubject } from '../../contracts/ids.js';
import { inParallel } from '../in-parallel.js';
import { Asker, Unanswered, WorkerSilent } from '../temporal/asker.js';
import { recordAgency, startService } from '../temporal/cases.js';
import type { MappedEdition } from './map.js';

/** What an import did, or would do. The first four counts add up to the rows of the edition. */
export interface ImportCounts {
  readonly created: number;
  /** Always 0 until editions are compared field by field. */
  readonly changed: number;
  readonly unchanged: number;
  readonly refused: number;
  /** Agencies named otherwise by another edition of the same or a later date, which stands. */
  readonly agenciesKept: number;
}

/** Calls under way at a time: enough to keep the server busy, few enough to yield to people. */
const concurrency = 24;
/** So many cases are started before the worker is asked to have begun them: people wait behind no more. */
const stride = 100;

/**
 * Starts a case for each service that has none, and tells the agencies what the register says of
 * them, unless they know it from this edition or a later one. A service that has a case stays as it
 * is, so the same edition may come again, and one that was cut off goes on where it was. It goes no
 * faster than the worker: whoever acts meanwhile waits behind a hundred new cases and not thousands.
 *
 * @throws WorkerSilent when no worker answers for a minute
 */
export async function importEdition(
  client: Client,
  edition: MappedEdition,
  onProgress: (done: number) => void,
  asker = new Asker(client),
): Promise<ImportCounts> {
  const isNew = newAmong(await knownServices(client));
  const kept = await forEachAgency(asker, edition, (agency) => recordAgency(client, agency));
  const toStart = edition.services.filter(isNew);
  let done = edition.services.length - toStart.length;
  let created = 0;
  onProgress(done);
  for (let first = 0; first < toStart.length; first += stride) {
    if (first > 0) await begun(asker, toStart[first - 1], done);
    await inParallel(toStart.slice(first, first + stride), concurrency, async (service) => {
      // The list of cases lags a little behind; whether there is one, the start itself decides.
      if (await startService(client, service)) created += 1;
      done += 1;
      onProgress(done);
    });
  }
  return countsOf(edition, created, kept);
}

/** Waits until the worker has come to a case: tasks are taken about in the order in which they came. */
async function begun(asker: Asker, last: ServiceStart | undefined, done: number): Promise<void> {
  if (last === undefined) return;
  try {
    await asker.ask(serviceSubject(last.serviceId), caseQuery);
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    throw new WorkerSilent(`after ${done} services nobody takes up the new cases`, error);
  }
}

/** What {@link importEdition} would do, without doing it. */
export async function planImport(client: Client, edition: MappedEdition): Promise<ImportCounts> {
  const isNew = newAmong(await knownServices(client));
  const kept = await forEachAgency(new Asker(client), edition, () => Promise.resolve());
  return countsOf(edition, edition.services.filter(isNew).length, kept);
}

/**
 * Does work for each agency that this edition is news for. How many keep what another one said: two
 * files of one date would rename an agency in turn, for ever, on a topic that forgets nothing.
 */
async function forEachAgency(
  asker: Asker,
  { agencies }: MappedEdition,
  tell: (agency: AgencyRecord) => Promise<void>,
): Promise<number> {
  let kept = 0;
  await inParallel(agencies, concurrency, async (agency) => {
    const standing = await standingOf(asker, agency);
    if (standing === 'news') await tell(agency);
    if (standing === 'kept') kept += 1;
  });
  return kept;
}

/** Workflow ids of the services there are, from visibility. */
async function knownServices(client: Client): Promise<ReadonlySet<string>> {
  const query = `WorkflowType = '${serviceWorkflowType}'`;
  const known = new Set<string>();
  for await (const { workflowId } of client.workflow.list({ query, pageSize: 1_000 })) {
    known.add(workflowId);
  }
  return known;
}

function newAmong(known: ReadonlySet<string>): (service: ServiceStart) => boolean {
  return ({ serviceId }) => !known.has(serviceSubject(serviceId));
}

function countsOf(
  { services, rows, refused }: MappedEdition,
  created: number,
  agenciesKept: number,
): ImportCounts {
  return {
    created,
    changed: 0,
    unchanged: services.length - created,
    // A row that tells too little to begin a case with is refused too.
    refused: refused + rows.length - services.length,
    agenciesKept,
  };
}

/**
 * What an edition is to an agency: news; told, when it says nothing else than the agency knows; kept,
 * when what the agency knows is of the same or a later date and stands.
 */
async function standingOf(asker: Asker, record: AgencyRecord): Promise<'news' | 'told' | 'kept'> {
  // Agencies that were named before editions were kept know none.
  const known: Partial<AgencyRecord> | null = await askAgency(asker, record.agencyId);
  if (known === null || record.asOf > (known.asOf ?? '')) return 'news';
  return namesOf(known) === namesOf(record) ? 'told' : 'kept';
}

function namesOf({ name, ministryId, ministry }: Partial<AgencyRecord>): string {
  return canonicalJson({ name, ministryId, ministry });
}

/** What an agency knows of itself; `null` when nothing. */
async function askAgency(asker: Asker, agencyId: string): Promise<AgencyRecord | null> {
  try {
    return (await asker.ask<AgencyView>(agencySubject(agencyId), agencyQuery)).record;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    if (!(error instanceof Unanswered)) throw error;
    throw new WorkerSilent(`agency ${agencyId} does not answer`, error);
  }
}
