import { addDays } from '../../../contracts/civil-date.js';
import type { RequestState } from '../../../contracts/lifecycles/request/states.js';
import type { Manual } from '../../../contracts/manuals/manual.js';
import { partsOf, stepOfKind } from '../../../contracts/manuals/procedure.js';
import { exampleDocument } from '../request-example.js';
import type { RequestShown } from '../request-answers.js';
import { nextOnAppeal } from './appeal-steps.js';
import { referenceOf } from './filing.js';
import { deciderOf, officialElsewhere, officialOf, otherAgency, portalOf } from './people.js';
import type { Script } from './script.js';
import type { Memory, PaymentManner, Seen, Step } from './step.js';
import { act } from './step.js';

/** What may come next, what is preferred first; nothing more: the case rests. */
type Steps = Generator<Step, void>;
type Next = (script: Script, seen: Seen, memory: Memory) => Steps;

/**
 * What the persons of a script do next in a request as it stands; `undefined`: nobody does anything, and
 * the case rests where it is. Pure, but for what it reads of the memory.
 */
export function nextStep(script: Script, seen: Seen, memory: Memory): Step | undefined {
  for (const step of byState[seen.request.state](script, seen, memory)) {
    const what = step.kind === 'act' ? step.action : step.kind === 'wait' ? step.for : 'pay';
    if (!memory.isVain(what)) return step;
  }
  return undefined;
}

const byState: Readonly<Record<RequestState, Next>> = {
  submitted: checked,
  completenessCheck: checked,
  awaitingCorrection: corrected,
  consideration: considered,
  awaitingPayment: paid,
  paymentUnconfirmed: confirmed,
  issuing: issued,
  completed: ended,
  refused: ended,
  returned: ended,
  struckOff: ended,
  withdrawn: repaid,
  lapsedUnpaid: ended,
  terminated: ended,
  notOurAgency: repaid,
};

function official({ manual }: Script, { request }: Seen) {
  return officialOf(manual, request.office);
}

// --- Completeness ---------------------------------------------------------------------------------

function* checked(script: Script, seen: Seen, memory: Memory): Steps {
  const { manual, course } = script;
  const { details, receipt } = seen.request;
  const by = official(script, seen);
  if (course === 'leftUnchecked') return;
  if (course === 'withdrawn') yield act(portalOf(manual), 'withdraw');
  if (course === 'notOurAgency') {
    yield act(by, 'declareNotOurAgency', { agencyId: otherAgency(manual.agencyId) });
  }
  if (course === 'forwarded' && memory.count('forward') === 0) {
    const other = manual.offices.find(({ officeId }) => officeId !== seen.request.office);
    if (other !== undefined) yield act(by, 'forward', { office: other.officeId });
  }
  if (manual.handling === 'agencySystem') {
    // It is handed over once it is received in law: in the evening and on holidays that takes days.
    if (isBy(receipt.receivedAt, seen.at)) yield { kind: 'wait', for: 'agencySystem' };
    return;
  }
  const items = lackingItems(script);
  if (items.length > 0 && details.deficiencies.length === 0) {
    yield act(by, 'recordDeficiency', { items });
  }
  const answered = details.deficiencies.find(({ status }) => status === 'open')?.items[0];
  if (script.correction === 'notEnough' && answered !== undefined && !memory.count('keepOpen')) {
    yield act(by, 'keepOpen', { open: [answered.itemId] });
  }
  yield act(by, 'confirmComplete');
}

function isBy(moment: string | null, at: number): boolean {
  return moment !== null && Date.parse(moment) <= at;
}

function lackingItems({ missing, unclear, correction }: Script): object[] {
  const items = [
    ...missing.map((documentId) => item(documentId, 'ไม่ได้แนบมา')),
    ...unclear.map((documentId) => item(documentId, 'ภาพไม่ชัด อ่านไม่ออก')),
  ];
  const hasMore = correction === 'inTwo' || correction === 'partly';
  return hasMore && items.length > 0
    ? [...items, { itemId: 'phone', what: 'ขอเบอร์โทรศัพท์ที่ติดต่อได้' }]
    : items;
}

function item(documentId: string, what: string): object {
  return { itemId: documentId, documentId, what };
}

function* corrected(script: Script, seen: Seen, memory: Memory): Steps {
  const { manual, correction } = script;
  const [first, ...others] = openItems(seen);
  const by = portalOf(manual);
  if (script.lengthensCorrection && memory.count('lengthenCorrection') === 0) {
    yield act(official(script, seen), 'lengthenCorrection');
  }
  if (correction === 'withdraws') yield act(by, 'withdraw');
  const isPartly = (correction === 'inTwo' || correction === 'partly') && others.length > 0;
  const isOver = correction === 'never' || (correction === 'partly' && memory.count('correct') > 0);
  if (first === undefined || isOver) return;
  const answered = isPartly && memory.count('correct') === 0 ? [first] : [first, ...others];
  const answers = answered.map((one) => answerTo(script, one, memory.count('correct') + 2));
  yield act(by, 'correct', { answers, ...(script.hasAgent ? { actedBy: 'agent' } : {}) });
}

