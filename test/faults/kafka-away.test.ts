import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bangkokDate } from '../../contracts/civil-date.js';
import { refreshSignal } from '../../contracts/commands/service/messages.js';
import type { ServiceAction } from '../../contracts/lifecycles/service/table.js';
import { goodBody } from '../support/bodies.js';
import { EngineRig } from '../support/engine-rig.js';
import { persist, TestService } from '../support/onboarding.js';
import { reach } from '../support/paths.js';
import { people } from '../support/people.js';
import { until } from '../support/until.js';

const minutes = 60_000;
/** Kafka stays away for so long, however quickly people work. */
const awayMs = 2 * minutes;

describe('Kafka that is away while people work', () => {
  let rig: EngineRig;

  beforeAll(async () => {
    rig = await EngineRig.start();
  }, 240_000);

  afterAll(async () => {
    await rig.stop();
  }, 60_000);

  async function act(service: TestService, action: ServiceAction, who: keyof typeof people) {
    const body = goodBody(action as 'correctEntry', bangkokDate(Date.now()));
    await persist(() => service.act(action, people[who], body));
  }

  it(
    'is noticed by nobody, and then all events come in order',
    async () => {
      const before = await TestService.propose(rig.client);
      await until(async () => (await before.view()).unpublished === 0);
      await rig.broker.kill();
      const killedAt = Date.now();

      // Cases that were there and cases that begin now; none waits for Kafka.
      const services = [before];
      for (let n = 0; n < 5; n += 1) services.push(await TestService.propose(rig.client));
      await Promise.all(services.map((service) => reach(service, 'develop')));
      await act(services[0] ?? before, 'correctEntry', 'agencyOfficer');
      await act(services[1] ?? before, 'exclude', 'agencyApprover');
      await act(services[1] ?? before, 'approve', 'opdcApprover');
      for (const service of services) await service.handle.signal(refreshSignal);
      await until(async () => {
        const { checks, ok } = await rig.worker.ready();
        return ok && checks?.['kafka']?.since !== undefined;
      });

      // A worker that is started meanwhile works as well.
      await rig.worker.kill();
      await rig.worker.start();
      await act(services[2] ?? before, 'reportProgress', 'agencyOfficer');
      for (const service of services) {
        expect((await persist(() => service.view())).unpublished).toBeGreaterThanOrEqual(5);
      }
      await sleep(Math.max(0, killedAt + awayMs - Date.now()));
      await rig.broker.revive();
      // Every event once and in order, and the tracker where the cases are.
      expect(await rig.troubles(services)).toEqual([]);
    },
    8 * minutes,
  );
});
