import { describe, expect, it } from '@jest/globals';
import { addDays } from '../../../contracts/civil-date.js';
import type { ServiceCase } from '../../../contracts/lifecycles/service/case.js';
import { decide, isRefusal } from '../../../contracts/lifecycles/service/decide.js';
import type { EvidenceKind } from '../../../contracts/lifecycles/service/evidence.js';
import type { Role } from '../../../contracts/lifecycles/service/states.js';
import type { ServiceAction } from '../../../contracts/lifecycles/service/table.js';
import { channelUrl, evidenceOf, goodBody, goodEvidence } from '../../support/bodies.js';
import { caseIn, now, pendingOf, ready, today } from '../../support/case.js';
import { people } from '../../support/people.js';

/** What a gate asks, written down by hand from the stage model (thai-domain §5). */
const gates = {
  plan: ['funding'],
  develop: ['userJourney', 'gapAnalysis', 'dataPermission', 'build'],
  test: ['jointConnectionTest', 'testReport', 'security', 'personalData', 'accessibility', 'uat'],
  linked: ['preProduction'],
} as const satisfies Record<string, readonly EvidenceKind[]>;
type Gate = keyof typeof gates;

function refusalOf(
  service: ServiceCase,
  action: ServiceAction,
  body?: object,
  role: Role = 'agencyOfficer',
) {
  const answer = decide(service, action, people[role], now, body);
  return isRefusal(answer) ? answer : undefined;
}

function codeOf(...asked: Parameters<typeof refusalOf>): string | undefined {
  return refusalOf(...asked)?.code;
}

/** The body to leave a stage, with one item changed; `null` leaves the item out. */
function leaving(gate: Gate, kind?: EvidenceKind, change: object | null = {}): object {
  const evidence: Record<string, unknown> = { ...evidenceOf(gates[gate], today) };
  if (kind !== undefined && change === null) delete evidence[kind];
  else if (kind !== undefined) evidence[kind] = { ...goodEvidence(kind, today), ...change };
  return { evidence };
}

function amber(days: number): object {
  return { result: 'amber', remediation: { what: 'ปรับหน้าจอ', dueOn: addDays(today, days) } };
}

const items = (Object.keys(gates) as Gate[]).flatMap((gate) =>
  gates[gate].map((kind): [Gate, EvidenceKind] => [gate, kind]),
);

describe('the evidence of a gate', () => {
  it.each(items)('out of %s is refused without %s', (gate, kind) => {
    expect(codeOf(caseIn(gate, ready), 'advance', leaving(gate))).toBeUndefined();
    expect(refusalOf(caseIn(gate, ready), 'advance', leaving(gate, kind, null))).toEqual({
      code: 'evidenceMissing',
      facts: { kinds: [kind] },
    });
  });

  it.each(items)('out of %s is refused when %s is of the future', (gate, kind) => {
    const tomorrow = leaving(gate, kind, { docDate: addDays(today, 1) });
    const sameDay = leaving(gate, kind, { docDate: today });
    expect(codeOf(caseIn(gate, ready), 'advance', tomorrow)).toBe('dateInFuture');
    expect(codeOf(caseIn(gate, ready), 'advance', sameDay)).toBeUndefined();
  });

  it.each(['plan', 'develop', 'test', 'linked'] as const)(
    'out of %s is refused with more than is asked',
    (gate) => {
      const body = leaving(gate, 'order');
      expect(refusalOf(caseIn(gate, ready), 'advance', body)).toEqual({
        code: 'evidenceNotAsked',
        facts: { kinds: ['order'] },
      });
    },
  );

  it('spares an existing e-service the user journey alone', () => {
    const service = caseIn('develop', { ...ready, mode: 'linkExisting' });
    expect(codeOf(service, 'advance', leaving('develop', 'userJourney', null))).toBeUndefined();
    expect(codeOf(service, 'advance', leaving('develop'))).toBe('evidenceNotAsked');
    const inTest = caseIn('test', { ...ready, mode: 'linkExisting' });
    for (const kind of gates.test) {
      expect(codeOf(inTest, 'advance', leaving('test', kind, null))).toBe('evidenceMissing');
    }
  });

  it('takes a security test of 180 days, and none older or of the future', () => {
    const tested = (days: number) =>
      codeOf(
        caseIn('test', ready),
        'advance',
        leaving('test', 'security', { testedOn: addDays(today, days) }),
      );
    expect(tested(0)).toBeUndefined();
    expect(tested(-180)).toBeUndefined();
    expect(tested(-181)).toBe('securityTestTooOld');
    expect(tested(1)).toBe('dateInFuture');
  });

  it('takes a permission to its last day', () => {
    const until = (days: number) =>
      codeOf(
        caseIn('develop', ready),
        'advance',
        leaving('develop', 'dataPermission', { expiresOn: addDays(today, days) }),
      );
    expect(until(0)).toBeUndefined();
    expect(until(-1)).toBe('permissionExpired');
  });
});

