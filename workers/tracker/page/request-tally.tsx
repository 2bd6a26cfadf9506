import type { RequestSummary } from '../../../infra/postgres/read-model.js';
import type { View } from './context.js';
import { link } from './context.js';
import { Figure } from './figures.js';
import { Of } from './of.js';
import { requestWordsIn } from './request-text.js';

interface TallyProps {
  readonly view: View;
  readonly summary: RequestSummary;
}

/** Citizens' requests on the front page: the main figures, and the way to the rest. */
export function RequestTally({ view, summary }: TallyProps) {
  const words = requestWordsIn(view.language);
  return (
    <section id="requests" aria-labelledby="requests-title" data-live>
      <h2 id="requests-title">{words.title}</h2>
      <RequestMain view={view} summary={summary} />
      {summary.population.total === 0 ? null : (
        <p>
          <a href={link(view, '/requests', { asOf: view.day })}>{words.toPage}</a>
        </p>
      )}
    </section>
  );
}

/** The main figures of requests; where there are none yet, that. */
export function RequestMain({ view, summary }: TallyProps) {
  const words = requestWordsIn(view.language);
  const { population, open, overdue, delayNotices, delayNoticesMissed } = summary;
  if (population.total === 0) {
    return (
      <p class="quiet">
        {view.day === undefined ? words.none : words.noneThen}.{' '}
        <Of view={view} population={population} />
      </p>
    );
  }
  const figures = [
    { label: words.open, figure: open },
    { label: words.overdue, figure: overdue, isBad: true },
    { label: words.sent, figure: delayNotices, note: words.letters },
    { label: words.missed, figure: delayNoticesMissed, isBad: true, note: words.letters },
  ];
  return (
    <dl class="tally">
      {figures.map(({ label, figure, isBad = false, note }) => (
        <Figure
          key={label}
          label={label}
          value={figure.value}
          kind={isBad && figure.value > 0 ? 'late' : undefined}
        >
          {note === undefined ? null : <small>{note}.</small>}
          <Of view={view} population={figure.population} />
        </Figure>
      ))}
    </dl>
  );
}
