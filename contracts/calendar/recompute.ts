import {
  closesMs,
  dateOf,
  dayOf,
  dayOfParts,
  epochOf,
  instantOf,
  lastDayOfMonth,
  momentOf,
  opensMs,
  parseEither,
  parseMoment,
  partsOf,
} from './days.js';
import { readDate } from './date-text.js';
import type { Step, StepKind } from './explanation.js';

/** One derivation inside an explanation: what it says, and what its own steps come to. */
export interface Recomputed {
  readonly said: string;
  readonly computed: string;
}

/**
 * Computes every derivation of an explanation again, from its steps alone, without a calendar: which
 * days are off stands in the steps. Receipts, periods, letters of delay, counting back, fiscal years
 * and dates in text; clocks, extensions and what is counted again consist of these.
 */
export function recompute(explanation: readonly Step[]): Recomputed[] {
  return segments(explanation).map((steps) => {
    const said = steps[steps.length - 1]?.date ?? '';
    switch (kindOf(steps[0])) {
      case 'receipt':
        return { said, computed: receiptOf(steps) };
      case 'letters':
        return lettersOf(steps);
      case 'back':
        return { said, computed: backOf(steps) };
      case 'fiscal':
        return fiscalOf(steps);
      case 'text':
        return { said, computed: readDate(steps[0]?.of ?? '').answer.date };
      default:
        return { said, computed: periodOf(steps) };
    }
  });
}

type Derivation = 'receipt' | 'period' | 'letters' | 'back' | 'fiscal' | 'text';

/** What a step begins, if anything. */
function kindOf(step: Step | undefined): Derivation | undefined {
  switch (step?.step) {
    case 'filed':
      return 'receipt';
    case 'fiscal':
      return 'fiscal';
    case 'read':
      return 'text';
    case 'asked':
      if (step.rule === 'LFA-10-2') return 'letters';
      if (step.rule === 'C13') return 'back';
      return step.unit !== undefined && step.calendar !== undefined ? 'period' : undefined;
    default:
      return undefined;
  }
}

/** From a question to its answer. */
function segments(explanation: readonly Step[]): Step[][] {
  const found: Step[][] = [];
  let open: Step[] | undefined;
  for (const step of explanation) {
    const kind = kindOf(step);
    if (kind !== undefined) open = [];
    open?.push(step);
    if (open === undefined || (step.step !== 'answer' && kind !== 'fiscal')) continue;
    found.push(open);
    open = undefined;
  }
  return found;
}

function lettersOf(steps: readonly Step[]): Recomputed {
  const [asked] = steps;
  const due = dayOf(asked?.date ?? '');
  const end = dayOf(asked?.to ?? '');
  const isFinished = asked?.of === 'letters';
  const computed: string[] = [];
  for (let day = due + 7; isFinished ? day < end : day - 7 <= end; day += 7) {
    computed.push(dateOf(day));
  }
  const letters = steps.filter(({ step }) => step === 'letter');
  return { said: letters.map(({ date }) => date).join(), computed: computed.join() };
}

function backOf([asked]: readonly Step[]): string {
  return dateOf(dayOf(asked?.date ?? '') - (asked?.amount ?? 0));
}

function fiscalOf([step]: readonly Step[]): Recomputed {
  const { year, month } = partsOf(dayOf(step?.date ?? ''));
  const fiscalYear = year + 543 + (month >= 10 ? 1 : 0);
  const quarter = Math.floor(((month + 2) % 12) / 3) + 1;
  return { said: `${step?.amount} ${step?.of}`, computed: `${fiscalYear} Q${quarter}` };
}

function receiptOf(steps: readonly Step[]): string {
  const filed = parseMoment(steps[0]?.date ?? '', 'filed');
  const off = daysOf(steps, 'dayOff');
  if (!off.has(filed.day) && filed.ms >= opensMs && filed.ms <= closesMs) return instantOf(filed);
  let { day } = filed;
  if (off.has(day) || filed.ms > closesMs) {
    do day += 1;
    while (off.has(day));
  }
  return instantOf({ day, ms: opensMs });
}

function periodOf(steps: readonly Step[]): string {
  const [asked] = steps;
  const { amount = 0, unit, party } = asked ?? {};
  const from = parseEither(asked?.date ?? '', 'from');
  if (unit === 'ELAPSED_HOUR') {
    const at = epochOf({ day: from.day, ms: from.ms ?? 0 }) + amount * 3_600_000;
    return instantOf(momentOf(at));
  }
  if (unit === 'HOUR' || unit === 'MINUTE') return lastOfficeTime(steps, amount, unit);
  const first = steps.some(({ step }) => step === 'firstDayCounts') ? from.day : from.day + 1;
  const outside = daysOf(steps, 'outside');
  const last =
    unit === 'WORKING_DAY'
      ? nthOf(first, amount, new Set([...outside, ...daysOf(steps, 'dayOff')]))
      : unit === 'DAY'
        ? nthOf(first, amount, outside)
        : byMonths(first, unit === 'YEAR' ? amount * 12 : amount, outside);
  return dateOf(party === 'CITIZEN' ? rolled(last, daysOf(steps, 'rolled')) : last);
}

/** The n-th day that is not passed over. */
function nthOf(first: number, amount: number, passedOver: ReadonlySet<number>): number {
  let day = first;
  for (let left = amount; ; day += 1) {
    if (!passedOver.has(day)) left -= 1;
    if (left === 0) return day;
  }
}

function byMonths(first: number, months: number, outside: ReadonlySet<number>): number {
  const { year, month, dayOfMonth } = partsOf(first);
  const longest = lastDayOfMonth(year, month + months);
  let last = dayOfParts(year, month + months, Math.min(dayOfMonth, longest));
  if (dayOfMonth <= longest) last -= 1;
  for (let day = first; day <= last; day += 1) if (outside.has(day)) last += 1;
  return last;
}

function rolled(last: number, off: ReadonlySet<number>): number {
  let day = last;
  while (off.has(day)) day += 1;
  return day;
}

function lastOfficeTime(steps: readonly Step[], amount: number, unit: string): string {
  let left = amount * (unit === 'HOUR' ? 60 : 1);
  for (const { step, date, amount: minutes = 0 } of steps) {
    if (step !== 'officeTime') continue;
    const start = parseMoment(date ?? '', 'officeTime');
    if (minutes >= left) return instantOf({ day: start.day, ms: start.ms + left * 60_000 });
    left -= minutes;
  }
  return '';
}

function daysOf(steps: readonly Step[], kind: StepKind): Set<number> {
  return new Set(steps.filter(({ step }) => step === kind).map(({ date }) => dayOf(date ?? '')));
}
