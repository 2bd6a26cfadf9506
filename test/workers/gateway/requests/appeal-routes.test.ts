import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { appealActions, appealStates } from '../../../../contracts/lifecycles/appeal/table.js';
import type { Actor } from '../../../../contracts/lifecycles/service/case.js';
import type { Role } from '../../../../contracts/lifecycles/service/states.js';
import { Problem } from '../../../../workers/gateway/problem.js';
import type { AppealLife } from '../../../support/appeal-life.js';
import { appealed, appealIn } from '../../../support/appeal-life.js';
import type { Back, Call } from '../../../support/gateway-world.js';
import { call } from '../../../support/gateway-world.js';
import { person } from '../../../support/people.js';
import { statement } from '../../../support/request-cases.js';
import type { RequestGateway } from '../../../support/request-gateway.js';
import { requestGateway, tokenFor } from '../../../support/request-gateway.js';
import { everybodyFor, refusedToRead } from '../../../support/request-people.js';

const both = { th: 'ไม่พร้อม', en: 'away' };
let world: RequestGateway;
let life: AppealLife;
let path: string;

beforeAll(async () => {
  world = await requestGateway();
});

beforeEach(() => {
  world.desk.engineTrouble = undefined;
  world.desk.vaultTrouble = undefined;
  world.desk.appealCommands.length = 0;
  world.logged.length = 0;
  life = appealed(Date.now());
  path = put(life);
});

afterAll(() => world.gateway.close());

/** Puts an appeal where the gateway finds it; its path. */
function put({ appeal, sequence }: AppealLife): string {
  world.desk.keys.clear();
  world.desk.putAppeal(appeal, { sequence });
  return `/v1/requests/${appeal.requestId}/appeals/${appeal.number}`;
}

function read(as: Role | Actor = 'auditor', at = path): Promise<Back> {
  return call(world.gateway, 'GET', at, { as: tokenOf(as) });
}

function tokenOf(as: Role | Actor): string {
  return tokenFor(typeof as === 'string' ? life.doer(as) : as);
}

let keys = 0;
const headersFor = (version = life.appeal.version) => {
  keys += 1;
  return { 'idempotency-key': `appeal-key-${keys}`, 'if-match': `"${version}"` };
};

function act(as: Role, action: string, body: object, more: Call = {}): Promise<Back> {
  const sent = { as: tokenOf(as), body, headers: headersFor(), ...more };
  return call(world.gateway, 'POST', `${path}/actions/${action}`, sent);
}

const reason = 'เห็นว่าคำสั่งชอบแล้ว';
const upTo = { reason };
const appealNow = () => world.desk.appeals.get(`appeal/${life.appeal.requestId}/1`)?.appeal;

describe('an appeal is read', () => {
  it.each(appealStates)(
    'in %s: as it stands, with its due day and what comes by itself',
    async (state) => {
      life = appealIn(state, Date.now());
      path = put(life);
      const { appeal, sequence } = life;
      const { status, headers, body } = await read();
      expect([status, headers['etag']]).toEqual([200, `"${appeal.version}"`]);
      const { dueOn, receivedAt } = appeal.dates;
      expect(body).toMatchObject({
        ...{ requestId: appeal.requestId, number: 1, state, sequence, dueOn, receivedAt },
        ...{ agencyId: 'AGY009', isLate: state === 'outOfTime', outcome: appeal.outcome },
        order: { kind: 'refused', decidedOn: appeal.order.decidedOn },
      });
      expect((body['byItself'] as { dueOn: string } | null)?.dueOn ?? null).toBe(dueOn);
      const actions = body['actions'] as { action: string; body: object; allowed: boolean }[];
      expect(actions.map(({ action }) => action)).toEqual([...appealActions]);
      // An auditor does nothing, and is told why not in both languages.
      for (const one of actions) {
        expect(one).toMatchObject({
          ...{ allowed: false, body: { type: 'object' } },
          whyNot: { text: { th: expect.stringMatching(/[ก-๙]/), en: expect.any(String) } },
        });
      }
    },
  );

  it('says what is allowed to whoever asks', async () => {
    const allowedTo = async (role: Role) => {
      const actions = (await read(role)).body['actions'] as { action: string; allowed: boolean }[];
      return actions.filter(({ allowed }) => allowed).map(({ action }) => action);
    };
    expect(await allowedTo('licensor')).toEqual([
      ...['decideAppeal', 'sendUp', 'grantStay', 'refuseStay'],
    ]);
    expect(await allowedTo('portal')).toEqual(['withdrawAppeal']);
    expect(await allowedTo('appealAuthority')).toEqual([]);
    life.must('licensor', 'sendUp', upTo);
    path = put(life);
    expect(await allowedTo('licensor')).toEqual([]);
    expect(await allowedTo('appealAuthority')).toEqual([
      ...['decideAppeal', 'extendAppeal', 'grantStay', 'refuseStay'],
    ]);
  });

  it('is not there: 404, in both languages, whatever its number', async () => {
    const { requestId } = life.appeal;
    for (const at of [`${requestId}/appeals/2`, '0a7cbd0e-0000-5000-8000-000000000099/appeals/1']) {
      const { status, body } = await read('auditor', `/v1/requests/${at}`);
      expect([status, body['code']]).toEqual([404, 'notFound']);
      expect(body['details']).toEqual({
        th: expect.stringContaining('ไม่มีอุทธรณ์ที่'),
        en: expect.stringContaining('has no appeal'),
      });
    }
    for (const number of ['0', '1000', 'one']) {
      const back = await read('auditor', `/v1/requests/${requestId}/appeals/${number}`);
      expect([number, back.status, back.body['code']]).toEqual([number, 404, 'notFound']);
    }
  });
});

