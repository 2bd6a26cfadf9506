import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { partWords, requestBodies } from '../../../../contracts/commands/request/bodies.js';
import { isRefusal } from '../../../../contracts/lifecycles/refusals.js';
import { decideRequest } from '../../../../contracts/lifecycles/request/decide.js';
import { requestStates } from '../../../../contracts/lifecycles/request/states.js';
import { requestActions } from '../../../../contracts/lifecycles/request/table.js';
import type { ProblemCode } from '../../../../contracts/problems.js';
import { problemKinds } from '../../../../contracts/problems.js';
import { RequestDone } from '../../../../workers/gateway/requests/shapes.js';
import { call } from '../../../support/gateway-world.js';
import { bodyFor, requestIn } from '../../../support/request-cases.js';
import type { RequestGateway } from '../../../support/request-gateway.js';
import { requestGateway, tokenFor } from '../../../support/request-gateway.js';
import { sampleManual } from '../../../support/request-life.js';
import { everybodyFor, refusedBefore } from '../../../support/request-people.js';

let world: RequestGateway;
let keys = 0;
let taken = 0;

beforeAll(async () => {
  world = await requestGateway();
});

afterAll(() => world.gateway.close());

describe('every state, action, role, and own or other agency, office and portal', () => {
  it.each(requestStates)('in %s is refused or taken as the table says', async (state) => {
    const life = requestIn(state, sampleManual(state === 'returned' ? 'SVC1832' : 'SVC0106'));
    const before = life.request;
    const wrong: string[] = [];
    const counts = { refused: 0, taken: 0 };
    for (const action of requestActions) {
      const sent = bodyFor(action, life);
      const { body } = partWords(requestBodies[action].parse(sent));
      for (const who of everybodyFor(before)) {
        world.desk.put(before, { sequence: life.sequence });
        keys += 1;
        const back = await call(
          world.gateway,
          'POST',
          `/v1/requests/${before.requestId}/actions/${action}`,
          {
            as: tokenFor(who.actor),
            body: sent,
            headers: {
              'idempotency-key': `key-${keys}-${state}`,
              'if-match': `"${before.version}"`,
            },
          },
        );
        const answer = decideRequest(before, action, who.actor, Date.now(), body);
        const code = refusedBefore(who) ?? (isRefusal(answer) ? answer.code : undefined);
        const after = (await world.desk.find(before.requestId))?.request;
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
        const isDone = back.status === 200 && RequestDone.safeParse(back.body).success;
        const isNext = after?.version === before.version + 1;
        if (!isDone || !isNext) wrong.push(`${name}: ${JSON.stringify(back.body)}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(counts.refused).toBeGreaterThan(600);
    taken += counts.taken;
  });

  it('is taken often enough to mean something', () => {
    expect(taken).toBeGreaterThan(50);
  });
});
