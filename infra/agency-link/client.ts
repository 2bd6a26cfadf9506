import type { AgencySystem } from '../../activities/ports.js';
import { AgencyAnswer } from '../../contracts/agency-link/answers.js';
import { AgencyAccepted, AgencyProblem } from '../../contracts/agency-link/messages.js';
import type { AgencyRefusal } from '../../contracts/agency-link/statuses.js';
import type { Call, Called } from '../http/signed-call.js';
import { below, callSigned } from '../http/signed-call.js';
import type { Circuit } from './circuit.js';
import { usualPolicy } from './circuit.js';
import type { AgencyEndpoint, AgencyEndpoints } from './endpoints.js';
import { AgencyAway, AgencyRefused } from './errors.js';
import type { LineLimits } from './line.js';
import { AgencyLine } from './line.js';

/** How agencies' systems are called: ten seconds and eight calls of one agency at a time. */
export interface AgencySystemOptions extends Partial<LineLimits> {
  readonly endpoints: AgencyEndpoints;
}

/** The circuit of an agency, for metrics and for "waiting on the agency since". */
export type AgencyCircuit = Circuit & { readonly agencyId: string };

/** The agencies' systems, with what this process knows of how they are doing. */
export interface AgencySystems extends AgencySystem {
  /** Circuits of the agencies that were called since the process started. */
  circuits(): readonly AgencyCircuit[];
}

type Asked = Pick<Call, 'method' | 'body' | 'idempotencyKey' | 'signal'> & {
  readonly path: string;
};

/** What came of a call, and what was taken from its answer. */
interface Found<Result> {
  readonly called: Called;
  readonly taken?: { readonly result: Result };
}

/** Makes the client of the agencies' systems (docs/agency-link.md). */
export function createAgencySystems(options: AgencySystemOptions): AgencySystems {
  const { endpoints, timeoutMs = 10_000, callsMax = 8, policy = usualPolicy } = options;
  const { now = Date.now } = options;
  const limits = { timeoutMs, callsMax, policy, now };
  const lines = new Map<string, AgencyLine>();

  return {
    async submit(agencyId, dispatch, signal) {
      const idempotencyKey = `${dispatch.requestId}/${dispatch.submission}`;
      const asked = { method: 'POST', path: 'requests', body: dispatch, idempotencyKey } as const;
      return call(agencyId, { ...asked, signal }, (body) => AgencyAccepted.parse(body));
    },

    async poll(agencyId, requestId, signal) {
      const asked = { method: 'GET', path: `requests/${requestId}`, signal } as const;
      return call(agencyId, asked, (body, status) => {
        if (status === 204) return undefined;
        const answer = AgencyAnswer.parse(body);
        if (answer.requestId !== requestId) throw new RangeError('It answers of another request');
        return answer;
      });
    },

    async tell(agencyId, notice, signal) {
      const path = `requests/${notice.requestId}/notices`;
      const idempotencyKey = notice.noticeId;
      const asked = { method: 'POST', path, body: notice, idempotencyKey, signal } as const;
      await call(agencyId, asked, (_body, status) => {
        if (status !== 204) throw new RangeError('It is not taken');
      });
    },

    circuits: () => [...lines].map(([agencyId, { circuit }]) => ({ agencyId, ...circuit })),
  };

  /** @param read takes the answer apart; when it throws, there was no answer */
  async function call<Result>(
    agencyId: string,
    { path, ...asked }: Asked,
    read: (body: unknown, status: number) => Result,
  ): Promise<Result> {
    const endpoint = endpoints.get(agencyId);
    if (endpoint === undefined) throw new AgencyAway(agencyId, 'notConfigured');
    const line = lines.get(agencyId) ?? new AgencyLine(agencyId, limits);
    lines.set(agencyId, line);
    const found = await line.run(async (): Promise<Found<Result>> => {
      const called = await callSigned({ ...asked, ...at(endpoint, path), timeoutMs, now });
      return called.kind === 'answered' ? understood(called, read) : { called };
    }, isAlive);
    if (found.taken !== undefined) return found.taken.result;
    throw errorOf(agencyId, found.called);
  }
}

function at({ url, kid, secret }: AgencyEndpoint, path: string): Pick<Call, 'url' | 'key'> {
  return { url: below(url, path), key: { kid, secret } };
}

/** Who refuses is alive. */
function isAlive({ called }: Found<unknown>): boolean {
  return called.kind !== 'away';
}

/** A page of maintenance with status 200 is no answer: it is asked again, as if nobody was there. */
function understood<Result>(
  called: Extract<Called, { kind: 'answered' }>,
  read: (body: unknown, status: number) => Result,
): Found<Result> {
  try {
    return { called, taken: { result: read(called.body, called.status) } };
  } catch {
    return { called: { kind: 'away', reason: 'unreadable' } };
  }
}

function errorOf(agencyId: string, called: Called): AgencyAway | AgencyRefused {
  if (called.kind === 'refused') {
    return new AgencyRefused(agencyId, refusalOf(called), called.status);
  }
  if (called.kind === 'answered') return new AgencyAway(agencyId, 'unreadable');
  return new AgencyAway(agencyId, called.reason, called.retryAfterMs);
}

function refusalOf({ body, status }: Extract<Called, { kind: 'refused' }>): AgencyRefusal {
  const problem = AgencyProblem.safeParse(body);
  if (problem.success) return problem.data.code;
  if (status === 401 || status === 403) return 'notAuthorised';
  return status === 404 ? 'unknownRequest' : 'other';
}
