import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BillRequest } from '../../../contracts/payment/bills.js';
import { Money } from '../../../contracts/payment/money.js';
import { billReferences } from '../../../contracts/payment/references.js';

const order = fc.record({
  requestId: fc.uuid(),
  feeId: fc.string({ minLength: 1, maxLength: 60 }),
  number: fc.integer({ min: 1, max: 999 }),
});

describe('the references of a bill', () => {
  it('are what banks take, and the same for the same bill', () => {
    fc.assert(
      fc.property(order, (asked) => {
        const references = billReferences(asked);
        const { ref1, ref2 } = BillRequest.shape;
        expect(ref1.safeParse(references.ref1).success).toBe(true);
        expect(ref2.safeParse(references.ref2).success).toBe(true);
        expect(billReferences({ ...asked })).toEqual(references);
      }),
    );
  });

  it('tell requests, fees and numbers apart', () => {
    fc.assert(
      fc.property(order, order, (one, other) => {
        const [a, b] = [billReferences(one), billReferences(other)];
        expect(a.ref1 === b.ref1).toBe(one.requestId === other.requestId);
        const isSameBill = one.feeId === other.feeId && one.number === other.number;
        expect(a.ref2 === b.ref2).toBe(isSameBill);
      }),
    );
  });
});

describe('money', () => {
  it.each(['0.00', '2200.00', '0.25', '999999999999.99'])('is %s', (amount) => {
    expect(Money.safeParse({ amount, currency: 'THB' }).success).toBe(true);
  });

  it.each(['2200', '2200.0', '02.00', '-1.00', '1,000.00', '1e3', '2200.000', '', '٣.00'])(
    'is not "%s"',
    (amount) => {
      expect(Money.safeParse({ amount, currency: 'THB' }).success).toBe(false);
    },
  );

  it('is of no other currency', () => {
    expect(Money.safeParse({ amount: '1.00', currency: 'USD' }).success).toBe(false);
  });
});
