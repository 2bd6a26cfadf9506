import type { ComponentChildren } from 'preact';
import type { Counts, MinistryFigures } from '../../../infra/postgres/read-model.js';
import type { ServiceState } from '../../../contracts/lifecycles/service/states.js';
import { serviceStates, stages, stateTable } from '../../../contracts/lifecycles/service/states.js';
import { StateBar } from './bars.js';
import type { View } from './context.js';
import { link } from './context.js';
import { formatNumber, inLanguage } from './format.js';

interface MinistriesProps {
  readonly view: View;
  readonly ministries: readonly MinistryFigures[];
}

/** States with a column of their own; the rest share one. */
const columns: readonly ServiceState[] = [...stages, 'toBeFunded', 'excluded'];
const rest = serviceStates.filter((state) => !columns.includes(state));

/** Ministries and, under each, its agencies. */
export function Ministries({ view, ministries }: MinistriesProps) {
  const { words, language } = view;
  return (
    <table class="ministries">
      <caption>
        {words.population}: {words.followed}. {words.byMinistryNote}.
      </caption>
      <thead>
        <tr>
          <th scope="col">{`${words.ministry} / ${words.agency}`}</th>
          <th scope="col" class="number">
            {words.total}
          </th>
          <th scope="col" class="graph">
            {words.distribution}
          </th>
          {columns.map((state) => (
            <th key={state} scope="col" class="number wide">
              <span class={`key key-${state}`}></span>
              {inLanguage(stateTable[state].label, language)}
            </th>
          ))}
          <th scope="col" class="number wide" title={words.othersTitle}>
            {words.others}
          </th>
          <th scope="col" class="number wide">
            {words.verified}
          </th>
          <th scope="col" class="number wide">
            {words.overdue}
          </th>
        </tr>
      </thead>
      {ministries.map((ministry) => (
        <Ministry key={ministry.ministryId} view={view} ministry={ministry} />
      ))}
    </table>
  );
}

function Ministry({ view, ministry }: { view: View; ministry: MinistryFigures }) {
  const { language, words } = view;
  const id = `agencies-${ministry.ministryId ?? 'none'}`;
  const name =
    ministry.name === null
      ? (ministry.ministryId ?? words.noMinistry)
      : inLanguage(ministry.name, language);
  return (
    <>
      <tbody class="ministry">
        <Row view={view} figures={ministry}>
          <button type="button" aria-expanded="false" aria-controls={id}>
            {name}
          </button>
        </Row>
      </tbody>
      <tbody class="agencies" id={id} hidden>
        {ministry.agencies.map((agency) => (
          <Row key={agency.agencyId} view={view} figures={agency}>
            <a href={link(view, '/services', { agency: agency.agencyId })}>
              {agency.name === null ? agency.agencyId : inLanguage(agency.name, language)}
            </a>
          </Row>
        ))}
      </tbody>
    </>
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
  readonly children: ComponentChildren;
}

function Row({ view, figures, children }: RowProps) {
  const { total, states, verifiedLive, overdue } = figures;
  const others = rest.reduce((sum, state) => sum + states[state], 0);
  return (
    <tr>
      <th scope="row">{children}</th>
      <td class="number total">{formatNumber(total)}</td>
      <td class="graph">
        <StateBar counts={states} language={view.language} />
      </td>
      {columns.map((state) => (
        <Count key={state} value={states[state]} />
      ))}
      <Count value={others} />
      <Count value={verifiedLive} />
      <Count value={overdue} kind="late" />
    </tr>
  );
}

/** A count; a zero is there to be heard, and faint to the eye. */
function Count({ value, kind = '' }: { value: number; kind?: string }) {
  return <td class={`number wide ${value === 0 ? 'zero' : kind}`}>{formatNumber(value)}</td>;
}
