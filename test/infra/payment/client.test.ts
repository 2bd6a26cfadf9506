import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { BillOrder } from '../../../contracts/payment/bills.js';
import { PaymentNotice } from '../../../contracts/payment/bills.js';
import { billReferences } from '../../../contracts/payment/references.js';
import { createPayments } from '../../../infra/payment/client.js';
import type { Manner } from '../../../infra/local/test-agency/web.js';
import {
  failureOf,
  GatewayStub,
  keyOf,
  requestA,
  requestB,
  Servers,
  startDoubles,
} from '../../support/link.js';
import type { CalledBack } from '../../support/link.js';
import { until } from '../../support/until.js';

const servers = new Servers();
const gateway = new GatewayStub([keyOf('treasury')]);
let doubles: Awaited<ReturnType<typeof startDoubles>>;
let number = 0;
let order: BillOrder;

beforeAll(async () => {
  await gateway.start(servers);
  doubles = await startDoubles(servers);
});
beforeEach(async () => {
  await doubles.dev('treasury', {});
  gateway.taken.length = 0;
  number += 1;
  const money = { amount: '2200.00', currency: 'THB' } as const;
  const validUntil = '2099-12-01T00:00:00+07:00';
  order = { requestId: requestA, feeId: 'licenceFee', number, money, validUntil };
});
afterAll(() => servers.close());

function client(options: Partial<Parameters<typeof createPayments>[0]> = {}) {
  const own = { url: `${doubles.url}/treasury`, gatewayUrl: gateway.url, timeoutMs: 2_000 };
  return createPayments({ ...own, key: keyOf('treasury'), ...options });
}

/** What was told of a bill, once it was told so often. */
async function told(billId: string, count = 1): Promise<CalledBack[]> {
  const own = () => gateway.taken.filter(({ body }) => body.billId === billId);
  await until(() => own().length >= count, 5_000);
  return own();
}

describe('a bill', () => {
  it('is one by request, fee and number', async () => {
    const bill = await client().createBill(order);
    expect(bill).toMatchObject({ ...billReferences(order), money: order.money });
    expect(await client().createBill(order)).toEqual(bill);
    const again = await client().createBill({ ...order, number: number + 500 });
    expect(again.billId).not.toBe(bill.billId);
    expect(again.ref1).toBe(bill.ref1);
  });

  it('of another sum under the same references is refused for good', async () => {
    await client().createBill(order);
    const money = { amount: '2300.00', currency: 'THB' } as const;
    const failure = await failureOf(client().createBill({ ...order, money }));
    expect(failure).toMatchObject({ name: 'PaymentRefused', reason: 'conflict' });
  });

  it('is made once though its answer was lost', async () => {
    await doubles.dev('treasury', { manner: 'losesAnswer' });
    const failure = await failureOf(client().createBill(order));
    expect(failure).toMatchObject({ name: 'PaymentAway', reason: 'unreachable' });
    await doubles.dev('treasury', {});
    const bill = await client().createBill(order);
    const paid = await doubles.dev('pay', { ref1: bill.ref1, callbacks: 'never' });
    expect(paid).toMatchObject({ billId: bill.billId });
  });

  it('is paid, told with a signature to its request, and queried', async () => {
    const { billId } = await client().createBill(order);
    expect(await client().query(billId)).toMatchObject({ state: 'BILLED', payments: [] });
    await doubles.dev('pay', { billId });
    const [callback] = await told(billId);
    expect(callback).toMatchObject({ path: `/v1/payment-callbacks/${requestA}`, fault: undefined });
    const notice = PaymentNotice.parse(callback?.body);
    const { state, payments } = await client().query(billId);
    expect(state).toBe('PAID');
    expect(payments).toMatchObject([{ transactionId: notice.transactionId, isConfirmed: true }]);
  });

  it('is told before it is answered', async () => {
    await doubles.dev('treasury', { paysBeforeAnswer: true });
    const bill = await client().createBill(order);
    const own = () => gateway.taken.filter(({ body }) => body.billId === bill.billId);
    expect(own()).toHaveLength(1);
    expect(await client().createBill(order)).toEqual(bill);
    expect(own()).toHaveLength(1);
  });

  it('is paid but not confirmed, then confirmed or disproved', async () => {
    const { billId } = await client().createBill(order);
    await doubles.dev('pay', { billId, isConfirmed: false });
    expect((await client().query(billId)).state).toBe('PAID_UNCONFIRMED');
    await doubles.dev('bill', { billId, becomes: 'disproved' });
    expect(await client().query(billId)).toMatchObject({ state: 'BILLED', payments: [] });
    await doubles.dev('pay', { billId, isConfirmed: false });
    await doubles.dev('bill', { billId, becomes: 'confirmed' });
    expect(await client().query(billId)).toMatchObject({ state: 'PAID', payments: [{}] });
  });

  it('expires, and may be paid all the same; it may be paid twice, and another sum', async () => {
    const { billId } = await client().createBill(order);
    await doubles.dev('bill', { billId, becomes: 'expired' });
    expect((await client().query(billId)).state).toBe('EXPIRED');
    await doubles.dev('pay', { billId });
    await doubles.dev('pay', { billId, money: { amount: '1.00', currency: 'THB' } });
    const { state, payments } = await client().query(billId);
    expect(state).toBe('PAID');
    expect(payments.map(({ money }) => money.amount)).toEqual(['2200.00', '1.00']);
    expect(new Set(payments.map(({ transactionId }) => transactionId)).size).toBe(2);
  });

  it('expires by its own time', async () => {
    const over = { ...order, validUntil: '2026-01-01T00:00:00+07:00' };
    const { billId } = await client().createBill(over);
    expect((await client().query(billId)).state).toBe('EXPIRED');
  });

  it('is voided, unless it was paid meanwhile', async () => {
    const { billId } = await client().createBill(order);
    expect((await client().voidBill(billId)).state).toBe('VOIDED');
    expect((await client().voidBill(billId)).state).toBe('VOIDED');
    const other = await client().createBill({ ...order, number: number + 300 });
    await doubles.dev('pay', { billId: other.billId });
    expect((await client().voidBill(other.billId)).state).toBe('PAID');
  });
});

