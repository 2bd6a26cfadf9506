import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isEnd } from '../../../../contracts/lifecycles/request/states.js';
import type { RequestState } from '../../../../contracts/lifecycles/request/states.js';
import type { ProblemCode } from '../../../../contracts/problems.js';
import { gatewayProblems } from '../../../../contracts/problems.js';
import { CommandFailed, exitCodes } from '../../../../workers/cli/outcome.js';
import type { FilingMistake } from '../../../../workers/cli/simulate/filing.js';
import type { Life, World } from '../../../../workers/cli/simulate/live.js';
import { live, unborn } from '../../../../workers/cli/simulate/live.js';
import type { CourseMistake } from '../../../../workers/cli/simulate/mistakes.js';
import type { Script } from '../../../../workers/cli/simulate/script.js';
import { rollScript } from '../../../../workers/cli/simulate/script.js';
import { liveAll, standingsOf } from '../../../../workers/cli/simulate/simulate.js';
import { Problem } from '../../../../workers/gateway/problem.js';
import { manuals } from '../../../contracts/manuals/samples.js';
import type { SimulatedWorld } from '../../../support/simulated-world.js';
import { QuickClock, simulatedWorld } from '../../../support/simulated-world.js';

/** A life in which nothing goes wrong. */
const smooth = {
  ...{ missing: [], unclear: [], hasAgent: false, correction: 'all', course: 'decided' },
  ...{ lengthensCorrection: false, hearing: 'none', consultation: 'noObjection' },
  ...{ extendsTime: false, officerFault: false, decision: 'approved', decider: 'licensor' },
  ...{ notifiesAtOnce: true, payment: 'prompt', leftUnissued: false, clericalError: false },
  ...{ appeal: 'none', asksStay: false, filingMistakes: [], mistakes: [] },
} as const satisfies Partial<Script>;

let world: SimulatedWorld;
let runs = 0;
beforeAll(async () => {
  world = await simulatedWorld();
});
afterAll(() => world.stop());

function scriptOf(index: number, change: Partial<Script> = {}, seed = 7): Script {
  const manual = manuals[index % manuals.length];
  if (manual === undefined) throw new Error('there are no manuals');
  return { ...rollScript(seed, index, manual), ...change };
}

/** A smooth life of a service's request, but for what is changed. */
function smoothIn(serviceId: string, change: Partial<Script> = {}): Life {
  const index = manuals.findIndex((manual) => manual.serviceId === serviceId);
  const own = { inspection: index < 0 ? 'none' : scriptOf(index).inspection } as const;
  const inspection = own.inspection === 'none' ? 'none' : 'passed';
  return unborn(scriptOf(index, { ...smooth, inspection, applicant: 'citizen', ...change }));
}

function anyWorld(clock = new QuickClock()): World {
  runs += 1;
  return world.world(`run-${runs}`, clock);
}

async function lived(life: Life): Promise<Life> {
  await live(life, anyWorld());
  return life;
}

function doneTo({ requestId }: Life): string[] {
  return world.living.done.get(requestId ?? '') ?? [];
}

describe('many lives', () => {
  it('come to an end or to a wait with a future, without a surprise', async () => {
    const lives = Array.from({ length: 30 }, (_, index) => unborn(scriptOf(index)));
    const here = anyWorld();
    const stop = new AbortController();
    await liveAll(lives, here, { stop, onEnd: () => undefined });
    expect(lives.flatMap(({ surprises }) => surprises)).toEqual([]);
    const standings = await standingsOf(lives, here);
    expect(standings.length).toBe(30);
    expect(standings.flatMap(({ fault }) => fault ?? [])).toEqual([]);
    const ended = standings.filter(({ state }) => isEnd(state)).length;
    expect(ended).toBeGreaterThan(8);
    expect(ended).toBeLessThan(30);
    expect(lives.flatMap(({ refused }) => refused).length).toBeGreaterThan(4);
  });

  it('of a seed do the same after the same delays, one after the other or side by side', async () => {
    const of = () => Array.from({ length: 10 }, (_, index) => unborn(scriptOf(index, {}, 5)));
    const [oneByOne, together] = [of(), of()];
    const clocks = [new QuickClock(), new QuickClock()] as const;
    for (const life of oneByOne) await live(life, anyWorld(clocks[0]));
    const side = anyWorld(clocks[1]);
    await liveAll(together, side, { stop: new AbortController(), onEnd: () => undefined });
    const told = (lives: readonly Life[]) =>
      lives.map(({ state, acts, payments, refused }) => ({ state, acts, payments, refused }));
    expect(told(together)).toEqual(told(oneByOne));
    expect(together.map(doneTo)).toEqual(oneByOne.map(doneTo));
    expect(together.flatMap(doneTo).length).toBeGreaterThan(20);
    const sorted = (clock: QuickClock) => [...clock.passed].sort((a, b) => a - b);
    expect(sorted(clocks[1])).toEqual(sorted(clocks[0]));
  });
});

