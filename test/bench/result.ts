/** One figure of ours beside its floor. */
export interface Result {
  readonly name: string;
  readonly unit: string;
  readonly ours: number;
  /** What the same work takes with nothing of ours in it; none where the limit is absolute. */
  readonly floor?: number;
  /** What ours (or ours ÷ floor, where there is a floor) may be at most; at least, for rates. */
  readonly limit: number;
  readonly isRate?: boolean;
}

/** A benchmark's figures and the raw numbers that they come from. */
export interface Report {
  readonly results: readonly Result[];
  readonly raw: object;
  /** Printed above the figures. */
  readonly lines?: readonly string[];
}

/** What is held against the limit: ours by its floor, or ours. */
export function measureOf({ ours, floor }: Result): number {
  return floor === undefined ? ours : ours / floor;
}

/** Within its limit. */
export function isOk(result: Result): boolean {
  const measure = measureOf(result);
  return result.isRate === true ? measure >= result.limit : measure <= result.limit;
}

/** A figure as one line: name, ours, floor, ratio, limit, ok or over. */
export function resultLine(result: Result): string {
  const { name, unit, ours, floor, limit, isRate } = result;
  const hasFloor = floor !== undefined;
  const sign = isRate === true ? '≥' : '≤';
  return [
    name.padEnd(44),
    `${shown(ours)} ${unit}`.padStart(14),
    (hasFloor ? `${shown(floor)} ${unit}` : '–').padStart(14),
    (hasFloor ? shown(measureOf(result)) : '–').padStart(8),
    `${sign} ${limit}${hasFloor ? ' ×' : ` ${unit}`}`.padStart(14),
    isOk(result) ? '  ok' : '  OVER',
  ].join('');
}

/** The heading of the lines. */
export const heading = [
  'name'.padEnd(44),
  'ours'.padStart(14),
  'floor'.padStart(14),
  'ratio'.padStart(8),
  'limit'.padStart(14),
].join('');

function shown(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

/** The value below which a share of the numbers lies. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}
