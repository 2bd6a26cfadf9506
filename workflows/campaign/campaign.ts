import { condition, patched } from '@temporalio/workflow';
import type { RequestPage } from '../../activities/ports.js';
import type { Visited } from '../../activities/campaign.js';
import type {
  CampaignCounts,
  CampaignOrder,
  CampaignState,
  CampaignView,
} from '../../contracts/commands/calendar/campaign.js';
import { noCounts, rateMax } from '../../contracts/commands/calendar/campaign.js';
import { countOpenRequests, listOpenRequests, visitOpenRequests } from '../activities.js';

/** What a campaign takes from one run to the next. */
export interface CarriedCampaign {
  readonly order: CampaignOrder;
  readonly rate: number;
  readonly isPaused: boolean;
  readonly total: number | null;
  readonly counts: CampaignCounts;
  readonly unanswered: readonly string[];
  /** Where each of them did not answer; left out by runs from before that was kept. */
  readonly marks?: Readonly<Record<string, string>>;
  readonly isTooMany: boolean;
  readonly place: Place;
  readonly startedAt: number;
}

/** Where it has come to: which walk through the open cases, and how far. */
interface Place {
  readonly walk: number;
  readonly page: number;
  readonly cursor: string | null;
  /** Only cases whose run began after this moment. */
  readonly after: number | null;
  /** When this walk began. */
  readonly began: number;
  /** How many this walk has found that had not been visited. */
  readonly found: number;
}

/** A page takes about so long at its rate: it is paused between two. */
const pageSeconds = 2;
const pageMax = 100;
/** What began with the calendar as it was is there by then: caches and commands under way are shorter. */
const settleMs = 30_000;
/** Servers' clocks differ by less. */
const overlapMs = 60_000;
/** Cases that do not answer are tried again so long after. */
const againMs = 60_000;
const againMaxMs = 600_000;
/** How many of them are remembered; beyond that the whole walk is made again. */
const unansweredMax = 500;

/** One re-clocking: every open case is visited once, whatever happens meanwhile. */
export class Campaign {
  private readonly order: CampaignOrder;
  private readonly startedAt: number;
  private rate: number;
  private isPaused: boolean;
  private total: number | null;
  private counts: CampaignCounts;
  private unanswered: readonly string[];
  private marks: Readonly<Record<string, string>>;
  private place: Place;
  private doneAt: number | null = null;
  private isWaiting = false;
  /** More did not answer than are remembered. */
  private isTooMany: boolean;

  constructor(input: CampaignOrder | { readonly carried: CarriedCampaign }) {
    const carried = 'carried' in input ? input.carried : undefined;
    this.order = 'carried' in input ? input.carried.order : input;
    this.startedAt = carried?.startedAt ?? Date.now();
    this.rate = carried?.rate ?? this.order.rate;
    this.isPaused = carried?.isPaused ?? false;
    this.total = carried?.total ?? null;
    this.counts = carried?.counts ?? noCounts;
    this.unanswered = carried?.unanswered ?? [];
    this.marks = carried?.marks ?? {};
    this.isTooMany = carried?.isTooMany ?? false;
    this.place = carried?.place ?? firstPlace(this.startedAt);
  }

