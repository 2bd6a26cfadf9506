import type { ComponentChildren } from 'preact';
import type { Population, Summary } from '../../../infra/postgres/read-model.js';
import { cabinetResolution } from '../cabinet-resolution.js';
import type { View } from './context.js';
import { formatDay, formatNumber, inLanguage } from './format.js';
import { Of } from './of.js';

/** The main figures, each with its population, date and source; the resolution's apart. */
export function Figures({ view, summary }: { view: View; summary: Summary }) {
  const { words } = view;
  const { register, followed, notInRegister } = summary.populations;
  return (
    <div class="figures">
      <section class="ours" aria-label={words.followed}>
        <dl class="main">
          <Figure label={words.inRegister} value={register.total}>
            <Of view={view} population={register} isWhole />
          </Figure>
          <Figure label={words.reportedLinked} value={summary.reportedLinked.value} kind="reported">
            <small>{words.reportedLinkedNote}.</small>
            <Of view={view} population={summary.reportedLinked.population} />
          </Figure>
          <Figure label={words.verifiedLive} value={summary.verifiedLive.value} kind="verified">
            <small>{words.verifiedLiveNote}.</small>
            <Of view={view} population={summary.verifiedLive.population} />
          </Figure>
        </dl>
        <p>{words.neverSummed}.</p>
        <dl class="also">
          <Whole view={view} label={words.followed} population={followed} />
          <Whole view={view} label={words.notInRegister} population={notInRegister} />
        </dl>
      </section>
      <Resolution view={view} />
    </div>
  );
}

interface FigureProps {
  readonly label: string;
  readonly value: number;
  readonly kind?: 'reported' | 'verified' | 'late' | undefined;
  readonly children?: ComponentChildren;
}

/** A figure with what it is, and beside it of what and as of when. */
export function Figure({ label, value, kind, children }: FigureProps) {
  return (
    <div class={kind === undefined ? 'figure' : `figure figure-${kind}`}>
      <dt>{label}</dt>
      <dd>
        <b>{formatNumber(value)}</b>
        {children}
      </dd>
    </div>
  );
}

interface WholeProps {
  readonly view: View;
  readonly label: string;
  readonly population: Population;
}

/** How many a population has. */
function Whole({ view, label, population }: WholeProps) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <b>{formatNumber(population.total)}</b> <Of view={view} population={population} isWhole />
      </dd>
    </div>
  );
}

function Resolution({ view: { words, language } }: { view: View }) {
  const { decidedOn, services, fiscalYears, linked, source, sourceUrl } = cabinetResolution;
  return (
    <section class="resolution" aria-labelledby="resolution-title">
      <h2 id="resolution-title">
        {words.resolution} {formatDay(decidedOn, language)}
      </h2>
      <dl class="main">
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
      <p>{words.resolutionNote}.</p>
      <small class="of">
        {`${words.on} ${formatDay(decidedOn, language)} · ${words.source}: `}
        <a href={sourceUrl}>{inLanguage(source, language)}</a>
      </small>
    </section>
  );
}
