import { describe, expect, it } from '@jest/globals';
import { findingTable } from '../../../infra/register/finding-report.js';
import { finding } from '../../../infra/register/findings.js';

describe('the sheet of findings', () => {
  it.each([
    ['\u0001ก\u007Fข\u0085', '\\u0001ก\\u007fข\\u0085'],
    ['ก\tข\r\nค', 'ก\tข\r\nค'],
    ['ก\u200Bข', 'ก\u200Bข'],
  ])(
    'shows what stood in a cell, what no spreadsheet can hold by its number: %j',
    (found, shown) => {
      const odd = finding({ sheet: 'งานบริการ', cell: 'G2' }, 'LINE_BREAK', found);
      const owner = { serviceId: null, agencyId: null, agency: null };
      const { columns, rows } = findingTable([{ ...odd, ...owner, number: 1 }]);
      const at = columns.findIndex(({ head }) => head.endsWith('Found'));
      expect(rows[0]?.[at]).toBe(shown);
    },
  );
});