type Item = RequestShown['details']['deficiencies'][number]['items'][number];

function openItems({ request }: Seen): Item[] {
  const list = request.details.deficiencies.find(({ status }) => status === 'open');
  return list?.items.filter(({ itemId }) => list.open.includes(itemId)) ?? [];
}

function answerTo(script: Script, { itemId, documentId }: Item, nth: number): object {
  const document = script.manual.documents.find((one) => one.documentId === documentId);
  return document === undefined
    ? { itemId, text: 'โทร 02-000-0000' }
    : {
        itemId,
        document: exampleDocument(document, referenceOf(script, document.documentId, nth)),
      };
}

// --- Consideration --------------------------------------------------------------------------------

function* considered(script: Script, seen: Seen, memory: Memory): Steps {
  const { manual, course } = script;
  const by = official(script, seen);
  const licensor = deciderOf(manual, 'licensor');
  if (manual.handling === 'agencySystem') {
    yield { kind: 'wait', for: 'agencySystem' };
    return;
  }
  if (course === 'withdrawnLate') yield act(portalOf(manual), 'withdraw');
  if (course === 'terminated') yield act(licensor, 'terminate', { cause: 'enteredInError' });
  if (script.officerFault) yield* askedOnceMore(script, seen, memory);
  yield* consulted(script, seen);
  yield* inspected(script, seen);
  if (course === 'leftUndecided') return;
  if (script.extendsTime && memory.count('extendTime') === 0) yield act(by, 'extendTime');
  const { hearings, inspections } = seen.request.details;
  if (script.hearing !== 'none' && hearings.length === 0) yield act(by, 'openHearing');
  const hearing = hearings.find(({ status }) => status === 'open');
  if (hearing !== undefined && script.hearing === 'answered') {
    yield act(portalOf(manual), 'answerHearing', { hearing: hearing.number });
  }
  // Nobody decides before the time for either is over.
  const isRepairing = inspections.some(({ remedy }) => remedy?.status === 'open');
  if (hearing === undefined && !isRepairing) yield decision(script, memory);
}

/** An official's own fault, on the record: then once more may be asked. */
function* askedOnceMore(script: Script, seen: Seen, memory: Memory): Steps {
  const lists = lackingItems(script).length > 0 ? 2 : 1;
  if (seen.request.details.deficiencies.length >= lists) return;
  if (memory.count('recordOfficerFault') === 0) {
    yield act(deciderOf(script.manual, 'licensor'), 'recordOfficerFault');
  }
  const items = [{ itemId: 'confirmation', what: 'หนังสือยืนยันที่ตั้ง' }];
  yield act(official(script, seen), 'recordDeficiency', { items });
}

function* consulted(script: Script, seen: Seen): Steps {
  const { manual, consultation } = script;
  const { consultations } = seen.request.details;
  const next = partsOf(manual).consultations[consultations.length];
  if (next?.agencyId !== undefined) {
    yield act(official(script, seen), 'consult', { agencyId: next.agencyId });
  }
  const open = consultations.find(({ answer }) => answer === null);
  if (open === undefined || consultation === 'silent') return;
  yield act(officialElsewhere(open.agencyId), 'answerConsultation', {
    ...{ consultation: open.number, answer: consultation },
  });
}

function* inspected(script: Script, seen: Seen): Steps {
  if (script.inspection === 'none') return;
  const by = official(script, seen);
  const [inspection] = seen.request.details.inspections;
  if (inspection === undefined) {
    yield act(by, 'orderInspection', { on: seen.today });
    return;
  }
  const { number, result, remedy } = inspection;
  if (result === null) {
    yield act(by, 'recordInspection', {
      inspection: number,
      result: firstResult[script.inspection],
    });
  }
  if (remedy?.status === 'open' && script.inspection === 'repaired') {
    yield act(portalOf(script.manual), 'reportRemedy', { inspection: number });
  }
  if (remedy?.status === 'reported' && result === 'remedyNeeded') {
    yield act(by, 'recordInspection', { inspection: number, result: 'passed' });
  }
}

const firstResult = {
  none: 'passed',
  passed: 'passed',
  repaired: 'remedyNeeded',
  notRepaired: 'remedyNeeded',
  failed: 'failed',
} as const satisfies Record<Script['inspection'], string>;

/** An order that was set aside on appeal is not made again. */
function decision(script: Script, memory: Memory): Step {
  const { manual, index, decider, notifiesAtOnce, inspection } = script;
  const rest = {
    orderNumber: `ตย 0101/${index + 1}`,
    ...(decider === 'delegate' ? { delegation: delegationOf(index) } : {}),
    ...(notifiesAtOnce ? { notify: 'ELECTRONIC' } : {}),
  };
  const by = deciderOf(manual, decider);
  const isAgain = memory.count('appeal') > 0;
  if (!isAgain && (script.decision === 'refused' || inspection === 'failed')) {
    return act(by, 'refuse', rest);
  }
  const isConditional = !isAgain && script.decision === 'conditions';
  // Conditions ask for reasons; the words come from the example.
  return act(
    by,
    'approve',
    isConditional ? { ...rest, conditions: undefined, statement: undefined } : rest,
  );
}