/** Whose words they are: those of the parties. */
const parties: readonly Role[] = ['competentOfficial', 'licensor', 'delegate', 'appealAuthority'];

describe('who may read an appeal', () => {
  const { request } = appealed().request;

  it.each(everybodyFor(request).map((who) => [`${who.role} of ${who.of}`, who] as const))(
    '%s',
    async (_name, who) => {
      const { status, body } = await read(who.actor);
      const code = who.role === 'dgaOperator' ? 'notYourAgency' : refusedToRead(who);
      expect([status, body['code']]).toEqual([code === undefined ? 200 : 403, code]);
      const isOwn = who.of === 'own' || who.of === 'office';
      const isParty = isOwn && (who.role === 'portal' || parties.includes(who.role));
      expect(Array.isArray(body['words'])).toBe(isParty);
      expect(JSON.stringify(body).includes('ไม่ชอบด้วยกฎหมาย')).toBe(isParty);
      // Each reading is on record, and what was read is not.
      const told = world.logged.filter((line) => line.includes('personal data were read'));
      expect(told).toHaveLength(isParty ? 1 : 0);
      expect(told.join('')).not.toContain('ไม่ชอบด้วยกฎหมาย');
    },
  );

  it('nobody without a token', async () => {
    const back = await call(world.gateway, 'GET', path);
    expect([back.status, back.body['code']]).toEqual([401, 'notSignedIn']);
  });

  it('an agency that was consulted on the request has no part in its appeal', async () => {
    const consulted = person('competentOfficial', 'other', 'AGY120');
    expect((await read(consulted)).body['code']).toBe('notYourAgency');
  });

  it('no words once the person’s data are restricted or gone', async () => {
    const { requestId } = life.appeal;
    const decided = { requestId, by: 'approver', reason: 'sealed' };
    await world.desk.restrict(decided);
    expect((await read('licensor')).body['words']).toBeNull();
    path = put(life);
    await world.desk.destroyKey(decided);
    const { status, body } = await read('licensor');
    expect([status, body['words'], body['state']]).toEqual([200, null, 'withOfficer']);
    expect(world.logged.join('')).not.toContain('personal data were read');
  });
});

