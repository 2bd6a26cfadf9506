import { describe, expect, it } from '@jest/globals';
import { Partitioners } from 'kafkajs';
import { murmur2, partitionOf } from '../../../contracts/kafka/partition.js';

const partitions = 12;
const byKafka = Partitioners.DefaultPartitioner();
const partitionMetadata = Array.from({ length: partitions }, (_, partitionId) => ({
  partitionErrorCode: 0,
  partitionId,
  leader: 1,
  replicas: [1],
  isr: [1],
}));

describe('the partition of a key', () => {
  it('is the one that kafkajs chooses, for 1,000 keys of every length and script', () => {
    const keys = Array.from({ length: 1_000 }, (_, index) =>
      [`service/SVC${String(index).padStart(4, '0')}`, `ก${'x'.repeat(index % 9)}${index}`].slice(
        index % 2,
        (index % 2) + 1,
      ),
    ).flat();
    const ours = keys.map((key) => partitionOf(key, partitions));
    const theirs = keys.map((key) =>
      byKafka({ topic: 'service.status.v1', partitionMetadata, message: { key, value: '' } }),
    );
    expect(ours).toEqual(theirs);
    expect(new Set(ours).size).toBe(partitions);
  });

  it('hashes as Kafka’s own tests of murmur2 do', () => {
    const hash = (text: string) => murmur2(new TextEncoder().encode(text));
    expect(hash('21')).toBe(-973932308);
    expect(hash('foobar')).toBe(-790332482);
    expect(hash('a-little-bit-long-string')).toBe(-985981536);
    expect(hash('lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8')).toBe(-58897971);
  });
});
