import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Worker } from '@temporalio/worker';
import { futureOf } from '../../../workers/gateway/requests/future.js';
import type { Filing } from '../../support/requests.js';
import {
  filing,
  manualOf,
  RequestWorld,
  requestWorker,
  TestRequest,
} from '../../support/requests.js';
import { passUntil, timeSkippingTemporal } from '../../support/temporal.js';
import { until } from '../../support/until.js';

const statement = { facts: 'ข้อเท็จจริง', law: 'ข้อกฎหมาย', discretion: 'ดุลพินิจ' };

/** What an event is called that was foretold. Written down here, not taken from the code. */
const eventNames: Readonly<Record<string, string>> = {
  receipt: 'received',
  checkOverdue: 'checkOverdue',
  correctionEnds: 'correctionMissed',
  dueSoon: 'dueSoon',
  overdue: 'overdue',
  deemedApproval: 'deemedApproved',
  letterMissed: 'delayNoticeMissed',
  notificationMissed: 'notificationMissed',
  issuingOverdue: 'issuingOverdue',
  billEnds: 'billExpired',
  remedyEnds: 'remedyUnmet',
  hearingEnds: 'hearingUnanswered',
  consultationLate: 'consultationLate',
  renewalOpens: 'renewalOpened',
  appealEnds: 'appealTimeEnded',
};

/** How each state is reached, by real acts; the case is in office hours unless it says otherwise. */
const ways: readonly {
  readonly state: string;
  readonly what: string;
  readonly filing?: Partial<Filing>;
  readonly at?: string;
  readonly reach: (request: TestRequest, world: RequestWorld) => Promise<void>;
}[] = [
  { state: 'submitted', what: 'filed at night', at: '20:00', reach: () => Promise.resolve() },
  { state: 'completenessCheck', what: 'received', reach: () => Promise.resolve() },
  {
    state: 'awaitingCorrection',
    what: 'asked for a document',
    reach: async (request) => {
      const items = [{ itemId: 'plan', what: 'ขาดแผนผัง' }];
      await request.must('competentOfficial', 'recordDeficiency', { items, statement });
    },
  },
  {
    state: 'consideration',
    what: 'complete',
    reach: async (request) => {
      await request.must('competentOfficial', 'confirmComplete');
    },
  },
  {
    state: 'consideration',
    what: 'premises to be repaired, heard, another agency asked',
    reach: async (request) => {
      await request.must('competentOfficial', 'confirmComplete');
      await request.must('competentOfficial', 'orderInspection', { on: '2027-05-25' });
      const within = { amount: 5, unit: 'WORKING_DAY' };
      await request.must('competentOfficial', 'recordInspection', {
        ...{ inspection: 1, result: 'remedyNeeded', findings: 'ทางออกไม่พอ', within },
      });
      await request.must('competentOfficial', 'openHearing', {
        ...{ facts: 'พบทางออกไม่พอ', within: { amount: 9, unit: 'DAY' } },
      });
      await request.must('competentOfficial', 'consult', {
        ...{ agencyId: 'AGY116', question: 'มีข้อขัดข้องหรือไม่' },
        within: { amount: 3, unit: 'DAY' },
      });
    },
  },
  {
    state: 'awaitingPayment',
    what: 'approved, and not yet paid',
    reach: async (request) => {
      await request.must('competentOfficial', 'confirmComplete');
      await request.must('licensor', 'approve');
      await until(async () => (await request.view()).request.bills[0]?.billId !== null, 10_000);
    },
  },
  {
    state: 'issuing',
    what: 'paid',
    reach: async (request, world) => {
      await request.must('competentOfficial', 'confirmComplete');
      await request.must('licensor', 'approve', { notify: 'ELECTRONIC' });
      await until(async () => (await request.view()).request.bills[0]?.billId !== null, 10_000);
      world.pay((await request.view()).request.bills[0]?.billId ?? '');
      await request.tellPayment();
    },
  },
  {
    state: 'refused',
    what: 'refused, and not yet told',
    reach: async (request) => {
      await request.must('competentOfficial', 'confirmComplete');
      await request.must('licensor', 'refuse', { statement });
    },
  },
  {
    state: 'refused',
    what: 'refused and told',
    reach: async (request) => {
      await request.must('competentOfficial', 'confirmComplete');
      await request.must('licensor', 'refuse', { statement, notify: 'ELECTRONIC' });
    },
  },
];

describe('what is foretold happens', () => {
  const world = new RequestWorld();
  let server: TestWorkflowEnvironment;
  let worker: Worker;
  let running: Promise<void>;

  beforeAll(async () => {
    server = await timeSkippingTemporal();
    worker = await requestWorker(world, server.nativeConnection, server.namespace ?? 'default');
    running = worker.run();
  }, 120_000);
  afterAll(async () => {
    worker.shutdown();
    await running;
    await server.teardown();
  });

  const now = () => server.currentTimeMs();

  test.each(ways.map((way, index) => ({ ...way, index })))(
    'in $state: $what',
    async ({ state, at = '09:30', reach, index, ...way }) => {
      // Five weeks apart, on a Tuesday of 2027 that is a working day.
      const day = new Date(Date.UTC(2027, 0, 5 + 35 * index)).toISOString().slice(0, 10);
      await passUntil(server, `${day}T${at}:00+07:00`);
      const manual = manualOf('SVC0106');
      const name = `foretold-${index}`;
      const start = filing({ manual, name, filedAt: await now(), ...way.filing });
      const request = await TestRequest.file(server.client, start, now);
      await until(async () => (await request.view()).errands.length === 0, 10_000);
      await reach(request, world);
      await until(async () => (await request.view()).request.state === state, 10_000);
      await until(async () => (await request.view()).unpublished === 0, 10_000);

      const foretold = futureOf(await request.view(), await now()).byItself;
      const before = world.eventsOf(request.requestId).length;
      expect(foretold.length).toBeGreaterThan(0);
      const last = Math.max(...foretold.map((one) => Date.parse(one.at)));
      await server.sleep(last - (await now()) + 120_000);

      const happened = world
        .eventsOf(request.requestId)
        .slice(before)
        .map(({ data, time }) => ({ kind: data.kind, to: data.to, time }));
      expectForetold(foretold, happened, state);
    },
    60_000,
  );
});

interface Foretold {
  readonly kind: string;
  readonly at: string;
  readonly leadsTo: string;
}

/** Each comes true at its moment; what was foretold for a state that is left by then does not. */
function expectForetold(
  foretold: readonly Foretold[],
  happened: readonly { kind: string; to: string; time: string }[],
  state: string,
): void {
  let isLeft = false;
  for (const { kind, at, leadsTo } of foretold) {
    const name = eventNames[kind];
    if (name === undefined || isLeft) continue;
    const found = happened.find(
      (one) => one.kind === name && Math.abs(Date.parse(one.time) - Date.parse(at)) < 60_000,
    );
    expect({ kind, at, found: found?.to }).toEqual({ kind, at, found: leadsTo });
    isLeft = leadsTo !== state;
  }
}
