import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { canonicalJson } from '../../../../contracts/events/mint.js';
import type { RequestCase } from '../../../../contracts/lifecycles/request/case.js';
import { requestSnapshotOf } from '../../../../contracts/lifecycles/request/snapshot.js';
import type { Actor } from '../../../../contracts/lifecycles/service/case.js';
import { agencyRoles } from '../../../../contracts/lifecycles/service/states.js';
import type { TimelineEntry } from '../../../../infra/postgres/read-model.js';
import type { RequestStatusV1 } from '../../../../contracts/events/request-status.v1.js';
import { Problem } from '../../../../workers/gateway/problem.js';
import { call } from '../../../support/gateway-world.js';
import { MadeRequest } from '../../../support/make-requests.js';
import { person } from '../../../support/people.js';
import { inCheck, inConsideration } from '../../../support/request-cases.js';
import type { RequestGateway } from '../../../support/request-gateway.js';
import { requestGateway, rowOf, tokenFor } from '../../../support/request-gateway.js';
import { sampleManual } from '../../../support/request-life.js';

const manual = sampleManual('SVC0106');
const [first, second] = ['AGY120', 'AGY121'] as const;
const questions = { [first]: 'ถามเรื่องผังเมือง', [second]: 'ถามเรื่องสิ่งแวดล้อม' };
const opinion = 'ไม่ขัดข้องตามผังเมือง';
const hearing = 'ข้อเท็จจริงของผู้ยื่น';
const officials = ['competentOfficial', 'licensor', 'delegate'] as const;
const routes = ['', '/actions', '/future', '/timeline'] as const;

/** Two agencies are asked, one has answered; a hearing and an applicant whom neither is to know. */
function asked() {
  const life = inConsideration(manual).must('competentOfficial', 'openHearing', { facts: hearing });
  for (const [agencyId, question] of Object.entries(questions)) {
    life.must('competentOfficial', 'consult', { agencyId, question });
  }
  return life;
}

function answered() {
  const by = person('competentOfficial', 'answers', first);
  const body = { consultation: 1, answer: 'noObjection', text: opinion };
  return asked().must(by, 'answerConsultation', body);
}

/** What was asked, as the vault of these tests opens it. */
function question(agencyId: keyof typeof questions) {
  return { words: canonicalJson({ question: questions[agencyId] }) };
}

let world: RequestGateway;

beforeAll(async () => {
  world = await requestGateway();
});

beforeEach(() => {
  world.logged.length = 0;
});

afterAll(() => world.gateway.close());

function put(request: RequestCase): RequestCase {
  world.desk.put(request);
  return request;
}

function read(path: string, actor: Actor) {
  return call(world.gateway, 'GET', `/v1/requests${path}`, { as: tokenFor(actor) });
}

function read1(request: RequestCase, actor: Actor) {
  return read(`/${request.requestId}`, actor);
}

const audits = () => world.logged.filter((line) => line.includes('personal data were read'));

