import type { Finding } from '../finding.js';
import { finding } from '../finding.js';
import type { ManualStep } from '../manual.js';
import { stepParts } from '../manual.js';
import { comesBefore, firstStep } from '../procedure.js';
import { check } from './check.js';

/** Steps that lead nowhere, go round, or stand where nothing leads to; and in what order they come. */
export const checkSteps = check(['steps'], ({ steps }) => {
  const graph = [
    ...unknownSteps(steps),
    ...cycles(steps),
    ...deadEnds(steps),
    ...unreachable(steps),
  ];
  // In a procedure that is broken every order would be found wrong.
  return [...graph, ...missing(steps), ...twice(steps), ...(graph.length > 0 ? [] : order(steps))];
});

type Steps = readonly ManualStep[];

function unknownSteps(steps: Steps): Finding[] {
  const ids = new Set(steps.map(({ stepId }) => stepId));
  const possible = [...ids].join(', ');
  return steps.flatMap(({ next }, index) =>
    next.flatMap((id, at) =>
      ids.has(id) ? [] : [finding('unknownStep', ['steps', index, 'next', at], { id, possible })],
    ),
  );
}

/** Each way back to a step that leads there, where it turns back; by walks in the order of the list. */
function cycles(steps: Steps): Finding[] {
  const indexOf = new Map(steps.map(({ stepId }, index) => [stepId, index]));
  const found: Finding[] = [];
  const done = new Set<number>();
  const way: { readonly index: number; at: number }[] = [];
  for (const start of steps.keys()) {
    if (!done.has(start)) way.push({ index: start, at: 0 });
    for (let here = way.at(-1); here !== undefined; here = way.at(-1)) {
      const at = here.at;
      const id = steps[here.index]?.next[at];
      here.at += 1;
      if (id === undefined) {
        done.add(here.index);
        way.pop();
        continue;
      }
      const to = indexOf.get(id);
      const back = way.findIndex(({ index }) => index === to);
      if (back >= 0) {
        const chain = way.slice(back).map(({ index }) => steps[index]?.stepId);
        const place = ['steps', here.index, 'next', at];
        found.push(finding('stepCycle', place, { chain: [...chain, id].join(' → ') }));
      } else if (to !== undefined && !done.has(to)) {
        way.push({ index: to, at: 0 });
      }
    }
  }
  return found;
}

/** Ends other than the last: from there, and from all that leads there alone, the last is not reached. */
function deadEnds(steps: Steps): Finding[] {
  const ends = steps.filter(({ next }) => next.length === 0);
  // Where a decision is taken the last comes after it, wherever in the list it stands.
  const decided = afterDecision(steps);
  const last = (ends.findLast(({ stepId }) => decided.has(stepId)) ?? ends.at(-1))?.stepId ?? '';
  return steps.flatMap(({ stepId, next }, index) =>
    next.length > 0 || stepId === last
      ? []
      : [finding('deadEnd', ['steps', index, 'next'], { id: stepId, last })],
  );
}

/** The step of the decision, and all that it leads to. */
function afterDecision(steps: Steps): ReadonlySet<string> {
  const found = new Set(steps.filter(({ kind }) => kind === 'approve').map(({ stepId }) => stepId));
  // A set goes on to what is added to it on the way.
  for (const id of found) {
    for (const { stepId, next } of steps) if (stepId === id) next.forEach((to) => found.add(to));
  }
  return found;
}

/** Steps that nothing leads to, other than the first. */
function unreachable(steps: Steps): Finding[] {
  const first = firstStep({ steps })?.stepId ?? '';
  const led = new Set(steps.flatMap(({ next }) => next));
  return steps.flatMap(({ stepId }, index) =>
    stepId === first || led.has(stepId)
      ? []
      : [finding('unreachable', ['steps', index], { id: stepId, first })],
  );
}

/** What a step is, by kind or part. */
type What = ManualStep['kind'] | NonNullable<ManualStep['part']>;

function whatOf({ kind, part }: ManualStep): What {
  return kind === 'checkAndConsider' && part !== undefined ? part : kind;
}

const needed: readonly What[] = ['fileRequest', 'completeness', 'approve'];
const onceOnly: readonly What[] = [...needed, 'inspection', 'hearing', 'issueDocument'];

function missing(steps: Steps): Finding[] {
  return needed
    .filter((what) => !steps.some((step) => whatOf(step) === what))
    .map((what) => finding('stepMissing', ['steps'], { what }));
}

function twice(steps: Steps): Finding[] {
  return steps.flatMap((step, index) => {
    const what = whatOf(step);
    const first = steps.find((other) => whatOf(other) === what);
    if (first === undefined || first === step || !onceOnly.includes(what)) return [];
    return [finding('stepTwice', ['steps', index], { what, id: first.stepId })];
  });
}

const parts = stepParts.filter((part) => part !== 'completeness');

/** What comes before what; the step at fault is the one that comes too early or too late. */
const orders: readonly { first: What; then: What; fault: 'first' | 'then' }[] = [
  { first: 'fileRequest', then: 'completeness', fault: 'then' },
  ...parts.map((part) => ({ first: 'completeness', then: part, fault: 'then' }) as const),
  { first: 'completeness', then: 'approve', fault: 'then' },
  ...parts.map((part) => ({ first: part, then: 'approve', fault: 'first' }) as const),
  { first: 'approve', then: 'issueDocument', fault: 'then' },
  { first: 'issueDocument', then: 'deliverDocument', fault: 'then' },
];

function order(steps: Steps): Finding[] {
  return orders.flatMap(({ first, then, fault }) => {
    const earlier = steps.filter((step) => whatOf(step) === first);
    const later = steps.filter((step) => whatOf(step) === then);
    return earlier.flatMap((one) =>
      later
        .filter((other) => !comesBefore({ steps }, one.stepId, other.stepId))
        .map((other) =>
          finding('outOfOrder', ['steps', steps.indexOf(fault === 'first' ? one : other)], {
            earlier: one.stepId,
            later: other.stepId,
          }),
        ),
    );
  });
}
