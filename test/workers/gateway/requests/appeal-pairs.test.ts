import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { appealBodies } from '../../../../contracts/commands/appeal/bodies.js';
import { partWords } from '../../../../contracts/commands/request/bodies.js';
import { decideAppeal } from '../../../../contracts/lifecycles/appeal/decide.js';
import {
  appealActions,
  appealStates,
  isAppealEnd,
} from '../../../../contracts/lifecycles/appeal/table.js';
import { isRefusal } from '../../../../contracts/lifecycles/refusals.js';

import type { ProblemCode } from '../../../../contracts/problems.js';
import { problemKinds } from '../../../../contracts/problems.js';
import { appealBodyFor, appealIn } from '../../../support/appeal-life.js';
import { call } from '../../../support/gateway-world.js';
import type { RequestGateway } from '../../../support/request-gateway.js';
import { requestGateway, tokenFor } from '../../../support/request-gateway.js';
import { everybodyFor, refusedBefore } from '../../../support/request-people.js';

let world: RequestGateway;
let keys = 0;

beforeAll(async () => {
  world = await requestGateway();
});

afterAll(() => world.gateway.close());

/** How many pairs of somebody and an action are taken in each state: six roles' rights, own alone. */
const takenIn = { withOfficer: 17, withSuperior: 9 } as const;

describe('every state of an appeal, action, role, and own or other agency, office and portal', () => {
  it.each(appealStates)('in %s is refused or taken as the table says', async (state) => {
    const life = appealIn(state, Date.now());
    const before = life.appeal;
    const path = `/v1/requests/${before.requestId}/appeals/1/actions`;
    const wrong: string[] = [];
    const counts = { refused: 0, taken: 0 };
    for (const action of appealActions) {
      const sent = appealBodyFor(action);
      const { body } = partWords(appealBodies[action].parse(sent));
      for (const who of everybodyFor(life.request.request)) {
        world.desk.putAppeal(before, { sequence: life.sequence });
        keys += 1;
        const headers = {
          'idempotency-key': `key-${keys}-${state}`,
          'if-match': `"${before.version}"`,
        };
        const as = tokenFor(who.actor);
        const back = await call(world.gateway, 'POST', `${path}/${action}`, {
          ...{ as, body: sent, headers },
        });
        const answer = decideAppeal(before, action, who.actor, Date.now(), body);
        const code = refusedBefore(who) ?? (isRefusal(answer) ? answer.code : undefined);
        const after = (await world.desk.findAppeal(before.requestId, 1))?.appeal;
        const name = `${action} by ${who.role} of ${who.of}`;
        if (code !== undefined) {
          counts.refused += 1;
          const { status, body: problem } = back;
          const isRight =
            problem['code'] === code && status === problemKinds[code as ProblemCode].status;
          if (!isRight) wrong.push(`${name}: ${status} ${String(problem['code'])}, not ${code}`);
          if (after !== before) wrong.push(`${name}: it has changed`);
          continue;
        }
        counts.taken += 1;
        const isNext = back.status === 200 && after?.version === before.version + 1;
        if (!isNext) wrong.push(`${name}: ${JSON.stringify(back.body)}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(counts.refused).toBeGreaterThan(100);
    const taken = isAppealEnd(state) ? 0 : takenIn[state];
    expect(counts.taken).toBe(taken);
  });
});
