import type { FastifyRequest } from 'fastify';
import { isInScope } from '../../contracts/agency-map.js';
import { refuse } from '../../contracts/lifecycles/refusals.js';
import type { Actor } from '../../contracts/lifecycles/service/case.js';
import type { Label, Role } from '../../contracts/lifecycles/service/states.js';
import { roleLabels } from '../../contracts/lifecycles/service/states.js';
import type { SignedIn, TokenVerifier } from '../../infra/oidc/verifier.js';
import { IssuerAway, tokenFaults, TokenRefused } from '../../infra/oidc/verifier.js';
import { Problem } from './problem.js';

const readAll: readonly Role[] = [
  'opdcOfficer',
  'opdcApprover',
  'dgaOperator',
  'platformOperator',
  'auditor',
];
const readOwn: readonly Role[] = ['agencyOfficer', 'agencyApprover'];
/** Who works on requests of the own agency sees its work-list. */
const workOwn: readonly Role[] = ['competentOfficial', 'licensor', 'delegate'];
const readWords: readonly Role[] = ['opdcOfficer', 'opdcApprover', 'auditor'];

/** Who works on requests; which of them, the request says. */
const requestRoles: readonly Role[] = [
  'portal',
  'competentOfficial',
  'licensor',
  'delegate',
  'appealAuthority',
];

/**
 * Which roles may use a route; whose services they then see is {@link readableAgencies}, and what
 * they may do to one the case decides. `public` is for everybody, without a token.
 */
const rulesOfRoutes = {
  public: [],
  readServices: [...readAll, ...readOwn],
  readWork: [...readAll, ...readOwn, ...requestRoles],
  actOnService: [...readAll, ...readOwn],
  propose: ['agencyOfficer'],
  askCalendar: [...readAll, ...readOwn, ...requestRoles],
  changeCalendar: ['opdcApprover'],
  submitRequest: ['portal'],
  readRequests: [...readAll, ...readOwn, ...requestRoles],
  actOnRequest: requestRoles,
  forgetRequest: ['agencyApprover'],
  actOnManual: ['agencyOfficer', 'agencyApprover'],
} as const satisfies Record<string, readonly Role[]>;

/** Name of the rule that says who may use a route. */
export type RouteRule = keyof typeof rulesOfRoutes;

declare module 'fastify' {
  interface FastifyContextConfig {
    rule?: RouteRule;
  }
  interface FastifyRequest {
    signedIn: SignedIn | null;
  }
}

/** The agency ids whose services the actor may read; `all` for those who follow everybody. */
export function readableAgencies(actor: Actor): 'all' | readonly string[] {
  if (actor.roles.some((role) => readAll.includes(role))) return 'all';
  const isOwn = actor.roles.some((role) => readOwn.includes(role) || workOwn.includes(role));
  return isOwn ? actor.agencies : [];
}

/** Refuses who may not read a service of this agency. */
export function needReadable(actor: Actor, agencyId: string): void {
  const readable = readableAgencies(actor);
  if (readable === 'all' || isInScope(agencyId, readable)) return;
  throw Problem.refused(refuse('notYourAgency', { agencyId }));
}

/** Words of people are for their own agency, OPDC and auditors. */
export function mayReadWords(actor: Actor, agencyId: string): boolean {
  const isOwn =
    actor.roles.some((role) => readOwn.includes(role)) && isInScope(agencyId, actor.agencies);
  return isOwn || actor.roles.some((role) => readWords.includes(role));
}

/** Signs the person in and applies the route's rule; a route without one is nobody's. */
export async function authorise(httpRequest: FastifyRequest, verify: TokenVerifier): Promise<void> {
  // An address that is not there has no rule: everybody may know.
  if (httpRequest.is404) return;
  const { rule } = httpRequest.routeOptions.config;
  if (rule === 'public') return;
  const signedIn = await signIn(httpRequest, verify);
  httpRequest.signedIn = signedIn;
  const allowed: readonly Role[] = rule === undefined ? [] : rulesOfRoutes[rule];
  if (!signedIn.actor.roles.some((role) => allowed.includes(role))) {
    throw notForRoles(signedIn.actor.roles, allowed);
  }
}

function notForRoles(own: readonly Role[], allowed: readonly Role[]): Problem {
  const names = (language: keyof Label, none: string) =>
    own.map((role) => roleLabels[role][language]).join(', ') || none;
  const details = {
    th: `บทบาทในโทเคนของท่าน (${names('th', 'ไม่มี')}) ใช้เส้นทางนี้ไม่ได้ ผู้ที่ใช้ได้คือ ${allowed.join(', ')}`,
    en: `the roles of your token (${names('en', 'none')}) may not use this; ${allowed.join(', ')} may`,
  };
  return new Problem('notForYourRole', details, { extra: { roles: allowed } });
}

async function signIn(httpRequest: FastifyRequest, verify: TokenVerifier): Promise<SignedIn> {
  const { authorization } = httpRequest.headers;
  const token = /^Bearer +([\w.~+/=-]+)$/i.exec(authorization ?? '')?.[1];
  if (token === undefined) throw noToken();
  try {
    return await verify(token);
  } catch (error) {
    if (error instanceof TokenRefused) throw badToken(error);
    if (!(error instanceof IssuerAway)) throw error;
    throw Problem.away('issuerAway', {
      th: 'ตรวจโทเคนไม่ได้ขณะนี้ โปรดลองใหม่',
      en: 'tokens cannot be checked now; try again',
    });
  }
}

/** RFC 6750 §3.1: who shows nothing is told the scheme and no error. */
function noToken(): Problem {
  return new Problem(
    'notSignedIn',
    {
      th: 'ส่ง Authorization: Bearer ตามด้วย access token',
      en: 'send Authorization: Bearer and an access token',
    },
    { headers: { 'www-authenticate': 'Bearer realm="prasan"' } },
  );
}

function badToken({ fault }: TokenRefused): Problem {
  const why = tokenFaults[fault];
  const challenge = `Bearer realm="prasan", error="invalid_token", error_description="${why.en}"`;
  return new Problem('notSignedIn', why, {
    extra: { fault },
    headers: { 'www-authenticate': challenge },
  });
}

/** The person behind a route that needs one. */
export function signedInOf(httpRequest: FastifyRequest): SignedIn {
  if (httpRequest.signedIn === null) throw noToken();
  return httpRequest.signedIn;
}
