import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { exitEvidence } from '../../../contracts/lifecycles/service/evidence.js';
import { refuse } from '../../../contracts/lifecycles/refusals.js';
import type { ServiceAction } from '../../../contracts/lifecycles/service/table.js';
import { serviceActions } from '../../../contracts/lifecycles/service/table.js';
import { bangkokDate } from '../../../contracts/civil-date.js';
import { ActAnswer, ActionAnswer } from '../../../workers/gateway/shapes.js';
import { Problem } from '../../../workers/gateway/problem.js';
import { evidenceOf, goodBody } from '../../support/bodies.js';
import { caseIn, ready } from '../../support/case.js';
import type { Back, Call, TestGateway } from '../../support/gateway-world.js';
import { call, testGateway, tokenOf } from '../../support/gateway-world.js';

const today = bangkokDate(Date.now());
let world: TestGateway;

beforeAll(async () => {
  world = await testGateway();
});

beforeEach(() => {
  Object.assign(world.cases, { refusal: undefined, findTrouble: undefined, actTrouble: undefined });
  world.cases.commands.length = 0;
  world.cases.put(caseIn('plan', ready));
});

afterAll(() => world.gateway.close());

let keys = 0;

function newKey(): string {
  keys += 1;
  return `key-${String(keys).padStart(6, '0')}`;
}

function act(
  action: ServiceAction,
  body: unknown,
  { as = tokenOf('agencyApprover'), headers = {} }: Call = {},
): Promise<Back> {
  return call(world.gateway, 'POST', `/v1/services/SVC0106/actions/${action}`, {
    as,
    body,
    headers: { 'idempotency-key': newKey(), 'if-match': '"1"', ...headers },
  });
}

const plan = goodBody('revisePlan', today);

