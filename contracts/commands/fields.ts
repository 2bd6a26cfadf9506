import { z } from 'zod';
import { isCivilDate, namedDays } from '../civil-date.js';
import { registerIdPattern, serviceIdPattern } from '../ids.js';
import { fieldTexts } from './field-texts.js';

/** A day that exists, `YYYY-MM-DD`, Christian era, Asia/Bangkok. */
export const CivilDate = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, fieldTexts.noDate.en)
  .refine(isCivilDate, fieldTexts.noSuchDay.en)
  .refine((text) => text >= namedDays.from, fieldTexts.tooLongAgo.en)
  .refine((text) => text < namedDays.before, fieldTexts.buddhistYear.en)
  .describe('Day, YYYY-MM-DD, Christian era, Asia/Bangkok');

/** SHA-256 of a document, hex. */
export const Sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/, fieldTexts.noSha256.en)
  .describe('SHA-256 of the document, 64 lower-case hex digits');

/** An absolute http(s) address; a password in it would be kept and shown for ever. */
export const HttpUrl = z
  .string()
  .max(2000)
  .regex(/^https?:\/\/[^\s]+$/, fieldTexts.noAddress.en)
  .refine((text) => URL.canParse(text), fieldTexts.unreadableAddress.en)
  .refine((text) => !hasUser(text), fieldTexts.userInAddress.en)
  .describe('Absolute http(s) address');

function hasUser(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { username, password } = new URL(text);
  return username !== '' || password !== '';
}

/** Free text of a person, one line or some; it stays in the case and never travels in events. */
export const Reason = z
  .string()
  .trim()
  .min(3, fieldTexts.noReason.en)
  .max(2000)
  .describe('Why, in words; kept in the case, never in events');

/** A short text, such as a document number or an office. */
export const ShortText = z.string().trim().min(1, fieldTexts.empty.en).max(300);

/** A service id. */
export const ServiceId = z
  .string()
  .regex(serviceIdPattern, fieldTexts.noServiceId.en)
  .describe('Service id of the register (SVC0106) or our own (PRS…)');

/** Id of a row of the register. */
export const RegisterId = z
  .string()
  .regex(registerIdPattern, fieldTexts.noRegisterId.en)
  .describe('Id of a row of the register (service_id), such as SVC0106');

/** A fiscal year, Buddhist era. */
export const FiscalYear = z
  .int()
  .min(2568, fieldTexts.beforeThePlan.en)
  .max(2590, fieldTexts.noFiscalYear.en)
  .describe('Fiscal year, Buddhist era: 2570 is 1 Oct 2026 to 30 Sep 2027');
