import type { PoolClient } from 'pg';
import { z } from 'zod';
import type { Logger } from '../logger.js';
import type { Pool } from './pool.js';

/** Channel on which each event is told of, in the transaction that archives it. */
export const eventChannel = 'prasan_event';

const Notice = z.object({ topic: z.string(), subject: z.string(), sequence: z.int() });
/** Which event has arrived; the archive has the rest. */
export type EventNotice = z.output<typeof Notice>;

/** A listener that runs until it is stopped. */
export interface EventListener {
  stop(): Promise<void>;
}

const againMs = 1_000;

/**
 * Tells of every event that the tracker archives. While PostgreSQL is away it tries again each
 * second; `onReconnect` then says that notices may have been missed, so that the caller reads from
 * the archive what he lacks. `onLost` hears of every loss and every try in vain.
 */
export function listenForEvents(
  pool: Pool,
  logger: Logger,
  onEvent: (notice: EventNotice) => void,
  onReconnect: () => void = () => undefined,
  onLost: (error: unknown) => void = () => undefined,
): EventListener {
  let isStopped = false;
  let again: NodeJS.Timeout | undefined;
  let client: PoolClient | undefined;
  let starting = start();

  return { stop };

  async function start(): Promise<void> {
    try {
      const fresh = await pool.connect();
      client = fresh;
      fresh.on('error', (error) => {
        lose(fresh, error);
      });
      fresh.on('notification', ({ payload }) => {
        onEvent(Notice.parse(JSON.parse(payload ?? '{}')));
      });
      await fresh.query(`LISTEN ${eventChannel}`);
      onReconnect();
    } catch (error) {
      lose(client, error);
    }
  }

  function lose(lost: PoolClient | undefined, error: unknown): void {
    if (isStopped || (lost !== undefined && lost !== client)) return;
    logger.debug({ err: error }, 'listening for events is started again');
    onLost(error);
    lost?.release(true);
    client = undefined;
    clearTimeout(again);
    again = setTimeout(() => {
      starting = start();
    }, againMs);
  }

  async function stop(): Promise<void> {
    isStopped = true;
    clearTimeout(again);
    await starting;
    client?.release(true);
    client = undefined;
  }
}
