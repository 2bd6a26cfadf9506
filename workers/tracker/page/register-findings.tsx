import type { FindingSort, NumberedFinding } from '../../../infra/postgres/register-findings.js';
import { severityLabels } from '../../../infra/register/finding-report.js';
import { findingKinds, findingSeverities } from '../../../infra/register/findings.js';
import type { View } from './context.js';
import { link } from './context.js';
import { Choice, sorted } from './filters.js';
import { formatNumber, inLanguage } from './format.js';
import { Named, nameOr } from './named.js';
import { importLink } from './register.js';
import type { RegisterImportProps } from './register-import.js';
import { registerWordsIn } from './register-text.js';
import { Paging } from './services.js';
import { SortHead } from './sort-head.js';

/** What was odd about an edition: by kind, and each finding, with filters, an order and a spreadsheet. */
export function Findings({ view, query, one, findings }: RegisterImportProps) {
  const words = registerWordsIn(view.language);
  if (one.findings === 0) {
    return (
      <section id="findings" aria-labelledby="findings-title">
        <h2 id="findings-title">{words.findings}</h2>
        <p class="quiet">{words.noFindings}.</p>
      </section>
    );
  }
  const { cursor: _, limit: __, sort, lang: ___, ...filter } = query;
  return (
    <>
      <Kinds view={view} one={one} />
      <section id="findings" aria-labelledby="findings-title">
        <h2 id="findings-title">
          {words.findings}
          <small>{`${formatNumber(findings.total)} ${view.words.items}`}</small>
        </h2>
        <FindingFilters view={view} query={query} one={one} />
        <p>
          <a
            href={link(view, `/v1/register/imports/${one.importId}/findings.xlsx`, filter)}
            download
          >
            {words.download}
          </a>{' '}
          <small>{words.downloadNote}.</small>
        </p>
        {findings.total === 0 ? (
          <p class="quiet">{words.noFindingsFor}.</p>
        ) : (
          <FindingTable view={view} items={findings.items} sort={sort ?? 'place'} />
        )}
        <Paging view={view} next={findings.next} />
      </section>
    </>
  );
}

function Kinds({ view, one }: Pick<RegisterImportProps, 'view' | 'one'>) {
  const words = registerWordsIn(view.language);
  return (
    <section id="kinds" aria-labelledby="kinds-title">
      <h2 id="kinds-title">{words.byKind}</h2>
      <table class="list counts">
        <caption class="unseen">{words.byKind}</caption>
        <thead>
          <tr>
            <th scope="col">{words.code}</th>
            <th scope="col">{words.severity}</th>
            <th scope="col" class="number">
              {words.findings}
            </th>
          </tr>
        </thead>
        <tbody>
          {one.byCode.map(({ code, severity, count }) => (
            <tr key={code}>
              <th scope="row">
                <a href={`${importLink(view, one.importId, { code })}#findings`}>
                  {inLanguage(findingKinds[code].title, view.language)}
                </a>
                <small>{code}</small>
              </th>
              <td data-label={words.severity}>
                {inLanguage(severityLabels[severity], view.language)}
              </td>
              <td class="number" data-label={words.findings}>
                {formatNumber(count)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function FindingFilters({ view, query, one }: Omit<RegisterImportProps, 'findings'>) {
  const words = registerWordsIn(view.language);
  const agencies = one.byAgency.map(({ agencyId, agency, count }) => ({
    value: agencyId,
    label: `${nameOr(agency, agencyId, view.language)} (${agencyId}, ${formatNumber(count)})`,
  }));
  return (
    <form class="filters" method="get" action={`/register/${one.importId}#findings`}>
      <Choice
        view={view}
        name="agency"
        label={words.agency}
        value={query.agency}
        options={sorted(agencies, view)}
      />
      <Choice
        view={view}
        name="code"
        label={words.code}
        value={query.code}
        options={one.byCode.map(({ code }) => ({
          value: code,
          label: inLanguage(findingKinds[code].title, view.language),
        }))}
      />
      <Choice
        view={view}
        name="severity"
        label={words.severity}
        value={query.severity}
        options={findingSeverities.map((value) => ({
          value,
          label: inLanguage(severityLabels[value], view.language),
        }))}
      />
      {query.sort === undefined ? null : <input type="hidden" name="sort" value={query.sort} />}
      {view.language === 'en' ? <input type="hidden" name="lang" value="en" /> : null}
      <p class="buttons">
        <button type="submit">{view.words.apply}</button>
        <a href={importLink(view, one.importId)}>{view.words.clear}</a>
      </p>
    </form>
  );
}

interface FindingTableProps {
  readonly view: View;
  readonly items: readonly NumberedFinding[];
  readonly sort: FindingSort;
}

function FindingTable({ view, items, sort }: FindingTableProps) {
  const words = registerWordsIn(view.language);
  const heads = [
    ['place', words.place],
    ['code', words.code],
    ['severity', words.severity],
    ['service', words.service],
    ['agency', words.agency],
  ] as const;
  return (
    <table class="list findings">
      <caption class="unseen">{words.findings}</caption>
      <thead>
        <tr>
          {heads.map(([by, head]) => (
            <SortHead
              key={by}
              href={sortedBy(view, by)}
              title={words.sortBy}
              isSorted={sort === by}
            >
              {head}
            </SortHead>
          ))}
          <th scope="col">{words.found}</th>
          <th scope="col">{words.did}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <FindingLine key={item.number} view={view} item={item} />
        ))}
      </tbody>
    </table>
  );
}

/** This page in another order; an order begins at its first page. */
function sortedBy(view: View, sort: FindingSort): string {
  const { cursor: _, ...query } = view.query;
  return `${link(view, view.path, { ...query, sort })}#findings`;
}

function FindingLine({ view, item }: { view: View; item: NumberedFinding }) {
  const { language } = view;
  const words = registerWordsIn(language);
  const { sheet, cell, code, severity, serviceId, agencyId, agency, found } = item;
  return (
    <tr id={`finding-${item.number}`}>
      <th scope="row">
        {cell === '' ? '–' : cell}
        <small>{sheet}</small>
      </th>
      <td data-label={words.code}>{inLanguage(findingKinds[code].title, language)}</td>
      <td data-label={words.severity} class={severity === 'refused' ? 'late' : undefined}>
        {inLanguage(severityLabels[severity], language)}
      </td>
      <td data-label={words.service}>{serviceId ?? '–'}</td>
      <td data-label={words.agency}>
        {agency === null ? (agencyId ?? '–') : <Named label={agency} language={language} />}
      </td>
      <td class="verbatim" data-label={words.found} lang="th">
        {found}
      </td>
      <td data-label={words.did}>{language === 'th' ? item.didTh : item.did}</td>
    </tr>
  );
}
