import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import { AgencyAnswer } from '../../../contracts/agency-link/answers.js';
import {
  AgencyAccepted,
  AgencyDispatch,
  AgencyNotice,
  AgencyProblem,
} from '../../../contracts/agency-link/messages.js';
import { signCall } from '../../../contracts/agency-link/signature.js';
import { agencyRefusals, isFinalStatus } from '../../../contracts/agency-link/statuses.js';
import { BillRequest, BillStatus, PaymentNotice } from '../../../contracts/payment/bills.js';
import { billReferences } from '../../../contracts/payment/references.js';
import { manners } from '../../../infra/local/test-agency/web.js';
import { requestA } from '../../support/link.js';

const page = readFileSync('docs/agency-link.md', 'utf8');
const types: Record<string, z.ZodType> = {
  ...{ AgencyDispatch, AgencyAccepted, AgencyAnswer, AgencyNotice, AgencyProblem },
  ...{ BillRequest, BillStatus, PaymentNotice },
};
const examples = [...page.matchAll(/```json (\w+)\n([\s\S]*?)```/g)].map(
  ([, name = '', text = '']) => [name, text] as const,
);

describe('the page about the link', () => {
  it('has an example of every message', () => {
    expect(new Set(examples.map(([name]) => name))).toEqual(new Set(Object.keys(types)));
  });

  it.each(examples)('shows a %s that is one', (name, text) => {
    const example: unknown = JSON.parse(text);
    expect(types[name]?.safeParse(example)).toMatchObject({ success: true, data: example });
  });

  it('shows a signature that can be made again', () => {
    const key = { kid: '2026-1', secret: '0123456789abcdef0123456789abcdef' };
    const path = `/v1/agency-callbacks/${requestA}`;
    const call = { method: 'POST', path, body: '{"outcome":"received"}' };
    const at = Date.parse('2026-11-30T09:15:00+07:00');
    for (const part of [key.secret, path, call.body]) expect(page).toContain(`\`${part}\``);
    expect(page).toContain(`\nPrasan-Signature: ${signCall(call, key, at)}\n`);
  });

  it('shows references of a bill that are made from its request', () => {
    const { ref1, ref2 } = billReferences({ requestId: requestA, feeId: 'licenceFee', number: 1 });
    expect(page).toContain(`"${ref1}"`);
    expect(page).toContain(`"${ref2}"`);
  });

  it('names every refusal, and every manner of the test agency', () => {
    for (const word of [...agencyRefusals, ...manners]) expect(page).toContain(`\`${word}\``);
  });

  it('says which statuses are final', () => {
    const all = Array.from({ length: 400 }, (_, index) => index + 200);
    const sentAgain = all.filter((status) => status >= 300 && !isFinalStatus(status));
    const isIn4xx = (status: number) => status >= 400 && status < 500;
    expect(sentAgain.filter(isIn4xx)).toEqual([408, 425, 429]);
    expect(page).toContain('4xx but 408, 425, 429');
    expect(all.filter(isFinalStatus).every(isIn4xx)).toBe(true);
  });
});

describe('the JSON Schemas', () => {
  it.each(['agency-link', 'payment'])('of %s refer to nothing outside of them', (name) => {
    const text = readFileSync(`contracts/json-schema/${name}.json`, 'utf8');
    const { $defs } = JSON.parse(text) as { $defs: object };
    for (const type of Object.keys($defs)) expect(page).toContain(type);
    expect(text).not.toContain('"$ref"');
  });
});
