import { describe, expect, it } from '@jest/globals';
import type { AgencyRecord } from '../../../contracts/commands/agency/messages.js';
import type { AgencyNews } from '../../../activities/ports.js';
import { Agency } from '../../../workflows/agency/agency.js';

function news(kind: AgencyNews['kind'], sequence: number, serviceId = 'SVC0106'): AgencyNews {
  const report = { serviceId, fiscalYear: 2570, quarter: 1, dueOn: '2027-01-15' } as const;
  return { kind, report, sequence };
}

function owedTo(agency: Agency): string[] {
  return agency.view().owed.map(({ serviceId }) => serviceId);
}

describe('what the register says of an agency', () => {
  const said = (asOf: string, th: string): AgencyRecord => ({
    ...{
      agencyId: 'AGY009',
      name: { th },
      ministryId: 'MIN002',
      ministry: { th: 'กระทรวงการคลัง' },
    },
    ...{ asOf, edition: 'e'.repeat(64) },
  });

  it('is taken once, and not undone by what is of an earlier day', () => {
    const agency = new Agency({ agencyId: 'AGY009' });
    agency.record(said('2026-05-03', 'กรมสรรพสามิต'));
    agency.record(said('2026-05-03', 'กรมสรรพสามิต'));
    agency.record(said('2026-01-31', 'กรมสรรพสามิต (เดิม)'));
    expect(agency.view()).toMatchObject({ sequence: 1, record: { name: { th: 'กรมสรรพสามิต' } } });
    agency.record(said('2026-09-30', 'กรมสรรพสามิต (ใหม่)'));
    expect(agency.view()).toMatchObject({ sequence: 2, unpublished: 2 });
  });
});

describe('what an agency hears of its services', () => {
  it('counts once, however often it is told', () => {
    const agency = new Agency({ agencyId: 'AGY009' });
    agency.hear(news('owed', 4));
    agency.hear(news('owed', 4));
    expect(owedTo(agency)).toEqual(['SVC0106']);
  });

  it('is not undone by news that come late', () => {
    const agency = new Agency({ agencyId: 'AGY009' });
    agency.hear(news('owed', 4));
    agency.hear(news('settled', 7));
    agency.hear(news('owed', 4));
    expect(owedTo(agency)).toEqual([]);
    agency.hear(news('owed', 9));
    expect(owedTo(agency)).toEqual(['SVC0106']);
  });

  it('is carried on to the next run, with what has been heard', () => {
    const agency = new Agency({ agencyId: 'AGY009' });
    agency.hear(news('settled', 7));
    agency.hear(news('owed', 3, 'SVC0107'));
    const next = new Agency({ carried: agency.pack() });
    next.hear(news('owed', 4));
    expect(owedTo(next)).toEqual(['SVC0107']);
    expect(next.view().nextDigestAt).toBe(agency.view().nextDigestAt);
  });

  it('ends the letters when nothing is owed any more', () => {
    const agency = new Agency({ agencyId: 'AGY009' });
    agency.hear(news('owed', 4));
    expect(agency.view().nextDigestAt).not.toBeNull();
    agency.hear(news('settled', 5));
    expect(agency.view().nextDigestAt).toBeNull();
  });
});
