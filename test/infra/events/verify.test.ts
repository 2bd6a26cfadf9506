import { describe, expect, it } from '@jest/globals';
import type { MintedEvent } from '../../../contracts/events/cloud-event.js';
import { emptyChain } from '../../../contracts/events/mint.js';
import { partitionOf } from '../../../contracts/kafka/partition.js';
import type { CaseEnd } from '../../../infra/events/audit.js';
import { EventAudit } from '../../../infra/events/audit.js';
import { published, registeredService } from '../../support/make-events.js';

const topic = 'service.status.v1';
const subject = 'service/SVC0106';
const right = partitionOf(subject, 12);
const events = registeredService('SVC0106', 'develop')
  .happens({ kind: 'advanced', change: { state: 'test' } })
  .happens({ kind: 'advanced', change: { state: 'linked' } })
  .happens({ kind: 'advanced', change: { state: 'live' } })
  .events.map(({ event }) => event);

function eventAt(sequence: number): MintedEvent {
  const event = events[sequence - 1];
  if (event === undefined) throw new Error(`no event ${sequence}`);
  return event;
}

function audited(log: readonly (number | MintedEvent)[], partition = right): EventAudit {
  const audit = new EventAudit();
  for (const [offset, one] of log.entries()) {
    const event = published(typeof one === 'number' ? eventAt(one) : one);
    audit.take({ topic, partition, offset: String(offset) }, { kind: 'event', event });
  }
  return audit.close();
}

const end: CaseEnd = {
  topic,
  subject,
  sequence: 4,
  chainhash: eventAt(4).chainhash,
  unpublished: 0,
};

/** All faults, as `code: detail`. */
function faults(audit: EventAudit, of: CaseEnd = end): string[] {
  return [
    ...audit.ownFaults,
    ...audit.missingOf(of),
    ...audit.inventedBeyond(of),
    ...audit.otherThan(of),
  ].map(({ code, detail }) => `${code}: ${detail.replace(/ \(partition.*$/, '')}`);
}

describe('the audit of the events', () => {
  it('finds nothing in a whole log', () => {
    const audit = audited([1, 2, 3, 4]);
    expect(faults(audit)).toEqual([]);
    expect([audit.events, audit.resends]).toEqual([4, 0]);
    expect(audit.subjects()).toEqual([{ topic, subject }]);
  });

  it('counts identical resends, and finds no fault in them', () => {
    const audit = audited([1, 2, 1, 2, 3, 4, 4, 2]);
    expect(faults(audit)).toEqual([]);
    expect([audit.events, audit.resends]).toEqual([4, 4]);
  });

  it('finds what is missing: at the beginning, in the middle and at the end', () => {
    expect(faults(audited([3, 4]))).toEqual(['missing: sequence 1–2']);
    expect(faults(audited([1, 4]))).toEqual(['missing: sequence 2–3']);
    expect(faults(audited([1, 2]))).toEqual(['missing: sequence 3–4']);
    expect(faults(audited([2]))).toEqual(['missing: sequence 1, 3–4']);
    expect(faults(audited([]))).toEqual(['missing: sequence 1–4']);
  });

  it('does not miss what the case has not published yet', () => {
    expect(faults(audited([1, 2]), { ...end, unpublished: 2 })).toEqual([]);
    expect(faults(audited([1, 2]), { ...end, unpublished: 1 })).toEqual(['missing: sequence 3']);
  });

  it('finds what is out of order, and takes it for no loss', () => {
    const audit = audited([1, 3, 2, 4]);
    expect(faults(audit)).toEqual(['outOfOrder: sequence 2 stands after 3']);
    expect(audit.events).toBe(4);
  });

  it('finds events in another partition than their subject’s', () => {
    const wrong = (right + 1) % 12;
    expect(
      faults(audited([1], wrong), { ...end, sequence: 1, chainhash: eventAt(1).chainhash }),
    ).toEqual([`outOfOrder: sequence 1 is in partition ${wrong} instead of ${right}`]);
  });

  it('finds a conflict: another id, or another content under the same id', () => {
    const otherId = { ...eventAt(2), id: eventAt(3).id };
    expect(faults(audited([1, 2, otherId, 3, 4]))).toEqual([
      expect.stringMatching(/^conflict: sequence 2 has the id/),
    ]);
    const otherContent = { ...eventAt(2), data: { serviceId: 'SVC0106' } };
    expect(faults(audited([1, 2, 3, otherContent, 4]))).toEqual([
      'conflict: sequence 2 has another content under the same id',
    ]);
  });

  it('finds a broken chain once, and goes on behind it', () => {
    const changed = { ...eventAt(2), data: { serviceId: 'SVC0106' } };
    expect(faults(audited([1, changed, 3, 4]))).toEqual([
      'brokenChain: sequence 2 has a hash that does not follow 1',
    ]);
  });

  it('finds what was invented: more than the case has decided', () => {
    const shorter = { ...end, sequence: 3, chainhash: eventAt(3).chainhash };
    expect(faults(audited([1, 2, 3, 4]), shorter)).toEqual([
      'invented: the topic goes to sequence 4, the case has decided 3',
    ]);
    const none = { ...end, ...emptyChain };
    expect(faults(audited([1]), none)[0]).toMatch(/^invented/);
  });

  it('finds a whole chain that is another than the case decided', () => {
    expect(faults(audited([1, 2, 3, 4]), { ...end, chainhash: 'f'.repeat(64) })).toEqual([
      'conflict: the case has decided another event as sequence 4',
    ]);
  });

  it('names records that are no events', () => {
    const audit = new EventAudit();
    audit.take({ topic, partition: 3, offset: '9' }, { kind: 'tombstone' });
    audit.take({ topic, partition: 3, offset: '10' }, { kind: 'unreadable', reason: 'no JSON' });
    expect(audit.close().ownFaults.map(({ code, detail }) => `${code}: ${detail}`)).toEqual([
      'unreadable: offset 9 of partition 3: it has no value',
      'unreadable: offset 10 of partition 3: no JSON',
    ]);
  });
});
