import type { z } from 'zod';
import { eventLabels } from '../../contracts/lifecycles/service/event-kinds.js';
import {
  modeLabels,
  portalLabels,
  roleLabels,
  type Role,
} from '../../contracts/lifecycles/service/states.js';
import { actionLabels } from '../../contracts/lifecycles/service/table.js';
import type {
  ActAnswer,
  ActionsAnswer,
  ListAnswer,
  ServiceAnswer,
  TimelineAnswer,
  WorklistAnswer,
} from './answers.js';
import type { Screen } from './screen.js';
import { bangkokTime, both, stateText } from './text.js';

const notRecorded = 'not recorded';

/** Services, one a row, with how many there are and as of when. */
export function showList(screen: Screen, list: z.output<typeof ListAnswer>): void {
  screen.table(
    ['id', 'state', 'agency', 'name'],
    list.items.map(({ serviceId, agencyId, agency, service }) => [
      serviceId,
      stateText(service.state) +
        (service.state === 'live' && !service.verified ? ' (not verified)' : ''),
      agency?.th ?? agencyId,
      service.name.th,
    ]),
  );
  showCount(screen, list);
}

/** Work, one a row, with how much there is and as of when. */
export function showWorklist(screen: Screen, list: z.output<typeof WorklistAnswer>): void {
  screen.table(
    ['due', 'days left', 'work', 'service', 'name', 'awaits'],
    list.items.map(({ dueOn, daysLeft, kind, of, serviceId, agencyId, name, awaiting }) => [
      dueOn ?? '',
      String(daysLeft ?? ''),
      of === undefined ? kind : `${kind} ${of}`,
      serviceId ?? agencyId,
      name.th,
      awaiting.join(', '),
    ]),
  );
  showCount(screen, list);
}

function showCount(
  screen: Screen,
  list: {
    readonly items: readonly unknown[];
    readonly total: number;
    readonly asOf: { readonly at: string | null };
  },
): void {
  const hint = list.items.length < list.total ? '; more with --limit' : '';
  const asOf = list.asOf.at === null ? 'before any event' : `as of ${bangkokTime(list.asOf.at)}`;
  screen.line(`${list.items.length} of ${list.total} (${asOf}, Bangkok)${hint}`);
}

/** One service: where it stands, and what happened. */
export function showService(
  screen: Screen,
  service: ServiceAnswer,
  events: TimelineAnswer['events'],
): void {
  const { name, exclusion, suspension } = service;
  screen.heading(`${service.serviceId}  ${name.th}${name.en === undefined ? '' : ` · ${name.en}`}`);
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['state', `${stateText(service.state)}, since ${bangkokTime(service.since)}`],
    ['agency', service.agencyId],
    ['proposed', service.proposed ? 'yes, OPDC has not confirmed it yet' : undefined],
    ['basis', basisText(service)],
    ['register row', service.registerId],
    ['verified live', service.state === 'live' ? yesNo(service.verified) : undefined],
    ['mode', service.mode === null ? notRecorded : both(modeLabels[service.mode])],
    ['portal', service.portal === null ? notRecorded : both(portalLabels[service.portal])],
    ['fiscal year', String(service.targetFiscalYear ?? notRecorded)],
    ['whose turn', rolesText(service.whoseTurn)],
    ['pending', pendingText(service)],
    ['stage due', (service.dueOn ?? notRecorded) + (service.overdue ? ' (overdue)' : '')],
    ['next by itself', clockText(service)],
    ['reports', service.reports.map(reportText).join('; ') || undefined],
    ['remediations', service.remediations.map(remediationText).join('; ') || undefined],
    ['excluded', exclusion === null ? undefined : exclusionText(exclusion)],
    ['suspended', suspension === null ? undefined : `expected to end ${suspension.expectedEndOn}`],
    ['merged into', service.mergedInto ?? undefined],
    ['channel', service.channelUrl ?? undefined],
    ['version', String(service.version)],
  ];
  for (const [label, value] of facts) {
    if (value !== undefined) screen.line(`${label.padEnd(16)}${value}`);
  }
  screen.line();
  showTimeline(screen, service, events);
}

