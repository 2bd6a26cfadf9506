import { z } from 'zod';
import { isCivilDate } from '../civil-date.js';
import { serviceIdPattern } from '../ids.js';

/** A day that exists, `YYYY-MM-DD`, Christian era, Asia/Bangkok. */
export const CivilDate = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a date YYYY-MM-DD (Christian era)')
  .refine(isCivilDate, 'is not a day that exists; give a date YYYY-MM-DD')
  .refine((text) => text < '2400-01-01', 'looks like a Buddhist-era year; subtract 543')
  .describe('Day, YYYY-MM-DD, Christian era, Asia/Bangkok');

/** SHA-256 of a document, hex. */
export const Sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in 64 lower-case hex digits')
  .describe('SHA-256 of the document, 64 lower-case hex digits');

/** An absolute http(s) address. */
export const HttpUrl = z
  .string()
  .max(2000)
  .regex(/^https?:\/\/[^\s]+$/, 'must be an absolute http(s) address')
  .refine((text) => URL.canParse(text), 'is not an address that can be read')
  .describe('Absolute http(s) address');

/** Free text of a person, one line or some; it stays in the case and never travels in events. */
export const Reason = z
  .string()
  .trim()
  .min(3, 'say why, in at least 3 characters')
  .max(2000)
  .describe('Why, in words; kept in the case, never in events');

/** A short text, such as a document number or an office. */
export const ShortText = z.string().trim().min(1, 'must not be empty').max(300);

/** A service id. */
export const ServiceId = z
  .string()
  .regex(serviceIdPattern, 'must be a service id such as SVC0106 or PRS0123456789')
  .describe('Service id of the register (SVC0106) or our own (PRS…)');

/** A fiscal year, Buddhist era. */
export const FiscalYear = z
  .int()
  .min(2568, 'the plan begins in fiscal year 2568')
  .max(2590, 'must be a fiscal year of the Buddhist era up to 2590')
  .describe('Fiscal year, Buddhist era: 2570 is 1 Oct 2026 to 30 Sep 2027');
