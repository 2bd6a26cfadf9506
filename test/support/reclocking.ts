import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { NativeConnection, Worker } from '@temporalio/worker';
import { createCampaignActivities } from '../../activities/campaign.js';
import type { OpenRequests } from '../../activities/ports.js';
import { createRequestActivities } from '../../activities/request.js';
import type { CampaignView } from '../../contracts/commands/calendar/campaign.js';
import type {
  CalendarAnswer,
  CalendarCommand,
} from '../../contracts/commands/calendar/messages.js';
import { refusalIn } from '../../contracts/commands/service/messages.js';
import { requestTaskQueue } from '../../contracts/ids.js';
import { dayInTable } from '../../contracts/lifecycles/calendar/table-day.js';
import type { CalendarAction } from '../../contracts/lifecycles/calendar/decide.js';
import type { Refusal } from '../../contracts/lifecycles/refusals.js';
import { actOnCalendar, createDeclaredDays, findCampaign } from '../../infra/temporal/calendar.js';
import { findRequest } from '../../infra/temporal/cases.js';
import { recountRequest } from '../../infra/temporal/open-requests.js';
import { createWorker } from '../../infra/temporal/worker.js';
import { testBundle } from './onboarding.js';
import { person } from './people.js';
import type { RequestWorld } from './requests.js';

/** Open requests by hand: the time-skipping server has no list. */
export class ListedRequests implements OpenRequests {
  private readonly listed = new Map<string, number>();
  /** Pages that were read, each with its ids. */
  readonly pages: string[][] = [];
  /** Called before a case is counted again. */
  onRecount: (requestId: string) => Promise<void> = () => Promise.resolve();
  /** Called when a case has been counted again, before anybody hears of it. */
  onRecounted: (requestId: string) => Promise<void> = () => Promise.resolve();
  private readonly client: Client;

  constructor(client: Client) {
    this.client = client;
  }

  /** A run of a case has begun. */
  add(requestId: string, at: number): void {
    this.listed.set(requestId, at);
  }

  remove(requestId: string): void {
    this.listed.delete(requestId);
  }

  count(): Promise<number> {
    return Promise.resolve(this.listed.size);
  }

  page({ after, cursor, size }: Parameters<OpenRequests['page']>[0]) {
    const since = after ?? 0;
    // As visibility does: the newest run first, and a page goes on from where the last one ended.
    const runs = [...this.listed].filter(([, at]) => at > since).sort((a, b) => b[1] - a[1]);
    const from = cursor === null ? 0 : runs.findIndex(([, at]) => at < Number(cursor));
    const found = from < 0 ? [] : runs.slice(from, from + size);
    const last = found.at(-1);
    const hasMore = from >= 0 && from + size < runs.length;
    const ids = found.map(([id]) => id);
    this.pages.push(ids);
    return Promise.resolve({ ids, next: hasMore && last !== undefined ? `${last[1]}` : null });
  }

  find(requestId: string) {
    return findRequest(this.client, requestId);
  }

  async recount(requestId: string, command: Parameters<OpenRequests['recount']>[1]) {
    await this.onRecount(requestId);
    const answer = await recountRequest(this.client, requestId, command);
    await this.onRecounted(requestId);
    return answer;
  }
}

/** A worker that carries requests, the calendar and its campaigns; not running yet. */
export async function reclockingWorker(
  world: RequestWorld,
  requests: OpenRequests,
  of: {
    readonly client: Client;
    readonly connection: NativeConnection;
    readonly namespace: string;
  },
): Promise<Worker> {
  const days = createDeclaredDays(of.client);
  return createWorker({
    connection: of.connection,
    namespace: of.namespace,
    activities: {
      ...createRequestActivities({ ...world.ports, days }),
      ...createCampaignActivities({ requests, days }),
    },
    deployment: { deploymentName: 'prasan-test', buildId: 'test' },
    taskQueue: requestTaskQueue,
    useWorkerVersioning: false,
    // The server goes on asking a worker that held a case and is gone.
    maxCachedWorkflows: 0,
    bundle: await testBundle(),
  });
}

/** OPDC's approver changes the calendar; the refusal, when it is refused. */
export async function changeCalendar(
  client: Client,
  action: CalendarAction,
  date: string,
  change: Partial<CalendarCommand> = {},
): Promise<CalendarAnswer | { refusal: Refusal }> {
  const command: CalendarCommand = {
    ...{ action, date, inTable: dayInTable(date), rate: 50, key: randomUUID(), bodyHash: date },
    actor: person('opdcApprover', 'approver', 'AGY001'),
    name: { th: 'วันหยุดราชการเพิ่มเป็นกรณีพิเศษ', en: 'Special government holiday' },
    ...{ authority: 'มติคณะรัฐมนตรี 26 มกราคม 2570', resolvedOn: '2027-01-26' },
    ...change,
  };
  try {
    return await actOnCalendar(client, command);
  } catch (error) {
    const cause = error instanceof WorkflowUpdateFailedError ? error.cause : undefined;
    const refusal = cause instanceof ApplicationFailure ? refusalIn(cause.details) : undefined;
    if (refusal === undefined) throw error;
    return { refusal };
  }
}

/** How a campaign stands. */
export async function campaignOf(client: Client, campaignId: string): Promise<CampaignView> {
  const view = await findCampaign(client, campaignId);
  if (view === undefined) throw new Error(`there is no campaign ${campaignId}`);
  return view;
}
