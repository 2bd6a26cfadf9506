/** The Kafka that the tests have been given; `npm test` starts one. */
export function brokers(): string[] {
  const given = process.env['KAFKA_BROKERS'];
  if (given === undefined) throw new Error('KAFKA_BROKERS is not set; npm test starts a Kafka');
  return given.split(',');
}
