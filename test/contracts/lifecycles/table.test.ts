import { describe, expect, it } from '@jest/globals';
import type { ReportFault } from '../../../contracts/commands/service/test-report.js';
import { serviceDiagram } from '../../../contracts/lifecycles/service/diagram.js';
import {
  effectKinds,
  eventLabels,
  serviceEventKinds,
} from '../../../contracts/lifecycles/service/event-kinds.js';
import { evidenceStage, evidenceTable } from '../../../contracts/lifecycles/service/evidence.js';
import {
  modeLabels,
  modes,
  nextStage,
  portalLabels,
  portals,
  roleLabels,
  roles,
  serviceStates,
  stages,
  stateTable,
} from '../../../contracts/lifecycles/service/states.js';
import {
  actionLabels,
  actionsIn,
  findTransition,
  serviceActions,
  serviceTable,
  statesOf,
} from '../../../contracts/lifecycles/service/table.js';
import {
  refusalText,
  refusalTexts,
  refuse,
  refuseTestReport,
  testReportFaultTexts,
} from '../../../contracts/lifecycles/refusals.js';

const everyLabel = Object.entries({
  state: Object.fromEntries(serviceStates.map((state) => [state, stateTable[state].label])),
  action: Object.fromEntries(serviceActions.map((action) => [action, actionLabels[action]])),
  event: Object.fromEntries(serviceEventKinds.map((kind) => [kind, eventLabels[kind]])),
  evidence: Object.fromEntries(
    Object.entries(evidenceTable).map(([kind, rule]) => [kind, rule.label]),
  ),
  refusal: refusalTexts,
  testReport: testReportFaultTexts,
  mode: Object.fromEntries(modes.map((mode) => [mode, modeLabels[mode]])),
  role: Object.fromEntries(roles.map((role) => [role, roleLabels[role]])),
}).flatMap(([what, labels]) =>
  Object.entries(labels).map(([name, label]) => ({ name: `${what} ${name}`, label })),
);

const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);

describe('labels', () => {
  it('are in Thai and in English for everything that people read', () => {
    const thaiLess = everyLabel.filter(({ label }) => !/[\u0E00-\u0E7F]/.test(label.th));
    const notEnglish = everyLabel.filter(({ label }) => !/^[\x20-\x7E]{3,}$/.test(label.en));
    // DGA's own Thai documents name these two in English.
    expect(thaiLess.map(({ name }) => name)).toEqual([
      'evidence userJourney',
      'evidence gapAnalysis',
    ]);
    expect(notEnglish.map(({ name }) => name)).toEqual([]);
    expect(portals.map((portal) => portalLabels[portal].en)).toEqual([
      'Biz Portal',
      'Citizen Portal',
    ]);
  });

  it('tell two states and two actions apart in both languages', () => {
    for (const labels of [
      serviceStates.map((state) => stateTable[state].label),
      serviceActions.map((action) => actionLabels[action]),
    ]) {
      expect(new Set(labels.map(({ th }) => th)).size).toBe(labels.length);
      expect(new Set(labels.map(({ en }) => en)).size).toBe(labels.length);
    }
  });
});

describe('the table', () => {
  const rows = serviceStates.flatMap((state) =>
    actionsIn(state).map((action) => ({ state, action, rule: findTransition(state, action) })),
  );

  it('leads to states and known markers only', () => {
    const known = [...serviceStates, 'same', 'enteredFrom', 'chosen', 'submission'];
    expect(rows.filter(({ rule }) => !known.includes(rule?.to ?? ''))).toEqual([]);
  });

  it('names who may act, and on what basis, in two languages', () => {
    for (const { state, action, rule } of rows) {
      const where = `${action} in ${state}`;
      expect([where, rule?.by.length ?? 0]).not.toEqual([where, 0]);
      expect(`${where}: ${rule?.basis ?? ''}`).toMatch(/[\u0E00-\u0E7F].* \/ [A-Z]/);
      for (const { by } of rule?.approvals ?? []) expect(by.length).toBeGreaterThan(0);
    }
  });

  it('makes every action possible in some state, and knows no others', () => {
    expect(serviceActions.filter((action) => statesOf(action).length === 0)).toEqual([]);
    const used = Object.values(serviceTable).flatMap((row) => Object.keys(row));
    expect(used.filter((name) => !serviceActions.some((action) => action === name))).toEqual([]);
  });

  it('advances stage by stage, and reaches every state', () => {
    for (const stage of stages.slice(0, -1)) {
      expect(findTransition(stage, 'advance')?.to).toBe(nextStage(stage));
    }
    expect(findTransition('live', 'advance')).toBeUndefined();
    expect(nextStage('live')).toBeUndefined();
    const reached = new Set<string>(rows.map(({ rule }) => rule?.to ?? ''));
    expect(serviceStates.filter((state) => !reached.has(state))).toEqual([]);
  });

  it('lets everything that may pend be answered where it pends', () => {
    for (const state of serviceStates) {
      expect(actionsIn(state)).toEqual(expect.arrayContaining(['approve', 'reject', 'withdraw']));
    }
  });

  it('calls each effect by a kind of event of its own', () => {
    const kinds = serviceActions.map((action) => effectKinds[action]);
    expect(new Set(kinds).size).toBe(serviceActions.length);
    expect(serviceEventKinds).toEqual(expect.arrayContaining(kinds));
  });

  it('puts the evidence of each gate in its own stage', () => {
    expect(evidenceStage).toMatchObject({
      funding: 'plan',
      build: 'develop',
      security: 'test',
      preProduction: 'linked',
    });
  });

  it('is drawn whole', () => {
    const diagram = serviceDiagram();
    expect(diagram).toContain('  plan --> develop : advance');
    expect(diagram).toContain('  suspended --> formerState : resume');
    expect(diagram).toContain('  test --> earlier : goBack');
    for (const state of serviceStates) expect(diagram).toContain(`  ${state} : ${state}<br/>`);
  });
});

