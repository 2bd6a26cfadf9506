import { addDays, bangkokDate } from '../../contracts/civil-date.js';
import { startRequest } from '../../infra/temporal/cases.js';
import type { MarkedStack, StackCaller } from './marked-stack.js';
import type { Marks } from './marks.js';
import { filing, manualOf } from './requests.js';
import { filedDocument, submissionOf } from './request-rig.js';

const liquor = manualOf('SVC0106');
const food = manualOf('SVC1832');
const portal: StackCaller = { role: 'portal', office: 'biz' };
const official = ofAgency('competentOfficial');
const licensor = ofAgency('licensor');
const today = () => bangkokDate(Date.now());

function ofAgency(role: StackCaller['role'], agency = liquor.agencyId): StackCaller {
  return { role, agency };
}

/** A person of whom everything is marked. */
export function markedPerson(marks: Marks, who: string, number = marks.number(`${who}.number`)) {
  const of = (field: string) => marks.words(`${who}.${field}`);
  return {
    ...namedPerson(marks, who, number),
    address: {
      ...{ line: of('address'), subdistrict: of('subdistrict'), district: of('district') },
      ...{ province: of('province'), postcode: '10110' },
    },
  };
}

function namedPerson(marks: Marks, who: string, number: string) {
  const of = (field: string) => marks.words(`${who}.${field}`);
  return {
    identity: { kind: 'citizen', number },
    name: { th: of('name'), en: of('nameInEnglish') },
    contact: { email: marks.email(`${who}.email`), phone: marks.phone(`${who}.phone`) },
  };
}

function agentOf(marks: Marks, who: string) {
  const documentNo = marks.words(`${who}.documentNo`);
  const agent = namedPerson(marks, who, marks.number(`${who}.number`));
  return { ...agent, powerOfAttorney: { documentNo, from: '2026-01-01' } };
}

/** Marked persons go through every path of requests of one service. */
export class MarkedWalk {
  private readonly stack: MarkedStack;
  private readonly marks: Marks;
  /** Requests that were begun. */
  readonly requestIds: string[] = [];

  constructor(stack: MarkedStack, marks: Marks) {
    this.stack = stack;
    this.marks = marks;
  }

  /** All ways, side by side. */
  async walk(): Promise<void> {
    await Promise.all([
      this.toTheEnd(),
      this.toRefusalAndAppeal(),
      this.toDisprovedPayment(),
      this.toOtherEnds(),
      this.toLetters(),
    ]);
  }

  private words(of: string): string {
    return this.marks.words(of);
  }

  private statement(of: string) {
    const [facts, law, discretion] = ['facts', 'law', 'discretion'].map((part) =>
      this.words(`${of}.${part}`),
    );
    return { facts, law, discretion };
  }

  private act(path: string, action: string, who: StackCaller, body: object = {}): Promise<void> {
    return this.stack.must(path, action, who, body);
  }

  /** Files for a marked person, and gives the path of the request. */
  private async file(who: string, manual = liquor, more: object = {}): Promise<string> {
    const body = submissionOf(manual, {
      applicant: markedPerson(this.marks, who),
      form: { shop: this.words(`${who}.form`), deep: [{ note: this.words(`${who}.formNote`) }] },
      ...more,
    });
    const back = await this.stack.call('POST', '/v1/requests', portal, { body });
    if (back.status !== 201) throw new Error(JSON.stringify(back.body));
    const requestId = String(back.body['requestId']);
    this.requestIds.push(requestId);
    return `/v1/requests/${requestId}`;
  }

