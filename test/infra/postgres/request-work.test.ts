import { describe, expect, test } from '@jest/globals';
import type {
  RequestStatus,
  RequestStatusV1,
} from '../../../contracts/events/request-status.v1.js';
import { endStates, requestStates } from '../../../contracts/lifecycles/request/states.js';
import { requestTable } from '../../../contracts/lifecycles/request/table.js';
import { projectRequest } from '../../../infra/postgres/project-request.js';
import { requestWorkKinds, workOfRequest } from '../../../infra/postgres/request-work.js';
import { MadeRequest, madeRequestId } from '../../support/make-requests.js';

const id = madeRequestId(1);
const decided = { kind: 'approved', decidedOn: '2026-10-20', notifiedOn: null } as const;
const told = { ...decided, notifiedOn: '2026-10-21' };

function workOf(change: Partial<RequestStatus>) {
  const [made] = new MadeRequest(id, change).events;
  if (made === undefined) throw new Error('no event was made');
  return workOfRequest(projectRequest(undefined, made.event, made.event.data as RequestStatusV1));
}

describe('work of a request', () => {
  test('is of its agency and office, with the day it is due and who may do it', () => {
    const change = { state: 'completenessCheck', office: 'branch', dueOn: '2026-10-20' } as const;
    expect(workOf(change)).toEqual([
      {
        kind: 'requestToCheck',
        subject: `request/${id}`,
        of: '',
        service_id: 'SVC0106',
        agency_id: 'AGY009',
        due_on: '2026-10-20',
        awaiting: ['competentOfficial'],
        request_id: id,
        office: 'branch',
      },
    ]);
  });

  test.each<[string, Partial<RequestStatus>, object[]]>([
    [
      'answered: the list is looked at again',
      {
        state: 'completenessCheck',
        correction: { number: 2, open: 1, dueOn: '2026-10-12' },
      },
      [{ kind: 'requestToCheck', of: '2' }],
    ],
    ['the applicant corrects', { state: 'awaitingCorrection', whoseTurn: 'applicant' }, []],
    [
      'under consideration',
      {
        state: 'consideration',
        dueOn: '2026-10-20T16:30:00+07:00',
      },
      [
        {
          kind: 'requestToDecide',
          due_on: '2026-10-20',
          awaiting: ['competentOfficial', 'licensor', 'delegate'],
        },
      ],
    ],
    ['the premises are repaired', { state: 'consideration', whoseTurn: 'applicant' }, []],
    [
      'another agency is asked',
      {
        state: 'consideration',
        whoseTurn: 'otherAgency',
      },
      [{ kind: 'consultationOwed', awaiting: ['competentOfficial'] }],
    ],
    [
      'agencies are asked: each owes its answer by its own day, and the clock goes on',
      {
        state: 'consideration',
        whoseTurn: 'otherAgency',
        dueOn: '2026-10-20',
        consultations: [
          { number: 2, agencyId: 'AGY120', dueOn: '2026-10-12' },
          { number: 3, agencyId: 'AGY121', dueOn: null },
        ],
      },
      [
        { kind: 'requestToDecide', agency_id: 'AGY009', office: 'head', due_on: '2026-10-20' },
        {
          ...{ kind: 'consultationOwed', of: '2', agency_id: 'AGY120', due_on: '2026-10-12' },
          ...{ office: null, request_id: id, awaiting: ['competentOfficial'] },
        },
        { kind: 'consultationOwed', of: '3', agency_id: 'AGY121', due_on: null },
      ],
    ],
    [
      'an agency is asked while the premises are repaired',
      {
        state: 'consideration',
        whoseTurn: 'applicant',
        consultations: [{ number: 1, agencyId: 'AGY120', dueOn: '2026-10-12' }],
      },
      [{ kind: 'consultationOwed', agency_id: 'AGY120' }],
    ],
    [
      'overdue',
      {
        state: 'consideration',
        dueOn: '2026-10-01',
        overdue: true,
      },
      [{ kind: 'requestToDecide' }, { kind: 'delayNoticeOwed', due_on: '2026-10-08' }],
    ],
    [
      'overdue while another agency is asked',
      {
        state: 'consideration',
        whoseTurn: 'otherAgency',
        dueOn: '2026-10-01',
        overdue: true,
      },
      [{ kind: 'consultationOwed' }, { kind: 'delayNoticeOwed' }],
    ],
    ['paid, not confirmed', { state: 'paymentUnconfirmed' }, [{ kind: 'paymentToConfirm' }]],
    ['to be paid', { state: 'awaitingPayment', whoseTurn: 'applicant' }, []],
    [
      'to be issued and told',
      { state: 'issuing', decision: decided },
      [
        { kind: 'toIssue', due_on: null },
        { kind: 'resultToNotify', due_on: '2026-10-27', awaiting: ['competentOfficial'] },
      ],
    ],
    [
      'issued',
      {
        state: 'issuing',
        decision: told,
        issued: { number: '1', issuedOn: '2026-10-22', effectiveOn: '2026-10-22', expiresOn: null },
      },
      [{ kind: 'toDeliver' }],
    ],
    [
      'refused and not told',
      { state: 'refused', decision: { ...decided, kind: 'refused' } },
      [{ kind: 'resultToNotify' }],
    ],
    [
      'withdrawn, with money to be given back',
      { state: 'withdrawn', refundsDue: 2 },
      [{ kind: 'refundDue', of: '2' }],
    ],
    [
      'the agency’s own system contradicts itself',
      {
        state: 'completed',
        decision: told,
        agencySystem: {
          ...{ submission: 1, status: 'accepted', refusal: null, contradictions: 1 },
          ...{ since: '2026-10-01T03:00:00.000Z', lastAnswerAt: null },
        },
      },
      [{ kind: 'agencyToAsk', of: '1', awaiting: ['competentOfficial', 'licensor', 'delegate'] }],
    ],
  ])('when %s', (_, change, expected) => {
    const work = workOf(change);
    expect(work).toHaveLength(expected.length);
    expect(work).toMatchObject(expected);
  });

  test.each(endStates)('is none in %s once everything is told and paid back', (state) => {
    expect(workOf({ state, whoseTurn: 'nobody', decision: told })).toEqual([]);
  });

  test.each(requestStates)('in %s is only what the lifecycle lets somebody do there', (state) => {
    const turns = ['agency', 'otherAgency', 'applicant', 'nobody'] as const;
    const all = turns.flatMap((whoseTurn) =>
      workOf({
        ...{ state, whoseTurn, overdue: true, dueOn: '2026-10-01', refundsDue: 1 },
        decision: decided,
      }),
    );
    const possible = new Set(Object.values(requestTable[state]).flatMap(({ by }) => [...by]));
    for (const { awaiting, kind } of all) {
      expect(requestWorkKinds).toContain(kind);
      expect(awaiting.some((role) => possible.has(role))).toBe(true);
    }
  });
});