  // --- Messages ---------------------------------------------------------------------------------

  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
  }

  setRate(rate: number): void {
    if (rate >= 1) this.rate = Math.min(rateMax, Math.floor(rate));
  }

  view(): CampaignView {
    const { order, rate, total, counts, startedAt, doneAt } = this;
    const unanswered = this.unanswered.slice(0, 20);
    return { ...order, rate, state: this.state, total, counts, unanswered, startedAt, doneAt };
  }

  private get state(): CampaignState {
    if (this.doneAt !== null) return 'done';
    if (this.isPaused) return 'paused';
    if (this.isWaiting && this.unanswered.length > 0) return 'waitingForCases';
    return this.place.walk > 1 || this.isWaiting ? 'lookingAgain' : 'running';
  }

  /** Everything, for the next run. */
  pack(): CarriedCampaign {
    const { order, rate, isPaused, total, counts, unanswered, marks, isTooMany, place } = this;
    const { startedAt } = this;
    return { order, rate, isPaused, total, counts, unanswered, marks, isTooMany, place, startedAt };
  }

  // --- Procedure --------------------------------------------------------------------------------

  /**
   * Walks through the open cases until a walk finds none that had not been visited. A case that goes on
   * in a new run may slip a walk, and one may begin with the calendar as it was: the next walk looks
   * through all whose run began since the one before.
   *
   * @returns whether it is done; else it is to go on in another run
   */
  async walk(isToHandOver: () => boolean): Promise<boolean> {
    this.total ??= await countOpenRequests();
    for (;;) {
      if (await this.walkOn(isToHandOver)) return false;
      if (this.place.walk > 1 && this.place.found === 0 && this.unanswered.length === 0) break;
      const { walk, began } = this.place;
      await this.wait(walk === 1 ? settleMs : Math.min(againMaxMs, walk * againMs));
      await this.askAgain();
      const after = this.isTooMany ? null : began - overlapMs;
      this.isTooMany = false;
      this.place = { ...firstPlace(Date.now()), walk: walk + 1, after };
      if (isToHandOver()) return false;
    }
    this.doneAt = Date.now();
    return true;
  }

  /** Visits page after page; whether it is to go on in another run before the walk is over. */
  private async walkOn(isToHandOver: () => boolean): Promise<boolean> {
    for (;;) {
      await condition(() => !this.isPaused);
      const { cursor, after, page, walk } = this.place;
      const size = Math.min(pageMax, Math.max(1, Math.floor(this.rate * pageSeconds)));
      // Campaigns of before visited a page as it was read, and read it anew whenever they tried again.
      const isListed = patched('campaign-list');
      const listed = isListed ? await listOpenRequests({ after, cursor, size }) : undefined;
      const visited = await this.visit(listed ?? { after, cursor, size }, `${walk}/${page}`);
      const { changed, unchanged } = visited.counts;
      const found = this.place.found + changed + unchanged;
      const { next } = listed ?? visited;
      this.place = { ...this.place, found, cursor: next, page: page + 1 };
      if (next === null) return false;
      if (isToHandOver()) return true;
    }
  }

  private async visit(
    of: RequestPage | { readonly ids: readonly string[] },
    mark: string,
    marks: Readonly<Record<string, string>> = {},
  ): Promise<Visited> {
    const { order, rate } = this;
    const visited = await visitOpenRequests({ order, mark, marks, of, rate });
    const { changed, unchanged, knew, closed } = visited.counts;
    const { counts } = this;
    this.counts = {
      changed: counts.changed + changed,
      unchanged: counts.unchanged + unchanged,
      // A later walk meets the same again.
      knew: counts.knew + (this.place.walk === 1 ? knew : 0),
      closed: counts.closed + (this.place.walk === 1 ? closed : 0),
    };
    const silent = [...new Set([...this.unanswered, ...visited.unanswered])];
    this.unanswered = silent.slice(0, unansweredMax);
    // It may yet do what it was asked, and say so to nobody: it is asked again as of where that was.
    this.marks = Object.fromEntries(
      this.unanswered.map((id) => [id, marks[id] ?? this.marks[id] ?? mark]),
    );
    this.isTooMany ||= silent.length > unansweredMax;
    return visited;
  }

  /** Cases that did not answer are asked again before the next walk. */
  private async askAgain(): Promise<void> {
    const { unanswered: ids, marks, place } = this;
    if (ids.length === 0) return;
    this.unanswered = [];
    for (let from = 0; from < ids.length; from += pageMax) {
      await condition(() => !this.isPaused);
      const page = { ids: ids.slice(from, from + pageMax) };
      await this.visit(page, `${place.walk}/again/${from}`, marks);
    }
  }

  private async wait(ms: number): Promise<void> {
    this.isWaiting = true;
    await condition(() => false, ms);
    this.isWaiting = false;
    await condition(() => !this.isPaused);
  }
}

function firstPlace(began: number): Place {
  return { walk: 1, page: 1, cursor: null, after: null, began, found: 0 };
}
