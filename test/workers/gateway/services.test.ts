import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ServiceCase } from '../../../contracts/lifecycles/service/case.js';
import { serviceActions } from '../../../contracts/lifecycles/service/table.js';
import type { Role } from '../../../contracts/lifecycles/service/states.js';
import { modes, roles, serviceStates } from '../../../contracts/lifecycles/service/states.js';
import { BadCursor } from '../../../infra/postgres/read-model.js';
import { jsonSchemaOf } from '../../../workers/gateway/answers.js';
import { Problem } from '../../../workers/gateway/problem.js';
import {
  ActionsAnswer,
  AgenciesAnswer,
  ListAnswer,
  ServiceAnswer,
  TimelineAnswer,
  WorklistAnswer,
} from '../../../workers/gateway/shapes.js';
import { evidenceOf, goodBody } from '../../support/bodies.js';
import { caseIn, now, pendingOf, ready, today } from '../../support/case.js';
import type { TestGateway } from '../../support/gateway-world.js';
import { call, testGateway, tokenOf } from '../../support/gateway-world.js';
import { people } from '../../support/people.js';

let world: TestGateway;

beforeAll(async () => {
  world = await testGateway();
});

beforeEach(() => {
  world.cases.views.clear();
  world.cases.findTrouble = undefined;
  world.lists.trouble = undefined;
  world.lists.rows.length = 0;
  world.lists.events.clear();
  world.lists.work.length = 0;
  world.lists.known.length = 0;
});

afterAll(() => world.gateway.close());

function read(url: string, role: Parameters<typeof tokenOf>[0] = 'opdcOfficer') {
  return call(world.gateway, 'GET', url, { as: tokenOf(role) });
}

/** A case with everything in it that can be shown. */
function fullCase(overrides: Partial<ServiceCase> = {}): ServiceCase {
  const [item] = Object.values(evidenceOf(['screening'], today)) as [never];
  return caseIn('suspended', {
    ...ready,
    plan: { targetFiscalYear: 2571, dueOn: { plan: '2027-01-31' } },
    plans: [{ plan: { targetFiscalYear: 2570, dueOn: {} }, sequence: 2 }],
    evidence: { screening: { item, sequence: 3 } },
    clocks: [
      { kind: 'suspensionEnd', at: now, dueOn: today, rule: 'expectedEndOn', calendarVersion: '0' },
    ],
    pending: pendingOf('resume', people.agencyOfficer, { reason: 'ความลับ' }, [people.auditor]),
    lastReport: { fiscalYear: 2570, quarter: 1, percent: 40 },
    enteredFrom: ['live'],
    suspension: { expectedEndOn: today, otherChannel: 'สำนักงาน', overrun: false },
    exclusion: { kind: 'notDigitised', reasonCode: 'RSN01', reReviewOn: today, due: false },
    formerEvidence: [{ kind: 'screening', item, sequence: 2, ended: 'superseded', endedBy: 3 }],
    remarks: [{ sequence: 4, action: 'suspend', text: 'ความลับ' }],
    ...overrides,
  });
}

describe('GET /v1/services/{id}', () => {
  it('shows all of a case, in the documented shape, with its version as ETag', async () => {
    world.cases.put(fullCase({ version: 9 }));
    const { status, headers, body } = await read('/v1/services/SVC0106');
    expect(status).toBe(200);
    expect(headers['etag']).toBe('"9"');
    expect(headers['cache-control']).toBe('no-store');
    expect(ServiceAnswer.parse(body)).toEqual(body);
    expect(body).toMatchObject({
      state: 'suspended',
      pending: { submission: 7, action: 'resume', at: '2026-11-24T02:59:00.000Z' },
      details: {
        pending: { number: 7, role: 'agencyOfficer', body: { reason: 'ความลับ' } },
        clocks: [{ at: '2026-11-24T03:00:00.000Z' }],
        liveCheck: { at: '2026-11-24T02:00:00.000Z', ok: true },
      },
    });
  });

  it.each(serviceStates)('shows a case in %s in the documented shape', async (state) => {
    world.cases.put(caseIn(state));
    const { body } = await read('/v1/services/SVC0106');
    expect(ServiceAnswer.parse(body)).toEqual(body);
  });

  it.each([
    ['agencyOfficer', true],
    ['agencyApprover', true],
    ['opdcOfficer', true],
    ['opdcApprover', true],
    ['auditor', true],
    ['dgaOperator', false],
    ['platformOperator', false],
  ] as const)('gives the words of people to %s: %s', async (role, isGiven) => {
    world.cases.put(fullCase());
    const { body } = await read('/v1/services/SVC0106', role);
    expect(JSON.stringify(body).includes('ความลับ')).toBe(isGiven);
    expect(ServiceAnswer.parse(body)).toEqual(body);
  });

  it('answers 404 for one that is not there, in the language asked for', async () => {
    const { status, body } = await read('/v1/services/SVC9999');
    expect([status, body['type']]).toEqual([404, 'urn:prasan:problem:notFound']);
    expect(body['detail']).toContain('SVC9999');
  });

  it.each(['SVC1', 'x', 'SVC0106%00', '..%2f..%2fetc', 'SVC0106;drop'])(
    'answers 404 for what is no id: %s',
    async (id) => {
      expect((await read(`/v1/services/${id}`)).status).toBe(404);
    },
  );

  it('says that nothing was done while the engine is away', async () => {
    world.cases.findTrouble = Problem.away('engineAway', { th: 'ไม่ตอบ', en: 'away' });
    const { status, headers, body } = await read('/v1/services/SVC0106');
    expect([status, headers['retry-after'], body['type']]).toEqual([
      503,
      '5',
      'urn:prasan:problem:engineAway',
    ]);
  });
});

