import { describe, expect, it } from '@jest/globals';
import type { Answer, WriteOptions } from '../../../../workers/cli/gateway.js';
import { CommandFailed, exitCodes } from '../../../../workers/cli/outcome.js';
import type { SignedIn } from '../../../../workers/cli/simulate/desk.js';
import { Desk, Refused } from '../../../../workers/cli/simulate/desk.js';
import { QuickClock } from '../../../support/simulated-world.js';

const somsri = { role: 'competentOfficial', agency: 'AGY009', name: 'somsri' } as const;
const away = new CommandFailed('away', exitCodes.unreachable);
const done: Answer = { body: { ok: true }, etag: '"2"' };

/** A gateway that does what it is told, one thing after the other. */
function gatewayThat(...outcomes: readonly (Answer | Error)[]) {
  const sent: WriteOptions[] = [];
  const next = async (options?: WriteOptions): Promise<Answer> => {
    const outcome = outcomes[Math.min(sent.length, outcomes.length - 1)] ?? done;
    sent.push(options ?? {});
    if (outcome instanceof Error) throw outcome;
    return outcome;
  };
  const signedIn: SignedIn = {
    get: () => next(),
    post: (_path, _body, options) => next(options),
  };
  return { sent, signedIn };
}

function deskAt(signedIn: SignedIn, change: { patienceMs?: number } = {}) {
  const asked: string[] = [];
  const signIn = async ({ name }: { name: string }) => {
    asked.push(name);
    return signedIn;
  };
  return { asked, desk: new Desk({ signIn, clock: new QuickClock(), ...change }) };
}

describe('the desk', () => {
  it('repeats what nobody answered with the same key, until it is known', async () => {
    const { sent, signedIn } = gatewayThat(away, away, done);
    const { desk } = deskAt(signedIn);
    expect(await desk.post(somsri, '/v1/requests', {}, { ifMatch: '"1"' })).toBe(done);
    expect(sent.length).toBe(3);
    expect(new Set(sent.map(({ key }) => key)).size).toBe(1);
    expect(sent[0]).toEqual({ key: expect.stringMatching(/^[0-9a-f-]{36}$/), ifMatch: '"1"' });
  });

  it('gives up when that lasts too long', async () => {
    const { signedIn } = gatewayThat(away);
    const { desk } = deskAt(signedIn, { patienceMs: 0 });
    await expect(desk.get(somsri, '/v1/requests/1')).rejects.toBe(away);
  });

  it('tells a refusal by its code, and repeats nothing', async () => {
    const problem = { type: 'urn:prasan:problem:roleMayNot', code: 'roleMayNot', status: 403 };
    const { sent, signedIn } = gatewayThat(new CommandFailed('no', exitCodes.refused, problem));
    const { desk } = deskAt(signedIn);
    const refusal = await desk.post(somsri, '/v1', {}).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Refused);
    expect((refusal as Refused).code).toBe('roleMayNot');
    expect(sent.length).toBe(1);
  });

  it('signs everybody in once', async () => {
    const { signedIn } = gatewayThat(done);
    const { asked, desk } = deskAt(signedIn);
    const malee = { ...somsri, name: 'malee' };
    await Promise.all([somsri, malee, somsri].map((one) => desk.get(one, '/v1')));
    expect(asked).toEqual(['somsri', 'malee']);
  });

  it('asks some things at once, and the rest in their turn', async () => {
    let [now, most] = [0, 0];
    const slow = async (): Promise<Answer> => {
      now += 1;
      most = Math.max(most, now);
      await new Promise(setImmediate);
      now -= 1;
      return done;
    };
    const { desk } = deskAt({ get: slow, post: slow });
    const all = await Promise.all(Array.from({ length: 100 }, () => desk.get(somsri, '/v1')));
    expect(all.length).toBe(100);
    expect(most).toBe(24);
  });
});
