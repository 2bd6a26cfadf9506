import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import { bangkokDate } from '../../../contracts/civil-date.js';
import { emptyChain } from '../../../contracts/events/mint.js';
import { judge } from '../../../contracts/kafka/reader.js';
import { refreshSignal } from '../../../contracts/commands/service/messages.js';
import { serviceStates } from '../../../contracts/lifecycles/service/states.js';
import { exitEvidence } from '../../../contracts/lifecycles/service/evidence.js';
import { evidenceOf, goodBody } from '../../support/bodies.js';
import {
  replayAll,
  runTestWorker,
  TestService,
  testWorker,
  TestWorld,
} from '../../support/onboarding.js';
import { reach } from '../../support/paths.js';
import { people } from '../../support/people.js';
import { testTemporal } from '../../support/temporal.js';

describe('a case that continues as new', () => {
  const world = new TestWorld();
  let client: Client;
  let connection: NativeConnection;
  let worker: { stop: () => Promise<void> };

  beforeAll(async () => {
    ({ client, connection } = await testTemporal());
    const made = await testWorker(world, connection, client.options.namespace);
    worker = await runTestWorker(made, client);
    world.merges.set('SVC9999', ['SVC9999']);
  });

  afterAll(async () => {
    await worker.stop();
    await connection.close();
    await client.connection.close();
  });

  const runOf = async (service: TestService) => (await service.handle.describe()).runId;

  async function until(isDone: () => Promise<boolean>): Promise<void> {
    for (let tries = 0; tries < 800 && !(await isDone()); tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(await isDone()).toBe(true);
  }

  it.each(serviceStates)(
    'takes everything along from %s: clocks, sequence, hashes',
    async (state) => {
      const service = await TestService.propose(client);
      await service.begun();
      await reach(service, state);
      await until(async () => {
        const { unpublished, areClocksOld } = await service.view();
        return unpublished === 0 && !areClocksOld;
      });
      const before = await service.view();
      const run = await runOf(service);
      await service.handle.signal(refreshSignal);
      await until(async () => (await runOf(service)) !== run);
      expect(await service.view()).toEqual(before);
    },
  );

  it('keeps events that Kafka has not taken, and publishes them afterwards in order', async () => {
    const service = await TestService.propose(client);
    await service.begun();
    await until(async () => (await service.view()).unpublished === 0);
    world.isKafkaAway = true;
    await service.act('confirmProposal', people.opdcOfficer, {
      evidence: { registerEntry: { docNo: '1', docDate: '2026-01-05', issuer: 'x', sha256: 'a' } },
    });
    const run = await runOf(service);
    await service.handle.signal(refreshSignal);
    await until(async () => (await runOf(service)) !== run);
    expect((await service.view()).unpublished).toBe(1);
    world.isKafkaAway = false;
    await until(async () => (await service.view()).unpublished === 0);
    const view = await service.view();
    let end = emptyChain;
    for (const event of world.eventsOf(service.serviceId)) {
      const judged = judge('service.status.v1', end, event);
      expect(judged.verdict).toBe('next');
      end = judged.end;
    }
    expect(end.sequence).toBe(view.sequence);
  });

  it('misses nothing that comes after a refusal in the first task of its run', async () => {
    const service = await TestService.propose(client);
    await service.begun();
    // Nothing rings by itself here, so that the first task of a run is an empty one.
    await reach(service, 'registeredInError');
    await until(async () => {
      const { unpublished, areClocksOld } = await service.view();
      return unpublished === 0 && !areClocksOld;
    });
    const { version } = (await service.view()).service;
    const handOver = async () => {
      const run = await runOf(service);
      await service.handle.signal(refreshSignal);
      await until(async () => (await runOf(service)) !== run);
    };
    // Two runs within a second: the server holds the first task of the second back.
    await handOver();
    await handOver();
    const body = goodBody('setMode', bangkokDate(Date.now()));
    const refusal = await service.refusalOf('setMode', people.agencyOfficer, body, {
      ifMatch: version,
    });
    expect(refusal).toMatchObject({ code: 'wrongState' });
    await handOver();
  });

  it('takes along what was on its way when it began, however that ends', async () => {
    const service = await TestService.propose(client);
    await service.begun();
    await until(async () => (await service.view()).unpublished === 0);
    world.isKafkaSilent = true;
    await service.act('rejectProposal', people.opdcOfficer, { reason: 'ซ้ำกับงานบริการอื่น' });
    await until(async () => world.eventsOf(service.serviceId).length === 2);
    const run = await runOf(service);
    await service.handle.signal(refreshSignal);
    await until(async () => (await runOf(service)) !== run);
    world.isKafkaSilent = false;
    await until(async () => (await service.view()).unpublished === 0);
    // Sent once before and once after, and the same both times.
    const [, first, second] = world.eventsOf(service.serviceId);
    expect(second).toEqual(first);
  });

  it('lets an action end that is under way', async () => {
    const service = await TestService.propose(client);
    await service.begun();
    const [release, isHeld] = holdReports();
    await reach(service, 'test');
    const body = {
      evidence: evidenceOf(exitEvidence.test.buildOnPlatform, bangkokDate(Date.now())),
    };
    const acting = service.act('advance', people.agencyOfficer, body);
    await until(async () => isHeld());
    // Until then the case may hand over by itself: it has just entered a state.
    const run = await runOf(service);
    await service.handle.signal(refreshSignal);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await runOf(service)).toBe(run);
    release();
    const answer = await acting;
    await until(async () => (await runOf(service)) !== run);
    expect(await service.view()).toMatchObject({
      sequence: answer.sequence,
      service: { version: answer.version, pending: { action: 'advance' } },
    });
  });

  /** The next test report is judged when it is released. */
  function holdReports(): [release: () => void, isHeld: () => boolean] {
    const { testReports } = world.ports;
    const { verify } = testReports;
    let release: () => void = () => undefined;
    let isHeld = false;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    testReports.verify = async (...question) => {
      isHeld = true;
      await released;
      testReports.verify = verify;
      return verify(...question);
    };
    return [() => release(), () => isHeld];
  }

  it('answers a repeated key alike after it, and refuses the key with another body', async () => {
    const service = await TestService.propose(client);
    await service.begun();
    const body = { reason: 'ซ้ำกับงานบริการอื่น' };
    const same = { key: 'key-1', ifMatch: 1 };
    const run = await runOf(service);
    const first = await service.act('rejectProposal', people.opdcOfficer, body, same);
    await service.handle.signal(refreshSignal);
    await until(async () => (await runOf(service)) !== run);
    const otherBody = { reason: 'อีกเหตุผลหนึ่ง' };
    const other = await service.refusalOf('rejectProposal', people.opdcOfficer, otherBody, same);
    expect(other?.code).toBe('keyReused');
    const again = await service.act('rejectProposal', people.opdcOfficer, body, same);
    expect(again).toEqual(first);
    expect((await service.view()).sequence).toBe(first.sequence);
  });

  it('is the same on a worker that knows nothing of it, to the hash, whatever it was asked', async () => {
    const services = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const service = await TestService.propose(client);
        await service.begun();
        return service;
      }),
    );
    const plan = { targetFiscalYear: 2571, dueOn: { plan: '2027-06-30' } };
    const acting = services.slice(4).map(async (service) => {
      const asked = Promise.all(Array.from({ length: 20 }, () => service.view()));
      await service.act('revisePlan', people.agencyApprover, { plan, reason: 'ปรับแผน' });
      await service.act('approve', people.opdcOfficer);
      await asked;
    });
    await Promise.all(acting);
    for (const service of services) {
      await until(async () => !(await service.view()).areClocksOld);
      await until(async () => (await service.view()).unpublished === 0);
    }
    const before = await Promise.all(services.map((service) => service.view()));
    await worker.stop();
    const made = await testWorker(world, connection, client.options.namespace);
    worker = await runTestWorker(made, client);
    expect(await Promise.all(services.map((service) => service.view()))).toEqual(before);
  });

  it('decides alike on replay, though a worker that held nothing took two tasks together', async () => {
    const cases = await Promise.all(
      serviceStates.map(async (state) => {
        const service = await TestService.propose(client);
        await service.begun();
        await reach(service, state);
        await until(async () => (await service.view()).unpublished === 0);
        const run = await runOf(service);
        await service.handle.signal(refreshSignal);
        await until(async () => (await runOf(service)) !== run);
        await service.view();
        return service;
      }),
    );
    await worker.stop();
    const settings = { maxCachedWorkflows: 0 };
    const made = await testWorker(world, connection, client.options.namespace, settings);
    worker = await runTestWorker(made, client);
    const taken = await Promise.all(
      cases.map(async (service) => {
        const { service: now } = await service.view();
        const refusal = await service.refusalOf(
          'correctEntry',
          people.agencyOfficer,
          goodBody('correctEntry', bangkokDate(Date.now())),
          { ifMatch: now.version },
        );
        await until(async () => (await service.view()).unpublished === 0);
        return refusal === undefined;
      }),
    );
    expect(taken.filter(Boolean).length).toBeGreaterThan(serviceStates.length / 2);
    expect(await replayAll(client)).toBeGreaterThan(serviceStates.length * 2);
  });

  it('stays under 500 history events however much is done', async () => {
    const service = await TestService.propose(client);
    await service.begun();
    for (let round = 0; round < 25; round += 1) {
      const view = await service.view();
      await service.act(
        'revisePlan',
        people.agencyApprover,
        { plan: { targetFiscalYear: 2571, dueOn: { plan: '2027-06-30' } }, reason: 'ปรับแผน' },
        { ifMatch: view.service.version },
      );
      await service.act('withdraw', people.agencyApprover, {});
      const { events } = await service.handle.fetchHistory();
      expect(events?.length ?? 0).toBeLessThan(500);
    }
    expect((await service.view()).sequence).toBe(51);
  });
});
