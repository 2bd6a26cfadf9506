import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { GatewayProblem } from '../../../contracts/problems.js';
import {
  gatewayProblems,
  problemKinds,
  problemType,
  refusalProblems,
} from '../../../contracts/problems.js';
import type { RefusalCode } from '../../../contracts/lifecycles/refusals.js';
import { refusalTexts, refuse } from '../../../contracts/lifecycles/refusals.js';
import { ProblemAnswer } from '../../../workers/gateway/shapes.js';
import { caseIn } from '../../support/case.js';
import type { TestGateway } from '../../support/gateway-world.js';
import { call, testGateway, tokenOf } from '../../support/gateway-world.js';

let world: TestGateway;

beforeAll(async () => {
  world = await testGateway();
});

beforeEach(() => {
  world.cases.put(caseIn('live'));
});

afterAll(() => world.gateway.close());

const codes = Object.keys(refusalTexts) as RefusalCode[];

/** What each refusal amounts to, written apart from the table. */
const byStatus: Record<number, RefusalCode[]> = {
  403: [
    'roleMayNot',
    'notYourAgency',
    'samePerson',
    'notYourSubmission',
    'notYourOffice',
    'notYourPortal',
    'delegationNotInForce',
    'powerNotBegun',
    'powerEnded',
    'noAgent',
    'otherPortal',
  ],
  410: ['requestForgotten', 'requestNotKept'],
  409: [
    'agencyMergedAlready',
    'agencyTargetMerged',
    'agencyHasMembers',
    'agencyNotMerged',
    'agencyBusy',
    'mergeRefusedAlready',
    'wrongState',
    'submissionPending',
    'nothingPending',
    'otherSubmission',
    'alreadyApproved',
    'notConfirmed',
    'notProposed',
    'modeNotSet',
    'modeAlreadySet',
    'redOpen',
    'noSuchRemediation',
    'channelNotAnnounced',
    'liveCheckNeeded',
    'reportNotOwed',
    'noReportOwed',
    'keyReused',
    'inRegisterAlready',
    'notLinked',
    'rowTaken',
    'touchedHere',
    'movedSince',
    'stepNotDone',
    'askedAlready',
    'noDeficiencyOpen',
    'notInManual',
    'noSuchNumber',
    'stillOpen',
    'extensionNotAllowed',
    'extensionTooMany',
    'extensionTooLate',
    'noClockRuns',
    'notOverdue',
    'noticeSentToday',
    'alreadyDecided',
    'notDecided',
    'alreadyNotified',
    'alreadyIssued',
    'notIssued',
    'sameOffice',
    'workedByAgencySystem',
    'notAtAgencySystem',
    'requestClosed',
    'groundNotHere',
    'appliedTooLate',
    'appealTimeRuns',
    'nothingToSettle',
    'notToHandOver',
    'notAppealable',
    'notNotifiedYet',
    'appealOpen',
    'appealDecided',
    'appealAtCourt',
    'noStayAsked',
    'appealInTime',
    'manualVersion',
    'manualNotInForce',
    'serviceNotOpen',
    'openRequestExists',
    'dayOffAlready',
    'declaredAlready',
    'notDeclared',
    'tooLateToWithdraw',
  ],
  412: ['staleVersion'],
  503: ['inquiryFailed'],
};

function statusOf(code: RefusalCode): number {
  const found = Object.entries(byStatus).find(([, list]) => list.includes(code));
  return found === undefined ? 422 : Number(found[0]);
}

describe('a refusal of the case', () => {
  it.each(codes)('%s is a problem of its own', async (code) => {
    const facts = { kinds: ['a'], number: 1, version: 3, date: '2026-01-01', secret: 'no' };
    world.cases.refusal = refuse(code, facts);
    const answer = await call(
      world.gateway,
      'POST',
      '/v1/services/SVC0106/actions/requestLiveCheck',
      {
        as: tokenOf('agencyOfficer'),
        body: {},
        headers: {
          'idempotency-key': 'refused-1',
          'if-match': '"1"',
          'accept-language': 'th',
        },
      },
    );
    expect(answer.status).toBe(statusOf(code));
    expect(answer.body).toMatchObject({
      type: `urn:prasan:problem:${code}`,
      title: refusalProblems[code].title.th,
      code,
      facts,
      state: 'live',
      version: 1,
      instance: expect.stringMatching(/^urn:prasan:request:[0-9a-f-]{36}$/),
    });
    expect(ProblemAnswer.parse(answer.body)).toEqual(answer.body);
    expect(answer.headers['retry-after']).toBe(answer.status === 503 ? '5' : undefined);
  });
});

describe('a problem of the gateway', () => {
  it.each([
    ['/nowhere', {}, 'notFound'],
    ['/v1/services', {}, 'notSignedIn'],
    ['/v1/services?limit=0', { as: tokenOf('opdcOfficer') }, 'invalidQuery'],
    ['/v1/services', { as: tokenOf('portal') }, 'notForYourRole'],
  ])('%s carries its code as well as its type', async (url, by, code) => {
    const { body } = await call(world.gateway, 'GET', url, by);
    expect(body).toMatchObject({ code, type: `urn:prasan:problem:${code}` });
    expect(ProblemAnswer.parse(body)).toEqual(body);
  });
});

describe('the table of problems', () => {
  it('has two languages, a status of its own kind and no code twice', () => {
    const all = [...codes, ...(Object.keys(gatewayProblems) as GatewayProblem[])];
    expect(new Set(all).size).toBe(all.length);
    expect(Object.keys(problemKinds).sort()).toEqual(all.sort());
    for (const code of all) {
      const { status, title } = problemKinds[code];
      expect(status).toBeGreaterThanOrEqual(400);
      expect(title.th).toMatch(/\p{Script=Thai}|Idempotency-Key|If-Match/u);
      expect(title.en).toMatch(/^[A-Z][ -~]+$/);
      expect(problemType(code)).toBe(`urn:prasan:problem:${code}`);
    }
  });
});