describe('GET /v1/services', () => {
  it('lists what the projection has, as of an event', async () => {
    world.lists.project(caseIn('plan'));
    const { status, body } = await read('/v1/services');
    expect(status).toBe(200);
    expect(ListAnswer.parse(body)).toEqual(body);
    expect(body).toMatchObject({ total: 1, next: null, asOf: { sequenceCount: 7 } });
  });

  it('takes every filter', async () => {
    await read(
      '/v1/services?state=plan,develop&agency=AGY009&agency=AGY010&ministry=MIN002&mode=notRecorded' +
        '&portal=biz&fiscalYear=2570&verified=false&overdue=true&text=%E0%B8%AA&limit=7&cursor=abc',
    );
    expect(world.lists.asked).toEqual({
      filter: {
        state: ['plan', 'develop'],
        agencyIds: ['AGY009', 'AGY010'],
        ministryId: 'MIN002',
        mode: 'notRecorded',
        portal: 'biz',
        fiscalYear: 2570,
        verified: false,
        overdue: true,
        text: 'ส',
      },
      page: { limit: 7, cursor: 'abc' },
    });
    expect((await read('/v1/services?fiscalYear=notRecorded')).status).toBe(200);
  });

  it.each([
    ['state=flying', '/state/0'],
    ['state=', '/state/0'],
    ['agency=excise', '/agency/0'],
    ['ministry=%00', '/ministry'],
    ['fiscalYear=1999', '/fiscalYear'],
    ['verified=yes', '/verified'],
    ['text=%00', '/text'],
    ['limit=0', '/limit'],
    ['limit=201', '/limit'],
    ['limit=ten', '/limit'],
    ['colour=red', '/colour'],
  ])('refuses %s', async (query, path) => {
    const { status, body } = await read(`/v1/services?${query}`);
    expect([status, body['type']]).toEqual([400, 'urn:prasan:problem:invalidQuery']);
    expect(body['errors']).toEqual([
      {
        path,
        message: expect.any(String),
        details: { th: expect.stringMatching(/\p{Script=Thai}/u), en: expect.any(String) },
      },
    ]);
  });

  it('names every faulty field at once', async () => {
    const { body } = await read('/v1/services?limit=0&state=flying&colour=red');
    const paths = (body['errors'] as { path: string }[]).map(({ path }) => path);
    expect(paths.sort()).toEqual(['/colour', '/limit', '/state/0']);
  });

  it('refuses a cursor that no page gave', async () => {
    world.lists.trouble = new BadCursor();
    const { status, body } = await read('/v1/services?cursor=zzz');
    expect([status, body['errors']]).toEqual([
      400,
      [expect.objectContaining({ path: '/cursor', message: expect.stringContaining('unchanged') })],
    ]);
  });

  it('says that the lists are away', async () => {
    world.lists.trouble = Problem.away('listsAway', { th: 'ไม่ตอบ', en: 'away' });
    const { status, headers } = await read('/v1/services');
    expect([status, headers['retry-after']]).toEqual([503, '5']);
  });
});

describe('GET /v1/worklist and /v1/agencies', () => {
  it('lists work in the documented shape, of the kinds asked for', async () => {
    world.lists.work.push({
      kind: 'overdue',
      serviceId: 'SVC0106',
      agencyId: 'AGY009',
      agency: null,
      name: { th: 'ใบอนุญาต' },
      state: 'plan',
      dueOn: '2026-11-01',
      daysLeft: -23,
      awaiting: ['agencyOfficer'],
      of: 'plan',
    });
    const { body } = await read('/v1/worklist?kind=overdue,dueSoon', 'agencyOfficer');
    expect(WorklistAnswer.parse(body)).toEqual(body);
    expect(body['total']).toBe(1);
    expect(world.lists.asked?.filter).toMatchObject({
      kinds: ['overdue', 'dueSoon'],
      agencyIds: ['AGY009'],
    });
    expect((await read('/v1/worklist?kind=fun')).status).toBe(400);
  });

  it.each<[string, Role, readonly Role[] | undefined]>([
    ['', 'agencyApprover', undefined],
    ['?awaiting=me', 'agencyApprover', ['agencyApprover']],
    ['?awaiting=me', 'opdcOfficer', ['opdcOfficer']],
    ['?awaiting=dgaOperator,me', 'opdcOfficer', ['dgaOperator', 'opdcOfficer']],
    [
      '?awaiting=agencyOfficer&awaiting=agencyApprover',
      'auditor',
      ['agencyOfficer', 'agencyApprover'],
    ],
  ])('lists with %j to %s what awaits %j', async (query, role, awaiting) => {
    const { status } = await read(`/v1/worklist${query}`, role);
    expect(status).toBe(200);
    const filter = world.lists.asked?.filter;
    expect(filter !== undefined && 'awaiting' in filter ? filter.awaiting : 'unasked').toEqual(
      awaiting,
    );
  });

  it('refuses to list what awaits a role that there is not', async () => {
    const { status, body } = await read('/v1/worklist?awaiting=king');
    expect([status, body['errors']]).toEqual([
      400,
      [expect.objectContaining({ path: '/awaiting/0' })],
    ]);
  });

  it('lists the agencies', async () => {
    world.lists.known.push({
      agencyId: 'AGY009',
      organisation: 'AGY009',
      name: { th: 'กรมสรรพสามิต', en: 'Excise Department' },
      ministryId: 'MIN002',
      ministry: null,
    });
    const { body } = await read('/v1/agencies', 'agencyOfficer');
    expect(AgenciesAnswer.parse(body)).toEqual(body);
  });
});

