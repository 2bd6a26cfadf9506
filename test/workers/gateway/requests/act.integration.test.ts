import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bangkokDate } from '../../../../contracts/civil-date.js';
import type { Bill, RequestCase } from '../../../../contracts/lifecycles/request/case.js';
import type { ProblemCode } from '../../../../contracts/problems.js';
import { problemKinds, problemType } from '../../../../contracts/problems.js';
import { createLogger } from '../../../../infra/logger.js';
import type { Manual } from '../../../../contracts/manuals/manual.js';
import type { Back } from '../../../support/gateway-world.js';
import { rawHistory } from '../../../support/raw-history.js';
import { answers, deficiency, statement } from '../../../support/request-cases.js';
import type { Caller } from '../../../support/request-rig.js';
import { filedDocument, RequestRig, submissionOf } from '../../../support/request-rig.js';
import { manualOf } from '../../../support/requests.js';

const liquor = manualOf('SVC0106');
const food = manualOf('SVC1832');
const reason = 'ตามบันทึกข้อความแนบ';
let rig: RequestRig;

beforeAll(async () => {
  rig = await RequestRig.start([liquor, food]);
});

afterAll(() => rig.stop());

const portal: Caller = { role: 'portal', office: 'biz' };

function ofAgency(role: Caller['role'], { agencyId }: Manual = liquor, name?: string): Caller {
  return { role, agency: agencyId, ...(name === undefined ? {} : { name }) };
}

/** Acts, and expects to be refused by that type in both languages with nothing changed. */
async function expectRefused(
  code: ProblemCode,
  ...act: Parameters<RequestRig['act']>
): Promise<Record<string, unknown>> {
  const [requestId] = act;
  const before = await rig.view(requestId);
  const { status, body }: Back = await rig.act(...act);
  expect([status, body['code']]).toEqual([problemKinds[code].status, code]);
  expect(body['type']).toBe(problemType(code));
  const { th, en } = body['details'] as { th: string; en: string };
  expect(th).toMatch(/[\u0E00-\u0E7F]/);
  expect(en).not.toMatch(/\{\w+\}/);
  const after = await rig.view(requestId);
  expect([after.request.version, after.sequence]).toEqual([
    before.request.version,
    before.sequence,
  ]);
  return body;
}

async function inConsideration(manual = liquor, daysAgo = 14): Promise<string> {
  const requestId = await rig.filedEarlier(manual, daysAgo);
  await rig.must(requestId, 'confirmComplete', ofAgency('competentOfficial', manual));
  return requestId;
}

describe('an answer to what is missing is refused', () => {
  let requestId: string;
  let filed: RequestCase['documents'][number] | undefined;

  beforeAll(async () => {
    requestId = await rig.file(liquor);
    [filed] = (await rig.view(requestId)).request.documents;
    const list = deficiency('plan', 'map');
    await rig.must(requestId, 'recordDeficiency', ofAgency('competentOfficial'), list);
  });

  const answer = (change: object) => ({
    answers: [{ itemId: 'plan', document: { ...filedDocument('siteMap'), ...change } }],
  });

  it.each([
    ['too large', 'documentTooLarge', () => answer({ bytes: 900_000_000 })],
    ['of another type', 'documentType', () => answer({ mediaType: 'text/html' })],
    [
      'with a reference that was filed with another hash',
      'documentHashDiffers',
      () => answer({ reference: filed?.reference }),
    ],
    [
      'twice',
      'documentTwice',
      () => {
        const document = filedDocument('siteMap');
        return { answers: ['plan', 'map'].map((itemId) => ({ itemId, document })) };
      },
    ],
    ['to an item that is not open', 'itemsNotOpen', () => answers('other')],
    ['by an agent there is none of', 'noAgent', () => ({ ...answers('plan'), actedBy: 'agent' })],
    ['without an answer', 'invalidBody', () => ({ answers: [] })],
  ] as const)('a document %s: %s', async (_what, code, body) => {
    await expectRefused(code, requestId, 'correct', portal, body());
  });

  it('of an agent whose power has ended', async () => {
    const ended = await rig.filedEarlier(liquor, 14, {
      agent: { sealed: 'sealed', until: bangkokDate(Date.now() - 86_400_000) },
    });
    await rig.must(ended, 'recordDeficiency', ofAgency('competentOfficial'), deficiency());
    await expectRefused('powerEnded', ended, 'correct', portal, { ...answers(), actedBy: 'agent' });
    await rig.must(ended, 'correct', portal, answers());
  });
});

