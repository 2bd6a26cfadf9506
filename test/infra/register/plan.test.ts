import { writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { registerCallOf } from '../../../contracts/lifecycles/service/register.js';
import { mapEdition } from '../../../infra/register/map.js';
import type { FieldChange, KnownService } from '../../../infra/register/known.js';
import { planEdition } from '../../../infra/register/plan.js';
import { readRegister } from '../../../infra/register/read.js';
import type { EditionRow, ToldColumn } from '../../support/register-model.js';
import { carriedOut, RegisterModel, toldColumns } from '../../support/register-model.js';
import { registerFolder } from '../../support/register-file.js';

const folder = registerFolder();

const ids = Array.from({ length: 12 }, (_, index) => `SVC${1_000 + index}`);
const row = fc.record({
  service_id: fc.constantFrom(...ids),
  agency_id: fc.constantFrom('AGY009', 'AGY010'),
  ministry_id: fc.constantFrom('MIN002', 'MIN003'),
  ชื่องานบริการ: fc.constantFrom('ใบอนุญาตขายสุรา', 'ใบอนุญาตผลิตสุรา', 'จดทะเบียนพาณิชย์'),
  status_id: fc.constantFrom('STA01', 'STA02', 'STA03', 'STA04', 'STA05'),
  reason_id: fc.constantFrom('', 'RSN01', 'RSN04', 'RSN06', 'RSN11'),
  ชื่อโครงการ: fc.constantFrom('', 'โครงการหนึ่ง'),
  หมายเหตุ: fc.constantFrom('', 'ปีละสองเรื่อง'),
});
const edition = fc.record({
  rows: fc.uniqueArray(row, { minLength: 1, selector: ({ service_id: id }) => id }),
  /** In any order, and mostly all of them. */
  columns: fc.oneof(
    fc.shuffledSubarray([...toldColumns], { minLength: toldColumns.length }),
    fc.shuffledSubarray([...toldColumns], { minLength: 1 }),
  ),
  /** Services on which somebody acts afterwards. */
  touched: fc.subarray(ids, { maxLength: 3 }),
});

async function plan(
  {
    rows,
    columns,
  }: { readonly rows: readonly EditionRow[]; readonly columns: readonly ToldColumn[] },
  month: number,
  services: readonly KnownService[],
) {
  const all = ['service_id', ...columns] as const;
  const lines = rows.map((one) => all.map((column) => `"${one[column]}"`).join(','));
  const path = folder.path(`services_all-3-${month}-2026.csv`);
  writeFileSync(path, [all.join(','), ...lines].join('\n'));
  const read = await readRegister(path);
  const knowledge = { services, isSameOrganisation: Object.is };
  return planEdition(read, mapEdition(read), knowledge);
}

const columnOf: Readonly<Record<Exclude<FieldChange['field'], 'listed'>, ToldColumn>> = {
  ...{ name: 'ชื่องานบริการ', agency: 'agency_id', ministry: 'ministry_id', status: 'status_id' },
  ...{ reason: 'reason_id', project: 'ชื่อโครงการ', remark: 'หมายเหตุ' },
};

/** A service by the texts that the register would have of it. */
function textsOf(one: KnownService) {
  const call = registerCallOf(one);
  return {
    ...{ service_id: one.serviceId, agency_id: one.agencyId, ministry_id: one.ministryId },
    ...{ ชื่องานบริการ: one.name.th, status_id: call?.statusId, reason_id: call?.reasonId },
    ...{ ชื่อโครงการ: one.project ?? '', หมายเหตุ: one.remark ?? '' },
  };
}

describe('editions, one after the other', () => {
  it('come to what their cells say, whatever rows, columns and orders they have', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(edition, { minLength: 2, maxLength: 4 }), async (editions) => {
        const model = new RegisterModel();
        let services: KnownService[] = [];
        for (const [index, one] of editions.entries()) {
          const { counts, rows, missing } = await plan(one, index + 1, services);
          const expected = model.take(one.rows, one.columns);
          // What a row tells, it tells field by field; a new status brings its reason along.
          const told = rows.map(({ outcome, changes }) => [
            outcome,
            changes.map(({ field }) => (field === 'listed' ? field : columnOf[field])).sort(),
          ]);
          const withoutReason = expected.outcomes.map(([outcome, changes]) => [
            outcome,
            changes
              .filter((column) => column !== 'reason_id' || !changes.includes('status_id'))
              .sort(),
          ]);
          expect(told).toEqual(withoutReason);
          expect(missing.map(({ serviceId }) => serviceId).sort()).toEqual(expected.missing.sort());
          expect(counts.created + counts.changed + counts.unchanged + counts.refused).toBe(
            one.rows.length,
          );
          services = carriedOut(services, rows);
          expect(
            Object.fromEntries(services.map((each) => [each.serviceId, textsOf(each)])),
          ).toEqual(Object.fromEntries(model.entries));
          const again = await plan(one, index + 1, services);
          expect(again.counts).toEqual({
            ...{ created: 0, changed: 0, refused: counts.refused },
            unchanged: one.rows.length - counts.refused,
          });
          services = services.map((each) =>
            one.touched.includes(each.serviceId) ? { ...each, isTouched: true } : each,
          );
          for (const { serviceId, isTouched } of services) {
            if (isTouched) model.touched.add(serviceId);
          }
        }
      }),
      { numRuns: 150 },
    );
  });
});
