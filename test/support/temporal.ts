import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { searchAttributeTypes } from '../../contracts/search-attributes.js';
import { connectClient, connectWorker } from '../../infra/temporal/client.js';
import { createDataConverter } from '../../infra/temporal/data-converter.js';
import { ensureNamespace } from '../../infra/temporal/namespace.js';

/** A client and a worker's connection on the test stack's Temporal, in a namespace of their own. */
export async function testTemporal(): Promise<{ client: Client; connection: NativeConnection }> {
  const address = process.env['TEMPORAL_ADDRESS'];
  if (address === undefined) throw new Error('TEMPORAL_ADDRESS is not set: run npm test');
  const namespace = `test-${randomUUID().slice(0, 8)}`;
  const client = await connectClient({ address, namespace });
  await ensureNamespace(client, namespace);
  return { client, connection: await connectWorker({ address, namespace }) };
}

const startTries = 4;

/** The SDK waits five seconds for it, which a busy machine may need for Java alone. */
async function startTimeSkipping(path: string): Promise<TestWorkflowEnvironment> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await TestWorkflowEnvironment.createTimeSkipping({
        server: { executable: { type: 'existing-path', path } },
        client: { dataConverter: createDataConverter() },
      });
    } catch (error) {
      if (tries === startTries || !/did not start/.test(String(error))) throw error;
    }
  }
}

/** Temporal's time-skipping server: months pass in a moment. */
export async function timeSkippingTemporal(): Promise<TestWorkflowEnvironment> {
  const path = process.env['TIME_SKIPPING_SERVER'];
  if (path === undefined) throw new Error('TIME_SKIPPING_SERVER is not set: run npm test');
  const environment = await startTimeSkipping(path);
  const types = { KEYWORD: 2, BOOL: 5, DATETIME: 6 } as const;
  await environment.connection.operatorService.addSearchAttributes({
    namespace: 'default',
    searchAttributes: Object.fromEntries(
      Object.entries(searchAttributeTypes).map(([name, type]) => [name, types[type]]),
    ),
  });
  return environment;
}

/** Lets a time-skipping server's time pass until a moment (RFC 3339), and hands back that moment. */
export async function passUntil(server: TestWorkflowEnvironment, moment: string): Promise<number> {
  const at = Date.parse(moment);
  const now = await server.currentTimeMs();
  if (at < now) throw new Error(`${moment} is over: it is ${new Date(now).toISOString()}`);
  await server.sleep(at - now);
  return at;
}

/**
 * Lets time pass on a server whose cases continue as new and are asked at the same time: it then counts
 * one who holds the time too many, and time stands still. Whoever holds it for nothing is let go; not
 * while somebody works, who holds it rightly: let go twice, the server is of no use any more.
 */
export async function passOn(
  server: TestWorkflowEnvironment,
  ms: number,
  isBusy: () => boolean = () => false,
): Promise<void> {
  let isOver = false;
  const sleeping = server.sleep(ms).finally(() => {
    isOver = true;
  });
  let before = await server.currentTimeMs();
  let lookedAt = Date.now();
  let idleSince = lookedAt;
  while (!isOver) {
    await Promise.race([sleeping, new Promise((resolve) => setTimeout(resolve, lookMs))]);
    const now = await server.currentTimeMs();
    const hasMoved = now - before > 2 * (Date.now() - lookedAt);
    [before, lookedAt] = [now, Date.now()];
    if (hasMoved || isBusy()) idleSince = Date.now();
    if (isOver || Date.now() - idleSince < standstillMs) continue;
    await server.connection.testService?.unlockTimeSkipping({});
    idleSince = Date.now();
  }
  await sleeping;
}

const lookMs = 250;
/** A task that a worker has lost comes again after ten seconds, and is held until then. */
const standstillMs = 12_000;
