import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { bangkokDate } from '../../contracts/civil-date.js';
import { goodBody } from '../support/bodies.js';
import type { EngineRig } from '../support/engine-rig.js';
import { engineRig } from '../support/engine-rig.js';
import { persist, TestService } from '../support/onboarding.js';
import { people } from '../support/people.js';
import { until } from '../support/until.js';

/** A moment in the life of a decision at which everything may be killed. */
interface Moment {
  readonly name: string;
  /** Makes it last, before the decision is asked for. */
  readonly prepare: (rig: EngineRig) => void;
  /** Waits until it has come; `acting` is the decision. */
  readonly come: (rig: EngineRig, acting: Promise<string>) => Promise<void>;
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
    name: 'durable and scheduled, and not yet with Kafka',
    prepare: ({ kafkaProxy }) => {
      kafkaProxy.set('blackhole');
    },
    come: async ({ kafkaProxy }, acting) => {
      expect(await acting).toBe('taken');
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
  {
    name: 'acknowledged by Kafka, and the activity not completed',
    prepare: ({ kafkaProxy }) => {
      kafkaProxy.set('delay');
    },
    come: async ({ temporalProxy }, acting) => {
      expect(await acting).toBe('taken');
      temporalProxy.hold();
      await until(() => temporalProxy.heldBytes > 0);
      await sleep(800);
    },
  },
];

const victims = [['worker'], ['worker', 'temporal']] as const;

describe('worker and server killed in the middle of a decision', () => {
  const theRig = engineRig();

  const cases = moments.flatMap((moment) => victims.map((killed) => ({ moment, killed })));

  it.each(cases)(
    'invent nothing and lose nothing, when it was $moment.name ($killed)',
    async ({ moment, killed }) => {
      const rig = theRig();
      const service = await TestService.propose(rig.client);
      await until(async () => {
        const { sequence, unpublished, areClocksOld } = await service.view();
        return sequence === 1 && unpublished === 0 && !areClocksOld;
      });
      moment.prepare(rig);
      const acting = outcomeOf(
        service.act('confirmProposal', people.opdcOfficer, bodyOf('confirmProposal')),
      );
      await moment.come(rig, acting);
      await rig.worker.kill();
      if (killed.length > 1) await rig.kill('temporal');
      rig.temporalProxy.pass();
      rig.kafkaProxy.set('pass');
      if (killed.length > 1) await rig.revive('temporal');

      // Somebody else does something else, while the worker is still coming up.
      const other = revisePlan(service);
      await rig.worker.start();
      await other;
      const first = await acting;

      expect(await rig.troubles([service])).toEqual([]);
      const kinds = await rig.kindsOf(service);
      const { sequence, service: now } = await service.view();
      expect(kinds).toHaveLength(sequence);
      expect(kinds[0]).toBe('proposed');
      expect(kinds.filter((kind) => kind === 'submitted')).toHaveLength(1);
      const confirmed = kinds.filter((kind) => kind === 'proposalConfirmed').length;
      // Whoever was told that it is done is right; whoever was told nothing may be either.
      expect(confirmed).toBe(now.proposed ? 0 : 1);
      expect(first === 'taken' ? confirmed : 1).toBe(1);
    },
    180_000,
  );
});

/** Another person acts; when the case has changed since he looked, he looks again. */
async function revisePlan(service: TestService): Promise<void> {
  const act = () => service.refusalOf('revisePlan', people.agencyApprover, bodyOf('revisePlan'));
  for (;;) {
    const refusal = await persist(act);
    if (refusal === undefined) return;
    expect(refusal.code).toBe('staleVersion');
  }
}

function bodyOf(action: 'confirmProposal' | 'revisePlan'): object {
  return goodBody(action, bangkokDate(Date.now()));
}

/** What the person learns: that it is done, or nothing. */
function outcomeOf(acting: Promise<unknown>): Promise<string> {
  return Promise.race([acting.then(() => 'taken'), sleep(60_000, 'nothing')]).catch(
    () => 'nothing',
  );
}