describe('GET /v1/services/{id}/timeline', () => {
  it('gives the archived events in pages, and says as of which', async () => {
    world.lists.project(caseIn('plan'), 5);
    const { body } = await read('/v1/services/SVC0106/timeline?after=1&limit=2');
    expect(TimelineAnswer.parse(body)).toEqual(body);
    expect(body).toMatchObject({ sequence: 5, next: 3, asOf: '2026-11-24T01:00:00.000Z' });
    const rest = await read('/v1/services/SVC0106/timeline?after=3');
    expect(rest.body).toMatchObject({ next: null });
    expect(rest.body['events']).toHaveLength(2);
  });

  it('is read while the engine is away', async () => {
    world.lists.project(caseIn('plan'));
    world.cases.findTrouble = Problem.away('engineAway', { th: 'ไม่ตอบ', en: 'away' });
    expect((await read('/v1/services/SVC0106/timeline')).status).toBe(200);
  });

  it('is empty for a service whose events are on their way, 404 for none', async () => {
    world.cases.put(caseIn('plan'));
    const { status, body } = await read('/v1/services/SVC0106/timeline');
    expect([status, body]).toEqual([
      200,
      { serviceId: 'SVC0106', sequence: 0, asOf: null, events: [], next: null },
    ]);
    expect((await read('/v1/services/SVC9999/timeline')).status).toBe(404);
  });
});

describe('GET /v1/services/{id}/actions', () => {
  it.each(serviceStates)('tells every role of every action in %s', async (state) => {
    world.cases.put(caseIn(state, ready));
    const readers = roles.filter((role) =>
      ['agencyOfficer', 'agencyApprover', 'opdcOfficer', 'dgaOperator', 'auditor'].includes(role),
    );
    for (const role of readers) {
      const { headers, body } = await read('/v1/services/SVC0106/actions', role);
      expect(headers['etag']).toBe('"1"');
      const parsed = ActionsAnswer.parse(body);
      expect(parsed).toEqual(body);
      expect(parsed.actions.map(({ action }) => action)).toEqual(serviceActions);
      for (const one of parsed.actions) {
        expect(one.roles.length).toBeGreaterThan(0);
        expect(one.whyNot === undefined).toBe(one.allowed);
        expect(one.whyNot?.text.th ?? '').not.toMatch(/[{}]/);
        expect(one.body).toMatchObject({
          $schema: 'https://json-schema.org/draft/2020-12/schema',
          type: 'object',
          additionalProperties: false,
        });
      }
    }
  });

  it('shows the evidence that stage and mode ask', async () => {
    world.cases.put(caseIn('develop', { mode: 'linkExisting' }));
    const { body } = await read('/v1/services/SVC0106/actions', 'agencyOfficer');
    const advance = ActionsAnswer.parse(body).actions.find(({ action }) => action === 'advance');
    expect(advance).toMatchObject({ allowed: true, leadsTo: 'test', roles: ['agencyOfficer'] });
    const kinds = Object.keys(
      (advance?.body as { properties: { evidence: { properties: object } } }).properties.evidence
        .properties,
    );
    expect(kinds).toContain('gapAnalysis');
    expect(kinds).not.toContain('userJourney');
  });

  it('says who is awaited, and why the submitter may not approve', async () => {
    const pending = pendingOf('revisePlan', people.agencyApprover, goodBody('revisePlan', today));
    world.cases.put(caseIn('plan', { pending }));
    const own = await call(world.gateway, 'GET', '/v1/services/SVC0106/actions', {
      as: tokenOf('opdcOfficer', { name: 'agencyApprover' }),
    });
    const approve = ActionsAnswer.parse(own.body).actions.find(
      ({ action }) => action === 'approve',
    );
    expect(approve).toMatchObject({ allowed: false, whyNot: { code: 'samePerson' } });
  });

  it('has a schema for every action in every state and mode', () => {
    for (const action of serviceActions) {
      for (const state of serviceStates) {
        for (const mode of [...modes, null]) {
          expect(jsonSchemaOf(action, state, mode)['type']).toBe('object');
        }
      }
    }
  });
});
