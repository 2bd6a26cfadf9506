import type { Bill, BillRequest, BillState, BillStatus } from '../../../contracts/payment/bills.js';

type Payment = BillStatus['payments'][number];

/** A bill in the memory of the test treasury. */
export interface KeptBill {
  readonly request: BillRequest;
  readonly bill: Bill;
  readonly payments: Payment[];
  isVoid: boolean;
  /** Its validity was ended by a test. */
  isExpired: boolean;
}

/** The bills of the test treasury. */
export class Bills {
  private readonly kept: KeptBill[] = [];

  /** The bill of these references, made now unless it is there. */
  make(request: BillRequest): KeptBill {
    const { ref1, ref2, money, validUntil } = request;
    const known = this.kept.find(({ bill }) => bill.ref1 === ref1 && bill.ref2 === ref2);
    if (known !== undefined) return known;
    const bill = {
      ...{ billId: `BILL-${this.kept.length + 1}`, billerId: '099400016055101' },
      ...{ ref1, ref2, money, validUntil },
    };
    const made = { request, bill, payments: [], isVoid: false, isExpired: false };
    this.kept.push(made);
    return made;
  }

  /** A bill by its id. */
  byId(billId: string): KeptBill | undefined {
    return this.kept.find(({ bill }) => bill.billId === billId);
  }

  /** The latest bill of a request, by which a payer's bank finds it. */
  byReference(ref1: string): KeptBill | undefined {
    return this.kept.findLast(({ bill }) => bill.ref1 === ref1);
  }

  /** Takes a payment, of an expired or void bill too, as banks do at times. */
  pay(kept: KeptBill, payment: Omit<Payment, 'transactionId'>): Payment {
    const count = this.kept.reduce((sum, { payments }) => sum + payments.length, 0);
    const taken = { transactionId: `TX-${count + 1}`, ...payment };
    kept.payments.push(taken);
    return taken;
  }

  /** Confirms the payments that wait for it, or finds that there was none. */
  confirm(kept: KeptBill, isTrue: boolean): void {
    const settled = kept.payments.map((payment) => ({ ...payment, isConfirmed: true }));
    const confirmed = kept.payments.filter(({ isConfirmed }) => isConfirmed);
    kept.payments.splice(0, Infinity, ...(isTrue ? settled : confirmed));
  }

  /** A bill as the treasury answers it. */
  statusOf(kept: KeptBill, now: number): BillStatus {
    return { ...kept.bill, state: stateOf(kept, now), payments: kept.payments };
  }
}

function stateOf({ bill, payments, isVoid, isExpired }: KeptBill, now: number): BillState {
  if (payments.some(({ isConfirmed }) => isConfirmed)) return 'PAID';
  if (payments.length > 0) return 'PAID_UNCONFIRMED';
  if (isVoid) return 'VOIDED';
  return isExpired || now >= Date.parse(bill.validUntil) ? 'EXPIRED' : 'BILLED';
}
