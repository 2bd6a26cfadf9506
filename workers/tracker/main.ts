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

/** What stands in the way of a start, in one line that says what to do. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && error.code === 'EADDRINUSE'
    ? `${error.message}: end what listens there, or set PRASAN_TRACKER_PORT to a free port`
    : error.message;
}

try {
  await main();
} catch (error) {
  createLogger('tracker').fatal(reasonOf(error));
  process.exit(1);
}
