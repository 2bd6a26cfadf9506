import { describe, expect, it } from '@jest/globals';
import type { AgencyRecord } from '../../../contracts/commands/agency/messages.js';
import type { KnownAgency } from '../../../infra/register/renamings.js';
import { renamingsOf } from '../../../infra/register/renamings.js';

const known: KnownAgency = {
  ...{ agencyId: 'AGY009', name: 'กรมสรรพสามิต', toldAsOf: '2026-05-03' },
  ...{ ministryId: 'MIN002', ministry: 'กระทรวงการคลัง' },
};
const told = (change: Partial<AgencyRecord> = {}): AgencyRecord => ({
  ...{ agencyId: 'AGY009', edition: 'e', asOf: '2026-08-03', ministryId: 'MIN002' },
  ...{ name: { th: 'กรมสรรพสามิต' }, ministry: { th: 'กระทรวงการคลัง' } },
  ...change,
});

describe('the agencies that an edition names otherwise', () => {
  it.each([
    ['name', { name: { th: 'กรมใหม่' } }, 'กรมสรรพสามิต', 'กรมใหม่'],
    ['ministryId', { ministryId: 'MIN003' }, 'MIN002', 'MIN003'],
    ['ministry', { ministry: null }, 'กระทรวงการคลัง', null],
  ] as const)('are said by their %s, with what it was', (field, change, was, is) => {
    expect(renamingsOf([told(change)], [known])).toEqual([{ agencyId: 'AGY009', field, was, is }]);
  });

  it('are none where nothing differs, the agency is new, or the edition leaves it unnamed', () => {
    expect(renamingsOf([told()], [known])).toEqual([]);
    expect(renamingsOf([told({ name: { th: 'กรมใหม่' } })], [])).toEqual([]);
    expect(renamingsOf([told({ name: { th: 'AGY009' } })], [known])).toEqual([]);
  });

  it('are none of an edition that is not newer than what was told last', () => {
    const name = { th: 'กรมใหม่' };
    for (const asOf of ['2026-05-03', '2026-04-01']) {
      expect(renamingsOf([told({ name, asOf })], [known])).toEqual([]);
    }
    const never = { ...known, toldAsOf: undefined };
    expect(renamingsOf([told({ name, asOf: '2026-04-01' })], [never])).toHaveLength(1);
  });
});
