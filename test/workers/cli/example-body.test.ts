import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { bodySchema, ServiceProposal } from '../../../contracts/commands/service/bodies.js';
import type { ServiceCase } from '../../../contracts/lifecycles/service/case.js';
import { decide, decideAll, isRefusal } from '../../../contracts/lifecycles/service/decide.js';
import { serviceActions } from '../../../contracts/lifecycles/service/table.js';
import { modes, roles, serviceStates } from '../../../contracts/lifecycles/service/states.js';
import { exampleOf } from '../../../workers/cli/example-body.js';
import { actionsWithBodies } from '../../../workers/gateway/answers.js';
import { evidenceOf } from '../../support/bodies.js';
import { caseIn, now, pendingOf, ready, today } from '../../support/case.js';
import { people } from '../../support/people.js';

const at = Date.parse('2026-11-24T02:00:00.000Z');

const cases = serviceStates.flatMap((state) =>
  [null, ...modes].flatMap((mode) => serviceActions.map((action) => ({ state, mode, action }))),
);

/** What a schema finds wrong with the example made from it. */
function faultsOf(schema: z.ZodType): string[] {
  const example = exampleOf(z.toJSONSchema(schema, { io: 'input' }), { at });
  const parsed = schema.safeParse(example);
  return (parsed.error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
}

/** Every action that somebody may take now in a state, by all people who may. */
function allowedIn(service: ServiceCase) {
  return roles.flatMap((role) =>
    decideAll(service, people[role], now).flatMap(({ action, answer }) =>
      isRefusal(answer) ? [] : [{ action, actor: people[role] }],
    ),
  );
}

/** What the case says against the example that the gateway's schema leads to. */
function refusalsIn(service: ServiceCase): string[] {
  const report = service.reports[0];
  const facts = { at: now, serviceId: service.serviceId, report, remediation: 1 };
  return allowedIn(service).flatMap(({ action, actor }) => {
    const { body } = actionsWithBodies(service, actor).find((one) => one.action === action) ?? {};
    const example = exampleOf(body, facts) as object;
    const parsed = bodySchema(action, service).safeParse(example);
    const answer = decide(service, action, actor, now, example);
    const where = `${action} in ${service.state}`;
    return [
      ...(parsed.error?.issues ?? []).map(({ message }) => `${where}: ${message}`),
      ...(isRefusal(answer) ? [`${where}: ${answer.code}`] : []),
    ];
  });
}

describe('the example of a body', () => {
  it('fits the schema of every action in every state and mode', () => {
    const faults = cases.flatMap(({ state, mode, action }) =>
      faultsOf(bodySchema(action, { state, mode })).map((fault) => `${action}: ${fault}`),
    );
    expect([...new Set(faults)]).toEqual([]);
  });

  it('fits a proposal', () => {
    expect(faultsOf(ServiceProposal)).toEqual([]);
  });

  it.each(serviceStates)('is what the case in %s would take, action by action', (state) => {
    for (const mode of modes) {
      const service = caseIn(state, { ...ready, mode });
      expect(allowedIn(service).length).toBeGreaterThan(0);
      expect(refusalsIn(service)).toEqual([]);
    }
    expect(refusalsIn(caseIn(state, { ...ready, mode: null, portal: null }))).toEqual([]);
  });

  it('is what an approval takes: DGA brings the listing along, the agency’s approver does not', () => {
    const body = { evidence: evidenceOf(['preProduction'], today) };
    const pending = pendingOf('advance', people.agencyOfficer, body);
    const service = caseIn('linked', { ...ready, pending });
    const who = allowedIn(service).filter(({ action }) => action === 'approve');
    expect(who.map(({ actor }) => actor.roles)).toEqual([['agencyApprover'], ['dgaOperator']]);
    expect(refusalsIn(service)).toEqual([]);
  });

  it('never merges a service into itself', () => {
    const schema = z.toJSONSchema(bodySchema('merge', { state: 'plan', mode: null }));
    expect(exampleOf(schema, { at, serviceId: 'SVC0106' })).toMatchObject({ into: 'SVC0107' });
  });

  it('says of texts what belongs there, and dates them today', () => {
    const schema = bodySchema('discontinue', { state: 'live', mode: null });
    expect(exampleOf(z.toJSONSchema(schema, { io: 'input' }), { at })).toEqual({
      reason: '<Why, in words; kept in the case, never in events>',
      evidence: {
        order: {
          docNo: '<Number of the document, as its issuer wrote it>',
          docDate: '2026-11-24',
          issuer: '<Who issued it>',
          sha256: '0'.repeat(64),
        },
      },
    });
  });
});
