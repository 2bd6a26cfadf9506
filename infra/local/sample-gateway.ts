import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { agencyRoles } from '../../contracts/lifecycles/service/states.js';
import type { Role } from '../../contracts/lifecycles/service/states.js';
import { requestDevToken } from './oidc/dev-token.js';

/** What the gateway answered a person of the sample. */
export interface SampleAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly etag: string | null;
}

/** The gateway, as persons of the local issuer use it. */
export interface SampleGateway {
  /** Reads; 404 is an answer too. */
  get(as: SamplePerson, path: string): Promise<SampleAnswer>;
  /** Acts. */
  post(as: SamplePerson, path: string, body: object, ifMatch?: string): Promise<SampleAnswer>;
}

/** A person of the local issuer, in one role. */
export interface SamplePerson {
  readonly role: Role;
  readonly agencyId: string;
}

/** Thrown when the gateway did not do what the sample needs. */
export class SampleRefused extends Error {
  override readonly name = 'SampleRefused';
}

const deadlineMs = 60_000;
/** How long a call is repeated, with the same key, while something behind the gateway is away. */
const patienceMs = 120_000;
const awayPauseMs = 1_000;
const Problem = z.looseObject({ code: z.string().default(''), detail: z.string().default('') });

/** The gateway at an address, with tokens of the local issuer; each is asked for once. */
export function sampleGateway(gatewayUrl: string, issuer: string): SampleGateway {
  const tokens = new Map<string, Promise<string>>();

  function tokenOf({ role, agencyId }: SamplePerson): Promise<string> {
    const agencies = agencyRoles.includes(role) ? [agencyId] : [];
    const name = [role, ...agencies].join('-');
    const token = tokens.get(name) ?? requestDevToken({ issuer, name, roles: [role], agencies });
    tokens.set(name, token);
    return token;
  }

  async function answered(path: string, init: RequestInit): Promise<Response> {
    const until = Date.now() + patienceMs;
    for (;;) {
      const signal = AbortSignal.timeout(deadlineMs);
      const answer = await fetch(new URL(path, gatewayUrl), { ...init, signal });
      if (answer.status !== 503 || Date.now() > until) return answer;
      await answer.body?.cancel();
      await setTimeout(awayPauseMs);
    }
  }

  async function call(as: SamplePerson, path: string, init: RequestInit): Promise<SampleAnswer> {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${await tokenOf(as)}`);
    const answer = await answered(path, { ...init, headers });
    const body: unknown = await answer.json();
    const { status } = answer;
    if (answer.ok || (init.method === 'GET' && status === 404)) {
      return { status, body, etag: answer.headers.get('etag') };
    }
    const { code, detail } = Problem.parse(body);
    throw new SampleRefused(`${path} as ${as.role}: ${status} ${code} ${detail}`);
  }

  return {
    get: (as, path) => call(as, path, { method: 'GET' }),
    post: (as, path, body, ifMatch) =>
      call(as, path, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'idempotency-key': randomUUID(),
          ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
        },
        body: JSON.stringify(body),
      }),
  };
}
