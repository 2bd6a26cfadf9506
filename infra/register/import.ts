import type { Client } from '@temporalio/client';
import { recordAgency, startService } from '../temporal/cases.js';
import type { MappedEdition } from './map.js';

/** What an import did. The four counts add up to the rows of the edition. */
export interface ImportCounts {
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly refused: number;
}

const concurrency = 24;

/**
 * Starts a case for each service that has none; one that has stays as it is, so the same edition may
 * come again, and one that was cut off goes on where it was.
 */
export async function importEdition(
  client: Client,
  edition: MappedEdition,
  onProgress: (done: number) => void,
): Promise<ImportCounts> {
  let created = 0;
  let done = 0;
  await eachOf(edition.agencies, (agency) => recordAgency(client, agency));
  await eachOf(edition.services, async (service) => {
    if (await startService(client, service)) created += 1;
    done += 1;
    onProgress(done);
  });
  return {
    created,
    changed: 0,
    unchanged: edition.services.length - created,
    refused: edition.findings.length,
  };
}

/** Does work for each item, some at a time. */
export async function eachOf<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}
