import { afterAll, describe, expect, it } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Worker } from '@temporalio/worker';
import { createAppealPost } from '../../../infra/temporal/cases.js';
import { Dice } from '../../support/dice.js';
import { troublesOf } from '../../support/request-events.js';
import { replayCases } from '../../support/replay-cases.js';
import { RequestWalk } from '../../support/request-walk.js';
import { manualOf, requestWorker } from '../../support/requests.js';
import { passOn, timeSkippingTemporal } from '../../support/temporal.js';
import { WatchedWorld } from '../../support/watched-world.js';

/** So many rounds, each on a server of its own and minutes long; none unless asked for: PRASAN_RANDOM_ROUNDS=3. */
const rounds = Number(process.env['PRASAN_RANDOM_ROUNDS'] ?? 0);
/** What comes by chance, comes alike for a seed: PRASAN_RANDOM_SEED. */
const seed = Number(process.env['PRASAN_RANDOM_SEED'] ?? Date.now() % 1_000_000);

/** The first round, to run one again: PRASAN_RANDOM_FROM=1 PRASAN_RANDOM_ROUNDS=1. */
const firstRound = Number(process.env['PRASAN_RANDOM_FROM'] ?? 0);

const lanes = 34;
const steps = 20;
const commandsMin = 2_000;
const casesMin = 150;
const manuals = [
  ...['SVC0106', 'SVC0209', 'SVC1608', 'SVC1791', 'SVC1832', 'SVC2262', 'SVC2941'],
  ...['PRS7K2M9QX4TD', 'PRS3V8HC5NBWE'],
];
/** How many cases the worker of a round holds. */
const held = [100, 0, 12];
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** Later years have no table of holidays yet. */
const horizon = Date.parse('2027-08-31T11:00:00+07:00');

const counts = new Map<string, number>();
let cases = 0;

/** One server, one world, many requests at once: time passes for all of them together. */
class Round {
  readonly walks: RequestWalk[] = [];
  readonly ended: RequestWalk[] = [];
  private readonly dice: Dice;
  private readonly server: TestWorkflowEnvironment;
  private readonly world: WatchedWorld;
  private readonly number: number;
  private worker: Worker | undefined;
  private running = Promise.resolve();

  private constructor(server: TestWorkflowEnvironment, number: number) {
    this.server = server;
    this.number = number;
    this.dice = new Dice(seed + 1_000 * number);
    this.world = new WatchedWorld(server);
    this.world.post = createAppealPost(server.client);
  }

  static async start(number: number): Promise<Round> {
    const round = new Round(await timeSkippingTemporal(), number);
    await round.newWorker();
    return round;
  }

  /**
   * Workers that hold every case, none, or a few: with those, most tasks are replays. Only workers that
   * hold none are restarted, since the time-skipping server waits ten seconds for each case that was
   * held by one that is gone.
   */
  private async newWorker(): Promise<void> {
    const { nativeConnection, namespace } = this.server;
    const settings = { maxCachedWorkflows: held[this.number % held.length] ?? 0 };
    this.worker = await requestWorker(
      this.world,
      nativeConnection,
      namespace ?? 'default',
      settings,
    );
    this.running = this.worker.run();
  }

  private async stopWorker(): Promise<void> {
    this.worker?.shutdown();
    await this.running;
  }

  async stop(): Promise<void> {
    await this.stopWorker();
    await this.server.teardown();
  }

  private async file(lane: number): Promise<RequestWalk> {
    cases += 1;
    const name = `${this.number}-${lane}-${cases}`;
    const manual = manualOf(manuals[cases % manuals.length] ?? '');
    const dice = new Dice(seed + 7_919 * cases);
    const { server, world } = this;
    return RequestWalk.file({ server, world, counts }, manual, name, dice);
  }

  async run(): Promise<void> {
    const filed = Array.from({ length: lanes }, (_, lane) => this.file(lane));
    this.walks.push(...(await Promise.all(filed)));
    for (let step = 0; step < steps; step += 1) {
      await this.disturb(step);
      await Promise.all(this.walks.map((walk) => this.step(walk)));
      await Promise.all(this.walks.map((walk, lane) => this.replace(walk, lane)));
    }
    this.world.isKafkaAway = false;
    this.world.isTreasuryAway = false;
  }

