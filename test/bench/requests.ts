import { randomUUID } from 'node:crypto';
import { createRequestActivities } from '../../activities/request.js';
import type { RequestCommand, RequestStart } from '../../contracts/commands/request/messages.js';
import { uuidV5 } from '../../contracts/events/mint.js';
import { requestSubject, requestTaskQueue } from '../../contracts/ids.js';
import { isRefusal } from '../../contracts/lifecycles/refusals.js';
import type { RequestCase } from '../../contracts/lifecycles/request/case.js';
import { decideRequest } from '../../contracts/lifecycles/request/decide.js';
import type { RequestDeed } from '../../contracts/lifecycles/request/deed.js';
import { takeRequestEffect } from '../../contracts/lifecycles/request/effects.js';
import { ringAlarm } from '../../contracts/lifecycles/request/ring.js';
import { createReceiptBook } from '../../infra/postgres/receipts.js';
import { actOnRequest, findRequest, startRequest } from '../../infra/temporal/cases.js';
import { createWorker } from '../../infra/temporal/worker.js';
import { stampDates, stampStart } from '../../workers/gateway/requests/stamp.js';
import { openRequest } from '../../workflows/request/open.js';
import { eventually, freshDatabase } from '../support/fresh-database.js';
import { requestPrice } from '../support/history-cost.js';
import {
  actorOf,
  filing,
  lastMondayAtTen,
  plainManual,
  RequestWorld,
} from '../support/requests.js';
import { theEngine } from './engine.js';
import type { FloorStep } from './floor/workflows.js';
import type { DrivenCase } from './load.js';
import { untilCurrent } from './ours.js';
import { acknowledged, alternate, cpuLine, few, many, rate } from './paths.js';
import type { Report } from './result.js';

const deployment = { deploymentName: 'prasan-bench-requests', buildId: 'bench' };
const manual = plainManual();
const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);

/** A plain request after its filing: complete, approved, told, issued. */
const deeds = [
  { role: 'competentOfficial', action: 'confirmComplete', body: {} },
  { role: 'licensor', action: 'approve', body: {} },
  { role: 'competentOfficial', action: 'notifyResult', body: { by: 'ELECTRONIC' } },
  {
    role: 'competentOfficial',
    action: 'issue',
    body: { number: '1/2570', effectiveOn: today },
  },
] as const;

/** The floor does as many updates, publishes, upserts and timers, two publishes to begin with, and ends as ours does. */
const step: FloorStep = { locals: 0, upserts: 1, rearms: true, entersState: false };
const floorSteps: readonly FloorStep[] = [
  { ...step, upserts: 2, follows: true },
  ...deeds.map(() => step),
];

/** Plain requests from filing to issuing, and how long each action takes to be acknowledged. */
export async function benchRequests(): Promise<Report> {
  const engine = await theEngine();
  const { client, publisher } = engine.ours;
  const database = await freshDatabase();
  const { ports } = new RequestWorld();
  const worker = await createWorker({
    connection: engine.connection,
    namespace: client.options.namespace,
    taskQueue: requestTaskQueue,
    deployment,
    activities: createRequestActivities({
      ...ports,
      publisher,
      receipts: createReceiptBook(database.pool),
    }),
  });
  const running = worker.run();
  await untilCurrent(client, deployment);
  const programs = {
    ours: { open },
    floor: engine.floor.program({
      ...{ steps: floorSteps, bodies: commandsOfOne(), isLookedAt: true, ends: true },
    }),
  };
  const byFew = await alternate(programs, few);
  const byMany = await alternate(programs, many);
  worker.shutdown();
  await running;
  await database.drop();
  return {
    lines: [
      ...[byFew, byMany].map((round) => cpuLine(round, 'a request')),
      `beyond the floor: ${requestPrice.others} activity (the receipt number) a request`,
    ],
    results: [
      rate('requests filed to issued, 50 clients', byMany),
      rate('requests filed to issued, 4 clients', byFew),
      ...[byFew, byMany].flatMap((round) => acknowledged(round)),
    ],
    raw: { few: byFew, many: byMany },
  };

  async function open(): Promise<DrivenCase> {
    const start = newStart();
    const { requestId } = start;
    const stamped = stampStart(start);
    await startRequest(client, { ...start, ...stamped });
    // The answer to a filing is the case as it stands: received, where the office is open.
    await eventually(
      () => findRequest(client, requestId),
      (view) => view?.request.version === 2,
      { everyMs: 5 },
    );
    // What the gateway reads of a case before each act is followed here, so that the acts alone count.
    let now = begun(openRequest(start), stamped);
    const steps = deeds.map((deed, index) => async () => {
      const command = commandOf(now, deed, index);
      const answer = await actOnRequest(client, requestId, command);
      now = after(now, command, answer.version);
      return answer;
    });
    return { subject: requestSubject(requestId), steps };
  }
}

function begun(request: RequestCase, { stamped, stampedReceipt }: ReturnType<typeof stampStart>) {
  const filed = { ...request, dates: stamped?.dates ?? request.dates };
  const [first] = filed.dates.alarms;
  if (first === undefined || stampedReceipt === undefined) return filed;
  const received = ringAlarm(filed, first, { at: Date.now(), sequence: 2 });
  return { ...received, dates: stampedReceipt.dates, version: 2 };
}

function newStart(): RequestStart {
  const requestId = uuidV5('6ba7b811-9dad-11d1-80b4-00c04fd430c8', randomUUID());
  const filed = filing({ manual, filedAt: lastMondayAtTen() });
  return { ...filed, requestId, arrivedAt: Date.now() };
}

function commandOf(
  request: RequestCase,
  { role, action, body }: (typeof deeds)[number],
  index: number,
): RequestCommand {
  const { version } = request;
  const key = `${request.requestId}/${index}`;
  const actor = actorOf(role, manual);
  const command = { action, actor, body, at: Date.now(), ifMatch: version, key, bodyHash: key };
  return { ...command, ...stampDates(request, index + 3, command) };
}

function after(
  request: RequestCase,
  { action, actor, body, at, stamped }: RequestCommand,
  version: number,
): RequestCase {
  const allowed = decideRequest(request, action, actor, at, body);
  if (isRefusal(allowed)) throw new Error(`refused: ${allowed.code}`);
  const happened = { at, sequence: 0, by: allowed.as };
  const next = takeRequestEffect(request, { action, body } as RequestDeed, happened);
  return { ...next, dates: stamped?.dates ?? request.dates, version };
}

/** What the floor is sent: the commands of one case of ours, at which nobody looks. */
function commandsOfOne(): RequestCommand[] {
  const start = newStart();
  let now = begun(openRequest(start), stampStart(start));
  return deeds.map((deed, index) => {
    const command = commandOf(now, deed, index);
    now = after(now, command, now.version + 1);
    return command;
  });
}
