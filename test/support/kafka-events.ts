import fc from 'fast-check';
import type { MintedEvent } from '../../contracts/events/cloud-event.js';
import type { ChainEnd } from '../../contracts/events/mint.js';
import { emptyChain, mintEvent } from '../../contracts/events/mint.js';
import type { TopicName } from '../../contracts/topics.js';

const firstAt = Date.parse('2026-10-01T02:00:00.000Z');

/** Events of one subject, each following the one before, from `end` on. */
export function chain(
  subject: string,
  data: readonly object[],
  {
    topic = 'service.status.v1',
    end = emptyChain,
  }: { readonly topic?: TopicName; readonly end?: ChainEnd } = {},
): MintedEvent[] {
  const events: MintedEvent[] = [];
  for (const one of data) {
    const before = events.at(-1);
    const event = mintEvent(
      before === undefined
        ? end
        : { sequence: Number(before.sequence), chainhash: before.chainhash },
      {
        topic,
        subject,
        type: 'th.prasan.service.tested.v1',
        dataschema: 'https://contracts.prasan.th/events/test.v1.json',
        at: firstAt + events.length,
        data: one,
      },
    );
    events.push(event);
  }
  return events;
}

/** So many events of one subject. */
export function chainOf(subject: string, length: number, pad = ''): MintedEvent[] {
  return chain(
    subject,
    Array.from({ length }, (_, index) => ({ number: index + 1, pad })),
  );
}

/** Any data that an event may carry. */
export const anyData = fc.dictionary(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
  fc.jsonValue({ maxDepth: 3 }),
  { maxKeys: 5 },
);

/** Any event, with or without a trace. */
export const anyEvent: fc.Arbitrary<MintedEvent> = fc
  .record({
    subject: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
    type: fc.string({ minLength: 1, maxLength: 40 }),
    before: fc.integer({ min: 0, max: 1_000_000 }),
    at: fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }),
    traceparent: fc.option(
      fc.string({ minLength: 1, unit: fc.constantFrom('0', '7', 'a', 'f', '-') }),
    ),
    data: anyData,
  })
  .map(({ subject, type, before, at, traceparent, data }) =>
    mintEvent(
      { ...emptyChain, sequence: before },
      {
        topic: 'service.status.v1',
        subject,
        type,
        dataschema: 'https://contracts.prasan.th/events/test.v1.json',
        at: at.getTime(),
        ...(traceparent === null ? {} : { traceparent }),
        data,
      },
    ),
  );
