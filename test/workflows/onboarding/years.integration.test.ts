import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Worker } from '@temporalio/worker';
import type { FiscalQuarter } from '../../../contracts/civil-date.js';
import {
  addDays,
  bangkokDate,
  daysBetween,
  nextQuarter,
  startOfDay,
} from '../../../contracts/civil-date.js';
import type { AgencyView } from '../../../contracts/commands/agency/messages.js';
import { agencyQuery } from '../../../contracts/commands/agency/messages.js';
import { exitEvidence } from '../../../contracts/lifecycles/service/evidence.js';
import type { Actor } from '../../../contracts/lifecycles/service/case.js';
import { dutiesNow } from '../../../contracts/lifecycles/service/snapshot.js';
import { agencySubject } from '../../../contracts/ids.js';
import { createAgencyPost } from '../../../infra/temporal/agencies.js';
import { historiesOf } from '../../support/history-cost.js';
import { evidenceOf, goodBody } from '../../support/bodies.js';
import { TestService, testWorker, TestWorld } from '../../support/onboarding.js';
import { people, person } from '../../support/people.js';
import { reach } from '../../support/paths.js';
import { timeSkippingTemporal } from '../../support/temporal.js';

const { agencyOfficer, agencyApprover, opdcOfficer } = people;

describe('a service over the years', () => {
  const world = new TestWorld();
  let environment: TestWorkflowEnvironment;
  let worker: Worker;
  let running: Promise<void>;
  let now: () => Promise<number>;

  beforeAll(async () => {
    environment = await timeSkippingTemporal();
    worker = await testWorker(world, environment.nativeConnection, 'default', {
      useWorkerVersioning: false,
    });
    running = worker.run();
    const post = createAgencyPost(environment.client);
    world.tellAgency = (agencyId, news) => post.tell(agencyId, news);
    now = () => environment.currentTimeMs();
  });

  afterAll(async () => {
    worker.shutdown();
    await running;
    await environment.teardown();
  });

  const kindsOf = (service: TestService) =>
    world.eventsOf(service.serviceId).map((event) => event.data.kind);

  function daysUntil(date: string, from: number): number {
    return Math.ceil((Date.parse(`${date}T17:00:00Z`) - from) / 86_400_000);
  }

  /** Reports whatever is asked for. */
  async function reportAll(service: TestService, officer: Actor): Promise<void> {
    for (const { fiscalYear, quarter } of (await service.view()).service.reports) {
      const statement = 'รายงานตามแผน';
      await service.act('reportProgress', officer, { fiscalYear, quarter, percent: 50, statement });
    }
  }

  async function expectShortRuns(service: TestService): Promise<void> {
    const runs = await historiesOf(environment.client, service.handle.workflowId);
    for (const events of runs) expect(events.length).toBeLessThan(500);
  }

  it('owes a report each quarter, is chased by one digest every 15 days, and is on the list after 60', async () => {
    const service = await TestService.propose(environment.client);
    await service.begun();
    const first = (await service.view()).service.reports[0];
    expect(first?.status).toBe('open');
    const due = first?.dueOn ?? '';
    await environment.sleep(`${daysUntil(due, await now()) + 2} days`);
    expect(kindsOf(service)).toContain('reportOverdue');
    await environment.sleep('40 days');
    const agency = environment.client.workflow.getHandle(agencySubject('AGY009'));
    const view = await agency.query<AgencyView>(agencyQuery);
    expect(view.owed.map((report) => report.serviceId)).toContain(service.serviceId);
    expect(view.digests).toBeGreaterThanOrEqual(2);
    await environment.sleep('25 days');
    expect(kindsOf(service)).toContain('reportEscalated');

    await reportAll(service, agencyOfficer);
    await environment.sleep('1 day');
    const settled = await agency.query<AgencyView>(agencyQuery);
    expect(settled.owed.map((report) => report.serviceId)).not.toContain(service.serviceId);
    expect(settled.nextDigestAt).toBeNull();
  });

  it('is one letter with the others of its agency, every 15 days in office hours, while any owes', async () => {
    const ownOfficer = person('agencyOfficer', 'officer-777', 'AGY777');
    const services: TestService[] = [];
    for (let n = 0; n < 4; n += 1) {
      services.push(await TestService.propose(environment.client, { agencyId: 'AGY777' }));
    }
    for (const service of services) await service.begun();
    const due = (await services[0]?.view())?.service.reports[0]?.dueOn ?? '';
    await environment.sleep(`${daysUntil(due, await now()) + 50} days`);
    const letters = world.lettersTo('AGY777');
    expect(letters.length).toBeGreaterThanOrEqual(3);
    for (const { owed } of letters) {
      expect(new Set(owed.map((report) => report.serviceId)).size).toBe(services.length);
    }
    const times = letters.map(({ at }) => at);
    const pauses = times.slice(1).map((at, n) => (at - (times[n] ?? 0)) / 86_400_000);
    for (const days of pauses) expect(days).toBeCloseTo(15, 3);
    const firstDay = bangkokDate(times[0] ?? 0);
    expect(daysBetween(due, firstDay)).toBe(2);
    for (const at of times) {
      const hour = (at - startOfDay(bangkokDate(at))) / 3_600_000;
      expect(hour).toBeGreaterThanOrEqual(8.5);
      expect(hour).toBeLessThan(16.5);
    }

    const [silent, ...others] = services;
    for (const service of others) await reportAll(service, ownOfficer);
    await environment.sleep('15 days');
    const next = world.lettersTo('AGY777').at(-1);
    expect(new Set(next?.owed.map((report) => report.serviceId))).toEqual(
      new Set([silent?.serviceId]),
    );
    if (silent !== undefined) await reportAll(silent, ownOfficer);
    const sent = world.lettersTo('AGY777').length;
    await environment.sleep('20 days');
    expect(world.lettersTo('AGY777')).toHaveLength(sent);
  });

  it('is told of for three silent fiscal years, no run of it growing to 500 events', async () => {
    const service = await TestService.propose(environment.client);
    await service.begun();
    const first = (await service.view()).service.reports[0];
    await environment.sleep('1096 days');
    const quarters = (await service.view()).service.reports.map(
      ({ fiscalYear, quarter }) => `${fiscalYear}/${quarter}`,
    );
    expect(quarters.length).toBeGreaterThanOrEqual(12);
    // Each quarter once, and none left out.
    const expected: string[] = [];
    let quarter: FiscalQuarter = first ?? { fiscalYear: 0, quarter: 1 };
    while (expected.length < quarters.length) {
      expected.push(`${quarter.fiscalYear}/${quarter.quarter}`);
      quarter = nextQuarter(quarter);
    }
    expect(quarters).toEqual(expected);
    const kinds = kindsOf(service);
    expect(kinds.filter((kind) => kind === 'reportOpened')).toHaveLength(quarters.length - 1);
    const escalated = kinds.filter((kind) => kind === 'reportEscalated').length;
    expect(escalated).toBeGreaterThanOrEqual(quarters.length - 2);
    await expectShortRuns(service);
  });

  it('lives through three fiscal years of reports, a missed remediation, exclusion and return', async () => {
    const service = await TestService.propose(environment.client);
    await service.begun();
    const today = async () => bangkokDate(await now());
    await reach(service, 'develop', () => Date.parse(`${bangkokDate(Date.now())}T05:00:00Z`)).catch(
      () => undefined,
    );
    for (let n = 0; n < 4; n += 1) {
      await environment.sleep('91 days');
      await reportAll(service, agencyOfficer);
    }
    expect(kindsOf(service)).not.toContain('reportEscalated');

    await service.decide('exclude', goodBody('exclude', await today()), agencyApprover, [
      opdcOfficer,
    ]);
    await environment.sleep('366 days');
    expect(kindsOf(service).at(-1)).toBe('exclusionReReviewDue');
    const confirm = goodBody('confirmExclusion', await today());
    await service.decide('confirmExclusion', confirm, agencyApprover, [opdcOfficer]);
    expect((await service.view()).service.exclusion?.due).toBe(false);
    await environment.sleep('366 days');
    expect(kindsOf(service).filter((kind) => kind === 'exclusionReReviewDue')).toHaveLength(2);

    const lift = { reason: 'พร้อมเชื่อมโยงแล้ว' };
    await service.decide('lift', lift, agencyApprover, [opdcOfficer]);
    const { state, reports } = (await service.view()).service;
    expect(state).toBe('plan');
    expect(reports.map(({ status }) => status)).toContain('open');
    await environment.sleep('120 days');
    expect(kindsOf(service).slice(-4)).toContain('reportOverdue');
    await expectShortRuns(service);
  });

  it('turns an amber item red when its remediation is missed, and lets nobody pass until it is closed', async () => {
    const service = await TestService.propose(environment.client);
    await service.begun();
    const today = bangkokDate(await now());
    await reach(service, 'develop', () => Date.parse(`${today}T05:00:00Z`));
    const items = evidenceOf(exitEvidence.develop.buildOnPlatform, today) as Record<string, object>;
    const amber = {
      ...items['userJourney'],
      result: 'amber',
      remediation: { what: 'ปรับหน้าจอ', dueOn: addDays(today, 30) },
    };
    await service.decide('advance', { evidence: { ...items, userJourney: amber } }, agencyOfficer, [
      agencyApprover,
    ]);
    expect((await service.view()).service.state).toBe('test');
    await environment.sleep('20 days');
    expect(kindsOf(service)).toContain('remediationDueSoon');
    await environment.sleep('12 days');
    expect(kindsOf(service)).toContain('remediationMissed');
    const later = bangkokDate(await now());
    const test = { evidence: evidenceOf(exitEvidence.test.buildOnPlatform, later) };
    expect((await service.refusalOf('advance', agencyOfficer, test))?.code).toBe('redOpen');
    await service.decide('closeRemediation', goodBody('closeRemediation', later), agencyOfficer, [
      agencyApprover,
    ]);
    expect(await service.refusalOf('advance', agencyOfficer, test)).toBeUndefined();
  });

  it('is due soon and overdue by its own plan, and comes up for re-review when excluded', async () => {
    const service = await TestService.propose(environment.client);
    await service.begun();
    const today = bangkokDate(await now());
    await service.decide('revisePlan', goodBody('revisePlan', today), agencyApprover, [
      opdcOfficer,
    ]);
    await environment.sleep('48 days');
    expect(kindsOf(service)).toContain('stageDueSoon');
    await environment.sleep('14 days');
    expect(kindsOf(service)).toContain('stageOverdue');
    expect((await service.view()).service.overdue).toBe(true);

    const then = bangkokDate(await now());
    await service.decide('exclude', goodBody('exclude', then), agencyApprover, [opdcOfficer]);
    await environment.sleep('364 days');
    expect(kindsOf(service)).not.toContain('exclusionReReviewDue');
    await environment.sleep('3 days');
    expect(kindsOf(service)).toContain('exclusionReReviewDue');
    // What was owed rests while nobody is chased.
    expect(dutiesNow((await service.view()).service)).toEqual([]);
  });
});