  /** Corrected, inspected, heard, approved with conditions, paid twice, issued, appealed, kept. */
  private async toTheEnd(): Promise<void> {
    const path = await this.file('applicant', liquor, { agent: agentOf(this.marks, 'agent') });
    await this.correct(path);
    await this.consider(path);
    const conditions = {
      conditions: this.words('conditions'),
      statement: this.statement('approve'),
    };
    await this.act(path, 'approve', licensor, { ...conditions, notify: 'ELECTRONIC' });
    await this.pay(path);
    await this.finish(path);
    await this.appeal(path);
    for (const who of [portal, official, ofAgency('agencyOfficer'), { role: 'auditor' } as const]) {
      await this.stack.call('GET', path, who);
    }
    const reason = this.words('forgetting');
    const forget = { body: { reason } };
    const kept = await this.stack.call('POST', `${path}/forget`, ofAgency('agencyApprover'), {
      body: { reason: 'ยังไม่ครบกำหนดเก็บรักษา' },
    });
    if (kept.status !== 200) throw new Error(JSON.stringify(kept.body));
    await this.stack.call('POST', `${path}/forget`, official, forget);
  }

  private async correct(path: string): Promise<void> {
    const items = [{ itemId: 'plan', what: this.words('what') }];
    await this.act(path, 'recordDeficiency', official, {
      items,
      statement: this.statement('list'),
    });
    const document = filedDocument('siteMap');
    const answer = (text: string) => ({ answers: [{ itemId: 'plan', document, text }] });
    await this.act(path, 'correct', portal, answer(this.words('correct')));
    await this.act(path, 'keepOpen', official, { open: ['plan'], reason: this.words('keepOpen') });
    const within = { amount: 90, unit: 'WORKING_DAY' };
    const reason = this.words('lengthen');
    await this.act(path, 'lengthenCorrection', official, { within, reason });
    await this.act(path, 'correct', portal, { ...answer(this.words('again')), actedBy: 'agent' });
    await this.act(path, 'confirmComplete', official);
  }

  private async consider(path: string): Promise<void> {
    await this.act(path, 'orderInspection', official, { on: today() });
    const found = { inspection: 1, findings: this.words('findings') };
    await this.act(path, 'recordInspection', official, { ...found, result: 'remedyNeeded' });
    const text = this.words('remedy');
    await this.act(path, 'reportRemedy', portal, { inspection: 1, text });
    const again = { inspection: 1, findings: this.words('findingsAgain'), result: 'passed' };
    await this.act(path, 'recordInspection', official, again);
    await this.act(path, 'openHearing', official, { facts: this.words('hearing') });
    const heard = { hearing: 1, text: this.words('heard') };
    await this.act(path, 'answerHearing', portal, heard);
    const question = this.words('question');
    await this.act(path, 'consult', official, { agencyId: 'AGY120', question });
    const opinion = { consultation: 1, answer: 'conditions', text: this.words('opinion') };
    await this.act(path, 'answerConsultation', ofAgency('competentOfficial', 'AGY120'), opinion);
    await this.act(path, 'recordOfficerFault', licensor, { reason: this.words('fault') });
    const office = liquor.offices[1]?.officeId;
    await this.act(path, 'forward', official, { office, reason: this.words('forward') });
  }

  /** First another amount, which is given back, then what is asked. */
  private async pay(path: string): Promise<void> {
    const billId = await this.billId(path);
    await this.atTreasury('/dev/pay', { billId, money: { amount: '1.00', currency: 'THB' } });
    await this.stack.until(path, (shown) => shown['refundsDue'] === 1);
    const repaid = { refund: 1, on: today(), reference: 'GFMIS-1' };
    await this.act(path, 'recordRepayment', official, repaid);
    await this.atTreasury('/dev/pay', { billId, callbacks: 'twice' });
    await this.stack.until(path, ({ state }) => state === 'issuing');
  }

  private async finish(path: string): Promise<void> {
    const validity = { effectiveOn: today(), expiresOn: addDays(today(), 364) };
    await this.act(path, 'issue', official, { number: '1/2569', ...validity });
    const mended = { corrects: 1, field: 'issued.number', value: '2/2569' };
    await this.act(path, 'correctEntry', official, { ...mended, reason: this.words('mend') });
    const { body } = await this.stack.call('GET', path, official);
    if (body['state'] === 'issuing') {
      await this.act(path, 'deliver', official, { by: 'electronic', on: today() });
    }
  }

