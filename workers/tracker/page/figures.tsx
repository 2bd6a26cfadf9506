import type { ComponentChildren } from 'preact';
import type { Population, Summary } from '../../../infra/postgres/read-model.js';
import { cabinetResolution } from '../cabinet-resolution.js';
import type { View } from './context.js';
import { formatDay, formatNumber, inLanguage } from './format.js';

/** The main figures, each with its population, date and source; the resolution's apart. */
export function Figures({ view, summary }: { view: View; summary: Summary }) {
  const { words } = view;
  const { register, followed, notInRegister } = summary.populations;
  return (
    <div class="figures">
      <section class="ours" aria-label={words.followed}>
        <dl>
          <Figure label={words.inRegister} value={register.total}>
            <Of view={view} population={register} />
          </Figure>
          <Figure label={words.reportedLinked} value={summary.reportedLinked.value} kind="reported">
            {words.reportedLinkedNote}. <Of view={view} population={register} isTotal />
          </Figure>
          <Figure label={words.verifiedLive} value={summary.verifiedLive.value} kind="verified">
            {words.verifiedLiveNote}. <Of view={view} population={followed} isTotal />
          </Figure>
        </dl>
        <p>
          {words.neverSummed}. {words.notInRegister}: {formatNumber(notInRegister.total)}.{' '}
          {words.followed}: {formatNumber(followed.total)}.
        </p>
      </section>
      <Resolution view={view} />
    </div>
  );
}

interface FigureProps {
  readonly label: string;
  readonly value: number;
  readonly kind?: 'reported' | 'verified';
  readonly children: ComponentChildren;
}

function Figure({ label, value, kind, children }: FigureProps) {
  return (
    <div class={kind === undefined ? 'figure' : `figure figure-${kind}`}>
      <dt>{label}</dt>
      <dd>
        <b>{formatNumber(value)}</b>
        <small>{children}</small>
      </dd>
    </div>
  );
}

interface OfProps {
  readonly view: View;
  readonly population: Population;
  /** Whether to say how many the population has. */
  readonly isTotal?: boolean;
}

/** Of which population, as of when, from which source. */
function Of({ view: { words, language }, population, isTotal = false }: OfProps) {
  const day = population.asOf === null ? '–' : formatDay(population.asOf, language);
  const total = isTotal ? ` (${formatNumber(population.total)})` : '';
  return (
    <span>
      {population.name === 'register'
        ? `${words.registerEdition} ${day}${total}`
        : `${words.ofFollowed}${total} ${words.asOf} ${day}`}
    </span>
  );
}

function Resolution({ view: { words, language } }: { view: View }) {
  const { decidedOn, services, fiscalYears, linked, source, sourceUrl } = cabinetResolution;
  return (
    <section class="resolution" aria-labelledby="resolution-title">
      <h2 id="resolution-title">
        {words.resolution} {formatDay(decidedOn, language)}
      </h2>
      <dl>
        <div>
          <dt>{words.resolutionServices}</dt>
          <dd>{formatNumber(services)}</dd>
        </div>
        <div>
          <dt>{words.resolutionYears}</dt>
          <dd>{`${fiscalYears.from}–${fiscalYears.to}`}</dd>
        </div>
        <div>
          <dt>{words.resolutionLinked}</dt>
          <dd>{formatNumber(linked)}</dd>
        </div>
      </dl>
      <p>
        {words.resolutionNote}. {words.source}:{' '}
        <a href={sourceUrl}>{inLanguage(source, language)}</a>
      </p>
    </section>
  );
}
