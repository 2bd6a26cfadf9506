import { describe, expect, it } from '@jest/globals';
import type { AgencyOutcome } from '../../../../contracts/agency-link/answers.js';
import { AgencyNotice } from '../../../../contracts/agency-link/messages.js';
import { noticesOwed } from '../../../../contracts/lifecycles/request/agency-notices.js';
import type { RequestCase } from '../../../../contracts/lifecycles/request/case.js';
import { checkRequest } from '../../../../contracts/lifecycles/request/conditions.js';
import type { Dispatch } from '../../../../contracts/lifecycles/request/dispatch.js';
import {
  accepted,
  agencySystemActor,
  arrived,
  awaitsAnswer,
  checkSettling,
  dispatchedDocuments,
  forgotten,
  isToDispatch,
  ofDispatch,
  passOver,
  refusedBySystem,
  settled,
} from '../../../../contracts/lifecycles/request/dispatch.js';
import { enter } from '../../../../contracts/lifecycles/request/procedure.js';
import { requestSnapshotOf } from '../../../../contracts/lifecycles/request/snapshot.js';
import { requestActions } from '../../../../contracts/lifecycles/request/table.js';
import { agencyAnswer, arriving, take, withFee } from '../../../support/agency-life.js';
import { inCheck, inConsideration, requestIn, settleFees } from '../../../support/request-cases.js';
import { documentOf, sampleManual } from '../../../support/request-life.js';
import { person } from '../../../support/people.js';

const at = Date.parse('2026-08-03T10:00:00+07:00');

/** A request that the agency's system has taken. */
function given(): RequestCase {
  const { request } = inCheck(withFee());
  const taken = accepted(request, 1, { agencyReference: 'EX-1', at });
  if (taken === undefined) throw new Error('it was not taken');
  return taken;
}

function arrivingOf(request: RequestCase, outcome: AgencyOutcome, sequence: number) {
  return arriving(agencyAnswer(request, outcome, { at, sequence }));
}

function dispatchOf({ dispatch }: RequestCase): Dispatch {
  if (dispatch === null) throw new Error('it is not with the agency');
  return dispatch;
}

describe('handing over', () => {
  it('begins when it is received in law, with the documents and the receipt number', () => {
    const early = requestIn('submitted', withFee());
    expect(early.request.dispatch).toBeNull();
    const { request, now } = inCheck(withFee());
    expect(dispatchOf(request)).toMatchObject({
      ...{ submission: 1, status: 'waiting', since: now, receivedAt: request.dates.receivedAt },
      documents: request.documents.length,
    });
    expect(isToDispatch(request)).toBe(true);
    const unnumbered = { ...request, receipt: { ...request.receipt, number: null } };
    expect(isToDispatch(unnumbered)).toBe(false);
  });

  it('is not for requests that officials work', () => {
    expect(inCheck(sampleManual('SVC2941')).request.dispatch).toBeNull();
  });

  it('waits for the fee of the filing', () => {
    const life = requestIn('awaitingPayment', {
      ...sampleManual('SVC1608'),
      handling: 'agencySystem',
    });
    expect(life.request.dispatch).toBeNull();
    expect(settleFees(life).request.dispatch?.status).toBe('waiting');
  });

  it('takes an answer to the submission that it is of, and once', () => {
    const request = given();
    expect(dispatchOf(request)).toMatchObject({ status: 'accepted', agencyReference: 'EX-1' });
    const late = { agencyReference: 'EX-2', at };
    expect(accepted(request, 1, late)).toBeUndefined();
    expect(accepted(ofDispatch(request, { status: 'waiting' }), 2, late)).toBeUndefined();
    expect(refusedBySystem(request, 1, 'conflict')).toBeUndefined();
  });

  it('has of each document the last that was filed until then', () => {
    const request = given();
    const [first] = request.documents;
    const again = { ...documentOf(first?.documentId ?? '', { reference: 'again' }), sequence: 5 };
    const more = { ...request, documents: [...request.documents, again] };
    expect(dispatchedDocuments(more)).toEqual(request.documents);
    const next = ofDispatch(more, { documents: more.documents.length });
    expect(dispatchedDocuments(next)).toHaveLength(request.documents.length);
    expect(dispatchedDocuments(next)).toContainEqual(again);
  });

  it('begins anew when the agency has forgotten it, and former answers stay known', () => {
    const first = arrivingOf(given(), 'received', 1);
    const { request } = take(given(), first);
    const again = forgotten(request, at + 1);
    expect(again?.dispatch).toMatchObject({ status: 'waiting', since: at + 1, answered: [] });
    expect(take(again ?? request, first).done).toEqual(['known']);
    const waiting = ofDispatch(request, { status: 'waiting' });
    expect(forgotten(waiting, at)).toBeUndefined();
  });

  it('begins anew when an appeal opens it again: what was refused does not count', () => {
    const life = inConsideration(withFee());
    const answer = arrivingOf(life.request, 'refused', 3);
    const { request } = take(life.request, answer);
    expect(request.state).toBe('refused');
    const reopened = enter({ ...request, decision: null }, 'consideration', {
      ...{ at: at + 1, on: '2026-08-04' },
    });
    expect(dispatchOf(reopened)).toMatchObject({ submission: 2, status: 'waiting', answered: [] });
    expect(take(reopened, answer).done).toEqual(['known']);
    expect(take(reopened, arrivingOf(request, 'approved', 4)).request.state).toBe(
      'awaitingPayment',
    );
  });
});

