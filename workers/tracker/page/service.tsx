import type { ComponentChildren } from 'preact';
import { evidenceTable } from '../../../contracts/lifecycles/service/evidence.js';
import {
  isStage,
  modeLabels,
  portalLabels,
  roleLabels,
  stages,
  stateTable,
} from '../../../contracts/lifecycles/service/states.js';
import { actionLabels } from '../../../contracts/lifecycles/service/table.js';
import type { ServiceRow, TimelinePart } from '../../../infra/postgres/read-model.js';
import { StateMark } from './bars.js';
import type { View } from './context.js';
import { link } from './context.js';
import { formatDay, formatFiscalYear, formatMoment, inLanguage } from './format.js';
import { exclusionLabels, quarterText } from './labels.js';
import { Named } from './named.js';
import { Verified } from './services.js';
import { Timeline } from './timeline.js';

/** What the page of one service shows. */
export interface ServicePageProps {
  readonly view: View;
  readonly row: ServiceRow;
  readonly timeline: TimelinePart;
}

/** One service: how it stands, and all that happened to it. */
export function ServicePage({ view, row, timeline }: ServicePageProps) {
  const { words, language } = view;
  const { service } = row;
  return (
    <>
      <div id="head" class="head" data-live>
        <p class="crumbs">
          <a href={link(view, '/services')}>{words.services}</a> ›{' '}
          <a href={link(view, '/services', { agency: row.agencyId })}>
            {row.agency === null ? row.agencyId : <Named label={row.agency} language={language} />}
          </a>
        </p>
        <h1>
          <Named label={service.name} language={language} />
        </h1>
        <p class="state">
          <StateMark state={service.state} language={language} />
          <Verified view={view} service={service} />
          {service.overdue ? <strong class="late">{words.overdue}</strong> : null}
          <span>
            {words.since} <time dateTime={service.since}>{formatDay(service.since, language)}</time>
          </span>
        </p>
        <Stages view={view} row={row} />
      </div>
      <div class="columns uneven">
        <section id="facts" aria-labelledby="facts-title" data-live>
          <h2 id="facts-title">{words.facts}</h2>
          <Facts view={view} row={row} />
          <Source view={view} row={row} />
        </section>
        <section id="timeline" aria-labelledby="timeline-title" data-live>
          <h2 id="timeline-title">{words.timeline}</h2>
          <Timeline view={view} part={timeline} />
          <Source view={view} row={row} />
        </section>
      </div>
    </>
  );
}

/** Up to which event it is known, and from where. */
function Source({ view: { words, language }, row }: { view: View; row: ServiceRow }) {
  const { sequence, updatedAt } = row;
  return (
    <small class="of">
      {`${words.on} ${formatMoment(updatedAt, language)} (${words.eventNumber} ${sequence})`} ·{' '}
      {`${words.source}: ${words.eventSource}`}
    </small>
  );
}

function Stages({ view: { words, language }, row }: { view: View; row: ServiceRow }) {
  const { state, basis } = row.service;
  const at = isStage(state) ? stages.indexOf(state) : -1;
  // By the register's word alone nobody knows how the earlier stages were passed.
  const past = basis === 'register' ? 'assumed' : 'past';
  return (
    <ol class="stages" aria-label={words.stages}>
      {stages.map((stage, index) => (
        <li
          key={stage}
          class={at >= 0 && index < at ? past : index === at ? 'present' : 'ahead'}
          aria-current={index === at ? 'step' : undefined}
        >
          {inLanguage(stateTable[stage].label, language)}
        </li>
      ))}
    </ol>
  );
}

