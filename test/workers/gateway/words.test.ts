import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ServiceCase, Submission } from '../../../contracts/lifecycles/service/case.js';
import type { EvidenceKind } from '../../../contracts/lifecycles/service/evidence.js';
import { evidenceKinds, exitEvidence } from '../../../contracts/lifecycles/service/evidence.js';
import { serviceActions } from '../../../contracts/lifecycles/service/table.js';
import { ServiceAnswer } from '../../../workers/gateway/shapes.js';
import { withoutWords } from '../../../workers/gateway/words.js';
import { evidenceOf, goodBody, goodEvidence } from '../../support/bodies.js';
import { caseIn, pendingOf, today } from '../../support/case.js';
import type { TestGateway } from '../../support/gateway-world.js';
import { call, testGateway, tokenOf } from '../../support/gateway-world.js';
import { people } from '../../support/people.js';

const secret = 'ความลับ';
let world: TestGateway;

beforeAll(async () => {
  world = await testGateway();
});

beforeEach(() => {
  world.cases.views.clear();
});

afterAll(() => world.gateway.close());

type Reader = Parameters<typeof tokenOf>[0];

async function shownTo(role: Reader, service: ServiceCase): Promise<ServiceAnswer> {
  world.cases.put(service);
  const { body } = await call(world.gateway, 'GET', '/v1/services/SVC0106', { as: tokenOf(role) });
  expect(ServiceAnswer.parse(body)).toEqual(body);
  return ServiceAnswer.parse(body);
}

/** An item of evidence in whose every free text somebody is named. */
function named(kind: EvidenceKind): never {
  const free = ['signatories', 'tester', 'builder', 'owner', 'controller', 'reviewer'];
  const item = Object.entries(goodEvidence(kind, today)).map(([name, value]) => {
    if (!free.includes(name)) return [name, value];
    return [name, Array.isArray(value) ? [secret] : secret];
  });
  return {
    ...Object.fromEntries(item),
    remediation: { what: secret, dueOn: today },
    link: `https://docs.example/${secret}`,
  } as never;
}

function evidenceNamed(kinds: readonly EvidenceKind[]): object {
  return Object.fromEntries(kinds.map((kind) => [kind, named(kind)]));
}

/** A case with a word of people wherever there may be one. */
function talkative(pending: Submission | null): ServiceCase {
  const item = named('uat');
  return caseIn('suspended', {
    evidence: Object.fromEntries(
      evidenceKinds.map((kind) => [kind, { item: named(kind), sequence: 3 }]),
    ),
    formerEvidence: [{ kind: 'uat', item, sequence: 2, ended: 'superseded', endedBy: 3 }],
    remediations: [
      { number: 1, kind: 'uat', gate: 'test', what: secret, dueOn: today, status: 'open' },
      { number: 2, kind: 'build', gate: 'develop', what: secret, dueOn: today, status: 'open' },
    ],
    suspension: { expectedEndOn: today, otherChannel: secret, overrun: false },
    remarks: [{ sequence: 4, action: 'suspend', text: secret }],
    pending,
  });
}

const corrected = {
  ...goodBody('correctEntry', today),
  value: secret,
  reason: secret,
};

describe('words and names of people in a case', () => {
  it.each<[Reader, boolean]>([
    ['agencyOfficer', true],
    ['agencyApprover', true],
    ['opdcOfficer', true],
    ['opdcApprover', true],
    ['auditor', true],
    ['platformOperator', false],
    ['dgaOperator', false],
  ])('are shown to %s: %s', async (role, isShown) => {
    const pending = pendingOf('correctEntry', people.agencyOfficer, corrected);
    const shown = await shownTo(role, talkative(pending));
    expect(JSON.stringify(shown).includes(secret)).toBe(isShown);
  });

  it('are left out, and nothing else is', async () => {
    const { details } = await shownTo('platformOperator', talkative(null));
    expect(details.evidence.uat).toEqual({
      item: {
        docNo: 'กค 0601/uat',
        docDate: expect.any(String),
        issuer: 'กรมสรรพสามิต',
        sha256: expect.any(String),
        result: 'green',
        remediation: { dueOn: today },
      },
      sequence: 3,
    });
    expect(details.evidence.security?.item).toMatchObject({ openCriticals: 0 });
    expect(details.evidence.jointConnectionTest?.item).toMatchObject({ passed: true });
    expect(details.remediations).toMatchObject([{ number: 1, dueOn: today }, { number: 2 }]);
    expect(details.suspension).toEqual({ expectedEndOn: today, overrun: false });
  });

  it.each(serviceActions)('are not in the body of %s as others read it', (action) => {
    const body =
      action === 'advance'
        ? {
            evidence: evidenceOf(
              Object.values(exitEvidence).flatMap((one) => one.buildOnPlatform),
              today,
            ),
          }
        : goodBody(action, today);
    const shown = JSON.stringify(withoutWords(body), (name, value: unknown) =>
      name === 'docNo' || name === 'issuer' ? undefined : value,
    );
    expect(shown).not.toMatch(/\p{Script=Thai}|Liquor/u);
  });
});

describe('what DGA must approve', () => {
  it('is shown to it whole, and the rest of the case without words', async () => {
    const body = { evidence: evidenceNamed(['uat', 'security']) };
    const pending = pendingOf('advance', people.agencyOfficer, body);
    const { details } = await shownTo('dgaOperator', {
      ...talkative(pending),
      state: 'test',
      suspension: null,
    });
    expect(details.pending?.body).toEqual(body);
    expect(JSON.stringify({ ...details, pending: null })).not.toContain(secret);
  });

  it('is no longer its business once it has approved', async () => {
    const body = { evidence: evidenceNamed(['uat']) };
    const pending = pendingOf('advance', people.agencyOfficer, body, [people.dgaOperator]);
    const service = { ...talkative(pending), state: 'test' as const };
    expect(JSON.stringify(await shownTo('dgaOperator', service))).not.toContain(secret);
  });

  it('is, of remediations, the one that is to be closed', async () => {
    const body = { remediation: 1, evidence: evidenceNamed(['remediationProof']) };
    const pending = pendingOf('closeRemediation', people.agencyOfficer, body);
    const { details } = await shownTo('dgaOperator', { ...talkative(pending), state: 'live' });
    expect(details.remediations.map(({ number, what }) => [number, what])).toEqual([
      [1, secret],
      [2, undefined],
    ]);
  });

  it('is nothing that the agency’s approver alone approves', async () => {
    const body = { evidence: evidenceNamed(['build']) };
    const pending = pendingOf('advance', people.agencyOfficer, body);
    const service = { ...talkative(pending), state: 'develop' as const };
    expect(JSON.stringify(await shownTo('dgaOperator', service))).not.toContain(secret);
  });
});
