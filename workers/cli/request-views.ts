import type { Label } from '../../contracts/calendar/label.js';
import { dateText } from '../../contracts/calendar/date-text.js';
import { sectionText } from '../../contracts/calendar/sections.js';
import { requestStateTable } from '../../contracts/lifecycles/request/states.js';
import type { RequestState } from '../../contracts/lifecycles/request/states.js';
import { requestActionLabels } from '../../contracts/lifecycles/request/table.js';
import { roleLabels } from '../../contracts/lifecycles/service/states.js';
import { illustrativeBadge } from '../../contracts/manuals/words.js';
import type {
  RequestActed,
  RequestActions,
  RequestFuture,
  RequestListAnswer,
} from './request-answers.js';
import { parts, turnLabels } from './request-words.js';
import type { Screen } from './screen.js';
import { bangkokTime, both } from './text.js';

/** Language of a view. */
export type Lang = keyof Label;

/** A state with its label. */
export function stateOf(state: RequestState, lang: Lang): string {
  return `${state} · ${requestStateTable[state].label[lang]}`;
}

/** A day, or a moment in Bangkok, as people write it. */
export function whenText(when: string, lang: Lang): string {
  const time = when.length > 10 ? ` ${when.slice(11, 16)}` : '';
  return `${dateText(when, lang)}${time}`;
}

/** Requests, one a row, the least time left first. */
export function showRequests(screen: Screen, list: RequestListAnswer, lang: Lang): void {
  screen.table(
    ['due', 'days left', 'state', 'whose turn', 'receipt', 'service', 'name', 'request'],
    list.items.map(({ requestId, serviceId, service, dueOn, daysLeft, request }) => [
      dueOn ?? '',
      // Once it is decided, no time runs towards it.
      daysLeft === null || request.decision !== null ? '' : String(daysLeft),
      stateOf(request.state, lang) + (request.overdue ? ` (${parts.overdue[lang]})` : ''),
      turnLabels[request.whoseTurn][lang],
      request.receiptNumber ?? '',
      serviceId,
      service === null ? '' : (service[lang] ?? service.th),
      requestId,
    ]),
  );
  const hint = list.items.length < list.total ? '; more with --limit' : '';
  const asOf = list.asOf.at === null ? 'before any event' : `as of ${bangkokTime(list.asOf.at)}`;
  screen.line(`${list.items.length} of ${list.total} (${asOf}, Bangkok)${hint}`);
}

/** What I may do now, and why not the rest. */
export function showRequestActions(screen: Screen, answer: RequestActions): void {
  const { requestId, state, version, actions } = answer;
  screen.heading(
    `${requestId}: ${state} · ${both(requestStateTable[state].label)}, version ${version}`,
  );
  const byAllowed = [...actions].sort((a, b) => Number(b.allowed) - Number(a.allowed));
  screen.table(
    ['action', 'allowed', 'what', 'why not'],
    byAllowed.map(({ action, allowed, label, whyNot }) => [
      action,
      allowed ? 'yes' : 'no',
      both(label),
      whyNot?.text.en ?? '',
    ]),
  );
}

/** What came of an action. */
export function actedText(action: string, { state, version, sequence }: RequestActed): string {
  const label = both(requestStateTable[state].label);
  return `${action}: accepted, ${state} · ${label}, version ${version}, event ${sequence}`;
}

/** Whose turn it is, who may do what, and what happens by itself, the earliest first. */
export function showFuture(screen: Screen, future: RequestFuture, lang: Lang): void {
  const { requestId, state, turn, actions, byItself, inTheWorld } = future;
  screen.heading(`${requestId}: ${stateOf(state, lang)}`);
  screen.line(turn[lang]);
  if (inTheWorld.length > 0) screen.line(`${parts.errands[lang]}: ${inTheWorld.join(', ')}`);
  screen.line();
  screen.heading(parts.byItself[lang]);
  if (byItself.length === 0) screen.line(`  ${parts.nothing[lang]}`);
  for (const one of byItself) for (const line of futureLines(one, state, lang)) screen.line(line);
  screen.line();
  screen.heading(parts.mayAct[lang]);
  if (actions.length === 0) screen.line(`  ${parts.nothing[lang]}`);
  for (const { action, roles } of actions) {
    const who = roles.map((role) => roleLabels[role][lang]).join(', ');
    screen.line(`  ${action.padEnd(22)}${requestActionLabels[action][lang]} (${who})`);
  }
}

/** One point of the timeline: when, what, under which section, and where it leads. */
function futureLines(
  { at, what, dueOn, section, leadsTo, of }: RequestFuture['byItself'][number],
  state: RequestState,
  lang: Lang,
): string[] {
  const leads = leadsTo === state ? '' : ` → ${stateOf(leadsTo, lang)}`;
  const number = of === '' ? '' : ` (${of})`;
  return [
    `  ○ ${whenText(at, lang)}  ${what[lang]}${number}${leads}`,
    `  │   ${parts.about[lang]} ${whenText(dueOn, lang)}; ${parts.law[lang]} ${sectionText(section, lang)}`,
  ];
}

/** The badge where a figure of the manual is made up. */
export function badgeAt(paths: readonly string[], path: string, lang: Lang): string {
  return paths.includes(path) ? ` ${illustrativeBadge[lang]}` : '';
}
