import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Worker } from '@temporalio/worker';
import { createAppealPost } from '../../infra/temporal/cases.js';
import { Dice } from './dice.js';
import { replayCases } from './replay-cases.js';
import { troublesOf } from './request-events.js';
import { dayAt, endOf } from './request-model.js';
import { RequestWalk } from './request-walk.js';
import { lastMondayAtTen, manualOf, requestWorker } from './requests.js';
import { passOn, timeSkippingTemporal } from './temporal.js';
import { WatchedWorld } from './watched-world.js';

/** How large a round is. */
interface RoundPlan {
  /** How many requests go on at a time. */
  readonly lanes: number;
  /** How often time passes, at most. */
  readonly steps: number;
  /** How many commands come to each request between. */
  readonly acts: number;
  /** One case in so many is replayed at the end. */
  readonly replayedOf: number;
}

/** What a round is made of: alike for a seed. */
interface Rolled {
  readonly plan: RoundPlan;
  readonly seed: number;
  /** How often what was tried and what happened, for the report. */
  readonly counts: Map<string, number>;
}

const manuals = [
  ...['SVC0106', 'SVC0209', 'SVC1608', 'SVC1791', 'SVC1832', 'SVC2262', 'SVC2941'],
  ...['PRS7K2M9QX4TD', 'PRS3V8HC5NBWE'],
];
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** Later years have no table of holidays yet. */
const horizon = Date.parse('2027-08-31T11:00:00+07:00');
/** Nothing is to ring by itself so soon, lest it come between a command and its answer. */
const quietMs = 3 * minuteMs;
/** What the treasury could not answer is asked again after five minutes at most. */
const backAfterMs = 6 * minuteMs;

/** One server, one world, many requests at once: time passes for all of them together. */
export class Round {
  private readonly walks: RequestWalk[] = [];
  private readonly ended: RequestWalk[] = [];
  private readonly filed: number[] = [];
  private readonly dice: Dice;
  private readonly world: WatchedWorld;
  private readonly worker: Worker;
  private readonly running: Promise<void>;
  private readonly server: TestWorkflowEnvironment;
  private readonly plan: RoundPlan;
  private readonly seed: number;
  private readonly counts: Map<string, number>;

  private constructor(
    own: { server: TestWorkflowEnvironment; world: WatchedWorld; worker: Worker },
    { plan, seed, counts }: Rolled,
  ) {
    ({ server: this.server, world: this.world, worker: this.worker } = own);
    [this.plan, this.seed, this.counts] = [plan, seed, counts];
    this.dice = new Dice(seed);
    this.running = this.worker.run();
  }

  /**
   * Starts a server with a worker that holds every case: what is dropped and replayed in between makes
   * the time-skipping server lose count of who holds the time. On a Monday at ten, so that a seed comes
   * to the same all week.
   */
  static async start(rolled: Rolled): Promise<Round> {
    const server = await timeSkippingTemporal();
    const world = new WatchedWorld(server);
    world.post = createAppealPost(server.client);
    const { nativeConnection, namespace } = server;
    const settings = { maxCachedWorkflows: 2_000 };
    const worker = await requestWorker(world, nativeConnection, namespace ?? 'default', settings);
    await passOn(server, lastMondayAtTen() + 14 * dayMs - (await server.currentTimeMs()));
    return new Round({ server, world, worker }, rolled);
  }

