import { randomUUID } from 'node:crypto';
import type { Config } from '../../infra/config.js';
import { requestDevToken } from '../../infra/local/oidc/dev-token.js';
import { CommandFailed, exitCodes } from './outcome.js';

/** Who calls: a token, or a role for which the local issuer gives one. */
export interface Caller {
  readonly token?: string;
  readonly as?: string;
  readonly agency?: string[];
  readonly name?: string;
}

/** What the gateway answered. */
export interface Answer {
  readonly body: Record<string, unknown>;
  readonly etag: string | null;
}

/** Calls the gateway as a person. */
export class GatewayCaller {
  private readonly base: string;
  private readonly token: string;

  private constructor(base: string, token: string) {
    this.base = base;
    this.token = token;
  }

  static async signIn(config: Config, caller: Caller): Promise<GatewayCaller> {
    const base = config.PRASAN_GATEWAY_URL ?? `http://127.0.0.1:${config.PRASAN_GATEWAY_PORT}`;
    return new GatewayCaller(base, await tokenOf(config, caller));
  }

  get(path: string): Promise<Answer> {
    return this.call('GET', path, {});
  }

  post(
    path: string,
    body: unknown,
    options: { readonly key?: string | undefined; readonly ifMatch?: string | undefined },
  ): Promise<Answer> {
    const key = options.key ?? randomUUID();
    const headers = {
      'content-type': 'application/json',
      'idempotency-key': key,
      ...(options.ifMatch === undefined ? {} : { 'if-match': options.ifMatch }),
    };
    return this.call('POST', path, headers, JSON.stringify(body), key);
  }

  private async call(
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: string,
    key?: string,
  ): Promise<Answer> {
    const url = new URL(path, this.base);
    const answer = await fetch(url, {
      method,
      headers: { ...headers, authorization: `Bearer ${this.token}` },
      ...(body === undefined ? {} : { body }),
    }).catch((error: unknown) => {
      const hint = key === undefined ? '' : ` (repeat with --key ${key})`;
      throw new CommandFailed(
        `The gateway at ${this.base} cannot be reached${hint}; is it running (npm start)? ${String(error)}`,
        exitCodes.unreachable,
      );
    });
    const parsed = (await answer.json()) as Record<string, unknown>;
    if (!answer.ok) throw problemFailed(answer.status, parsed, key);
    return { body: parsed, etag: answer.headers.get('etag') };
  }
}

async function tokenOf(config: Config, caller: Caller): Promise<string> {
  const given = caller.token ?? config.PRASAN_TOKEN;
  if (given !== undefined) return given;
  if (caller.as === undefined) {
    throw new CommandFailed(
      'Who are you? Give --token TOKEN, set PRASAN_TOKEN, or with the local issuer say --as ROLE (and --agency AGY…)',
    );
  }
  return requestDevToken({
    issuer: config.OIDC_ISSUER,
    roles: [caller.as],
    agencies: caller.agency ?? [],
    name: caller.name ?? caller.as,
  });
}

/** What was refused, why, and what is allowed instead. */
function problemFailed(
  status: number,
  problem: Record<string, unknown>,
  key?: string,
): CommandFailed {
  const type =
    String(problem['type'] ?? '')
      .split(':')
      .at(-1) ?? '';
  const allowed = (Array.isArray(problem['actions']) ? problem['actions'] : [])
    .filter((one: { allowed?: boolean }) => one.allowed === true)
    .map((one: { action?: string }) => one.action);
  const lines = [
    `Refused (${status} ${type}): ${String(problem['detail'] ?? '')}`,
    ...(problem['state'] === undefined ? [] : [`State: ${String(problem['state'])}`]),
    ...(allowed.length > 0 ? [`You may now: ${allowed.join(', ')}`] : []),
    ...(type === 'outcomeUnknown' && key !== undefined ? [`Repeat with --key ${key}`] : []),
  ];
  return new CommandFailed(
    lines.join('\n'),
    status >= 500 ? exitCodes.unreachable : exitCodes.refused,
  );
}
