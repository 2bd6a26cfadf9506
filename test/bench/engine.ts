import { performance } from 'node:perf_hooks';
import type { NativeConnection } from '@temporalio/worker';
// Installs the runtime of Temporal, quiet as in tests.
import '../support/onboarding.js';
import { testTemporal } from '../support/temporal.js';
import type { Floor } from './floor.js';
import { startFloor } from './floor.js';
import type { Program } from './load.js';
import type { Ours } from './ours.js';
import { startOurs } from './ours.js';
import type { Profile } from './profile.js';
import { profileOf } from './profile.js';

/** Both programs, on the same servers and in the same process. */
export interface Engine {
  readonly ours: Ours;
  readonly connection: NativeConnection;
  readonly floor: Floor;
  readonly profile: Profile;
  /** The floor doing what ours does, run by run. */
  readonly floorProgram: Program;
  /** When the floor began to publish an event, by `subject/sequence`. */
  readonly publishStarts: ReadonlyMap<string, number>;
  /** As large as one of our events. */
  readonly record: string;
  stop(): Promise<void>;
}

/** What one of our events takes on Kafka, about. */
const recordBytes = 900;

let running: Promise<Engine> | undefined;

/** The engine of this run, started when it is first asked for. */
export function theEngine(): Promise<Engine> {
  running ??= start();
  return running;
}

/** Stops what was started. */
export async function stopEngine(): Promise<void> {
  await (await running)?.stop();
}

async function start(): Promise<Engine> {
  const { client, connection } = await testTemporal();
  const publishStarts = new Map<string, number>();
  const record = JSON.stringify({ data: 'x'.repeat(recordBytes) });
  const ours = await startOurs(client, connection);
  const floor = await startFloor(client, connection, record, (subject, sequences) => {
    const now = performance.now();
    for (const sequence of sequences) publishStarts.set(`${subject}/${sequence}`, now);
  });
  const profile = await profileOf(ours);
  const floorProgram = floor.program({ steps: profile.steps, bodies: ours.path });
  return { ours, connection, floor, profile, floorProgram, publishStarts, record, stop };

  async function stop(): Promise<void> {
    await Promise.all([ours.stop(), floor.stop()]);
    await connection.close();
    await client.connection.close();
  }
}
