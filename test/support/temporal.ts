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
