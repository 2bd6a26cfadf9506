import type { CarriedRequest } from '../../../contracts/commands/request/carried.js';
import type { RequestView } from '../../../contracts/commands/request/messages.js';
import { isDatabaseAway, isDatabaseEmpty } from '../../../infra/postgres/database-away.js';
import { unpackRequest } from '../../../workflows/request/open.js';
import { Problem } from '../problem.js';

/** A request that the archive alone still has, as its workflow would answer. */
export function viewOfArchived({ request, end, submissionHash }: CarriedRequest): RequestView {
  return {
    request: unpackRequest(request),
    ...{ sequence: end.sequence, chainhash: end.chainhash, unpublished: 0, errands: [] },
    submissionHash,
  };
}

/** Reads the archive: while it cannot be read, nobody says that there is no such request. */
export async function inArchive<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!isDatabaseAway(error) && !isDatabaseEmpty(error)) throw error;
    throw Problem.away('listsAway', {
      th: 'อ่านคลังคำขอที่สิ้นสุดแล้วไม่ได้ขณะนี้ ยังไม่มีอะไรเปลี่ยนแปลง โปรดลองใหม่',
      en: 'the archive of closed requests cannot be read now; nothing was changed, try again',
    });
  }
}
