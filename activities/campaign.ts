import { activityInfo, ApplicationFailure, cancellationSignal } from '@temporalio/activity';
import { calendarFor } from '../contracts/calendar/agency-days.js';
import type { DayChange } from '../contracts/calendar/changes.js';
import { daysAt } from '../contracts/calendar/changes.js';
import type { CampaignCounts, CampaignOrder } from '../contracts/commands/calendar/campaign.js';
import { noCounts } from '../contracts/commands/calendar/campaign.js';
import type { RecountCommand, RequestView } from '../contracts/commands/request/messages.js';
import { requestClockFacts } from '../contracts/lifecycles/request/facts.js';
import { revisionOfDates } from '../contracts/lifecycles/request/recount.js';
import { recountDates } from './calendar/recount.js';
import type { DeclaredDays, ListedPage, OpenRequests, RequestPage } from './ports.js';
import { whileAlive } from './publish.js';

/** What the activities of campaigns need of the world. */
export interface CampaignPorts {
  readonly requests: OpenRequests;
  readonly days: DeclaredDays;
}

/** What the activities of campaigns do, by name: workflows see this type only. */
export type CampaignActivities = ReturnType<typeof createCampaignActivities>;

/** A page of cases that is to be visited. */
export interface Visiting {
  readonly order: CampaignOrder;
  /** At which point of the campaign this is. */
  readonly mark: string;
  /** Of cases that did not answer before: where that was. What they did unheard is counted there, once. */
  readonly marks?: Readonly<Record<string, string>>;
  /** Which cases; a page that is only read here is of campaigns that began before pages were listed. */
  readonly of: RequestPage | { readonly ids: readonly string[] };
  /** Cases a second. */
  readonly rate: number;
}

/** What came of a page. */
export interface Visited {
  readonly counts: CampaignCounts;
  /** Cases that did not answer. */
  readonly unanswered: readonly string[];
  /** Where the page that was read here ended; `null`: it was the last. */
  readonly next: string | null;
}

/** Cases under way at a time: one more for so many a second, and never many. */
const perSecondAtOnce = 25;
const atOnceMax = 10;
/** After so many attempts a page whose cases are all silent is passed over for now. */
const attemptsMax = 3;

type Outcome = keyof CampaignCounts | 'unanswered' | 'before';

/** Makes the activities that visit open cases. */
export function createCampaignActivities({ requests, days }: CampaignPorts) {
  return {
    /** How many requests are open. */
    countOpenRequests(): Promise<number> {
      return requests.count();
    },

    /**
     * A page of the open requests. It is listed before it is visited: a visit that is tried again is paid
     * to the same cases, however the list has moved.
     */
    listOpenRequests(page: RequestPage): Promise<ListedPage> {
      return requests.page(page);
    },

    /**
     * Visits open cases at a rate. Done again it comes to the same: a case is counted by the visit that it
     * remembers.
     */
    async visitOpenRequests(visiting: Visiting): Promise<Visited> {
      const { order, of, marks = {} } = visiting;
      const changes = await days.changes(order.revision);
      const { ids, next } = 'ids' in of ? { ids: of.ids, next: null } : await requests.page(of);
      const outcomes = new Map<string, Outcome>();
      const visitOne = async (requestId: string) => {
        const mark = marks[requestId] ?? visiting.mark;
        outcomes.set(requestId, await visit(requestId, { order, mark }, changes));
      };
      await whileAlive(() => atRate(visiting.rate, [...new Set(ids)], visitOne));
      const unanswered = [...outcomes].filter(([, came]) => came === 'unanswered');
      if (unanswered.length > 0 && unanswered.length === outcomes.size) refuseSilence();
      return { counts: countsOf(outcomes), unanswered: unanswered.map(([id]) => id), next };
    },
  };

  async function visit(
    requestId: string,
    { order, mark }: Pick<Visiting, 'order' | 'mark'>,
    changes: readonly DayChange[],
  ): Promise<Outcome> {
    try {
      const view = await requests.find(requestId);
      if (view === undefined) return 'closed';
      const known = visitIn(view, order, mark);
      if (known !== undefined) return known;
      const command = recountFor(view, order, mark, changes);
      const answer = await requests.recount(requestId, command);
      if (answer === undefined) return 'closed';
      if (answer.mark === null) return 'knew';
      if (answer.mark !== mark) return 'before';
      return answer.changed > 0 ? 'changed' : 'unchanged';
    } catch {
      // It is tried again later; what is wrong with one case holds up no other.
      return 'unanswered';
    }
  }
}

/** All silent: it is the engine or the worker that is away, and they are waited for. */
function refuseSilence(): void {
  if (activityInfo().attempt >= attemptsMax) return;
  throw ApplicationFailure.retryable('no case of the page answers', 'CasesSilent');
}

/** What came of it, where the case has been visited before or knows of the change. */
function visitIn(
  { request: { recounting, dates } }: RequestView,
  { campaignId, revision }: CampaignOrder,
  mark: string,
): Outcome | undefined {
  const visit = recounting.visits.find((one) => one.campaignId === campaignId);
  if (visit === undefined) return revisionOfDates(dates) >= revision ? 'knew' : undefined;
  if (visit.mark !== mark) return 'before';
  return visit.changed > 0 ? 'changed' : 'unchanged';
}

/** The command, with the dates that the case will have; it counts by itself when they do not fit. */
function recountFor(
  { request }: RequestView,
  { campaignId, revision, kind }: CampaignOrder,
  mark: string,
  changes: readonly DayChange[],
): RecountCommand {
  const rule = kind === 'declared' ? 'C15' : 'C16';
  const command = { campaignId, mark, revision, rule } as const;
  const { dates: was, rung } = request;
  if (was.calendar === null) return command;
  const facts = requestClockFacts(request);
  const calendar = calendarFor(request.agencyId, daysAt(changes, revision));
  const question = { ...facts, was, rung, revision, rule, at: Date.now() } as const;
  const recounted = recountDates(question, calendar);
  return { ...command, stamped: { facts, from: revisionOfDates(was), recounted } };
}

function countsOf(outcomes: ReadonlyMap<string, Outcome>): CampaignCounts {
  const counts = { ...noCounts };
  for (const outcome of outcomes.values()) {
    if (outcome !== 'unanswered' && outcome !== 'before') counts[outcome] += 1;
  }
  return counts;
}

/** Works through a list, so many a second and few at a time, until it is called off. */
async function atRate(
  rate: number,
  ids: readonly string[],
  work: (id: string) => Promise<void>,
): Promise<void> {
  const startedAt = Date.now();
  const atOnce = Math.min(atOnceMax, Math.max(1, Math.ceil(rate / perSecondAtOnce)));
  let begun = 0;
  const worker = async () => {
    for (let index = begun++; index < ids.length; index = begun++) {
      const wait = startedAt + (index * 1_000) / rate - Date.now();
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      cancellationSignal().throwIfAborted();
      await work(ids[index] ?? '');
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
