import { setTimeout as sleep } from 'node:timers/promises';
import type { SigningKey } from '../../../contracts/agency-link/signature.js';
import type { PaymentNotice } from '../../../contracts/payment/bills.js';
import { BillRequest } from '../../../contracts/payment/bills.js';
import { isSameJson } from '../../../contracts/same-json.js';
import type { PaymentKeys } from '../../payment/keys.js';
import type { KeptBill } from './bills.js';
import { Bills } from './bills.js';
import { callBack } from './call-back.js';
import { BillScript, PayScript, TreasuryScript } from './treasury-scripts.js';
import type { Arrived, Desk, Reply } from './web.js';
import { answerInManner, parsed, problem, scripted, unsigned } from './web.js';

/**
 * A small treasury with bills in memory, below `/treasury`. `POST /dev/pay {billId | ref1, …}` pays a
 * bill, `/dev/bill` lets it expire or confirms a payment, `/dev/treasury` scripts how it behaves.
 */
export function createTreasuryDesk(keys: PaymentKeys): Desk {
  const [key] = keys;
  const bills = new Bills();
  let behaviour = TreasuryScript.parse({});

  return async (arrived) => {
    if (arrived.path.startsWith('/dev/') && arrived.method === 'POST') return script(arrived);
    const [, path] = /^\/treasury(\/.*)$/.exec(arrived.path) ?? [];
    if (path === undefined) return undefined;
    return unsigned(arrived, keys) ?? answerInManner(behaviour, () => answer(path, arrived));
  };

  function script(arrived: Arrived): Reply | undefined {
    if (arrived.path === '/dev/pay') {
      return scripted(PayScript, arrived, (pay) => withBill(pay, (kept) => payNow(kept, pay)));
    }
    if (arrived.path === '/dev/bill') {
      return scripted(BillScript, arrived, (change) =>
        withBill(change, (kept) => {
          if (change.becomes === 'expired') kept.isExpired = true;
          else bills.confirm(kept, change.becomes === 'confirmed');
        }),
      );
    }
    if (arrived.path !== '/dev/treasury') return undefined;
    return scripted(TreasuryScript, arrived, (next) => {
      behaviour = next;
      return { status: 200, body: 'ok\n' };
    });
  }

  function withBill(
    { billId, ref1 }: { billId?: string | undefined; ref1?: string | undefined },
    work: (kept: KeptBill) => void,
  ): Reply {
    const kept = billId === undefined ? bills.byReference(ref1 ?? '') : bills.byId(billId);
    if (kept === undefined) return { status: 404, body: 'no such bill\n' };
    work(kept);
    return { status: 200, body: bills.statusOf(kept, Date.now()) };
  }

  function payNow(kept: KeptBill, pay: PayScript): void {
    void tell(kept, noticeOf(kept, pay), pay, key);
  }

  function noticeOf(kept: KeptBill, pay: PayScript): PaymentNotice {
    const { billId, ref1, ref2, money: asked } = kept.bill;
    const { money = asked, isConfirmed, paidAt = new Date().toISOString() } = pay;
    const { transactionId } = bills.pay(kept, { money, paidAt, isConfirmed });
    return { billId, ref1, ref2, paidAt, money, transactionId };
  }

  async function answer(path: string, arrived: Arrived): Promise<Reply> {
    const isPost = arrived.method === 'POST';
    if (isPost && path === '/bills') return make(arrived);
    const [, billId = '', toVoid] = /^\/bills\/([^/]+)(\/void)?$/.exec(path) ?? [];
    const kept = bills.byId(decodeURIComponent(billId));
    if (kept === undefined) return problem(404, 'unknownBill');
    // Paid money is not made unpaid: the answer shows it.
    if (isPost && toVoid !== undefined) kept.isVoid = true;
    return { status: 200, body: bills.statusOf(kept, Date.now()) };
  }

  async function make(arrived: Arrived): Promise<Reply> {
    const request = parsed(BillRequest, arrived);
    if (request === undefined) return problem(422, 'invalidRequest');
    const kept = bills.make(request);
    if (!isSameJson(kept.request, request)) return problem(409, 'conflict');
    if (behaviour.paysBeforeAnswer && kept.payments.length === 0) {
      const pay = PayScript.parse({});
      await tell(kept, noticeOf(kept, pay), pay, key);
    }
    return { status: 201, body: kept.bill };
  }
}

async function tell(
  { request }: KeptBill,
  notice: PaymentNotice,
  { callbacks, otherRequestId, callbackAfterMs }: PayScript,
  key: SigningKey,
): Promise<void> {
  if (callbacks === 'never') return;
  await sleep(callbackAfterMs, undefined, { ref: false });
  const isElsewhere = callbacks === 'otherRequest' && otherRequestId !== undefined;
  const { callbackUrl } = request;
  const url = isElsewhere ? callbackUrl.replace(/[^/]+$/, otherRequestId) : callbackUrl;
  const signed = callbacks === 'forged' || callbacks === 'stale' ? callbacks : 'well';
  await callBack({ url, body: notice, key, signed });
  if (callbacks === 'twice') await callBack({ url, body: notice, key });
}