describe('an action', () => {
  it('is taken: the answer is documented, the new version is the ETag', async () => {
    const { status, headers, body } = await act('revisePlan', plan);
    expect(status).toBe(200);
    expect(headers['etag']).toBe('"2"');
    expect(ActAnswer.parse(body)).toEqual(body);
    expect(world.cases.commands).toEqual([
      {
        action: 'revisePlan',
        actor: { id: 'person-agencyApprover', roles: ['agencyApprover'], agencies: ['AGY009'] },
        body: plan,
        ifMatch: 1,
        key: expect.stringMatching(/^[0-9a-f]{64}$/),
        bodyHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    ]);
  });

  it('carries a valid trace on, and no other', async () => {
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    await act('revisePlan', plan, { headers: { traceparent } });
    await act('revisePlan', plan, {
      headers: { traceparent: `00-${'0'.repeat(32)}-${'b'.repeat(16)}-01` },
    });
    await act('revisePlan', plan, { headers: { traceparent: 'nonsense' } });
    expect(world.cases.commands.map((one) => one.traceparent)).toEqual([
      traceparent,
      undefined,
      undefined,
    ]);
  });

  it('has one key for person, route and Idempotency-Key, and a hash that field order leaves', async () => {
    const headers = { 'idempotency-key': 'same-key-1' };
    const turned = Object.fromEntries(Object.entries(plan).reverse());
    await act('revisePlan', plan, { headers });
    await act('revisePlan', turned, { headers });
    await act('revisePlan', plan, { headers: { 'idempotency-key': '"same-key-1"' } });
    await act('revisePlan', plan, { headers, as: tokenOf('agencyApprover', { name: 'other' }) });
    await act('registerInError', { reason: 'ซ้ำ' }, { headers });
    const [first, second, quoted, ofOther, onOther] = world.cases.commands;
    expect(second).toMatchObject({ key: first?.key, bodyHash: first?.bodyHash });
    expect(quoted?.key).toBe(first?.key);
    expect(new Set([first?.key, ofOther?.key, onOther?.key]).size).toBe(3);
  });
});

describe('a repeat', () => {
  const headers = { 'idempotency-key': 'repeated-1' };

  it('gets the same answer, whatever has changed since', async () => {
    const first = await act('revisePlan', plan, { headers });
    const again = await act('revisePlan', plan, { headers });
    expect([again.status, again.body]).toEqual([200, first.body]);
  });

  it('with another body is refused', async () => {
    await act('revisePlan', plan, { headers });
    const { status, body } = await act('revisePlan', { ...plan, reason: 'เหตุอื่น' }, { headers });
    expect([status, body['code']]).toEqual([409, 'keyReused']);
  });

  it('of evidence for a stage that was left meanwhile is told the truth', async () => {
    const body = { evidence: evidenceOf(exitEvidence.plan.buildOnPlatform, today) };
    const as = tokenOf('agencyOfficer');
    world.cases.put(caseIn('plan'));
    const first = await act('advance', body, { as, headers: { 'idempotency-key': 'left-stage' } });
    world.cases.put(caseIn('develop', { version: 3 }));
    const again = await act('advance', body, { as, headers: { 'idempotency-key': 'left-stage' } });
    expect([first.status, again.status, again.body]).toEqual([200, 200, first.body]);
    const fresh = await act('advance', body, { as });
    expect([fresh.status, fresh.body['code'], fresh.body['state']]).toEqual([
      422,
      'evidenceMissing',
      'develop',
    ]);
  });
});

describe('what must come along', () => {
  it.each<[string, Record<string, string>, number, string]>([
    ['no Idempotency-Key', { 'idempotency-key': '' }, 400, 'keyMissing'],
    ['a short one', { 'idempotency-key': 'abc' }, 400, 'keyMissing'],
    ['one with spaces', { 'idempotency-key': 'a key with spaces' }, 400, 'keyMissing'],
    ['no version', { 'if-match': '*' }, 428, 'versionMissing'],
    ['a faulty version', { 'if-match': 'yesterday' }, 400, 'invalidQuery'],
    ['two versions', { 'if-match': '"1", "2"' }, 400, 'invalidQuery'],
    ['a weak ETag', { 'if-match': 'W/"1"' }, 400, 'weakVersion'],
    ['a stale version', { 'if-match': '"0"' }, 412, 'staleVersion'],
    ['a version to come', { 'if-match': '"99"' }, 412, 'staleVersion'],
  ])('%s is refused', async (_what, headers, status, code) => {
    const answer = await act('revisePlan', plan, { headers });
    expect([answer.status, answer.body['type']]).toEqual([status, `urn:prasan:problem:${code}`]);
  });

  it('is asked for when it is missing altogether', async () => {
    const as = tokenOf('agencyApprover');
    const url = '/v1/services/SVC0106/actions/revisePlan';
    const bare = await call(world.gateway, 'POST', url, { as, body: plan });
    const half = { 'idempotency-key': newKey() };
    const keyed = await call(world.gateway, 'POST', url, { as, body: plan, headers: half });
    expect([bare.status, keyed.status]).toEqual([400, 428]);
    expect(world.cases.commands).toEqual([]);
  });

  it('may be a bare number as the version', async () => {
    expect((await act('revisePlan', plan, { headers: { 'if-match': '1' } })).status).toBe(200);
  });
});

describe('a refused action', () => {
  it('tells the state, and every action with why not', async () => {
    const { status, headers, body } = await act('resume', { reason: 'เปิดแล้ว' });
    expect(status).toBe(409);
    expect(headers['content-type']).toContain('application/problem+json');
    expect(body).toMatchObject({
      type: 'urn:prasan:problem:wrongState',
      title: 'Not possible in this state',
      state: 'plan',
      version: 1,
      facts: { action: 'resume', possibleIn: ['suspended'] },
    });
    const actions = ActionAnswer.array().parse(body['actions']);
    expect(actions.map(({ action }) => action)).toEqual(serviceActions);
    expect(actions.filter(({ allowed }) => allowed).map(({ action }) => action)).toEqual([
      'revisePlan',
      'exclude',
      'discontinue',
      'merge',
      'registerInError',
    ]);
  });

  it.each<[string, ServiceAction, unknown, string, number, string]>([
    ['a role that may not', 'revisePlan', plan, 'agencyOfficer', 403, 'roleMayNot'],
    ['an auditor', 'revisePlan', plan, 'auditor', 403, 'roleMayNot'],
    ['nothing pending', 'approve', {}, 'agencyApprover', 409, 'nothingPending'],
    ['no proposal', 'confirmProposal', {}, 'opdcOfficer', 409, 'notProposed'],
    ['a wrong state and a bad body', 'suspend', { x: 1 }, 'agencyOfficer', 409, 'wrongState'],
  ])('%s', async (_what, action, body, role, status, code) => {
    const as = tokenOf(role as Parameters<typeof tokenOf>[0]);
    const answer = await act(action, body, { as });
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
  });

  it('approving what the same person submitted, also in another role', async () => {
    await act('revisePlan', plan, { as: tokenOf('agencyApprover', { name: 'one' }) });
    const as = tokenOf('opdcApprover', { name: 'one' });
    const { status, body } = await act('approve', {}, { as, headers: { 'if-match': '"2"' } });
    expect([status, body['code']]).toEqual([403, 'samePerson']);
  });

  it('while another is pending', async () => {
    await act('revisePlan', plan);
    const { status, body } = await act('revisePlan', plan, { headers: { 'if-match': '"2"' } });
    expect([status, body['code']]).toEqual([409, 'submissionPending']);
  });

  it('of a service that is not there', async () => {
    const url = '/v1/services/SVC9999/actions/revisePlan';
    const headers = { 'idempotency-key': newKey(), 'if-match': '"1"' };
    const as = tokenOf('agencyApprover');
    expect((await call(world.gateway, 'POST', url, { as, body: plan, headers })).status).toBe(404);
  });

  it('that its case refuses is told with the case as it stands, read again only where it moved', async () => {
    const find = world.cases.find.bind(world.cases);
    let reads = 0;
    world.cases.find = (id) => {
      reads += 1;
      return find(id);
    };
    const asRead = await act('revisePlan', plan, { as: tokenOf('opdcOfficer') });
    expect(asRead.body).toMatchObject({ code: 'roleMayNot', state: 'plan', version: 1 });
    expect(reads).toBe(1);
    world.cases.refusal = refuse('staleVersion', { version: 1 });
    const moved = await act('revisePlan', plan);
    world.cases.find = find;
    expect(moved.body).toMatchObject({ code: 'staleVersion', state: 'plan', version: 1 });
    expect(reads).toBe(3);
  });

  it('that there is not', async () => {
    const { status, body } = await act('launch' as ServiceAction, {});
    expect([status, body['type']]).toEqual([404, 'urn:prasan:problem:notFound']);
    expect(body['detail']).toContain('revisePlan');
  });
});

describe('while the engine is away', () => {
  it('before sending: nothing was done', async () => {
    world.cases.findTrouble = Problem.away('engineAway', { th: 'ไม่ตอบ', en: 'away' });
    const { status, headers, body } = await act('revisePlan', plan);
    expect([status, headers['retry-after'], body['type']]).toEqual([
      503,
      '5',
      'urn:prasan:problem:engineAway',
    ]);
    expect(world.cases.commands).toEqual([]);
  });

  it('after sending: the outcome is unknown', async () => {
    world.cases.actTrouble = Problem.away('outcomeUnknown', { th: 'ไม่ทราบ', en: 'unknown' });
    const { status, headers, body } = await act('revisePlan', plan);
    expect([status, headers['retry-after'], body['type']]).toEqual([
      503,
      '5',
      'urn:prasan:problem:outcomeUnknown',
    ]);
  });

  it('a refusal stays a refusal when the state cannot be read after it', async () => {
    world.cases.put(caseIn('plan'));
    const find = world.cases.find.bind(world.cases);
    let asked = 0;
    world.cases.find = async (id) => {
      asked += 1;
      if (asked > 1) throw Problem.away('engineAway', { th: 'ไม่ตอบ', en: 'away' });
      return find(id);
    };
    const { status, body } = await act('revisePlan', plan, { headers: { 'if-match': '"5"' } });
    world.cases.find = find;
    expect([status, body['code'], body['state']]).toEqual([412, 'staleVersion', undefined]);
  });
});
