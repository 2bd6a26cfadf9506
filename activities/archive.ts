import { setTimeout as sleep } from 'node:timers/promises';
import type { CarriedRequest } from '../contracts/commands/request/carried.js';
import type { ChainEnd } from '../contracts/events/mint.js';
import type { EventPublisher, RequestArchive } from './ports.js';
import type { EventBatch } from './publish.js';
import { publishing } from './publish.js';

/** What a request sends; where it closes with that, the whole of it, as it will be when all is sent. */
export interface RequestBatch extends EventBatch {
  readonly closing?: CarriedRequest;
}

/** What came of it: the last event, and whether the archive has the request that closes with it. */
export interface SentBatch extends ChainEnd {
  readonly isKept?: true;
}

/** So long it may take to keep a request together with its last events, in milliseconds. */
const keepMs = 2_000;

/** The activities by which a request publishes, closes, and is opened again. */
export function archiving(archive: RequestArchive, publisher: EventPublisher) {
  const { publishEvents } = publishing(publisher);
  return {
    /**
     * Publishes events in order. A request that closes with them is kept in the same go, where the archive
     * takes it at once; else it is kept by itself, so that no event is sent again for it.
     */
    async publishEvents({ closing, ...batch }: RequestBatch): Promise<SentBatch> {
      const end = await publishEvents(batch);
      if (closing === undefined || !(await isKeptAtOnce(archive, closing))) return end;
      return { ...end, isKept: true };
    },

    /** Keeps a request that closes, whole. */
    archiveRequest(carried: CarriedRequest): Promise<void> {
      return archive.keep(carried);
    },

    /** A request as it last closed, where that is later than a sequence; `null`: it is not. */
    async laterInArchive(known: {
      readonly requestId: string;
      readonly sequence: number;
    }): Promise<CarriedRequest | null> {
      const kept = await archive.find(known.requestId);
      return kept !== undefined && kept.end.sequence > known.sequence ? kept : null;
    },
  };
}

async function isKeptAtOnce(archive: RequestArchive, closing: CarriedRequest): Promise<boolean> {
  const keeping = archive.keep(closing).then(
    () => true,
    () => false,
  );
  return Promise.race([keeping, sleep(keepMs, false, { ref: false })]);
}
