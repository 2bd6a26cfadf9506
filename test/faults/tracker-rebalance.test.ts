import { describe, expect, test } from '@jest/globals';
import { serviceSubject } from '../../contracts/ids.js';
import { timeline } from '../../infra/postgres/read-model.js';
import { readModelHash } from '../../infra/postgres/rebuild.js';
import { eventually, freshDatabase } from '../support/fresh-database.js';
import { MadeService } from '../support/make-events.js';
import { trackerRig } from '../support/tracker-rig.js';
import type { TrackerProcess } from '../support/tracker.js';
import { trackerProcess, uniqueServiceId, untilKnown } from '../support/tracker.js';

const minute = 60_000;
const length = 6;

describe('two trackers of one group', () => {
  const rig = trackerRig();

  async function archivedBy({ url }: TrackerProcess): Promise<number> {
    const text = await (await fetch(`${url}/metrics`)).text();
    return Number(/prasan_tracker_events_archived_total (\d+)/.exec(text)?.[1]);
  }

  /** Sends the stories of so many new services, told side by side; their ids. */
  async function send(count: number): Promise<string[]> {
    const ids = Array.from({ length: count }, uniqueServiceId);
    const services = ids.map((id) => new MadeService(id));
    for (const service of services) {
      for (let n = 1; n < length; n += 1) service.happens({ kind: 'planRevised' });
    }
    const rounds = Array.from({ length }, (_, round) =>
      services.flatMap(({ events }) => events.slice(round, round + 1)),
    );
    await rig.publisher.send(rounds.flat());
    return ids;
  }

  test(
    'share the partitions, and take every event once while one joins and another leaves',
    async () => {
      const first = rig.tracker;
      const joining = send(30);
      await rig.startTracker();
      const second = rig.tracker;
      const ids = await joining;
      // Until both have a share, events come without end.
      while ((await archivedBy(second)) === 0) ids.push(...(await send(5)));
      const byFirst = await archivedBy(first);
      const leaving = send(30);
      await first.end('SIGTERM');
      ids.push(...(await leaving));
      for (const id of ids) await untilKnown(second.url, id, length);
      expect(byFirst).toBeGreaterThan(0);
      for (const id of ids) {
        const entries = await timeline(rig.database.pool, serviceSubject(id), { limit: 100 });
        expect(entries.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6]);
      }
      // What the offsets count is what the archive holds: nothing was taken twice or passed over.
      const { rows } = await rig.database.pool.query<{ counted: number; archived: number }>(
        `SELECT (SELECT sum(events)::bigint FROM prasan.consumer_offset) AS counted,
           (SELECT count(*) FROM prasan.event) AS archived`,
      );
      expect(rows[0]?.counted).toBe(rows[0]?.archived);
      const other = await freshDatabase();
      const alone = await trackerProcess(other.url);
      const hashes = await eventually(
        async () => [await readModelHash(rig.database.pool), await readModelHash(other.pool)],
        ([one, another]) => one === another,
        { withinMs: 60_000, everyMs: 500 },
      );
      await alone.end('SIGKILL');
      await other.drop();
      expect(hashes[0]).toBe(hashes[1]);
    },
    5 * minute,
  );
});
