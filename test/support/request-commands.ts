import type { Actor } from '../../contracts/lifecycles/service/case.js';
import type { Manual } from '../../contracts/manuals/manual.js';
import type { Dice } from './dice.js';
import type { ModelRequest } from './request-model.js';
import { dayAt, daysLater, openList } from './request-model.js';
import type { ModelBody } from './request-model-acts.js';
import { modelActions, refusalsOf } from './request-model-rules.js';
import { actorOf } from './requests.js';

/** Random commands to a request: who, what, and with which body. */

/** A command that was thought of. */
export interface RandomAct {
  readonly action: string;
  readonly person: Actor;
  readonly body: ModelBody & object;
}

const otherAgencies = ['AGY500', 'AGY501'];
/** Whom the sample's manuals consult. */
const consulted = ['AGY120', 'AGY128'];
const statement = { facts: 'ข้อเท็จจริง', law: 'ข้อกฎหมาย', discretion: 'ดุลพินิจ' };
const reason = 'ตามที่ได้ตรวจสอบแล้ว';

/** Those of the manual, or somebody else. */
function agenciesToAsk({ manual }: ModelRequest): readonly string[] {
  const named = manual.steps.flatMap(({ agencyId }) => agencyId ?? []);
  return [...named, ...named, ...otherAgencies];
}

/** Everybody who may try something: of the agency and of others, with an office and without. */
export function personsOf(manual: Manual): Actor[] {
  const official = actorOf('competentOfficial', manual, 'official');
  const [first = '', second = 'ELSEWHERE'] = manual.offices.map(({ officeId }) => officeId);
  const foreign = { agencies: ['AGY999'] };
  return [
    official,
    { ...official, id: 'person-clerk-1', offices: [first] },
    { ...official, id: 'person-clerk-2', offices: [second] },
    { ...official, ...foreign, id: 'person-foreign-official' },
    ...[...otherAgencies, ...consulted].map((agencyId) => ({
      ...official,
      ...{ id: `person-of-${agencyId}`, agencies: [agencyId] },
    })),
    actorOf('licensor', manual, 'licensor'),
    actorOf('delegate', manual, 'delegate'),
    { ...actorOf('licensor', manual, 'foreign-licensor'), ...foreign },
    // Somebody who filed for his firm and is a licensor too.
    actorOf('licensor', manual, 'portal'),
    actorOf('portal', manual),
    {
      ...actorOf('portal', manual, 'other-portal'),
      portal: manual.portal === 'biz' ? 'citizen' : 'biz',
    },
    actorOf('auditor', manual, 'auditor'),
  ];
}

/** How often something is chosen, against 10: what ends a case early is rare, or none would get far. */
const weights: Readonly<Record<string, number>> = {
  confirmComplete: 30,
  correct: 25,
  approve: 20,
  issue: 30,
  deliver: 30,
  recordRepayment: 30,
  refuse: 12,
  appeal: 25,
  notifyResult: 20,
  reportRemedy: 40,
  answerHearing: 25,
  answerConsultation: 15,
  orderInspection: 15,
  recordInspection: 40,
  keepOpen: 40,
  sendDelayNotice: 30,
  confirmPayment: 40,
  disprovePayment: 40,
  terminate: 1,
  withdraw: 1,
  declareNotOurAgency: 1,
  forward: 4,
  correctEntry: 5,
  extendTime: 20,
};

/** Chooses what to do next in a request: mostly what can be done. */
export function chooseAct(
  one: ModelRequest,
  persons: readonly Actor[],
  dice: Dice,
  at: number,
): RandomAct {
  const of = (action: string, person: Actor): RandomAct => ({
    ...{ action, person },
    body: bodyOf(action, person, one, dice, at),
  });
  if (dice.chance(15)) return of(dice.pick(modelActions), dice.pick(persons));
  const refusals = (act: RandomAct) => refusalsOf(one, { ...act, at, version: one.version });
  const possible = modelActions.flatMap((action) =>
    persons
      .filter((person) => !refusals({ action, person, body: {} }).some(isForAnyBody))
      .map((person) => of(action, person))
      .filter((act) => refusals(act).length === 0),
  );
  if (possible.length === 0) return of(dice.pick(modelActions), dice.pick(persons));
  const action = dice.weighed(
    [...new Set(possible.map((act) => act.action))],
    (name) => weights[name] ?? 10,
  );
  return dice.pick(possible.filter((act) => act.action === action));
}

