import { describe, expect, test } from '@jest/globals';
import type { ServiceCase } from '../../../contracts/lifecycles/service/case.js';
import type { ServiceState } from '../../../contracts/lifecycles/service/states.js';
import { serviceStates } from '../../../contracts/lifecycles/service/states.js';
import { projectAgency, projectService } from '../../../infra/postgres/project.js';
import { workOfAgency, workOfService } from '../../../infra/postgres/work-items.js';
import { madeAgency, registeredService } from '../../support/make-events.js';

const complete: Partial<ServiceCase> = {
  mode: 'buildOnPlatform',
  portal: 'biz',
  plan: { targetFiscalYear: 2570, dueOn: {} },
};

function workOf(state: ServiceState, change: Partial<ServiceCase> = {}) {
  const { events } = registeredService('SVC0001', state, change);
  const event = events[0]?.event;
  if (event === undefined) throw new Error('no event');
  return workOfService(projectService(undefined, event, event.data as never));
}

function kindsOf(state: ServiceState, change: Partial<ServiceCase> = {}): string[] {
  return workOf(state, change).map(({ kind }) => kind);
}

describe('work of a service', () => {
  test.each(serviceStates)(
    'in %s has nothing when all is recorded, verified and in time',
    (state) => {
      const verified = state === 'live';
      expect(kindsOf(state, { ...complete, verified })).toEqual([]);
    },
  );

  test('names what is not recorded, where it is expected', () => {
    const missing = (state: ServiceState, change = {}) =>
      workOf(state, change).find(({ kind }) => kind === 'notRecorded')?.of;
    expect(missing('develop')).toBe('mode,portal,plan');
    expect(missing('live')).toBe('mode,portal');
    expect(missing('develop', { ...complete, portal: null })).toBe('portal');
    expect(missing('excluded')).toBeUndefined();
  });

  test('a live service by the register’s word alone is to be verified', () => {
    expect(kindsOf('live', complete)).toEqual(['notVerified']);
  });

  test.each([
    ['overdue', true],
    ['dueSoon', false],
  ])('a stage with a due date is %s when overdue is %s', (kind, overdue) => {
    const plan = { targetFiscalYear: 2570, dueOn: { develop: '2026-12-01' } } as never;
    expect(workOf('develop', { ...complete, plan, overdue })).toMatchObject([
      { kind, of: 'develop', due_on: '2026-12-01' },
    ]);
  });

  test.each([
    ['open', 'dueSoon'],
    ['overdue', 'reportOwed'],
    ['escalated', 'reportEscalated'],
  ] as const)('a report that is %s is %s', (status, kind) => {
    const quarter = { fiscalYear: 2570, quarter: 1 as const };
    const chased = {
      openedQuarter: quarter,
      reports: [{ ...quarter, dueOn: '2027-01-15', status }],
    };
    expect(workOf('develop', { ...complete, ...chased })).toMatchObject([{ kind, of: '2570/1' }]);
  });

  test('an exclusion without reason, or due for re-review, is OPDC’s', () => {
    const exclusion = {
      kind: 'eServiceNotLinked',
      reasonCode: 'unstated',
      reReviewOn: '2026-10-01',
      due: true,
    };
    expect(workOf('excluded', { exclusion })).toMatchObject([
      { kind: 'excludedWithoutReason', awaiting: ['opdcOfficer'] },
      { kind: 'exclusionReReview', due_on: '2026-10-01', awaiting: ['opdcOfficer'] },
    ]);
    expect(
      kindsOf('excluded', { exclusion: { ...exclusion, reasonCode: 'RSN01', due: false } }),
    ).toEqual([]);
  });

  test('what passed amber, a suspension that overran and a proposal are work too', () => {
    const remediations = [
      { number: 1, kind: 'uat', gate: 'test', what: '', dueOn: '2026-12-24', status: 'missed' },
      {
        number: 2,
        kind: 'build',
        gate: 'develop',
        what: '',
        dueOn: '2026-12-01',
        status: 'closed',
      },
    ] as const;
    const suspension = { expectedEndOn: '2026-11-01', otherChannel: '', overrun: true };
    expect(workOf('linked', { ...complete, remediations: [...remediations] })).toMatchObject([
      { kind: 'remediation', of: '1', due_on: '2026-12-24' },
    ]);
    // Red after live is OPDC's to follow, and switches nothing off.
    expect(
      workOf('live', { ...complete, verified: true, remediations: [...remediations] }),
    ).toMatchObject([
      { kind: 'remediation', of: '1', awaiting: ['agencyOfficer'] },
      { kind: 'redAfterLive', of: '1', due_on: '2026-12-24', awaiting: ['opdcOfficer'] },
    ]);
    expect(kindsOf('suspended', { suspension })).toEqual(['suspensionOverrun']);
    expect(kindsOf('plan', { ...complete, proposed: true })).toEqual(['proposalToConfirm']);
  });

  test('a submission waits for those who may approve it', () => {
    const by = { id: 'p1', role: 'agencyOfficer' } as const;
    const pending = { number: 1, action: 'advance', body: {}, by, at: 0, approvals: [] } as const;
    expect(workOf('plan', { ...complete, proposed: false, pending })).toMatchObject([
      { kind: 'awaitsApproval', of: 'advance', awaiting: ['agencyApprover'] },
    ]);
  });
});

describe('work of an agency', () => {
  const digest = (owed: number) =>
    madeAgency([
      {
        kind: 'agencyDigestSent',
        agencyId: 'AGY009',
        digest: 3,
        owed: Array.from({ length: owed }, () => ({
          serviceId: 'SVC0001',
          fiscalYear: 2570,
          quarter: 1,
          dueOn: '2027-01-15',
        })),
        email: 'off',
      },
    ]).map(({ event }) => workOfAgency(projectAgency(undefined, event, event.data as never)))[0];

  test('is its newest letter, while that names what is owed', () => {
    expect(digest(2)).toMatchObject([{ kind: 'digest', of: '3', service_id: null }]);
    expect(digest(0)).toEqual([]);
  });
});
