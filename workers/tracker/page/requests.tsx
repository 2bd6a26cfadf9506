import { requestStates, requestStateTable } from '../../../contracts/lifecycles/request/states.js';
import { portalLabels, portals } from '../../../contracts/lifecycles/service/states.js';
import type { AgencyRequests, RequestSummary } from '../../../infra/postgres/read-model.js';
import type { RequestSort } from '../query.js';
import type { LateRequests } from '../request-api.js';
import { Bar } from './bars.js';
import type { View } from './context.js';
import { link } from './context.js';
import { formatNumber, inLanguage } from './format.js';
import { LateTable } from './late-requests.js';
import { Named, nameOr } from './named.js';
import { Of } from './of.js';
import { RequestMain } from './request-tally.js';
import { requestWordsIn } from './request-text.js';
import { SortHead } from './sort-head.js';

/** What the page of citizens' requests shows. */
export interface RequestsProps {
  readonly view: View;
  readonly summary: RequestSummary;
  /** Column that the table of agencies is ordered by; left out: what is overdue. */
  readonly sort?: RequestSort | undefined;
  /** Left out on the page of a past day. */
  readonly late?: LateRequests | undefined;
}

/** Citizens' requests: the figures, every agency's, and those that are late. */
export function Requests({ view, summary, sort = 'overdue', late }: RequestsProps) {
  const words = requestWordsIn(view.language);
  const isEmpty = summary.population.total === 0;
  return (
    <>
      <h1>{words.title}</h1>
      <p class="quiet">{words.privacy}.</p>
      <section id="request-figures" aria-label={words.title} data-live>
        <RequestMain view={view} summary={summary} />
      </section>
      <section id="by-agency" aria-labelledby="by-agency-title" data-live>
        <h2 id="by-agency-title">{words.byAgency}</h2>
        {isEmpty ? null : <AgencyTable view={view} summary={summary} sort={sort} />}
        <Of view={view} population={summary.population} />
      </section>
      {late === undefined ? null : (
        <section id="late" aria-labelledby="late-title" data-live>
          <h2 id="late-title">
            {words.late}
            <small>{`${formatNumber(late.total)} ${view.words.items}`}</small>
          </h2>
          <LateTable view={view} late={late} />
          <Of view={view} population={summary.population} />
        </section>
      )}
      <section id="request-parts" aria-label={words.byState} data-live>
        {isEmpty ? null : <Parts view={view} summary={summary} />}
        <Of view={view} population={summary.population} />
      </section>
    </>
  );
}

/** The columns of counts, each with its value. */
const columns = [
  { sort: 'open', word: 'openShort', valueOf: ({ open }: AgencyRequests) => open },
  { sort: 'overdue', word: 'overdueShort', valueOf: ({ overdue }: AgencyRequests) => overdue },
  { sort: 'sent', word: 'sentShort', valueOf: ({ delayNotices }: AgencyRequests) => delayNotices },
  {
    sort: 'missed',
    word: 'missedShort',
    valueOf: ({ delayNoticesMissed }: AgencyRequests) => delayNoticesMissed,
  },
] as const;

interface AgencyTableProps {
  readonly view: View;
  readonly summary: RequestSummary;
  readonly sort: RequestSort;
}

function AgencyTable({ view, summary, sort }: AgencyTableProps) {
  const words = requestWordsIn(view.language);
  return (
    <table class="list counts">
      <caption class="unseen">{words.byAgency}</caption>
      <thead>
        <tr>
          <SortHead
            href={sortedBy(view, 'agency')}
            title={words.sortBy}
            isSorted={sort === 'agency'}
          >
            {words.agency}
          </SortHead>
          {columns.map(({ sort: by, word }) => (
            <SortHead
              key={by}
              href={sortedBy(view, by)}
              title={words.sortBy}
              isSorted={sort === by}
              isNumber
            >
              {words[word]}
            </SortHead>
          ))}
        </tr>
      </thead>
      <tbody>
        {inOrder(summary.agencies, sort, view).map((agency) => (
          <AgencyLine key={agency.agencyId} view={view} agency={agency} />
        ))}
      </tbody>
    </table>
  );
}

/** By name, or the greatest count first; agencies that are alike stay in the summary's order. */
function inOrder(
  agencies: readonly AgencyRequests[],
  sort: RequestSort,
  { language }: View,
): AgencyRequests[] {
  const column = columns.find((one) => one.sort === sort);
  return [...agencies].sort((a, b) =>
    column === undefined
      ? nameOr(a.name, a.agencyId, language).localeCompare(
          nameOr(b.name, b.agencyId, language),
          language,
        )
      : column.valueOf(b) - column.valueOf(a),
  );
}

/** This page in another order; an order begins at its first page. */
function sortedBy(view: View, sort: RequestSort): string {
  const { cursor: _, ...query } = view.query;
  return link(view, '/requests', { ...query, sort });
}

function AgencyLine({ view, agency }: { view: View; agency: AgencyRequests }) {
  const words = requestWordsIn(view.language);
  const { agencyId, name } = agency;
  return (
    <tr id={`agency-${agencyId}`}>
      <th scope="row">
        {name === null ? agencyId : <Named label={name} language={view.language} />}
        <small>{agencyId}</small>
      </th>
      {columns.map((column) => {
        const value = column.valueOf(agency);
        const isLate = (column.sort === 'overdue' || column.sort === 'missed') && value > 0;
        return (
          <td
            key={column.sort}
            class={isLate ? 'number late' : 'number'}
            data-label={words[column.word]}
          >
            {formatNumber(value)}
          </td>
        );
      })}
    </tr>
  );
}

/** Requests by state, portal and service. */
function Parts({ view, summary }: Pick<AgencyTableProps, 'view' | 'summary'>) {
  const words = requestWordsIn(view.language);
  const { states, services } = summary;
  return (
    <div class="columns thirds">
      <PartTable
        title={words.byState}
        rows={requestStates
          .filter((state) => states[state] > 0)
          .map((state) => ({
            key: state,
            label: inLanguage(requestStateTable[state].label, view.language),
            total: states[state],
          }))}
      />
      <PartTable
        title={words.byPortal}
        rows={portals.map((portal) => ({
          key: portal,
          label: inLanguage(portalLabels[portal], view.language),
          total: summary.portals[portal],
        }))}
      />
      <PartTable
        title={words.byService}
        rows={services.map(({ serviceId, name, total }) => ({
          key: serviceId,
          label: nameOr(name, serviceId, view.language),
          total,
        }))}
      />
    </div>
  );
}

interface PartTableProps {
  readonly title: string;
  readonly rows: readonly {
    readonly key: string;
    readonly label: string;
    readonly total: number;
  }[];
}

function PartTable({ title, rows }: PartTableProps) {
  const max = Math.max(0, ...rows.map((row) => row.total));
  return (
    <div>
      <h3>{title}</h3>
      <table class="funnel small">
        <caption class="unseen">{title}</caption>
        <tbody>
          {rows.map(({ key, label, total }) => (
            <tr key={key}>
              <th scope="row">{label}</th>
              <td class="graph">
                <Bar value={total} max={max} kind="bar-known" />
              </td>
              <td class="number">{formatNumber(total)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
