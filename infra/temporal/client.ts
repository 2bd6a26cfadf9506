import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { createDataConverter } from './data-converter.js';

/** Where the Temporal server is. */
export interface TemporalAddress {
  readonly address: string;
  readonly namespace: string;
}

/** A client with our data converter. The caller closes `client.connection`. */
export async function connectClient(
  { address, namespace }: TemporalAddress,
  timeoutMs = 5_000,
): Promise<Client> {
  const connection = await Connection.connect({ address, connectTimeout: timeoutMs });
  return new Client({ connection, namespace, dataConverter: createDataConverter() });
}

/** A client that connects at its first call, so that a process starts while Temporal is away. */
export function lazyClient({ address, namespace }: TemporalAddress): Client {
  const connection = Connection.lazy({ address });
  return new Client({ connection, namespace, dataConverter: createDataConverter() });
}

/** A client on a worker's connection: a case that it starts eagerly is taken up by that worker at once. */
export function clientOn(connection: NativeConnection, namespace: string): Client {
  return new Client({ connection, namespace, dataConverter: createDataConverter() });
}

/** Rejects with what is wrong when no Temporal answers. */
export async function tryConnection(address: string, timeoutMs: number): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: timeoutMs });
  await connection.close();
}

/** A connection for a worker. */
export async function connectWorker({ address }: TemporalAddress): Promise<NativeConnection> {
  return NativeConnection.connect({ address });
}