describe('passing amber', () => {
  const never: EvidenceKind[] = [
    'funding',
    'jointConnectionTest',
    'testReport',
    'security',
    'personalData',
  ];

  it.each(items)('out of %s with %s is for what may be mended later only', (gate, kind) => {
    const code = codeOf(caseIn(gate, ready), 'advance', leaving(gate, kind, amber(30)));
    expect(code).toBe(never.includes(kind) ? 'neverAmber' : undefined);
  });

  it('needs a remediation from tomorrow to the 90th day', () => {
    const due = (days: number) =>
      refusalOf(caseIn('develop', ready), 'advance', leaving('develop', 'build', amber(days)));
    expect(due(1)).toBeUndefined();
    expect(due(90)).toBeUndefined();
    const range = { kind: 'build', from: '2026-11-25', to: '2027-02-22' };
    for (const days of [-1, 0, 91]) {
      expect(due(days)).toEqual({ code: 'remediationDate', facts: range });
    }
  });

  it('is refused without a remediation, and green with one', () => {
    const service = caseIn('develop', ready);
    const bare = leaving('develop', 'build', { result: 'amber' });
    expect(codeOf(service, 'advance', bare)).toBe('remediationNeeded');
    const green = leaving('develop', 'build', { ...amber(30), result: 'green' });
    expect(codeOf(service, 'advance', green)).toBe('remediationNotAsked');
  });
});

describe('a gate', () => {
  it('is shut while a remediation is red', () => {
    const [remediation] = ready.remediations ?? [];
    const numbersOf = (status: 'open' | 'missed' | 'closed' | 'void', dueOn: string) => {
      const remediations = remediation === undefined ? [] : [{ ...remediation, status, dueOn }];
      return refusalOf(caseIn('develop', { remediations }), 'advance')?.facts['numbers'];
    };
    expect(numbersOf('missed', addDays(today, 5))).toEqual(['1']);
    expect(numbersOf('open', addDays(today, -1))).toEqual(['1']);
    expect(numbersOf('open', today)).toBeUndefined();
    expect(numbersOf('closed', addDays(today, -1))).toBeUndefined();
    expect(numbersOf('void', addDays(today, -1))).toBeUndefined();
  });

  it('is shut before the proposal is confirmed and the mode is set', () => {
    expect(codeOf(caseIn('plan', { proposed: true }), 'advance')).toBe('notConfirmed');
    expect(codeOf(caseIn('plan', { mode: null }), 'advance')).toBe('modeNotSet');
  });

  it('to live needs a good check of the announced channel, 24 hours old at most', () => {
    const hour = 3_600_000;
    const check = (change: object) =>
      codeOf(
        caseIn('linked', {
          channelUrl,
          liveCheck: { at: now - hour, ok: true, url: channelUrl, ...change },
        }),
        'advance',
      );
    expect(check({})).toBeUndefined();
    expect(check({ at: now - 24 * hour })).toBeUndefined();
    expect(check({ at: now - 24 * hour - 1 })).toBe('liveCheckNeeded');
    expect(check({ ok: false })).toBe('liveCheckNeeded');
    expect(check({ url: 'https://excise.example/other' })).toBe('liveCheckNeeded');
    expect(codeOf(caseIn('linked', { channelUrl }), 'advance')).toBe('liveCheckNeeded');
    expect(codeOf(caseIn('linked'), 'advance')).toBe('channelNotAnnounced');
  });

  it('is judged again when the last approval comes', () => {
    const pending = pendingOf('advance', people.agencyOfficer, leaving('develop'));
    const approve = (change: Partial<ServiceCase>) =>
      codeOf(caseIn('develop', { ...change, pending }), 'approve', {}, 'agencyApprover');
    expect(approve({})).toBeUndefined();
    const [remediation] = ready.remediations ?? [];
    const missed = remediation === undefined ? [] : [{ ...remediation, status: 'missed' as const }];
    expect(approve({ remediations: missed })).toBe('redOpen');
  });

  it('counts what was in time when it was submitted as in time', () => {
    const body = leaving('test', 'security', { testedOn: addDays(today, -180) });
    const pending = pendingOf('advance', people.agencyOfficer, body);
    const later = now + 5 * 86_400_000;
    const service = caseIn('test', { pending });
    expect(decide(service, 'approve', people.agencyApprover, later, {})).toMatchObject({
      step: 'approval',
    });
  });
});

