import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { addDays, bangkokDate } from '../../../contracts/civil-date.js';
import { Problem } from '../../../workers/gateway/problem.js';
import { ServiceAnswer } from '../../../workers/gateway/shapes.js';
import type { Back, Call, TestGateway } from '../../support/gateway-world.js';
import { call, testGateway, tokenOf } from '../../support/gateway-world.js';

const today = bangkokDate(Date.now());
const proposal = {
  agencyId: 'AGY009',
  name: { th: 'ใบอนุญาตผลิตสุรา', en: 'Liquor production licence' },
  plan: {
    targetFiscalYear: 2571,
    dueOn: { plan: addDays(today, 30), develop: addDays(today, 90) },
  },
};
let world: TestGateway;

beforeAll(async () => {
  world = await testGateway();
  world.lists.known.push({
    agencyId: 'AGY009',
    name: { th: 'กรมสรรพสามิต' },
    ministryId: 'MIN002',
    ministry: null,
  });
});

beforeEach(() => {
  world.cases.views.clear();
  world.cases.starts.length = 0;
  world.cases.actTrouble = undefined;
  world.lists.trouble = undefined;
});

afterAll(() => world.gateway.close());

function propose(
  body: unknown,
  { as = tokenOf('agencyOfficer'), headers = {} }: Call = {},
): Promise<Back> {
  return call(world.gateway, 'POST', '/v1/services', {
    as,
    body,
    headers: { 'idempotency-key': 'proposal-1', ...headers },
  });
}

describe('a proposal', () => {
  it('starts a case, and says where it is', async () => {
    const { status, headers, body } = await propose(proposal);
    expect(status).toBe(201);
    expect(ServiceAnswer.parse(body)).toEqual(body);
    expect(body).toMatchObject({
      serviceId: expect.stringMatching(/^PRS[0-9A-HJKMNP-TV-Z]{10}$/),
      state: 'plan',
      proposed: true,
      ministryId: 'MIN002',
      targetFiscalYear: 2571,
    });
    expect(headers['location']).toBe(`/v1/services/${String(body['serviceId'])}`);
    expect(headers['etag']).toBe('"1"');
    expect(world.cases.starts).toHaveLength(1);
  });

  it('that is repeated is one case, with the same answer', async () => {
    const first = await propose(proposal);
    const again = await propose(proposal);
    expect([again.status, again.body]).toEqual([201, first.body]);
    expect(world.cases.starts).toHaveLength(1);
  });

  it('under another key, or by another person, is another', async () => {
    const headers = { 'idempotency-key': 'proposal-2' };
    const as = tokenOf('agencyOfficer', { name: 'other' });
    const answers = [
      await propose(proposal),
      await propose(proposal, { headers }),
      await propose(proposal, { as }),
    ];
    expect(new Set(answers.map(({ body }) => body['serviceId'])).size).toBe(3);
  });

  it('under the same key with another body is refused', async () => {
    await propose(proposal);
    const { status, body } = await propose({ ...proposal, name: { th: 'อื่น' } });
    expect([status, body['code']]).toEqual([409, 'keyReused']);
  });

  it('needs a key', async () => {
    const { status, body } = await propose(proposal, { headers: { 'idempotency-key': '' } });
    expect([status, body['type']]).toEqual([400, 'urn:prasan:problem:keyMissing']);
  });

  it('is for the own agency', async () => {
    const { status, body } = await propose({ ...proposal, agencyId: 'AGY010' });
    expect([status, body['code']]).toEqual([403, 'notYourAgency']);
  });

  it('is for an agency that there is', async () => {
    const as = tokenOf('agencyOfficer', { agency: 'AGY99999' });
    const { status, body } = await propose({ ...proposal, agencyId: 'AGY99999' }, { as });
    expect([status, body['type']]).toEqual([422, 'urn:prasan:problem:unknownAgency']);
    expect(body['detail']).toContain('/v1/agencies');
  });

  it.each([
    ['2025-06-03', 'dateOrder'],
    [today, 'dateInPast'],
  ])('may not be due on %s', async (plan, code) => {
    const { status, body } = await propose({
      ...proposal,
      plan: { targetFiscalYear: 2570, dueOn: { plan } },
    });
    expect([status, body['code']]).toEqual([422, code]);
  });

  it('may not have stages out of order', async () => {
    const dueOn = { plan: addDays(today, 90), develop: addDays(today, 30) };
    const { status, body } = await propose({
      ...proposal,
      plan: { targetFiscalYear: 2570, dueOn },
    });
    expect([status, body['code']]).toEqual([422, 'dateOrder']);
  });

  it('tells of trouble: lists away before, outcome unknown after sending', async () => {
    world.lists.trouble = Problem.away('listsAway', { th: 'ไม่ตอบ', en: 'away' });
    expect((await propose(proposal)).status).toBe(503);
    world.lists.trouble = undefined;
    world.cases.actTrouble = Problem.away('outcomeUnknown', { th: 'ไม่ทราบ', en: 'unknown' });
    const { status, body } = await propose(proposal);
    expect([status, body['type']]).toEqual([503, 'urn:prasan:problem:outcomeUnknown']);
  });
});
