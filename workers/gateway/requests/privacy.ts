import { z } from 'zod';
import type { CaseKeyRecord, Decided } from '../../../infra/privacy/case-keys.js';
import type { ForgettingCode } from '../../../contracts/lifecycles/request/retention.js';
import { forgettingCodes } from '../../../contracts/lifecycles/request/retention.js';
import { Problem } from '../problem.js';
import { Instant } from '../shapes.js';
import type { RequestDesk } from './desk.js';

/** What was decided on the personal data of a request. */
export const Privacy = z.object({
  state: z
    .enum(['open', 'restricted', 'forgotten'])
    .describe('restricted: shown to nobody here; forgotten: there are none any more'),
  since: Instant.nullable().describe('When that was decided; null: nothing was'),
  by: z.string().nullable().describe('Who decided: an opaque id'),
  reasonCode: z.enum(forgettingCodes).nullable().describe('Why; the words stay on record'),
});
/** What was decided on the personal data of a request. */
export type Privacy = z.output<typeof Privacy>;

/** What was decided on a request's personal data; `null` while the keys cannot be reached. */
export async function privacyOf(desk: RequestDesk, requestId: string): Promise<Privacy | null> {
  try {
    return shownPrivacy(await desk.keyRecord(requestId));
  } catch (error) {
    if (error instanceof Problem && error.code === 'vaultAway') return null;
    throw error;
  }
}

/** As readers see it. */
export function shownPrivacy(record: CaseKeyRecord | undefined): Privacy {
  const { restricted = null, destroyed = null } = record ?? {};
  if (destroyed !== null) return { state: 'forgotten', ...shownDecision(destroyed) };
  if (restricted !== null) return { state: 'restricted', ...shownDecision(restricted) };
  return { state: 'open', since: null, by: null, reasonCode: null };
}

function shownDecision({ at: since, by, reason }: Decided): Omit<Privacy, 'state'> {
  const [code] = reason.split(':');
  return { since, by, reasonCode: forgettingCodes.find((one) => one === code) ?? null };
}

/** A reason as it stands on record: its code and the words that were given. */
export function recordedReason(code: ForgettingCode, words: string): string {
  return `${code}: ${words}`;
}
