import type { Label } from '../../calendar/label.js';
import { CalendarError } from '../../calendar/errors.js';
import type { Unit } from '../../calendar/period.js';
import { needAmount } from '../../calendar/period.js';
import type { Finding } from '../finding.js';
import { finding } from '../finding.js';
import type { StatedTime } from '../manual.js';
import type { Check } from './check.js';
import { check } from './check.js';

/** What a time is of, and what it can be. */
interface Use {
  readonly name: Label;
  readonly units: readonly Unit[];
  readonly yearsMax: number;
}

const dayUnits = ['DAY', 'WORKING_DAY', 'MONTH', 'YEAR'] as const;

/** An official's time may be in office hours. */
const official: Use = {
  name: { th: 'เวลาของเจ้าหน้าที่', en: "an official's time" },
  units: [...dayUnits, 'HOUR', 'MINUTE'],
  yearsMax: 10,
};
/** No law gives a person time in hours. */
const person: Use = {
  name: { th: 'เวลาของประชาชน', en: "a citizen's time" },
  units: dayUnits,
  yearsMax: 10,
};
/** A case waits for people in days: whatever else would be taken for so many days. */
const wait: Use = {
  name: { th: 'เวลารอคำตอบ', en: 'a time in which somebody answers' },
  units: ['DAY', 'WORKING_DAY'],
  yearsMax: 10,
};
const extension: Use = {
  name: { th: 'การขยายเวลา', en: 'an extension' },
  units: dayUnits,
  yearsMax: 10,
};
const validity: Use = {
  name: { th: 'อายุของสิ่งที่ออกให้', en: 'a validity' },
  units: ['DAY', 'MONTH', 'YEAR'],
  yearsMax: 100,
};

/** How much of a unit makes about a year. */
const perYear: Record<Unit, number> = {
  DAY: 366,
  WORKING_DAY: 250,
  HOUR: 2_000,
  MINUTE: 120_000,
  MONTH: 12,
  YEAR: 1,
  ELAPSED_HOUR: 8_784,
};

/** Every time of a manual, in a unit and of a length that it can have. */
export const timeChecks: readonly Check[] = [
  check(['processingTime'], (manual) => time(manual.processingTime, official, 'processingTime')),
  check(['secondTime'], (manual) => time(manual.secondTime, official, 'secondTime')),
  check(['extension'], (manual) => time(manual.extension?.time, extension, 'extension', 'time')),
  check(['correction'], (manual) => time(manual.correction.within, wait, 'correction', 'within')),
  check(['appeal'], (manual) => time(manual.appeal.within, person, 'appeal', 'within')),
  check(['issues'], ({ issues }) => [
    ...time(issues?.within, official, 'issues', 'within'),
    ...time(issues?.valid, validity, 'issues', 'valid'),
  ]),
  check(['fees'], ({ fees }) =>
    fees.flatMap(({ billValid }, index) => time(billValid, person, 'fees', index, 'billValid')),
  ),
  check(['steps'], ({ steps }) =>
    steps.flatMap(({ answerWithin, remedyWithin }, index) => [
      ...time(answerWithin, wait, 'steps', index, 'answerWithin'),
      ...time(remedyWithin, wait, 'steps', index, 'remedyWithin'),
    ]),
  ),
];

function time(
  stated: StatedTime | undefined,
  { name, units, yearsMax }: Use,
  ...place: readonly (string | number)[]
): Finding[] {
  if (stated === undefined) return [];
  const { amount, unit } = stated;
  if (!units.includes(unit)) {
    const facts = { unit, what: name, possible: units.join(', ') };
    return [finding('unitNotHere', [...place, 'unit'], facts)];
  }
  const max = perYear[unit] * yearsMax;
  if (amount <= max && isCountable(amount, unit)) return [];
  const right = {
    th: `${amount} ${unit} มากเกินไป ต้องไม่เกิน ${yearsMax} ปี`,
    en: `${amount} ${unit} is too much; it must be at most ${yearsMax} years`,
  };
  return [finding('amountImpossible', [...place, 'amount'], { right })];
}

/** Whether the calendar takes it. */
function isCountable(amount: number, unit: Unit): boolean {
  try {
    needAmount(amount, unit);
    return true;
  } catch (error) {
    if (error instanceof CalendarError) return false;
    throw error;
  }
}
