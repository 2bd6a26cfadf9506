import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import { bangkokDate } from '../../../contracts/civil-date.js';
import { decide, isRefusal } from '../../../contracts/lifecycles/service/decide.js';
import { agencyRoles, roles, serviceStates } from '../../../contracts/lifecycles/service/states.js';
import type { ServiceCase } from '../../../contracts/lifecycles/service/case.js';
import { evidenceAsked } from '../../../contracts/lifecycles/service/evidence-conditions.js';
import type { ServiceAction } from '../../../contracts/lifecycles/service/table.js';
import { serviceActions } from '../../../contracts/lifecycles/service/table.js';
import { evidenceOf, goodBody } from '../../support/bodies.js';
import { runTestWorker, TestService, testWorker, TestWorld } from '../../support/onboarding.js';
import { reach } from '../../support/paths.js';
import { person } from '../../support/people.js';
import { testTemporal } from '../../support/temporal.js';

const concurrency = 8;

const submitters = [person('agencyOfficer', 'submitter'), person('agencyApprover', 'submitter')];

function isAnswer(action: ServiceAction): boolean {
  return action === 'approve' || action === 'reject' || action === 'withdraw';
}

function bodyFor(action: ServiceAction, service: ServiceCase, today: string): object {
  if (action !== 'advance') return goodBody(action, today);
  return { evidence: evidenceOf(evidenceAsked(service, action), today) };
}

describe('every state, action, role and agency', () => {
  const world = new TestWorld();
  let client: Client;
  let connection: NativeConnection;
  let worker: { stop: () => Promise<void> };

  beforeAll(async () => {
    ({ client, connection } = await testTemporal());
    const made = await testWorker(world, connection, client.options.namespace);
    worker = await runTestWorker(made, client);
    world.merges.set('SVC9999', ['SVC9999']);
  });

  afterAll(async () => {
    await worker.stop();
    await connection.close();
    await client.connection.close();
  });

  const pairs = serviceActions.flatMap((action) =>
    roles.flatMap((role) =>
      (agencyRoles.includes(role) ? ['AGY009', 'AGY010'] : ['']).map((agencyId) => ({
        action,
        actor: person(role, `somebody-${role}`, agencyId),
      })),
    ),
  );

  it.each(serviceStates)(
    'in %s whatever the table forbids is refused by the workflow, and nothing changes',
    async (state) => {
      const service = await TestService.propose(client);
      await service.begun();
      await reach(service, state);
      const before = await service.view();
      const { version } = before.service;
      const today = bangkokDate(Date.now());
      const queue = pairs.values();
      const wrong: string[] = [];
      let refused = 0;
      const check = async () => {
        for (const { action, actor } of queue) {
          const body = action === 'advance' ? { evidence: {} } : goodBody(action, today);
          const answer = decide(before.service, action, actor, Date.now(), body);
          if (!isRefusal(answer)) continue;
          const refusal = await service.refusalOf(action, actor, body, { ifMatch: version });
          refused += 1;
          if (refusal?.code !== answer.code) {
            wrong.push(
              `${action} by ${actor.roles.join()}: ${refusal?.code ?? 'accepted'}, not ${answer.code}`,
            );
          }
        }
      };
      await Promise.all(Array.from({ length: concurrency }, check));
      expect(wrong).toEqual([]);
      expect(refused).toBeGreaterThan(300);
      expect((await service.view()).service).toEqual(before.service);
    },
  );

  it.each(serviceStates)(
    'in %s what is submitted is answered by whom the table names, and by nobody else',
    async (state) => {
      const service = await TestService.propose(client);
      await service.begun();
      await reach(service, state);
      const today = bangkokDate(Date.now());
      const answers = pairs.filter(({ action }) => isAnswer(action));
      const wrong: string[] = [];
      let submitted = 0;
      for (const action of serviceActions) {
        const { service: now } = await service.view();
        const body = bodyFor(action, now, today);
        const by = submitters.find((one) => {
          const allowed = decide(now, action, one, Date.now(), body);
          return !isRefusal(allowed) && allowed.step === 'submit';
        });
        if (by === undefined) continue;
        submitted += 1;
        await service.act(action, by, body, { ifMatch: now.version });
        const { service: pending } = await service.view();
        const queue = answers.values();
        const check = async () => {
          for (const { action: answer, actor } of queue) {
            const given = goodBody(answer as 'approve', today);
            const expected = decide(pending, answer, actor, Date.now(), given);
            if (!isRefusal(expected)) continue;
            const options = { ifMatch: pending.version };
            const refusal = await service.refusalOf(answer, actor, given, options);
            if (refusal?.code === expected.code) continue;
            const what = `${answer} of ${action} by ${actor.roles.join()}`;
            wrong.push(`${what}: ${refusal?.code ?? 'accepted'}, not ${expected.code}`);
          }
        };
        await Promise.all(Array.from({ length: concurrency }, check));
        // Nobody has changed anything meanwhile, or its version were another.
        await service.act('withdraw', by, {}, { ifMatch: pending.version });
      }
      expect(wrong).toEqual([]);
      expect(submitted).toBeGreaterThanOrEqual(2);
    },
  );
});