describe('asking for more documents a second time', () => {
  it('is refused, until the licensor records an official’s fault', async () => {
    const requestId = await rig.filedEarlier(liquor, 14);
    const official = ofAgency('competentOfficial');
    await rig.must(requestId, 'recordDeficiency', official, deficiency());
    await rig.must(requestId, 'correct', portal, answers());
    await rig.must(requestId, 'confirmComplete', official);
    await expectRefused(
      'askedAlready',
      requestId,
      'recordDeficiency',
      official,
      deficiency('more'),
    );
    await expectRefused('roleMayNot', requestId, 'recordOfficerFault', official, { reason });
    await rig.must(requestId, 'recordOfficerFault', ofAgency('licensor'), { reason });
    await rig.must(requestId, 'recordDeficiency', official, deficiency('more'));
  });
});

describe('a decision', () => {
  it('is refused to who is no licensor, or whose delegation is missing or has ended', async () => {
    const requestId = await inConsideration();
    const delegate = ofAgency('delegate');
    const over = { orderNumber: '1/2566', from: '2023-01-01', until: '2023-12-31' };
    await expectRefused('roleMayNot', requestId, 'approve', ofAgency('competentOfficial'));
    await expectRefused('delegationMissing', requestId, 'approve', delegate);
    await expectRefused('delegationNotInForce', requestId, 'approve', delegate, {
      delegation: over,
    });
    await expectRefused('notYourAgency', requestId, 'approve', {
      role: 'licensor',
      agency: 'AGY010',
    });
    await expectRefused('invalidBody', requestId, 'refuse', ofAgency('licensor'), {});
    await rig.must(requestId, 'approve', ofAgency('licensor'));
  });

  it('is refused to who submitted the case', async () => {
    const name = `twice-${randomUUID()}`;
    const requestId = await rig.file(liquor, {}, { ...portal, name });
    await rig.must(requestId, 'confirmComplete', ofAgency('competentOfficial'));
    await expectRefused('samePerson', requestId, 'approve', ofAgency('licensor', liquor, name));
  });
});

describe('an extension', () => {
  it('is refused out of time, where the manual allows none, and when it is too long', async () => {
    const late = await rig.filedEarlier(food, 80);
    await expectRefused('extensionTooLate', late, 'extendTime', ofAgency('licensor', food), {
      reason,
    });
    const none = await inConsideration(liquor);
    await expectRefused('extensionNotAllowed', none, 'extendTime', ofAgency('licensor'), {
      reason,
    });
    const body = { reason, amount: 16 };
    const inTime = await inConsideration(food);
    await expectRefused('extensionTooLong', inTime, 'extendTime', ofAgency('licensor', food), body);
    await rig.must(inTime, 'extendTime', ofAgency('licensor', food), { reason });
  });
});

describe('a payment', () => {
  /** A request whose bill is out. */
  async function billed(): Promise<{ requestId: string; bill: Bill }> {
    const requestId = await inConsideration();
    await rig.must(requestId, 'approve', ofAgency('licensor'));
    const { request } = await rig.untilView(requestId, (view) => {
      return view.request.bills.some(({ status }) => status === 'issued');
    });
    const [bill] = request.bills;
    if (bill === undefined) throw new Error('there is no bill');
    return { requestId, bill };
  }

  function noticeOf({ billId, ref1, ref2, money }: Bill, change: object = {}) {
    const paidAt = new Date().toISOString();
    return { billId, ref1, ref2, money, paidAt, transactionId: 'TX-1', ...change };
  }

  it.each([
    ['amount', { amount: '1.00', currency: 'THB' }],
    ['currency', { amount: '2200.00', currency: 'USD' }],
  ] as const)('of another %s pays nothing: it is to be given back', async (_what, money) => {
    const { requestId, bill } = await billed();
    rig.world.pay(bill.billId ?? '', { money });
    expect((await rig.tellPayment(requestId, noticeOf(bill, { money }))).status).toBe(200);
    const { request } = await rig.untilView(requestId, (view) => view.request.refunds.length > 0);
    expect(request).toMatchObject({
      state: 'awaitingPayment',
      bills: [{ status: 'issued', paidOn: null }],
      refunds: [{ why: 'otherAmount', money, repaidOn: null }],
    });
  });

  it('with another’s references, badly signed or not in money changes nothing', async () => {
    const { requestId, bill } = await billed();
    const before = await rig.view(requestId);
    const strange = noticeOf(bill, { ref1: 'ANOTHERREQUEST' });
    const told = [
      ['invalidBody', await rig.tellPayment(requestId, noticeOf(bill, { money: { amount: 'x' } }))],
      ['invalidBody', await rig.tellPayment(requestId, strange)],
      ['badSignature', await rig.tellPayment(requestId, noticeOf(bill), 'x'.repeat(64))],
    ] as const;
    for (const [code, { status, body }] of told) {
      expect([status, body['code']]).toEqual([problemKinds[code].status, code]);
    }
    const after = await rig.view(requestId);
    expect([after.request.version, after.sequence]).toEqual([
      ...[before.request.version, before.sequence],
    ]);
  });
});

