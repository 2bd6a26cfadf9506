import {
  modeLabels,
  portalLabels,
  roleLabels,
} from '../../../contracts/lifecycles/service/states.js';
import type { List, Population, ServiceRow } from '../../../infra/postgres/read-model.js';
import { StateMark } from './bars.js';
import type { View } from './context.js';
import { link } from './context.js';
import type { FiltersProps } from './filters.js';
import { Filters } from './filters.js';
import { formatDay, formatFiscalYear, formatNumber, inLanguage } from './format.js';
import { Named } from './named.js';
import { Of } from './of.js';

/** What the list of services shows. */
export interface ServicesProps extends FiltersProps {
  readonly list: List<ServiceRow>;
  /** What the list is a part of. */
  readonly population: Population;
}

/** The list of services with its filters. */
export function Services(props: ServicesProps) {
  const { view, list, population } = props;
  const { words } = view;
  return (
    <>
      <h1>{words.services}</h1>
      <Filters {...props} />
      <div id="list" data-live>
        <p class="found">
          {words.found} <b>{formatNumber(list.total)}</b> {words.items}{' '}
          <Of view={view} population={population} />
        </p>
        {list.total === 0 ? (
          <NothingFound view={view} />
        ) : (
          <ServiceTable view={view} rows={list.items} />
        )}
        <Paging view={view} next={list.next} />
      </div>
    </>
  );
}

function NothingFound({ view }: { view: View }) {
  const { words } = view;
  return (
    <div class="empty">
      <h2>{words.nothingFoundTitle}</h2>
      <p>
        {words.nothingFound}: <a href={link(view, '/services')}>{words.clear}</a>
      </p>
    </div>
  );
}

interface PagingProps {
  readonly view: View;
  readonly next: string | null;
}

/** To the next page of a list, and back to the first. */
export function Paging({ view, next }: PagingProps) {
  const { words, query, path } = view;
  const { cursor, ...first } = query;
  if (next === null && cursor === undefined) return null;
  return (
    <nav class="paging" aria-label={words.nextPage}>
      {cursor === undefined ? null : <a href={link(view, path, first)}>{words.firstPage}</a>}
      {next === null ? null : (
        <a class="next" rel="next" href={link(view, path, { ...first, cursor: next })}>
          {words.nextPage}
        </a>
      )}
    </nav>
  );
}

function ServiceTable({ view, rows }: { view: View; rows: readonly ServiceRow[] }) {
  const { words } = view;
  return (
    <table class="list">
      <caption class="unseen">{words.services}</caption>
      <thead>
        <tr>
          <th scope="col">{words.service}</th>
          <th scope="col">{words.agency}</th>
          <th scope="col">{words.state}</th>
          <th scope="col">{`${words.mode} · ${words.portal}`}</th>
          <th scope="col">{words.fiscalYear}</th>
          <th scope="col">{words.due}</th>
          <th scope="col">{words.turn}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <ServiceLine key={row.serviceId} view={view} row={row} />
        ))}
      </tbody>
    </table>
  );
}

function ServiceLine({ view, row }: { view: View; row: ServiceRow }) {
  const { words, language } = view;
  const { service } = row;
  return (
    <tr id={`row-${row.serviceId}`} data-sequence={row.sequence}>
      <th scope="row">
        <a href={link(view, `/services/${row.serviceId}`)}>
          <Named label={service.name} language={language} />
        </a>
        <small>{row.serviceId}</small>
      </th>
      <td data-label={words.agency}>
        {row.agency === null ? row.agencyId : <Named label={row.agency} language={language} />}
      </td>
      <td data-label={words.state}>
        <StateMark state={service.state} language={language} />
        <Verified view={view} service={service} />
      </td>
      <td data-label={`${words.mode} · ${words.portal}`}>
        <ModeAndPortal view={view} service={service} />
      </td>
      <td data-label={words.fiscalYear}>
        {service.targetFiscalYear === null ? (
          <NotRecorded view={view} />
        ) : (
          formatFiscalYear(service.targetFiscalYear, language)
        )}
      </td>
      <td class="when" data-label={words.due}>
        {service.dueOn === null ? '–' : formatDay(service.dueOn, language)}
        {service.overdue ? <strong class="late"> {words.overdue}</strong> : null}
      </td>
      <td data-label={words.turn}>
        {service.whoseTurn.length === 0
          ? '–'
          : service.whoseTurn.map((role) => inLanguage(roleLabels[role], language)).join(', ')}
      </td>
    </tr>
  );
}

function ModeAndPortal({ view, service: { mode, portal } }: VerifiedProps) {
  if (mode === null && portal === null) return <NotRecorded view={view} />;
  const unknown = <NotRecorded view={view} />;
  return (
    <>
      {mode === null ? unknown : inLanguage(modeLabels[mode], view.language)}
      {' · '}
      {portal === null ? unknown : inLanguage(portalLabels[portal], view.language)}
    </>
  );
}

function NotRecorded({ view }: { view: View }) {
  return <span class="unknown">{view.words.notRecorded}</span>;
}

interface VerifiedProps {
  readonly view: View;
  readonly service: ServiceRow['service'];
}

/** Of a live service: whether a live check has proved it. */
export function Verified({ view: { words }, service }: VerifiedProps) {
  if (service.state !== 'live') return null;
  return service.verified ? (
    <span class="verified">{words.verified}</span>
  ) : (
    <span class="unverified">{words.notVerified}</span>
  );
}
