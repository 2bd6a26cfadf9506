import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Actor } from '../../../../contracts/lifecycles/service/case.js';
import { call } from '../../../support/gateway-world.js';
import { person } from '../../../support/people.js';
import { inConsideration } from '../../../support/request-cases.js';
import type { RequestGateway } from '../../../support/request-gateway.js';
import { requestGateway, rowOf, tokenFor } from '../../../support/request-gateway.js';
import { sampleManual } from '../../../support/request-life.js';

const portal: Actor = { ...person('portal'), portal: 'biz' };
let world: RequestGateway;

beforeAll(async () => {
  world = await requestGateway();
  const { request } = inConsideration(sampleManual('SVC0106'));
  const service = { th: 'ใบอนุญาตขายสุรา' };
  world.lists.requestRows.push(rowOf(request, { service, sequence: 3, dueOn: '2026-08-25' }));
});

beforeEach(() => {
  world.lists.asked = undefined;
});

afterAll(() => world.gateway.close());

function list(actor: Actor, query = '') {
  return call(world.gateway, 'GET', `/v1/requests${query}`, { as: tokenFor(actor) });
}

describe('the list of requests', () => {
  it('is of the own agency, with the days that are left', async () => {
    const { status, body } = await list(person('competentOfficial', 'prasit', 'AGY009'));
    expect(status).toBe(200);
    expect(body).toMatchObject({ total: 1, items: [{ daysLeft: expect.any(Number) }] });
    expect(world.lists.asked?.filter).toMatchObject({ agencyIds: ['AGY009'] });
  });

  it('is of a portal’s own, and of all for who follows all', async () => {
    await list(portal);
    expect(world.lists.asked?.filter).toMatchObject({ agencyIds: 'all', portal: 'biz' });
    await list(person('auditor'));
    expect(world.lists.asked?.filter).toMatchObject({ agencyIds: 'all', portal: undefined });
  });

  it('narrows by what is asked', async () => {
    const query = '?state=consideration,refused&service=SVC0106&office=EXCISE-BKK-1&overdue=false';
    await list(person('auditor'), `${query}&agency=AGY009&portal=citizen`);
    expect(world.lists.asked?.filter).toEqual({
      agencyIds: ['AGY009'],
      offices: ['EXCISE-BKK-1'],
      ...{ portal: 'citizen', state: ['consideration', 'refused'] },
      ...{ serviceId: 'SVC0106', overdue: false },
    });
  });

  it('of others is refused, since an empty one would say that there is nothing', async () => {
    const agency = await list(person('licensor', 'aran', 'AGY009'), '?agency=AGY010');
    expect(agency).toMatchObject({ status: 403, body: { code: 'notYourAgency' } });
    const citizen = await list(portal, '?portal=citizen');
    expect(citizen).toMatchObject({ status: 403, body: { code: 'notYourPortal' } });
    expect(world.lists.asked).toBeUndefined();
  });

  it('is empty for who follows services alone', async () => {
    const { status, body } = await list(person('dgaOperator'));
    expect({ status, items: body['items'] }).toEqual({ status: 200, items: [] });
  });
});