  private count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }

  private get isWorking(): boolean {
    const { numInFlightWorkflowActivations, numInFlightActivities } = this.worker.getStatus();
    return numInFlightWorkflowActivations + numInFlightActivities > 0;
  }

  /** Ends worker and server. */
  async stop(): Promise<void> {
    this.worker.shutdown();
    await this.running;
    await this.server.teardown();
  }

  private async file(lane: number): Promise<RequestWalk> {
    const before = this.filed[lane] ?? 0;
    this.filed[lane] = before + 1;
    this.count('cases');
    const manual = manualOf(manuals[(lane + before) % manuals.length] ?? '');
    const dice = new Dice(this.seed + 7_919 * (lane + 1) + 104_729 * (before + 1));
    const { server, world, counts } = this;
    return RequestWalk.file({ server, world, counts }, manual, `${lane}-${before}`, dice);
  }

  /** Lets all of it happen. */
  async run(): Promise<void> {
    const { lanes, steps, acts } = this.plan;
    const filed = Array.from({ length: lanes }, (_, lane) => this.file(lane));
    this.walks.push(...(await Promise.all(filed)));
    for (let step = 0; step < steps; step += 1) {
      await this.disturb(step);
      await Promise.all(this.walks.map((walk) => walk.tryCommands(acts)));
      await Promise.all(this.walks.map((walk, lane) => this.replace(walk, lane)));
    }
    this.world.isKafkaAway = false;
    if (this.world.isTreasuryAway) await this.bringTreasuryBack();
    await this.agree();
  }

  /** Another request where one has come to its end. */
  private async replace(walk: RequestWalk, lane: number): Promise<void> {
    if (!(await walk.closes())) return;
    this.ended.push(walk);
    this.walks[lane] = await this.file(lane);
  }

  private async agree(): Promise<void> {
    await Promise.all(this.walks.map((walk) => walk.agrees()));
  }

  /** What comes over all of them: time, and what of the world is away for a while. */
  private async disturb(step: number): Promise<void> {
    const { dice, world } = this;
    if (dice.chance(10)) world.isKafkaAway = !world.isKafkaAway;
    else if (world.isKafkaAway && dice.chance(50)) world.isKafkaAway = false;
    if (world.isTreasuryAway && dice.chance(50)) await this.bringTreasuryBack();
    else if (!world.isTreasuryAway) world.isTreasuryAway = dice.chance(6);
    const isAway = world.isKafkaAway || world.isTreasuryAway;
    await this.passOn(isAway ? dice.between(0, 4) * minuteMs : await this.leap(step));
    await this.agree();
    await this.awaitQuiet();
  }

  /** It is asked again at once, and not while people act. */
  private async bringTreasuryBack(): Promise<void> {
    this.world.isTreasuryAway = false;
    await this.passOn(backAfterMs);
  }

  /** Where something is about to ring by itself, it is let ring first. */
  private async awaitQuiet(): Promise<void> {
    for (;;) {
      const now = await this.server.currentTimeMs();
      const soon = [endOf(dayAt(now)), ...this.walks.flatMap((walk) => walk.ringsAt)].filter(
        (at) => at > now && at <= now + quietMs,
      );
      if (soon.length === 0) return;
      await this.passOn(Math.max(...soon) - now + 1_000);
      await this.agree();
    }
  }

  private async passOn(ms: number): Promise<void> {
    if (ms > 0) await passOn(this.server, ms, () => this.isWorking);
    for (const walk of this.walks) walk.say(`— ${Math.round(ms / minuteMs)} minutes later`);
  }

  /** From minutes to more than a month. */
  private async leap(step: number): Promise<number> {
    const { dice } = this;
    if (step === 0 || dice.chance(15)) return 0;
    this.count('leaps');
    const weights = { minutes: 25, days: 40, weeks: 35 };
    const kind = dice.weighed(
      Object.keys(weights) as (keyof typeof weights)[],
      (one) => weights[one],
    );
    if (kind === 'minutes') return dice.between(1, 300) * minuteMs;
    const days = kind === 'days' ? dice.between(1, 5) : dice.between(6, 40);
    const left = horizon - (await this.server.currentTimeMs());
    return Math.max(0, Math.min(days * dayMs + dice.between(-300, 300) * minuteMs, left));
  }

  /** What is wrong with the events of the round, and histories that do not replay. */
  async troubles(): Promise<string[]> {
    const all = [...this.ended, ...this.walks];
    const found: string[] = [];
    // One after the other: what has closed is replayed to be asked.
    for (const walk of all) found.push(...(await troublesOf(walk, this.world)));
    for (const { model } of all) {
      for (const { kind } of model.events) this.count(`event/${kind}`);
    }
    const { replayedOf } = this.plan;
    const subjects = all
      .filter((_, index) => index % replayedOf === 0)
      .flatMap((walk) => walk.subjects);
    const { runs, faults } = await replayCases(this.server.client, subjects);
    this.counts.set('runs replayed', (this.counts.get('runs replayed') ?? 0) + runs);
    return [...found, ...faults];
  }
}
