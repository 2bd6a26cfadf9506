import type { Actor } from '../../contracts/lifecycles/service/case.js';
import type { Role } from '../../contracts/lifecycles/service/states.js';
import { agencyRoles, roles } from '../../contracts/lifecycles/service/states.js';

/** A person in a role, of an agency where the role needs one. */
export function person(role: Role, name: string = role, agencyId = 'AGY009'): Actor {
  return {
    id: `person-${name}`,
    roles: [role],
    agencies: agencyRoles.includes(role) ? [agencyId] : [],
  };
}

/** One person for each role. */
export const people = Object.fromEntries(roles.map((role) => [role, person(role)])) as Record<
  Role,
  Actor
>;
