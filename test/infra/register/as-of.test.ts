import { describe, expect, it } from '@jest/globals';
import { addDays, bangkokDate } from '../../../contracts/civil-date.js';
import { asOfOf } from '../../../infra/register/as-of.js';

describe('the as-of date of an edition', () => {
  it.each([
    ['services_all-3-5-2026.xlsx', '2026-05-03'],
    ['services_all 3.5.2026.xlsx', '2026-05-03'],
    ['services_all_3_5_2026.csv', '2026-05-03'],
    ['services_all-2026-05-03.xlsx', '2026-05-03'],
    ['services_all_2026_5_3.xlsx', '2026-05-03'],
  ])('is told by the name %s', (name, date) => {
    expect(asOfOf(`/2020-01-01/${name}`, undefined)).toBe(date);
  });

  it.each(['services.xlsx', '3-5_2026.xlsx', '13-5-26.xlsx', '123-5-2026.xlsx', '3-5-20261.xlsx'])(
    'is not guessed from the name %s',
    (name) => {
      expect(() => asOfOf(name, undefined)).toThrow('tells no as-of date');
    },
  );

  it('is at most ten years from now, in a name and as said', () => {
    const today = bangkokDate(Date.now());
    expect(asOfOf('a', addDays(today, 3_660))).toBe(addDays(today, 3_660));
    const far = addDays(today, 3_661);
    const said = `The as-of date ${far}`;
    expect(() => asOfOf('a', far)).toThrow(`${said} (--as-of) is more than 10 years from now`);
    expect(() => asOfOf(`a-${far}.csv`, undefined)).toThrow(
      `${said} (a-${far}.csv) is more than 10 years from now; give --as-of YYYY-MM-DD`,
    );
  });
});