describe('a course', () => {
  it.each([
    ['SVC0106', {}, 'completed'],
    ['SVC1832', { inspection: 'repaired', extendsTime: true }, 'completed'],
    ['SVC1832', { inspection: 'notRepaired' }, 'consideration'],
    ['SVC1832', { inspection: 'failed' }, 'refused'],
    ['SVC2941', { hearing: 'answered', delivery: 'post' }, 'completed'],
    ['SVC2941', { hearing: 'silent' }, 'consideration'],
    ['SVC1791', { consultation: 'objection', decision: 'refused' }, 'refused'],
    ['SVC0209', { decider: 'delegate', delivery: 'counter' }, 'completed'],
    ['SVC2262', { decision: 'conditions', notifiesAtOnce: false }, 'completed'],
    ['SVC0106', { missing: ['siteMap'], officerFault: true }, 'completed'],
    ['SVC0106', { unclear: ['siteMap'], correction: 'notEnough' }, 'completed'],
    ['SVC0106', { missing: ['siteMap'], correction: 'inTwo', hasAgent: true }, 'completed'],
    ['SVC0106', { missing: ['siteMap'], correction: 'partly' }, 'awaitingCorrection'],
    ['SVC0106', { missing: ['siteMap'], correction: 'never' }, 'awaitingCorrection'],
    ['SVC0106', { missing: ['siteMap'], correction: 'withdraws' }, 'withdrawn'],
    ['SVC0106', { course: 'withdrawn' }, 'withdrawn'],
    ['SVC0106', { course: 'withdrawnLate' }, 'withdrawn'],
    ['SVC0106', { course: 'notOurAgency' }, 'notOurAgency'],
    ['SVC0106', { course: 'terminated' }, 'terminated'],
    ['SVC0106', { course: 'forwarded' }, 'completed'],
    ['SVC0106', { course: 'leftUndecided' }, 'consideration'],
    ['SVC0106', { leftUnissued: true }, 'issuing'],
    ['SVC0106', { clericalError: true }, 'completed'],
    ['SVC1608', { payment: 'late' }, 'completed'],
    ['SVC0106', { payment: 'twice' }, 'completed'],
    ['SVC0106', { payment: 'otherAmount' }, 'completed'],
    ['SVC0106', { payment: 'unconfirmed' }, 'completed'],
    ['SVC0106', { payment: 'doubtful' }, 'paymentUnconfirmed'],
    ['SVC0106', { payment: 'never' }, 'awaitingPayment'],
  ] as const satisfies readonly [string, Partial<Script>, RequestState][])(
    'of %s with %j comes to %s',
    async (serviceId, change, state) => {
      const { requestId, state: last, surprises } = await lived(smoothIn(serviceId, change));
      expect({ last, surprises }).toEqual({ last: state, surprises: [] });
      const { request } = world.living.views.get(requestId ?? '') ?? {};
      expect(request?.refunds.every(({ repaidOn }) => repaidOn !== null)).toBe(true);
      const { decision } = request ?? {};
      expect(decision?.notified === null).toBe(false);
    },
  );

  it('that is paid twice, or with another amount, ends with the money given back', async () => {
    for (const payment of ['twice', 'otherAmount'] as const) {
      const { requestId, payments } = await lived(smoothIn('SVC0106', { payment }));
      expect(payments).toBe(2);
      const { refunds } = world.living.views.get(requestId ?? '')?.request ?? { refunds: [] };
      expect(refunds.map(({ why }) => why)).toEqual([payment === 'twice' ? 'paidTwice' : payment]);
    }
  });
});

