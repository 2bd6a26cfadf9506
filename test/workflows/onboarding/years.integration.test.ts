import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Worker } from '@temporalio/worker';
import { addDays, bangkokDate } from '../../../contracts/civil-date.js';
import type { AgencyView } from '../../../contracts/commands/agency/messages.js';
import { agencyQuery } from '../../../contracts/commands/agency/messages.js';
import { exitEvidence } from '../../../contracts/lifecycles/service/evidence.js';
import { agencySubject } from '../../../contracts/ids.js';
import { createAgencyPost } from '../../../infra/temporal/cases.js';
import { evidenceOf, goodBody } from '../../support/bodies.js';
import { TestService, testWorker, TestWorld } from '../../support/onboarding.js';
import { people } from '../../support/people.js';
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

  it('owes a report each quarter, is chased by one digest every 15 days, and is on the list after 60', async () => {
    const service = await TestService.propose(environment.client);
    await service.begun();
    const first = (await service.view()).service.reports[0];
    expect(first?.status).toBe('open');
    const due = first?.dueOn ?? '';
    const daysTo = (date: string, from: number) =>
      Math.ceil((Date.parse(`${date}T17:00:00Z`) - from) / 86_400_000);
    await environment.sleep(`${daysTo(due, await now()) + 2} days`);
    expect(kindsOf(service)).toContain('reportOverdue');
    await environment.sleep('40 days');
    const agency = environment.client.workflow.getHandle(agencySubject('AGY009'));
    const view = await agency.query<AgencyView>(agencyQuery);
    expect(view.owed.map((report) => report.serviceId)).toContain(service.serviceId);
    expect(view.digests).toBeGreaterThanOrEqual(2);
    await environment.sleep('25 days');
    expect(kindsOf(service)).toContain('reportEscalated');

    for (const duty of (await service.view()).service.reports) {
      await service.act('reportProgress', agencyOfficer, {
        fiscalYear: duty.fiscalYear,
        quarter: duty.quarter,
        percent: 50,
        statement: 'ส่งรายงานย้อนหลัง',
      });
    }
    await environment.sleep('1 day');
    const settled = await agency.query<AgencyView>(agencyQuery);
    expect(settled.owed.map((report) => report.serviceId)).not.toContain(service.serviceId);
    expect(settled.nextDigestAt).toBeNull();
  });

  it('is told of for three fiscal years without its history growing past 500 events', async () => {
    const service = await TestService.propose(environment.client);
    await service.begun();
    await environment.sleep('1096 days');
    const opened = kindsOf(service).filter((kind) => kind === 'reportOpened');
    expect(opened.length).toBeGreaterThanOrEqual(12);
    const escalated = kindsOf(service).filter((kind) => kind === 'reportEscalated');
    expect(escalated.length).toBeGreaterThanOrEqual(11);
    const { events } = await service.handle.fetchHistory();
    expect(events?.length ?? 0).toBeLessThan(500);
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
    expect((await service.view()).service.reports).toEqual([]);
  });
});
