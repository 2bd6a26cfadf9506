import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestGateway } from '../../support/gateway-world.js';
import { call, testGateway, tokenOf } from '../../support/gateway-world.js';

let world: TestGateway;

beforeAll(async () => {
  world = await testGateway();
});

afterAll(() => world.gateway.close());

function ask(body: unknown, as = tokenOf('agencyOfficer')) {
  return call(world.gateway, 'POST', '/v1/calendar', { as, body });
}

describe('the legal calendar of the gateway', () => {
  it('answers as the command line does, with the derivation', async () => {
    const question = { ask: 'period', from: '2026-04-16', amount: 7, unit: 'WORKING_DAY' };
    const { status, body } = await ask({ ...question, party: 'OFFICIAL' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ due: '2026-04-27' });
    expect(body['explanation']).toContainEqual(
      expect.objectContaining({ rule: 'R1', basis: 'law' }),
    );
  });

  it('says with code and field what is wrong, in both languages', async () => {
    const { status, body } = await ask({ ask: 'receipt', filedAt: '2026-04-10T17:05:00' });
    expect(status).toBe(422);
    expect(body).toMatchObject({
      type: 'urn:prasan:problem:calendarRefused',
      fault: { code: 'offsetMissing', field: 'filedAt' },
      details: { th: expect.stringMatching(/[ก-๙]/), en: expect.stringContaining('+07:00') },
    });
  });

  it('refuses what is no question, and who is not signed in', async () => {
    expect((await ask([])).status).toBe(400);
    expect((await ask({ from: '2026-04-10' })).status).toBe(400);
    const { body } = await ask({ ask: 'tomorrow' });
    expect(body).toMatchObject({ fault: { code: 'unknownQuestion', field: 'ask' } });
    expect((await call(world.gateway, 'POST', '/v1/calendar', { body: {} })).status).toBe(401);
    expect((await ask({ ask: 'fiscalYear', at: '2026-09-30' }, tokenOf('nobody'))).status).toBe(
      403,
    );
  });
});
