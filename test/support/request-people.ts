import type { RequestCase } from '../../contracts/lifecycles/request/case.js';
import type { Actor } from '../../contracts/lifecycles/service/case.js';
import { agencyRoles, roles } from '../../contracts/lifecycles/service/states.js';
import type { Role } from '../../contracts/lifecycles/service/states.js';
import { person } from './people.js';

/** Somebody in a role, and how the request is to him. */
export interface Somebody {
  readonly role: Role;
  /** Whose request it is to him; `office`: of the own agency, with another office. */
  readonly of: 'own' | 'other' | 'office' | 'nobody';
  readonly actor: Actor;
}

const otherAgency = 'AGY099';
const ofAgencies: readonly Role[] = [...agencyRoles, 'appealAuthority'];

/** Every role, of the request's own agency, office and portal, and of others. */
export function everybodyFor({ agencyId, office, portal }: RequestCase): Somebody[] {
  return roles.flatMap((role): Somebody[] => {
    const of = (agency: string) => ({
      ...person(role, `${role}-${agency}`, agency),
      agencies: [agency],
    });
    if (role === 'portal') {
      const other = portal === 'biz' ? 'citizen' : 'biz';
      return [
        { role, of: 'own', actor: { ...of(''), agencies: [], portal } },
        { role, of: 'other', actor: { ...of('other'), agencies: [], portal: other } },
      ];
    }
    if (!ofAgencies.includes(role)) return [{ role, of: 'nobody', actor: person(role) }];
    const own = { ...of(agencyId), offices: [office] };
    return [
      { role, of: 'own', actor: own },
      { role, of: 'office', actor: { ...own, offices: ['ANOTHER-OFFICE'] } },
      { role, of: 'other', actor: of(otherAgency) },
    ];
  });
}

/** Roles that follow every request. */
const followAll: readonly Role[] = ['opdcOfficer', 'opdcApprover', 'auditor', 'platformOperator'];

/** Why somebody may not read a request, as design §5 has it; `undefined` when he may. */
export function refusedToRead({ role, of }: Somebody): string | undefined {
  if (followAll.includes(role)) return undefined;
  if (role === 'portal') return of === 'own' ? undefined : 'notYourPortal';
  return of === 'own' || of === 'office' ? undefined : 'notYourAgency';
}

const actors: readonly Role[] = [
  ...(['portal', 'competentOfficial', 'licensor', 'delegate', 'appealAuthority'] as const),
];

/** Why somebody is refused before a request or appeal is asked: the route is not his, or he may not read it. */
export function refusedBefore(who: Somebody): string | undefined {
  return actors.includes(who.role) ? refusedToRead(who) : 'notForYourRole';
}

/** Whether somebody reads the personal data of a request too. */
export function readsPersonal({ role, of }: Somebody): boolean {
  if (role === 'portal') return of === 'own';
  const officials: readonly Role[] = ['competentOfficial', 'licensor', 'delegate'];
  return officials.includes(role) && (of === 'own' || of === 'office');
}