describe('an official of a consulted agency', () => {
  it.each(officials)('reads what it was asked and nothing else, as %s', async (role) => {
    const request = put(asked().request);
    const { status, body } = await read1(request, person(role, 'asked', first));
    expect(status).toBe(200);
    expect(body['personal']).toEqual({
      ...{ applicant: null, agent: null, form: null },
      words: [{ sequence: request.consultations[0]?.asked, words: question(first) }],
    });
    for (const other of [questions[second], hearing, 'sealed-applicant']) {
      expect(JSON.stringify(body)).not.toContain(other);
    }
  });

  it('reads it also once it has answered, with its answer', async () => {
    const { body } = await read1(put(answered().request), person('licensor', 'asked', first));
    const { words } = body['personal'] as { words: { words: object }[] };
    expect(words.map((one) => one.words)).toEqual([
      question(first),
      { words: canonicalJson({ text: opinion }) },
    ]);
  });

  it('leaves an entry in the audit for each reading, without what was read', async () => {
    const { requestId } = put(answered().request);
    await read(`/${requestId}`, person('competentOfficial', 'asked', first));
    const [line, ...more] = audits();
    expect(more).toEqual([]);
    expect(JSON.parse(line ?? '')).toMatchObject({ requestId, consultations: [1] });
    expect(line).toContain('asked');
    expect(line).not.toMatch(/ถาม|ไม่ขัดข้อง/);
  });

  it('sees the day by which it is waited for, and that it is asked', async () => {
    const request = put(asked().request);
    const { body } = await read1(request, person('competentOfficial', 'asked', first));
    const { consultations } = body['details'] as { consultations: object[] };
    const dueOn = request.dates.consultationsDue?.['1'];
    expect(dueOn).toMatch(/^2026-/);
    expect(consultations).toMatchObject([
      { number: 1, agencyId: first, dueOn, isYours: true },
      { number: 2, agencyId: second, isYours: false },
    ]);
    const { body: own } = await read1(request, person('competentOfficial', 'own', manual.agencyId));
    expect((own['details'] as { consultations: object[] }).consultations).toMatchObject([
      { dueOn, isYours: false },
      { isYours: false },
    ]);
  });

  it('may answer its own, and nothing else', async () => {
    const request = put(asked().request);
    const { body } = await read(
      `/${request.requestId}/actions`,
      person('competentOfficial', 'asked', first),
    );
    const actions = body['actions'] as { action: string; allowed: boolean }[];
    expect(actions.filter(({ allowed }) => allowed).map(({ action }) => action)).toEqual([
      'answerConsultation',
    ]);
  });

  it('is told when the words of a consultation cannot be opened singly', async () => {
    const { request } = asked();
    const older = request.consultations.map(({ asked: _asked, ...one }) => one);
    const { body } = await read1(
      put({ ...request, consultations: older }),
      person('competentOfficial', 'asked', first),
    );
    expect(body['personal']).toMatchObject({
      words: [],
      unopened: [{ consultation: 1, why: { th: expect.any(String), en: expect.any(String) } }],
    });
    expect(JSON.stringify(body)).not.toContain(questions[first]);
  });

  it('reads no words once they are restricted', async () => {
    const { requestId } = put({
      ...asked().request,
      requestId: '0a7cbd0e-0000-5000-8000-0000000000c1',
    });
    await world.desk.restrict({ requestId, by: 'x', reason: 'requestOfPerson: …' });
    const { status, body } = await read(`/${requestId}`, person('licensor', 'asked', first));
    expect([status, body['personal']]).toEqual([200, null]);
  });
});

describe('the events of a request', () => {
  it('name the agencies that are waited for, each with its last day', () => {
    const { dates } = asked().request;
    const due = dates.consultationsDue ?? {};
    expect(requestSnapshotOf(answered().request).consultations).toEqual([
      { number: 2, agencyId: second, dueOn: due['2'] },
    ]);
    const both = requestSnapshotOf(asked().request).consultations ?? [];
    expect(both.map(({ number }) => number)).toEqual([1, 2]);
  });

  it('are minted again as they were, where the dates are from before', () => {
    const { request } = asked();
    const { consultationsDue: _due, ...dates } = request.dates;
    expect(requestSnapshotOf({ ...request, dates })).not.toHaveProperty('consultations');
  });
});

describe('who of which agency reads a consultation', () => {
  const agencies = [manual.agencyId, first, second, 'AGY099'] as const;
  const table = agencies.flatMap((agencyId) =>
    [...agencyRoles, 'appealAuthority' as const].map((role) => [role, agencyId] as const),
  );

  it.each(table)('%s of %s', async (role, agencyId) => {
    const request = put(answered().request);
    const actor = { ...person(role, `${role}-of-${agencyId}`), agencies: [agencyId] };
    for (const route of routes) {
      const { status, body } = await read(`/${request.requestId}${route}`, actor);
      const isStranger = agencyId === 'AGY099';
      expect([route, status]).toEqual([route, isStranger ? 403 : 200]);
      if (isStranger) expect(body['code']).toBe('notYourAgency');
      const all = JSON.stringify(body);
      const isOfficial = (officials as readonly string[]).includes(role) && route === '';
      const isOwn = agencyId === manual.agencyId;
      for (const asks of [first, second]) {
        const reads = isOfficial && (isOwn || agencyId === asks);
        expect([asks, all.includes(questions[asks])]).toEqual([asks, reads]);
      }
      expect(all.includes(opinion)).toBe(isOfficial && (isOwn || agencyId === first));
      expect(all.includes(hearing)).toBe(isOfficial && isOwn);
      expect(all.includes('sealed-applicant')).toBe(isOfficial && isOwn);
    }
  });
});

