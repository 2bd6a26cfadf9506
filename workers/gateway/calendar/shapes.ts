import { z } from 'zod';
import { rateMax, rateUsual } from '../../../contracts/commands/calendar/campaign.js';
import { campaignIdPattern } from '../../../contracts/ids.js';
import { calendarActions } from '../../../contracts/lifecycles/calendar/decide.js';
import { recountedClocks } from '../../../contracts/lifecycles/request/recount.js';

const DayOf = z.iso.date().describe('Day, YYYY-MM-DD, Asia/Bangkok');
const Rate = z.int().min(1).max(rateMax).describe('Cases counted again a second');
/** Words of an office: public, and never empty. */
function words(max: number) {
  return z.string().trim().min(1).max(max);
}

/** What a special holiday is declared or withdrawn with. */
export const CalendarChangeBody = z.strictObject({
  date: DayOf,
  authority: words(500).describe('Who resolved it, as it is cited'),
  resolvedOn: DayOf.optional().describe('Day of the resolution'),
  nameTh: words(200).default('วันหยุดราชการเพิ่มเป็นกรณีพิเศษ'),
  nameEn: words(200).default('Special government holiday'),
  rate: Rate.default(rateUsual),
});

/** What came of it. */
export const CalendarChangeAnswer = z.object({
  date: DayOf,
  revision: z.int().describe('Number of the change'),
  version: z.string().describe('The calendar from now on'),
  campaignId: z.string().describe('The campaign that counts open cases again'),
});

/** What is looked at before a change is made. */
export const TrialQuery = z.strictObject({
  action: z.enum(calendarActions),
  date: DayOf,
  cursor: z.string().max(2_000).optional(),
});

/** A page of what a change would do. */
export const TrialAnswer = z.object({
  asked: z.int().describe('Open requests that were looked at on this page'),
  total: z.int().nullable().describe('Open requests in all; on the first page alone'),
  affected: z.array(
    z.object({
      requestId: z.string(),
      serviceId: z.string(),
      agencyId: z.string(),
      dates: z.array(
        z.object({
          clock: z.enum(recountedClocks),
          of: z.string().optional(),
          was: z.string(),
          is: z.string(),
          rule: z.enum(['C15', 'C16']),
        }),
      ),
    }),
  ),
  next: z.string().nullable(),
});

/** The special holidays on top of the table. */
export const HolidaysAnswer = z.object({
  version: z.string().describe('The calendar as it is'),
  declared: z.array(
    z.object({
      date: z.string(),
      name: z.object({ th: z.string(), en: z.string() }),
      authority: z.string(),
      resolvedOn: z.string().nullable(),
    }),
  ),
  withdrawn: z.array(z.string()).describe('Special holidays that were withdrawn'),
  changes: z
    .array(
      z.object({
        revision: z.int(),
        kind: z.enum(['declared', 'withdrawn']),
        date: z.string(),
        authority: z.string(),
        on: z.string(),
        by: z.string().describe('Opaque'),
        version: z.string(),
        campaignId: z.string(),
      }),
    )
    .describe('Every change, the newest first'),
});

/** Which campaign. */
export const CampaignParams = z.object({ id: z.string().regex(campaignIdPattern) });

/** How a campaign is gone on with. */
export const SteerBody = z.strictObject({ rate: Rate.optional() });

/** A campaign as it stands. */
export const CampaignAnswer = z.object({
  campaignId: z.string(),
  kind: z.enum(['declared', 'withdrawn']),
  date: z.string(),
  revision: z.int(),
  state: z.enum(['running', 'paused', 'lookingAgain', 'waitingForCases', 'done']),
  rate: z.int().describe('Cases a second'),
  total: z.int().nullable().describe('Open cases when it began'),
  counts: z.object({
    changed: z.int(),
    unchanged: z.int(),
    knew: z.int(),
    closed: z.int(),
  }),
  unanswered: z.array(z.string()).describe('Cases that are tried again; the first of them'),
  startedAt: z.string(),
  doneAt: z.string().nullable(),
});
