import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  agencyIdOf,
  agencyIdPattern,
  agencySubject,
  ministryIdPattern,
  proposedServiceId,
  serviceIdOf,
  serviceIdPattern,
  serviceSubject,
} from '../../contracts/ids.js';

describe('a subject', () => {
  it('is taken apart as it was made, by its own function only', () => {
    expect(serviceSubject('SVC0106')).toBe('service/SVC0106');
    expect(agencySubject('AGY009')).toBe('agency/AGY009');
    fc.assert(
      fc.property(fc.string(), (id) => {
        expect(serviceIdOf(serviceSubject(id))).toBe(id);
        expect(agencyIdOf(agencySubject(id))).toBe(id);
        expect(serviceIdOf(agencySubject(id))).toBeUndefined();
        expect(agencyIdOf(serviceSubject(id))).toBeUndefined();
      }),
    );
  });
});

describe('the id of a proposed service', () => {
  it('is a service id, and the same for the same uuid', () => {
    fc.assert(
      fc.property(fc.uuid(), (uuid) => {
        expect(proposedServiceId(uuid)).toMatch(serviceIdPattern);
        expect(proposedServiceId(uuid)).toBe(proposedServiceId(uuid));
      }),
    );
  });

  it('differs for uuids that differ in their last group', () => {
    const ids = Array.from({ length: 2_000 }, (_, index) =>
      proposedServiceId(`01234567-abcd-4000-8000-00000000${index.toString(16).padStart(4, '0')}`),
    );
    expect(new Set(ids).size).toBe(ids.length);
    expect(proposedServiceId('00000000-0000-4000-8000-000000000000')).toBe('PRS0000000000');
  });
});

describe('the patterns', () => {
  it('take the ids of the register and ours', () => {
    expect('SVC0106').toMatch(serviceIdPattern);
    expect('SVC123456').toMatch(serviceIdPattern);
    expect('AGY009').toMatch(agencyIdPattern);
    expect('MIN002').toMatch(ministryIdPattern);
  });

  it.each(['SVC106', 'svc0106', 'SVC0106 ', 'xSVC0106', 'PRS012345678', 'PRS012345678I', ''])(
    'refuse %j as a service id',
    (id) => expect(id).not.toMatch(serviceIdPattern),
  );

  it.each(['AGY09', 'AGY000009', 'AGY009/', 'MIN002'])('refuse %j as an agency id', (id) =>
    expect(id).not.toMatch(agencyIdPattern),
  );
});
