import { createKafka } from '../../infra/kafka/client.js';
import { createLogger } from '../../infra/logger.js';

/**
 * A program: connects a producer and a consumer to the brokers given, does nothing for two seconds,
 * and prints how many timers that took a second.
 */
const kafka = createKafka(process.argv.slice(2), 'prasan-idle', createLogger('idle'));
const admin = kafka.admin();
const { kafka: other, sever } = kafka.severable();
const producer = other.producer({ idempotent: true });
await Promise.all([admin.connect(), producer.connect()]);
await admin.listTopics();

const original = globalThis.setTimeout;
let timers = 0;
globalThis.setTimeout = Object.assign((...args: Parameters<typeof original>) => {
  timers += 1;
  return original(...args);
}, original);
await new Promise((resolve) => original(resolve, 2_000));
process.stdout.write(`${JSON.stringify({ timers: timers / 2 })}\n`);
await Promise.all([admin.disconnect(), producer.disconnect()]);
sever();
