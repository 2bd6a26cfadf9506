import type { Producer } from 'kafkajs';

/** The topic that the floor writes to. */
export const floorTopic = 'bench.floor';

/** What the floor's case asks of the world. */
export type FloorActivities = ReturnType<typeof createFloorActivities>;

/**
 * The floor's activities: a bare producer, and nothing else.
 *
 * @param record what it publishes as each event
 * @param onPublish hears that the publishing of a case's events begins
 * @param onNothing hears that a case which waits has done its nothing
 */
export function createFloorActivities(
  producer: Producer,
  record: string,
  onPublish: (caseId: string, sequences: readonly number[]) => void,
  onNothing: () => void,
) {
  return {
    compute: () => Promise.resolve(),
    nothing: () => {
      onNothing();
      return Promise.resolve();
    },
    async publish(caseId: string, sequences: readonly number[]): Promise<void> {
      onPublish(caseId, sequences);
      await producer.send({
        topic: floorTopic,
        acks: -1,
        messages: sequences.map((sequence) => ({
          key: caseId,
          value: record,
          headers: { sequence: String(sequence) },
        })),
      });
    },
  };
}
