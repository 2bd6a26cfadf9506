import { createHmac } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { errors, jwtVerify } from 'jose';
import { z } from 'zod';
import type { AgencyMap } from '../../contracts/agency-map.js';
import { allAgencyIds } from '../../contracts/agency-map.js';
import type { Actor } from '../../contracts/lifecycles/service/case.js';
import type { Label } from '../../contracts/lifecycles/service/states.js';
import { portals, roles } from '../../contracts/lifecycles/service/states.js';
import type { IssuerKeys } from './issuer-keys.js';

export { IssuerAway } from './issuer-keys.js';

/** A person who signed in: who acts, and until when the token holds. */
export interface SignedIn {
  readonly actor: Actor;
  /** `iss` and `sub`: for keys of idempotency, never for logs. */
  readonly issuer: string;
  readonly subject: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  /** Who belongs together, as the actor's ids were stamped by it. */
  readonly agencyMap: AgencyMap;
  /** The same person by the map of now, for what lasts longer than one answer. */
  readonly actorNow: () => Promise<Actor>;
}

/** Verifies bearer tokens. Throws {@link TokenRefused} or {@link IssuerAway}. */
export type TokenVerifier = (token: string) => Promise<SignedIn>;

const audience = 'prasan';
const algorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'];
const leewaySeconds = 5;

/** Access tokens (RFC 9068), and issuers that call them plainly JWT or nothing. */
const tokenTypes: readonly (string | undefined)[] = ['at+jwt', 'jwt', undefined];

/** What may be wrong with a token, said without the token. */
export const tokenFaults = {
  expired: { th: 'โทเคนหมดอายุ ให้ลงชื่อเข้าใช้ใหม่', en: 'the token has expired; sign in again' },
  notYetValid: { th: 'ยังไม่ถึงเวลาที่โทเคนใช้ได้', en: 'the token is not valid yet' },
  wrongIssuer: {
    th: 'ผู้ออกโทเคนไม่ใช่ผู้ออกที่ระบบนี้เชื่อถือ',
    en: 'the token is by another issuer than the one trusted here',
  },
  wrongAudience: {
    th: 'โทเคนไม่ได้ออกให้ใช้กับระบบนี้ (aud ต้องมี prasan)',
    en: 'the token is for another audience; aud must be prasan',
  },
  wrongAlgorithm: {
    th: `วิธีลงลายมือชื่อของโทเคนต้องเป็น ${algorithms.join(', ')}`,
    en: `the token's algorithm is not allowed; it must be one of ${algorithms.join(', ')}`,
  },
  wrongType: {
    th: 'โทเคนนี้ไม่ใช่ access token',
    en: 'this is no access token; its typ must be at+jwt or JWT',
  },
  badSignature: {
    th: 'ลายมือชื่อในโทเคนไม่ใช่ของผู้ออก',
    en: "the token's signature is not the issuer's",
  },
  unknownKey: {
    th: 'กุญแจที่โทเคนอ้าง (kid) ไม่ใช่ของผู้ออก',
    en: "the token's key (kid) is not one of the issuer's",
  },
  faultyClaims: {
    th: 'โทเคนขาด sub หรือ exp หรือมีข้อมูลผิดรูป (roles, agencies, offices ต้องเป็นรายการข้อความ)',
    en: 'the token lacks sub or exp, or roles, agencies or offices is no list of texts',
  },
  malformed: { th: 'นี่ไม่ใช่โทเคนที่ลงลายมือชื่อ (JWT)', en: 'this is no signed token (JWT)' },
} as const satisfies Record<string, Label>;

/** What is wrong with a token. */
export type TokenFault = keyof typeof tokenFaults;

/** Thrown when a token is not accepted; it says why, without the token. */
export class TokenRefused extends Error {
  override readonly name = 'TokenRefused';
  readonly fault: TokenFault;

  constructor(fault: TokenFault) {
    super(tokenFaults[fault].en);
    this.fault = fault;
  }
}