describe('the callback of a payment', () => {
  it.each([
    ['twice', undefined, 2],
    ['forged', 'mismatch', 1],
    ['stale', 'stale', 1],
  ] as const)('comes %s', async (callbacks, fault, count) => {
    const { billId } = await client().createBill(order);
    await doubles.dev('pay', { billId, callbacks });
    const taken = await told(billId, count);
    expect(taken.map((one) => one.fault)).toEqual(Array<unknown>(count).fill(fault));
    expect(new Set(taken.map(({ body }) => body.transactionId)).size).toBe(1);
  });

  it('comes to another request, as its own bill', async () => {
    const { billId } = await client().createBill(order);
    await doubles.dev('pay', { billId, callbacks: 'otherRequest', otherRequestId: requestB });
    const path = `/v1/payment-callbacks/${requestB}`;
    expect(await told(billId)).toMatchObject([{ path, fault: undefined, body: { billId } }]);
  });

  it('comes late, or never; the query tells it', async () => {
    const { billId } = await client().createBill(order);
    await doubles.dev('pay', { billId, callbackAfterMs: 300 });
    await doubles.dev('pay', { billId, callbacks: 'never' });
    const { payments } = await client().query(billId);
    expect(payments).toHaveLength(2);
    expect(gateway.taken.filter(({ body }) => body.billId === billId)).toEqual([]);
    const [late] = await told(billId);
    expect(late?.body.transactionId).toBe(payments[0]?.transactionId);
  });

  it('is sent again while the gateway is away', async () => {
    gateway.status = 503;
    const { billId } = await client().createBill(order);
    await doubles.dev('pay', { billId });
    await told(billId);
    gateway.status = 204;
    const [first, second] = await told(billId, 2);
    expect(second?.body).toEqual(first?.body);
  });
});

describe('the treasury', () => {
  it.each<[Manner['manner'], string]>([
    ['away', 'unreachable'],
    ['silent', 'timedOut'],
    ['error', 'badStatus'],
    ['garbage', 'unreadable'],
    ['huge', 'tooLarge'],
  ])('is asked again when it is %s', async (manner, reason) => {
    await doubles.dev('treasury', { manner });
    const payments = client({ timeoutMs: 300 });
    const calls = [payments.createBill(order), payments.query('B'), payments.voidBill('B')];
    for (const failure of await Promise.all(calls.map(failureOf))) {
      expect(failure).toMatchObject({ name: 'PaymentAway', reason });
    }
  });

  it('may be busy, and says for how long', async () => {
    await doubles.dev('treasury', { manner: 'busy' });
    const failure = await failureOf(client().query('B'));
    expect(failure).toMatchObject({ name: 'PaymentAway', retryAfterMs: 7_000 });
  });

  it('refuses an unknown bill, a wrong key, and what it does not understand', async () => {
    expect((await failureOf(client().query('none'))).reason).toBe('unknownBill');
    const key = { kid: 'treasury', secret: 'x'.repeat(32) };
    expect((await failureOf(client({ key }).query('none'))).reason).toBe('notAuthorised');
    await doubles.dev('treasury', { manner: 'refusing' });
    const failure = await failureOf(client().query('none'));
    expect(failure).toMatchObject({ name: 'PaymentRefused', reason: 'other' });
    expect(failure.message).not.toContain('1101700230708');
  });

  it('is not believed when it answers with another bill', async () => {
    const bill = await client().createBill(order);
    const status = { ...bill, state: 'PAID', payments: [] };
    const url = await servers.start((_, answer) => answer.end(JSON.stringify(status)));
    const mixed = client({ url });
    expect(await mixed.createBill(order)).toEqual(bill);
    const other = { ...order, number: number + 100 };
    expect((await failureOf(mixed.createBill(other))).reason).toBe('otherBill');
    expect((await failureOf(mixed.query('another'))).reason).toBe('otherBill');
  });
});
