import type { ComponentChildren } from 'preact';
import type { AgencyFigures, Counts } from '../../../infra/postgres/summary.js';
import type { MinistryFigures, Summary } from '../../../infra/postgres/read-model.js';
import type { ServiceState } from '../../../contracts/lifecycles/service/states.js';
import { serviceStates, stages, stateTable } from '../../../contracts/lifecycles/service/states.js';
import { StateBar } from './bars.js';
import type { View } from './context.js';
import { formatNumber, inLanguage } from './format.js';
import { Named, ToList } from './named.js';
import { Of } from './of.js';

/** States with a column of their own; the rest share one. */
const columns: readonly ServiceState[] = [...stages, 'toBeFunded', 'excluded'];
const rest = serviceStates.filter((state) => !columns.includes(state));
/** Name, total, bar, a column of each state, the rest, verified, overdue. */
const width = 3 + columns.length + 3;

/** Ministries and, opened under each, its agencies: the columns of both stand in one line. */
export function Ministries({ view, summary }: { view: View; summary: Summary }) {
  return (
    <table class="ministries">
      <caption>
        <Of view={view} population={summary.population} />
      </caption>
      <Columns />
      <Head view={view} label={`${view.words.ministry} / ${view.words.agency}`} />
      {summary.ministries.map((ministry) => (
        <Ministry key={ministry.ministryId} view={view} ministry={ministry} />
      ))}
    </table>
  );
}

function Columns() {
  return (
    <colgroup>
      <col class="name" />
      <col class="total" />
      <col class="graph" />
      <col span={width - 3} />
    </colgroup>
  );
}

function Head({
  view,
  label,
  isUnseen = false,
}: {
  view: View;
  label: string;
  isUnseen?: boolean;
}) {
  const { words } = view;
  return (
    <thead class={isUnseen ? 'unseen' : undefined}>
      <tr>
        <th scope="col">{label}</th>
        <th scope="col" class="number">
          {words.total}
        </th>
        <th scope="col">{words.distribution}</th>
        {columns.map((state) => (
          <th key={state} scope="col" class="number">
            <span class={`key key-${state}`}></span>
            {shortLabel(state, view)}
          </th>
        ))}
        <th scope="col" class="number" title={words.othersTitle}>
          {words.others}
        </th>
        <th scope="col" class="number">
          {words.verified}
        </th>
        <th scope="col" class="number">
          {words.overdue}
        </th>
      </tr>
    </thead>
  );
}

/** Columns are narrow; the full names stand in the table of states. */
function shortLabel(state: ServiceState, { words, language }: View): string {
  return words.shortStates[state] ?? inLanguage(stateTable[state].label, language);
}

function Ministry({ view, ministry }: { view: View; ministry: MinistryFigures }) {
  const { words, language } = view;
  const { ministryId, name, agencies } = ministry;
  const label = name ?? { th: ministryId ?? words.noMinistry, en: ministryId ?? words.noMinistry };
  return (
    <tbody>
      <Row view={view} figures={ministry} kind="ministry">
        <Named label={label} language={language} />
      </Row>
      <tr class="agencies">
        <td colSpan={width}>
          <details id={`agencies-${ministryId ?? 'none'}`}>
            <summary>{`${formatNumber(agencies.length)} ${words.agenciesOf}`}</summary>
            <table class="ministries">
              <caption class="unseen">
                {words.agenciesOf}: <Named label={label} language={language} />
              </caption>
              <Columns />
              <Head view={view} label={words.agency} isUnseen />
              <tbody>
                {agencies.map((agency) => (
                  <Agency key={agency.agencyId} view={view} agency={agency} />
                ))}
              </tbody>
            </table>
          </details>
        </td>
      </tr>
    </tbody>
  );
}

function Agency({ view, agency }: { view: View; agency: AgencyFigures }) {
  const { agencyId, name } = agency;
  return (
    <Row view={view} figures={agency} kind="agency">
      <ToList view={view} query={{ agency: agencyId }}>
        {name === null ? agencyId : <Named label={name} language={view.language} />}
      </ToList>
    </Row>
  );
}

interface RowProps {
  readonly view: View;
  readonly figures: {
    readonly total: number;
    readonly states: Counts;
    readonly verifiedLive: number;
    readonly overdue: number;
  };
  readonly kind: 'ministry' | 'agency';
  readonly children: ComponentChildren;
}

function Row({ view, figures, kind, children }: RowProps) {
  const { words, language } = view;
  const { total, states, verifiedLive, overdue } = figures;
  const others = rest.reduce((sum, state) => sum + states[state], 0);
  return (
    <tr class={kind}>
      <th scope="row">{children}</th>
      <Count label={words.total} value={total} kind="total" />
      <td class="graph">
        <StateBar counts={states} language={language} />
      </td>
      {columns.map((state) => (
        <Count key={state} label={shortLabel(state, view)} value={states[state]} />
      ))}
      <Count label={words.others} value={others} />
      <Count label={words.verified} value={verifiedLive} />
      <Count label={words.overdue} value={overdue} kind="late" />
    </tr>
  );
}

/** A count; a zero is there to be heard, and faint to the eye. */
function Count({ label, value, kind = '' }: { label: string; value: number; kind?: string }) {
  return (
    <td class={`number ${value === 0 ? 'zero' : kind}`} data-label={label}>
      {formatNumber(value)}
    </td>
  );
}
