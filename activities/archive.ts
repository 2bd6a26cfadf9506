import type { CarriedRequest } from '../contracts/commands/request/carried.js';
import type { RequestArchive } from './ports.js';

/** The activities by which a request closes, and is opened again. */
export function archiving(archive: RequestArchive) {
  return {
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
