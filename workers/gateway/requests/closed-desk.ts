import type { Client } from '@temporalio/client';
import type { CarriedRequest } from '../../../contracts/commands/request/carried.js';
import type {
  RequestAnswer,
  RequestCommand,
  RequestView,
} from '../../../contracts/commands/request/messages.js';
import type { Refusal } from '../../../contracts/lifecycles/refusals.js';
import { refuse } from '../../../contracts/lifecycles/refusals.js';
import type { RequestAction } from '../../../contracts/lifecycles/request/table.js';
import { actionsWhenClosed } from '../../../contracts/lifecycles/request/table.js';
import { isDatabaseAway, isDatabaseEmpty } from '../../../infra/postgres/database-away.js';
import type { Pool } from '../../../infra/postgres/pool.js';
import { createRequestArchive } from '../../../infra/postgres/request-archive.js';
import { caseKeyRecord } from '../../../infra/privacy/case-keys.js';
import { actOnClosedRequest } from '../../../infra/temporal/cases.js';
import { unpackRequest } from '../../../workflows/request/open.js';
import { actThere } from '../engine.js';
import { Problem } from '../problem.js';
import { inVault } from './vault.js';

/** Requests that have closed, as the archive keeps them (ADR 24). */
export interface ClosedDesk {
  /** The case as it closed; `undefined` when the archive does not have it. */
  find(requestId: string): Promise<RequestView | undefined>;
  /** Acts: a key that the case knows is answered, and it is begun anew where the act is one for that. */
  actOnClosed(
    requestId: string,
    command: RequestCommand,
  ): Promise<RequestAnswer | { refusal: Refusal }>;
  /** Why a request that has closed can be opened no more; `undefined`: it can. */
  whyNotOpened(requestId: string, action: RequestAction): Promise<Refusal | undefined>;
}

/** The desk of closed requests over PostgreSQL and Temporal. */
export function createClosedDesk(client: Client, pool: Pool): ClosedDesk {
  const archive = createRequestArchive(pool);
  const find = (requestId: string) => inArchive(() => archive.find(requestId));
  /** The row goes with the person; and who closed before there were any has none. */
  const whyGone = async (requestId: string, action: RequestAction) => {
    const key = await inVault(() => caseKeyRecord(pool, requestId));
    const isForgotten = key !== undefined && key.destroyed !== null;
    return isForgotten ? refuse('requestForgotten') : refuse('requestNotKept', { action });
  };
  return {
    find: async (requestId) => {
      const archived = await find(requestId);
      return archived && viewOf(archived);
    },
    actOnClosed: async (requestId, command) => {
      const { action, key, bodyHash } = command;
      const archived = await find(requestId);
      const known = archived?.recent.find((one) => one.key === key);
      if (known !== undefined) {
        return known.bodyHash === bodyHash ? known.answer : { refusal: refuse('keyReused') };
      }
      if (!actionsWhenClosed.includes(action)) return { refusal: refuse('requestClosed') };
      if (archived === undefined) return { refusal: await whyGone(requestId, action) };
      const send = () => actOnClosedRequest(client, archived, command);
      return (await actThere(client, command, send)) ?? { refusal: refuse('requestClosed') };
    },
    whyNotOpened: async (requestId, action) =>
      (await find(requestId)) === undefined ? whyGone(requestId, action) : undefined,
  };
}

/** As its workflow would answer. */
function viewOf({ request, end, submissionHash }: CarriedRequest): RequestView {
  return {
    request: unpackRequest(request),
    ...{ sequence: end.sequence, chainhash: end.chainhash, unpublished: 0, errands: [] },
    submissionHash,
  };
}

/** While the archive cannot be read, nobody says that there is no such request. */
async function inArchive<Result>(work: () => Promise<Result>): Promise<Result> {
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