const Claims = z.object({
  iss: z.string(),
  sub: z.string().min(1),
  exp: z.number(),
  roles: z.array(z.string()).default([]),
  agencies: z.array(z.string()).default([]),
  offices: z.array(z.string()).default([]),
});

/** What tokens are verified with. */
export interface VerifierOptions {
  readonly issuer: string;
  readonly keys: IssuerKeys;
  /** Makes the ids of persons; without it nobody can tell whose they are. */
  readonly actorSecret: string;
  /** Who belongs together now. */
  readonly agencyMap: () => Promise<AgencyMap>;
}

/**
 * Verifies access tokens of an issuer for audience `prasan`: type, algorithm, signature by its
 * published keys, issuer, audience, expiry and beginning (5 seconds of leeway).
 */
export function createTokenVerifier(options: VerifierOptions): TokenVerifier {
  const { issuer, keys } = options;

  return async (token) => {
    const claims = Claims.safeParse(await verify(token));
    if (!claims.success) throw new TokenRefused('faultyClaims');
    return signedIn(claims.data, options);
  };

  async function verify(token: string): Promise<JWTPayload> {
    try {
      const { payload, protectedHeader } = await jwtVerify(token, keys.find, {
        issuer,
        audience,
        algorithms,
        clockTolerance: leewaySeconds,
        requiredClaims: ['exp', 'sub'],
      });
      if (isAccessToken(protectedHeader.typ)) return payload;
    } catch (error) {
      // What jose does not say of the token is the issuer's trouble or ours.
      throw error instanceof errors.JOSEError ? new TokenRefused(faultOf(error)) : error;
    }
    throw new TokenRefused('wrongType');
  }
}

function isAccessToken(typ: string | undefined): boolean {
  return tokenTypes.includes(typ?.toLowerCase().replace(/^application\//, ''));
}

function faultOf(error: errors.JOSEError): TokenFault {
  if (error instanceof errors.JWTExpired) return 'expired';
  if (error instanceof errors.JWTClaimValidationFailed) return faultOfClaim(error.claim);
  if (error instanceof errors.JOSEAlgNotAllowed) return 'wrongAlgorithm';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'badSignature';
  const isKeyOpen = error instanceof errors.JWKSMultipleMatchingKeys;
  return isKeyOpen || error instanceof errors.JWKSNoMatchingKey ? 'unknownKey' : 'malformed';
}

function faultOfClaim(claim: string): TokenFault {
  switch (claim) {
    case 'iss':
      return 'wrongIssuer';
    case 'aud':
      return 'wrongAudience';
    case 'nbf':
      return 'notYetValid';
    default:
      return 'faultyClaims';
  }
}

async function signedIn(
  claims: z.output<typeof Claims>,
  { actorSecret, agencyMap: readMap }: VerifierOptions,
): Promise<SignedIn> {
  // The office of a portal is the portal that it is.
  const portal = portals.find((one) => claims.offices.includes(one));
  const actorBy = (map: AgencyMap): Actor => ({
    id: opaqueId(claims, actorSecret),
    roles: roles.filter((role) => claims.roles.includes(role)),
    agencies: allAgencyIds(claims.agencies, new Date().toISOString(), map),
    ...(claims.offices[0] === undefined ? {} : { office: claims.offices[0] }),
    offices: claims.offices,
    ...(portal === undefined || !claims.roles.includes('portal') ? {} : { portal }),
  });
  const agencyMap = await readMap();
  return {
    actor: actorBy(agencyMap),
    issuer: claims.iss,
    subject: claims.sub,
    expiresAt: claims.exp * 1_000,
    agencyMap,
    actorNow: async () => actorBy(await readMap()),
  };
}

/**
 * The same person has the same id in every role. It stands in events for ever: keyed, so that nobody
 * finds a person behind it by trying all the subjects there may be.
 */
function opaqueId({ iss, sub }: z.output<typeof Claims>, actorSecret: string): string {
  const person = JSON.stringify([iss, sub]);
  return createHmac('sha256', actorSecret).update(person).digest('hex').slice(0, 26);
}
