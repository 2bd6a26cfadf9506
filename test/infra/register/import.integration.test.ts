import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import type { AgencyRecord, AgencyView } from '../../../contracts/commands/agency/messages.js';
import { agencyQuery } from '../../../contracts/commands/agency/messages.js';
import { agencySubject } from '../../../contracts/ids.js';
import { importEdition, planImport } from '../../../infra/register/import.js';
import type { MappedEdition } from '../../../infra/register/map.js';
import { mapEdition } from '../../../infra/register/map.js';
import { readRegister } from '../../../infra/register/read.js';
import { Asker } from '../../../infra/temporal/asker.js';
import { findService } from '../../../infra/temporal/cases.js';
import { runTestWorker, testWorker, TestWorld } from '../../support/onboarding.js';
import { testTemporal } from '../../support/temporal.js';

const sample = fileURLToPath(
  new URL('../../../infra/register/sample-register.xlsx', import.meta.url),
);

describe('an import of the register', () => {
  const world = new TestWorld();
  let client: Client;
  let connection: NativeConnection;
  let worker: { stop: () => Promise<void> };
  let edition: MappedEdition;

  beforeAll(async () => {
    ({ client, connection } = await testTemporal());
    const { namespace } = client.options;
    worker = await runTestWorker(await testWorker(world, connection, namespace), client);
    edition = mapEdition(await readRegister(sample, { asOf: '2026-05-03' }));
  });

  afterAll(async () => {
    await worker.stop();
    await connection.close();
    await client.connection.close();
  });

  it('that is cut off is finished by the same command, and a third one changes nothing', async () => {
    const cutOff = importEdition(client, edition, (done) => {
      if (done === 20) throw new Error('cut off');
    });
    await expect(cutOff).rejects.toThrow('cut off');
    await settled('service');

    const planned = await planImport(client, edition);
    expect(planned.created).toBeLessThan(61 - 19);
    expect(planned.created + planned.unchanged).toBe(61);
    const dones: number[] = [];
    const finished = await importEdition(client, edition, (done) => dones.push(done));
    expect(finished).toEqual(planned);
    expect(dones.at(-1)).toBe(61);

    await published(61 + 27);
    const again = await importEdition(client, edition, () => undefined);
    const none = { changed: 0, refused: 0, agenciesKept: 0 };
    expect(again).toEqual({ created: 0, unchanged: 61, ...none });
    await new Promise((resolve) => setTimeout(resolve, 500));
    const registered = world.published.filter(({ type }) => type.includes('.registered.'));
    expect(new Set(registered.map(({ subject }) => subject)).size).toBe(61);
    expect(registered).toHaveLength(61);
    const recorded = world.published.filter(({ type }) => type.includes('.agencyRecorded.'));
    expect(recorded).toHaveLength(27);
  });

  it('puts each service where the register has it, by its word alone', async () => {
    for (const { serviceId, origin } of edition.services) {
      const view = await findService(client, serviceId);
      if (origin.kind !== 'register' || view === undefined) throw new Error(serviceId);
      const { service } = view;
      expect(service).toMatchObject({
        state: origin.state,
        basis: 'register',
        register: origin.basis,
        verified: false,
        mode: null,
        portal: null,
        plan: null,
        evidence: {},
      });
      expect(service.exclusion?.reReviewOn).toBe(origin.exclusion?.reReviewOn);
    }
    const excise = client.workflow.getHandle(agencySubject('AGY009'));
    expect((await excise.query<AgencyView>(agencyQuery)).record?.name.th).toBe('กรมสรรพสามิต');
  });

  it('names an agency anew by an edition of a later date alone, so that two files never take turns', async () => {
    const [first] = edition.agencies;
    if (first === undefined) throw new Error('no agency');
    const told = () =>
      world.published.filter(({ subject }) => subject === agencySubject(first.agencyId));
    const imported = async (change: Partial<AgencyRecord>) => {
      const agencies = [{ ...first, ...change }];
      const counts = await importEdition(client, { ...edition, agencies }, () => undefined);
      expect(await planImport(client, { ...edition, agencies })).toMatchObject({
        agenciesKept: counts.agenciesKept,
      });
      return counts.agenciesKept;
    };
    const other = { name: { th: 'ชื่ออื่น' }, edition: 'f'.repeat(64) };
    const earlier = { ...other, asOf: '2026-05-02' };
    const later = { name: { th: 'ชื่อใหม่' }, edition: 'a'.repeat(64), asOf: '2026-08-01' };

    expect(await imported(other)).toBe(1);
    expect(await imported({})).toBe(0);
    expect(await imported(other)).toBe(1);
    expect(await imported(earlier)).toBe(1);
    expect(await imported({ edition: 'b'.repeat(64) })).toBe(0);
    expect(told()).toHaveLength(1);

    expect(await imported(later)).toBe(0);
    await published(61 + 27 + 1);
    expect(await imported(later)).toBe(0);
    expect(await imported({})).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(told().map(({ sequence }) => Number(sequence))).toEqual([1, 2]);
    const handle = client.workflow.getHandle(agencySubject(first.agencyId));
    const { record } = await handle.query<AgencyView>(agencyQuery);
    expect(record).toEqual({ ...first, ...later });
  });

  it('goes no faster than the worker: with none, it stops after a hundred, and goes on later', async () => {
    const apart = await testTemporal();
    const { namespace } = apart.client.options;
    const [one] = edition.services;
    if (one === undefined) throw new Error('no service');
    const services = Array.from({ length: 130 }, (_, at) => ({
      ...one,
      serviceId: `SVC${7_000 + at}`,
    }));
    const many = { ...edition, agencies: [], services };
    const hasty = new Asker(apart.client, { queryMs: 300, silenceMs: 600, pauseMs: 50 });
    await expect(importEdition(apart.client, many, () => undefined, hasty)).rejects.toThrow(
      /after 100 services nobody takes up the new cases \(is the onboarding worker running\?\)/,
    );
    const own = await runTestWorker(
      await testWorker(new TestWorld(), apart.connection, namespace),
      apart.client,
    );
    try {
      const { created, unchanged } = await importEdition(apart.client, many, () => undefined);
      expect({ created, unchanged }).toEqual({ created: 30, unchanged: 100 });
    } finally {
      await own.stop();
      await apart.connection.close();
      await apart.client.connection.close();
    }
  });

  async function published(count: number): Promise<void> {
    const kinds = /\.(registered|agencyRecorded)\./;
    for (let tries = 0; tries < 600; tries += 1) {
      if (world.published.filter(({ type }) => kinds.test(type)).length >= count) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** Waits until the list of cases shows what was started. */
  async function settled(what: string): Promise<void> {
    for (let before = -1, tries = 0; tries < 60; tries += 1) {
      let count = 0;
      for await (const { workflowId } of client.workflow.list()) {
        if (workflowId.startsWith(what)) count += 1;
      }
      if (count === before && count > 0) return;
      before = count;
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  }
});
