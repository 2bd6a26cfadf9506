import type { AlarmKind } from '../../contracts/lifecycles/request/clocks.js';
import { alarmKinds, alarmLabels } from '../../contracts/lifecycles/request/clocks.js';
import {
  alarmEventKinds,
  requestEffectKinds,
  requestEventKinds,
  requestEventLabels,
  requestEventType,
} from '../../contracts/lifecycles/request/event-kinds.js';
import type { ReopenGround } from '../../contracts/lifecycles/request/reopen-grounds.js';
import {
  courtLabels,
  reopenGrounds,
  reopenTable,
} from '../../contracts/lifecycles/request/reopen-grounds.js';
import type { RequestState } from '../../contracts/lifecycles/request/states.js';
import {
  isEnd,
  requestStates,
  requestStateTable,
} from '../../contracts/lifecycles/request/states.js';
import type { RequestAction, RequestTarget } from '../../contracts/lifecycles/request/table.js';
import {
  findRequestTransition,
  requestActionLabels,
  requestActions,
  requestStatesOf,
} from '../../contracts/lifecycles/request/table.js';

/** Where an action leads when the manual or the case says so, in the diagram and in words. */
const targets: Readonly<Record<Exclude<RequestTarget, RequestState>, string>> = {
  same: 'the same state',
  procedure: 'what the pinned manual has next',
  answered: 'the official, once nothing of the list is open; else the same state',
  stillOpen: 'the applicant again, who is told what is still open',
  decided: 'payment, issuing or the end, as the manual has it',
  issued: 'the end, unless something is still to be delivered',
  reopened: 'where its ground leads, see below',
};

/** The lifecycle of a citizen's request as plain data for outsiders. */
export function requestLifecycleJson(): object {
  return {
    lifecycle: 'request',
    states: Object.fromEntries(
      requestStates.map((state) => [state, { ...requestStateTable[state], isEnd: isEnd(state) }]),
    ),
    actions: Object.fromEntries(
      requestActions.map((action) => [
        action,
        { label: requestActionLabels[action], event: requestEffectKinds[action] },
      ]),
    ),
    targets,
    transitions: Object.fromEntries(
      requestStates.map((state) => [state, Object.fromEntries(actionsIn(state).map(transition))]),
    ),
    reopening: reopenTable,
    courts: courtLabels,
    alarms: Object.fromEntries(
      alarmKinds.map((kind) => [kind, { label: alarmLabels[kind], event: alarmEventKinds[kind] }]),
    ),
    events: Object.fromEntries(
      requestEventKinds.map((kind) => [
        kind,
        { type: requestEventType(kind), label: requestEventLabels[kind] },
      ]),
    ),
  };

  function transition([state, action]: readonly [RequestState, RequestAction]) {
    return [action, findRequestTransition(state, action)] as const;
  }
}

function actionsIn(state: RequestState): (readonly [RequestState, RequestAction])[] {
  return requestActions
    .filter((action) => findRequestTransition(state, action) !== undefined)
    .map((action) => [state, action] as const);
}

/** The lifecycle as a Mermaid state diagram: what people do, and where the procedure leads. */
export function requestDiagram(): string {
  const names = requestStates.map(
    (state) => `  ${state} : ${state}<br/>${requestStateTable[state].label.en}`,
  );
  const nodes = Object.entries(nodeOfTarget).map(([node, text]) => `  ${node} : ${text}`);
  const lines = requestStates.flatMap((state) =>
    actionsIn(state).flatMap(([, action]) => {
      const to = findRequestTransition(state, action)?.to ?? 'same';
      return arrow(state, action, to);
    }),
  );
  const ends = requestStates.filter((state) => isEnd(state)).map((state) => `  ${state} --> [*]`);
  return [
    'stateDiagram-v2',
    '  direction LR',
    '  [*] --> submitted',
    ...names,
    ...nodes,
    ...lines,
    ...byItself,
    ...ends,
  ].join('\n');
}

/** What the manual decides, as nodes of their own. */
const nodeOfTarget = {
  procedure: 'procedure<br/>as the manual has it',
  decided: 'decided<br/>to payment, issuing or the end',
} as const;

