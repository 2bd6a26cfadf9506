import { ServiceStatusV1 } from '../../../contracts/events/service-status.v1.js';
import { eventLabels } from '../../../contracts/lifecycles/service/event-kinds.js';
import { roleLabels } from '../../../contracts/lifecycles/service/states.js';
import { actionLabels } from '../../../contracts/lifecycles/service/table.js';
import type { TimelineEntry, TimelinePart } from '../../../infra/postgres/read-model.js';
import { StateMark } from './bars.js';
import type { View } from './context.js';
import { link } from './context.js';
import { formatMoment, inLanguage } from './format.js';
import { ofText } from './labels.js';

interface TimelineProps {
  readonly view: View;
  readonly part: TimelinePart;
}

/** The newest events of a service, or older ones, the newest first. */
export function Timeline({ view, part }: TimelineProps) {
  return (
    <>
      <p class="quiet">{view.words.timelineNote}.</p>
      <ol class="timeline" reversed>
        {[...part.entries].reverse().map((entry) => (
          <Entry key={entry.sequence} view={view} entry={entry} />
        ))}
      </ol>
      <Older view={view} part={part} />
    </>
  );
}

/** To the events before these, and back to the newest. */
function Older({ view, part }: TimelineProps) {
  const { words, path, query } = view;
  const isFirst = query['before'] === undefined;
  if (isFirst && part.before === null) return null;
  return (
    <nav class="paging" aria-label={words.timeline}>
      {isFirst ? null : <a href={link(view, path)}>{words.newestEvents}</a>}
      {part.before === null ? null : (
        <a class="next" href={link(view, path, { before: String(part.before) })}>
          {words.olderEvents}
        </a>
      )}
    </nav>
  );
}

function Entry({ view, entry }: { view: View; entry: TimelineEntry<unknown> }) {
  const { words, language } = view;
  const parsed = ServiceStatusV1.safeParse(entry.data);
  return (
    <li id={`event-${entry.sequence}`} value={entry.sequence}>
      {parsed.success ? (
        <Happened view={view} entry={entry} data={parsed.data} />
      ) : (
        <>
          <p>
            <span class="sequence">{entry.sequence}</span>
            <b>{entry.type}</b>
          </p>
          <p class="meta">
            <time dateTime={entry.time}>{formatMoment(entry.time, language)}</time>
            {` · ${words.notUnderstood}`}
          </p>
        </>
      )}
      <p class="proof">
        <abbr title={`${words.proof}: ${entry.chainhash}`}>{entry.chainhash.slice(0, 12)}</abbr>
      </p>
    </li>
  );
}

interface HappenedProps {
  readonly view: View;
  readonly entry: TimelineEntry<unknown>;
  readonly data: ServiceStatusV1;
}

function Happened({ view, entry, data }: HappenedProps) {
  const { words, language } = view;
  return (
    <>
      <p>
        <span class="sequence">{entry.sequence}</span>
        <b>{inLanguage(eventLabels[data.kind], language)}</b>
        {data.from === data.to ? null : (
          <span class="move">
            {data.from === null ? null : (
              <>
                <StateMark state={data.from} language={language} /> →{' '}
              </>
            )}
            <StateMark state={data.to} language={language} />
          </span>
        )}
      </p>
      <p class="meta">
        <time dateTime={entry.time}>{formatMoment(entry.time, language)}</time>
        {' · '}
        {words.by}{' '}
        {data.actor === null ? words.bySystem : inLanguage(roleLabels[data.actor.role], language)}
        {data.action === null ? '' : ` · ${inLanguage(actionLabels[data.action], language)}`}
        {data.of === undefined ? '' : ` · ${ofText(data.of, language)}`}
        {data.corrects === undefined ? '' : ` · ${words.corrects} ${data.corrects}`}
      </p>
    </>
  );
}
