import { createRequire } from 'node:module';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { quietRequestTimer } from '../../../infra/kafka/request-timer.js';

interface Queue {
  throttledUntil: number;
  push(request: object): void;
  fulfillRequest(response: object): void;
}

const RequestQueue = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as new (
  options: object,
) => Queue;

const sent: number[] = [];

function queue(): Queue {
  const silent = { debug: () => undefined, warn: () => undefined };
  return new RequestQueue({ maxInFlightRequests: 1, requestTimeout: 1_000, logger: silent });
}

function push(to: Queue, correlationId: number): void {
  const entry = { correlationId, resolve: () => undefined, reject: () => undefined };
  to.push({ entry, expectResponse: true, sendRequest: () => sent.push(correlationId) });
}

beforeEach(() => {
  sent.length = 0;
  jest.useFakeTimers();
  quietRequestTimer();
});

afterEach(() => {
  jest.useRealTimers();
});

describe("kafkajs's queue of requests", () => {
  it('arms no timer when nothing waits', () => {
    const idle = queue();
    push(idle, 1);
    idle.fulfillRequest({ correlationId: 1, payload: null, size: 0 });
    expect(jest.getTimerCount()).toBe(0);
  });

  it('sends what waits when the one before has its answer', () => {
    const busy = queue();
    push(busy, 1);
    push(busy, 2);
    expect(sent).toEqual([1]);
    busy.fulfillRequest({ correlationId: 1, payload: null, size: 0 });
    expect(sent).toEqual([1, 2]);
    busy.fulfillRequest({ correlationId: 2, payload: null, size: 0 });
    jest.advanceTimersByTime(100);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('sends what was throttled when the time is over', () => {
    const throttled = queue();
    throttled.throttledUntil = Date.now() + 500;
    push(throttled, 1);
    jest.advanceTimersByTime(490);
    expect(sent).toEqual([]);
    jest.advanceTimersByTime(20);
    expect(sent).toEqual([1]);
    throttled.fulfillRequest({ correlationId: 1, payload: null, size: 0 });
    expect(jest.getTimerCount()).toBe(0);
  });
});
