import { isEnd } from '../../../contracts/lifecycles/request/states.js';
import type { RequestState } from '../../../contracts/lifecycles/request/states.js';
import { RequestFuture, RequestShown } from '../request-answers.js';
import type { Life, World } from './live.js';
import { portalOf } from './people.js';

type Turn = RequestFuture['whoseTurn'];

/** Where a request stands when its persons have done with it. */
export interface Standing {
  readonly requestId: string;
  readonly serviceId: string;
  readonly state: RequestState;
  /** Of one that is not in an end: whose turn it is, and what comes next by itself. */
  readonly wait: {
    readonly whoseTurn: Turn;
    readonly next: { readonly kind: string; readonly at: string } | null;
  } | null;
  /** Why nobody knows how it goes on; left out when it is known. */
  readonly fault?: string;
}

/** How long something that should have happened by itself may take. */
const lateMs = [500, 1_000, 2_000, 4_000, 8_000, 15_000];

/** Asks a request where it stands, and what its future is when it has not come to an end. */
export async function standingOf(
  { script, requestId }: Life & { readonly requestId: string },
  { desk, clock }: World,
): Promise<Standing> {
  const by = portalOf(script.manual);
  const path = `/v1/requests/${requestId}`;
  const { serviceId } = script.manual;
  for (const pauseMs of [...lateMs, undefined]) {
    const { state } = RequestShown.parse((await desk.get(by, path)).body);
    if (isEnd(state)) return { requestId, serviceId, state, wait: null };
    const future = RequestFuture.parse((await desk.get(by, `${path}/future`)).body);
    const [next = null] = future.byItself;
    const fault = faultOf(future, Date.now());
    if (fault === undefined || pauseMs === undefined) {
      const wait = {
        whoseTurn: future.whoseTurn,
        next: next === null ? null : { kind: next.kind, at: next.at },
      };
      return { requestId, serviceId, state, wait, ...(fault === undefined ? {} : { fault }) };
    }
    await clock.rest(pauseMs);
  }
  throw new Error('unreachable: the last round returns');
}

/**
 * What is wrong with the future of an open request: something comes next by itself and is still to come,
 * or the engine is at something for it; what people may do does not count, since they may forget.
 */
export function faultOf(
  { byItself, inTheWorld }: Pick<RequestFuture, 'byItself' | 'inTheWorld'>,
  now: number,
): string | undefined {
  const [next] = byItself;
  if (next === undefined) return inTheWorld.length > 0 ? undefined : 'nothing happens by itself';
  return Date.parse(next.at) > now
    ? undefined
    : `${next.kind} should have happened by itself at ${next.at}, and has not`;
}
