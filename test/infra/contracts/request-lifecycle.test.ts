import { describe, expect, test } from '@jest/globals';
import { alarmKinds, alarmLabels } from '../../../contracts/lifecycles/request/clocks.js';
import { requestEventKinds } from '../../../contracts/lifecycles/request/event-kinds.js';
import {
  isEnd,
  requestStates,
  requestStateTable,
} from '../../../contracts/lifecycles/request/states.js';
import {
  findRequestTransition,
  requestActionLabels,
  requestActions,
  requestStatesOf,
} from '../../../contracts/lifecycles/request/table.js';
import {
  requestDiagram,
  requestLifecycleJson,
  requestLifecyclePage,
} from '../../../infra/contracts/request-lifecycle.js';

const json = requestLifecycleJson() as {
  readonly states: Record<string, { readonly isEnd: boolean }>;
  readonly transitions: Record<string, Record<string, object>>;
  readonly actions: object;
  readonly alarms: object;
  readonly events: object;
};

describe('the lifecycle of a request for outsiders', () => {
  test('has every state, action, alarm and event', () => {
    expect(Object.keys(json.states)).toEqual([...requestStates]);
    expect(Object.keys(json.actions)).toEqual([...requestActions]);
    expect(Object.keys(json.alarms)).toEqual([...alarmKinds]);
    expect(Object.keys(json.events)).toEqual([...requestEventKinds]);
  });

  test('says of every action in every state what the table says', () => {
    for (const state of requestStates) {
      expect(json.states[state]?.isEnd).toBe(isEnd(state));
      for (const action of requestActions) {
        expect(json.transitions[state]?.[action]).toEqual(findRequestTransition(state, action));
      }
    }
  });
});

describe('the page of the lifecycle', () => {
  const page = requestLifecyclePage();

  test('names everything in both languages', () => {
    const labels = [
      ...requestStates.map((state) => requestStateTable[state].label),
      ...requestActions.map((action) => requestActionLabels[action]),
      ...alarmKinds.map((kind) => alarmLabels[kind]),
    ];
    for (const { th, en } of labels) expect(page).toContain(`${th} / ${en}`);
  });

  test('has a row for each action wherever it is possible', () => {
    for (const action of requestActions) {
      const rows = page.split('\n').filter((line) => line.startsWith(`| \`${action}\` |`));
      const states = rows.flatMap((row) => row.split(' | ')[2]?.split(', ') ?? []);
      expect(states.sort()).toEqual([...requestStatesOf(action)].sort());
    }
  });

  test('draws no arrow from or to what is no state', () => {
    const nodes = [...requestStates, 'procedure', 'decided', '[*]'];
    const arrows = [...requestDiagram().matchAll(/^ {2}(\S+) --> (\S+)/gm)];
    expect(arrows.length).toBeGreaterThan(requestStates.length);
    for (const [, from, to] of arrows) {
      expect(nodes).toContain(from);
      expect(nodes).toContain(to);
    }
  });
});
