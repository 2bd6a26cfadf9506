import type { ServiceState } from './states.js';
import { serviceStates, stateTable } from './states.js';
import type { ServiceAction } from './table.js';
import { actionLabels, actionsIn, findTransition, serviceTable } from './table.js';

/** The lifecycle as a Mermaid state diagram, from the table. */
export function serviceDiagram(): string {
  const lines = serviceStates.flatMap((state) =>
    actionsIn(state).flatMap((action) => {
      const to = findTransition(state, action)?.to ?? 'same';
      if (to === 'same' || to === 'submission') return [];
      if (to === 'chosen') return [`  ${state} --> earlier : ${action}`];
      return [`  ${state} --> ${to === 'enteredFrom' ? 'formerState' : to} : ${action}`];
    }),
  );
  const names = serviceStates.map(
    (state) => `  ${state} : ${state}<br/>${stateTable[state].label.en}`,
  );
  return ['stateDiagram-v2', '  direction LR', '  [*] --> plan', ...names, ...lines].join('\n');
}

/** The lifecycle as plain data for outsiders: states, actions, and what leads where. */
export function serviceLifecycleJson(): object {
  const row = (state: ServiceState) =>
    Object.fromEntries(
      actionsIn(state).map((action) => [action, findTransition(state, action)]),
    ) as Partial<Record<ServiceAction, object>>;
  return {
    lifecycle: 'service',
    states: stateTable,
    actions: actionLabels,
    transitions: Object.fromEntries(
      (Object.keys(serviceTable) as ServiceState[]).map((state) => [state, row(state)]),
    ),
  };
}
