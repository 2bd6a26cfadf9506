import { writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ServiceState } from '../../../contracts/lifecycles/service/states.js';
import { serviceStates } from '../../../contracts/lifecycles/service/states.js';
import { exclusionReasons } from '../../../contracts/commands/service/bodies.js';
import type { AgencyRow } from '../../../infra/postgres/read-model.js';
import type { ExportedService } from '../../../infra/register/export.js';
import { exportTable } from '../../../infra/register/export.js';
import { mapEdition } from '../../../infra/register/map.js';
import { planEdition } from '../../../infra/register/plan.js';
import { readRegister } from '../../../infra/register/read.js';
import { csvOf, xlsxOf } from '../../../infra/register/spreadsheet.js';
import { registerFolder } from '../../support/register-file.js';

const folder = registerFolder();

const agencies: AgencyRow[] = ['AGY009', 'AGY010'].map((agencyId) => ({
  ...{ agencyId, organisation: agencyId, ministryId: 'MIN002' },
  name: { th: agencyId === 'AGY009' ? 'กรมสรรพสามิต' : 'กรมศุลกากร' },
  ministry: { th: 'กระทรวงการคลัง' },
}));

/** A service in any state, with a name that a person may have given it. */
const service = fc
  .record({
    number: fc.integer({ min: 1, max: 9_999 }),
    state: fc.constantFrom(...serviceStates),
    agencyId: fc.constantFrom('AGY009', 'AGY010'),
    kind: fc.constantFrom('eServiceNotLinked', 'notDigitised'),
    reason: fc.constantFrom(...exclusionReasons),
    called: fc.constantFrom('STA01', 'STA02'),
    name: fc.constantFrom(
      ...['ใบอนุญาตขายสุรา', 'ขอ "หนังสือรับรอง", และอื่น ๆ', 'แบบ ก/ข (ใหม่)'],
      ...['=1+1', '+66 2 123', '-2+3', '@งาน', '＝1', "'ก'"],
    ),
    project: fc.constantFrom('', 'โครงการหนึ่ง', '- ระยะที่สอง'),
    remark: fc.constantFrom('', 'ปีละ 2 เรื่อง, โดยเฉลี่ย', '- ไม่มีผู้ใช้', '+1'),
  })
  .map(({ number, state, kind, reason, called, name, ...rest }): ExportedService => {
    const asOf = '2026-05-03';
    return {
      ...{ ...rest, state, serviceId: `SVC${String(number).padStart(4, '0')}`, isTouched: false },
      ...{ ministryId: 'MIN002', name: { th: name }, since: '2026-11-01' },
      register: { edition: 'e', asOf, row: 2, statusId: called },
      mergedInto: state === 'mergedInto' ? 'SVC9999' : null,
      exclusion:
        state === 'excluded' ? { kind, reasonCode: reason, reReviewOn: '2027-05-03' } : null,
    };
  });
const services = fc
  .uniqueArray(service, { minLength: 1, maxLength: 30, selector: ({ serviceId }) => serviceId })
  .map((list) => list.sort((a, b) => a.serviceId.localeCompare(b.serviceId)));

const noRemark: readonly ServiceState[] = ['suspended', 'mergedInto'];

async function takenInAgain(list: readonly ExportedService[], ending: 'xlsx' | 'csv') {
  const path = folder.path(`out-3-8-2026.${ending}`);
  const table = exportTable(list, agencies);
  writeFileSync(path, ending === 'csv' ? csvOf(table) : await xlsxOf(table));
  const edition = await readRegister(path);
  const knowledge = { services: list, isSameOrganisation: Object.is };
  return planEdition(edition, mapEdition(edition), knowledge);
}

describe('the register as it is exported', () => {
  it.each(['xlsx', 'csv'] as const)('changes nothing when it is taken in again: %s', async (as) => {
    await fc.assert(
      fc.asyncProperty(services, async (list) => {
        const told = list.filter(({ state }) => state !== 'registeredInError');
        fc.pre(told.length > 0);
        const plan = await takenInAgain(list, as);
        expect(plan.rows.map(({ serviceId }) => serviceId)).toEqual(
          told.map(({ serviceId }) => serviceId),
        );
        expect(plan.missing).toEqual([]);
        const remarked = told.filter(({ state }) => noRemark.includes(state));
        const changed = plan.rows.filter(({ outcome }) => outcome !== 'unchanged');
        expect(changed.map(({ serviceId }) => serviceId)).toEqual(
          remarked.map(({ serviceId }) => serviceId),
        );
        for (const { changes, work } of changed) {
          expect(changes.map(({ field }) => field)).toEqual(['remark']);
          expect(work).toBeNull();
        }
      }),
      { numRuns: 40 },
    );
  });

  it('says of what is suspended or merged what the register has no word for', () => {
    const [one] = fc.sample(service, 1);
    if (one === undefined) throw new Error('no sample');
    const remarks = (['suspended', 'mergedInto', 'live'] as const).map((state) => {
      const told = { ...one, state, mergedInto: 'SVC9999', remark: 'เดิม' };
      return exportTable([told], agencies).rows[0]?.at(-1);
    });
    expect(remarks).toEqual([
      'เดิม; ระงับชั่วคราวตั้งแต่ 2026-11-01',
      'เดิม; ควบรวมกับ SVC9999 ตั้งแต่ 2026-11-01',
      'เดิม',
    ]);
  });

  it('has those that were proposed here under the row that is linked to them, and no others', () => {
    const [one] = fc.sample(service, 1);
    if (one === undefined) throw new Error('no sample');
    const proposed = { ...one, state: 'plan' as const, serviceId: 'PRS3V8HC5NBWE' };
    const ids = [proposed, { ...proposed, registerId: 'SVC9990' }].flatMap((each) =>
      exportTable([each], agencies).rows.map(([id]) => id),
    );
    expect(ids).toEqual(['SVC9990']);
  });

  it('computes nothing in whatever a name begins with', async () => {
    const table = (name: string) => ({
      ...{ name: 'x', columns: [{ head: 'ชื่อ', width: 10 }] },
      rows: [[name]],
    });
    for (const name of ['=1+1', '+1', '-1', '@A1']) {
      expect(csvOf(table(name))).toContain(`'${name}`);
      expect((await xlsxOf(table(name))).length).toBeGreaterThan(100);
    }
  });
});