function Fact({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Facts(props: { view: View; row: ServiceRow }) {
  const { view, row } = props;
  const { words, language } = view;
  const { service } = row;
  const unknown = <span class="unknown">{words.notRecorded}</span>;
  return (
    <dl class="facts">
      <Fact label={words.serviceId}>{row.serviceId}</Fact>
      <Fact label={words.agency}>
        {row.agency === null ? row.agencyId : <Named label={row.agency} language={language} />}
        {row.ministry === null ? null : (
          <small>
            <Named label={row.ministry} language={language} />
          </small>
        )}
      </Fact>
      <Fact label={words.basis}>
        {service.basis === 'register' ? words.basisRegister : words.basisDecision}
        {service.proposed ? <small>{words.proposed}</small> : null}
      </Fact>
      <Fact label={words.mode}>
        {service.mode === null ? unknown : inLanguage(modeLabels[service.mode], language)}
      </Fact>
      <Fact label={words.portal}>
        {service.portal === null ? unknown : inLanguage(portalLabels[service.portal], language)}
      </Fact>
      <Fact label={`${words.plan}: ${words.fiscalYear}`}>
        {service.targetFiscalYear === null
          ? unknown
          : formatFiscalYear(service.targetFiscalYear, language)}
        {service.planRevisions === 0 ? null : (
          <small>
            {words.baseline}{' '}
            {service.baselineFiscalYear === null
              ? '–'
              : formatFiscalYear(service.baselineFiscalYear, language)}{' '}
            · {words.revisions} {service.planRevisions}
          </small>
        )}
      </Fact>
      <Fact label={words.due}>
        {service.dueOn === null ? words.noDay : formatDay(service.dueOn, language)}
      </Fact>
      <Fact label={words.turn}>
        {service.whoseTurn.length === 0
          ? words.nobody
          : service.whoseTurn.map((role) => inLanguage(roleLabels[role], language)).join(', ')}
      </Fact>
      <OpenMatters {...props} />
      <Fact label={words.evidence}>
        {service.evidence.length === 0
          ? words.noEvidence
          : service.evidence
              .map((kind) => inLanguage(evidenceTable[kind].label, language))
              .join(', ')}
      </Fact>
      <Origins {...props} />
    </dl>
  );
}

/** What is open in the case: only what there is. */
function OpenMatters({ view, row: { service } }: { view: View; row: ServiceRow }) {
  const { words, language } = view;
  const { pending, reports, remediations, exclusion, suspension, mergedInto } = service;
  return (
    <>
      {pending === null ? null : (
        <Fact label={words.pending}>
          {inLanguage(actionLabels[pending.action], language)}
          <small>
            {formatMoment(pending.at, language)} · {words.awaiting}{' '}
            {pending.awaiting.map((role) => inLanguage(roleLabels[role], language)).join(', ')}
          </small>
        </Fact>
      )}
      {reports.length === 0 ? null : (
        <Fact label={words.reports}>
          {reports.map(({ fiscalYear, quarter, dueOn, status }) => (
            <span key={`${fiscalYear}/${quarter}`} class={status === 'open' ? '' : 'late'}>
              {quarterText(fiscalYear, quarter, language)} ({words.due} {formatDay(dueOn, language)}
              ){' '}
            </span>
          ))}
        </Fact>
      )}
      {remediations.length === 0 ? null : (
        <Fact label={words.remediations}>
          {remediations.map(({ number, kind, dueOn, status }) => (
            <span key={number} class={status === 'missed' ? 'late' : ''}>
              {inLanguage(evidenceTable[kind].label, language)} ({words.due}{' '}
              {formatDay(dueOn, language)}){' '}
            </span>
          ))}
        </Fact>
      )}
      {exclusion === null ? null : (
        <Fact label={words.exclusion}>
          {inLanguage(exclusionLabels[exclusion.kind] ?? { th: exclusion.kind }, language)}
          <small>
            {words.reason}{' '}
            {exclusion.reasonCode === 'unstated' ? words.reasonUnstated : exclusion.reasonCode} ·{' '}
            {words.reReview} {formatDay(exclusion.reReviewOn, language)}
          </small>
        </Fact>
      )}
      {suspension === null ? null : (
        <Fact label={words.suspension}>
          {words.expectedEnd} {formatDay(suspension.expectedEndOn, language)}
        </Fact>
      )}
      {mergedInto === null ? null : (
        <Fact label={words.mergedInto}>
          <a href={link(view, `/services/${mergedInto}`)}>{mergedInto}</a>
        </Fact>
      )}
    </>
  );
}

/** Where its live state and its register entry come from. */
function Origins({ view, row: { service } }: { view: View; row: ServiceRow }) {
  const { words, language } = view;
  const { channelUrl, liveCheck, register, registerId } = service;
  const entry = [registerId, register?.statusId, register?.reasonId].filter(Boolean);
  return (
    <>
      {channelUrl === null ? null : (
        <Fact label={words.channel}>
          <span class="address">{channelUrl}</span>
        </Fact>
      )}
      {liveCheck === null ? null : (
        <Fact label={words.liveCheck}>
          {liveCheck.ok ? words.checkPassed : words.checkFailed}
          <small>
            {formatMoment(liveCheck.at, language)}
            {liveCheck.reason === undefined ? '' : ` · ${liveCheck.reason}`}
          </small>
        </Fact>
      )}
      {entry.length === 0 ? null : (
        <Fact label={words.register}>
          {entry.join(' · ')}
          {register === null ? null : (
            <small>
              {words.asOf} {formatDay(register.asOf, language)} · {words.registerRow} {register.row}
            </small>
          )}
        </Fact>
      )}
    </>
  );
}
