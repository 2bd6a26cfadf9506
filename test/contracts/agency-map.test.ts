import { describe, expect, it } from '@jest/globals';
import type { AgencyMap } from '../../contracts/agency-map.js';
import { agencyMap, allAgencyIds, isInScope, organisationOf } from '../../contracts/agency-map.js';

const map: AgencyMap = [
  { from: 'AGY010', into: 'AGY009', since: '2026-11-01T00:00:00.000Z' },
  { from: 'AGY011', into: 'AGY009', since: '2026-12-01T00:00:00.000Z' },
];
const before = '2026-10-31T23:59:59.999Z';
const since = '2026-11-01T00:00:00.000Z';
const after = '2026-12-24T00:00:00.000Z';

describe('merged agencies', () => {
  it('belong together from the day of the merge on', () => {
    expect(organisationOf('AGY010', before, map)).toBe('AGY010');
    expect(organisationOf('AGY010', since, map)).toBe('AGY009');
    expect(organisationOf('AGY009', since, map)).toBe('AGY009');
    expect(allAgencyIds(['AGY009'], before, map)).toEqual(['AGY009']);
    expect(allAgencyIds(['AGY009'], since, map)).toEqual(['AGY009', 'AGY010']);
    expect(allAgencyIds(['AGY009'], after, map)).toEqual(['AGY009', 'AGY010', 'AGY011']);
  });

  it('share all their ids, whichever the person carries', () => {
    for (const id of ['AGY009', 'AGY010', 'AGY011']) {
      expect(allAgencyIds([id], after, map)).toEqual(['AGY009', 'AGY010', 'AGY011']);
    }
    expect(allAgencyIds(['AGY020'], after, map)).toEqual(['AGY020']);
    expect(allAgencyIds([], after, map)).toEqual([]);
  });

  it('are apart again when the entry is taken out', () => {
    const [, ...unmerged] = map;
    expect(allAgencyIds(['AGY010'], after, unmerged)).toEqual(['AGY010']);
    expect(allAgencyIds(['AGY009'], after, unmerged)).toEqual(['AGY009', 'AGY011']);
  });

  it('are none in the map of today', () => {
    expect(agencyMap).toEqual([]);
    expect(allAgencyIds(['AGY010', 'AGY009'], after)).toEqual(['AGY009', 'AGY010']);
  });
});

describe('the scope of a person', () => {
  it('is the ids that the person carries, whole', () => {
    expect(isInScope('AGY009', ['AGY009', 'AGY010'])).toBe(true);
    expect(isInScope('AGY00', ['AGY009'])).toBe(false);
    expect(isInScope('AGY009', [])).toBe(false);
  });
});
