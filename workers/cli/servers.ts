import type { Client } from '@temporalio/client';
import type { Kafka } from 'kafkajs';
import type { Pool } from '../../infra/postgres/pool.js';
import { ConfigError } from '../../infra/config.js';
import type { CliContext } from './context.js';
import { CommandFailed, exitCodes, messageOf } from './outcome.js';

/**
 * The servers themselves, for the platform operator. Their clients are loaded only by the commands
 * that need them. Whatever goes wrong with a server ends the command with exit code 2.
 */
export async function withTemporal<Result>(
  context: CliContext,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace } = context.config();
  const { connectClient } = await import('../../infra/temporal/client.js');
  return onServer(
    `Temporal at ${address} (TEMPORAL_ADDRESS)`,
    async () => {
      const client = await connectClient({ address, namespace });
      try {
        return await work(client);
      } finally {
        await client.connection.close();
      }
    },
    (error) => !isDefect(error) && !isOfWorker(error),
  );
}

/** See {@link withTemporal}. */
export async function withPostgres<Result>(
  context: CliContext,
  work: (pool: Pool) => Promise<Result>,
): Promise<Result> {
  const { DATABASE_URL: url } = context.config();
  const { createPool } = await import('../../infra/postgres/pool.js');
  return onServer('PostgreSQL (DATABASE_URL)', async () => {
    const pool = createPool(url, 'prasan-cli');
    try {
      return await work(pool);
    } finally {
      await pool.end();
    }
  });
}

/** See {@link withTemporal}. */
export async function withKafka<Result>(
  context: CliContext,
  work: (kafka: Kafka) => Promise<Result>,
): Promise<Result> {
  const { KAFKA_BROKERS: brokers } = context.config();
  const { createKafka } = await import('../../infra/kafka/client.js');
  const { createLogger } = await import('../../infra/logger.js');
  return onServer(
    `Kafka at ${brokers.join(', ')} (KAFKA_BROKERS)`,
    () => work(createKafka(brokers, 'prasan-cli', createLogger('cli', 'error'))),
    (error) => error instanceof Error && error.name.startsWith('KafkaJS'),
  );
}

/** A fault of our own making, or of the settings, is no server's. */
function isDefect(error: unknown): boolean {
  return [TypeError, RangeError, ConfigError].some((fault) => error instanceof fault);
}

/** The server is there, and says that nobody works for it. */
function isOfWorker(error: unknown): boolean {
  return error instanceof Error && error.name === 'WorkerSilent';
}

/** Other servers' failures pass, when the caller tells which are its own. */
async function onServer<Result>(
  server: string,
  work: () => Promise<Result>,
  isItsOwn: (error: unknown) => boolean = (error) => !isDefect(error),
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CommandFailed || !isItsOwn(error)) throw error;
    throw new CommandFailed(
      `${server} cannot be reached or used: ${messageOf(error)}. Is it running (npm start)?`,
      exitCodes.unreachable,
    );
  }
}
