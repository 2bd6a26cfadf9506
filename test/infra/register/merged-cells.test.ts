import { describe, expect, it } from '@jest/globals';
import { mapEdition } from '../../../infra/register/map.js';
import type { RegisterRow } from '../../../infra/register/read.js';
import { registerFolder, serviceRow, servicesSheet } from '../../support/register-file.js';
import type { CellSpec } from '../../support/xlsx.js';

const folder = registerFolder();

function read(merges: readonly string[], ...rows: readonly (readonly CellSpec[])[]) {
  return folder.read([{ ...servicesSheet(rows), merges }]);
}

const project = { ชื่อโครงการ: 'โครงการ ' };
const first = serviceRow(project);
const second = serviceRow({ service_id: 'SVC0107', ชื่องานบริการ: 'ข' });
const third = serviceRow({ service_id: 'SVC0108', ชื่องานบริการ: 'ค' });

const projectsOf = (rows: readonly RegisterRow[]) => rows.map(({ project: text }) => text);

describe('cells that are merged', () => {
  it('in one column have the value of the first, which is noted once', async () => {
    const { rows, findings } = await read(['J2:J4'], first, second, third);
    expect(projectsOf(rows)).toEqual(['โครงการ', 'โครงการ', 'โครงการ']);
    expect(rows.map(({ original }) => original)).toEqual([{ project: 'โครงการ ' }, {}, {}]);
    expect(findings.map(({ cell, code }) => `${cell} ${code}`)).toEqual([
      'J2 EDGE_SPACE',
      'J2 MERGED_CELLS',
    ]);
  });

  it('make no row that lacks an agency of those that share one', async () => {
    const none = { ministry_id: null, agency_id: null, รายชื่อหน่วยงาน: null };
    const rest = ['SVC0107', 'SVC0108'].map((id) =>
      serviceRow({ service_id: id, ชื่องานบริการ: id, ...none }),
    );
    const edition = mapEdition(await read(['B2:B4', 'C2:C4', 'E2:E4'], first, ...rest));
    expect(edition).toMatchObject({ refused: 0 });
    expect(edition.services.map(({ agencyId }) => agencyId)).toEqual([
      'AGY009',
      'AGY009',
      'AGY009',
    ]);
  });

  it.each([
    ['across columns', ['I2:J4'], ['โครงการ', undefined, undefined]],
    ['from above the rows', ['J1:J3'], ['โครงการ', undefined, '']],
    ['one after the other', ['J2:J3', 'J4:J9'], ['โครงการ', 'โครงการ', '']],
    [
      'below, in the order of a spreadsheet that was edited',
      ['J4:J5', 'J2:J3'],
      ['โครงการ', 'โครงการ', ''],
    ],
    ['beside', ['N2:XFD1048576'], ['โครงการ', '', '']],
  ] as const)('say nothing where no first of their column is seen: %s', async (_, merges, told) => {
    const { rows } = await read(merges, first, second, third);
    expect(projectsOf(rows)).toEqual(told);
  });

  it('keep a value of their own', async () => {
    const other = serviceRow({ service_id: 'SVC0107', ชื่องานบริการ: 'ข', ชื่อโครงการ: 'อื่น' });
    const { rows } = await read(['A2:XFD2', 'J3:J4'], first, other, third);
    expect(projectsOf(rows)).toEqual(['โครงการ', 'อื่น', 'อื่น']);
  });

  it('make no service of a row that only shares an agency', async () => {
    const sum = serviceRow({}).map((_, at) => (at === 6 ? 'รวม' : at === 8 ? 2 : null));
    const { rows, findings } = await read(['C2:C3'], first, sum);
    expect(rows).toHaveLength(1);
    expect(findings).toContainEqual(expect.objectContaining({ cell: 'G3', code: 'TOTALS_ROW' }));
  });

  it('cost no more for their width', async () => {
    const merges = Array.from({ length: 10_000 }, (_, at) => `A${at + 2}:XFD${at + 2}`);
    const began = performance.now();
    const { rows, findings } = await read(merges, first, second, third);
    expect(performance.now() - began).toBeLessThan(3_000);
    expect(rows).toHaveLength(3);
    expect(findings.filter(({ code }) => code === 'MERGED_CELLS')).toHaveLength(10_000);
  });
});
