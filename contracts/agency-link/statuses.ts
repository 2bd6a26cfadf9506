/** Statuses of the 4xx that pass by themselves: timeout, too early, too many requests. */
const passing = [408, 425, 429];

/**
 * Whether an HTTP status refuses for good: 4xx but 408, 425 and 429. Sending the same again changes
 * nothing, so a person has to look. Everything else that is not 2xx is sent again.
 */
export function isFinalStatus(status: number): boolean {
  return status >= 400 && status < 500 && !passing.includes(status);
}

/** Most bytes that an answer may have, 256 KiB; a longer one counts as no answer. */
export const answerBytesMax = 256 * 1024;

/** Why an agency's system refuses a call for good, in the `code` of its problem+json. */
export const agencyRefusals = [
  'invalidRequest',
  'notAuthorised',
  'unknownRequest',
  'unknownService',
  'unknownManualVersion',
  'notResponsible',
  'documentUnavailable',
  'conflict',
  'closed',
] as const;
/** One reason of a refusal; `other` where the agency gives none of these. */
export type AgencyRefusal = (typeof agencyRefusals)[number] | 'other';

/** Path of our gateway to which an agency sends its answers to a request. */
export function agencyCallbackPath(requestId: string): string {
  return `/v1/agency-callbacks/${requestId}`;
}
