import { describe, expect, it } from '@jest/globals';
import type { AgencyRecord } from '../../../contracts/commands/agency/messages.js';
import { inBothLanguages } from '../../../infra/register/agency-names.js';

const record = (name: AgencyRecord['name'], ministry: AgencyRecord['ministry']): AgencyRecord => ({
  ...{ agencyId: 'AGY009', ministryId: 'MIN002', edition: 'e', asOf: '2026-05-03', name, ministry },
});
const known = record(
  { th: 'กรมสรรพสามิต', en: 'Excise Department' },
  { th: 'กระทรวงการคลัง', en: 'Ministry of Finance' },
);

describe('what an edition tells an agency', () => {
  it('keeps the English names that are known, whatever spaces and marks the edition has', () => {
    for (const name of ['กรมสรรพสามิต', 'กรม สรรพสามิต', 'กรมสรรพสามิิต']) {
      const told = inBothLanguages(record({ th: name }, { th: 'กระทรวงการคลัง ' }), known);
      expect(told.name).toEqual({ th: name, en: 'Excise Department' });
      expect(told.ministry).toEqual({ th: 'กระทรวงการคลัง ', en: 'Ministry of Finance' });
    }
  });

  it('has no English name where there was none, and none of what it is called no more', () => {
    const told = record({ th: 'กรมศุลกากร' }, null);
    expect(inBothLanguages(told, null)).toEqual(told);
    expect(inBothLanguages(told, known)).toEqual(told);
    expect(inBothLanguages(told, record({ th: 'กรมศุลกากร' }, null))).toEqual(told);
  });

  it('keeps its name where the edition leaves it unnamed', () => {
    const unnamed = record({ th: 'AGY009' }, known.ministry);
    expect(inBothLanguages(unnamed, known).name).toEqual(known.name);
    expect(inBothLanguages(unnamed, null).name).toEqual({ th: 'AGY009' });
  });

  it('takes its own English name where it has one', () => {
    const told = record({ th: 'กรมสรรพสามิต', en: 'Excise' }, known.ministry);
    expect(inBothLanguages(told, known)).toEqual(told);
  });
});