  /** Another request where one has come to its end. */
  private async replace(walk: RequestWalk, lane: number): Promise<void> {
    if (!(await walk.closes())) return;
    this.ended.push(walk);
    this.walks[lane] = await this.file(lane);
  }

  /** What comes over all of them: time, and what of the world is away for a while. */
  private async disturb(step: number): Promise<void> {
    const { dice, world } = this;
    if (dice.chance(10)) world.isKafkaAway = !world.isKafkaAway;
    else if (world.isKafkaAway && dice.chance(50)) world.isKafkaAway = false;
    world.isTreasuryAway = world.isTreasuryAway ? dice.chance(50) : dice.chance(6);
    if (held[this.number % held.length] === 0 && dice.chance(25)) {
      count('worker restarted');
      await this.stopWorker();
      await this.newWorker();
    }
    const isAway = world.isKafkaAway || world.isTreasuryAway;
    const ms = isAway ? dice.between(0, 4) * minuteMs : await this.leap(step);
    if (ms > 0) await passOn(this.server, ms);
    for (const walk of this.walks) walk.say(`— ${Math.round(ms / minuteMs)} minutes later`);
  }

  /** From minutes to more than a month. */
  private async leap(step: number): Promise<number> {
    const { dice } = this;
    if (step === 0 || dice.chance(15)) return 0;
    count('leaps');
    const weights = { minutes: 30, days: 45, weeks: 25 };
    const kind = dice.weighed(
      Object.keys(weights) as (keyof typeof weights)[],
      (one) => weights[one],
    );
    if (kind === 'minutes') return dice.between(1, 300) * minuteMs;
    const days = kind === 'days' ? dice.between(1, 5) : dice.between(6, 40);
    const left = horizon - (await this.server.currentTimeMs());
    return Math.max(0, Math.min(days * dayMs + dice.between(-300, 300) * minuteMs, left));
  }

  private async step(walk: RequestWalk): Promise<void> {
    await walk.agrees();
    if (await walk.closes()) return;
    if (walk.dice.chance(12)) await walk.refresh();
    const chance = walk.dice.roll(100);
    if (chance < 25 && walk.model.bills.length > 0) await walk.pay();
    else if (chance >= 60 || !(await walk.appeal())) await walk.act();
    await walk.agrees();
    // The treasury has a bill, and its answer is lost: money comes first.
    if (walk.model.bills.some(({ status }) => status === 'wanted')) await walk.pay();
  }

  /** What is wrong with the events of the round, and histories that do not replay. */
  async troubles(): Promise<string[]> {
    const all = [...this.ended, ...this.walks];
    const found: string[] = [];
    for (const walk of this.walks) await walk.agrees();
    for (const walk of all) found.push(...(await troublesOf(walk, this.world)));
    const subjects = all.flatMap((walk) => walk.subjects);
    const { runs, faults } = await replayCases(this.server.client, subjects);
    counts.set('runs replayed', (counts.get('runs replayed') ?? 0) + runs);
    return [...found, ...faults];
  }
}

function count(what: string): void {
  counts.set(what, (counts.get(what) ?? 0) + 1);
}

function commands(): number {
  return [...counts]
    .filter(([what]) => /^(act|refused|money|appeal|refresh)/.test(what))
    .reduce((sum, [, times]) => sum + times, 0);
}

const suite = rounds > 0 ? describe : describe.skip;

suite(`random commands to requests, seed ${seed}`, () => {
  afterAll(() => {
    const told = [...counts].sort().map(([what, times]) => `  ${what} ${times}`);
    console.log([`seed ${seed}: ${cases} cases, ${commands()} commands`, ...told].join('\n'));
  });

  it.each(Array.from({ length: Math.max(1, rounds) }, (_, number) => firstRound + number))(
    'come to what a model says, in round %i',
    async (number) => {
      const round = await Round.start(number);
      try {
        await round.run();
        expect(await round.troubles()).toEqual([]);
      } finally {
        await round.stop();
      }
    },
    600_000,
  );

  it('were many, over many cases', () => {
    expect(commands()).toBeGreaterThanOrEqual((commandsMin * rounds) / 3);
    expect(cases).toBeGreaterThanOrEqual((casesMin * rounds) / 3);
  });
});
