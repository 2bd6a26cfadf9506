import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { caseIn } from '../../support/case.js';
import { eventually } from '../../support/fresh-database.js';
import type { TestGateway } from '../../support/gateway-world.js';
import { call, testGateway, tokenOf } from '../../support/gateway-world.js';

let world: TestGateway;
let url: string;

beforeEach(() => begin());

afterEach(() => world.gateway.close());

async function begin(times?: Parameters<typeof testGateway>[0]): Promise<void> {
  world = await testGateway(times);
  world.lists.project(caseIn('plan'), 3);
  await world.gateway.listen({ host: '127.0.0.1', port: 0 });
  url = `http://127.0.0.1:${(world.gateway.server.address() as AddressInfo).port}`;
}

/** Begins again with other times. */
async function beginWith(times: Parameters<typeof testGateway>[0]): Promise<void> {
  await world.gateway.close();
  await begin(times);
}

/** A reader of the stream: what it has received so far, and the end. */
async function follow({ last = '', lifetime = 3600, name = 'somchai' } = {}) {
  const stop = new AbortController();
  const answer = await fetch(`${url}/v1/services/SVC0106/events`, {
    headers: {
      authorization: `Bearer ${tokenOf('agencyOfficer', { lifetime, name })}`,
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

/** A reader that asks, and never takes what it is given. */
function stall({ lifetime = 3600 } = {}): Socket {
  const { host, port } = new URL(url);
  const socket = connect(Number(port), '127.0.0.1');
  const token = tokenOf('agencyOfficer', { lifetime });
  socket.pause();
  socket.on('error', () => undefined);
  socket.write(
    `GET /v1/services/SVC0106/events HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${token}\r\n\r\n`,
  );
  return socket;
}

async function openStreams(): Promise<number> {
  const { body } = await call(world.gateway, 'GET', '/metrics');
  return Number(/^prasan_gateway_streams (\d+)$/m.exec(String(body['text']))?.[1]);
}

function followers(): number {
  return world.feed.news.listenerCount('service/SVC0106');
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

  it('ends once: a stalled reader is cut off, and nothing is written after the end', async () => {
    await beginWith({ heartbeatMs: 5, stalledMs: 60_000, flushMs: 300 });
    world.lists.project(caseIn('plan'), 20_000);
    const reader = stall({ lifetime: 1 });
    await eventually(followers, (count) => count === 1);
    await eventually(followers, (count) => count === 0, { withinMs: 5_000 });
    // It has ended and is not flushed: whoever still tells or beats must not bring the gateway down.
    for (let i = 0; i < 20; i += 1) world.feed.tell('SVC0106');
    expect(await openStreams()).toBe(1);
    await eventually(openStreams, (count) => count === 0, { withinMs: 5_000 });
    expect((await call(world.gateway, 'GET', '/healthz')).status).toBe(200);
    reader.destroy();
  });

  it('does not wait for ever for a reader who takes nothing', async () => {
    await beginWith({ heartbeatMs: 15_000, stalledMs: 300, flushMs: 300 });
    world.lists.project(caseIn('plan'), 20_000);
    const reader = stall();
    await eventually(openStreams, (count) => count === 1);
    await eventually(openStreams, (count) => count === 0, { withinMs: 5_000 });
    expect(followers()).toBe(0);
    reader.destroy();
  });

  it('outlives connections that break while it writes', async () => {
    world.lists.project(caseIn('plan'), 20_000);
    const readers = [stall(), stall(), stall()];
    await eventually(openStreams, (count) => count === 3);
    for (const reader of readers) reader.resetAndDestroy();
    for (let i = 0; i < 20; i += 1) world.feed.tell('SVC0106');
    await eventually(openStreams, (count) => count === 0, { withinMs: 5_000 });
    expect(followers()).toBe(0);
  });

  it('is given to one person twenty times at once, and to others still', async () => {
    const readers = await Promise.all(Array.from({ length: 20 }, () => follow()));
    const oneMore = await follow();
    expect(oneMore.answer.status).toBe(429);
    await eventually(
      () => oneMore.text,
      (text) => text.includes('urn:prasan:problem:tooManyOwnStreams'),
    );
    expect(oneMore.answer.headers.get('retry-after')).toBe('5');
    expect((await follow({ name: 'malee' })).answer.status).toBe(200);
    readers[0]?.stop();
    await eventually(openStreams, (count) => count === 20);
    expect((await follow()).answer.status).toBe(200);
  });

  it('holds nothing back when the gateway stops, and leaves nothing behind', async () => {
    const reader = await follow();
    const gone = await follow();
    gone.stop();
    await eventually(
      () => world.feed.news.listenerCount('service/SVC0106'),
      (count) => count === 1,
    );
    expect(await openStreams()).toBe(1);
    await world.gateway.close();
    await eventually(
      () => reader.isOver,
      (isOver) => isOver,
    );
    expect(world.feed.news.listenerCount('service/SVC0106')).toBe(0);
  });
});
