import { setTimeout as sleep } from 'node:timers/promises';
import type { Kafka } from 'kafkajs';
import { endOffsets } from '../kafka/read-all.js';
import { nextOffset } from '../postgres/rebuild.js';
import type { Pool } from '../postgres/pool.js';

const topic = 'service.status.v1';
const pauseMs = 200;

/**
 * Waits until the read model knows all events of services that there are now, so that a plan does not begin
 * from an earlier moment; for a while only, since a plan is judged again by each case anyway.
 *
 * @returns how many events it does not know yet
 */
export async function untilProjected(kafka: Kafka, pool: Pool, waitMs: number): Promise<number> {
  const ends = await endOffsets(kafka, topic);
  const until = Date.now() + waitMs;
  for (;;) {
    const behind = await behindOf(pool, ends);
    if (behind === 0 || Date.now() > until) return behind;
    await sleep(pauseMs);
  }
}

async function behindOf(pool: Pool, ends: ReadonlyMap<number, number>): Promise<number> {
  let behind = 0;
  for (const [partition, end] of ends) {
    const next = (await nextOffset(pool, topic, partition)) ?? 0;
    behind += Math.max(0, end - next);
  }
  return behind;
}
