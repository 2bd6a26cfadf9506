import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { caseIn } from '../../support/case.js';
import { eventually } from '../../support/fresh-database.js';
import type { TestGateway } from '../../support/gateway-world.js';
import { call, testGateway, tokenOf } from '../../support/gateway-world.js';

let world: TestGateway;
let url: string;

beforeEach(async () => {
  world = await testGateway();
  world.lists.project(caseIn('plan'), 3);
  await world.gateway.listen({ host: '127.0.0.1', port: 0 });
  url = `http://127.0.0.1:${(world.gateway.server.address() as AddressInfo).port}`;
});

afterEach(() => world.gateway.close());

/** A reader of the stream: what it has received so far, and the end. */
async function follow({ last = '', lifetime = 3600 } = {}) {
  const stop = new AbortController();
  const answer = await fetch(`${url}/v1/services/SVC0106/events`, {
    headers: {
      authorization: `Bearer ${tokenOf('agencyOfficer', { lifetime })}`,
      ...(last === '' ? {} : { 'last-event-id': last }),
    },
    signal: stop.signal,
  });
  const reader = { answer, text: '', isOver: false, stop: () => stop.abort() };
  const read = async () => {
    const decoder = new TextDecoder();
    for await (const chunk of answer.body ?? []) reader.text += decoder.decode(chunk);
  };
  void read()
    .catch(() => undefined)
    .finally(() => {
      reader.isOver = true;
    });
  return reader;
}

function idsOf(text: string): string[] {
  return [...text.matchAll(/^id: (\d+)$/gm)].map(([, id = '']) => id);
}

describe('GET /v1/services/{id}/events', () => {
  it('gives what has happened, and then what happens', async () => {
    const reader = await follow();
    expect(reader.answer.headers.get('content-type')).toContain('text/event-stream');
    await eventually(
      () => idsOf(reader.text),
      (ids) => ids.length === 3,
    );
    world.lists.project(caseIn('develop'), 5);
    world.feed.tell('SVC0106');
    await eventually(
      () => idsOf(reader.text),
      (ids) => ids.length === 5,
    );
    expect(idsOf(reader.text)).toEqual(['1', '2', '3', '4', '5']);
    const [data] = /^data: (\{.*\})$/m.exec(reader.text)?.slice(1) ?? [];
    expect(JSON.parse(data ?? '')).toMatchObject({ sequence: 1, data: { serviceId: 'SVC0106' } });
    reader.stop();
  });

  it('goes on after the event that the reader had last, none twice', async () => {
    const reader = await follow({ last: '2' });
    await eventually(
      () => idsOf(reader.text),
      (ids) => ids.length === 1,
    );
    for (let i = 0; i < 20; i += 1) world.feed.tell('SVC0106');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(idsOf(reader.text)).toEqual(['3']);
    reader.stop();
  });

  it('takes an id as it stands in events, and refuses what is none', async () => {
    const reader = await follow({ last: '00000000000000000002' });
    await eventually(
      () => idsOf(reader.text),
      (ids) => ids.length === 1,
    );
    reader.stop();
    expect((await follow({ last: 'abc' })).answer.status).toBe(400);
  });

  it('gives thousands of events in order', async () => {
    world.lists.project(caseIn('plan'), 2_600);
    const reader = await follow();
    await eventually(
      () => idsOf(reader.text).length,
      (count) => count === 2_600,
    );
    expect(idsOf(reader.text).at(-1)).toBe('2600');
    reader.stop();
  });

  it('ends with the token', async () => {
    const reader = await follow({ lifetime: 0.2 });
    await eventually(
      () => reader.isOver,
      (isOver) => isOver,
      { withinMs: 5_000 },
    );
    expect(reader.text).toContain('event: expired');
  });

  it('ends when the events cannot be read, so that the reader comes again', async () => {
    const reader = await follow();
    await eventually(
      () => idsOf(reader.text),
      (ids) => ids.length === 3,
    );
    world.lists.trouble = new Error('away');
    world.feed.tell('SVC0106');
    await eventually(
      () => reader.isOver,
      (isOver) => isOver,
    );
    expect(reader.isOver).toBe(true);
  });

  it('holds nothing back when the gateway stops, and leaves nothing behind', async () => {
    const reader = await follow();
    const gone = await follow();
    gone.stop();
    await eventually(
      () => world.feed.news.listenerCount('service/SVC0106'),
      (count) => count === 1,
    );
    const { body } = await call(world.gateway, 'GET', '/metrics');
    expect(String(body['text'])).toContain('prasan_gateway_streams 1');
    await world.gateway.close();
    await eventually(
      () => reader.isOver,
      (isOver) => isOver,
    );
    expect(world.feed.news.listenerCount('service/SVC0106')).toBe(0);
  });
});
