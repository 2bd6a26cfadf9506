import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, bangkokDate } from '../../../contracts/civil-date.js';
import type { CampaignView } from '../../../contracts/commands/calendar/campaign.js';
import type { RegistryChangeV1 } from '../../../contracts/events/registry-change.v1.js';
import { requestSubject } from '../../../contracts/ids.js';
import { dayInTable } from '../../../contracts/lifecycles/calendar/table-day.js';
import { dueOf } from '../../../contracts/lifecycles/request/snapshot.js';
import type { Role } from '../../../contracts/lifecycles/service/states.js';
import { roles } from '../../../contracts/lifecycles/service/states.js';
import type { Manual } from '../../../contracts/manuals/manual.js';
import { eventually } from '../../support/fresh-database.js';
import type { Back } from '../../support/gateway-world.js';
import { call } from '../../support/gateway-world.js';
import { deficiency } from '../../support/request-cases.js';
import { RequestRig } from '../../support/request-rig.js';
import { manualOf } from '../../support/requests.js';
import type { Ran } from '../cli/run.js';
import { run } from '../cli/run.js';

const liquor = withTime(manualOf('SVC0106'), 40);
const food = manualOf('SVC1832');
const authority = 'มติคณะรัฐมนตรี';
let rig: RequestRig;
let url: string;

/** Forty working days each, complete when they were filed. */
const officials: string[] = [];
/** Fifteen days to correct it: the last becomes a special holiday. */
let citizen: string;
/** Thirty days by the calendar. */
let byDays: string;
let special: string;
let due: string;

beforeAll(async () => {
  rig = await RequestRig.start([liquor, food], { reclocks: true });
  url = await rig.listen();
  citizen = await rig.filedEarlier(liquor, 14);
  await rig.must(citizen, 'recordDeficiency', official, deficiency());
  for (let index = 0; index < 6; index += 1) officials.push(await complete());
  byDays = await rig.filedEarlier(food, 14);
  special = (await datesOf(citizen)).correctionDue ?? '';
  due = await dueNow(officials[0] ?? '');
  // Visibility is a moment behind.
  await eventually(dryRun, ({ asked }) => asked === 8);
}, 120_000);

afterAll(() => rig.stop());

const official = { role: 'competentOfficial', agency: liquor.agencyId } as const;

/** The manual with another processing time, in working days. */
function withTime(manual: Manual, amount: number): Manual {
  return { ...manual, processingTime: { ...manual.processingTime, amount } };
}

async function complete(): Promise<string> {
  const requestId = await rig.filedEarlier(liquor, 14);
  await rig.must(requestId, 'confirmComplete', official);
  return requestId;
}

const caseOf = async (requestId: string) => (await rig.view(requestId)).request;
const datesOf = async (requestId: string) => (await caseOf(requestId)).dates;
const dueNow = async (requestId: string) => dueOf(await caseOf(requestId)) ?? '';

/** The next day that the table of holidays does not have off. */
function workingDayAfter(day: string): string {
  const next = addDays(day, 1);
  return dayInTable(next).kind === 'workingDay' ? next : workingDayAfter(next);
}

/** The command line before the gateway, as somebody in a role. */
async function prasan(role: Role, ...args: string[]): Promise<Ran> {
  const token = await rig.token({ role, agency: liquor.agencyId });
  return run(['calendar', ...args], { PRASAN_GATEWAY_URL: url, PRASAN_TOKEN: token });
}

async function json<Answer>(...args: string[]): Promise<Answer> {
  const { code, out, err } = await prasan('opdcApprover', ...args, '--json');
  if (code !== 0) throw new Error(err);
  return JSON.parse(out) as Answer;
}

interface Trial {
  readonly asked: number;
  readonly affected: readonly {
    readonly requestId: string;
    readonly dates: readonly object[];
  }[];
}

const dryRun = () => json<Trial>('declare', special, '--dry-run');
const campaign = (id: string, ...more: string[]) => json<CampaignView>('campaign', id, ...more);

const holidaysNow = () => rig.get('/v1/calendar/holidays', { role: 'auditor' });

async function post(path: string, body: object, key: string = randomUUID()): Promise<Back> {
  const as = await rig.token({ role: 'opdcApprover' });
  const headers = { 'idempotency-key': key };
  return call(rig.gateway, 'POST', `/v1/calendar/${path}`, { as, body, headers });
}

/** What each event `recounted` of a case says, by campaign. */
function recountedOf(requestId: string) {
  return rig.world
    .eventsOf(requestId)
    .filter(({ data }) => data.kind === 'recounted')
    .map(({ data }) => [data.of, data.recounted]);
}

