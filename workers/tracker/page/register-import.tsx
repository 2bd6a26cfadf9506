import type { ComponentChildren } from 'preact';
import type {
  AgencyFindings,
  FindingList,
  FindingTally,
} from '../../../infra/postgres/register-findings.js';
import type { ChangedRow, ImportStanding } from '../../../infra/postgres/register-standings.js';
import type { MissingService } from '../../../infra/register/plan.js';
import type { FindingsQuery } from '../query.js';
import { StateMark } from './bars.js';
import type { View } from './context.js';
import { link } from './context.js';
import { Figure } from './figures.js';
import { formatDay, formatMoment, formatNumber } from './format.js';
import { editionName, Status } from './register.js';
import { Findings } from './register-findings.js';
import { registerWordsIn } from './register-text.js';

/** What the page of one import shows. */
export interface RegisterImportProps {
  readonly view: View;
  readonly query: FindingsQuery;
  readonly one: ImportStanding & {
    readonly missingServices: readonly MissingService[];
    readonly byCode: readonly FindingTally[];
    readonly byAgency: readonly AgencyFindings[];
    readonly changes: readonly ChangedRow[];
  };
  readonly findings: FindingList;
}

/** Lines of a list that is not in pages. */
const linesMax = 50;

/** What an edition came to, and every finding of it. */
export function RegisterImport(props: RegisterImportProps) {
  const { view, one } = props;
  const words = registerWordsIn(view.language);
  return (
    <>
      <p class="quiet">
        <a href={link(view, '/register')}>{words.title}</a>
      </p>
      <h1>{editionName(one, view)}</h1>
      <section id="import" aria-label={words.edition} data-live>
        <Facts view={view} one={one} />
        <Outcomes view={view} one={one} />
      </section>
      {one.undoes === null ? <Findings {...props} /> : null}
      <Changes view={view} one={one} />
      <Missing view={view} one={one} />
    </>
  );
}

type OfImport = Pick<RegisterImportProps, 'view' | 'one'>;

function Facts({ view, one }: OfImport) {
  const { language } = view;
  const words = registerWordsIn(language);
  const facts: [string, ComponentChildren][] = [
    [words.status, <Status key="status" view={view} one={one} />],
    [words.asOf, formatDay(one.asOf, language)],
    [words.source, one.source],
    [words.file, `${one.file} · ${words.sheet} ${one.sheet}`],
    ['SHA-256', <code key="sha256">{one.sha256}</code>],
    [words.begun, formatMoment(one.createdAt, language)],
    [words.ended, one.endedAt === null ? '–' : formatMoment(one.endedAt, language)],
  ];
  return (
    <dl class="facts register">
      {facts.map(([name, fact]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{fact}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What the rows came to: of an edition the four outcomes, of an undoing what it took back. */
function Outcomes({ view, one }: OfImport) {
  const words = registerWordsIn(view.language);
  const { counts, rows, missing, undoes, asOf, source } = one;
  const figures =
    undoes === null
      ? [
          [words.created, counts.created],
          [words.changed, counts.changed],
          [words.unchanged, counts.unchanged],
          [words.refused, counts.refused],
          [words.missing, missing],
        ]
      : [
          [words.inError, counts.created],
          [words.restored, counts.changed],
          [words.kept, counts.kept],
        ];
  const of = `${words.rows} ${formatNumber(rows)} · ${words.asOf} ${formatDay(asOf, view.language)} · ${words.source}: ${source}`;
  return (
    <>
      <dl class="tally register">
        {(figures as [string, number][]).map(([label, value]) => (
          <Figure
            key={label}
            label={label}
            value={value}
            kind={label === words.refused && value > 0 ? 'late' : undefined}
          >
            <small class="of">{of}</small>
          </Figure>
        ))}
      </dl>
      {undoes === null ? <p class="quiet">{words.sum}.</p> : null}
    </>
  );
}

function Changes({ view, one }: OfImport) {
  const words = registerWordsIn(view.language);
  if (one.changes.length === 0) return null;
  const shown = one.changes.slice(0, linesMax);
  return (
    <section id="changes" aria-labelledby="changes-title">
      <h2 id="changes-title">{words.changes}</h2>
      <table class="list">
        <caption class="unseen">{words.changes}</caption>
        <thead>
          <tr>
            {[words.service, words.status, words.field, words.was, words.is].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.flatMap(({ row, serviceId, outcome, changes }) =>
            changes.map(({ field, was, is }) => (
              <tr key={`${row}/${field}`}>
                <th scope="row">
                  <a href={link(view, `/services/${serviceId}`)}>{serviceId}</a>
                </th>
                <td data-label={words.status}>{outcomeText(outcome, view)}</td>
                <td data-label={words.field}>{words.fields[field]}</td>
                <td data-label={words.was}>{was ?? '–'}</td>
                <td data-label={words.is}>{is ?? '–'}</td>
              </tr>
            )),
          )}
        </tbody>
      </table>
      <Rest view={view} one={one} shown={shown.length} total={one.changes.length} />
    </section>
  );
}

function outcomeText(outcome: string, { language }: View): string {
  const words = registerWordsIn(language);
  if (outcome === 'changed' || outcome === 'refused' || outcome === 'kept') return words[outcome];
  return outcome === 'created' ? words.created : words.unchanged;
}

function Missing({ view, one }: OfImport) {
  const words = registerWordsIn(view.language);
  const { missingServices } = one;
  if (missingServices.length === 0) return null;
  const shown = missingServices.slice(0, linesMax);
  return (
    <section id="missing" aria-labelledby="missing-title">
      <h2 id="missing-title">
        {words.missingTitle}
        <small>{`${formatNumber(missingServices.length)} ${view.words.items}`}</small>
      </h2>
      <p class="quiet">{words.missingNote}.</p>
      <table class="list">
        <caption class="unseen">{words.missingTitle}</caption>
        <thead>
          <tr>
            <th scope="col">{words.service}</th>
            <th scope="col">{words.agency}</th>
            <th scope="col">{view.words.state}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ serviceId, agencyId, name, state }) => (
            <tr key={serviceId}>
              <th scope="row">
                <a href={link(view, `/services/${serviceId}`)} lang="th">
                  {name}
                </a>
                <small>{serviceId}</small>
              </th>
              <td data-label={words.agency}>{agencyId}</td>
              <td data-label={view.words.state}>
                <StateMark state={state} language={view.language} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Rest view={view} one={one} shown={shown.length} total={missingServices.length} />
    </section>
  );
}

function Rest({ view, one, shown, total }: OfImport & { shown: number; total: number }) {
  if (shown >= total) return null;
  const words = registerWordsIn(view.language);
  const href = `/v1/register/imports/${one.importId}`;
  return (
    <p class="quiet">
      {`${words.more} ${formatNumber(shown)} ${words.of} ${formatNumber(total)}; ${words.all} `}
      <a href={href}>{href}</a>
    </p>
  );
}
