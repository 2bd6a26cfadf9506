import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { CliContext } from './context.js';
import { CommandFailed, exitCodes, messageOf } from './outcome.js';
import type { Caller } from './sign-in.js';
import { tokenOf } from './sign-in.js';
import { both } from './text.js';

/** What the gateway answered. */
export interface Answer {
  readonly body: unknown;
  readonly etag: string | null;
}

/** What a write is sent with. */
export interface WriteOptions {
  /** `Idempotency-Key`; a new one when left out. */
  readonly key?: string | undefined;
  /** `If-Match`. */
  readonly ifMatch?: string | undefined;
}

interface Init {
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Longer than the gateway's own patience with the engine. */
const deadlineMs = 60_000;

const LabelText = z.object({ th: z.string(), en: z.string() });

const ProblemAnswer = z.looseObject({
  type: z.string().default(''),
  detail: z.string().default(''),
  details: LabelText.optional(),
  errors: z
    .array(z.object({ path: z.string(), message: z.string(), details: LabelText.optional() }))
    .default([]),
  findings: z
    .array(z.object({ path: z.string(), th: z.string(), en: z.string(), severity: z.string() }))
    .default([])
    .transform((all) => all.filter(({ severity }) => severity === 'error')),
  state: z.string().optional(),
  actions: z
    .array(
      z.looseObject({
        action: z.string(),
        allowed: z.boolean(),
        label: LabelText,
      }),
    )
    .optional(),
});

/** Calls the gateway as a person. */
export class GatewayCaller {
  private readonly base: string;
  private readonly token: string;

  private constructor(base: string, token: string) {
    this.base = base;
    this.token = token;
  }

  static async signIn(context: CliContext, caller: Caller): Promise<GatewayCaller> {
    const { PRASAN_GATEWAY_URL: url, PRASAN_GATEWAY_PORT: port } = context.config();
    return new GatewayCaller(url ?? `http://127.0.0.1:${port}`, await tokenOf(context, caller));
  }

  get(path: string): Promise<Answer> {
    return this.call(path, { method: 'GET' });
  }

  /** Writes; when nobody knows what came of it, the message says how to repeat it safely. */
  post(
    path: string,
    body: unknown,
    { key = randomUUID(), ifMatch }: WriteOptions,
  ): Promise<Answer> {
    const headers = {
      'content-type': 'application/json',
      'idempotency-key': key,
      ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
    };
    return this.call(path, { method: 'POST', headers, body: JSON.stringify(body) }, key);
  }

  private async call(path: string, init: Init, key?: string): Promise<Answer> {
    const headers = { ...init.headers, authorization: `Bearer ${this.token}` };
    const signal = AbortSignal.timeout(deadlineMs);
    try {
      const answer = await fetch(new URL(path, this.base), { ...init, headers, signal });
      const text = await answer.text();
      const body = parseJson(text);
      if (answer.ok && body !== undefined) return { body, etag: answer.headers.get('etag') };
      throw problemFailed(answer.status, body, { path, key });
    } catch (error) {
      throw error instanceof CommandFailed ? error : this.away(error, key);
    }
  }

  private away(error: unknown, key: string | undefined): CommandFailed {
    const wasSent = !/ECONNREFUSED|ENOTFOUND|EAI_AGAIN/.test(messageOf(error));
    const outcome =
      key === undefined
        ? ''
        : wasSent
          ? ` The outcome is unknown: repeat the same command with --key ${key}.`
          : ' Nothing was done.';
    return new CommandFailed(
      `The gateway at ${this.base} (PRASAN_GATEWAY_URL) cannot be reached: ${messageOf(error)}.${outcome} Is it running (npm start)?`,
      exitCodes.unreachable,
    );
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What was refused, why, in both languages, and what is allowed instead. */
function problemFailed(
  status: number,
  body: unknown,
  { path, key }: { readonly path: string; readonly key: string | undefined },
): CommandFailed {
  const exitCode = status >= 500 ? exitCodes.unreachable : exitCodes.refused;
  const parsed = ProblemAnswer.safeParse(body);
  if (!parsed.success) {
    return new CommandFailed(`The gateway answered ${status} and no problem+json`, exitCode);
  }
  const { type, detail, details, errors, findings, state, actions } = parsed.data;
  const code = type.split(':').at(-1) ?? '';
  const english = details?.en ?? detail;
  const thai = details === undefined || details.th === english ? [] : [details.th];
  const faults = errors.map(
    ({ path, message, details: text }) => `  ${path}: ${text === undefined ? message : both(text)}`,
  );
  const found = findings.map(({ path: place, ...text }) => `  ${place}: ${both(text)}`);
  const allowed = actions?.filter((one) => one.allowed);
  const what = subjectOf(path);
  const lines = [
    `Refused (${status} ${code}): ${faults.length > 0 ? 'the fields named here' : english}`,
    ...(faults.length > 0 ? faults : thai),
    ...found,
    ...(state === undefined ? [] : [`The ${what} is in state ${state}.`]),
    ...(allowed === undefined ? [] : ['You may now:', ...allowedLines(allowed)]),
    ...(code === 'outcomeUnknown' && key !== undefined ? [`Repeat with --key ${key}`] : []),
  ];
  return new CommandFailed(lines.join('\n'), exitCode, body);
}

/** What a call is about. */
function subjectOf(path: string): 'appeal' | 'request' | 'service' {
  if (!path.startsWith('/v1/requests')) return 'service';
  return path.includes('/appeals/') ? 'appeal' : 'request';
}

function allowedLines(
  allowed: readonly { action: string; label: { th: string; en: string } }[],
): string[] {
  if (allowed.length === 0) return ['  nothing'];
  return allowed.map(({ action, label }) => `  ${action.padEnd(18)}${both(label)}`);
}
