import { CalendarError } from '../../calendar/errors.js';
import type { Length, Regime, ServiceNature } from '../../calendar/regimes.js';
import { findRegime, lfaExclusions, regimes } from '../../calendar/regimes.js';
import type { Finding } from '../finding.js';
import { finding } from '../finding.js';
import type { FindingCode } from '../finding-texts.js';
import type { Manual, StatedTime } from '../manual.js';
import { paymentsAt } from '../procedure.js';
import { timeText } from '../words.js';
import type { Check } from './check.js';
import { check } from './check.js';

/** What the legal regime says against the manual. */
export const regimeChecks: readonly Check[] = [
  check(['regime', 'kind'], ({ regime, kind }) => misfit(regime, { kind }, 'regimeNotForKind')),
  check(['regime', 'excludedBy'], ({ regime, excludedBy }) =>
    misfit(regime, { excludedBy }, 'excludedFromAct'),
  ),
  check(['regime', 'kind', 'excludedBy'], checkExclusion),
  check(['regime', 'processingTime', 'secondTime'], checkClocks),
  check(['regime', 'extension'], checkExtension),
  check(['regime', 'steps', 'fees'], checkStart),
  check(['regime', 'appeal'], checkAppeal),
];

function misfit(id: string, nature: ServiceNature, code: FindingCode): Finding[] {
  try {
    findRegime(id, nature);
    return [];
  } catch (error) {
    if (!(error instanceof CalendarError)) throw error;
    return [finding(code, ['regime'], { why: error.details })];
  }
}

/** What the Act is about is under it, or under a law of its own, unless s.5 leaves it out. */
function checkExclusion({
  regime,
  kind,
  excludedBy,
}: Pick<Manual, 'regime' | 'kind' | 'excludedBy'>): Finding[] {
  const { kinds = [] } = regimes.LFA;
  const isWithoutGround = regime === 'EGOV_APA' && excludedBy === undefined;
  if (!isWithoutGround || !kinds.includes(kind)) return [];
  const possible = Object.keys(lfaExclusions).join(', ');
  return [finding('exclusionMissing', ['excludedBy'], { kind, section: 'LFA s.5', possible })];
}

function isLength(time: StatedTime, length: Length): boolean {
  return time.amount === length.amount && time.unit === length.unit;
}

/** The first pair of clocks, or the faster one of a case that is in it. */
function fixedClocks(regime: Regime, time: StatedTime): { time?: Length; second?: Length } {
  const { fastTrack } = regime;
  return fastTrack !== undefined && isLength(time, fastTrack.time) ? fastTrack : regime;
}

function checkClocks(manual: Pick<Manual, 'regime' | 'processingTime' | 'secondTime'>): Finding[] {
  const regime = regimes[manual.regime];
  const { processingTime, secondTime } = manual;
  const { time, second } = fixedClocks(regime, processingTime);
  return [
    ...contradicted(regime, time, processingTime, 'processingTime'),
    ...contradicted(regime, second, secondTime, 'secondTime'),
    ...secondClock(regime, second, secondTime),
  ];
}

function contradicted(
  { id, section }: Regime,
  fixed: Length | undefined,
  given: StatedTime | undefined,
  member: string,
): Finding[] {
  if (fixed === undefined || given === undefined || isLength(given, fixed)) return [];
  const facts = { regime: id, section, right: timeText(fixed), given: timeText(given) };
  return [finding('regimeTimeContradicted', [member], facts)];
}

function secondClock(
  { id, section }: Regime,
  second: Length | undefined,
  given: StatedTime | undefined,
): Finding[] {
  if (second !== undefined && given === undefined) {
    const facts = { regime: id, section, right: timeText(second) };
    return [finding('secondTimeMissing', ['secondTime'], facts)];
  }
  const isTooMany = second === undefined && given !== undefined;
  return isTooMany ? [finding('secondTimeNotHere', ['secondTime'], { regime: id, section })] : [];
}

function checkExtension(manual: Pick<Manual, 'regime' | 'extension'>): Finding[] {
  const { id, section, extension: limits } = regimes[manual.regime];
  const { extension } = manual;
  if (extension === undefined) return [];
  if (limits === undefined) {
    return [finding('extensionNotHere', ['extension'], { regime: id, section })];
  }
  const { max, time } = extension;
  const facts = { regime: id, section, max: limits.max, right: timeText(limits) };
  const beyond = (...place: string[]) => [finding('extensionBeyond', place, facts)];
  return [
    ...(max > limits.max ? beyond('extension', 'max') : []),
    ...(time.unit !== limits.unit ? beyond('extension', 'time', 'unit') : []),
    ...(time.unit === limits.unit && time.amount > limits.amount
      ? beyond('extension', 'time', 'amount')
      : []),
  ];
}

/** A clock that payment starts would never run. */
function checkStart(manual: Pick<Manual, 'regime' | 'steps' | 'fees'>): Finding[] {
  const { id, section, startsAt } = regimes[manual.regime];
  const isPaid = [...paymentsAt(manual, 'filing'), ...paymentsAt(manual, 'consideration')];
  if (startsAt !== 'PAYMENT' || isPaid.length > 0) return [];
  return [finding('clockWithoutPayment', ['regime'], { regime: id, section })];
}

/** Calendar days that a time lasts at the least. */
function daysMin({ amount, unit }: StatedTime): number {
  switch (unit) {
    case 'DAY':
      return amount;
    case 'WORKING_DAY':
      return amount + 2 * Math.floor((amount - 1) / 5);
    case 'MONTH':
      return amount * 28;
    case 'YEAR':
      return amount * 365;
    default:
      return 0;
  }
}

/** The days that APA s.44 gives; a special law or a court has its own. */
function checkAppeal({ regime, appeal }: Pick<Manual, 'regime' | 'appeal'>): Finding[] {
  const ordinary = { amount: 15, section: 'APA s.44' };
  const special = regimes[regime].appeal;
  const least = { internal: ordinary, special, court: undefined }[appeal.route];
  const isPersonUnit = appeal.within.unit !== 'HOUR' && appeal.within.unit !== 'MINUTE';
  if (least === undefined || !isPersonUnit || daysMin(appeal.within) >= least.amount) return [];
  // A special route of a regime that knows none is the special law's affair.
  if (appeal.route === 'special' && special.section === ordinary.section) return [];
  const { amount, section } = least;
  return [
    finding('appealTooShort', ['appeal', 'within', 'amount'], {
      right: timeText({ amount, unit: 'DAY' }),
      section,
    }),
  ];
}
