import { createHash } from 'node:crypto';
import type { JWTPayload, JWTVerifyGetKey } from 'jose';
import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import { z } from 'zod';
import { allAgencyIds } from '../../contracts/agency-map.js';
import type { Actor } from '../../contracts/lifecycles/service/case.js';
import { roles } from '../../contracts/lifecycles/service/states.js';

/** A person who signed in: who acts, and until when the token holds. */
export interface SignedIn {
  readonly actor: Actor;
  /** `iss` and `sub`: for keys of idempotency, never for logs. */
  readonly issuer: string;
  readonly subject: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** Thrown when a token is not accepted; the message says why, without the token. */
export class TokenRefused extends Error {
  override readonly name = 'TokenRefused';
}

/** Thrown when the issuer's keys cannot be had. */
export class IssuerAway extends Error {
  override readonly name = 'IssuerAway';
}

/** Verifies bearer tokens. */
export type TokenVerifier = (token: string) => Promise<SignedIn>;

const algorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'];
const leewaySeconds = 5;

const Claims = z.object({
  iss: z.string(),
  sub: z.string().min(1),
  exp: z.number(),
  roles: z.array(z.string()).default([]),
  agencies: z.array(z.string()).default([]),
  offices: z.array(z.string()).default([]),
});

/**
 * Verifies access tokens of an issuer for audience `prasan`: signature by its published keys
 * (fetched, cached, and fetched again when a key is unknown), issuer, audience, expiry, algorithm.
 */
export function createTokenVerifier(issuer: string): TokenVerifier {
  let keys: Promise<JWTVerifyGetKey> | undefined;

  return async (token) => {
    const payload = await verify(token);
    const claims = Claims.safeParse(payload);
    if (!claims.success)
      throw new TokenRefused('the token lacks sub, or a claim has another shape');
    return signedIn(claims.data);
  };

  async function verify(token: string): Promise<JWTPayload> {
    keys ??= discoverKeys(issuer);
    const getKey = await keys.catch((error: unknown) => {
      keys = undefined;
      throw error;
    });
    try {
      const { payload } = await jwtVerify(token, getKey, {
        issuer,
        audience: 'prasan',
        algorithms,
        clockTolerance: leewaySeconds,
        requiredClaims: ['exp', 'sub'],
      });
      return payload;
    } catch (error) {
      throw refusalOf(error);
    }
  }
}

async function discoverKeys(issuer: string): Promise<JWTVerifyGetKey> {
  const Discovery = z.object({ issuer: z.string(), jwks_uri: z.url() });
  try {
    const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) });
    const found = Discovery.parse(await answer.json());
    if (found.issuer !== issuer) throw new Error(`it calls itself ${found.issuer}`);
    return createRemoteJWKSet(new URL(found.jwks_uri), { cooldownDuration: 5_000 });
  } catch (error) {
    throw new IssuerAway(`the issuer ${issuer} cannot be asked: ${String(error)}`);
  }
}

function refusalOf(error: unknown): Error {
  if (error instanceof errors.JWTExpired) return new TokenRefused('the token has expired');
  if (error instanceof errors.JWTClaimValidationFailed) {
    return new TokenRefused(`the token's claim ${error.claim} is not the one expected`);
  }
  if (error instanceof errors.JOSEAlgNotAllowed || error instanceof errors.JOSENotSupported) {
    return new TokenRefused(`the token's algorithm is not one of ${algorithms.join(', ')}`);
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return new TokenRefused("the token's signature is not the issuer's");
  }
  if (error instanceof errors.JWKSNoMatchingKey) {
    return new TokenRefused("the token's key is not one of the issuer's");
  }
  if (error instanceof errors.JWTInvalid || error instanceof errors.JWSInvalid) {
    return new TokenRefused('this is no signed token (JWT)');
  }
  return new IssuerAway("the issuer's keys cannot be fetched");
}

function signedIn(claims: z.output<typeof Claims>): SignedIn {
  const now = new Date().toISOString();
  return {
    actor: {
      id: opaqueId(claims.iss, claims.sub),
      roles: roles.filter((role) => claims.roles.includes(role)),
      agencies: allAgencyIds(claims.agencies, now),
      ...(claims.offices[0] === undefined ? {} : { office: claims.offices[0] }),
    },
    issuer: claims.iss,
    subject: claims.sub,
    expiresAt: claims.exp * 1_000,
  };
}

/** The same person has the same id in every role; the id tells nobody who it is. */
function opaqueId(issuer: string, subject: string): string {
  return createHash('sha256').update(`${issuer}|${subject}`).digest('hex').slice(0, 26);
}