/** What no person does: the manual's order, and the clocks. */
const byItself = [
  '  submitted --> procedure : received in law',
  ...['completenessCheck', 'consideration', 'awaitingPayment', 'issuing', 'completed'].map(
    (state) => `  procedure --> ${state}`,
  ),
  ...['awaitingPayment', 'issuing', 'completed'].map((state) => `  decided --> ${state}`),
  '  awaitingCorrection --> returned : correctionEnds',
  '  awaitingCorrection --> struckOff : correctionEnds',
  '  consideration --> decided : deemedApproval',
  '  awaitingPayment --> paymentUnconfirmed : paid, not confirmed',
  '  awaitingPayment --> procedure : paid',
  '  awaitingPayment --> lapsedUnpaid : billEnds',
];

function arrow(state: RequestState, action: RequestAction, to: RequestTarget): string[] {
  switch (to) {
    case 'same':
    case 'reopened':
      return [];
    case 'answered':
      return [`  ${state} --> completenessCheck : ${action}`];
    case 'stillOpen':
      return [`  ${state} --> awaitingCorrection : ${action}`];
    case 'issued':
      return [`  ${state} --> completed : ${action}`];
    default:
      return [`  ${state} --> ${to} : ${action}`];
  }
}

/** The lifecycle as a page: diagram, states, actions and what happens by itself, in both languages. */
export function requestLifecyclePage(): string {
  return `# The lifecycle of a citizen's request

Generated from \`contracts/lifecycles/request\` by \`npm run generate\`; not edited. The same as JSON:
\`contracts/json-schema/request-lifecycle.json\`. What a service asks for and in which order is its
citizens' manual's to say: where that decides, the table names it.

\`\`\`mermaid
${requestDiagram()}
\`\`\`

## States

| state | called | whose turn | end |
| --- | --- | --- | --- |
${requestStates.map(stateRow).join('\n')}

## What people do

| action | called | possible in | leads to | by | basis | event |
| --- | --- | --- | --- | --- | --- | --- |
${requestActions.flatMap(actionRows).join('\n')}

## What opens a request again

\`reopen\` names its ground. A request that has closed takes \`reopen\` and \`correctEntry\`, and begins a new run from
the archive (ADR 24).

| ground | called | from | leads to | applied for within | basis |
| --- | --- | --- | --- | --- | --- |
${reopenGrounds.map(groundRow).join('\n')}

## What happens by itself

One timer is armed, for the earliest. \`GET /v1/requests/{id}/future\` tells it of a case.

| alarm | what it says | event |
| --- | --- | --- |
${alarmKinds.map(alarmRow).join('\n')}
`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function stateRow(state: RequestState): string {
  const { label, turn } = requestStateTable[state];
  return row([`\`${state}\``, `${label.th} / ${label.en}`, turn, isEnd(state) ? 'yes' : '']);
}

/** States in which the table says the same of an action stand together. */
function actionRows(action: RequestAction): string[] {
  const bySaying = new Map<string, RequestState[]>();
  for (const state of requestStatesOf(action)) {
    const said = sayingOf(state, action);
    bySaying.set(said, [...(bySaying.get(said) ?? []), state]);
  }
  const { th, en } = requestActionLabels[action];
  const event = `\`${requestEffectKinds[action]}\``;
  return [...bySaying].map(([said, states]) =>
    row([`\`${action}\``, `${th} / ${en}`, states.join(', '), said, event]),
  );
}

function sayingOf(state: RequestState, action: RequestAction): string {
  const found = findRequestTransition(state, action);
  if (found === undefined) return '';
  const { to, by, basis } = found;
  const target = Object.entries(targets).find(([name]) => name === to)?.[1] ?? `\`${to}\``;
  return [target, by.join(', '), basis].join(' | ');
}

/** Where a ground leads, in words. */
const leadsTo = {
  awaitingCorrection: '`awaitingCorrection`, for the time that is given',
  same: 'the same state; the time to appeal runs anew',
  stage: 'the stage that made the order, with a new clock',
} as const;

function groundRow(ground: ReopenGround): string {
  const { label, from, to, applyWithin, basis } = reopenTable[ground];
  const within = applyWithin === null ? '' : `${applyWithin.days} days (${applyWithin.section})`;
  const called = `${label.th} / ${label.en}`;
  return row([`\`${ground}\``, called, from.join(', '), leadsTo[to], within, basis]);
}

function alarmRow(kind: AlarmKind): string {
  const { th, en } = alarmLabels[kind];
  const event = alarmEventKinds[kind];
  return row([`\`${kind}\``, `${th} / ${en}`, event === null ? '' : `\`${event}\``]);
}
