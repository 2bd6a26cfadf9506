import { describe, expect, it } from '@jest/globals';
import { officeTimeMs } from '../../contracts/spread.js';

describe('the time of the day at which something is done by itself', () => {
  it('lies in office hours, spread over the day and always at the same time of it', () => {
    const times = Array.from({ length: 400 }, (_, n) =>
      officeTimeMs(`SVC${String(n).padStart(4, '0')}`),
    );
    expect(Math.min(...times)).toBeGreaterThanOrEqual(8.5 * 3_600_000);
    expect(Math.max(...times)).toBeLessThan(16.5 * 3_600_000);
    const perHour = Array.from({ length: 8 }, (_, hour) => {
      const begins = (8.5 + hour) * 3_600_000;
      return times.filter((ms) => ms >= begins && ms < begins + 3_600_000).length;
    });
    // 50 in each of the eight hours if they were dealt out evenly.
    expect(Math.min(...perHour)).toBeGreaterThan(25);
    expect(Math.max(...perHour)).toBeLessThan(75);
    expect(officeTimeMs('SVC0106')).toBe(officeTimeMs('SVC0106'));
  });
});
