import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import { requestSubject } from '../../../contracts/ids.js';
import { startRequest } from '../../../infra/temporal/cases.js';
import { createOpenRequests } from '../../../infra/temporal/open-requests.js';
import { filing, manualOf } from '../../support/requests.js';
import { testTemporal } from '../../support/temporal.js';
import { until } from '../../support/until.js';

describe('the open requests of Temporal', () => {
  let client: Client;
  let connection: NativeConnection;
  const started: string[] = [];

  beforeAll(async () => {
    ({ client, connection } = await testTemporal());
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      const start = filing({ manual: manualOf('SVC0106'), name, filedAt: Date.now() });
      await startRequest(client, start);
      started.push(start.requestId);
    }
  }, 60_000);
  afterAll(async () => {
    await connection.close();
    await client.connection.close();
  });

  async function pagesOf(after: number | null): Promise<(readonly string[])[]> {
    const requests = createOpenRequests(client, client.options.namespace);
    const pages: (readonly string[])[] = [];
    for (let cursor: string | null = null; ;) {
      const page: Awaited<ReturnType<typeof requests.page>> = await requests.page({
        ...{ after, cursor, size: 2 },
      });
      pages.push(page.ids);
      if (page.next === null) return pages;
      cursor = page.next;
    }
  }

  test('come page by page, each once, and only those that run', async () => {
    const requests = createOpenRequests(client, client.options.namespace);
    await until(async () => (await requests.count()) === started.length, 20_000);
    const pages = await pagesOf(null);
    expect(pages.flat().sort()).toEqual([...started].sort());
    expect(pages.every((ids) => ids.length <= 2)).toBe(true);
    expect((await pagesOf(Date.now() + 60_000)).flat()).toEqual([]);
    expect((await pagesOf(Date.now() - 600_000)).flat()).toHaveLength(started.length);

    const [first = ''] = started;
    await client.workflow.getHandle(requestSubject(first)).terminate('test');
    await until(async () => (await requests.count()) === started.length - 1, 20_000);
    expect((await pagesOf(null)).flat()).not.toContain(first);
    const command = { campaignId: '1-2027-02-10', mark: '1/1', revision: 1, rule: 'C15' } as const;
    expect(await requests.recount(first, command)).toBeUndefined();
  }, 60_000);
});
