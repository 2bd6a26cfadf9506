import type { Counts } from '../../../infra/postgres/read-model.js';
import type { ServiceState } from '../../../contracts/lifecycles/service/states.js';
import { serviceStates, stateTable } from '../../../contracts/lifecycles/service/states.js';
import { stack } from 'd3-shape';
import type { Language } from './format.js';
import { formatNumber, inLanguage } from './format.js';

/** A bar as long as its share of the longest. Only an eye-catcher: the number stands beside it. */
export function Bar({ value, max, kind }: { value: number; max: number; kind: string }) {
  const width = max === 0 ? 0 : (value / max) * 100;
  return (
    <svg class={`bar ${kind}`} viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <rect class="ground" width="100" height="10" />
      <rect class="fill" width={width.toFixed(2)} height="10" />
    </svg>
  );
}

const stackOf = stack<Counts, ServiceState>().keys(serviceStates);

/** All states of one group side by side; the text says the same to those who do not see it. */
export function StateBar({ counts, language }: { counts: Counts; language: Language }) {
  const total = serviceStates.reduce((sum, state) => sum + counts[state], 0);
  const parts = stackOf([counts]).flatMap((series) => {
    const [from, to] = series[0] ?? [0, 0];
    return to > from ? [{ state: series.key, from, to }] : [];
  });
  const text = parts
    .map(({ state, from, to }) => {
      return `${inLanguage(stateTable[state].label, language)} ${formatNumber(to - from)}`;
    })
    .join(', ');
  return (
    <svg
      class="stack"
      viewBox={`0 0 ${Math.max(total, 1)} 10`}
      preserveAspectRatio="none"
      role="img"
    >
      <title>{text}</title>
      {parts.map(({ state, from, to }) => (
        <rect key={state} class={`fill-${state}`} x={from} width={to - from} height="10" />
      ))}
    </svg>
  );
}

/** A state as a small mark with its name. */
export function StateMark({ state, language }: { state: ServiceState; language: Language }) {
  return <span class={`mark mark-${state}`}>{inLanguage(stateTable[state].label, language)}</span>;
}
