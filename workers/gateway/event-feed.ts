import { EventEmitter } from 'node:events';
import type { Logger } from '../../infra/logger.js';
import { listenForEvents } from '../../infra/postgres/notifications.js';
import type { Pool } from '../../infra/postgres/pool.js';

/** Tells whoever follows a subject that it has new events. */
export interface EventFeed {
  /** Calls back at each news of the subject, until the function given back is called. */
  follow(subject: string, onNews: () => void): () => void;
  stop(): Promise<void>;
}

const anyNews = 'any news';

/** The feed of what the tracker archives; after a break everybody is told to look again. */
export function createEventFeed(pool: Pool, logger: Logger): EventFeed {
  const news = new EventEmitter().setMaxListeners(0);
  const listener = listenForEvents(
    pool,
    logger,
    ({ subject }) => news.emit(subject),
    () => news.emit(anyNews),
  );
  return {
    follow(subject, onNews) {
      news.on(subject, onNews).on(anyNews, onNews);
      return () => {
        news.off(subject, onNews).off(anyNews, onNews);
      };
    },
    stop: () => listener.stop(),
  };
}
