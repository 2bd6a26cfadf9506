import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { DeclaredDays } from '../../activities/ports.js';
import { revisionOf } from '../../contracts/calendar/changes.js';
import type { CampaignView } from '../../contracts/commands/calendar/campaign.js';
import {
  pauseSignal,
  rateSignal,
  resumeSignal,
} from '../../contracts/commands/calendar/campaign.js';
import type {
  CalendarAnswer,
  CalendarCommand,
  CalendarView,
  RecordedChange,
} from '../../contracts/commands/calendar/messages.js';
import { calendarWorkflowType } from '../../contracts/commands/calendar/messages.js';
import { calendarSubject, campaignSubject, requestTaskQueue } from '../../contracts/ids.js';
import { actOnCase, findCase, startCase } from './cases.js';

/** The national calendar's changes, from its workflow; `undefined` before the first. */
export function findCalendar(client: Client): Promise<CalendarView | undefined> {
  return findCase(client, calendarSubject);
}

/** Declares or withdraws; the calendar's workflow begins with the first wish. */
export async function actOnCalendar(
  client: Client,
  command: CalendarCommand,
): Promise<CalendarAnswer> {
  await startCase(client, calendarWorkflowType, {
    taskQueue: requestTaskQueue,
    workflowId: calendarSubject,
    args: [{}],
  });
  return actOnCase(client, calendarSubject, command);
}

/** A campaign, from its workflow; `undefined` when there is none. */
export function findCampaign(
  client: Client,
  campaignId: string,
): Promise<CampaignView | undefined> {
  return findCase(client, campaignSubject(campaignId));
}

/** How a campaign is steered. */
export interface CampaignWish {
  readonly isPaused?: boolean;
  /** Cases a second. */
  readonly rate?: number;
}

/**
 * Pauses or resumes a campaign, or sets its rate; doing it again changes nothing.
 *
 * @returns false when none runs under this id
 */
export async function steerCampaign(
  client: Client,
  campaignId: string,
  { isPaused, rate }: CampaignWish,
): Promise<boolean> {
  const handle = client.workflow.getHandle(campaignSubject(campaignId));
  try {
    if (rate !== undefined) await handle.signal(rateSignal, rate);
    if (isPaused !== undefined) await handle.signal(isPaused ? pauseSignal : resumeSignal);
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

/** What was read is good for so long: a campaign looks again for cases that began meanwhile. */
const freshMs = 2_000;

/**
 * What was declared and withdrawn, read from the calendar's own workflow and kept for a moment. It is
 * the one authority: it answers while Kafka or PostgreSQL is away.
 */
export function createDeclaredDays(client: Client): DeclaredDays {
  let known: readonly RecordedChange[] = [];
  let readAt = -Infinity;
  let reading: Promise<void> | undefined;

  async function read(): Promise<void> {
    const askedAt = Date.now();
    known = (await findCalendar(client))?.changes ?? [];
    readAt = askedAt;
  }

  return {
    async changes(atLeast = 0) {
      const isFresh = Date.now() - readAt < freshMs;
      if (isFresh && revisionOf(known) >= atLeast) return known;
      reading ??= read().finally(() => (reading = undefined));
      await reading;
      if (revisionOf(known) >= atLeast) return known;
      // Whoever shared a read that began before the change asks once more.
      await read();
      if (revisionOf(known) >= atLeast) return known;
      throw new CalendarBehind(`the calendar has no change ${atLeast} yet`);
    },
  };
}

/** Thrown when a change is asked for that the calendar does not have. */
export class CalendarBehind extends Error {
  override readonly name = 'CalendarBehind';
}
