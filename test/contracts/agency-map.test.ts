import { describe, expect, it } from '@jest/globals';
import type { AgencyMap } from '../../contracts/agency-map.js';
import {
  agencyMapOf,
  allAgencyIds,
  isInScope,
  organisationOf,
  standsForItself,
} from '../../contracts/agency-map.js';

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

  it('are apart again from the moment of an unmerge on, and were together before it', () => {
    const [first, second] = map.map((entry) => ({ ...entry, until: after }));
    const apart = [first, second].flatMap((entry) => entry ?? []);
    expect(allAgencyIds(['AGY010'], '2026-12-23T23:59:59.999Z', apart)).toHaveLength(3);
    expect(allAgencyIds(['AGY010'], after, apart)).toEqual(['AGY010']);
    expect(standsForItself('AGY010', after, apart)).toBe(true);
    expect(standsForItself('AGY010', after, map)).toBe(false);
  });

  it('are followed to the end of a chain, and out of a cycle, while changes are on their way', () => {
    const chain = [...map, { from: 'AGY009', into: 'AGY020', since }];
    expect(organisationOf('AGY010', after, chain)).toBe('AGY020');
    for (const id of ['AGY009', 'AGY010', 'AGY011', 'AGY020']) {
      expect(allAgencyIds([id], after, chain)).toEqual(['AGY009', 'AGY010', 'AGY011', 'AGY020']);
    }
    const cycle = [...map, { from: 'AGY009', into: 'AGY010', since }];
    for (const id of ['AGY009', 'AGY010', 'AGY011']) {
      expect(organisationOf(id, after, cycle)).toBe('AGY009');
    }
  });
});

describe('the map that events come to', () => {
  const merged = { kind: 'agencyMerged', agencyId: 'AGY010', into: 'AGY009', since } as const;
  const unmerged = { ...merged, kind: 'agencyUnmerged', until: after } as const;

  it('has each merge with its beginning and end', () => {
    expect(agencyMapOf([])).toEqual([]);
    expect(agencyMapOf([merged])).toEqual([{ from: 'AGY010', into: 'AGY009', since }]);
    expect(agencyMapOf([merged, unmerged])).toEqual([
      { from: 'AGY010', into: 'AGY009', since, until: after },
    ]);
  });

  it('keeps the first merge beside a second one', () => {
    const again = { ...merged, into: 'AGY011', since: after };
    const all = agencyMapOf([merged, unmerged, again]);
    expect(all).toHaveLength(2);
    expect(organisationOf('AGY010', since, all)).toBe('AGY009');
    expect(organisationOf('AGY010', after, all)).toBe('AGY011');
  });

  it('is the same when an event comes twice', () => {
    expect(agencyMapOf([merged, merged, unmerged, unmerged])).toHaveLength(1);
  });
});

describe('the scope of a person', () => {
  it('is the ids that the person carries, whole', () => {
    expect(isInScope('AGY009', ['AGY009', 'AGY010'])).toBe(true);
    expect(isInScope('AGY00', ['AGY009'])).toBe(false);
    expect(isInScope('AGY009', [])).toBe(false);
  });
});
