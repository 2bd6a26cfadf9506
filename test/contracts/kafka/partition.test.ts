import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import kafkajs from 'kafkajs';
import { partitionOf } from '../../../contracts/kafka/partition.js';

const partitionMetadata = Array.from({ length: 12 }, (_, partitionId) => ({
  partitionErrorCode: 0,
  partitionId,
  leader: 1,
  replicas: [1],
  isr: [1],
  offlineReplicas: [],
}));

function byKafkajs(key: string): number {
  const partitioner = kafkajs.Partitioners.DefaultPartitioner();
  return partitioner({ topic: 't', partitionMetadata, message: { key, value: '' } });
}

describe('the partition of a key', () => {
  it("is that of Kafka's own clients, for any key", () => {
    const key = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(key, (any) => {
        expect(partitionOf(any, 12)).toBe(byKafkajs(any));
      }),
      { numRuns: 1_000 },
    );
  });

  it('spreads the register evenly', () => {
    const counts = new Array<number>(12).fill(0);
    for (let id = 1; id <= 4_906; id += 1) {
      const partition = partitionOf(`service/SVC${String(id).padStart(4, '0')}`, 12);
      counts[partition] = (counts[partition] ?? 0) + 1;
    }
    expect(Math.min(...counts)).toBeGreaterThan(4_906 / 12 / 2);
    expect(Math.max(...counts)).toBeLessThan((4_906 / 12) * 1.5);
  });
});