describe('the other actions', () => {
  it('revises a plan only with dates that ascend from today', () => {
    const revised = (dueOn: object) =>
      refusalOf(
        caseIn('plan'),
        'revisePlan',
        { plan: { targetFiscalYear: 2571, dueOn }, reason: 'ปรับตามงบ' },
        'agencyApprover',
      );
    expect(revised({ plan: addDays(today, 1), linked: addDays(today, 1) })).toBeUndefined();
    expect(revised({})).toBeUndefined();
    expect(revised({ plan: today })).toMatchObject({
      code: 'dateInPast',
      facts: { field: 'plan.dueOn.plan' },
    });
    expect(revised({ plan: '2027-03-01', test: '2027-02-28' })).toEqual({
      code: 'dateOrder',
      facts: {
        field: 'plan.dueOn.test',
        date: '2027-02-28',
        other: 'plan.dueOn.plan',
        otherDate: '2027-03-01',
      },
    });
    expect(revised({ plan: '2025-06-03' })?.code).toBe('dateOrder');
  });

  it('plans for a fiscal year that is not over, and no stage beyond it', () => {
    const planned = (targetFiscalYear: number, dueOn: object) =>
      refusalOf(
        caseIn('plan'),
        'revisePlan',
        { plan: { targetFiscalYear, dueOn }, reason: 'ปรับตามงบ' },
        'agencyApprover',
      );
    expect(planned(2569, {})).toEqual({
      code: 'fiscalYearOver',
      facts: { fiscalYear: 2569, current: 2570 },
    });
    expect(planned(2570, { linked: '2027-09-30' })).toBeUndefined();
    const after = { date: '2027-10-01', fiscalYear: 2570, end: '2027-09-30' };
    for (const stage of ['plan', 'test', 'linked']) {
      expect(planned(2570, { [stage]: '2027-10-01' })).toEqual({
        code: 'dueAfterFiscalYear',
        facts: { field: `plan.dueOn.${stage}`, ...after },
      });
    }
    expect(planned(2571, { linked: '2027-10-01' })).toBeUndefined();
  });

  it('goes back to an earlier stage only', () => {
    const back = (state: Gate, to: string) =>
      codeOf(caseIn(state), 'goBack', { to, reason: 'แก้ไข' }, 'agencyApprover');
    expect(back('test', 'plan')).toBeUndefined();
    expect(back('test', 'develop')).toBeUndefined();
    expect(back('test', 'test')).toBe('notEarlier');
    expect(back('develop', 'test')).toBe('notEarlier');
  });

  it('suspends and excludes until a later day', () => {
    const suspend = { ...goodBody('suspend', today), expectedEndOn: today };
    expect(codeOf(caseIn('live'), 'suspend', suspend)).toBe('dateInPast');
    const exclude = { ...goodBody('exclude', today), reReviewOn: today };
    expect(codeOf(caseIn('plan'), 'exclude', exclude, 'agencyApprover')).toBe('dateInPast');
    const confirm = { ...goodBody('confirmExclusion', today), reReviewOn: today };
    expect(codeOf(caseIn('excluded'), 'confirmExclusion', confirm, 'agencyApprover')).toBe(
      'dateInPast',
    );
  });

  it('sets a mode that is set only in plan', () => {
    expect(codeOf(caseIn('plan'), 'setMode')).toBeUndefined();
    expect(codeOf(caseIn('develop'), 'setMode')).toBe('modeAlreadySet');
    expect(codeOf(caseIn('develop', { mode: null }), 'setMode')).toBeUndefined();
  });

  it('reports only a quarter that is owed', () => {
    const report = (fiscalYear: number, quarter: number) =>
      codeOf(caseIn('plan', ready), 'reportProgress', {
        ...goodBody('reportProgress', today),
        fiscalYear,
        quarter,
      });
    expect(report(2570, 1)).toBeUndefined();
    expect(report(2570, 2)).toBe('reportNotOwed');
    expect(report(2569, 1)).toBe('reportNotOwed');
    expect(codeOf(caseIn('plan'), 'reportProgress')).toBe('noReportOwed');
  });

  it('closes only a remediation that is open', () => {
    const close = (remediation: number) =>
      codeOf(caseIn('live', ready), 'closeRemediation', {
        ...goodBody('closeRemediation', today),
        remediation,
      });
    expect(close(1)).toBeUndefined();
    expect(close(2)).toBe('noSuchRemediation');
    expect(codeOf(caseIn('live'), 'closeRemediation')).toBe('noSuchRemediation');
  });

  it('never merges a service into itself', () => {
    const merge = { ...goodBody('merge', today), into: 'SVC0106' };
    expect(codeOf(caseIn('plan'), 'merge', merge, 'agencyApprover')).toBe('mergeIntoItself');
  });

  it('corrects only what is recorded, with a value that fits', () => {
    const correct = (change: object, overrides: Partial<ServiceCase> = {}) =>
      codeOf(caseIn('plan', overrides), 'correctEntry', {
        ...goodBody('correctEntry', today),
        ...change,
      });
    expect(correct({})).toBeUndefined();
    expect(correct({ field: 'portal', value: 'biz' })).toBeUndefined();
    expect(correct({ field: 'portal', value: 'other' })).toBe('badValue');
    expect(
      refusalOf(caseIn('plan'), 'correctEntry', {
        ...goodBody('correctEntry', today),
        ...{ field: 'portal', value: 'other' },
      })?.facts['expected'],
    ).toEqual(['biz', 'citizen']);
    expect(correct({ field: 'portal', value: 'biz' }, { portal: null })).toBe('nothingToCorrect');
    const dated = (value: string) =>
      refusalOf(caseIn('plan'), 'correctEntry', {
        ...goodBody('correctEntry', today),
        ...{ field: 'docDate', value, evidenceKind: 'funding' },
      });
    for (const value of ['2026-02-30', '2569-11-24', '0026-11-24', '1899-12-31', 'เมื่อวาน']) {
      const facts = { field: 'docDate', value, expected: `YYYY-MM-DD, 1900-01-01 … ${today}` };
      expect(dated(value)).toEqual({ code: 'badValue', facts });
    }
    expect(dated(addDays(today, 1))).toEqual({
      code: 'dateInFuture',
      facts: { field: 'docDate', date: addDays(today, 1), today },
    });
    expect(dated(today)?.code).toBe('nothingToCorrect');
    expect(correct({ field: 'docNo', value: '1', evidenceKind: 'funding' })).toBe(
      'nothingToCorrect',
    );
  });

  it('asks for an announced channel before a live check, and a mode before a channel', () => {
    expect(codeOf(caseIn('linked'), 'requestLiveCheck')).toBe('channelNotAnnounced');
    expect(codeOf(caseIn('live', { mode: null }), 'announceChannel')).toBe('modeNotSet');
  });
});
