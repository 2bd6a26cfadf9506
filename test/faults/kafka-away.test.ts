import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { refreshSignal } from '../../contracts/commands/service/messages.js';
import { engineRig } from '../support/engine-rig.js';
import { persist, TestService } from '../support/onboarding.js';
import { reach } from '../support/paths.js';
import { people } from '../support/people.js';
import { until } from '../support/until.js';

const minutes = 60_000;
/** Kafka stays away for so long, however quickly people work. */
const awayMs = 2 * minutes;

describe('Kafka that is away while people work', () => {
  const theRig = engineRig();

  it(
    'is noticed by nobody, and then all events come in order',
    async () => {
      const rig = theRig();
      const before = await TestService.propose(rig.client);
      await until(async () => (await before.view()).unpublished === 0);
      await rig.broker.kill();
      const killedAt = Date.now();

      // Cases that were there and cases that begin now; none waits for Kafka.
      const services = [before];
      for (let n = 0; n < 5; n += 1) services.push(await TestService.propose(rig.client));
      const [one = before, another = before, third = before] = services;
      await Promise.all(services.map((service) => reach(service, 'develop')));
      await one.insist('correctEntry', people.agencyOfficer);
      await another.insist('exclude', people.agencyApprover);
      await another.insist('approve', people.opdcApprover);
      for (const service of services) await service.handle.signal(refreshSignal);
      await until(async () => {
        const { checks, ok } = await rig.worker.ready();
        return ok && checks?.['kafka']?.since !== undefined;
      });

      // A worker that is started meanwhile works as well.
      await rig.worker.kill();
      await rig.worker.start();
      await third.insist('reportProgress', people.agencyOfficer);
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
