import { Dice } from './dice.js';
import type { Script } from './script.js';
import type { Memory, Step } from './step.js';

/** How long persons take, in days from and to; what is not named takes an official's usual time. */
const daysFor: Readonly<Record<string, readonly [from: number, to: number]>> = {
  withdraw: [0.5, 4],
  correct: [1, 9],
  reportRemedy: [2, 8],
  answerHearing: [1, 6],
  answerConsultation: [2, 9],
  appeal: [1, 10],
  approve: [0.5, 4],
  refuse: [0.5, 4],
  terminate: [0.5, 3],
  sendUp: [2, 9],
  decideAppeal: [3, 12],
  pay: [0.1, 3],
};
const usual = [0.1, 2] as const;
/** Who pays late does so well into the bill's time. */
const latePayment = [6, 11] as const;

/** Days until a step is taken: of the script's own dice, by step and how often it was taken before. */
export function delayOf(
  script: Script,
  step: Exclude<Step, { kind: 'wait' }>,
  memory: Memory,
): number {
  const what = step.kind === 'act' ? step.action : 'pay';
  const nth = memory.count(what);
  const isLate = what === 'pay' && script.payment === 'late';
  const [from, to] = isLate ? latePayment : (daysFor[what] ?? usual);
  const dice = Dice.of(script.seed, script.index, 'delay', what, nth);
  return from + ((to - from) * dice.roll(1_000)) / 1_000;
}
