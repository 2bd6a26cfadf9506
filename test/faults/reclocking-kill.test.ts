import { describe, expect, it } from '@jest/globals';
import { addDays } from '../../contracts/civil-date.js';
import { calendarSubject, requestSubject } from '../../contracts/ids.js';
import { dayInTable } from '../../contracts/lifecycles/calendar/table-day.js';
import { dueOf } from '../../contracts/lifecycles/request/snapshot.js';
import { engineRig } from '../support/engine-rig.js';
import { eventually } from '../support/fresh-database.js';
import { persist } from '../support/onboarding.js';
import { campaignOf, changeCalendar } from '../support/reclocking.js';
import { filing, manualOf, TestRequest } from '../support/requests.js';

const manual = manualOf('SVC0106');
const now = () => Promise.resolve(Date.now());

/** The next day that the table of holidays does not have off. */
function workingDayAfter(day: string): string {
  const next = addDays(day, 1);
  return dayInTable(next).kind === 'workingDay' ? next : workingDayAfter(next);
}

describe('the worker killed in the middle of a campaign', () => {
  const theRig = engineRig('workers/citizen-request/main.ts');

  /** Fifteen working days, complete since it was filed. */
  async function complete(name: string): Promise<TestRequest> {
    const { client } = theRig();
    const start = filing({ manual, name, filedAt: Date.now() });
    const request = await persist(() => TestRequest.file(client, start, now));
    await persist(() => request.must('competentOfficial', 'confirmComplete'));
    return request;
  }

  it('ends it with each case counted again once, and one event of it', async () => {
    const rig = theRig();
    const { client, worker } = rig;
    const cases: TestRequest[] = [];
    for (let index = 0; index < 12; index += 1) cases.push(await complete(`case-${index}`));
    const dues = async () => {
      const views = await Promise.all(cases.map((one) => persist(() => one.view())));
      return views.map(({ request }) => dueOf(request) ?? '');
    };
    const [due = ''] = await dues();
    // The last of the working days becomes a holiday: each goes on to the next.
    const answer = await changeCalendar(client, 'declareHoliday', due, { rate: 1 });
    if ('refusal' in answer) throw new Error(JSON.stringify(answer.refusal));
    const { campaignId } = answer;
    const isMoved = (one: string) => one === workingDayAfter(due);

    // Some cases are moved and the others are not; it is killed twice like that.
    const left: number[] = [];
    for (const movedMin of [3, 7]) {
      await eventually(dues, (all) => all.filter(isMoved).length >= movedMin, {
        ...{ withinMs: 120_000, everyMs: 50 },
      });
      await worker.kill();
      await worker.start();
      left.push((await dues()).filter((one) => !isMoved(one)).length);
    }
    expect(Math.min(...left)).toBeGreaterThan(0);
    const done = await eventually(
      () => persist(() => campaignOf(client, campaignId)),
      ({ state }) => state === 'done',
      { withinMs: 300_000, everyMs: 1_000 },
    );

    expect(done.counts).toEqual({ changed: 12, unchanged: 0, knew: 0, closed: 0 });
    expect(await dues()).toEqual(cases.map(() => workingDayAfter(due)));
    const subjects = cases.map(({ requestId }) => requestSubject(requestId));
    expect((await rig.verify(subjects)).faults).toEqual([]);
    const told = await rig.kindsOn('request.status.biz.v1');
    const recounted = subjects.map((subject) =>
      (told.get(subject) ?? []).filter((kind) => kind === 'recounted'),
    );
    expect(recounted).toEqual(cases.map(() => ['recounted']));
    for (const request of cases) {
      const { recounting } = (await persist(() => request.view())).request;
      expect(recounting.visits).toMatchObject([{ campaignId, changed: 1 }]);
    }
    const versions = (await rig.kindsOn('registry.change.v1')).get(calendarSubject);
    expect(versions).toEqual(['calendarDeclared']);
  }, 500_000);
});
