import { describe, expect, it } from '@jest/globals';
import { AgencyAnswer } from '../../../../contracts/agency-link/answers.js';
import type { AgencyOutcome } from '../../../../contracts/agency-link/answers.js';
import { partAnswer } from '../../../../contracts/agency-link/arrived.js';
import { ofDispatch } from '../../../../contracts/lifecycles/request/dispatch.js';
import type { RequestState } from '../../../../contracts/lifecycles/request/states.js';
import { requestStates } from '../../../../contracts/lifecycles/request/states.js';
import { agencyAnswer, arriving, carryOut, withFee } from '../../../support/agency-life.js';
import { answers, inCheck, requestIn } from '../../../support/request-cases.js';
import type { RequestLife } from '../../../support/request-life.js';
import { sampleManual } from '../../../support/request-life.js';

const dayMs = 86_400_000;
const complete = 'confirmComplete by competentOfficial';
const notify = 'notifyResult by competentOfficial';
const approve = 'approve by licensor';
const refuse = 'refuse by licensor';
const undecided = {
  approved: [complete, approve, notify],
  approvedWithConditions: [complete, approve, notify],
  refused: [complete, refuse, notify],
  issued: [complete, approve, notify, 'waits'],
};
const other = 'impossible: alreadyDecided';
const wrong = 'impossible: wrongState';
const again = 'impossible: askedAlready';
const toPay = {
  ...{ received: [], documentsNeeded: [again], approved: [notify] },
  ...{ approvedWithConditions: [other], refused: [other], issued: [notify, 'waits'] },
};
const over = {
  ...{ received: [], documentsNeeded: [wrong], approved: [wrong] },
  ...{ approvedWithConditions: [wrong], refused: [wrong], issued: [wrong] },
};
const decidedOtherwise = {
  ...{ approved: [other], approvedWithConditions: [other], refused: [other], issued: [other] },
};

/** By hand: what each answer comes to in each state, of a manual whose fee falls after the decision. */
const expected: Record<RequestState, Record<AgencyOutcome, readonly string[]> | undefined> = {
  submitted: {
    ...{ received: [complete], documentsNeeded: ['recordDeficiency by competentOfficial'] },
    ...undecided,
  },
  completenessCheck: {
    ...{ received: [complete], documentsNeeded: ['recordDeficiency by competentOfficial'] },
    ...undecided,
  },
  // What it finds missing now is another thing than before.
  awaitingCorrection: { received: [complete], documentsNeeded: [again], ...undecided },
  consideration: {
    ...{ received: [], documentsNeeded: [again], approved: [approve, notify] },
    ...{ approvedWithConditions: [approve, notify], refused: [refuse, notify] },
    issued: [approve, notify, 'waits'],
  },
  awaitingPayment: toPay,
  paymentUnconfirmed: toPay,
  issuing: { ...toPay, issued: [notify, 'issue by competentOfficial'] },
  completed: { ...toPay, issued: ['impossible: alreadyIssued'] },
  refused: { received: [], documentsNeeded: [again], ...decidedOtherwise, refused: [notify] },
  returned: { received: [], documentsNeeded: [wrong], ...decidedOtherwise },
  struckOff: undefined,
  withdrawn: over,
  lapsedUnpaid: { ...toPay, issued: [notify, wrong] },
  terminated: { ...over, documentsNeeded: [again] },
  notOurAgency: over,
};

const every = requestStates.flatMap((state) =>
  Object.entries(expected[state] ?? {}).map(([outcome, done]) => ({ state, outcome, done })),
);

function carried(life: RequestLife, outcome: string, change: object = {}) {
  const at = life.now;
  const answer = agencyAnswer(life.request, outcome as AgencyOutcome, { at, ...change });
  return carryOut(life.request, arriving(answer));
}

