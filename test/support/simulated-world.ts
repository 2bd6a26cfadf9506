import type { AddressInfo } from 'node:net';
import { readConfig } from '../../infra/config.js';
import type { Role } from '../../contracts/lifecycles/service/states.js';
import type { Actor } from '../../contracts/lifecycles/service/case.js';
import { GatewayCaller } from '../../workers/cli/gateway.js';
import type { CliContext } from '../../workers/cli/context.js';
import { createScreen } from '../../workers/cli/screen.js';
import { Clock } from '../../workers/cli/simulate/clock.js';
import { Desk } from '../../workers/cli/simulate/desk.js';
import type { World } from '../../workers/cli/simulate/live.js';
import type { Person } from '../../workers/cli/simulate/people.js';
import { LivingDesk } from './living-desk.js';
import type { RequestGateway } from './request-gateway.js';
import { requestGateway, tokenFor } from './request-gateway.js';

/** A clock on which nobody waits; it keeps what was waited for. */
export class QuickClock extends Clock {
  readonly passed: number[] = [];
  private readonly stopped: AbortSignal;

  constructor(signal: AbortSignal = new AbortController().signal) {
    super(1, signal);
    this.stopped = signal;
  }

  override pass(days: number): Promise<void> {
    this.passed.push(days);
    return this.rest();
  }

  override async rest(): Promise<void> {
    this.stopped.throwIfAborted();
    await new Promise(setImmediate);
  }
}

/** A real gateway over requests in memory, as simulated persons use it. */
export interface SimulatedWorld extends RequestGateway {
  readonly living: LivingDesk;
  /** A world of a run, on a clock of its own. */
  world(run: string, clock?: QuickClock): World;
  stop(): Promise<void>;
}

/** Starts it on a free port of this machine. */
export async function simulatedWorld(): Promise<SimulatedWorld> {
  const living = new LivingDesk();
  const parts = await requestGateway({ desk: living });
  await parts.gateway.listen({ host: '127.0.0.1', port: 0 });
  const { port } = parts.gateway.server.address() as AddressInfo;
  const nowhere = { write: () => true } as unknown as NodeJS.WriteStream;
  const context: CliContext = {
    screen: createScreen(nowhere, nowhere),
    config: () =>
      readConfig({ PRASAN_HOME: '/nonexistent', PRASAN_GATEWAY_URL: `http://127.0.0.1:${port}` }),
    readInput: () => Promise.resolve(''),
    untilStopped: () => new AbortController().signal,
  };
  const signIn = (person: Person) =>
    GatewayCaller.signIn(context, { token: tokenFor(actorOf(person)) });
  return {
    ...parts,
    living,
    world: (run, clock = new QuickClock()) => ({
      ...{ run, clock, desk: new Desk({ signIn, clock, patienceMs: 0 }) },
      bank: {
        pay: async (ref1, { amount, isConfirmed }) => {
          living.pay(ref1, amount, isConfirmed);
        },
      },
    }),
    stop: () => parts.gateway.close(),
  };
}

function actorOf({ role, name, agency, office }: Person): Actor {
  const roles: readonly Role[] = [role];
  const agencies = agency === undefined ? [] : [agency];
  if (role === 'portal') return { id: name, roles, agencies, portal: office as 'biz' };
  return { id: name, roles, agencies, ...(office === undefined ? {} : { offices: [office] }) };
}