/** Whatever a body says, it is refused. */
function isForAnyBody(refusal: string): boolean {
  return refusal === 'wrongState' || refusal === 'mayNot';
}

type Maker = (one: ModelRequest, dice: Dice, today: string, person: Actor) => ModelBody & object;

function none(): object {
  return {};
}

/** Mostly one that is open, sometimes one that there is not. */
function numberOf(dice: Dice, all: readonly boolean[]): number {
  const open = all.flatMap((isOpen, index) => (isOpen ? [index + 1] : []));
  return open.length === 0 || dice.chance(10) ? dice.between(1, all.length + 1) : dice.pick(open);
}

function some<One>(dice: Dice, all: readonly One[]): One[] {
  const chosen = all.filter(() => dice.chance(60));
  return chosen.length > 0 ? chosen : all.slice(0, 1);
}

function withinDays(dice: Dice, from: number, to: number) {
  if (dice.chance(50)) return {};
  const unit = dice.pick(['DAY', 'WORKING_DAY'] as const);
  return { within: { amount: dice.between(from, to), unit } };
}

function deciding(dice: Dice, today: string, { roles }: Actor) {
  const isOver = dice.chance(8);
  const from = daysLater(today, isOver ? -60 : -10);
  const delegation = { orderNumber: '12/2569', from, until: daysLater(today, isOver ? -30 : 10) };
  return {
    ...(dice.chance(60) ? { orderNumber: '7/2570' } : {}),
    ...(roles.includes('delegate') && dice.chance(95) ? { delegation } : {}),
    ...(dice.chance(65) ? { notify: dice.pick(['ELECTRONIC', 'POST'] as const) } : {}),
  };
}