/** Each of these was visited by the campaign. */
async function untilVisited(ids: readonly string[], campaignId: string): Promise<void> {
  const isVisited = async (requestId: string) => {
    const { recounting } = await caseOf(requestId);
    return recounting.visits.some((visit) => visit.campaignId === campaignId);
  };
  const all = async () => (await Promise.all(ids.map(isVisited))).every(Boolean);
  await eventually(all, (isSo) => isSo, { withinMs: 120_000, everyMs: 500 });
}

describe('before a special holiday is declared', () => {
  it('a dry run lists what would move, with the dates, and changes nothing', async () => {
    const { asked, affected } = await dryRun();
    expect(asked).toBe(8);
    const found = new Map(affected.map(({ requestId, dates }) => [requestId, dates]));
    expect([...found.keys()].sort()).toEqual([...officials, citizen].sort());
    const moved = { clock: 'consideration', was: due, is: workingDayAfter(due), rule: 'C15' };
    for (const id of officials) expect(found.get(id)).toEqual([moved]);
    const rolled = { clock: 'correction', was: special, is: workingDayAfter(special) };
    expect(found.get(citizen)).toEqual([{ ...rolled, rule: 'C15' }]);
    const table = await prasan('opdcApprover', 'declare', special, '--dry-run');
    expect(table.out).toContain('7 of 8 open cases would change; nothing was changed.');
    expect(await dueNow(officials[0] ?? '')).toBe(due);
    expect((await holidaysNow()).body).toMatchObject({ declared: [], changes: [] });
  }, 60_000);

  it('only OPDC’s approver may declare, withdraw, look, pause or resume', async () => {
    for (const role of roles.filter((one) => one !== 'opdcApprover')) {
      const as = await rig.token({ role, agency: liquor.agencyId, office: 'biz' });
      const change = { date: special, authority };
      for (const [path, body] of [
        ['declareHoliday', change],
        ['withdrawHoliday', change],
        [`campaigns/1-${special}/pause`, {}],
        [`campaigns/1-${special}/resume`, {}],
        [`affected?action=declareHoliday&date=${special}`, undefined],
      ] as const) {
        const headers = { 'idempotency-key': randomUUID() };
        const [method, sent] =
          body === undefined ? (['GET', {}] as const) : (['POST', { body, headers }] as const);
        const back = await call(rig.gateway, method, `/v1/calendar/${path}`, { as, ...sent });
        expect([role, path, back.status, back.body['code']]).toEqual([
          ...[role, path, 403, 'notForYourRole'],
        ]);
      }
    }
    const refused = await prasan('opdcOfficer', 'declare', special, '--authority', authority);
    expect([refused.code, refused.out]).toEqual([1, '']);
    expect(refused.err).toMatch(/opdcApprover|OPDC approver/i);
  }, 60_000);

  it('refuses what cannot be, in both languages, and declares nothing', async () => {
    const today = bangkokDate(Date.now());
    const sunday = addDays(today, 14 - new Date(`${today}T00:00:00Z`).getUTCDay());
    const tries = [
      ['declareHoliday', { date: today, authority }, 422, 'tooLateToDeclare'],
      ['declareHoliday', { date: sunday, authority }, 409, 'dayOffAlready'],
      ['declareHoliday', { date: '2099-01-05', authority }, 422, 'yearNotKnown'],
      ['withdrawHoliday', { date: special, authority }, 409, 'notDeclared'],
      ['declareHoliday', { date: '31 January', authority }, 400, 'invalidBody'],
      ['declareHoliday', { date: special }, 400, 'invalidBody'],
      ['declareHoliday', { date: special, authority, rate: 0 }, 400, 'invalidBody'],
      ['declareHoliday', { date: special, authority, whim: 1 }, 400, 'invalidBody'],
    ] as const;
    for (const [action, body, status, code] of tries) {
      const back = await post(action, body);
      expect([body, back.status, back.body['code']]).toEqual([body, status, code]);
      const { th } = back.body['details'] as { th: string };
      expect(th).toMatch(/[ก-๙]/);
    }
    const unsaid = await prasan('opdcApprover', 'declare', special);
    expect([unsaid.code, unsaid.err]).toEqual([1, expect.stringContaining('--authority')]);
    const none = await prasan('opdcApprover', 'campaign');
    expect([none.code, none.err]).toEqual([1, expect.stringContaining('ever declared')]);
  }, 60_000);
});