describe('answers', () => {
  it('that are repeated, late or contradictory change nothing of the case', () => {
    const second = arrivingOf(given(), 'approved', 2);
    const { request } = take(given(), second);
    const steps = [
      [second, 'known'],
      [arrivingOf(request, 'received', 1), 'late'],
      [arrivingOf(request, 'refused', 2), 'contradictory'],
      [arrivingOf(request, 'refused', 3), 'contradictory'],
    ] as const;
    for (const [answer, expected] of steps) {
      const after = take(request, answer);
      expect(after.done).toEqual([expected]);
      expect({ ...after.request, dispatch: null }).toEqual({ ...request, dispatch: null });
      expect(take(after.request, answer).done).toEqual(['known']);
    }
  });

  it('are contradictions that the world sees, unless they are late', () => {
    const answer = arrivingOf(given(), 'refused', 1);
    const request = passOver(passOver(given(), answer, 'late'), answer, 'contradictory');
    const seen = passOver(request, answer, 'impossible', 'alreadyDecided');
    expect(requestSnapshotOf(seen).agencySystem).toEqual({
      ...{ submission: 1, status: 'accepted', refusal: null, contradictions: 2 },
      since: new Date(dispatchOf(given()).since).toISOString(),
      lastAnswerAt: null,
    });
  });

  it('are kept twenty at a time, however many arrive', () => {
    let request = given();
    for (let sequence = 1; sequence <= 30; sequence += 1) {
      request = arrived(request, arrivingOf(request, 'received', sequence));
    }
    expect(dispatchOf(request).inbox).toHaveLength(20);
    expect(
      arrived({ ...request, dispatch: null }, arrivingOf(request, 'received', 1)).dispatch,
    ).toBeNull();
  });

  it('are awaited while it is the agency that has to act', () => {
    const request = given();
    expect(awaitsAnswer(request)).toBe(true);
    for (const state of ['awaitingCorrection', 'awaitingPayment', 'completed'] as const) {
      expect(awaitsAnswer({ ...request, state })).toBe(false);
    }
    expect(awaitsAnswer(ofDispatch(request, { status: 'waiting' }))).toBe(false);
  });
});

describe('officials beside the agency’s system', () => {
  const { agencyId } = withFee();
  const official = person('competentOfficial', 'somebody', agencyId);
  const blocked = (request: RequestCase, actor = official) =>
    requestActions.filter(
      (action) => checkRequest(request, action, actor, at)?.code === 'workedByAgencySystem',
    );

  it('may not do what it does', () => {
    expect(blocked(given()).toSorted()).toEqual([
      ...['approve', 'confirmComplete', 'consult', 'issue', 'keepOpen', 'openHearing'],
      ...['orderInspection', 'recordDeficiency', 'recordInspection', 'refuse'],
    ]);
    expect(blocked(given(), agencySystemActor(agencyId, 'licensor'))).toEqual([]);
  });

  it('may once it has refused the request', () => {
    const { request } = inCheck(withFee());
    const refused = refusedBySystem(request, 1, 'invalidRequest');
    expect(refused?.dispatch).toMatchObject({ status: 'refused', refusal: 'invalidRequest' });
    expect(blocked(refused ?? request)).toEqual([]);
  });
});

