import { describe, expect, it } from '@jest/globals';
import { addDays } from '../../../contracts/civil-date.js';
import type { Actor, ServiceCase } from '../../../contracts/lifecycles/service/case.js';
import { decide, isRefusal } from '../../../contracts/lifecycles/service/decide.js';
import type { ServiceAction } from '../../../contracts/lifecycles/service/table.js';
import { evidenceOf, goodBody, goodEvidence } from '../../support/bodies.js';
import { caseIn, now, pendingOf, ready, today } from '../../support/case.js';
import { people, person } from '../../support/people.js';

function codeOf(
  service: ServiceCase,
  action: ServiceAction,
  actor: Actor,
  body?: object,
): string | undefined {
  const answer = decide(service, action, actor, now, body);
  return isRefusal(answer) ? answer.code : undefined;
}

describe('what stands on record binds what comes', () => {
  it.each(['confirmProposal', 'rejectProposal'] as const)(
    'who proposed a service does not %s, in whatever role',
    (action) => {
      const both: Actor = {
        ...person('opdcOfficer', 'both'),
        roles: ['agencyOfficer', 'opdcOfficer'],
      };
      const proposed = caseIn('plan', { proposed: true, proposedBy: both.id });
      expect(codeOf(proposed, action, both, goodBody(action, today))).toBe('samePerson');
      expect(codeOf(proposed, action, people.opdcOfficer, goodBody(action, today))).toBeUndefined();
    },
  );

  it.each([
    ['buildOnPlatform', 'noEService', undefined],
    ['linkExisting', 'eServiceExists', undefined],
    ['linkExisting', 'noEService', 'findingContradictsMode'],
    ['buildOnPlatform', 'eServiceExists', 'findingContradictsMode'],
  ] as const)('the mode %s with the finding %s: %s', (mode, finding, code) => {
    const screening = { ...goodEvidence('screening', today), finding };
    const body = { mode, portal: 'biz', evidence: { screening } };
    expect(codeOf(caseIn('plan', { mode: null }), 'setMode', people.agencyOfficer, body)).toBe(
      code,
    );
  });

  it('who built it does not test its security, whatever the test says of the builder', () => {
    const build = { ...goodEvidence('build', today), builder: 'บริษัท ก' } as never;
    const service = caseIn('test', { ...ready, evidence: { build: { item: build, sequence: 4 } } });
    const kinds = ['jointConnectionTest', 'testReport', 'security'] as const;
    const rest = ['personalData', 'accessibility', 'uat'] as const;
    const evidence = evidenceOf([...kinds, ...rest], today) as Record<string, object>;
    const testedBy = (tester: string) => ({
      evidence: { ...evidence, security: { ...evidence['security'], tester, builder: 'อื่น' } },
    });
    const submit = (body: object) => codeOf(service, 'advance', people.agencyOfficer, body);
    expect(submit(testedBy('บริษัท ก'))).toBe('testerIsBuilder');
    expect(submit(testedBy('บริษัท ข'))).toBeUndefined();
  });

  it('a correction names the event that recorded the document', () => {
    const item = goodEvidence('funding', today) as never;
    const service = caseIn('develop', { evidence: { funding: { item, sequence: 4 } } });
    const correct = (corrects: number) => ({
      ...{ corrects, field: 'docNo', evidenceKind: 'funding', value: 'กค 1/2', reason: 'พิมพ์ผิด' },
    });
    const submit = (body: object) => codeOf(service, 'correctEntry', people.agencyOfficer, body);
    expect(submit(correct(3))).toBe('correctsOtherEvent');
    expect(submit(correct(4))).toBeUndefined();
  });

  it('what an approver brings is looked at like what was submitted', () => {
    const body = { evidence: evidenceOf(['preProduction'], today) };
    const pending = pendingOf('advance', people.agencyOfficer, body, [people.agencyApprover]);
    const service = caseIn('linked', { ...ready, pending });
    const listed = (docDate: string) => ({
      evidence: { listing: { ...goodEvidence('listing', today), docDate } },
    });
    const approve = (given: object) => codeOf(service, 'approve', people.dgaOperator, given);
    expect(approve(listed(addDays(today, 1)))).toBe('dateInFuture');
    expect(approve(listed(today))).toBeUndefined();
    expect(approve({})).toBe('evidenceMissing');
  });
});
