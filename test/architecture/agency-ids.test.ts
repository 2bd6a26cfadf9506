import { describe, expect, test } from '@jest/globals';
import { agencyComparisons } from './agency-ids.js';
import { isCode, sources } from './sources.js';

function found(text: string, path = 'infra/planted.ts'): number {
  return agencyComparisons({ path, text }).length;
}

describe('a comparison of agency ids', () => {
  test.each([
    'if (service.agencyId === actor.agencyId) allow();',
    "const own = row['agency_id'] != wanted;",
    'const own = (agencyId as string) !== other;',
    'const own = pair.agencyId === pair.otherAgencyId;',
    'const own = actor.agencies.includes(service.owner);',
    'const own = ids.includes(service.agencyId);',
    'const own = actor.agencies[0] === owner;',
    'const own = actor.agencies.some((agency) => agency === owner);',
    'const scope = new Set(ids); const own = scope.has(service.agencyId);',
    'const at = ids.indexOf(agencyId);',
    "switch (service.agencyId) { case 'AGY0001': break; }",
  ])('is found: %s', (text) => {
    expect(found(text)).toBe(1);
  });

  test.each([
    'if (service.agencyId === undefined) report();',
    'if (row.agency !== null) show(row.agency.name);',
    'const none = actor.agencies.length === 0;',
    'const isNamed = record.name.th !== record.agencyId;',
    'const own = isInScope(service.agencyId, actor.agencies);',
    'const sql = `select * from service where agency_id = any($1)`;',
    'const agencies = new Map(); if (!agencies.has(row.agencyId)) agencies.set(row.agencyId, row);',
    'const isAgencyRole = agencyRoles.includes(role);',
  ])('is none: %s', (text) => {
    expect(found(text)).toBe(0);
  });

  test('is free in the agency map, and in no file that is only named like it', () => {
    const text = 'export const isOwn = (agencyId, agencyIds) => agencyIds.includes(agencyId);';
    expect(found(text, 'contracts/agency-map.ts')).toBe(0);
    expect(found(text, 'infra/contracts/agency-map.ts')).toBe(1);
  });
});

test('nothing but the agency map compares agency ids', () => {
  const rooms = sources('contracts', 'workflows', 'activities', 'infra', 'workers').filter(isCode);
  expect(rooms.length).toBeGreaterThan(50);
  expect(rooms.flatMap(agencyComparisons)).toEqual([]);
});
