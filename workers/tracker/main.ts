import { parseArgs } from 'node:util';
import type { Config } from '../../infra/config.js';
import { readConfig } from '../../infra/config.js';
import type { Logger } from '../../infra/logger.js';
import { createLogger } from '../../infra/logger.js';
import { settle } from '../../infra/postgres/alarms.js';
import { createPool } from '../../infra/postgres/pool.js';
import { startTracker } from './tracker.js';

/**
 * The process that shows everyone where the services are. `--rebuild` reads all from offset 0;
 * `--settle PLACE` (several) only settles dead letters, by the places that `/v1/dead-letters` gives.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rebuild: { type: 'boolean', default: false },
      settle: { type: 'string', multiple: true },
    },
  });
  const config = readConfig();
  const logger = createLogger('tracker', config.PRASAN_LOG_LEVEL);
  if (values.settle === undefined) await run(config, values.rebuild, logger);
  else await settleOnly(config, values.settle, logger);
}

async function settleOnly(config: Config, places: readonly string[], logger: Logger) {
  const pool = createPool(config.DATABASE_URL, 'prasan-tracker-settle', 1, logger);
  const settled = await settle(pool, places).finally(() => pool.end());
  const others = places.filter((place) => !settled.includes(place));
  logger.info({ settled }, 'dead letters were settled');
  if (others.length > 0) throw new Error(`no alarm stands for: ${others.join(', ')}`);
}

async function run(config: Config, rebuild: boolean, logger: Logger): Promise<void> {
  const tracker = await startTracker({
    databaseUrl: config.DATABASE_URL,
    kafkaBrokers: config.KAFKA_BROKERS,
    host: config.PRASAN_HOST,
    port: config.PRASAN_TRACKER_PORT,
    rebuild,
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
