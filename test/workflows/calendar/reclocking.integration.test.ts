import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Worker } from '@temporalio/worker';
import type {
  CalendarAnswer,
  CalendarCommand,
} from '../../../contracts/commands/calendar/messages.js';
import type { RegistryChangeV1 } from '../../../contracts/events/registry-change.v1.js';
import { requestSubject } from '../../../contracts/ids.js';
import type { CalendarAction } from '../../../contracts/lifecycles/calendar/decide.js';
import { dueOf } from '../../../contracts/lifecycles/request/snapshot.js';
import { steerCampaign } from '../../../infra/temporal/calendar.js';
import {
  campaignOf,
  changeCalendar,
  ListedRequests,
  reclockingWorker,
} from '../../support/reclocking.js';
import { filing, manualOf, RequestWorld, TestRequest } from '../../support/requests.js';
import { person } from '../../support/people.js';
import { passUntil, timeSkippingTemporal } from '../../support/temporal.js';
import { until } from '../../support/until.js';

const deficiency = {
  items: [{ itemId: 'plan', what: 'ไม่ชัด' }],
  statement: { facts: 'ขาด', law: 'ม.8', discretion: 'ต้องมี' },
};

describe('re-clocking', () => {
  const world = new RequestWorld();
  let server: TestWorkflowEnvironment;
  let requests: ListedRequests;
  let worker: Worker;
  let running: Promise<void>;

  const now = () => server.currentTimeMs();

  async function startWorker(): Promise<void> {
    const { client, nativeConnection: connection, namespace = 'default' } = server;
    worker = await reclockingWorker(world, requests, { client, connection, namespace });
    running = worker.run();
  }

  async function stopWorker(): Promise<void> {
    worker.shutdown();
    await running;
  }

  beforeAll(async () => {
    server = await timeSkippingTemporal();
    requests = new ListedRequests(server.client);
    await startWorker();
    await passUntil(server, '2027-02-01T09:00:00+07:00');
  }, 120_000);
  afterAll(async () => {
    await stopWorker();
    await server.teardown();
  });

  async function file(serviceId: string, name: string): Promise<TestRequest> {
    const start = filing({ manual: manualOf(serviceId), name, filedAt: await now() });
    const request = await TestRequest.file(server.client, start, now);
    requests.add(request.requestId, await now());
    await until(async () => (await request.view()).request.state === 'completenessCheck', 10_000);
    return request;
  }

  async function complete(name: string): Promise<TestRequest> {
    const request = await file('SVC0106', name);
    await request.must('competentOfficial', 'confirmComplete');
    return request;
  }

  const caseOf = async (request: TestRequest) => (await request.view()).request;
  const recountedOf = (request: TestRequest) =>
    world
      .eventsOf(request.requestId)
      .filter(({ data }) => data.kind === 'recounted')
      .map(({ data }) => data.recounted);

  async function change(
    action: CalendarAction,
    date: string,
    more: Partial<CalendarCommand> = {},
  ): Promise<CalendarAnswer> {
    const answer = await changeCalendar(server.client, action, date, more);
    if ('refusal' in answer) throw new Error(`refused: ${JSON.stringify(answer.refusal)}`);
    return answer;
  }

  /** Lets time pass until a campaign has looked again and found none. */
  async function untilDone(campaignId: string) {
    for (let times = 0; times < 20; times += 1) {
      const view = await campaignOf(server.client, campaignId).catch(() => undefined);
      if (view?.state === 'done') return view;
      await server.sleep(60_000);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(
      `${campaignId} is not done: ${JSON.stringify(await campaignOf(server.client, campaignId))}`,
    );
  }

  test('declared: exactly those that must; withdrawn: officials back, a citizen’s later day stays', async () => {
    const official = await complete('official');
    const citizen = await file('SVC0106', 'citizen');
    await citizen.must('competentOfficial', 'recordDeficiency', deficiency);
    const untouched = await file('SVC1832', 'untouched');
    expect(dueOf(await caseOf(official))).toBe('2027-02-23');
    expect((await caseOf(citizen)).dates.correctionDue).toBe('2027-02-16');
    const before = await caseOf(untouched);

    const declared = await change('declareHoliday', '2027-02-16');
    expect(declared).toMatchObject({ version: '2026.1+2027-02-16', campaignId: '1-2027-02-16' });
    const done = await untilDone(declared.campaignId);
    expect(done.counts).toEqual({ changed: 2, unchanged: 1, knew: 0, closed: 0 });
    expect(done.total).toBe(3);

    expect(dueOf(await caseOf(official))).toBe('2027-02-24');
    expect(recountedOf(official)).toEqual([
      [{ clock: 'consideration', was: '2027-02-23', is: '2027-02-24', rule: 'C15' }],
    ]);
    expect((await caseOf(citizen)).dates.correctionDue).toBe('2027-02-17');
    expect(recountedOf(untouched)).toEqual([]);
    const after = await caseOf(untouched);
    expect(after.version).toBe(before.version);
    expect(after.dates.clocks.map(({ due }) => due)).toEqual(
      before.dates.clocks.map(({ due }) => due),
    );

    const withdrawn = await change('withdrawHoliday', '2027-02-16');
    await untilDone(withdrawn.campaignId);
    expect(dueOf(await caseOf(official))).toBe('2027-02-23');
    expect(recountedOf(official)).toHaveLength(2);
    const { dates } = await caseOf(citizen);
    expect(dates.correctionDue).toBe('2027-02-17');
    expect(dates.alarms.find(({ kind }) => kind === 'correctionEnds')?.dueOn).toBe('2027-02-17');
    expect(recountedOf(citizen)).toHaveLength(1);

    const told = world.published.filter(({ event }) => event.subject === 'calendar');
    expect(told.map(({ event }) => (event.data as RegistryChangeV1).kind)).toEqual([
      'calendarDeclared',
      'calendarWithdrawn',
    ]);
    // The citizen’s day that was given is the one that ends the time.
    await passUntil(server, '2027-02-17T12:00:00+07:00');
    expect((await caseOf(citizen)).state).toBe('awaitingCorrection');
    await passUntil(server, '2027-02-18T00:05:00+07:00');
    await until(async () => (await caseOf(citizen)).state === 'struckOff', 10_000);
  }, 120_000);

  test('refuses what cannot be', async () => {
    const refused = async (...wish: Parameters<typeof change>) => {
      const answer = await changeCalendar(server.client, ...wish);
      return 'refusal' in answer ? answer.refusal.code : 'accepted';
    };
    expect(await refused('declareHoliday', '2027-02-17')).toBe('tooLateToDeclare');
    expect(await refused('declareHoliday', '2027-02-20')).toBe('dayOffAlready');
    expect(await refused('declareHoliday', '2027-02-22')).toBe('dayOffAlready');
    expect(await refused('declareHoliday', '2028-02-22')).toBe('yearNotKnown');
    expect(await refused('withdrawHoliday', '2027-02-22')).toBe('notDeclared');
    expect(await refused('withdrawHoliday', '2027-02-26')).toBe('notDeclared');
    const actor = person('opdcOfficer', 'officer', 'AGY001');
    expect(await refused('declareHoliday', '2027-02-26', { actor })).toBe('roleMayNot');
  }, 60_000);

  test('cases that begin, finish or go on in a new run meanwhile, and a worker that is stopped', async () => {
    await passUntil(server, '2027-03-01T09:00:00+07:00');
    for (const id of await openIds()) requests.remove(id);
    const names = ['c1', 'c2', 'c3', 'c4', 'c5', 'c6'];
    const cases: TestRequest[] = [];
    for (const name of names) cases.push(await complete(name));
    const [, , finishing, goingOn] = cases;
    if (finishing === undefined || goingOn === undefined) throw new Error('no cases');

    const { campaignId } = await change('declareHoliday', '2027-03-10', { rate: 1 });
    await until(async () => {
      const view = await campaignOf(server.client, campaignId).catch(() => undefined);
      return view !== undefined;
    }, 10_000);
    await steerCampaign(server.client, campaignId, { isPaused: true });
    await until(
      async () => (await campaignOf(server.client, campaignId)).state === 'paused',
      10_000,
    );

    await finishing.must('portal', 'withdraw', {});
    await server.client.workflow.getHandle(requestSubject(goingOn.requestId)).signal('refresh');
    requests.add(goingOn.requestId, await now());
    // It begins with the calendar as it was: its gateway had not heard of the change yet.
    const beginning = await complete('beginning');
    await stopWorker();
    await startWorker();
    await steerCampaign(server.client, campaignId, { isPaused: false, rate: 100 });
    const done = await untilDone(campaignId);

    for (const request of [...cases.filter((one) => one !== finishing), beginning]) {
      expect(dueOf(await caseOf(request))).toBe('2027-03-23');
      expect(recountedOf(request)).toEqual([
        [{ clock: 'consideration', was: '2027-03-22', is: '2027-03-23', rule: 'C15' }],
      ]);
      const { recounting } = await caseOf(request);
      expect(recounting.visits.filter((one) => one.campaignId === campaignId)).toHaveLength(1);
    }
    expect(recountedOf(finishing).length).toBeLessThanOrEqual(1);
    const recounted = [...cases, beginning].flatMap((request) => recountedOf(request));
    expect(done.counts.changed).toBe(recounted.length);
    expect(done.counts.unchanged).toBe(0);
  }, 120_000);

  test('a page that is tried again is paid to the same cases, and each is counted once', async () => {
    for (const id of await openIds()) requests.remove(id);
    const cases: TestRequest[] = [];
    for (const name of ['d1', 'd2', 'd3', 'd4']) cases.push(await complete(name));
    const [oldest, second] = cases;
    if (oldest === undefined || second === undefined) throw new Error('no cases');

    // The newest comes first: the worker goes away when three of the page's four have been visited.
    const goesAway = new Promise<void>((resolve, reject) => {
      requests.onRecount = async (requestId) => {
        if (requestId !== second.requestId) return;
        requests.onRecount = () => Promise.resolve();
        stopWorker().then(resolve, reject);
      };
    });
    const pages = requests.pages.length;
    const { campaignId } = await change('declareHoliday', '2027-03-17', { rate: 2 });
    await goesAway;
    // Meanwhile others have begun: the list is another one.
    for (const name of ['beginning', 'another']) requests.add(`${name}-unknown`, await now());
    await startWorker();
    const done = await untilDone(campaignId);

    expect(requests.pages[pages]).toEqual(cases.map(({ requestId }) => requestId).reverse());
    expect(requests.pages[pages + 1]).toContain('beginning-unknown');
    for (const one of cases) expect(recountedOf(one)).toHaveLength(1);
    expect(done.counts).toMatchObject({ changed: 4, unchanged: 0, knew: 0 });
  }, 120_000);

  test('a case whose answer is lost has been visited all the same, and is counted once', async () => {
    for (const id of await openIds()) requests.remove(id);
    const [lost, heard] = [await complete('lost'), await complete('heard')];
    let losses = 0;
    requests.onRecounted = (requestId) => {
      if (requestId !== lost.requestId) return Promise.resolve();
      losses += 1;
      return Promise.reject(new Error('the answer is lost'));
    };
    const { campaignId } = await change('declareHoliday', '2027-03-18');
    const done = await untilDone(campaignId);
    requests.onRecounted = () => Promise.resolve();

    expect(losses).toBe(1);
    for (const one of [lost, heard]) expect(recountedOf(one)).toHaveLength(1);
    expect(done.counts).toEqual({ changed: 2, unchanged: 0, knew: 0, closed: 0 });
    expect(done.unanswered).toEqual([]);
  }, 120_000);

  async function openIds(): Promise<Set<string>> {
    const { ids } = await requests.page({ after: null, cursor: null, size: 1_000 });
    return new Set(ids);
  }
});
