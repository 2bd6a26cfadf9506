import { describe, expect, it } from '@jest/globals';
import type { Role } from '../../../contracts/lifecycles/service/states.js';
import { requestWorkKinds, workKinds } from '../../../infra/postgres/read-model.js';
import { workScopeOf } from '../../../workers/gateway/lists.js';

function scopeOf(roles: readonly Role[], offices?: readonly string[]) {
  const actor = { id: 'p1', roles, agencies: ['AGY009'] };
  return workScopeOf(offices === undefined ? actor : { ...actor, offices });
}

describe('the work that is a person’s', () => {
  it.each<[Role[], readonly string[]]>([
    [['agencyOfficer'], workKinds],
    [['opdcOfficer', 'auditor'], workKinds],
    [['competentOfficial'], requestWorkKinds],
    [['licensor'], requestWorkKinds],
    [['delegate'], requestWorkKinds],
    [
      ['agencyOfficer', 'competentOfficial'],
      [...workKinds, ...requestWorkKinds],
    ],
    [[], []],
  ])('of roles %j is of services, of requests or both', (roles, kinds) => {
    expect(scopeOf(roles).kinds).toEqual(kinds);
  });

  it('is of the own offices; of all where none is named', () => {
    expect(scopeOf(['competentOfficial'], ['branch']).offices).toEqual(['branch']);
    expect(scopeOf(['competentOfficial']).offices).toBeUndefined();
  });
});
