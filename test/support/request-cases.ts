import type { RequestStart } from '../../contracts/commands/request/messages.js';
import type { ReopenGround } from '../../contracts/lifecycles/request/reopen-grounds.js';
import type { RequestState } from '../../contracts/lifecycles/request/states.js';
import type { RequestAction } from '../../contracts/lifecycles/request/table.js';
import type { Manual } from '../../contracts/manuals/manual.js';
import { paymentsAt } from '../../contracts/manuals/procedure.js';
import { addDays } from '../../contracts/civil-date.js';
import { RequestLife } from './request-life.js';

/** The words of an adverse order (APA s.37). */
export const statement = {
  facts: 'แผนผังไม่ตรงกับสถานที่จริง',
  law: 'พ.ร.บ. การอำนวยความสะดวกฯ พ.ศ. 2558 ม.8',
  discretion: 'จำเป็นต้องมีแผนผังที่ถูกต้องเพื่อพิจารณา',
};

/** One thing that is missing, or several. */
export function deficiency(...itemIds: string[]) {
  const names = itemIds.length === 0 ? ['plan'] : itemIds;
  return { items: names.map((itemId) => ({ itemId, what: 'แผนผังไม่ชัดเจน' })), statement };
}

/** What was asked for is answered. */
export function answers(...itemIds: string[]) {
  const names = itemIds.length === 0 ? ['plan'] : itemIds;
  return { answers: names.map((itemId) => ({ itemId, text: 'ส่งฉบับใหม่แล้ว' })) };
}

/** A delegation that is in force all over the years of the calendar. */
export const delegation = { orderNumber: '12/2568', from: '2025-01-01', until: '2027-12-31' };

/** Everything that is to be paid now is paid. */
export function settleFees(life: RequestLife): RequestLife {
  while (life.request.state === 'awaitingPayment') life.pay();
  return life;
}

/** Filed, received, and what is paid at filing is paid. */
export function inCheck(manual: Manual, change: Partial<RequestStart> = {}): RequestLife {
  return settleFees(new RequestLife(manual, change));
}

/** Complete, and what is paid before consideration is paid. */
export function inConsideration(manual: Manual, change: Partial<RequestStart> = {}): RequestLife {
  return settleFees(inCheck(manual, change).must('competentOfficial', 'confirmComplete'));
}

/** Approved; what is paid after the decision is not paid. */
export function approved(manual: Manual, change: Partial<RequestStart> = {}): RequestLife {
  return inConsideration(manual, change).approve();
}

/** Approved with conditions, and notified: what is adverse in it may be appealed. */
export function conditional(manual: Manual, change: Partial<RequestStart> = {}): RequestLife {
  return inConsideration(manual, change).approve({
    ...{ conditions: 'ห้ามขายหลังเวลา 24.00 น.', statement, notify: 'ELECTRONIC' },
  });
}

/** A list of deficiencies is open. */
export function inCorrection(manual: Manual, change: Partial<RequestStart> = {}): RequestLife {
  return inCheck(manual, change).must('competentOfficial', 'recordDeficiency', deficiency());
}

/** The licensor has recorded that an official is at fault, and one more list is open. */
export function underOfficerFault(life: RequestLife): RequestLife {
  return life
    .must('licensor', 'recordOfficerFault', { reason: 'เจ้าหน้าที่ตรวจไม่ครบ' })
    .must('competentOfficial', 'recordDeficiency', deficiency('second'));
}

/** A bill is out, before the decision where the manual has it so. */
export function inPayment(manual: Manual, change: Partial<RequestStart> = {}): RequestLife {
  if (paymentsAt(manual, 'filing').length > 0) return new RequestLife(manual, change);
  return paymentsAt(manual, 'consideration').length > 0
    ? inCheck(manual, change).must('competentOfficial', 'confirmComplete')
    : approved(manual, change);
}

/** A licence, as it is issued. */
export function licence(life: RequestLife) {
  return { number: '1/2569', effectiveOn: life.today, expiresOn: addDays(life.today, 364) };
}

/** Brings a request of a manual into a state, by deeds and alarms alone. */
export const waysInto: Readonly<Record<RequestState, (manual: Manual) => RequestLife>> = {
  submitted: (manual) =>
    new RequestLife(manual, { filedAt: Date.parse('2026-08-01T10:00:00+07:00') }),
  completenessCheck: inCheck,
  awaitingCorrection: inCorrection,
  consideration: inConsideration,
  awaitingPayment: inPayment,
  paymentUnconfirmed: (manual) => inPayment(manual).pay({ isConfirmed: false }),
  issuing: (manual) => settleFees(approved(manual)),
  completed: (manual) => {
    const life = settleFees(approved(manual));
    return life.must('competentOfficial', 'issue', licence(life));
  },
  refused: (manual) => inConsideration(manual).must('licensor', 'refuse', { statement }),
  returned: missed,
  struckOff: missed,
  withdrawn: (manual) => inCheck(manual).must('portal', 'withdraw'),
  lapsedUnpaid: (manual) => inPayment(manual).passTo('2027-03-01'),
  terminated: (manual) =>
    inConsideration(manual).must('licensor', 'terminate', {
      ...{ cause: 'died', reason: 'ผู้ยื่นคำขอถึงแก่ความตาย' },
    }),
  notOurAgency: (manual) =>
    inCheck(manual).must('competentOfficial', 'declareNotOurAgency', {
      ...{ agencyId: 'AGY200', reason: 'เป็นอำนาจของหน่วยงานอื่น' },
    }),
};

