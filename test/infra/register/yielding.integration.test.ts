import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestService } from '../../support/onboarding.js';
import { madeRow, RegisterRig } from '../../support/register-rig.js';
import { until } from '../../support/until.js';

describe('an import beside people', () => {
  const rig = new RegisterRig();

  beforeAll(() => rig.start());
  afterAll(() => rig.stop());

  async function takenIn(from: number, asOf: string): Promise<number> {
    const rows = Array.from({ length: 12 }, (_, index) => madeRow(`SVC${from + index}`, 'STA02'));
    rig.begunAtOnce = 0;
    const { progress } = await rig.import(rig.file(rows, asOf));
    expect(progress.counts.created).toBe(12);
    return rig.begunAtOnce;
  }

  it('begins many cases at a time while nobody acts', async () => {
    expect(await takenIn(2001, '2026-05-03')).toBeGreaterThan(1);
  });

  it('begins one at a time while somebody is at work', async () => {
    const service = await TestService.propose(rig.client);
    // The archive has it when it is published.
    await until(async () => rig.world.eventsOf(service.serviceId).length > 0);
    expect(await takenIn(3001, '2026-08-03')).toBe(1);
  });
});
