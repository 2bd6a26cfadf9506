import { eventLabels } from '../../../contracts/lifecycles/service/event-kinds.js';
import { roleLabels } from '../../../contracts/lifecycles/service/states.js';
import { actionLabels } from '../../../contracts/lifecycles/service/table.js';
import type { TimelineEntry } from '../../../infra/postgres/read-model.js';
import { StateMark } from './bars.js';
import type { View } from './context.js';
import { formatMoment, inLanguage } from './format.js';
import { ofText } from './labels.js';

interface TimelineProps {
  readonly view: View;
  readonly entries: readonly TimelineEntry[];
}

/** All events of a service, the newest first. */
export function Timeline({ view, entries }: TimelineProps) {
  return (
    <>
      <p class="quiet">{view.words.timelineNote}.</p>
      <ol class="timeline" reversed>
        {[...entries].reverse().map((entry) => (
          <Entry key={entry.sequence} view={view} entry={entry} />
        ))}
      </ol>
    </>
  );
}

function Entry({ view, entry }: { view: View; entry: TimelineEntry }) {
  const { words, language } = view;
  const { data } = entry;
  // An event of a type that this version does not know is shown by its type alone.
  const isKnown = data.kind in eventLabels;
  return (
    <li id={`event-${entry.sequence}`} value={entry.sequence}>
      <p>
        <span class="sequence">{entry.sequence}</span>
        <b>{isKnown ? inLanguage(eventLabels[data.kind], language) : entry.type}</b>
        {isKnown && data.from !== data.to ? (
          <span class="move">
            {data.from === null ? null : (
              <>
                <StateMark state={data.from} language={language} /> →{' '}
              </>
            )}
            <StateMark state={data.to} language={language} />
          </span>
        ) : null}
      </p>
      <p class="meta">
        <time dateTime={entry.time}>{formatMoment(entry.time, language)}</time>
        {' · '}
        {words.by}{' '}
        {data.actor === null ? words.bySystem : inLanguage(roleLabels[data.actor.role], language)}
        {data.action === null ? '' : ` · ${inLanguage(actionLabels[data.action], language)}`}
        {data.of === undefined ? '' : ` · ${ofText(data.of, view)}`}
        {data.corrects === undefined ? '' : ` · ${words.corrects} ${data.corrects}`}
      </p>
      <p class="proof">
        <abbr title={`${words.proof}: ${entry.chainhash}`}>{entry.chainhash.slice(0, 12)}</abbr>
      </p>
    </li>
  );
}
