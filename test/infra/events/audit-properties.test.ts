import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { MintedEvent } from '../../../contracts/events/cloud-event.js';
import { partitionOf } from '../../../contracts/kafka/partition.js';
import type { VerifyFault } from '../../../infra/events/audit.js';
import { EventAudit } from '../../../infra/events/audit.js';
import { published, registeredService } from '../../support/make-events.js';

const topic = 'service.status.v1';

/** The events of a service, from 1 to `count`. */
function chain(serviceId: string, count: number): MintedEvent[] {
  const service = registeredService(serviceId, 'develop');
  for (let i = 1; i < count; i += 1) service.happens({ kind: 'progressReported' });
  return service.events.map(({ event }) => event);
}

function audit(log: readonly MintedEvent[]): EventAudit {
  const taken = new EventAudit();
  for (const [offset, event] of log.entries()) {
    const partition = partitionOf(event.subject, 12);
    const place = { topic, partition, offset: String(offset) } as const;
    taken.take(place, { kind: 'event', event: published(event) });
  }
  return taken.close();
}

/** All faults of the audit against cases that have decided and published these chains. */
function faultsOf(log: readonly MintedEvent[], chains: readonly MintedEvent[][]): VerifyFault[] {
  const taken = audit(log);
  const ends = chains.map((events) => ({
    topic,
    subject: events[0]?.subject ?? '',
    sequence: events.length,
    chainhash: events.at(-1)?.chainhash ?? '',
    unpublished: 0,
  })) as Parameters<EventAudit['missingOf']>[0][];
  return [
    ...taken.ownFaults,
    ...ends.flatMap((end) => [
      ...taken.missingOf(end),
      ...taken.inventedBeyond(end),
      ...taken.otherThan(end),
    ]),
  ];
}

const lengths = fc.array(fc.integer({ min: 2, max: 9 }), { minLength: 1, maxLength: 4 });
const chains = lengths.map((all) => all.map((count, index) => chain(`SVC100${index}`, count)));

/** The chains mixed as topics mix them: each keeps its order; some events are sent again later. */
const mixed = fc
  .tuple(chains, fc.infiniteStream(fc.nat()), fc.infiniteStream(fc.nat(5)))
  .map(([all, picks, dice]) => {
    const rest = all.map((events) => [...events]);
    const log: MintedEvent[] = [];
    let resends = 0;
    while (rest.some((events) => events.length > 0)) {
      const open = rest.filter((events) => events.length > 0);
      const next = open[(picks.next().value ?? 0) % open.length]?.shift();
      if (next !== undefined) log.push(next);
      if (dice.next().value !== 0) continue;
      const again = log[(picks.next().value ?? 0) % log.length];
      if (again !== undefined) log.push(again);
      resends += 1;
    }
    return { all, log, resends };
  });

describe('whatever the topics hold', () => {
  it('order of subjects and identical resends are no fault', () => {
    fc.assert(
      fc.property(mixed, ({ all, log, resends }) => {
        expect(faultsOf(log, all)).toEqual([]);
        const taken = audit(log);
        expect(taken.resends).toBe(resends);
        expect(taken.events).toBe(all.flat().length);
      }),
    );
  });

  it('what was taken out is missing, of its subject, by its sequence', () => {
    fc.assert(
      fc.property(chains, fc.nat(), (all, pick) => {
        const log = all.flat();
        const lost = log[pick % log.length];
        const found = faultsOf(
          log.filter((event) => event !== lost),
          all,
        );
        expect(found).toMatchObject([{ code: 'missing', subject: lost?.subject }]);
        expect(found[0]?.detail).toMatch(new RegExp(`sequence ${Number(lost?.sequence)}\\b`));
      }),
    );
  });

  it('two neighbours that changed places are out of order, and nothing is missing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 9 }), fc.nat(), (count, pick) => {
        const events = chain('SVC1000', count);
        const at = pick % (count - 1);
        const log = events.toSpliced(at, 2, ...events.slice(at, at + 2).reverse());
        expect(faultsOf(log, [events]).map(({ code }) => code)).toEqual(['outOfOrder']);
      }),
    );
  });

  it('an event of another making under a known sequence is a conflict, wherever it stands', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 9 }), fc.nat(), fc.nat(), (count, which, where) => {
        const events = chain('SVC1000', count);
        const model = events[which % count];
        if (model === undefined) return;
        const at = (which % count) + 1 + (where % (count - (which % count)));
        const foreign = { ...model, data: { ...model.data, agencyId: 'AGY999' } };
        const codes = faultsOf(events.toSpliced(at, 0, foreign), [events]).map(({ code }) => code);
        expect(codes).toEqual(['conflict']);
      }),
    );
  });

  it('what the case has not decided was invented', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 9 }), fc.nat(), (count, pick) => {
        const events = chain('SVC1000', count);
        const decided = events.slice(0, 1 + (pick % (count - 1)));
        expect(faultsOf(events, [decided]).map(({ code }) => code)).toEqual(['invented']);
      }),
    );
  });
});