describe('settling with the agency', () => {
  const reason = 'หารือกับหน่วยงานแล้ว';
  const isRefusedAs = (request: RequestCase, outcome: 'recordStands' | 'handOverAgain') =>
    checkSettling(request, outcome)?.code;
  /** It said "refused" after it had said "approved". */
  function contradicted(life = inCheck(withFee())) {
    const approval = arrivingOf(life.request, 'approved', 1);
    const taken = accepted(life.request, 1, { agencyReference: 'EX-1', at }) ?? life.request;
    life.request = take(taken, approval).request;
    const refusal = arrivingOf(life.request, 'refused', 2);
    life.request = passOver(life.request, refusal, 'contradictory');
    return life;
  }

  it('as the record stands closes what contradicts, and nothing else', () => {
    const life = contradicted();
    const { state } = life.request;
    expect(requestSnapshotOf(life.request).agencySystem?.contradictions).toBe(1);
    life.must('competentOfficial', 'settleWithAgency', { outcome: 'recordStands', reason });
    const { dispatch, ...rest } = life.request;
    expect(requestSnapshotOf(life.request).agencySystem?.contradictions).toBe(0);
    expect(dispatch?.passedOver).toMatchObject([{ why: 'contradictory', isSettled: true }]);
    expect(dispatch?.status).toBe('accepted');
    expect(rest.state).toBe(state);
    expect(isRefusedAs(life.request, 'recordStands')).toBe('nothingToSettle');
    // One more contradiction is another one to settle.
    const again = arrivingOf(life.request, 'refused', 3);
    const more = passOver(life.request, again, 'contradictory');
    expect(requestSnapshotOf(more).agencySystem?.contradictions).toBe(1);
  });

  it('hands it over again where its system had refused it, by the next submission', () => {
    const life = inCheck(withFee());
    life.request = refusedBySystem(life.request, 1, 'invalidRequest') ?? life.request;
    life.must('competentOfficial', 'settleWithAgency', { outcome: 'handOverAgain', reason });
    expect(dispatchOf(life.request)).toMatchObject({
      ...{ submission: 2, status: 'waiting', refusal: null, since: life.now },
    });
    expect(isToDispatch(life.request)).toBe(true);
    const official = person('competentOfficial', 'somebody', life.request.agencyId);
    expect(life.act(official, 'confirmComplete', {})?.code).toBe('workedByAgencySystem');
  });

  it('handed over again, former answers do not count, and are known when they come again', () => {
    const request = given();
    const answer = arrivingOf(request, 'approved', 1);
    const contradicts = passOver(arrived(request, answer), answer, 'impossible', 'askedAlready');
    const anew = settled(contradicts, 'handOverAgain', at + 1);
    expect(dispatchOf(anew)).toMatchObject({ submission: 2, status: 'waiting', answered: [] });
    expect(dispatchOf(arrived(anew, answer))).toEqual(dispatchOf(anew));
  });

  it('is refused where there is nothing to settle', () => {
    const { request } = inCheck(withFee());
    expect(isRefusedAs(request, 'recordStands')).toBe('nothingToSettle');
    expect(isRefusedAs(request, 'handOverAgain')).toBe('nothingToSettle');
    const decided = contradicted().request;
    expect(isRefusedAs(decided, 'handOverAgain')).toBe('notToHandOver');
    expect(isRefusedAs(decided, 'recordStands')).toBeUndefined();
    const { request: ours } = inCheck(sampleManual('SVC2941'));
    expect(isRefusedAs(ours, 'recordStands')).toBe('notAtAgencySystem');
  });
});

describe('notices to the agency', () => {
  const kinds = (request: RequestCase) => noticesOwed(request).map(({ notice }) => notice.kind);
  const accept = (request: RequestCase) =>
    ofDispatch(request, { status: 'accepted', agencyReference: 'EX-1', acceptedAt: at });

  it.each([
    ['consideration', []],
    ['issuing', ['feePaid']],
    ['withdrawn', ['withdrawn']],
    ['returned', ['ended']],
    ['lapsedUnpaid', ['ended']],
    ['terminated', ['ended']],
  ] as const)('of a request in %s: %j', (state, expected) => {
    const request = accept(requestIn(state, withFee()).request);
    expect(kinds(request)).toEqual(expected);
    for (const { notice } of noticesOwed(request))
      expect(AgencyNotice.parse(notice)).toEqual(notice);
    expect(noticesOwed(request)).toEqual(noticesOwed(request));
  });

  it('are not for what the agency has decided itself, nor told twice', () => {
    const { request } = take(inConsideration(withFee()).request, arrivingOf(given(), 'refused', 1));
    expect(kinds(accept(request))).toEqual([]);
    const withdrawn = accept(requestIn('withdrawn', withFee()).request);
    const told = [{ what: 'withdrawn', refusal: null }];
    expect(kinds(ofDispatch(withdrawn, { told }))).toEqual([]);
  });

  it('say what the law has approved', () => {
    const life = requestIn('consideration', {
      ...sampleManual('SVC1791'),
      handling: 'agencySystem',
    });
    life.passTo('2026-09-18');
    expect(noticesOwed(accept(life.request))).toMatchObject([
      { what: 'deemedApproved', notice: { kind: 'deemedApproved', dueOn: '2026-09-17' } },
    ]);
  });

  it('wait until it has the request; at the end they go all the same', () => {
    const paid = requestIn('issuing', withFee()).request;
    expect(kinds(ofDispatch(paid, { status: 'waiting' }))).toEqual([]);
    expect(kinds(requestIn('withdrawn', withFee()).request)).toEqual(['withdrawn']);
    const refused = ofDispatch(requestIn('withdrawn', withFee()).request, { status: 'refused' });
    expect(kinds(refused)).toEqual([]);
  });
});
