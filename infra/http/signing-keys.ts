import { z } from 'zod';
import { kidPattern, secretLengthMin } from '../../contracts/agency-link/signature.js';

/** A key of a setting; what is wrong with it is told without the secret. */
export const KeySetting = z.strictObject({
  kid: z.string().regex(kidPattern, 'must be 1 to 64 letters, digits, ".", "_" or "-"'),
  secret: z.string().min(secretLengthMin, `must have at least ${secretLengthMin} characters`),
});

/** Base URL of another system; plain http on this machine alone, as what is sent is personal data. */
export const BaseUrl = z.string().refine(isSafeBase, {
  message: 'must be https://… without user, query and fragment (http:// on 127.0.0.1 alone)',
});

function isSafeBase(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(text);
  const isHere = protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(hostname);
  return (protocol === 'https:' || isHere) && `${username}${password}${search}${hash}` === '';
}

/** Parses the JSON of a setting, of which the text is shown to nobody. */
export const JsonText = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    context.addIssue({ code: 'custom', message: 'must be JSON on one line' });
    return z.NEVER;
  }
});
