import type { FastifyRequest } from 'fastify';
import { isInScope } from '../../contracts/agency-map.js';
import type { Actor } from '../../contracts/lifecycles/service/case.js';
import type { Role } from '../../contracts/lifecycles/service/states.js';
import type { SignedIn, TokenVerifier } from '../../infra/oidc/verifier.js';
import { IssuerAway, TokenRefused } from '../../infra/oidc/verifier.js';
import { Problem } from './problem.js';

/**
 * Who may use a route. `public`: without a token; `readServices`: agencies their own, OPDC, DGA,
 * auditors and the platform operator all; `actOnService`: whoever signed in, the case decides;
 * `propose`: an agency's officer, for the own agency.
 */
export type RouteRule = 'public' | 'readServices' | 'actOnService' | 'propose';

declare module 'fastify' {
  interface FastifyContextConfig {
    rule?: RouteRule;
  }
  interface FastifyRequest {
    signedIn: SignedIn | null;
  }
}

const readAll: readonly Role[] = [
  'opdcOfficer',
  'opdcApprover',
  'dgaOperator',
  'platformOperator',
  'auditor',
];
const readOwn: readonly Role[] = ['agencyOfficer', 'agencyApprover'];

/** The agency ids whose services the actor may read; `all` for those who follow everybody. */
export function readableAgencies(actor: Actor): 'all' | readonly string[] {
  if (actor.roles.some((role) => readAll.includes(role))) return 'all';
  return actor.roles.some((role) => readOwn.includes(role)) ? actor.agencies : [];
}

/** Whether the actor may read a service of this agency. */
export function mayRead(actor: Actor, agencyId: string): boolean {
  const readable = readableAgencies(actor);
  return readable === 'all' || isInScope(agencyId, readable);
}

/** Signs the person in and applies the route's rule; a route without one is nobody's. */
export async function authorise(httpRequest: FastifyRequest, verify: TokenVerifier): Promise<void> {
  const { rule } = httpRequest.routeOptions.config;
  if (rule === 'public') return;
  const signedIn = await signIn(httpRequest, verify);
  httpRequest.signedIn = signedIn;
  if (rule === undefined || !isAllowed(rule, signedIn.actor)) {
    throw new Problem('mayNotRead', {
      th: 'บทบาทในโทเคนของท่านใช้เส้นทางนี้ไม่ได้',
      en: `the roles of your token (${signedIn.actor.roles.join(', ') || 'none'}) may not use this`,
    });
  }
}

function isAllowed(rule: Exclude<RouteRule, 'public'>, actor: Actor): boolean {
  switch (rule) {
    case 'actOnService':
    case 'readServices':
      return actor.roles.some((role) => readAll.includes(role) || readOwn.includes(role));
    case 'propose':
      return actor.roles.includes('agencyOfficer');
  }
}

async function signIn(httpRequest: FastifyRequest, verify: TokenVerifier): Promise<SignedIn> {
  const token = /^Bearer (\S+)$/i.exec(httpRequest.headers.authorization ?? '')?.[1];
  if (token === undefined) throw notSignedIn('send Authorization: Bearer and an access token');
  try {
    return await verify(token);
  } catch (error) {
    if (error instanceof TokenRefused) throw notSignedIn(error.message);
    if (!(error instanceof IssuerAway)) throw error;
    const details = { th: 'ตรวจโทเคนไม่ได้ขณะนี้', en: 'tokens cannot be checked now' };
    throw new Problem('issuerAway', details, { headers: { 'retry-after': '5' } });
  }
}

function notSignedIn(why: string): Problem {
  return new Problem(
    'notSignedIn',
    { th: `โทเคนใช้ไม่ได้: ${why}`, en: why },
    { headers: { 'www-authenticate': `Bearer error="invalid_token", error_description="${why}"` } },
  );
}

/** The person behind a route that needs one. */
export function signedInOf(httpRequest: FastifyRequest): SignedIn {
  if (httpRequest.signedIn === null) throw notSignedIn('sign in first');
  return httpRequest.signedIn;
}