function delegationOf(index: number): object {
  return { orderNumber: `ตย 0001/${index + 1}`, from: '2026-01-05', until: '2027-12-31' };
}

// --- Money, licence, ends -------------------------------------------------------------------------

/** What is owed to the applicant whatever else happens: the result in seven days, and money back. */
function* owed(script: Script, seen: Seen, memory: Memory): Steps {
  const { decision: decided } = seen.request.details;
  if (decided !== null && decided.notified === null) {
    yield act(official(script, seen), 'notifyResult', { by: 'ELECTRONIC' });
  }
  yield* repaid(script, seen, memory);
}

function* repaid(script: Script, seen: Seen, _memory: Memory): Steps {
  const refund = seen.request.details.refunds.find(({ repaidOn }) => repaidOn === null);
  if (refund === undefined) return;
  yield act(official(script, seen), 'recordRepayment', {
    ...{ refund: refund.number, on: seen.today, reference: `GFMIS-${script.index + 1}` },
  });
}

function* paid(script: Script, seen: Seen, memory: Memory): Steps {
  yield* owed(script, seen, memory);
  const { bills, refunds } = seen.request.details;
  const bill = bills.findLast(({ status }) => status === 'wanted' || status === 'issued');
  if (bill === undefined || bill.status === 'wanted' || bill.ref1 === null) {
    yield { kind: 'wait', for: 'treasury' };
    return;
  }
  if (script.payment === 'never') return;
  const { number, ref1, money } = bill;
  const isWrong = script.payment === 'otherAmount' && memory.count('pay') === 1;
  // What was paid is on its way until the bill says so, or the money that is to be given back.
  const isOnItsWay = isWrong ? refunds.length === 0 : memory.count(`pay ${number}`) > 0;
  if (isOnItsWay) {
    yield { kind: 'wait', for: 'treasury' };
    return;
  }
  const manner = mannerOf(script, memory.count('pay') === 0);
  yield { kind: 'pay', bill: number, ref1, money: money.amount, manner };
}

/** The second time everybody pays as the bill says. */
function mannerOf({ payment }: Script, isFirst: boolean): PaymentManner {
  const isDoubtful = payment === 'unconfirmed' || payment === 'disproved' || payment === 'doubtful';
  return {
    times: payment === 'twice' && isFirst ? 2 : 1,
    ...(payment === 'otherAmount' && isFirst ? { amount: '1.00' } : {}),
    isConfirmed: !isDoubtful || !isFirst,
  };
}

function* confirmed(script: Script, seen: Seen, memory: Memory): Steps {
  yield* owed(script, seen, memory);
  const by = official(script, seen);
  const bill = seen.request.details.bills.find(({ status }) => status === 'unconfirmed');
  if (bill === undefined || script.payment === 'doubtful') return;
  const { number, transactionId, paidOn } = bill;
  if (script.payment === 'disproved') yield act(by, 'disprovePayment', { bill: number });
  else
    yield act(by, 'confirmPayment', { bill: number, transactionId, paidOn: paidOn ?? seen.today });
}

function* issued(script: Script, seen: Seen, memory: Memory): Steps {
  yield* owed(script, seen, memory);
  const { manual, index } = script;
  if (manual.handling === 'agencySystem') {
    yield { kind: 'wait', for: 'agencySystem' };
    return;
  }
  if (script.leftUnissued) return;
  const isLicensors = stepOfKind(manual, 'issueDocument')?.owner === 'licensor';
  const by = official(script, seen);
  if (seen.request.issued === null) {
    yield act(isLicensors ? deciderOf(manual, 'licensor') : by, 'issue', {
      ...{ number: `ตย ${index + 1}/2569`, effectiveOn: seen.today },
      ...expiry(manual, seen.today),
    });
    return;
  }
  const delivery = script.delivery ?? 'electronic';
  yield act(by, 'deliver', {
    ...{ by: delivery, on: seen.today },
    ...(delivery === 'post' ? { trackingNumber: `EX${String(index).padStart(9, '0')}TH` } : {}),
  });
}

const daysOf: Readonly<Record<string, number>> = { YEAR: 365, MONTH: 30, DAY: 1 };

function expiry({ issues }: Manual, today: string): object {
  const { amount = 0, unit = '' } = issues?.valid ?? {};
  const days = amount * (daysOf[unit] ?? 0);
  return days === 0 ? {} : { expiresOn: addDays(today, days - 1) };
}

function* ended(script: Script, seen: Seen, memory: Memory): Steps {
  yield* owed(script, seen, memory);
  const hasNumber = seen.request.issued !== null && script.manual.handling === 'officers';
  if (script.clericalError && hasNumber && memory.count('correctEntry') === 0) {
    yield act(official(script, seen), 'correctEntry', {
      ...{ field: 'issued.number', value: `ตย ${script.index + 1}.1/2569` },
    });
  }
  if (script.appeal === 'none') return;
  if (memory.count('appeal') === 0) {
    yield act(portalOf(script.manual), 'appeal', { stay: script.asksStay });
    return;
  }
  const step = nextOnAppeal(script, seen, memory);
  if (step !== undefined) yield step;
}
