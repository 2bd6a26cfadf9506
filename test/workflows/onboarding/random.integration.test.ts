import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import fc from 'fast-check';
import { addDays, bangkokDate } from '../../../contracts/civil-date.js';
import { refreshSignal } from '../../../contracts/commands/service/messages.js';
import { serviceSubject } from '../../../contracts/ids.js';
import type { Actor } from '../../../contracts/lifecycles/service/case.js';
import { exitEvidence } from '../../../contracts/lifecycles/service/evidence.js';
import type { ServiceAction } from '../../../contracts/lifecycles/service/table.js';
import { verifyEvents } from '../../../infra/events/verify.js';
import type { KafkaClient } from '../../../infra/kafka/client.js';
import { createKafka } from '../../../infra/kafka/client.js';
import type { KafkaPublisher } from '../../../infra/kafka/publisher.js';
import { createPublisher } from '../../../infra/kafka/publisher.js';
import { ensureTopics } from '../../../infra/kafka/topics.js';
import { createLogger } from '../../../infra/logger.js';
import type { Tracker } from '../../../workers/tracker/tracker.js';
import { evidenceOf, goodBody } from '../../support/bodies.js';
import type { FreshDatabase } from '../../support/fresh-database.js';
import { eventually, freshDatabase, serverAddresses } from '../../support/fresh-database.js';
import {
  persist,
  replayAll,
  runTestWorker,
  TestService,
  testWorker,
  TestWorld,
} from '../../support/onboarding.js';
import type { ModelCase } from '../../support/service-model.js';
import { foretell, modelActions, proposedCase } from '../../support/service-model.js';
import { testTemporal } from '../../support/temporal.js';
import { askTracker, trackerHere, untilKnown } from '../../support/tracker.js';

const rounds = 4;
const lanes = 10;
const commandsEach = 52;
const commandsMin = 2_000;
const disturbedMin = 200;
const halfAnHour = 1_800_000;

function somebody(id: string, roles: Actor['roles'], agencies: string[] = []): Actor {
  return { id: `person-${id}`, roles, agencies };
}

const persons: readonly Actor[] = [
  somebody('officer-1', ['agencyOfficer'], ['AGY009']),
  somebody('officer-2', ['agencyOfficer'], ['AGY009']),
  somebody('approver-1', ['agencyApprover'], ['AGY009']),
  somebody('approver-2', ['agencyApprover'], ['AGY009']),
  somebody('both', ['agencyOfficer', 'agencyApprover'], ['AGY009']),
  somebody('opdc-1', ['opdcOfficer']),
  somebody('opdc-2', ['opdcApprover']),
  somebody('dga', ['dgaOperator']),
  somebody('stranger', ['agencyOfficer', 'agencyApprover'], ['AGY010']),
  somebody('auditor', ['auditor']),
];

/** What comes before a command: usually nothing. */
type Disturbance = 'none' | 'continueAsNew' | 'kill';

interface RandomCommand {
  readonly pick: number;
  /** Most commands are ones that the model takes, or nothing would ever get far. */
  readonly isAny: boolean;
  readonly disturbance: Disturbance;
}

const randomCommand: fc.Arbitrary<RandomCommand> = fc.record({
  pick: fc.nat({ max: 9_999 }),
  isAny: fc.nat({ max: 99 }).map((chance) => chance < 25),
  // Unbiased: fast-check likes small numbers, and every other command would come after a kill.
  disturbance: fc
    .noBias(fc.nat({ max: 999 }))
    .map((chance) => (chance < 5 ? 'kill' : chance < 150 ? 'continueAsNew' : 'none')),
});

let client: Client;
let connection: NativeConnection;
let kafka: KafkaClient;
let publisher: KafkaPublisher;
let database: FreshDatabase;
let tracker: Tracker;
let worker: { stop: () => Promise<void> };
let restarting = Promise.resolve();
const world = new TestWorld();
const ended: { serviceId: string; model: ModelCase }[] = [];
const counts = { commands: 0, taken: 0, disturbed: 0 };
const taken = new Map<string, number>();
let reports = 0;
let workers = 0;

