import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { engineRig } from '../support/engine-rig.js';
import { TestService } from '../support/onboarding.js';
import { reach } from '../support/paths.js';
import { people } from '../support/people.js';

const minutes = 60_000;

describe('PostgreSQL and the tracker, killed while people work', () => {
  const theRig = engineRig();

  it(
    'keep nobody from working, and the tracker comes to the same',
    async () => {
      const rig = theRig();
      const services: TestService[] = [];
      for (let n = 0; n < 4; n += 1) services.push(await TestService.propose(rig.client));
      const working = Promise.all(services.map((service) => reach(service, 'develop')));
      await rig.kill('postgres');
      await working;
      await rig.revive('postgres');
      const more = Promise.all(
        services.map(async (service) => {
          await service.insist('reportProgress', people.agencyOfficer);
          await service.insist('exclude', people.agencyApprover);
          await service.insist('approve', people.opdcOfficer);
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
