import { afterAll, describe, expect, it } from '@jest/globals';
import { modelAppealActions } from '../../support/request-model-appeals.js';
import { modelActions } from '../../support/request-model-rules.js';
import { Round } from '../../support/request-round.js';
import { moneyKinds } from '../../support/request-walk.js';

/** A round, of which two are enough; more by command: RANDOM_ROUNDS=20. */
const plan = { lanes: 40, steps: 13, acts: 2, replayedOf: 4 };
const usualRounds = 2;
/** What happens when nobody acts in time. */
const silences = [
  ...['checkOverdue', 'overdue', 'delayNoticeMissed', 'consultationLate', 'billExpired'],
];
const commandsMin = 2_000;
const casesMin = 150;

const asked = process.env['RANDOM_ROUNDS'];
const rounds = Number(asked ?? usualRounds);
/** What comes by chance, comes alike for a seed: RANDOM_SEED. */
const seed = Number(
  process.env['RANDOM_SEED'] ?? (asked === undefined ? 2569 : Date.now() % 1_000_000),
);
/** The first round, to run one again. */
const firstRound = Number(process.env['RANDOM_FROM'] ?? 0);

const counts = new Map<string, number>();

function commands(): number {
  return [...counts]
    .filter(([what]) => /^(act|refused|money|appeal|refresh)/.test(what))
    .reduce((sum, [, times]) => sum + times, 0);
}

/** What is to come up in any set of rounds: every act and payment, every refusal, and silence. */
const kinds = [
  ...[...modelActions.filter((one) => one !== 'settleWithAgency'), 'repeated'].map(
    (action) => `act/${action}`,
  ),
  ...modelAppealActions.map((action) => `appeal/${action}`),
  ...moneyKinds.map((kind) => `money/${kind}`),
  ...['wrongState', 'mayNot', 'stale', 'notNow', 'keyReused'].map((code) => `refused/${code}`),
  ...silences.map((kind) => `event/${kind}`),
  ...['refresh', 'leaps', 'runs replayed'],
];

describe(`random commands to requests, seed ${seed}`, () => {
  afterAll(() => {
    const told = [...counts].sort().map(([what, times]) => `  ${what} ${times}`);
    console.log([`seed ${seed}: ${commands()} commands`, ...told].join('\n'));
  });

  it.each(Array.from({ length: Math.max(1, rounds) }, (_, number) => firstRound + number))(
    'come to what a model says, in round %i',
    async (number) => {
      const round = await Round.start({ plan, seed: seed + 1_000 * number, counts });
      try {
        await round.run();
        expect(await round.troubles()).toEqual([]);
      } catch (error) {
        const again = `RANDOM_SEED=${seed} RANDOM_FROM=${number} RANDOM_ROUNDS=1`;
        throw new Error(`again with ${again}: ${String(error)}`, { cause: error });
      } finally {
        await round.stop();
      }
    },
    900_000,
  );

  it('were many, of every kind, over many cases', () => {
    const sets = Math.floor(rounds / usualRounds);
    expect(commands()).toBeGreaterThanOrEqual(commandsMin * sets);
    expect(counts.get('cases')).toBeGreaterThanOrEqual(casesMin * sets);
    expect(sets === 0 ? [] : kinds.filter((kind) => !counts.has(kind))).toEqual([]);
  });
});
