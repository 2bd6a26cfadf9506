/** Workflow type of a re-clocking campaign. */
export const campaignWorkflowType = 'reclockingCampaign';
/** Signal: no further case is visited until it is resumed. */
export const pauseSignal = 'pause';
/** Signal: cases are visited again. */
export const resumeSignal = 'resume';
/** Signal: how many cases are counted again a second, from the next page on. */
export const rateSignal = 'setRate';

/** How many cases a second, unless it is said otherwise: people at work feel nothing of it. */
export const rateUsual = 50;
/** At the most. */
export const rateMax = 1_000;

/** What a campaign is to do. */
export interface CampaignOrder {
  readonly campaignId: string;
  /** The change that open cases are counted again for. */
  readonly revision: number;
  readonly kind: 'declared' | 'withdrawn';
  readonly date: string;
  readonly rate: number;
}

/** How many cases came to what. Those that were counted again are each in one of the first two, once. */
export interface CampaignCounts {
  /** A date of theirs changed. */
  readonly changed: number;
  /** Counted again, with the same dates. */
  readonly unchanged: number;
  /** They knew of the change when the campaign first came to them: they had begun after it. */
  readonly knew: number;
  /** They closed before they were reached. */
  readonly closed: number;
}

/** Nothing was visited yet. */
export const noCounts: CampaignCounts = { changed: 0, unchanged: 0, knew: 0, closed: 0 };

/** What a campaign is at. */
export type CampaignState = 'running' | 'paused' | 'lookingAgain' | 'waitingForCases' | 'done';

/** What the query answers. */
export interface CampaignView extends CampaignOrder {
  readonly state: CampaignState;
  /** Open cases when it began. */
  readonly total: number | null;
  readonly counts: CampaignCounts;
  /** Cases that did not answer and are tried again; the first of them. */
  readonly unanswered: readonly string[];
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly doneAt: number | null;
}
