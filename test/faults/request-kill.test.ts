import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { requestDates } from '../../activities/calendar/request-dates.js';
import type { RequestStart } from '../../contracts/commands/request/messages.js';
import { requestSubject } from '../../contracts/ids.js';
import { requestClockFacts } from '../../contracts/lifecycles/request/facts.js';
import type { RequestAction } from '../../contracts/lifecycles/request/table.js';
import type { Role } from '../../contracts/lifecycles/service/states.js';
import { startRequest } from '../../infra/temporal/cases.js';
import { openRequest } from '../../workflows/request/open.js';
import type { EngineRig } from '../support/engine-rig.js';
import { engineRig } from '../support/engine-rig.js';
import { persist } from '../support/onboarding.js';
import { filing, manualOf, TestRequest } from '../support/requests.js';
import { until } from '../support/until.js';

const topic = 'request.status.citizen.v1';
const manual = manualOf('SVC0209');
const statement = { facts: 'ข้อเท็จจริง', law: 'ข้อกฎหมาย', discretion: 'ดุลพินิจ' };
const now = () => Promise.resolve(Date.now());

/** A moment in the life of a decision at which the worker is killed. */
interface Moment {
  readonly name: string;
  /** Makes it last, before the decision is asked for. */
  readonly prepare: (rig: EngineRig) => void;
  /** Waits until it has come. */
  readonly come: (rig: EngineRig, acting: Promise<unknown>) => Promise<unknown>;
}

/** What the worker says when it has decided is far more than its polls. */
const decisionBytesMin = 600;

const moments: readonly Moment[] = [
  {
    name: 'decided, and not yet durable',
    prepare: ({ temporalProxy }) => {
      temporalProxy.hold();
    },
    come: ({ temporalProxy }) => until(() => temporalProxy.heldBytes > decisionBytesMin),
  },
  {
    name: 'durable, and not yet with Kafka',
    prepare: ({ kafkaProxy }) => {
      kafkaProxy.set('blackhole');
    },
    come: async ({ kafkaProxy }, acting) => {
      await acting;
      await until(() => kafkaProxy.isHolding);
    },
  },
  {
    name: 'with Kafka, and its acknowledgement lost',
    prepare: ({ kafkaProxy }) => {
      kafkaProxy.cuts = 0;
      kafkaProxy.set('cutAfterProduce');
    },
    come: ({ kafkaProxy }) => until(() => kafkaProxy.cuts > 0),
  },
];

interface Step {
  readonly action: RequestAction;
  readonly role: Role;
  readonly body: object;
  readonly kind: string;
}

const steps: readonly Step[] = [
  {
    ...{ action: 'recordDeficiency', role: 'competentOfficial', kind: 'deficiencyRecorded' },
    body: { items: [{ itemId: 'portrait', what: 'รูปถ่ายไม่ชัด' }], statement },
  },
  {
    ...{ action: 'correct', role: 'portal', kind: 'corrected' },
    body: { answers: [{ itemId: 'portrait', text: 'ส่งใหม่แล้ว' }] },
  },
  {
    ...{ action: 'confirmComplete', role: 'competentOfficial', kind: 'completenessConfirmed' },
    body: {},
  },
  { action: 'approve', role: 'licensor', body: {}, kind: 'approved' },
  {
    ...{ action: 'notifyResult', role: 'competentOfficial', kind: 'resultNotified' },
    body: { by: 'ELECTRONIC' },
  },
  {
    ...{ action: 'issue', role: 'competentOfficial', kind: 'issued' },
    body: { number: '1/2570', effectiveOn: '2026-12-01', expiresOn: '2099-12-31' },
  },
];

describe('the worker of requests killed at each step of a plain case', () => {
  const theRig = engineRig('workers/citizen-request/main.ts');

  it.each(moments)(
    'invents nothing and loses nothing, when it was $name',
    async ({ name, prepare, come }) => {
      const rig = theRig();
      const start = filing({ manual, name, filedAt: Date.now() });
      const request = new TestRequest(rig.client, start, now);
      await killedWhile(rig, { prepare, come, name }, () => startRequest(rig.client, start));
      await until(async () => (await persist(() => request.view())).sequence > 0);
      for (const { action, role, body } of steps) {
        const key = `${name}/${action}`;
        const { request: seen } = await persist(() => request.view());
        const change = { key, ifMatch: seen.version, at: Date.now() };
        const act = () => request.act(role, action, body, change);
        await killedWhile(rig, { prepare, come, name }, act);
        // Whoever heard nothing says it again with the same key.
        const answer = await persist(act);
        expect(answer).not.toHaveProperty('refusal');
      }
      await until(async () => {
        const { unpublished, errands } = await persist(() => request.view());
        return unpublished === 0 && errands.length === 0;
      });
      const subject = requestSubject(request.requestId);
      expect((await rig.verify([subject])).faults).toEqual([]);
      const kinds = (await rig.kindsOn(topic)).get(subject) ?? [];
      expect(kinds).toHaveLength((await request.view()).sequence);
      for (const kind of ['submitted', 'numbered', ...steps.map((step) => step.kind)]) {
        expect([kind, kinds.filter((one) => one === kind)]).toEqual([kind, [kind]]);
      }
    },
    400_000,
  );

  it('restarts with Temporal while 500 timers are due: all ring, and each once', async () => {
    const rig = theRig();
    const dueAt = Date.now() + 45_000;
    const starts = Array.from({ length: 500 }, (_, number) => dueAtOnce(`timer-${number}`, dueAt));
    for (let from = 0; from < starts.length; from += 25) {
      const some = starts.slice(from, from + 25);
      await Promise.all(some.map((start) => persist(() => startRequest(rig.client, start))));
    }
    expect(Date.now()).toBeLessThan(dueAt);
    await sleep(Math.max(0, dueAt + 300 - Date.now()));
    await rig.kill('temporal');
    await sleep(2_000);
    await rig.revive('temporal');
    const subjects = starts.map(({ requestId }) => requestSubject(requestId));
    await until(async () => {
      const kinds = await rig.kindsOn(topic);
      return subjects.every((subject) => kinds.get(subject)?.includes('received') === true);
    }, 180_000);
    expect((await rig.verify(subjects)).faults).toEqual([]);
    const kinds = await rig.kindsOn(topic);
    const odd = subjects.filter((subject) => {
      const received = kinds.get(subject)?.filter((kind) => kind === 'received');
      return received?.length !== 1;
    });
    expect(odd).toEqual([]);
  }, 400_000);
});

/** The worker is killed in the middle of something, and comes again. */
async function killedWhile(
  rig: EngineRig,
  { prepare, come }: Moment,
  act: () => Promise<unknown>,
): Promise<void> {
  prepare(rig);
  const acting = act().catch(() => undefined);
  await come(rig, acting);
  await rig.worker.kill();
  rig.temporalProxy.pass();
  rig.kafkaProxy.set('pass');
  await rig.worker.start();
  await Promise.race([acting, sleep(20_000)]);
}

/** A request that is received in law at a moment: the dates come along with the submission. */
function dueAtOnce(name: string, at: number): RequestStart {
  const start = filing({ manual, name, filedAt: Date.now() });
  const facts = requestClockFacts(openRequest(start));
  const dates = requestDates({ ...facts, at: Date.now(), rung: [] });
  const alarms = dates.alarms.map((alarm) => (alarm.kind === 'receipt' ? { ...alarm, at } : alarm));
  return { ...start, stamped: { facts, dates: { ...dates, alarms } } };
}
