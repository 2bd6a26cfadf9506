import { parseArgs } from 'node:util';
import { readConfig } from '../../infra/config.js';
import { createLogger } from '../../infra/logger.js';
import { startTracker } from './tracker.js';

/** The process that shows everyone where the services are. `--rebuild` reads all from offset 0. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { rebuild: { type: 'boolean', default: false } } });
  const config = readConfig();
  const logger = createLogger('tracker', config.PRASAN_LOG_LEVEL);
  const tracker = await startTracker({
    databaseUrl: config.DATABASE_URL,
    kafkaBrokers: config.KAFKA_BROKERS,
    host: config.PRASAN_HOST,
    port: config.PRASAN_TRACKER_PORT,
    rebuild: values.rebuild,
    logger,
    onFatal: (error) => {
      logger.fatal({ err: error }, 'the tracker cannot go on');
      process.exit(1);
    },
  });
  logger.info({ url: tracker.url }, 'the tracker listens');
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      tracker.stop().then(
        () => process.exit(0),
        (error: unknown) => {
          logger.error({ err: error }, 'the tracker did not stop cleanly');
          process.exit(1);
        },
      );
    });
  }
}

await main();