function missed(manual: Manual): RequestLife {
  return inCorrection(manual).passTo('2026-10-01');
}

/** A request in a state. */
export function requestIn(state: RequestState, manual: Manual): RequestLife {
  const life = waysInto[state](manual);
  if (life.request.state === state) return life;
  throw new Error(`${manual.serviceId} came to ${life.request.state}, not to ${state}`);
}

const reason = 'ตามเอกสารแนบ';

/** A body that an action takes in a request as it stands. */
export function bodyFor(action: RequestAction, life: RequestLife): object {
  const { request, today } = life;
  const open = request.deficiencies.find(({ status }) => status === 'open');
  const first = (numbers: readonly { readonly number: number }[]) => numbers[0]?.number ?? 1;
  const bill = first(request.bills.filter(({ status }) => status === 'unconfirmed'));
  switch (action) {
    case 'confirmComplete':
    case 'withdraw':
    case 'approve':
      return action === 'approve' ? { delegation } : {};
    case 'recordDeficiency':
      return deficiency('plan', 'map');
    case 'correct':
      return answers(...(open?.open ?? []));
    case 'keepOpen':
      return { open: open?.items.slice(0, 1).map(({ itemId }) => itemId) ?? ['plan'], reason };
    case 'lengthenCorrection':
      return { within: { amount: 60, unit: 'WORKING_DAY' }, reason };
    case 'orderInspection':
      return { on: today };
    case 'recordInspection': {
      const toDo = request.inspections.filter(({ result }) => result === null);
      return { inspection: first(toDo), result: 'remedyNeeded', findings: reason };
    }
    case 'reportRemedy': {
      const repairing = request.inspections.filter(({ remedy }) => remedy?.status === 'open');
      return { inspection: first(repairing), text: reason };
    }
    case 'openHearing':
      return { facts: reason };
    case 'answerHearing':
      return {
        hearing: first(request.hearings.filter(({ status }) => status === 'open')),
        text: reason,
      };
    case 'consult':
      return { agencyId: consulted, question: reason };
    case 'answerConsultation': {
      const asked = request.consultations.filter(({ answer }) => answer === null);
      return { consultation: first(asked), answer: 'noObjection', text: reason };
    }
    case 'appeal':
    case 'extendTime':
    case 'recordOfficerFault':
      return { reason };
    case 'sendDelayNotice':
      return { reasonCode: 'workload', reason };
    case 'refuse':
      return { statement, delegation };
    case 'notifyResult':
      return { by: 'ELECTRONIC' };
    case 'confirmPayment':
      return { bill, transactionId: 'T1', paidOn: today };
    case 'disprovePayment':
      return { bill, reason };
    case 'issue':
      return licence(life);
    case 'deliver':
      return { by: life.manual.deliveries.at(-1) ?? 'electronic', on: today };
    case 'forward': {
      const other = life.manual.offices.find(({ officeId }) => officeId !== request.office);
      return { office: other?.officeId ?? 'nowhere', reason };
    }
    case 'declareNotOurAgency':
      return { agencyId: 'AGY200', reason };
    case 'terminate':
      return { cause: 'lawRepealed', reason };
    case 'recordRepayment':
      return {
        refund: first(request.refunds.filter(({ repaidOn }) => repaidOn === null)),
        on: today,
        reference: 'GFMIS-1',
      };
    case 'settleWithAgency':
      return { outcome: 'recordStands', reason };
    case 'correctEntry':
      return { corrects: 1, field: 'issued.number', value: '2/2569', reason };
    case 'reopen':
      return judgment(today);
  }
}

const sha256 = 'a'.repeat(64);

/** A document that a reopening rests on. */
export function evidence(docDate: string) {
  return { docNo: 'กค 0601/12', docDate, sha256 };
}

/** A court has set the order aside. */
export function judgment(on: string) {
  return { ground: 'judgment', court: 'administrativeCourt', number: 'อ. 12/2570', on, sha256 };
}

/** What opens a request again on a ground, as of a day. */
export function reopeningOn(ground: ReopenGround, on: string): object {
  const application = evidence(on);
  switch (ground) {
    case 'lateCorrection':
    case 'lateAppeal': {
      const within = { amount: 15, unit: 'DAY' };
      return { ground, obstacleEndedOn: on, appliedOn: on, within, application, reason };
    }
    case 'appealInformation':
      return { ground, informed: { on, letter: evidence(on) }, reason };
    case 'judgment':
      return judgment(on);
    case 'retrial':
      return { ground, cause: 'newEvidence', knownOn: on, appliedOn: on, application, reason };
  }
}

/** An agency that is asked for its opinion. */
export const consulted = 'AGY120';
