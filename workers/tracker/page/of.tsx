import type { Population } from '../../../infra/postgres/read-model.js';
import type { View } from './context.js';
import { formatDays, formatNumber, inLanguage } from './format.js';

interface OfProps {
  readonly view: View;
  readonly population: Population;
  /** The figure is the population itself. */
  readonly isWhole?: boolean;
}

/** Of which population, as of when and from which source: stands beside whatever is counted. */
export function Of({ view: { words, language }, population, isWhole = false }: OfProps) {
  const { name, asOf, source, total } = population;
  const days = asOf === null ? '–' : formatDays(asOf, language);
  const on = name === 'register' ? words.editionsOf : words.on;
  return (
    <small class="of">
      {isWhole ? null : <span>{`${words.ofPopulation[name]} (${formatNumber(total)})`} · </span>}
      <span>{`${on} ${days}`}</span> ·{' '}
      <span>{`${words.source}: ${inLanguage(source, language)}`}</span>
    </small>
  );
}
