import type { Client } from '@temporalio/client';
import { recountDates } from '../../../activities/calendar/recount.js';
import { calendarFor } from '../../../contracts/calendar/agency-days.js';
import type { DayChange } from '../../../contracts/calendar/changes.js';
import { daysAt, revisionOf } from '../../../contracts/calendar/changes.js';
import { bangkokDate } from '../../../contracts/civil-date.js';
import type { CampaignView } from '../../../contracts/commands/calendar/campaign.js';
import type {
  CalendarAnswer,
  CalendarCommand,
  RecordedChange,
} from '../../../contracts/commands/calendar/messages.js';
import type { RequestView } from '../../../contracts/commands/request/messages.js';
import type { CalendarAction } from '../../../contracts/lifecycles/calendar/decide.js';
import type { Refusal } from '../../../contracts/lifecycles/refusals.js';
import { requestClockFacts } from '../../../contracts/lifecycles/request/facts.js';
import type { RecountedDate } from '../../../contracts/lifecycles/request/recount.js';
import { inParallel } from '../../../infra/in-parallel.js';
import type { CampaignWish } from '../../../infra/temporal/calendar.js';
import {
  actOnCalendar,
  findCalendar,
  findCampaign,
  steerCampaign,
} from '../../../infra/temporal/calendar.js';
import { createOpenRequests } from '../../../infra/temporal/open-requests.js';
import { actThere, beforeSending, whileSending } from '../engine.js';

/** What a change of the calendar would do to one request. */
export interface AffectedRequest {
  readonly requestId: string;
  readonly serviceId: string;
  readonly agencyId: string;
  readonly dates: readonly RecountedDate[];
}

/** A page of open requests, and those of them that a change would move. */
export interface AffectedPage {
  readonly asked: number;
  readonly affected: readonly AffectedRequest[];
  /** Of all open requests, on the first page. */
  readonly total: number | null;
  readonly next: string | null;
}

/** What is looked at before a change is made. */
export interface TrialWish {
  readonly action: CalendarAction;
  readonly date: string;
  readonly cursor: string | null;
}

/** The national calendar's changes, as the gateway needs them. */
export interface CalendarDesk {
  /** Every change so far, from the calendar's workflow. */
  changes(): Promise<readonly RecordedChange[]>;
  /** Declares or withdraws; a refusal is a value. */
  act(command: CalendarCommand): Promise<CalendarAnswer | { refusal: Refusal } | undefined>;
  /** A campaign from its workflow; `undefined` when there is none. */
  campaign(campaignId: string): Promise<CampaignView | undefined>;
  /** Pauses, resumes or sets the rate; false when none runs under this id. */
  steer(campaignId: string, wish: CampaignWish): Promise<boolean>;
  /** What a change would do to a page of the open requests; nothing is changed. */
  try(wish: TrialWish): Promise<AffectedPage>;
}

const pageSize = 100;
const atOnce = 8;

/** The calendar in Temporal. */
export function createCalendarDesk(client: Client, namespace: string): CalendarDesk {
  const requests = createOpenRequests(client, namespace);
  const changes = async () => (await findCalendar(client))?.changes ?? [];
  return {
    changes: () => beforeSending(changes),
    act: (command) => actThere(client, command, () => actOnCalendar(client, command)),
    campaign: (campaignId) => beforeSending(() => findCampaign(client, campaignId)),
    steer: (campaignId, wish) => whileSending(() => steerCampaign(client, campaignId, wish)),
    try: ({ cursor, ...wish }) =>
      beforeSending(async () => {
        const known = await changes();
        const total = cursor === null ? await requests.count() : null;
        const page = await requests.page({ after: null, cursor, size: pageSize });
        const affected: AffectedRequest[] = [];
        await inParallel(page.ids, atOnce, async (requestId) => {
          const view = await requests.find(requestId);
          const moved = view === undefined ? undefined : affectedBy(view, wish, known);
          if (moved !== undefined) affected.push(moved);
        });
        return { asked: page.ids.length, affected, total, next: page.next };
      }),
  };
}

/** What a change would do to a request: counted as its campaign would count it. */
function affectedBy(
  { request }: RequestView,
  { action, date }: Pick<TrialWish, 'action' | 'date'>,
  known: readonly DayChange[],
): AffectedRequest | undefined {
  const { requestId, serviceId, agencyId, dates: was, rung } = request;
  if (was.calendar === null) return undefined;
  const at = Date.now();
  const revision = revisionOf(known) + 1;
  const kind = action === 'declareHoliday' ? 'declared' : 'withdrawn';
  const words = { name: { th: '-', en: '-' }, authority: '-', resolvedOn: null };
  const change: DayChange = { revision, kind, date, on: bangkokDate(at), ...words };
  const calendar = calendarFor(agencyId, daysAt([...known, change]));
  const rule = kind === 'declared' ? 'C15' : 'C16';
  const question = { ...requestClockFacts(request), was, rung, revision, rule, at } as const;
  const { changes: dates } = recountDates(question, calendar);
  return dates.length === 0 ? undefined : { requestId, serviceId, agencyId, dates };
}
