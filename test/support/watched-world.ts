import { createHash } from 'node:crypto';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { BillStatus } from '../../contracts/payment/bills.js';
import { RequestWorld } from './requests.js';

/** What the treasury of a test was asked, in order. */
export type Asked =
  | { readonly kind: 'billed'; readonly at: number; readonly number: number }
  | {
      readonly kind: 'asked';
      readonly at: number;
      readonly number: number;
      readonly payments: BillStatus['payments'];
    };

/** A bill as the treasury of a test has it. */
interface KnownBill {
  readonly requestId: string;
  readonly number: number;
  readonly billId: string;
}

/** The world in memory, which also keeps what the treasury was asked and when, by request. */
export class WatchedWorld extends RequestWorld {
  readonly known: KnownBill[] = [];
  private readonly asked = new Map<string, Asked[]>();
  private readonly lost = new Set<string>();

  constructor(server: TestWorkflowEnvironment) {
    super();
    const { payments } = this.ports;
    const { createBill, query } = payments;
    payments.createBill = async (order, ...rest) => {
      const bill = await createBill(order, ...rest);
      const { billId } = bill;
      const { requestId, number } = order;
      if (!this.known.some((one) => one.billId === billId)) {
        this.known.push({ requestId, number, billId });
      }
      if (this.losesAnswer(billId)) throw new Error('the answer is lost on its way');
      this.listOf(requestId).push({ kind: 'billed', at: await server.currentTimeMs(), number });
      return bill;
    };
    payments.query = async (billId, ...rest) => {
      const status = await query(billId, ...rest);
      const found = this.known.find((one) => one.billId === billId);
      if (found !== undefined) {
        const at = await server.currentTimeMs();
        const { number } = found;
        const answered: Asked = { kind: 'asked', at, number, payments: status.payments };
        this.listOf(found.requestId).push(answered);
      }
      return status;
    };
  }

  /** The treasury's id of a bill; `undefined` while it does not know of it. */
  billIdOf(requestId: string, number: number): string | undefined {
    return this.known.find((one) => one.requestId === requestId && one.number === number)?.billId;
  }

  /** What it was asked about a request since the last time. */
  takeAsked(requestId: string): Asked[] {
    return this.listOf(requestId).splice(0);
  }

  /** Money that was there is there no longer. */
  disprove(billId: string): void {
    const bill = this.bills.get(billId);
    if (bill !== undefined) this.bills.set(billId, { ...bill, state: 'BILLED', payments: [] });
  }

  /** Of every fifth bill the first answer is lost: the treasury has it, and nobody knows. */
  private losesAnswer(billId: string): boolean {
    const isOne = createHash('sha256').update(billId).digest().readUInt8(0) % 5 === 0;
    if (!isOne || this.lost.has(billId)) return false;
    this.lost.add(billId);
    return true;
  }

  private listOf(requestId: string): Asked[] {
    const list = this.asked.get(requestId) ?? [];
    this.asked.set(requestId, list);
    return list;
  }
}
