import { describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { serviceSubject } from '../../contracts/ids.js';
import { readAlarms } from '../../infra/postgres/alarms.js';
import { getService, timeline } from '../../infra/postgres/read-model.js';
import { readModelHash } from '../../infra/postgres/rebuild.js';
import { eventually, freshDatabase } from '../support/fresh-database.js';
import { MadeService } from '../support/make-events.js';
import { trackerRig } from '../support/tracker-rig.js';
import { trackerProcess, uniqueServiceId, untilKnown } from '../support/tracker.js';

const minute = 60_000;

describe('a tracker that is killed', () => {
  const rig = trackerRig();

  /** Stops the tracker inside its transaction: events are written, and the work-list is locked. */
  async function holdInTransaction(): Promise<pg.Client> {
    const holder = new pg.Client({ connectionString: rig.database.url });
    await holder.connect();
    await holder.query('BEGIN');
    await holder.query('LOCK TABLE prasan.work_item IN ACCESS EXCLUSIVE MODE');
    return holder;
  }

  async function untilItWaits(): Promise<void> {
    await eventually(
      () =>
        rig.database.pool.query(
          `SELECT 1 FROM pg_stat_activity WHERE datname = current_database()
             AND application_name = 'prasan-tracker' AND wait_event_type = 'Lock'
             AND query LIKE '%work_item%'`,
        ),
      ({ rowCount }) => (rowCount ?? 0) > 0,
    );
  }

  async function untilItsConnectionsAreGone(): Promise<void> {
    await eventually(
      () =>
        rig.database.pool.query(
          `SELECT 1 FROM pg_stat_activity WHERE datname = current_database()
             AND application_name = 'prasan-tracker'`,
        ),
      ({ rowCount }) => rowCount === 0,
    );
  }

  test(
    'in the middle of a transaction has done nothing, and the next one does all of it once',
    async () => {
      for (const round of [1, 2]) {
        const id = uniqueServiceId();
        const service = new MadeService(id);
        for (let i = 0; i < 5; i += 1) service.happens({ kind: 'planRevised' });
        const holder = await holdInTransaction();
        await rig.publisher.send(service.events);
        await untilItWaits();
        await rig.tracker.end('SIGKILL');
        const during = await timeline(rig.database.pool, serviceSubject(id), { limit: 10 });
        await holder.query('ROLLBACK');
        await holder.end();
        await untilItsConnectionsAreGone();
        const after = await timeline(rig.database.pool, serviceSubject(id), { limit: 10 });
        await rig.startTracker();
        await untilKnown(rig.tracker.url, id, 6);
        const events = await timeline(rig.database.pool, serviceSubject(id), { limit: 10 });
        expect({ round, during: during.length, after: after.length }).toEqual({
          round,
          during: 0,
          after: 0,
        });
        expect(events.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6]);
        expect((await getService(rig.database.pool, id))?.sequence).toBe(6);
      }
    },
    5 * minute,
  );

  test(
    'at random moments under load ends with the same read model as one that was not',
    async () => {
      const ids = Array.from({ length: 40 }, uniqueServiceId);
      const services = ids.map((id) => new MadeService(id));
      for (const service of services) {
        for (let i = 0; i < 4; i += 1) service.happens({ kind: 'planRevised' });
      }
      const sending = rig.publisher.send(services.flatMap(({ events }) => events));
      for (const pauseMs of [150, 400, 50]) {
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
        await rig.tracker.end('SIGKILL');
        await rig.startTracker();
      }
      await sending;
      for (const id of ids) await untilKnown(rig.tracker.url, id, 5);
      const other = await freshDatabase();
      const undisturbed = await trackerProcess(other.url);
      for (const id of ids) await untilKnown(undisturbed.url, id, 5);
      const hashes = await eventually(
        async () => [await readModelHash(rig.database.pool), await readModelHash(other.pool)],
        ([one, another]) => one === another,
        { withinMs: 60_000, everyMs: 500 },
      );
      const alarms = [await readAlarms(rig.database.pool), await readAlarms(other.pool)];
      await undisturbed.end('SIGKILL');
      await other.drop();
      expect(hashes[0]).toBe(hashes[1]);
      expect(alarms[0]).toEqual(alarms[1]);
    },
    5 * minute,
  );

  test(
    'ends by SIGTERM within seconds, with nothing left open and code 0',
    async () => {
      const listening = await fetch(`${rig.tracker.url}/v1/events`);
      const code = await rig.tracker.end('SIGTERM');
      await listening.body?.cancel().catch(() => undefined);
      expect(code).toBe(0);
      await untilItsConnectionsAreGone();
      await rig.startTracker();
    },
    2 * minute,
  );
});