/** Every third worker holds no case from one task to the next, so that each task is a replay. */
async function newWorker(): Promise<void> {
  workers += 1;
  const settings = workers % 3 === 0 ? { maxCachedWorkflows: 0 } : {};
  const made = await testWorker(world, connection, client.options.namespace, settings);
  worker = await runTestWorker(made, client);
}

beforeAll(async () => {
  const logger = createLogger('test', 'error');
  kafka = createKafka(serverAddresses().kafkaBrokers, 'prasan-random', logger);
  await ensureTopics(kafka, 1);
  publisher = createPublisher(kafka, logger);
  world.ports.publisher.publish = (topic, events, signal) =>
    publisher.publish(topic, events, signal);
  ({ client, connection } = await testTemporal());
  world.merges.set('SVC9999', ['SVC9999']);
  database = await freshDatabase();
  tracker = await trackerHere(database.url);
  await newWorker();
});

afterAll(async () => {
  await restarting;
  await worker.stop();
  await tracker.stop();
  await publisher.close();
  await connection.close();
  await client.connection.close();
  await database.drop();
});

/** A good body; a test report is used once. */
function bodyOf(
  action: string,
  { state, pending, remediations }: ModelCase,
  person: Actor,
): object {
  const today = bangkokDate(Date.now());
  const isListing = pending?.action === 'advance' && state === 'linked';
  if (action === 'approve' && isListing && person.roles.includes('dgaOperator')) {
    return { evidence: evidenceOf(['listing'], today) };
  }
  if (action === 'closeRemediation') {
    return { ...goodBody(action, today), remediation: Math.max(1, remediations) };
  }
  if (action !== 'advance') return goodBody(action as Exclude<ServiceAction, 'advance'>, today);
  const stage = state === 'develop' || state === 'test' || state === 'linked' ? state : 'plan';
  const evidence = evidenceOf(exitEvidence[stage].buildOnPlatform, today);
  reports += 1;
  const own: Record<string, object> = {
    testReport: { jws: `e30.${reports}.c2ln` },
    userJourney: {
      result: 'amber',
      remediation: { what: 'ปรับหน้าจอ', dueOn: addDays(today, 60) },
    },
  };
  return {
    evidence: Object.fromEntries(
      Object.entries(evidence).map(([kind, item]) => [kind, { ...item, ...own[kind] }]),
    ),
  };
}

/** What takes a case on towards live, or few would ever get there. */
const onward: Readonly<Record<string, (model: ModelCase) => boolean>> = {
  confirmProposal: () => true,
  setMode: ({ hasMode }) => !hasMode,
  advance: () => true,
  approve: () => true,
  announceChannel: ({ hasChannel }) => !hasChannel,
  requestLiveCheck: ({ isChecked }) => !isChecked,
  resume: () => true,
};

/** Which command is meant, given where the case stands: mostly onward, or what is rare so far. */
function chosen(model: ModelCase, { pick, isAny }: RandomCommand): [string, Actor] {
  const all = modelActions.flatMap((action) =>
    persons.map((person): [string, Actor] => [action, person]),
  );
  const possible = all.filter(([action, person]) => foretell(model, action, person) !== undefined);
  const forward = possible.filter(([action]) => onward[action]?.(model));
  const rarest = Math.min(...possible.map(([action]) => timesTaken(action)));
  const rare = possible.filter(([action]) => timesTaken(action) === rarest);
  const preferred = [forward, forward, forward, rare, possible][pick % 5] ?? [];
  const from = isAny ? all : ([preferred, possible].find((some) => some.length > 0) ?? all);
  return (
    from[Math.floor(pick / 5) % from.length] ?? ['approve', persons[0] ?? somebody('nobody', [])]
  );
}

function timesTaken(action: string): number {
  return taken.get(action) ?? 0;
}

