import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AddressInfo } from 'node:net';
import { caseIn } from '../../support/case.js';
import { eventually } from '../../support/fresh-database.js';
import type { TestGateway } from '../../support/gateway-world.js';
import { belonging, call, testGateway, tokenOf } from '../../support/gateway-world.js';
import { goodBody } from '../../support/bodies.js';
import { today } from '../../support/case.js';

const merge = { from: 'AGY010', into: 'AGY009', since: '2026-11-01T00:00:00.000Z' };
const apart = { ...merge, until: '2026-11-02T00:00:00.000Z' };
const other = caseIn('plan', { serviceId: 'SVC0107', agencyId: 'AGY010', proposed: false });
let world: TestGateway;

beforeAll(async () => {
  world = await testGateway();
});

beforeEach(() => {
  world.cases.put(other);
});

afterEach(() => {
  belonging.map = [];
});

afterAll(() => world.gateway.close());

const as = tokenOf('agencyOfficer');

describe('an organisation with several agency ids', () => {
  it.each([
    '/v1/services',
    '/v1/worklist',
    '/v1/services?agency=AGY009',
    '/v1/worklist?agency=AGY010',
  ])('has lists of all its ids: %s', async (url) => {
    belonging.map = [merge];
    for (const role of ['agencyOfficer', 'opdcOfficer'] as const) {
      await call(world.gateway, 'GET', url, { as: tokenOf(role) });
      const { agencyIds } = world.lists.asked?.filter ?? {};
      const isOfAll = role === 'opdcOfficer' && !url.includes('agency=');
      expect(agencyIds).toEqual(isOfAll ? undefined : ['AGY009', 'AGY010']);
    }
  });

  it('lists requests of all its ids', async () => {
    belonging.map = [merge];
    for (const url of ['/v1/requests', '/v1/requests?agency=AGY010']) {
      await call(world.gateway, 'GET', url, { as });
      expect(world.lists.asked?.filter.agencyIds).toEqual(['AGY009', 'AGY010']);
    }
  });

  it.each([
    ['before the merge', [], 403],
    ['while it holds', [merge], 200],
    ['after it was taken apart', [apart], 403],
  ] as const)('reads and acts on a service of its other id: %s', async (_when, map, status) => {
    belonging.map = map;
    const at = (path: string) => `/v1/services/SVC0107${path}`;
    expect((await call(world.gateway, 'GET', at(''), { as })).status).toBe(status);
    const body = goodBody('setMode', today);
    const headers = { 'idempotency-key': `key-${status}-${map.length}`, 'if-match': '"1"' };
    const sent = { as, body, headers };
    const acted = await call(world.gateway, 'POST', at('/actions/setMode'), sent);
    expect(acted.status).toBe(status);
    if (status === 200) {
      const { actor } = world.cases.commands.at(-1) ?? {};
      expect(actor?.agencies).toEqual(['AGY009', 'AGY010']);
    }
  });

  it('hears nothing more of a service once it is taken apart, though it follows it', async () => {
    belonging.map = [merge];
    world.lists.project(other, 2);
    await world.gateway.listen({ host: '127.0.0.1', port: 0 });
    const { port } = world.gateway.server.address() as AddressInfo;
    const follow = () =>
      fetch(`http://127.0.0.1:${port}/v1/services/SVC0107/events`, {
        headers: { authorization: `Bearer ${as}` },
      });
    const answer = await follow();
    let text = '';
    let isOver = false;
    const reading = (async () => {
      const decoder = new TextDecoder();
      for await (const chunk of answer.body ?? []) text += decoder.decode(chunk);
      isOver = true;
    })();
    const isRead = () => text.match(/^id:/gm)?.length === 2;
    await eventually(isRead, Boolean);

    belonging.map = [apart];
    world.lists.project(other, 3);
    world.feed.tell('SVC0107');
    await eventually(() => isOver, Boolean);
    await reading;
    expect(isRead()).toBe(true);
    expect((await follow()).status).toBe(403);
  });
});