  /** Filed with a stay, sent up, extended and decided. */
  private async appeal(path: string): Promise<void> {
    const of = path.split('/').at(-1) ?? '';
    const name = (what: string) => `appeal.${what}.${of.slice(0, 4)}`;
    await this.act(path, 'appeal', portal, { reason: this.words(name('grounds')), stay: true });
    const appeal = `${path}/appeals/1`;
    await this.stack.until(appeal, () => true);
    const authority = ofAgency('appealAuthority');
    const acts = [
      ['refuseStay', licensor],
      ['sendUp', licensor],
      ['extendAppeal', authority],
    ] as const;
    for (const [action, who] of acts) {
      await this.act(appeal, action, who, { reason: this.words(name(action)) });
    }
    const decided = { outcome: 'upheld', statement: this.statement(name('decided')) };
    await this.act(appeal, 'decideAppeal', authority, decided);
    for (const who of [portal, authority, official]) await this.stack.call('GET', appeal, who);
  }

  private async toRefusalAndAppeal(): Promise<void> {
    const path = await this.file('refused');
    await this.act(path, 'confirmComplete', official);
    await this.act(path, 'refuse', licensor, { statement: this.statement('refuse') });
    await this.act(path, 'notifyResult', official, { by: 'ELECTRONIC' });
    await this.act(path, 'appeal', portal, { reason: this.words('withdrawn.grounds') });
    await this.stack.until(`${path}/appeals/1`, () => true);
    const reason = this.words('withdrawAppeal');
    await this.act(`${path}/appeals/1`, 'withdrawAppeal', portal, { reason });
  }

  private async toDisprovedPayment(): Promise<void> {
    const path = await this.file('payer');
    await this.act(path, 'confirmComplete', official);
    await this.act(path, 'approve', licensor, { notify: 'ELECTRONIC' });
    const billId = await this.billId(path);
    await this.atTreasury('/dev/pay', { billId, isConfirmed: false });
    await this.stack.until(path, ({ state }) => state === 'paymentUnconfirmed');
    await this.act(path, 'disprovePayment', official, { bill: 1, reason: this.words('disprove') });
  }

  private async toOtherEnds(): Promise<void> {
    const withdrawn = await this.file('withdrawn');
    await this.act(withdrawn, 'withdraw', portal, { reason: this.words('withdraw') });
    const died = await this.file('died');
    const cause = { cause: 'died', reason: this.words('terminate') };
    await this.act(died, 'terminate', licensor, cause);
    const elsewhere = await this.file('elsewhere');
    const other = { agencyId: 'AGY200', reason: this.words('notOurs') };
    await this.act(elsewhere, 'declareNotOurAgency', official, other);
  }

  /** Requests of long ago, whose time is up or may be extended. */
  private async toLetters(): Promise<void> {
    const late = await this.begunEarlier(liquor, 60);
    const notice = { reasonCode: 'workload', reason: this.words('delay') };
    await this.act(late, 'sendDelayNotice', official, notice);
    const running = await this.begunEarlier(food, 14);
    const extender = ofAgency('licensor', food.agencyId);
    await this.act(running, 'extendTime', extender, { reason: this.words('extend') });
  }

  private async begunEarlier(manual: typeof liquor, daysAgo: number): Promise<string> {
    const filedAt = Date.now() - daysAgo * 86_400_000;
    const start = filing({ manual, name: `${daysAgo} days ago`, filedAt });
    await startRequest(this.stack.client, start);
    const path = `/v1/requests/${start.requestId}`;
    await this.stack.until(path, ({ dueOn, receiptNumber, state }) => {
      return dueOn !== null && receiptNumber !== null && state === 'completenessCheck';
    });
    return path;
  }

  private async billId(path: string): Promise<string> {
    const billsOf = (shown: Record<string, unknown>) =>
      (shown['details'] as { bills: { billId: string | null }[] }).bills;
    const { body } = await this.stack.until(path, (shown) =>
      billsOf(shown).some(({ billId }) => billId !== null),
    );
    return billsOf(body)[0]?.billId ?? '';
  }

  private async atTreasury(path: string, body: object): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const url = `${this.stack.testAgencyUrl}${path}`;
    const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
  }
}