describe('a mistake', () => {
  const inCourse: readonly [CourseMistake, ProblemCode, string, Partial<Script>][] = [
    ['decidesWithoutPower', 'roleMayNot', 'SVC0106', {}],
    ['wrongAgency', 'notYourAgency', 'SVC0106', {}],
    ['wrongOffice', 'notYourOffice', 'SVC0106', {}],
    ['wrongPortal', 'notYourPortal', 'SVC0209', {}],
    ['sawOldVersion', 'staleVersion', 'SVC0106', {}],
    ['asksAgain', 'askedAlready', 'SVC0106', {}],
    ['refusesWithoutReasons', 'invalidBody', 'SVC0106', {}],
    ['delegationEnded', 'delegationNotInForce', 'SVC0106', {}],
    ['extendsWithoutManual', 'extensionNotAllowed', 'SVC0106', {}],
    ['decidesDuringHearing', 'stillOpen', 'SVC2941', { hearing: 'answered' }],
    ['answersOtherItem', 'itemsNotOpen', 'SVC0106', { missing: ['siteMap'] }],
    ['shortensTime', 'neverShorter', 'SVC0106', { missing: ['siteMap'] }],
    ['datesReversed', 'dateOrder', 'SVC0106', {}],
    ['otherDelivery', 'deliveryNotOffered', 'SVC0106', { delivery: 'counter' }],
  ];

  it.each(inCourse)(
    '%s is refused with %s, and the person goes on',
    async (name, code, id, change) => {
      const life = await lived(smoothIn(id, { ...change, mistakes: [name] }));
      expect(life).toMatchObject({ refused: [code], surprises: [], state: 'completed' });
    },
  );

  const atFiling: readonly [FilingMistake, ProblemCode, string][] = [
    ['documentForgotten', 'documentMissing', 'SVC0106'],
    ['wrongCheckDigit', 'invalidBody', 'SVC0106'],
    ['documentTooLarge', 'documentTooLarge', 'SVC0106'],
    ['otherPortal', 'otherPortal', 'SVC0106'],
    ['powerEnded', 'powerEnded', 'SVC0106'],
    ['keyUsedAgain', 'keyReused', 'SVC0106'],
    ['filedTwice', 'openRequestExists', 'SVC0209'],
  ];

  it.each(atFiling)('%s at filing is refused with %s, then it is filed', async (name, code, id) => {
    const life = await lived(smoothIn(id, { filingMistakes: [name] }));
    expect(life).toMatchObject({ refused: [code], surprises: [], state: 'completed' });
  });

  it('in the place of the agency’s own system is refused too', async () => {
    const life = await lived(smoothIn('SVC0110', { mistakes: ['worksForTheSystem'] }));
    expect(life).toMatchObject({ refused: ['workedByAgencySystem'], surprises: [] });
  });

  it('that is taken after all is a surprise', async () => {
    const decide = world.living.act.bind(world.living);
    // A gateway that does not look at the version.
    world.living.act = (requestId, command) => {
      const ifMatch = world.living.views.get(requestId)?.request.version ?? 0;
      return decide(requestId, { ...command, ifMatch });
    };
    const life = await lived(smoothIn('SVC0106', { mistakes: ['sawOldVersion'] }));
    world.living.act = decide;
    expect(life.refused).toEqual([]);
    expect(life.surprises).toEqual([
      { what: 'sawOldVersion', said: 'was taken, and should have been refused: staleVersion' },
    ]);
  });
});

describe('what happens around a life', () => {
  it('another person files where the first has an open request', async () => {
    const first = anyWorld();
    const life = smoothIn('SVC0209', { course: 'leftUnchecked' });
    await live(life, first);
    // The same numbers, under another key.
    const again = smoothIn('SVC0209', { course: 'leftUnchecked' });
    let filings = 0;
    const desk: World['desk'] = {
      get: (by, path) => first.desk.get(by, path),
      post: (by, path, body, options) => {
        filings += 1;
        return first.desk.post(by, path, body, { key: `${options?.key ?? ''}:other` });
      },
    };
    await live(again, { ...first, desk });
    expect(filings).toBe(2);
    expect(again.surprises).toEqual([]);
    expect(again.requestId).not.toBe(life.requestId);
  });

  it('a version that is no longer the newest is read again and decided again', async () => {
    const here = anyWorld();
    let isFirst = true;
    const act = world.living.act.bind(world.living);
    world.living.act = (requestId, command) => {
      const ifMatch = command.ifMatch - Number(isFirst);
      isFirst = false;
      return act(requestId, { ...command, ifMatch });
    };
    const life = smoothIn('SVC0106');
    await live(life, here);
    world.living.act = act;
    expect(life).toMatchObject({ state: 'completed', surprises: [], refused: [] });
  });

  it('what comes too late for a case that has closed is tried three times, and counted', async () => {
    const act = world.living.act.bind(world.living);
    let tries = 0;
    world.living.act = (requestId, command) => {
      if (command.action !== 'correctEntry') return act(requestId, command);
      tries += 1;
      return Promise.resolve(undefined);
    };
    const life = await lived(smoothIn('SVC0106', { clericalError: true }));
    world.living.act = act;
    expect(tries).toBe(3);
    expect(life).toMatchObject({ state: 'completed', surprises: [], refused: ['requestClosed'] });
  });

  it('an engine that is away stops everybody, and says so', async () => {
    const lives = [smoothIn('SVC0106'), smoothIn('SVC0209')];
    world.living.engineTrouble = new Problem('engineAway', gatewayProblems.engineAway.title);
    const stop = new AbortController();
    const waiting = liveAll(lives, anyWorld(), { stop, onEnd: () => undefined });
    const failure = await waiting.catch((error: unknown) => error);
    world.living.engineTrouble = undefined;
    expect(failure).toBeInstanceOf(CommandFailed);
    expect((failure as CommandFailed).exitCode).toBe(exitCodes.unreachable);
    expect(stop.signal.aborted).toBe(true);
  });

  it('who is stopped lets everything lie, and it is no failure', async () => {
    const stop = new AbortController();
    const clock = new QuickClock(stop.signal);
    const lives = Array.from({ length: 5 }, () => smoothIn('SVC0106'));
    let ended = 0;
    stop.abort();
    await liveAll(lives, anyWorld(clock), { stop, onEnd: () => (ended += 1) });
    expect(ended).toBe(0);
    expect(lives.every(({ requestId }) => requestId === null)).toBe(true);
  });
});
