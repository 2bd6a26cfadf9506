import { requestStateTable } from '../../../contracts/lifecycles/request/states.js';
import { portalLabels } from '../../../contracts/lifecycles/service/states.js';
import type { Name } from '../../../infra/postgres/read-model.js';
import type { LateRequest, LateRequests } from '../request-api.js';
import type { View } from './context.js';
import { formatDay, formatNumber, inLanguage } from './format.js';
import { Named } from './named.js';
import { requestWordsIn } from './request-text.js';
import { Paging } from './services.js';

/** The requests that are late, the longest first; no line leads to anything of a person. */
export function LateTable({ view, late }: { view: View; late: LateRequests }) {
  const words = requestWordsIn(view.language);
  if (late.total === 0) {
    return (
      <div class="empty">
        <h3>{words.noLateTitle}</h3>
        <p>{words.noLate}.</p>
      </div>
    );
  }
  return (
    <>
      <table class="list">
        <caption class="unseen">{words.late}</caption>
        <thead>
          <tr>
            <th scope="col">{words.request}</th>
            <th scope="col">{words.agency}</th>
            <th scope="col">{view.words.state}</th>
            <th scope="col">{view.words.due}</th>
            <th scope="col">{words.sentShort}</th>
            <th scope="col">{words.missedShort}</th>
          </tr>
        </thead>
        <tbody>
          {late.items.map((item) => (
            <LateLine key={item.request} view={view} item={item} />
          ))}
        </tbody>
      </table>
      <Paging view={view} next={late.next} />
    </>
  );
}

function LateLine({ view, item }: { view: View; item: LateRequest }) {
  const { language } = view;
  const words = requestWordsIn(language);
  const { request, receiptNumber, portal, state, office, lettersSent, lettersMissed } = item;
  return (
    <tr id={`late-${request}`}>
      <th scope="row">
        <NameOr name={item.service} id={item.serviceId} view={view} />
        <small>
          {`${request}… · ${inLanguage(portalLabels[portal], language)}`}
          {receiptNumber === null ? null : ` · ${words.receipt} ${receiptNumber}`}
        </small>
      </th>
      <td data-label={words.agency}>
        <NameOr name={item.agency} id={item.agencyId} view={view} />
        <small>{`${words.office} ${office}`}</small>
      </td>
      <td data-label={view.words.state}>{inLanguage(requestStateTable[state].label, language)}</td>
      <td class="when" data-label={view.words.due}>
        <Due view={view} item={item} />
      </td>
      <td data-label={words.sentShort}>{formatNumber(lettersSent)}</td>
      <td data-label={words.missedShort}>
        {formatNumber(lettersMissed)}
        {item.letterDueOn === null ? null : (
          <small>{`${words.nextLetter} ${formatDay(item.letterDueOn, language)}`}</small>
        )}
      </td>
    </tr>
  );
}

function NameOr({ name, id, view }: { name: Name | null; id: string; view: View }) {
  return name === null ? <>{id}</> : <Named label={name} language={view.language} />;
}

function Due({
  view: { words, language },
  item: { dueOn, daysOver },
}: {
  view: View;
  item: LateRequest;
}) {
  if (dueOn === null || daysOver === null) return <span class="unknown">{words.noDay}</span>;
  return (
    <>
      {formatDay(dueOn, language)}
      <small class="late">
        {`${words.daysOver} ${formatNumber(daysOver)} ${words.day}`.trim()}
      </small>
    </>
  );
}