describe('an answer of the agency’s system', () => {
  it.each(every)('$state, $outcome: $done', ({ state, outcome, done }) => {
    expect(carried(requestIn(state, withFee()), outcome).done).toEqual(done);
  });

  it('approves on time although its word comes late', () => {
    const life = requestIn('consideration', withFee());
    const decidedAt = life.now + dayMs;
    const answer = agencyAnswer(life.request, 'approved', { at: decidedAt });
    const { request } = carryOut(life.request, arriving(answer, life.now + 9 * dayMs));
    expect(request.decision).toMatchObject({
      ...{ kind: 'approved', orderNumber: 'ทล 0001/1', decidedOn: '2026-08-04' },
      by: { id: `system:${life.manual.agencyId}`, role: 'licensor' },
      // It was told when we knew of it, which may be too late by law.
      notified: { on: '2026-08-12', by: 'ELECTRONIC' },
    });
  });

  it('is believed for no time before it had the request, nor for one to come', () => {
    const life = requestIn('consideration', withFee());
    const request = ofDispatch(life.request, { since: life.now });
    for (const shift of [-30 * dayMs, 30 * dayMs]) {
      const answer = agencyAnswer(request, 'approved', { at: life.now + shift });
      const { decision } = carryOut(request, arriving(answer, life.now)).request;
      expect(decision?.decidedOn).toBe(life.today);
    }
  });

  it('with conditions has them sealed in the case, with who signed', () => {
    const { request } = carried(requestIn('consideration', withFee()), 'approvedWithConditions');
    expect(request.decision?.kind).toBe('approvedWithConditions');
    const [words] = request.words.map(({ sealed }) => JSON.parse(sealed) as object);
    expect(words).toMatchObject({
      conditions: 'ติดป้ายอนุญาตไว้ในที่เปิดเผย',
      statement: { facts: expect.any(String), law: expect.any(String) },
      signedBy: { officialId: 'T-0042', name: 'นางสาวทดลอง ใจดี' },
    });
    expect(JSON.stringify({ ...request, words: [] })).not.toContain('ใจดี');
  });

  it('that issues in one stroke comes to the end, where there is no fee', () => {
    const life = inCheck(sampleManual('SVC0110'));
    const { request, done } = carried(life, 'issued');
    expect(done).toEqual([complete, approve, notify, 'issue by competentOfficial']);
    expect([request.state, request.issued?.number]).toEqual([
      'completed',
      `ทล-${request.requestId.slice(0, 8)}`,
    ]);
  });

  it('of a delegate needs an order that is in force', () => {
    const life = requestIn('consideration', withFee());
    const answer = agencyAnswer(life.request, 'approved', { at: life.now });
    const by = { officialId: 'E-1', name: 'นายทดลอง', position: 'รองอธิบดี' };
    const delegated = (until: string) =>
      AgencyAnswer.parse({
        ...answer,
        decision: {
          ...('decision' in answer ? answer.decision : {}),
          by: {
            ...{ capacity: 'delegate', ...by },
            delegation: { orderNumber: '9/2569', from: '2026-01-01', until },
          },
        },
      });
    const inForce = carryOut(life.request, arriving(delegated('2026-12-31')));
    expect(inForce.done).toEqual(['approve by delegate', notify]);
    expect(inForce.request.decision?.delegation?.orderNumber).toBe('9/2569');
    const ended = carryOut(life.request, arriving(delegated('2026-07-31')));
    expect(ended.done).toEqual(['impossible: delegationNotInForce']);
  });

  it('does not undo what the law has approved, and repeats it without harm', () => {
    // Land allocation, 45 days: approved by the clock on 17 September.
    const life = requestIn('consideration', {
      ...sampleManual('SVC1791'),
      handling: 'agencySystem',
    });
    life.passTo('2026-09-18');
    expect(life.request.decision?.kind).toBe('deemedApproved');
    expect(carried(life, 'refused').done).toEqual([other]);
    expect(carried(life, 'approvedWithConditions').done).toEqual([other]);
    expect(carried(life, 'approved').done).toEqual([notify]);
  });
});

describe('documents that the agency finds missing', () => {
  const asked = () => {
    const life = inCheck(withFee());
    const { request } = carried(life, 'documentsNeeded');
    life.request = request;
    return life;
  };

  it('are one list, in the manual’s time, signed by the agency', () => {
    const life = asked();
    const [deficiency] = life.request.deficiencies;
    expect(deficiency).toMatchObject({
      by: { id: `system:${life.manual.agencyId}`, role: 'competentOfficial' },
      items: [{ itemId: 'item-1', documentId: life.request.documents[0]?.documentId }],
      within: { amount: life.manual.correction.within.amount },
    });
    expect(life.request.words.at(-1)?.sealed).toContain('ภาพไม่ชัด');
  });

  it('said again before they have come change nothing', () => {
    expect(carried(asked(), 'documentsNeeded').done).toEqual([]);
  });

  it('stay open when the answer is not enough, and nothing is added', () => {
    const life = asked().must('portal', 'correct', answers('item-1'));
    expect([life.request.state, life.request.dispatch?.submission]).toEqual([
      'completenessCheck',
      2,
    ]);
    const kept = carried(life, 'documentsNeeded');
    expect(kept.done).toEqual(['keepOpen by competentOfficial']);
    expect(kept.request.deficiencies[0]?.open).toEqual(['item-1']);
    expect(carried(life, 'documentsNeeded', { documentId: null }).done).toEqual([again]);
  });

  it('that the manual does not ask for are not asked for', () => {
    const life = inCheck(withFee());
    const done = carried(life, 'documentsNeeded', { documentId: 'horoscope' }).done;
    expect(done).toEqual(['impossible: documentNotAsked']);
  });
});

describe('an answer on its way into a case', () => {
  const { request, now: at } = inCheck(withFee());

  it.each([
    'received',
    'documentsNeeded',
    'approved',
    'approvedWithConditions',
    'refused',
    'issued',
  ] as const)('%s holds no words, which go apart', (outcome) => {
    const isConditional = outcome === 'issued';
    const answer = agencyAnswer(request, outcome, { at, isConditional });
    const { plain, words } = partAnswer(answer, at + 1);
    expect(plain).toMatchObject({ sequence: 1, outcome, at, arrivedAt: at + 1 });
    for (const word of ['ใจดี', 'ผู้อำนวยการ', 'ภาพไม่ชัด', 'ติดป้าย', 'ประโยชน์สาธารณะ']) {
      expect(JSON.stringify(plain)).not.toContain(word);
    }
    const isSigned = outcome !== 'received';
    expect(JSON.stringify(words).includes('ใจดี')).toBe(isSigned);
  });
});
