/**
 * Errors of an idempotent producer that has lost its place. kafkajs calls them final, but a new
 * producer with a new id mends them (kafka.md §1.3 C).
 */
const lostPlace = [
  'OUT_OF_ORDER_SEQUENCE_NUMBER',
  'DUPLICATE_SEQUENCE_NUMBER',
  'UNKNOWN_PRODUCER_ID',
  'INVALID_PRODUCER_EPOCH',
];

/** Whether the broker has refused for good what was sent: sending it again changes nothing. */
export function isRefusal(error: unknown): boolean {
  const cause = rootOf(error);
  return (
    cause.name === 'KafkaJSProtocolError' &&
    'retriable' in cause &&
    cause.retriable === false &&
    'type' in cause &&
    typeof cause.type === 'string' &&
    !lostPlace.includes(cause.type)
  );
}

function rootOf(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  return error.cause instanceof Error ? rootOf(error.cause) : error;
}
