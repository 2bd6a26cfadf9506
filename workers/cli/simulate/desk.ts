import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Answer, WriteOptions } from '../gateway.js';
import { CommandFailed, exitCodes } from '../outcome.js';
import type { Clock } from './clock.js';
import type { Person } from './people.js';

/** Somebody signed in at the gateway. */
export interface SignedIn {
  get(path: string): Promise<Answer>;
  post(path: string, body: unknown, options: WriteOptions): Promise<Answer>;
}

/** What the gateway did not do, and why: the code of its problem. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** What the desk calls with. */
export interface DeskParts {
  readonly signIn: (person: Person) => Promise<SignedIn>;
  readonly clock: Clock;
  /** How long a call is repeated while something is away, milliseconds. */
  readonly patienceMs?: number;
}

/** Calls under way at once: what the gateway is asked is what it can answer. */
const atOnce = 24;
/** Tokens of the local issuer last an hour. */
const tokenMs = 45 * 60_000;
const pausesMs = [250, 500, 1_000, 2_000, 4_000];
const Problem = z.looseObject({ code: z.string() });

/**
 * The gateway as many persons use it: some calls at a time, and one that the engine did not answer is
 * repeated with the same key until it is known what came of it.
 */
export class Desk {
  private readonly parts: DeskParts;
  private readonly people = new Map<
    string,
    { readonly since: number; readonly in: Promise<SignedIn> }
  >();
  private readonly waiting: (() => void)[] = [];
  private free = atOnce;

  constructor(parts: DeskParts) {
    this.parts = parts;
  }

  /** Reads. @throws Refused when it may not be read or is not there */
  get(by: Person, path: string): Promise<Answer> {
    return this.call(by, (gateway) => gateway.get(path));
  }

  /** Writes. @throws Refused when it is refused; nothing was done */
  post(by: Person, path: string, body: unknown, options: WriteOptions = {}): Promise<Answer> {
    const { key = randomUUID(), ifMatch } = options;
    return this.call(by, (gateway) => gateway.post(path, body, { key, ifMatch }));
  }

  private async call(by: Person, ask: (gateway: SignedIn) => Promise<Answer>): Promise<Answer> {
    const { clock, patienceMs = 60_000 } = this.parts;
    const until = Date.now() + patienceMs;
    for (let tries = 0; ; tries += 1) {
      try {
        return await this.inTurn(async () => ask(await this.signedIn(by)));
      } catch (error) {
        const refused = refusalIn(error);
        if (refused !== undefined) throw refused;
        if (!isAway(error) || Date.now() > until) throw error;
        await clock.rest(pausesMs[Math.min(tries, pausesMs.length - 1)] ?? 0);
      }
    }
  }

  private async inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.free += 1;
      else next();
    }
  }

  private signedIn(by: Person): Promise<SignedIn> {
    const name = JSON.stringify([by.name, by.role, by.agency, by.office]);
    const known = this.people.get(name);
    if (known !== undefined && Date.now() - known.since < tokenMs) return known.in;
    const signingIn = this.parts.signIn(by);
    this.people.set(name, { since: Date.now(), in: signingIn });
    signingIn.catch(() => this.people.delete(name));
    return signingIn;
  }
}

function isAway(error: unknown): boolean {
  return error instanceof CommandFailed && error.exitCode === exitCodes.unreachable;
}

function refusalIn(error: unknown): Refused | undefined {
  if (!(error instanceof CommandFailed) || error.exitCode !== exitCodes.refused) return undefined;
  const problem = Problem.safeParse(error.problem);
  return problem.success ? new Refused(problem.data.code, error.message) : undefined;
}
