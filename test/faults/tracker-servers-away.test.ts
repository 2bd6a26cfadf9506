import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readAlarms } from '../../infra/postgres/alarms.js';
import { timeline } from '../../infra/postgres/read-model.js';
import { serviceSubject } from '../../contracts/ids.js';
import type { FreshDatabase } from '../support/fresh-database.js';
import { eventually, freshDatabase } from '../support/fresh-database.js';
import { MadeService } from '../support/make-events.js';
import { stackControl } from '../support/stack-control.js';
import type { TestPublisher, TrackerProcess } from '../support/tracker.js';
import {
  testPublisher,
  trackerProcess,
  uniqueServiceId,
  untilCaughtUp,
  untilKnown,
} from '../support/tracker.js';

const minute = 60_000;
const control = stackControl();
const onOwnStack = control === undefined ? describe.skip : describe;

onOwnStack('a tracker whose servers go away', () => {
  let publisher: TestPublisher;
  let database: FreshDatabase;
  let tracker: TrackerProcess;

  beforeAll(async () => {
    publisher = await testPublisher();
    database = await freshDatabase();
    tracker = await trackerProcess(database.url);
    await untilCaughtUp(tracker.url);
  }, 120_000);

  afterAll(async () => {
    await tracker.end('SIGKILL');
    await publisher.close();
    await database.drop();
  });

  async function pageText(): Promise<string> {
    return (await fetch(`${tracker.url}/?lang=en`)).text();
  }

  test(
    'says that PostgreSQL is away, and has every event once when it is back',
    async () => {
      const id = uniqueServiceId();
      const service = new MadeService(id);
      await publisher.send(service.events);
      await untilKnown(tracker.url, id, 1);
      for (let i = 0; i < 20; i += 1) service.happens({ kind: 'planRevised' });
      const sending = publisher.send(service.events.slice(1));
      await control?.kill('postgres');
      const away = await eventually(
        () => fetch(`${tracker.url}/`),
        ({ status }) => status === 503,
      );
      const ready = await fetch(`${tracker.url}/readyz`);
      const text = await pageText();
      await sending;
      await control?.start('postgres');
      await untilKnown(tracker.url, id, 21);
      const entries = await timeline(database.pool, serviceSubject(id), { limit: 100 });
      expect(away.headers.get('retry-after')).toBe('5');
      expect(ready.status).toBe(503);
      expect(text).toContain('The database does not answer');
      expect(entries.map(({ sequence }) => sequence)).toEqual(entries.map((_, index) => index + 1));
      expect(entries).toHaveLength(21);
      expect((await readAlarms(database.pool)).held).toBe(0);
    },
    5 * minute,
  );

  test(
    'says since when Kafka is away, goes on showing, and catches up',
    async () => {
      const id = uniqueServiceId();
      const service = new MadeService(id);
      await publisher.send(service.events);
      await untilKnown(tracker.url, id, 1);
      await control?.kill('kafka');
      await eventually(pageText, (text) => text.includes('Kafka does not answer'), {
        withinMs: 90_000,
      });
      const one = await fetch(`${tracker.url}/v1/services/${id}`);
      const ready = await fetch(`${tracker.url}/readyz`);
      await control?.start('kafka');
      service.happens({ kind: 'planRevised' });
      const again = await testPublisher();
      await again.send(service.events.slice(1));
      await again.close();
      await untilKnown(tracker.url, id, 2);
      await eventually(pageText, (text) => !text.includes('Kafka does not answer'));
      expect(one.status).toBe(200);
      expect(ready.status).toBe(200);
    },
    5 * minute,
  );
});
