import type { ServiceState } from '../../../contracts/lifecycles/service/states.js';
import { sideStates, stages, stateTable } from '../../../contracts/lifecycles/service/states.js';
import { eventLabels } from '../../../contracts/lifecycles/service/event-kinds.js';
import type { Change } from '../../../infra/postgres/changes.js';
import type {
  Population,
  RequestSummary,
  Summary,
  WorkKind,
} from '../../../infra/postgres/read-model.js';
import { workKinds } from '../../../infra/postgres/read-model.js';
import { Bar, StateMark } from './bars.js';
import type { View } from './context.js';
import { link } from './context.js';
import { Figures } from './figures.js';
import { formatMoment, formatNumber, inLanguage } from './format.js';
import { workLabels } from './labels.js';
import { Ministries } from './ministries.js';
import { Named, ToList } from './named.js';
import { Of } from './of.js';
import { Others } from './others.js';
import { RequestTally } from './request-tally.js';

/** What is known of the present alone. */
export interface Present {
  readonly work: Readonly<Record<WorkKind, number>>;
  readonly changes: readonly Change[];
}

/** What the front page shows. */
export interface HomeProps {
  readonly view: View;
  readonly summary: Summary;
  readonly requests: RequestSummary;
  /** Left out on the page of a past day. */
  readonly present?: Present | undefined;
  /** Today in Bangkok. */
  readonly today: string;
}

/** The front page: where all services stand. */
export function Home(props: HomeProps) {
  const { view, summary, requests, present } = props;
  const { words } = view;
  return (
    <>
      <div class="lead">
        <h1>{words.tagline}</h1>
        <DayForm {...props} />
      </div>
      <div id="none-yet" data-live>
        {summary.population.total === 0 ? <NoneYet view={view} /> : null}
      </div>
      <div id="figures" data-live>
        <Figures view={view} summary={summary} />
      </div>
      <div class={present === undefined ? 'columns single' : 'columns'}>
        <div class="column">
          <section id="funnel" aria-labelledby="funnel-title" data-live>
            <h2 id="funnel-title">{words.funnel}</h2>
            <Funnel view={view} summary={summary} />
          </section>
          <section id="others" aria-label={words.byPlan} data-live>
            <Others view={view} summary={summary} />
          </section>
        </div>
        {present === undefined ? null : (
          <PresentColumn view={view} present={present} population={summary.population} />
        )}
      </div>
      <RequestTally view={view} summary={requests} />
      <section id="ministries" aria-labelledby="ministries-title" data-live>
        <h2 id="ministries-title">{words.byMinistry}</h2>
        <Ministries view={view} summary={summary} />
      </section>
    </>
  );
}

function DayForm({ view, today }: HomeProps) {
  const { words, language } = view;
  return (
    <form method="get" action="/" class="day">
      <label for="asOf">{words.atDay}</label>
      <input type="date" id="asOf" name="asOf" max={today} value={view.day ?? ''} required />
      {language === 'en' ? <input type="hidden" name="lang" value="en" /> : null}
      <button type="submit">{words.show}</button>
    </form>
  );
}

function NoneYet({ view: { words, day } }: { view: View }) {
  if (day !== undefined) return <p class="empty">{words.noneThen}.</p>;
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
        <Of view={view} population={population} />
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
        <ToList view={view} query={{ state }}>
          {inLanguage(stateTable[state].label, view.language)}
        </ToList>
      </th>
      <td class="graph">
        <Bar value={value} max={max} kind={`bar-${state}`} />
      </td>
      <td class="number">{formatNumber(value)}</td>
    </tr>
  );
}

interface PresentProps {
  readonly view: View;
  readonly present: Present;
  readonly population: Population;
}

/** What waits to be done, and what happened last. */
function PresentColumn({ view, present, population }: PresentProps) {
  const { words } = view;
  return (
    <div class="column">
      <section id="work" aria-labelledby="work-title" data-live>
        <h2 id="work-title">{words.worklists}</h2>
        <WorkCounts view={view} work={present.work} />
        <p class="of">{words.workNote}.</p>
        <Of view={view} population={population} />
      </section>
      <section id="changes" aria-labelledby="changes-title" data-live>
        <h2 id="changes-title">{words.newestChanges}</h2>
        <Changes view={view} changes={present.changes} />
        <Of view={view} population={population} />
      </section>
    </div>
  );
}

function WorkCounts({ view, work }: { view: View; work: Present['work'] }) {
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

function Changes({ view, changes }: { view: View; changes: Present['changes'] }) {
  const { language, words } = view;
  if (changes.length === 0) return <p class="quiet">{words.noEvents}.</p>;
  return (
    <ol class="changes">
      {changes.map(({ position, time, data }) => (
        <li key={position} id={`change-${position}`}>
          <time dateTime={time}>{formatMoment(time, language)}</time>
          <a href={link(view, `/services/${data.serviceId}`)}>
            <Named label={data.service.name} language={language} />
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
