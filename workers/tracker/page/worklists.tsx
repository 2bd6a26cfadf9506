import { roleLabels } from '../../../contracts/lifecycles/service/states.js';
import type { List, Population, WorkItem, WorkKind } from '../../../infra/postgres/read-model.js';
import { workKinds } from '../../../infra/postgres/read-model.js';
import { matchingWork } from '../api.js';
import { StateMark } from './bars.js';
import type { View } from './context.js';
import { link } from './context.js';
import { formatDay, formatNumber, inLanguage } from './format.js';
import { ofText, workLabels } from './labels.js';
import { Named } from './named.js';
import { Of } from './of.js';
import { Paging } from './services.js';

/** What the page of work-lists shows. */
export interface WorklistsProps {
  readonly view: View;
  readonly counts: Readonly<Record<WorkKind, number>>;
  /** Kinds that are shown; left out: all work of services together. */
  readonly kinds: readonly WorkKind[] | undefined;
  readonly list: List<WorkItem>;
  /** The services that the work is of. */
  readonly population: Population;
}

/** The work-lists, and one of them. */
export function Worklists({ view, counts, kinds, list, population }: WorklistsProps) {
  const { words, language } = view;
  const title = kinds?.map((kind) => inLanguage(workLabels[kind], language)).join(', ');
  const matching = matchingWork(counts, kinds ?? workKinds.filter((one) => one !== 'digest'));
  return (
    <>
      <h1>{words.worklists}</h1>
      <p class="quiet">{words.worklistsNote}.</p>
      <div class="columns sidebar">
        <nav id="kinds" aria-label={words.counts} data-live>
          <ul class="work">
            <Kind view={view} isCurrent={kinds === undefined} label={words.any} />
            {workKinds.map((one) => (
              <Kind
                key={one}
                view={view}
                kind={one}
                isCurrent={kinds?.includes(one) ?? false}
                label={inLanguage(workLabels[one], language)}
                count={counts[one]}
              />
            ))}
          </ul>
          <p class="of">{words.workNote}.</p>
          <Of view={view} population={population} />
        </nav>
        <section id="list" aria-labelledby="list-title" data-live>
          <h2 id="list-title">
            {title ?? words.any}
            <small>{countText(matching, view)}</small>
          </h2>
          {list.total === 0 ? <NoWork view={view} /> : <WorkTable view={view} items={list.items} />}
          <Of view={view} population={population} />
          <Paging view={view} next={list.next} />
        </section>
      </div>
    </>
  );
}

/** Work of services and letters to agencies, never in one sum. */
function countText({ items, letters }: ReturnType<typeof matchingWork>, { words }: View): string {
  return [
    ...(items > 0 || letters === 0 ? [`${formatNumber(items)} ${words.items}`] : []),
    ...(letters > 0 ? [`${formatNumber(letters)} ${words.letters}`] : []),
  ].join(' · ');
}

interface KindProps {
  readonly view: View;
  readonly kind?: WorkKind;
  readonly isCurrent: boolean;
  readonly label: string;
  readonly count?: number;
}

function Kind({ view, kind, isCurrent, label, count }: KindProps) {
  return (
    <li class={count === 0 ? 'none' : ''}>
      <a href={link(view, '/worklists', { kind })} aria-current={isCurrent ? 'true' : undefined}>
        {label}
      </a>
      {count === undefined ? null : <b>{formatNumber(count)}</b>}
    </li>
  );
}

function NoWork({ view: { words } }: { view: View }) {
  return (
    <div class="empty">
      <h3>{words.noWorkTitle}</h3>
      <p>{words.noWork}.</p>
    </div>
  );
}

function WorkTable({ view, items }: { view: View; items: readonly WorkItem[] }) {
  const { words } = view;
  return (
    <table class="list">
      <caption class="unseen">{words.worklists}</caption>
      <thead>
        <tr>
          <th scope="col">{words.service}</th>
          <th scope="col">{words.work}</th>
          <th scope="col">{words.due}</th>
          <th scope="col">{words.state}</th>
          <th scope="col">{words.turn}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <WorkLine
            key={`${item.serviceId ?? item.agencyId}/${item.kind}/${item.of ?? ''}`}
            view={view}
            item={item}
          />
        ))}
      </tbody>
    </table>
  );
}

function WorkLine({ view, item }: { view: View; item: WorkItem }) {
  const { words, language } = view;
  const { serviceId, agencyId, agency, name, state, awaiting } = item;
  const href =
    serviceId === null
      ? link(view, '/services', { agency: agencyId })
      : link(view, `/services/${serviceId}`);
  return (
    <tr>
      <th scope="row">
        <a href={href}>
          <Named label={name} language={language} />
        </a>
        <small>
          {serviceId ?? agencyId}
          {agency === null || serviceId === null ? null : (
            <>
              {' · '}
              <Named label={agency} language={language} />
            </>
          )}
        </small>
      </th>
      <td data-label={words.work}>
        {inLanguage(workLabels[item.kind], language)}
        {item.of === undefined ? null : <small>{ofText(item.of, language)}</small>}
      </td>
      <td class="when" data-label={words.due}>
        <Due view={view} item={item} />
      </td>
      <td data-label={words.state}>
        {state === null ? '–' : <StateMark state={state} language={language} />}
      </td>
      <td data-label={words.turn}>
        {awaiting.map((role) => inLanguage(roleLabels[role], language)).join(', ') || '–'}
      </td>
    </tr>
  );
}

function Due({
  view: { words, language },
  item: { dueOn, daysLeft },
}: {
  view: View;
  item: WorkItem;
}) {
  if (dueOn === null || daysLeft === null) return <span class="unknown">{words.noDay}</span>;
  const left =
    daysLeft === 0
      ? words.today
      : `${daysLeft < 0 ? words.daysOver : words.daysLeft} ${formatNumber(Math.abs(daysLeft))} ${words.day}`;
  return (
    <>
      {formatDay(dueOn, language)}
      <small class={daysLeft < 0 ? 'late' : ''}>{left.trim()}</small>
    </>
  );
}
