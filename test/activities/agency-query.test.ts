import { describe, expect, it } from '@jest/globals';
import { agencyAskedAfterMs, agencyQueryAlarms } from '../../activities/calendar/agency-query.js';
import { addDays, bangkokDate } from '../../contracts/civil-date.js';
import { officeTimeMs } from '../../contracts/spread.js';

const requestId = 'request-1';
const dayMs = 86_400_000;
const acceptedAt = Date.parse('2026-12-01T15:00:00+07:00');
const taken = { submission: 1, acceptedAt, asked: 0, askedOn: null };

function next(change: object = {}, at = acceptedAt) {
  const [alarm] = agencyQueryAlarms({ requestId, at, agencyQuery: { ...taken, ...change } });
  if (alarm === undefined) throw new Error('nothing rings');
  return alarm;
}

describe('when an agency’s system is asked', () => {
  it('is never, where nothing of it is awaited', () => {
    expect(agencyQueryAlarms({ requestId, at: acceptedAt, agencyQuery: null })).toEqual([]);
  });

  it('is soon after the request was taken, at growing intervals', () => {
    const after = agencyAskedAfterMs.map((_ms, asked) => next({ asked }).at - acceptedAt);
    expect(after.map((ms) => ms / 60_000)).toEqual([5, 30, 120, 360]);
    expect(next({ asked: 1 })).toMatchObject({ kind: 'agencyQuery', of: '1/2', section: 'manual' });
  });

  it('does not depend on when the calendar is asked', () => {
    expect(next({ asked: 2 }, acceptedAt + 5 * dayMs)).toEqual(next({ asked: 2 }));
    const asked = { asked: 6, askedOn: '2026-12-03' };
    expect(next(asked, acceptedAt + 2 * dayMs)).toEqual(next(asked, acceptedAt + 3 * dayMs));
  });

  it('is each day after that, at the request’s own time of the office day', () => {
    let askedOn = bangkokDate(acceptedAt);
    for (let asked = 4; asked < 40; asked += 1) {
      const { at, dueOn, of } = next({ asked, askedOn }, acceptedAt + (asked - 4) * dayMs);
      expect([dueOn, of]).toEqual([addDays(askedOn, 1), `1/${asked + 1}`]);
      expect(at).toBe(Date.parse(`${dueOn}T00:00:00+07:00`) + officeTimeMs(requestId));
      askedOn = dueOn;
    }
  });

  it('does not make up for days on which it was not awaited', () => {
    const later = acceptedAt + 30 * dayMs;
    expect(next({ asked: 5, askedOn: '2026-12-02' }, later).dueOn).toBe(bangkokDate(later));
  });

  it('spreads the requests of a day over the office day', () => {
    const times = Array.from({ length: 200 }, (_, number) => {
      const about = { requestId: `request-${number}`, at: acceptedAt };
      const agencyQuery = { ...taken, asked: 4, askedOn: '2026-12-01' };
      return agencyQueryAlarms({ ...about, agencyQuery })[0]?.at ?? 0;
    });
    expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(7 * 3_600_000);
  });
});