function showTimeline(
  screen: Screen,
  service: ServiceAnswer,
  events: TimelineAnswer['events'],
): void {
  screen.table(
    ['event', 'when (Bangkok)', 'what', 'action', 'by', 'state'],
    events.map(({ sequence, time, data }) => [
      String(sequence),
      bangkokTime(time),
      both(eventLabels[data.kind]),
      data.action ?? '',
      data.actor?.role ?? 'engine',
      data.from === data.to || data.from === null ? data.to : `${data.from} → ${data.to}`,
    ]),
  );
  if (events.length < service.sequence) {
    screen.line(`The archive has ${events.length} of ${service.sequence} events so far.`);
  }
}

function basisText(service: ServiceAnswer): string {
  if (service.basis === 'decision') return 'decided here';
  const { register } = service;
  return register === null
    ? 'register'
    : `the register's word: ${register.statusId} in row ${register.row}, as of ${register.asOf}`;
}

function rolesText(roles: readonly Role[]): string {
  return roles.length === 0
    ? 'nobody'
    : roles.map((role) => `${role} (${both(roleLabels[role])})`).join(', ');
}

function pendingText({ pending }: ServiceAnswer): string {
  return pending === null
    ? 'nothing'
    : `submission ${pending.submission}: ${pending.action} (${both(actionLabels[pending.action])})`;
}

function clockText({ details }: ServiceAnswer): string | undefined {
  const [next] = details.clocks;
  return next === undefined ? undefined : `${next.kind} for ${next.dueOn}`;
}

function reportText(report: ServiceAnswer['reports'][number]): string {
  return `FY ${report.fiscalYear} Q${report.quarter} ${report.status}, due ${report.dueOn}`;
}

function remediationText(entry: ServiceAnswer['remediations'][number]): string {
  return `${entry.number} ${entry.kind} ${entry.status}, due ${entry.dueOn}`;
}

function exclusionText(exclusion: NonNullable<ServiceAnswer['exclusion']>): string {
  const due = exclusion.due ? ' (due)' : '';
  return `${exclusion.kind}, ${exclusion.reasonCode}, re-review ${exclusion.reReviewOn}${due}`;
}

function yesNo(is: boolean): string {
  return is ? 'yes' : 'no';
}

/** What I may do now, and why not the rest. */
export function showActions(screen: Screen, answer: ActionsAnswer): void {
  screen.heading(`${answer.serviceId}: ${stateText(answer.state)}, version ${answer.version}`);
  const byAllowed = [...answer.actions].sort((a, b) => Number(b.allowed) - Number(a.allowed));
  screen.table(
    ['action', 'allowed', 'what', 'why not'],
    byAllowed.map(({ action, allowed, label, whyNot }) => [
      action,
      yesNo(allowed),
      both(label),
      whyNot?.text.en ?? '',
    ]),
  );
}

/** What came of an action. */
export function actText(action: string, answer: ActAnswer): string {
  const { state, version, sequence, submission, liveCheck } = answer;
  const parts = [
    `${action}: accepted`,
    ...(submission === undefined ? [] : [`submission ${submission}`]),
    stateText(state),
    `version ${version}`,
    `event ${sequence}`,
  ];
  return parts.join(', ') + liveCheckPart(liveCheck);
}

function liveCheckPart(check: ActAnswer['liveCheck']): string {
  if (check === undefined) return '';
  if (check.ok) return '. The channel answers: it is live';
  const { reason, status, text } = check;
  const why = [reason, status].filter((one) => one !== undefined).join(' ');
  return `. The channel is not live: ${why}${text === undefined ? '' : ` (${both(text)})`}`;
}