describe('refusals', () => {
  const all = [...Object.entries(refusalTexts), ...Object.entries(testReportFaultTexts)];
  it.each(all)('%s names the same facts in both languages', (_, text) => {
    expect(placeholders(text.th).sort()).toEqual(placeholders(text.en).sort());
  });

  it('fill in the facts, lists with commas', () => {
    const refusal = refuse('redOpen', { numbers: ['1', '3'] });
    expect(refusalText(refusal)).toEqual({
      th: 'รายการแก้ไขเลขที่ 1, 3 เกินกำหนด (แดง) ต้องปิดก่อน',
      en: 'remediation 1, 3 was missed and is red; close it first',
    });
    expect(refusalText(refuse('staleVersion', { version: 4 })).en).toContain('version is 4 now');
  });

  it('of a test report say what it would have to be, by the fault', () => {
    const bound = {
      serviceId: 'SVC0106',
      endpoint: 'https://uat.excise.example/api',
      sha256: 'a'.repeat(64),
    };
    const said = (fault: keyof typeof testReportFaultTexts) => {
      const text = refusalText(refuseTestReport(fault, bound));
      expect(`${text.th} ${text.en}`).not.toMatch(/[{}]/);
      expect(text.th).toMatch(/\p{Script=Thai}/u);
      return text.en;
    };
    expect(said('otherService')).toContain('its sub must be SVC0106');
    expect(said('otherEndpoint')).toContain('its endpoint must be https://uat.excise.example/api');
    expect(said('otherDocument')).toContain(`its sha256 must be ${bound.sha256}`);
    expect(said('tooOld')).toContain('older than 90 days; test again');
    expect(said('inTheFuture')).toContain('at most 90 days ago');
    expect(said('unknownTester')).toContain('a registered tester must sign it');
    expect(said('forged')).toContain('signed with that key');
    expect(said('notPassed')).toContain('its result must be passed');
    expect(said('replayed')).toContain('a new report with a new jti');
    expect(said('malformed')).toContain('prasan-test-report+jwt');
    const faults: Record<ReportFault, unknown> = testReportFaultTexts;
    expect(Object.keys(faults)).toHaveLength(10);
  });

  it('of a test report with a fault that is not known say it as it is', () => {
    expect(refusalText(refuse('testReportRefused', { fault: 'toString' })).en).toContain(
      'toString',
    );
  });

  it('name the remedy', () => {
    const said = (...asked: Parameters<typeof refuse>) => refusalText(refuse(...asked)).en;
    expect(said('keyReused')).toContain('take a new key');
    expect(said('permissionExpired', { date: '2026-01-01', today: '2026-11-24' })).toContain(
      'give one that holds until 2026-11-24 at least, or say noStateData: true',
    );
    const badPortal = { field: 'portal', value: 'x', expected: ['biz', 'citizen'] };
    expect(said('badValue', badPortal)).toContain('it must be biz, citizen');
    expect(said('staleVersion', { version: 4 })).toContain('read it again');
  });

  it('leave a placeholder whose fact is missing as it is', () => {
    expect(refusalText(refuse('badValue', { field: 'portal' })).en).toBe(
      'the value of portal cannot be taken: {value}; it must be {expected}',
    );
  });
});
