import type { JWTVerifyGetKey } from 'jose';
import { createLocalJWKSet, errors } from 'jose';
import { z } from 'zod';

/** Thrown when the issuer's keys cannot be had. */
export class IssuerAway extends Error {
  override readonly name = 'IssuerAway';
}

/** The keys of an issuer. */
export interface IssuerKeys {
  /**
   * Finds the key that a token names.
   *
   * @throws IssuerAway when no keys were ever had, or a key is unknown and the issuer does not answer
   */
  readonly find: JWTVerifyGetKey;
  /**
   * Makes sure that there are keys, asking the issuer only when there are none.
   *
   * @throws IssuerAway when there are none and the issuer does not answer
   */
  ensure(): Promise<void>;
}

/** How often the issuer is asked, milliseconds. */
export interface KeyTimes {
  /** After so long the keys are fetched anew, while the old ones go on. */
  readonly maxAgeMs: number;
  /** An unknown key makes us ask again, but no sooner than this after the last time. */
  readonly coolDownMs: number;
  /** An issuer that did not answer is asked again after this. */
  readonly retryMs: number;
}

const usualTimes: KeyTimes = { maxAgeMs: 600_000, coolDownMs: 10_000, retryMs: 1_000 };
const patienceMs = 5_000;

const Discovery = z.object({ issuer: z.string(), jwks_uri: z.url({ protocol: /^https?$/ }) });
const KeySet = z.looseObject({ keys: z.array(z.looseObject({ kty: z.string() })) });

/**
 * The published keys of an issuer, by discovery. They are cached: while the issuer is away the
 * known keys go on, and a key that is not known makes us ask again.
 */
export function createIssuerKeys(issuer: string, times: KeyTimes = usualTimes): IssuerKeys {
  let known: JWTVerifyGetKey | undefined;
  let fetchedAt = 0;
  let failure: { readonly at: number; readonly error: IssuerAway } | undefined;
  let fetching: Promise<JWTVerifyGetKey> | undefined;

  return {
    find: async (header, token) => {
      const keys = known ?? (await fetchKeys());
      if (Date.now() - fetchedAt > times.maxAgeMs) refreshMeanwhile();
      try {
        return await keys(header, token);
      } catch (error) {
        const mayAsk = Date.now() - fetchedAt > times.coolDownMs;
        if (!(error instanceof errors.JWKSNoMatchingKey) || !mayAsk) throw error;
        return (await fetchKeys())(header, token);
      }
    },
    ensure: async () => {
      if (known === undefined) await fetchKeys();
    },
  };

  /** Nobody waits for it, and its failure is remembered: the next use tries again. */
  function refreshMeanwhile(): void {
    fetchKeys().catch((error: unknown) => error);
  }

  /** One asking at a time, for all who need it. */
  function fetchKeys(): Promise<JWTVerifyGetKey> {
    fetching ??= fetchNow().finally(() => {
      fetching = undefined;
    });
    return fetching;
  }

  async function fetchNow(): Promise<JWTVerifyGetKey> {
    if (failure !== undefined && Date.now() - failure.at < times.retryMs) throw failure.error;
    try {
      known = await askIssuer(issuer);
      fetchedAt = Date.now();
      failure = undefined;
      return known;
    } catch (error) {
      const away = new IssuerAway(`the issuer ${issuer} does not give its keys`, { cause: error });
      failure = { at: Date.now(), error: away };
      throw away;
    }
  }
}

/** Thrown inside when what the issuer publishes is not what it should be. */
class UnfitIssuer extends Error {
  override readonly name = 'UnfitIssuer';
}

async function askIssuer(issuer: string): Promise<JWTVerifyGetKey> {
  const found = Discovery.parse(await readJson(discoveryUrl(issuer)));
  if (found.issuer !== issuer) throw new UnfitIssuer(`it calls itself ${found.issuer}`);
  return createLocalJWKSet(KeySet.parse(await readJson(found.jwks_uri)));
}

/** Where an issuer says how it is used (OpenID Connect Discovery 1.0 §4). */
function discoveryUrl(issuer: string): string {
  return `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
}

async function readJson(url: string): Promise<unknown> {
  const signal = AbortSignal.timeout(patienceMs);
  const answer = await fetch(url, { signal, redirect: 'error' });
  if (!answer.ok) throw new UnfitIssuer(`${url} answers ${answer.status}`);
  return answer.json();
}