async function disturb(service: TestService, disturbance: Disturbance): Promise<void> {
  if (disturbance === 'none') return;
  counts.disturbed += 1;
  if (disturbance === 'continueAsNew') await service.handle.signal(refreshSignal);
  else await (restarting = restarting.then(restart));
}

/** A worker that knows nothing takes over. */
async function restart(): Promise<void> {
  await worker.stop();
  await newWorker();
}

async function runOne(service: TestService, command: RandomCommand, model: ModelCase) {
  await disturb(service, command.disturbance);
  const [action, person] = chosen(model, command);
  const expected = foretell(model, action, person);
  const body = bodyOf(action, model, person);
  const sent = { ifMatch: model.version, key: randomUUID() };
  const { answer, refusal } = await persist(() =>
    service.outcomeOf(action as ServiceAction, person, body, sent),
  );
  const what = `${action} by ${person.id} in ${model.state} (pending ${model.pending?.action})`;
  expect(`${what}: ${refusal?.code ?? 'taken'}`).toBe(
    `${what}: ${expected === undefined ? (refusal?.code ?? 'refused') : 'taken'}`,
  );
  counts.commands += 1;
  if (expected === undefined) return model;
  counts.taken += 1;
  taken.set(action, timesTaken(action) + 1);
  expect(answer).toMatchObject({ state: expected.state, version: expected.version });
  await expectLike(service, expected);
  return expected;
}

/** The case stands where the model says. */
async function expectLike(service: TestService, expected: ModelCase): Promise<void> {
  const { service: now } = await persist(() => service.view());
  expect({
    state: now.state,
    version: now.version,
    pending: now.pending?.action,
    proposed: now.proposed,
  }).toEqual({
    state: expected.state,
    version: expected.version,
    pending: expected.pending?.action,
    proposed: expected.isProposed,
  });
}

async function runAll(commands: readonly RandomCommand[]): Promise<void> {
  const service = await TestService.propose(client);
  await persist(() => service.begun());
  let model = proposedCase;
  for (const command of commands) model = await runOne(service, command, model);
  ended.push({ serviceId: service.serviceId, model });
}

describe('random commands', () => {
  it(
    'come to what a model says, through workflow, Kafka and projection',
    async () => {
      const sequence = fc.array(randomCommand, {
        minLength: commandsEach,
        maxLength: commandsEach,
      });
      await fc.assert(
        fc.asyncProperty(
          fc.tuple(...Array<typeof sequence>(lanes).fill(sequence)),
          async (sequences) => {
            await Promise.all(sequences.map(runAll));
          },
        ),
        // A failing sequence is shown as it is: to shrink it on real servers would take too long.
        { numRuns: rounds, endOnFailure: true },
      );
      expect(counts.commands).toBeGreaterThanOrEqual(commandsMin);
      expect(counts.disturbed).toBeGreaterThanOrEqual(disturbedMin);
      expect(counts.taken).toBeGreaterThan(counts.commands / 2);
      expect([...taken.keys()].sort()).toEqual([...modelActions].sort());
    },
    halfAnHour,
  );

  it('leave every event on Kafka once and in order, and the tracker where the cases are', async () => {
    const subjects = ended.map(({ serviceId }) => serviceSubject(serviceId));
    const watcher = { onStep: () => undefined, onProgress: () => undefined };
    const report = await eventually(
      () => verifyEvents(kafka, client, watcher, { subjects }),
      ({ unpublished }) => unpublished.length === 0,
    );
    expect(report.faults).toEqual([]);
    expect(report.events).toBe(ended.reduce((sum, { model }) => sum + model.version, 0));
    for (const { serviceId, model } of ended) {
      await untilKnown(tracker.url, serviceId, model.version);
      const { service } = await askTracker<{ service: object }>(
        `${tracker.url}/v1/services/${serviceId}`,
      );
      expect(service).toMatchObject({ state: model.state, version: model.version });
    }
  });

  it('leave histories that replay, of every run', async () => {
    expect(await replayAll(client)).toBeGreaterThanOrEqual(disturbedMin / 2);
  });
});
