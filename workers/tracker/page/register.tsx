import type { ImportStanding } from '../../../infra/postgres/register-standings.js';
import type { View } from './context.js';
import { link } from './context.js';
import { formatDay, formatMoment, formatNumber } from './format.js';
import { registerWordsIn } from './register-text.js';

interface RegisterProps {
  readonly view: View;
  readonly imports: readonly ImportStanding[];
}

/** The editions of the register that were taken in, and what is under way. */
export function Register({ view, imports }: RegisterProps) {
  const words = registerWordsIn(view.language);
  return (
    <>
      <h1>{words.title}</h1>
      <p class="quiet">{words.note}.</p>
      <section id="imports" aria-label={words.title} data-live>
        {imports.length === 0 ? (
          <div class="empty">
            <h3>{words.none}</h3>
            <p>{words.noneMore}</p>
          </div>
        ) : (
          <ImportTable view={view} imports={imports} />
        )}
      </section>
    </>
  );
}

function ImportTable({ view, imports }: RegisterProps) {
  const words = registerWordsIn(view.language);
  const counted = ['created', 'changed', 'unchanged', 'refused'] as const;
  return (
    <table class="list counts">
      <caption class="unseen">{words.title}</caption>
      <thead>
        <tr>
          <th scope="col">{words.edition}</th>
          <th scope="col">{words.status}</th>
          {[words.rows, ...counted.map((key) => words[key]), words.missing, words.findings].map(
            (head) => (
              <th key={head} scope="col" class="number">
                {head}
              </th>
            ),
          )}
        </tr>
      </thead>
      <tbody>
        {imports.map((one) => (
          <tr key={one.importId} id={`import-${one.importId}`}>
            <th scope="row">
              <a href={importLink(view, one.importId)}>{editionName(one, view)}</a>
              <small>{`${one.importId} · ${one.source} · ${one.file}`}</small>
            </th>
            <td data-label={words.status}>
              <Status view={view} one={one} />
              <small>{formatMoment(one.createdAt, view.language)}</small>
            </td>
            <td class="number" data-label={words.rows}>
              {formatNumber(one.rows)}
            </td>
            {counted.map((key) => (
              <td key={key} class="number" data-label={words[key]}>
                {formatNumber(one.counts[key])}
              </td>
            ))}
            <td class="number" data-label={words.missing}>
              {formatNumber(one.missing)}
            </td>
            <td class="number" data-label={words.findings}>
              {formatNumber(one.findings)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Where one import is shown. */
export function importLink(view: View, importId: string, query = {}): string {
  return link(view, `/register/${importId}`, query);
}

/** What an import is of. */
export function editionName({ asOf, undoes }: ImportStanding, { language }: View): string {
  const words = registerWordsIn(language);
  const edition = `${words.edition} ${formatDay(asOf, language)}`;
  return undoes === null ? edition : `${words.undoes} ${undoes}`;
}

/** What an import is at; how far it has come, while it has not ended. */
export function Status({ view, one }: { view: View; one: ImportStanding }) {
  const words = registerWordsIn(view.language);
  const { status, settled, rows, undoneBy } = one;
  if (undoneBy !== null) {
    return (
      <>
        {words.undone}
        <small>
          {words.undoneBy} <a href={importLink(view, undoneBy)}>{undoneBy}</a>
        </small>
      </>
    );
  }
  if (status === 'done' || status === 'cancelled') return <>{words.statuses[status]}</>;
  const text = `${words.settled} ${formatNumber(settled)} ${words.of} ${formatNumber(rows)}`;
  return (
    <>
      <strong>{words.statuses[status]}</strong>
      <progress value={settled} max={rows} aria-label={text} />
      <small>{text}</small>
    </>
  );
}