describe('an agency that a body names', () => {
  const acts = [
    ['consult', { question: 'ขอความเห็น' }],
    ['declareNotOurAgency', { reason: 'เป็นอำนาจของหน่วยงานอื่น' }],
  ] as const;
  const official = person('competentOfficial', 'own', manual.agencyId);
  const life = { consult: inConsideration, declareNotOurAgency: inCheck } as const;

  async function act(action: (typeof acts)[number][0], body: object, actor = official) {
    const { requestId, version } = put(life[action](manual).request);
    const path = `/v1/requests/${requestId}/actions/${action}`;
    const headers = { 'idempotency-key': randomUUID(), 'if-match': `"${version}"` };
    const sent = world.desk.commands.length;
    const answer = await call(world.gateway, 'POST', path, { as: tokenFor(actor), body, headers });
    return { ...answer, isSent: world.desk.commands.length > sent };
  }

  it.each(acts)('is one that the register knows: %s', async (action, body) => {
    const unknown = await act(action, { ...body, agencyId: 'AGY777' });
    expect([unknown.status, unknown.body['code']]).toEqual([422, 'unknownAgency']);
    expect(JSON.stringify(unknown.body['details'])).toMatch(/ไม่มีหน่วยงาน AGY777 .*no agency AGY777/);
    expect(unknown.isSent).toBe(false);
    const known = await act(action, { ...body, agencyId: first });
    expect([known.status, known.isSent]).toEqual([200, true]);
  });

  it('is known too where the manual of the request names it', async () => {
    const factory = sampleManual('SVC2941');
    const asks = factory.steps.find(({ part }) => part === 'consultation')?.agencyId;
    world.lists.known.splice(0);
    const { requestId, version } = put(inConsideration(factory).request);
    const { status } = await call(
      world.gateway,
      'POST',
      `/v1/requests/${requestId}/actions/consult`,
      {
        as: tokenFor(person('competentOfficial', 'own', factory.agencyId)),
        body: { agencyId: asks, question: 'ขอความเห็น' },
        headers: { 'idempotency-key': randomUUID(), 'if-match': `"${version}"` },
      },
    );
    expect([typeof asks, status]).toEqual(['string', 200]);
  });

  it.each(acts)('is not looked for where the act is not possible: %s', async (action, body) => {
    const stranger = person('competentOfficial', 'stranger', second);
    const { status, body: problem } = await act(action, { ...body, agencyId: 'AGY777' }, stranger);
    expect([status, problem['code']]).toEqual([403, 'notYourAgency']);
  });

  it.each(acts)('is asked for again while the lists are away: %s', async (action, body) => {
    world.lists.trouble = Problem.away('listsAway', { th: 'ไม่พร้อม', en: 'away' });
    const answer = await act(action, { ...body, agencyId: first });
    world.lists.trouble = undefined;
    expect([answer.status, answer.body['code']]).toEqual([503, 'listsAway']);
    expect(answer.isSent).toBe(false);
  });
});

function entryOf({ event }: MadeRequest['events'][number]): TimelineEntry<RequestStatusV1> {
  const { id, type, time, chainhash } = event;
  const data = event.data as RequestStatusV1;
  const sequence = Number(event.sequence);
  return { sequence, id, type, time, recordedtime: time, chainhash, data };
}

describe('a request that only the archive knows', () => {
  const requestId = '0a7cbd0e-0000-5000-8000-0000000000c2';

  beforeAll(() => {
    const { request } = answered();
    const own = { ...request, requestId };
    world.lists.requestRows.push(rowOf(own));
    const { events } = new MadeRequest(requestId)
      .happens({ kind: 'consulted', of: first })
      .happens({ kind: 'consultationAnswered', of: '1' });
    world.lists.requestEvents.set(requestId, events.map(entryOf));
  });

  it.each([
    [first, 200],
    [manual.agencyId, 200],
    [second, 403],
    ['AGY099', 403],
  ])('shows its timeline to %s: %i', async (agencyId, status) => {
    for (const role of ['competentOfficial', 'licensor', 'delegate', 'agencyOfficer'] as const) {
      const answer = await read(`/${requestId}/timeline`, person(role, role, agencyId));
      expect([role, answer.status]).toEqual([role, status]);
      const shown = await read(`/${requestId}`, person(role, role, agencyId));
      expect(shown.status).toBe(status === 200 ? 410 : 403);
    }
  });
});