const makers: Readonly<Record<string, Maker>> = {
  confirmComplete: none,
  recordDeficiency: (one, dice) => {
    const { amount, unit } = one.manual.correction.within;
    const items = Array.from({ length: dice.between(1, 3) }, (_, index) => ({
      ...{ itemId: `item-${one.lists.length}-${index}`, what: 'ขาดเอกสาร' },
    }));
    const longer = { amount: amount + dice.between(dice.chance(10) ? -5 : 0, 9), unit };
    return { items, statement, ...(dice.chance(30) ? { within: longer } : {}) };
  },
  correct: (one, dice) => {
    const open = openList(one)?.open ?? [];
    const items = open.length === 0 || dice.chance(5) ? ['unknown'] : some(dice, open);
    return { answers: items.map((itemId) => ({ itemId, text: 'แก้ไขแล้ว' })) };
  },
  keepOpen: (one, dice) => ({ open: some(dice, openList(one)?.items ?? ['none']), reason }),
  lengthenCorrection: (one, dice) => {
    const { amount, unit } = openList(one)?.within ?? { amount: 10, unit: 'DAY' };
    return { within: { amount: amount + dice.between(-1, 10), unit }, reason };
  },
  orderInspection: (_one, dice, today) => ({ on: daysLater(today, dice.between(0, 9)) }),
  recordInspection: (one, dice) => ({
    inspection: numberOf(
      dice,
      one.inspections.map(({ result, repair }) => result === null || repair?.isOpen === false),
    ),
    result: dice.pick(['passed', 'remedyNeeded', 'remedyNeeded', 'failed']),
    findings: 'ผลการตรวจ',
    ...withinDays(dice, 3, 25),
  }),
  reportRemedy: (one, dice) => ({
    inspection: numberOf(
      dice,
      one.inspections.map(({ repair }) => repair?.isOpen === true),
    ),
    text: 'ปรับปรุงแล้ว',
  }),
  openHearing: (_one, dice) => ({ facts: 'ข้อเท็จจริง', ...withinDays(dice, 3, 25) }),
  answerHearing: (one, dice) => ({
    hearing: numberOf(
      dice,
      one.hearings.map(({ isOpen }) => isOpen),
    ),
    text: 'ขอโต้แย้ง',
  }),
  consult: (one, dice) => ({
    agencyId: dice.chance(5) ? one.manual.agencyId : dice.pick(agenciesToAsk(one)),
    question: 'ขอความเห็น',
    ...withinDays(dice, 3, 20),
  }),
  answerConsultation: (one, dice) => ({
    consultation: numberOf(
      dice,
      one.consultations.map(({ isOpen }) => isOpen),
    ),
    ...{ answer: dice.pick(['noObjection', 'conditions', 'objection']), text: 'ไม่ขัดข้อง' },
  }),
  extendTime: (_one, dice) => ({
    reason,
    ...(dice.chance(50) ? { amount: dice.between(1, 20) } : {}),
  }),
  sendDelayNotice: () => ({ reasonCode: 'workload', reason }),
  recordOfficerFault: () => ({ reason }),
  approve: (_one, dice, today, person) => ({
    ...deciding(dice, today, person),
    ...(dice.chance(35) ? { conditions: 'มีเงื่อนไข', statement } : {}),
  }),
  refuse: (_one, dice, today, person) => ({ ...deciding(dice, today, person), statement }),
  notifyResult: (one, dice, today) => ({
    by: dice.pick(['ELECTRONIC', 'POST'] as const),
    ...(dice.chance(40) ? { on: dice.chance(80) ? today : (one.decision?.on ?? today) } : {}),
  }),
  confirmPayment: (one, dice, today) => {
    const bill = numberOf(
      dice,
      one.bills.map(({ status }) => status === 'unconfirmed'),
    );
    const { transactionId = null, paidOn = null } = one.bills[bill - 1] ?? {};
    return { bill, transactionId: transactionId ?? 'T0', paidOn: paidOn ?? today };
  },
  disprovePayment: (one, dice) => ({
    bill: numberOf(
      dice,
      one.bills.map(({ status }) => status === 'unconfirmed'),
    ),
    reason,
  }),
  issue: (one, dice, today) => {
    const opens = one.manual.issues?.renewalOpensDays ?? 60;
    const days = dice.chance(5) ? -1 : opens + dice.between(2, 20);
    return {
      ...{ number: '1/2570', effectiveOn: today },
      ...(dice.chance(60) ? { expiresOn: daysLater(today, days) } : {}),
    };
  },
  deliver: (one, dice, today) => ({
    by: dice.chance(90) ? one.delivery : 'post',
    on: today,
  }),
  forward: (one, dice) => ({
    office: dice.chance(90) ? dice.pick(one.manual.offices).officeId : 'NOWHERE',
    reason,
  }),
  declareNotOurAgency: () => ({ agencyId: 'AGY500', reason }),
  withdraw: () => ({ reason }),
  terminate: (_one, dice) => ({ cause: dice.pick(['died', 'enteredInError']), reason }),
  appeal: (_one, dice) => ({ reason, ...(dice.chance(60) ? { stay: true } : {}) }),
  recordRepayment: (one, dice, today) => ({
    refund: numberOf(
      dice,
      one.refunds.map(({ isRepaid }) => !isRepaid),
    ),
    ...{ on: today, reference: 'REF-1' },
  }),
  settleWithAgency: () => ({ outcome: 'recordStands', reason }),
  correctEntry: (_one, dice) => ({
    corrects: dice.chance(90) ? 1 : 5_000,
    field: dice.pick(['issued.number', 'orderNumber']),
    ...{ value: '2/2570', reason },
  }),
};

function bodyOf(action: string, person: Actor, one: ModelRequest, dice: Dice, at: number) {
  return (makers[action] ?? none)(one, dice, dayAt(at), person);
}
