import type { ServiceState } from '../../../contracts/lifecycles/service/states.js';
import { sideStates, stages, stateTable } from '../../../contracts/lifecycles/service/states.js';
import { eventLabels } from '../../../contracts/lifecycles/service/event-kinds.js';
import type { Change } from '../../../infra/postgres/changes.js';
import type { Summary, WorkKind } from '../../../infra/postgres/read-model.js';
import { workKinds } from '../../../infra/postgres/read-model.js';
import { Bar, StateMark } from './bars.js';
import type { View } from './context.js';
import { link } from './context.js';
import { Figures } from './figures.js';
import { formatDay, formatMoment, formatNumber, inLanguage } from './format.js';
import { workLabels } from './labels.js';
import { Ministries } from './ministries.js';
import { Others } from './others.js';

/** What the front page shows. */
export interface HomeProps {
  readonly view: View;
  readonly summary: Summary;
  readonly work: Readonly<Record<WorkKind, number>>;
  readonly changes: readonly Change[];
  /** Today in Bangkok. */
  readonly today: string;
}

/** The front page: where all services stand. */
export function Home(props: HomeProps) {
  const { view, summary } = props;
  const { words, language } = view;
  return (
    <>
      <div class="lead">
        <h1>{words.tagline}</h1>
        <DayForm {...props} />
      </div>
      {summary.day === null ? null : (
        <p class="notice" role="note">
          {words.dayShown} {formatDay(summary.day, language)}.{' '}
          <a href={link(view, '/')}>{words.backToNow}</a>
        </p>
      )}
      {summary.population.total === 0 ? <NoneYet view={view} /> : null}
      <div id="figures" data-live>
        <Figures view={view} summary={summary} />
      </div>
      <div class="columns">
        <div class="column">
          <section id="funnel" aria-labelledby="funnel-title" data-live>
            <h2 id="funnel-title">{words.funnel}</h2>
            <Funnel view={view} summary={summary} />
          </section>
          <section id="others" data-live>
            <div class="columns thirds">
              <Others view={view} summary={summary} />
            </div>
          </section>
        </div>
        <div class="column">
          <section id="work" aria-labelledby="work-title" data-live>
            <h2 id="work-title">{words.worklists}</h2>
            <WorkCounts {...props} />
          </section>
          <section id="changes" aria-labelledby="changes-title" data-live>
            <h2 id="changes-title">{words.newestChanges}</h2>
            <Changes {...props} />
          </section>
        </div>
      </div>
      <section id="ministries" aria-labelledby="ministries-title" data-live>
        <h2 id="ministries-title">{words.byMinistry}</h2>
        <Ministries view={view} ministries={summary.ministries} />
      </section>
    </>
  );
}

function DayForm({ view, summary, today }: HomeProps) {
  const { words, language } = view;
  return (
    <form method="get" action="/" class="day">
      <label for="asOf">{words.atDay}</label>
      <input type="date" id="asOf" name="asOf" max={today} value={summary.day ?? ''} required />
      {language === 'en' ? <input type="hidden" name="lang" value="en" /> : null}
      <button type="submit">{words.show}</button>
    </form>
  );
}

function NoneYet({ view: { words } }: { view: View }) {
  return (
    <div class="empty">
      <h2>{words.noneYetTitle}</h2>
      <p>
        {words.noneYet} <code>npm run --silent prasan -- register import FILE</code>.{' '}
        {words.noneYetThen}.
      </p>
    </div>
  );
}

function Funnel({ view, summary }: { view: View; summary: Summary }) {
  const { words } = view;
  const { states, population } = summary;
  const max = Math.max(...Object.values(states));
  const row = (state: ServiceState) => (
    <StateRow key={state} view={view} state={state} value={states[state]} max={max} />
  );
  return (
    <table class="funnel">
      <caption>
        {words.followed}: {formatNumber(population.total)}. {words.funnelNote}.
      </caption>
      <thead class="unseen">
        <tr>
          <th scope="col">{words.state}</th>
          <th scope="col">{words.share}</th>
          <th scope="col">{words.number}</th>
        </tr>
      </thead>
      <tbody>{stages.map(row)}</tbody>
      <tbody class="side">
        <tr>
          <th scope="rowgroup" colSpan={3}>
            {words.sideStates}
          </th>
        </tr>
        {sideStates.map(row)}
      </tbody>
    </table>
  );
}

interface StateRowProps {
  readonly view: View;
  readonly state: ServiceState;
  readonly value: number;
  readonly max: number;
}

function StateRow({ view, state, value, max }: StateRowProps) {
  return (
    <tr data-state={state}>
      <th scope="row">
        <a href={link(view, '/services', { state })}>
          {inLanguage(stateTable[state].label, view.language)}
        </a>
      </th>
      <td class="graph">
        <Bar value={value} max={max} kind={`bar-${state}`} />
      </td>
      <td class="number">{formatNumber(value)}</td>
    </tr>
  );
}

function WorkCounts({ view, work }: HomeProps) {
  const shown = workKinds.filter((kind) => work[kind] > 0);
  if (shown.length === 0) return <p class="quiet">{view.words.noWork}.</p>;
  return (
    <ul class="work">
      {shown.map((kind) => (
        <li key={kind}>
          <a href={link(view, '/worklists', { kind })}>
            {inLanguage(workLabels[kind], view.language)}
          </a>
          <b>{formatNumber(work[kind])}</b>
        </li>
      ))}
    </ul>
  );
}

function Changes({ view, changes }: HomeProps) {
  const { language, words } = view;
  if (changes.length === 0) return <p class="quiet">{words.noEvents}.</p>;
  return (
    <ol class="changes">
      {changes.map(({ position, time, data }) => (
        <li key={position} id={`change-${position}`}>
          <time dateTime={time}>{formatMoment(time, language)}</time>
          <a href={link(view, `/services/${data.serviceId}`)}>
            {inLanguage(data.service.name, language)}
          </a>
          <span>
            {inLanguage(eventLabels[data.kind], language)}{' '}
            <StateMark state={data.to} language={language} />
          </span>
        </li>
      ))}
    </ol>
  );
}