describe('an action on an appeal', () => {
  it('is done, with its words sealed and the next version', async () => {
    const { status, headers, body } = await act('licensor', 'sendUp', upTo);
    expect([status, headers['etag']]).toEqual([200, '"2"']);
    const { requestId } = life.appeal;
    expect(body).toEqual({ requestId, number: 1, state: 'withSuperior', version: 2, sequence: 2 });
    const [command] = world.desk.appealCommands;
    expect(command?.words).toBe(`sealed words ${JSON.stringify(upTo)}`);
    expect(JSON.stringify(command?.body)).not.toContain(reason);
    const { words } = (await read('portal')).body as { words: { sequence: number }[] };
    expect(words.map(({ sequence }) => sequence)).toEqual([1, 2]);
  });

  it('carries the caller’s trace and instant', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const before = Date.now();
    await act('licensor', 'sendUp', upTo, { headers: { ...headersFor(), traceparent } });
    expect(world.desk.appealCommands[0]).toMatchObject({ traceparent });
    expect(world.desk.appealCommands[0]?.at).toBeGreaterThanOrEqual(before);
  });

  it('needs If-Match: 428 without, 412 for a version that is over, 400 for a weak one', async () => {
    const key = { 'idempotency-key': 'appeal-key-match' };
    const tries = [
      [{}, 428, 'versionMissing'],
      [{ 'if-match': '*' }, 428, 'versionMissing'],
      [{ 'if-match': 'W/"1"' }, 400, 'weakVersion'],
      [{ 'if-match': '"one"' }, 400, 'invalidQuery'],
      [{ 'if-match': '"7"' }, 412, 'staleVersion'],
    ] as const;
    for (const [match, status, code] of tries) {
      const back = await act('licensor', 'sendUp', upTo, { headers: { ...key, ...match } });
      expect([match, back.status, back.body['code']]).toEqual([match, status, code]);
    }
    expect(appealNow()).toBe(life.appeal);
  });

  it('a stale version is told the state, the version, and what is allowed now', async () => {
    const back = await act('licensor', 'sendUp', upTo, { headers: headersFor(7) });
    expect(back.body).toMatchObject({ code: 'staleVersion', state: 'withOfficer', version: 1 });
    const actions = back.body['actions'] as { action: string; allowed: boolean }[];
    expect(actions.find(({ action }) => action === 'sendUp')?.allowed).toBe(true);
  });

  it('needs Idempotency-Key; the same again is one act, another body under it is refused', async () => {
    const none = await act('licensor', 'sendUp', upTo, { headers: { 'if-match': '"1"' } });
    expect([none.status, none.body['code']]).toEqual([400, 'keyMissing']);
    const headers = headersFor();
    const first = await act('licensor', 'sendUp', upTo, { headers });
    const again = await act('licensor', 'sendUp', upTo, { headers });
    expect([again.status, again.body]).toEqual([200, first.body]);
    expect(appealNow()?.version).toBe(2);
    const other = await act('licensor', 'sendUp', { reason: 'ด้วยเหตุอื่น' }, { headers });
    expect([other.status, other.body['code']]).toEqual([409, 'keyReused']);
    // Another person’s key of the same text is another key.
    await act('appealAuthority', 'extendAppeal', upTo, {
      headers: { ...headers, 'if-match': '"2"' },
    });
    expect(appealNow()?.isExtended).toBe(true);
  });

  it.each([
    ['th', 'ทำ sendUp ไม่ได้ขณะอยู่ในสถานะ upheld; ทำได้ในสถานะ withOfficer'],
    ['en', 'sendUp is not possible in state upheld; it is in withOfficer'],
  ])('of one that has ended is refused in words (%s), with its state', async (language, words) => {
    life = appealIn('upheld');
    path = put(life);
    const headers = { ...headersFor(), 'accept-language': language };
    const back = await act('licensor', 'sendUp', upTo, { headers });
    expect([back.status, back.headers['content-language']]).toEqual([409, language]);
    expect(back.body).toMatchObject({
      ...{ code: 'wrongState', type: 'urn:prasan:problem:wrongState', detail: words },
      ...{ facts: { action: 'sendUp', state: 'upheld', possibleIn: ['withOfficer'] } },
      ...{ state: 'upheld', version: life.appeal.version },
    });
    expect(Object.keys(back.body['details'] as object)).toEqual(['th', 'en']);
  });

  it('seals nothing of an act that cannot be', async () => {
    world.desk.vaultTrouble = Problem.away('vaultAway', both);
    const back = await act('appealAuthority', 'extendAppeal', upTo);
    expect([back.status, back.body['code']]).toEqual([409, 'wrongState']);
  });

  it('names every faulty field of its body, in both languages', async () => {
    const sent = { outcome: 'forgotten', statement: { ...statement, law: '' }, whim: true };
    const { status, body } = await act('licensor', 'decideAppeal', sent);
    expect([status, body['code']]).toEqual([400, 'invalidBody']);
    const faults = body['errors'] as { path: string; details: { th: string; en: string } }[];
    expect(faults.map(({ path: at }) => at).sort()).toEqual([
      ...['/outcome', '/statement/law', '/whim'],
    ]);
    const varied = await act('licensor', 'decideAppeal', { outcome: 'varied', statement });
    expect(varied.body).toMatchObject({ code: 'invalidBody', errors: [{ path: '/decision' }] });
    for (const { details } of [...faults, varied.body]) {
      expect(details).toEqual({ th: expect.stringMatching(/[ก-๙]/), en: expect.any(String) });
    }
    // Whoever may not act at all is told that, whatever the body.
    const portal = await act('portal', 'decideAppeal', sent);
    expect([portal.status, portal.body['code']]).toEqual([403, 'roleMayNot']);
    const unknown = await act('licensor', 'forget', {});
    expect(unknown.status).toBe(404);
  });

  it('waits for what is away: 503 that says when to come again, and nothing done', async () => {
    world.desk.vaultTrouble = Problem.away('vaultAway', both);
    const sealed = await act('licensor', 'sendUp', upTo);
    expect([sealed.status, sealed.body['code']]).toEqual([503, 'vaultAway']);
    world.desk.vaultTrouble = undefined;
    world.desk.engineTrouble = Problem.away('engineAway', both);
    for (const back of [await act('licensor', 'sendUp', upTo), await read()]) {
      const { status, body, headers } = back;
      expect([status, body['code'], headers['retry-after']]).toEqual([503, 'engineAway', '5']);
    }
    world.desk.engineTrouble = undefined;
    expect(appealNow()).toBe(life.appeal);
  });
});
