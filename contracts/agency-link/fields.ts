import { z } from 'zod';

/** A request's id, a UUID in lower case. */
export const RequestId = z
  .string()
  .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'must be a UUID in lower case')
  .describe('Id of the request: UUID, lower case; the same for as long as the request lives');

/** A moment, RFC 3339 with its offset from UTC (`Z` or `+07:00`), Christian era. */
export const Moment = z.iso
  .datetime({ offset: true })
  .describe('RFC 3339 with offset, e.g. 2026-11-30T09:15:00+07:00; Christian era');

/** Some lines of text. */
export const LongText = z.string().trim().min(3).max(4_000);

/** Media type, e.g. `application/pdf`. */
export const MediaType = z
  .string()
  .regex(/^[a-z]+\/[a-z0-9.+-]{1,100}$/)
  .describe('Media type, lower case, without parameters, e.g. application/pdf');
