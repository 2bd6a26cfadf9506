import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ArrivedAnswer } from '../../../../contracts/agency-link/arrived.js';
import { takenAnswer } from '../../../../contracts/agency-link/judge.js';
import type { SigningKey } from '../../../../contracts/agency-link/signature.js';
import { signatureHeader, signCall } from '../../../../contracts/agency-link/signature.js';
import { agencyCallbackPath } from '../../../../contracts/agency-link/statuses.js';
import { ofDispatch } from '../../../../contracts/lifecycles/request/dispatch.js';
import { agencyAnswer, withFee } from '../../../support/agency-life.js';
import { keyOf } from '../../../support/link.js';
import { inCheck } from '../../../support/request-cases.js';
import type { RequestGateway } from '../../../support/request-gateway.js';
import { requestGateway } from '../../../support/request-gateway.js';
import { RequestLife, sampleManual } from '../../../support/request-life.js';

const { request } = inCheck(withFee());
const { requestId, agencyId } = request;
const key = keyOf(agencyId);
const old = keyOf('old');
const url = 'http://127.0.0.1:1';
const agencies = new Map([
  // Two agencies may choose the same name for their keys.
  ['AGY777', { url, kid: key.kid, secret: 'x'.repeat(32) }],
  [agencyId, { url, ...key, accepts: [old] }],
]);

let world: RequestGateway;
let told: [string, ArrivedAnswer][] = [];
let runs = true;

beforeAll(async () => {
  world = await requestGateway({ callbackKeys: { payments: [], agencies } });
  Object.assign(world.desk, {
    tellAnswer: (id: string, arrived: ArrivedAnswer) => {
      told.push([id, arrived]);
      return Promise.resolve(runs);
    },
  });
});
beforeEach(() => {
  told = [];
  runs = true;
  world.desk.put(request);
});
afterAll(() => world.gateway.close());

const answer = agencyAnswer(request, 'refused', { at: Date.now() });

async function callBack(
  body: unknown = answer,
  signed: { key?: SigningKey; at?: number; id?: string; header?: string } = {},
) {
  const path = agencyCallbackPath(signed.id ?? requestId);
  const payload = typeof body === 'string' ? body : JSON.stringify(body);
  const call = { method: 'POST', path, body: payload };
  const header = signed.header ?? signCall(call, signed.key ?? key, signed.at ?? Date.now());
  const reply = await world.gateway.inject({
    ...{ method: 'POST', url: path, payload },
    headers: { 'content-type': 'application/json', [signatureHeader]: header },
  });
  return { status: reply.statusCode, body: reply.json<Record<string, unknown>>() };
}

describe('an answer of an agency’s system', () => {
  it('goes into the case, its words sealed', async () => {
    expect(await callBack()).toEqual({ status: 200, body: { taken: true } });
    const [[id, arrived] = []] = told;
    expect(id).toBe(requestId);
    expect(arrived).toMatchObject({ ...takenAnswer(answer), at: Date.parse(answer.at) });
    const { words, ...plain } = arrived ?? {};
    expect(words).toContain('sealed words');
    expect(JSON.stringify(plain)).not.toMatch(/ใจดี|ประโยชน์/);
    expect(world.logged.join('')).not.toMatch(/ใจดี|ประโยชน์/);
  });

  it('is taken with each key that the agency may use', async () => {
    expect((await callBack(answer, { key: old })).status).toBe(200);
  });

  it('that the case knows is not sent on', async () => {
    world.desk.put(ofDispatch(request, { answered: [takenAnswer(answer)] }));
    expect((await callBack()).status).toBe(200);
    expect(told).toEqual([]);
  });
});

describe('what is refused', () => {
  it.each([
    ['another secret', { key: { ...key, secret: 'y'.repeat(32) } }, 'mismatch'],
    ['an unknown key', { key: keyOf('nobody') }, 'unknownKey'],
    ['an old signature', { at: Date.now() - 3_600_000 }, 'stale'],
    ['no signature', { header: '' }, 'missing'],
    ['what is no signature', { header: 'v1' }, 'malformed'],
  ])('%s', async (_what, signed, fault) => {
    const { status, body } = await callBack(answer, signed);
    expect([status, body['code']]).toEqual([401, 'badSignature']);
    expect(String(body['detail'])).toContain(fault);
    expect(told).toEqual([]);
  });

  it('another agency, whose call it is all the same', async () => {
    const { status, body } = await callBack(answer, {
      key: { kid: key.kid, secret: 'x'.repeat(32) },
    });
    expect([status, body['code']]).toEqual([403, 'notYourAgency']);
  });

  it('another request, and none', async () => {
    const other = requestId.replace(/^..../, '0000');
    expect((await callBack({ ...answer, requestId: other })).status).toBe(400);
    expect((await callBack({ ...answer, requestId: other }, { id: other })).status).toBe(404);
    expect((await callBack(answer, { id: 'nonsense' })).status).toBe(404);
  });

  it.each([
    ['no JSON', '{'],
    ['an outcome that there is not', { ...answer, outcome: 'maybe' }],
    ['a member that nobody knows', { ...answer, note: 'นายสมชาย' }],
    ['an empty body', ''],
  ])('%s', async (_what, body) => {
    const { status, body: problem } = await callBack(body);
    expect([status, problem['code']]).toEqual([400, 'invalidBody']);
    expect(JSON.stringify(problem)).not.toContain('สมชาย');
  });

  it('a request that is not at the agency’s system, or not any more', async () => {
    const elsewhere = new RequestLife(sampleManual('SVC2941')).request;
    for (const gone of [{ ...elsewhere, requestId }, ofDispatch(request, { status: 'refused' })]) {
      world.desk.put(gone);
      const { status, body } = await callBack();
      expect([status, body['code']]).toEqual([409, 'notAtAgencySystem']);
    }
    world.desk.put(request);
    runs = false;
    expect((await callBack()).body['code']).toBe('notAtAgencySystem');
  });
});
