import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { caseIn, pendingOf, ready } from '../../support/case.js';
import type { TestGateway } from '../../support/gateway-world.js';
import { testGateway, tokenOf } from '../../support/gateway-world.js';
import { goodBody } from '../../support/bodies.js';
import { people } from '../../support/people.js';
import { bangkokDate } from '../../../contracts/civil-date.js';
import type { Role } from '../../../contracts/lifecycles/service/states.js';
import { run } from './run.js';

const today = bangkokDate(Date.now());
let world: TestGateway;
let url: string;

beforeAll(async () => {
  world = await testGateway();
  await world.gateway.listen({ host: '127.0.0.1', port: 0 });
  url = `http://127.0.0.1:${(world.gateway.server.address() as AddressInfo).port}`;
  world.lists.project(caseIn('plan'), 3);
  world.lists.known.push({
    agencyId: 'AGY009',
    name: { th: 'กรมสรรพสามิต' },
    organisation: 'AGY009',
    ministryId: 'MIN002',
    ministry: null,
  });
  world.lists.work.push({
    kind: 'awaitsApproval',
    serviceId: 'SVC0106',
    agencyId: 'AGY009',
    agency: null,
    name: { th: 'ใบอนุญาตขายสุรา' },
    state: 'plan',
    dueOn: '2026-12-01',
    daysLeft: 7,
    awaiting: ['agencyApprover'],
    of: 'advance',
  });
});

beforeEach(() => {
  world.cases.put(caseIn('plan', ready));
});

afterAll(() => world.gateway.close());

/** Runs a command as a person, against the gateway as it is. */
function as(role: Role, ...args: string[]) {
  return run(args, { PRASAN_GATEWAY_URL: url, PRASAN_TOKEN: tokenOf(role) });
}

describe('the command line and the gateway understand each other', () => {
  it('on one service, with what is pending and what comes next by itself', async () => {
    const pending = pendingOf('revisePlan', people.agencyApprover, goodBody('revisePlan', today));
    const clock = { kind: 'stageOverdue', at: Date.now(), dueOn: today, rule: 'plan' } as const;
    const clocks = [{ ...clock, calendarVersion: '0' }];
    world.cases.put(caseIn('plan', { ...ready, pending, clocks }));
    const { code, out, err } = await as('opdcOfficer', 'service', 'show', 'SVC0106');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^pending +submission 7: revisePlan/m);
    expect(out).toMatch(new RegExp(`^next by itself +stageOverdue for ${today}`, 'm'));
    expect(out).toMatch(/^remediations +1 userJourney open/m);
  });

  it('on lists of services and of work', async () => {
    const list = await as('opdcOfficer', 'service', 'list');
    expect(list).toMatchObject({ code: 0, err: '' });
    expect(list.out).toContain('1 of 1');
    const work = await as('agencyApprover', 'service', 'worklist', '--mine');
    expect(work).toMatchObject({ code: 0, err: '' });
    expect(work.out).toContain(
      '2026-12-01\t7\tawaitsApproval advance\tSVC0106\tใบอนุญาตขายสุรา\tagencyApprover',
    );
    expect(world.lists.asked?.filter).toMatchObject({
      awaiting: ['agencyApprover'],
      agencyIds: ['AGY009'],
    });
    const json = await as('opdcOfficer', 'service', 'worklist', '--json');
    expect(JSON.parse(json.out)).toMatchObject({ total: 1, items: [{ kind: 'awaitsApproval' }] });
    expect(world.lists.asked?.filter).toMatchObject({ awaiting: undefined });
    await as('opdcOfficer', 'service', 'worklist', '--awaiting', 'dgaOperator,agencyOfficer');
    expect(world.lists.asked?.filter).toMatchObject({ awaiting: ['dgaOperator', 'agencyOfficer'] });
  });

  it('on actions, proposals and what came of an act', async () => {
    const actions = await as('agencyApprover', 'service', 'actions', 'SVC0106');
    expect(actions).toMatchObject({ code: 0, err: '' });
    const proposed = await as(
      'agencyOfficer',
      ...['service', 'propose', '--agency-id', 'AGY009', '--th', 'ใบอนุญาตผลิตสุรา'],
    );
    expect(proposed).toMatchObject({ code: 0, err: '' });
    expect(proposed.out).toMatch(/^PRS\w{10} is proposed/);
    const plan = ['--body', JSON.stringify(goodBody('revisePlan', today))];
    const act = await as('agencyApprover', 'service', 'act', 'SVC0106', 'revisePlan', ...plan);
    expect(act).toMatchObject({ code: 0, err: '' });
    expect(act.out).toContain('revisePlan: accepted');
  });
});

describe('a refusal', () => {
  it('with --json is the problem document on standard output, and told to people beside it', async () => {
    const resume = ['service', 'act', 'SVC0106', 'resume', '--body', '{"reason":"เปิดแล้ว"}'];
    const { code, out, err } = await as('agencyOfficer', ...resume, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      type: 'urn:prasan:problem:wrongState',
      code: 'wrongState',
      status: 409,
      state: 'plan',
    });
    expect(err).toContain('Refused (409 wrongState)');
    const plainly = await as('agencyOfficer', ...resume);
    expect(plainly).toMatchObject({ code: 1, out: '' });
  });

  it('of fields names each in both languages', async () => {
    const { code, err } = await as('agencyOfficer', 'service', 'act', 'SVC0106', 'setMode');
    expect(code).toBe(1);
    expect(err).toMatch(/^ {2}\/mode: .*\p{Script=Thai}.* · must be one of/mu);
  });
});
