import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bangkokDate } from '../../contracts/civil-date.js';
import type { ServiceAction } from '../../contracts/lifecycles/service/table.js';
import { goodBody } from '../support/bodies.js';
import { EngineRig } from '../support/engine-rig.js';
import { persist, TestService } from '../support/onboarding.js';
import { reach } from '../support/paths.js';
import { people } from '../support/people.js';

const minutes = 60_000;

describe('PostgreSQL and the tracker, killed while people work', () => {
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
    'keep nobody from working, and the tracker comes to the same',
    async () => {
      const services: TestService[] = [];
      for (let n = 0; n < 4; n += 1) services.push(await TestService.propose(rig.client));
      const working = Promise.all(services.map((service) => reach(service, 'develop')));
      await rig.kill('postgres');
      await working;
      await rig.revive('postgres');
      const more = Promise.all(
        services.map(async (service) => {
          await act(service, 'reportProgress', 'agencyOfficer');
          await act(service, 'exclude', 'agencyApprover');
          await act(service, 'approve', 'opdcOfficer');
        }),
      );
      for (const pauseMs of [200, 50]) {
        await sleep(pauseMs);
        await rig.tracker.kill();
        await rig.tracker.start();
      }
      await more;
      // Every event once and in order, and the tracker where the cases are.
      expect(await rig.troubles(services)).toEqual([]);
      for (const service of services) {
        expect((await service.view()).service.state).toBe('excluded');
      }
    },
    5 * minutes,
  );
});
