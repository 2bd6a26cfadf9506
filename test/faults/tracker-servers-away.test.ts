import { describe, expect, test } from '@jest/globals';
import { readAlarms } from '../../infra/postgres/alarms.js';
import { timeline } from '../../infra/postgres/read-model.js';
import { serviceSubject } from '../../contracts/ids.js';
import { eventually } from '../support/fresh-database.js';
import { MadeService } from '../support/make-events.js';
import { trackerRig } from '../support/tracker-rig.js';
import { testPublisher, uniqueServiceId, untilKnown } from '../support/tracker.js';

const minute = 60_000;

describe('a tracker whose servers go away', () => {
  const rig = trackerRig();

  async function pageText(): Promise<string> {
    return (await fetch(`${rig.tracker.url}/?lang=en`)).text();
  }

  /** What a page that is open hears. */
  async function listen(): Promise<{ text: string; close(): void }> {
    const abort = new AbortController();
    const answer = await fetch(`${rig.tracker.url}/v1/events`, { signal: abort.signal });
    const heard = { text: '', close: () => abort.abort() };
    const read = async () => {
      for await (const chunk of answer.body ?? []) heard.text += Buffer.from(chunk).toString();
    };
    void read().catch(() => undefined);
    return heard;
  }

  test(
    'says that PostgreSQL is away, also to open pages, and has every event once when it is back',
    async () => {
      const id = uniqueServiceId();
      const service = new MadeService(id);
      await rig.publisher.send(service.events);
      await untilKnown(rig.tracker.url, id, 1);
      for (let i = 0; i < 20; i += 1) service.happens({ kind: 'planRevised' });
      const sending = rig.publisher.send(service.events.slice(1));
      const told = await listen();
      await rig.servers.kill('postgres');
      const away = await eventually(
        () => fetch(`${rig.tracker.url}/`),
        ({ status }) => status === 503,
      );
      const ready = await fetch(`${rig.tracker.url}/readyz`);
      const text = await pageText();
      await sending;
      await eventually(
        () => told.text,
        (heard) => heard.includes('"kind":"postgresAway"'),
      );
      await rig.servers.start('postgres');
      await untilKnown(rig.tracker.url, id, 21);
      await eventually(
        () => told.text.slice(told.text.indexOf('postgresAway')),
        (heard) => heard.includes('"kind":"live"'),
      );
      told.close();
      const entries = await timeline(rig.database.pool, serviceSubject(id), { limit: 100 });
      expect(away.headers.get('retry-after')).toBe('5');
      expect(ready.status).toBe(503);
      expect(text).toContain('The database does not answer');
      expect(entries.map(({ sequence }) => sequence)).toEqual(entries.map((_, index) => index + 1));
      expect(entries).toHaveLength(21);
      expect((await readAlarms(rig.database.pool)).held).toBe(0);
    },
    5 * minute,
  );

  test(
    'says since when Kafka is away, goes on showing, and catches up',
    async () => {
      const id = uniqueServiceId();
      const service = new MadeService(id);
      await rig.publisher.send(service.events);
      await untilKnown(rig.tracker.url, id, 1);
      await rig.servers.kill('kafka');
      await eventually(pageText, (text) => text.includes('Kafka does not answer'), {
        withinMs: 90_000,
      });
      const one = await fetch(`${rig.tracker.url}/v1/services/${id}`);
      const ready = await fetch(`${rig.tracker.url}/readyz`);
      await rig.servers.start('kafka');
      service.happens({ kind: 'planRevised' });
      const again = await testPublisher();
      await again.send(service.events.slice(1));
      await again.close();
      await untilKnown(rig.tracker.url, id, 2);
      await eventually(pageText, (text) => !text.includes('Kafka does not answer'));
      expect(one.status).toBe(200);
      expect(ready.status).toBe(200);
    },
    5 * minute,
  );
});
