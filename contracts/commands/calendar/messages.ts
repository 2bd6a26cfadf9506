import type { DayChange } from '../../calendar/changes.js';
import type { Label } from '../../calendar/label.js';
import type { CalendarAction, DayInTable } from '../../lifecycles/calendar/decide.js';
import type { Actor, Doer } from '../../lifecycles/service/case.js';

/** Workflow type of the national calendar's changes: there is one. */
export const calendarWorkflowType = 'nationalCalendar';

/** A change of the calendar as the gateway hands it to the workflow. */
export interface CalendarCommand {
  readonly action: CalendarAction;
  readonly actor: Actor;
  readonly date: string;
  readonly name: Label;
  readonly authority: string;
  readonly resolvedOn: string | null;
  readonly inTable: DayInTable;
  /** Cases counted again a second. */
  readonly rate: number;
  /** Hash of issuer, subject, route and Idempotency-Key. */
  readonly key: string;
  readonly bodyHash: string;
}

/** What an accepted change answers; the same key answers the same again. */
export interface CalendarAnswer {
  readonly date: string;
  readonly revision: number;
  /** The calendar from now on. */
  readonly version: string;
  /** The campaign that counts open cases again. */
  readonly campaignId: string;
  readonly bodyHash: string;
}

/** A change, with who made it, when, and the campaign that it began. */
export interface RecordedChange extends DayChange {
  readonly by: Doer;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly version: string;
  readonly campaignId: string;
}

/** What the query answers. */
export interface CalendarView {
  /** Every change, the first first. */
  readonly changes: readonly RecordedChange[];
  readonly sequence: number;
  readonly chainhash: string;
  readonly unpublished: number;
}
