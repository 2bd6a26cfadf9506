import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { atPace, gentle, paceNow, quick } from '../../../infra/register/pace.js';
import type { FreshDatabase } from '../../support/fresh-database.js';
import { freshDatabase } from '../../support/fresh-database.js';

describe('the pace of an import', () => {
  let database: FreshDatabase;
  let events = 0;

  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(() => database.drop());
  // Whoever acted in the test before acts no more.
  beforeEach(() =>
    database.pool.query(
      'ALTER TABLE prasan.event DISABLE TRIGGER ALL; DELETE FROM prasan.event; ALTER TABLE prasan.event ENABLE TRIGGER ALL',
    ),
  );

  async function happened(topic: string, secondsAgo: number, data: object): Promise<void> {
    events += 1;
    await database.pool.query(
      `INSERT INTO prasan.event (topic, subject, sequence, id, source, type, time, recordedtime,
         dataschema, chainhash, data, partition, kafka_offset)
       VALUES ($1, 'pace', $2, gen_random_uuid(), '/', 't', now() - $3 * interval '1 second', now(),
         '', '', $4, 0, 0)`,
      [topic, events, secondsAgo, JSON.stringify(data)],
    );
  }

  const actor = { id: 'person-1', role: 'agencyOfficer' };

  test('is quick where nothing has happened, or nobody did it', async () => {
    expect(await paceNow(database.pool)).toBe(quick);
    await happened('service.status.v1', 0, { actor: null });
    await happened('registry.change.v1', 0, { kind: 'agencyRegistered' });
    expect(await paceNow(database.pool)).toBe(quick);
  });

  test.each(['service.status.v1', 'request.status.biz.v1', 'request.status.citizen.v1'])(
    'is gentle while people act: %s',
    async (topic) => {
      await happened(topic, 5, { actor });
      expect(await paceNow(database.pool)).toBe(gentle);
    },
  );

  test('is quick again half a minute after the last act', async () => {
    await happened('service.status.v1', 40, { actor });
    expect(await paceNow(database.pool)).toBe(quick);
  });

  test('is one at a time while it is gentle', async () => {
    let underWay = 0;
    const seen: number[] = [];
    await atPace({ ...gentle, pauseMs: 20 }, [1, 2, 3], async () => {
      underWay += 1;
      seen.push(underWay);
      await Promise.resolve();
      underWay -= 1;
    });
    expect(seen).toEqual([1, 1, 1]);
  });
});
