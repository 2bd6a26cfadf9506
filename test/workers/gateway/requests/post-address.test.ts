import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Actor } from '../../../../contracts/lifecycles/service/case.js';
import { call } from '../../../support/gateway-world.js';
import { person } from '../../../support/people.js';
import type { RequestGateway } from '../../../support/request-gateway.js';
import { requestGateway, tokenFor } from '../../../support/request-gateway.js';
import { sampleManual } from '../../../support/request-life.js';
import { applicantOf, submissionOf } from '../../../support/request-rig.js';

const manual = sampleManual('SVC0209');
const portal: Actor = { ...person('portal'), portal: manual.portal };
const address = {
  ...{ line: '1 ถนนทดลอง', subdistrict: 'ในเมือง', district: 'เมือง' },
  ...{ province: 'ขอนแก่น', postcode: '40000' },
};
let world: RequestGateway;
let filings = 0;

beforeAll(async () => {
  world = await requestGateway();
});

afterAll(() => world.gateway.close());

function submit(change: object) {
  filings += 1;
  return call(world.gateway, 'POST', '/v1/requests', {
    as: tokenFor(portal),
    body: submissionOf(manual, change),
    headers: { 'idempotency-key': `filing-number-${filings}` },
  });
}

it.each([
  ['is chosen', {}, { delivery: 'post' }],
  ['is all that the manual offers', { deliveries: ['post'] as const }, {}],
])('where post %s, it is said where to', async (_when, of, change) => {
  world.desk.published = [{ ...manual, ...of }];
  const { status, body } = await submit(change);
  expect([status, body['code']]).toEqual([400, 'invalidBody']);
  expect(body['errors']).toMatchObject([{ path: '/applicant/address' }]);
  expect(world.desk.views.size).toBe(0);
});

it('with an address it is taken, and what goes otherwise needs none', async () => {
  world.desk.published = [manual];
  const applicant = { ...applicantOf(), address };
  expect((await submit({ delivery: 'post', applicant })).status).toBe(201);
  expect((await submit({})).status).toBe(201);
});
