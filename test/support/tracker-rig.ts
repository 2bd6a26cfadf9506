import { afterAll, beforeAll } from '@jest/globals';
import type { FreshDatabase } from './fresh-database.js';
import { freshDatabase } from './fresh-database.js';
import type { OwnServers } from './own-servers.js';
import { startOwnServers } from './own-servers.js';
import type { TestPublisher, TrackerProcess } from './tracker.js';
import { testPublisher, trackerProcess, untilCaughtUp } from './tracker.js';

/** A tracker in a process of its own, on servers of its own, and what sends it events. */
export interface TrackerRig {
  servers: OwnServers;
  publisher: TestPublisher;
  database: FreshDatabase;
  /** The tracker that was started last. */
  tracker: TrackerProcess;
  /** Starts one more, or one in the place of a tracker that was killed. */
  startTracker(): Promise<void>;
}

/** The rig of a test file: there once its tests begin, and gone after them. */
export function trackerRig(): TrackerRig {
  const started: TrackerProcess[] = [];
  const rig = {
    async startTracker() {
      rig.tracker = await trackerProcess(rig.database.url);
      started.push(rig.tracker);
    },
  } as TrackerRig;

  beforeAll(async () => {
    rig.servers = await startOwnServers();
    rig.publisher = await testPublisher();
    rig.database = await freshDatabase();
    await rig.startTracker();
    await untilCaughtUp(rig.tracker.url);
  }, 120_000);

  afterAll(async () => {
    for (const tracker of started) await tracker.end('SIGKILL');
    await rig.publisher.close();
    await rig.database.drop();
    await rig.servers.stop();
  }, 60_000);

  return rig;
}