describe('a campaign, through gateway and command line', () => {
  let declared: string;
  let beginning: string;

  it('is declared, paused, and resumed; each case comes out right, and once', async () => {
    const authorised = ['--authority', authority, '--resolved', bangkokDate(Date.now())];
    const answer = await json<{ campaignId: string; version: string; campaign?: object }>(
      ...['declare', special, ...authorised, '--rate', '1', '--no-wait'],
    );
    declared = answer.campaignId;
    expect(answer).toMatchObject({
      ...{ date: special, revision: 1, campaignId: `1-${special}` },
      version: expect.stringContaining(`+${special}`),
    });
    await eventually(
      () => prasan('opdcApprover', 'campaign', declared, '--pause', '--json'),
      ({ code }) => code === 0,
    );
    await eventually(
      () => campaign(declared),
      ({ state }) => state === 'paused',
    );
    const { total, rate } = await campaign(declared);
    expect([total, rate]).toEqual([8, 1]);

    // A page of two cases that was under way is done in two seconds.
    await sleep(3_000);
    // The oldest are come to last.
    const [finishing = '', goingOn = ''] = officials;
    const portal = { role: 'portal', office: 'biz' } as const;
    const wasVisited = (await caseOf(finishing)).recounting.visits.length;
    await rig.must(finishing, 'withdraw', portal);
    const going = rig.client.workflow.getHandle(requestSubject(goingOn));
    const { runId } = await going.describe();
    await going.signal('refresh');
    await eventually(
      () => going.describe(),
      (now) => now.runId !== runId,
    );
    beginning = await complete();

    const resumed = await campaign(declared, '--resume', '--rate', '100');
    expect(resumed.rate).toBe(100);
    const open = [...officials.filter((id) => id !== finishing), citizen, byDays];
    await untilVisited(open, declared);
    const moved = { clock: 'consideration', was: due, is: workingDayAfter(due), rule: 'C15' };
    for (const id of officials.filter((one) => one !== finishing)) {
      expect(await dueNow(id)).toBe(workingDayAfter(due));
      expect(recountedOf(id)).toEqual([[declared, [moved]]]);
    }
    // It began with the calendar as it is now, and has nothing to be told.
    expect(await dueNow(beginning)).toBe(workingDayAfter(due));
    expect(recountedOf(beginning)).toEqual([]);
    expect(recountedOf(finishing)).toHaveLength(wasVisited);
    expect((await datesOf(citizen)).correctionDue).toBe(workingDayAfter(special));
    expect(recountedOf(byDays)).toEqual([]);
    const { counts } = await campaign(declared);
    expect(counts.changed + counts.unchanged).toBe(7 + wasVisited);
  }, 240_000);

  it('no day is declared twice, and no campaign is steered that is not', async () => {
    const again = await post('declareHoliday', { date: special, authority });
    expect([again.status, again.body['code']]).toEqual([409, 'declaredAlready']);
    const other = await post('campaigns/99-2027-01-05/pause', {});
    expect([other.status, other.body['code']]).toEqual([404, 'notFound']);
  });

  it('is reversed: officials’ dates come back, a citizen’s later day stays', async () => {
    const [finishing = ''] = officials;
    const key = randomUUID();
    const body = { date: special, authority, rate: 100 };
    const first = await post('withdrawHoliday', body, key);
    expect([first.status, first.body]).toMatchObject([200, { revision: 2 }]);
    expect((await post('withdrawHoliday', body, key)).body).toEqual(first.body);
    const reused = await post('withdrawHoliday', { ...body, rate: 5 }, key);
    expect([reused.status, reused.body['code']]).toEqual([409, 'keyReused']);

    const withdrawn = String(first.body['campaignId']);
    const open = officials.filter((id) => id !== finishing);
    const done = await eventually(
      () => campaign(withdrawn),
      ({ state }) => state === 'done',
      { withinMs: 120_000, everyMs: 1_000 },
    );
    expect(done.counts).toEqual({ changed: 6, unchanged: 2, knew: 0, closed: 0 });
    const back = { clock: 'consideration', was: workingDayAfter(due), is: due, rule: 'C16' };
    for (const id of [...open, beginning]) {
      expect(await dueNow(id)).toBe(due);
      expect(recountedOf(id).at(-1)).toEqual([withdrawn, [back]]);
    }
    for (const id of open) expect(recountedOf(id)).toHaveLength(2);
    expect((await datesOf(citizen)).correctionDue).toBe(workingDayAfter(special));
    expect(recountedOf(citizen)).toHaveLength(1);
    // One that is done has nothing to be steered.
    expect((await campaign(withdrawn, '--pause')).state).toBe('done');
  }, 240_000);

  it('each version of the calendar is an event, and stands in the list', async () => {
    const told = rig.world.published.filter(({ event }) => event.subject === 'calendar');
    expect(told.map(({ topic }) => topic)).toEqual(['registry.change.v1', 'registry.change.v1']);
    const changes = told.map(({ event }) => event.data as RegistryChangeV1);
    expect(changes).toMatchObject([
      { kind: 'calendarDeclared', date: special, authority, revision: 1, campaignId: declared },
      { kind: 'calendarWithdrawn', date: special, authority, revision: 2 },
    ]);
    const { body } = await holidaysNow();
    expect(body).toMatchObject({ declared: [], withdrawn: [special] });
    const listed = body['changes'] as { revision: number; version: string }[];
    expect(listed.map(({ revision }) => revision)).toEqual([2, 1]);
  });
});