describe('an act', () => {
  it('needs the version that was seen, and one key is one act', async () => {
    const requestId = await inConsideration();
    const { version } = (await rig.view(requestId)).request;
    const official = ofAgency('competentOfficial');
    const facts = { facts: 'จะปฏิเสธเพราะผังเมือง' };
    await expectRefused('staleVersion', requestId, 'openHearing', official, facts, { version: 1 });
    const key = randomUUID();
    const first = await rig.act(requestId, 'openHearing', official, facts, { version, key });
    const again = await rig.act(requestId, 'openHearing', official, facts, { version, key });
    expect([first.status, again.status, again.body]).toEqual([200, 200, first.body]);
    const other = { facts: 'อีกเรื่องหนึ่ง' };
    await expectRefused('keyReused', requestId, 'openHearing', official, other, { version, key });
  });

  it('has its words sealed: the history has none of them, even opened by its codec', async () => {
    const requestId = await rig.file(liquor);
    const secret = `คำลับ-${randomUUID()}`;
    const official = ofAgency('competentOfficial');
    const sent = { items: [{ itemId: 'plan', what: secret }], statement };
    await rig.must(requestId, 'recordDeficiency', official, sent);
    const { stored, decoded } = await rawHistory(rig.client, `request/${requestId}`);
    expect(decoded).toContain('recordDeficiency');
    for (const text of [stored, decoded]) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(statement.facts);
    }
    const shown = await rig.get(`/v1/requests/${requestId}`, official);
    expect(JSON.stringify(shown.body['personal'])).toContain(secret);
  });
});

describe('a request that is closed', () => {
  it('is told so; nobody acts on it any more', async () => {
    const requestId = await rig.file(liquor);
    await rig.must(requestId, 'withdraw', portal);
    await rig.untilView(
      requestId,
      ({ errands, unpublished }) => errands.length + unpublished === 0,
    );
    const { status, body } = await rig.act(
      ...([requestId, 'correctEntry', ofAgency('competentOfficial')] as const),
      { corrects: 1, field: 'orderNumber', value: '2/2569', reason },
    );
    expect(status).toBe(problemKinds[body['code'] as ProblemCode].status);
    expect(body['code']).toBe('nothingToCorrect');
    const path = `/v1/requests/${requestId}`;
    const { body: shown } = await rig.get(`${path}/actions`, ofAgency('competentOfficial'));
    const allowed = (shown['actions'] as { action: string; allowed: boolean }[])
      .filter((one) => one.allowed)
      .map(({ action }) => action);
    // Whether there is a slip of the pen to be put right, its body says.
    expect(allowed).toEqual(['correctEntry']);
    const { body: future } = await rig.get(`${path}/future`, ofAgency('competentOfficial'));
    expect(future).toMatchObject({ actions: [{ action: 'correctEntry' }], byItself: [] });
  });
});

it('what is refused is logged nowhere with what was sent', async () => {
  const lines: string[] = [];
  const logger = createLogger('gateway-test', 'trace', { write: (line) => lines.push(line) });
  const gateway = await rig.open({ logger });
  const secret = 'สมชายลับมาก';
  const applicant = {
    identity: { kind: 'citizen', number: '1101700230709' },
    name: { th: secret },
  };
  await rig.submit(liquor, submissionOf(liquor, { applicant }), { gateway });
  await rig.submit(liquor, submissionOf(liquor, { documents: [], form: { secret } }), { gateway });
  expect(lines.join('')).not.toMatch(/สมชายลับมาก|1101700230709/);
});
