import { describe, expect, it } from '@jest/globals';
import type { RequestCase } from '../../../../contracts/lifecycles/request/case.js';
import {
  decideAllOfRequest,
  decideRequest,
} from '../../../../contracts/lifecycles/request/decide.js';
import { isRefusal } from '../../../../contracts/lifecycles/refusals.js';
import type { RequestState } from '../../../../contracts/lifecycles/request/states.js';
import { requestStates } from '../../../../contracts/lifecycles/request/states.js';
import type {
  RequestAction,
  RequestTarget,
  RequestTransition,
} from '../../../../contracts/lifecycles/request/table.js';
import {
  requestActions,
  requestStatesOf,
  requestTable,
} from '../../../../contracts/lifecycles/request/table.js';
import type { Actor } from '../../../../contracts/lifecycles/service/case.js';
import type { Portal, Role } from '../../../../contracts/lifecycles/service/states.js';
import { agencyRoles, roles } from '../../../../contracts/lifecycles/service/states.js';
import type { Manual } from '../../../../contracts/manuals/manual.js';
import {
  answers,
  approved,
  bodyFor,
  conditional,
  consulted,
  inConsideration,
  inPayment,
  licence,
  requestIn,
  settleFees,
  underOfficerFault,
} from '../../../support/request-cases.js';
import type { RequestLife } from '../../../support/request-life.js';
import { sampleManual } from '../../../support/request-life.js';

const factory = sampleManual('SVC2941');
/** Thirty days, which may be extended twice. */
const extensible = sampleManual('SVC1832');
const eCommerce = sampleManual('SVC1608');
const source = { kind: 'illustrative', note: 'made for this test' } as const;
/** Its fee falls before the decision, and its hour may be extended. */
const payFirst: Manual = {
  ...eCommerce,
  extension: { max: 1, time: { amount: 15, unit: 'DAY', source } },
};
const struckOff = sampleManual('SVC0106');

/** A request in a state in which an action lacks nothing: by the pair, else by the state alone. */
const readyFor: Partial<
  Record<RequestState, Partial<Record<RequestAction | 'other', () => RequestLife>>>
> = {
  completenessCheck: {
    extendTime: () => requestIn('completenessCheck', extensible),
    keepOpen: () => requestIn('awaitingCorrection', factory).must('portal', 'correct', answers()),
    sendDelayNotice: () => requestIn('completenessCheck', factory).passTo('2026-09-05'),
  },
  awaitingCorrection: {
    extendTime: () => underOfficerFault(requestIn('consideration', extensible)),
    sendDelayNotice: () =>
      underOfficerFault(inConsideration(extensible).passTo('2026-09-01')).passTo('2026-09-05'),
  },
  consideration: {
    approve: () => requestIn('consideration', factory).takeSteps(),
    extendTime: () => requestIn('consideration', extensible),
    sendDelayNotice: () => requestIn('consideration', factory).passTo('2026-09-05'),
    recordDeficiency: () =>
      requestIn('consideration', factory).must('licensor', 'recordOfficerFault', {
        reason: 'เจ้าหน้าที่ตรวจไม่ครบ',
      }),
    answerConsultation: () =>
      inConsideration(factory).must('competentOfficial', 'consult', {
        ...{ agencyId: consulted, question: 'ขอความเห็นด้านผังเมือง' },
      }),
    recordInspection: () =>
      inConsideration(factory).must('competentOfficial', 'orderInspection', { on: '2026-08-04' }),
    reportRemedy: () =>
      inConsideration(factory)
        .must('competentOfficial', 'orderInspection', { on: '2026-08-04' })
        .must('competentOfficial', 'recordInspection', {
          ...{ inspection: 1, result: 'remedyNeeded', findings: 'ไม่มีบ่อดักไขมัน' },
        }),
    answerHearing: () =>
      inConsideration(factory).must('competentOfficial', 'openHearing', { facts: 'จะไม่อนุญาต' }),
  },
  awaitingPayment: {
    appeal: () => conditional(factory),
    extendTime: () => inPayment(payFirst),
    sendDelayNotice: () => inPayment(payFirst).passTo('2026-08-03T12:00:00+07:00'),
    notifyResult: () => approved(factory),
    correctEntry: () => approved(factory),
    other: () => inPayment(eCommerce),
  },
  paymentUnconfirmed: {
    appeal: () => conditional(factory).pay({ isConfirmed: false }),
    extendTime: () => inPayment(payFirst).pay({ isConfirmed: false }),
    sendDelayNotice: () =>
      inPayment(payFirst).pay({ isConfirmed: false }).passTo('2026-08-03T12:00:00+07:00'),
    notifyResult: () => approved(factory).pay({ isConfirmed: false }),
    correctEntry: () => approved(factory).pay({ isConfirmed: false }),
    other: () => inPayment(eCommerce).pay({ isConfirmed: false }),
  },
  issuing: {
    appeal: () => settleFees(conditional(factory)),
    deliver: () => {
      const life = settleFees(approved(factory, { delivery: 'post' }));
      return life.must('competentOfficial', 'issue', bodyFor('issue', life));
    },
  },
  completed: {
    appeal: () => {
      const life = settleFees(conditional(factory));
      return life.must('competentOfficial', 'issue', licence(life));
    },
  },
  refused: {
    appeal: () =>
      requestIn('refused', factory).must('competentOfficial', 'notifyResult', { by: 'POST' }),
  },
  lapsedUnpaid: { appeal: () => conditional(factory).passTo('2027-01-10') },
  struckOff: { other: () => requestIn('struckOff', struckOff) },
  terminated: {
    appeal: () =>
      conditional(factory).must('licensor', 'terminate', { cause: 'died', reason: 'ถึงแก่ความตาย' }),
    notifyResult: () =>
      approved(factory).must('licensor', 'terminate', { cause: 'died', reason: 'ถึงแก่ความตาย' }),
  },
};

/** Pairs of the table that are never open: the order at the end of a correction is notified with it. */
const neverOpen: Partial<Record<RequestState, Partial<Record<RequestAction, string>>>> = {
  returned: { notifyResult: 'alreadyNotified' },
  struckOff: { notifyResult: 'alreadyNotified' },
};

const made = new Map<string, RequestLife>();

/** A fresh request for each state and action. */
function ready(state: RequestState, action: RequestAction): RequestLife {
  const ways = readyFor[state];
  return (ways?.[action] ?? ways?.other ?? (() => requestIn(state, factory)))();
}

/** One request for each state and action: nobody changes what is only looked at. */
function readyOnce(state: RequestState, action: RequestAction): RequestLife {
  const key = `${state}/${action}`;
  const known = made.get(key) ?? ready(state, action);
  made.set(key, known);
  return known;
}

type Agency = 'own' | 'other' | 'consulted';
type Reach = 'own' | 'other' | 'none';
interface Somebody {
  readonly role: Role;
  readonly agency: Agency;
  readonly office: Reach;
  readonly portal: Reach;
}

const everybody: Somebody[] = roles.flatMap((role) =>
  (['own', 'other', 'consulted'] as const).flatMap((agency) =>
    (['own', 'other', 'none'] as const).flatMap((office) =>
      (['own', 'other', 'none'] as const).map((portal) => ({ role, agency, office, portal })),
    ),
  ),
);

function actorLike({ role, agency, office, portal }: Somebody, request: RequestCase): Actor {
  const agencyId = { own: request.agencyId, other: 'AGY250', consulted }[agency];
  const otherPortal: Portal = request.portal === 'biz' ? 'citizen' : 'biz';
  return {
    id: `person-${role}`,
    roles: [role],
    agencies: agencyRoles.includes(role) ? ['AGY251', agencyId] : [],
    ...(office === 'none' ? {} : { offices: [office === 'own' ? request.office : 'ELSEWHERE'] }),
    ...(portal === 'none' ? {} : { portal: portal === 'own' ? request.portal : otherPortal }),
  };
}

/** By the row of the table and the rules of scope (design §2.2, §5), written here once more. */
function expected(
  state: RequestState,
  action: RequestAction,
  { role, agency, office, portal }: Somebody,
): string {
  const row: Partial<Record<RequestAction, RequestTransition>> = requestTable[state];
  const transition = row[action];
  if (transition === undefined) return 'wrongState';
  if (!transition.by.includes(role)) return 'roleMayNot';
  const may = neverOpen[state]?.[action] ?? `as ${role}`;
  if (role === 'portal') return portal === 'own' ? may : 'notYourPortal';
  if (action === 'answerConsultation') return agency === 'consulted' ? may : 'notYourAgency';
  if (agency !== 'own') return 'notYourAgency';
  return role === 'competentOfficial' && office === 'other' ? 'notYourOffice' : may;
}

function answered(life: RequestLife, action: RequestAction, actor: Actor): string {
  const answer = decideRequest(life.request, action, actor, life.now);
  return isRefusal(answer) ? answer.code : `as ${answer.as.role}`;
}

describe('who may do what to a request', () => {
  it.each(requestStates)('in %s is what the table says, for everybody', (state) => {
    const given: string[] = [];
    const wanted: string[] = [];
    for (const action of requestActions) {
      const life = readyOnce(state, action);
      expect(life.request.state).toBe(state);
      for (const somebody of everybody) {
        const { role, agency, office, portal } = somebody;
        const who = `${action} by ${role}, agency ${agency}, office ${office}, portal ${portal}: `;
        given.push(who + answered(life, action, actorLike(somebody, life.request)));
        wanted.push(who + expected(state, action, somebody));
      }
    }
    expect(given).toEqual(wanted);
  });

  it.each(requestStates)('is answered alike for all actions at once in %s', (state) => {
    const { request, now } = readyOnce(state, 'correctEntry');
    for (const role of roles) {
      const actor = actorLike({ role, agency: 'own', office: 'own', portal: 'own' }, request);
      expect(decideAllOfRequest(request, actor, now)).toEqual(
        requestActions.map((action) => ({
          action,
          answer: decideRequest(request, action, actor, now),
        })),
      );
    }
  });

  it('takes the role that fits of several', () => {
    const { request, now } = readyOnce('completenessCheck', 'extendTime');
    const actor = (offices: string[]): Actor => ({
      ...{ id: 'both', roles: ['licensor', 'competentOfficial'], agencies: [request.agencyId] },
      offices,
    });
    const asWhom = (offices: string[]) => {
      const answer = decideRequest(request, 'extendTime', actor(offices), now);
      return isRefusal(answer) ? answer.code : answer.as.role;
    };
    expect(asWhom([request.office])).toBe('competentOfficial');
    expect(asWhom(['ELSEWHERE'])).toBe('licensor');
  });

  it('names where an action is possible when it is not here', () => {
    const { request, now } = requestIn('consideration', factory);
    const actor = actorLike(
      { role: 'competentOfficial', agency: 'own', office: 'own', portal: 'none' },
      request,
    );
    expect(decideRequest(request, 'keepOpen', actor, now)).toEqual({
      code: 'wrongState',
      facts: {
        ...{ action: 'keepOpen', state: 'consideration' },
        possibleIn: ['completenessCheck'],
      },
    });
    for (const action of requestActions) {
      expect(requestStatesOf(action).length).toBeGreaterThan(0);
      for (const state of requestStates) {
        expect(requestStatesOf(action).includes(state)).toBe(action in requestTable[state]);
      }
    }
  });
});

/** Where each kind of target may lead. */
const leads: Partial<Record<RequestTarget, readonly RequestState[]>> = {
  procedure: ['completenessCheck', 'awaitingPayment', 'consideration', 'issuing', 'completed'],
  answered: ['awaitingCorrection', 'completenessCheck', 'consideration'],
  stillOpen: ['awaitingCorrection', 'returned', 'struckOff'],
  decided: ['awaitingPayment', 'issuing', 'completed'],
  issued: ['issuing', 'completed'],
  reopened: ['completenessCheck', 'consideration'],
};

const pairs = requestStates.flatMap((state) =>
  requestActions.flatMap((action) => {
    const row: Partial<Record<RequestAction, RequestTransition>> = requestTable[state];
    const transition = row[action];
    const isOpen = transition !== undefined && neverOpen[state]?.[action] === undefined;
    return isOpen ? [{ state, action, transition }] : [];
  }),
);

/** Needs something on record that few requests have: shown by tests of their own. */
const onRecord: readonly RequestAction[] = [
  ...(['recordRepayment', 'correctEntry', 'forward', 'settleWithAgency'] as const),
];

describe('an action that was allowed', () => {
  it.each(pairs.filter(({ action }) => !onRecord.includes(action)))(
    'leads from $state by $action to where the table says',
    ({ state, action, transition }) => {
      const life = ready(state, action);
      const [role] = transition.by;
      const agencyId = action === 'answerConsultation' ? consulted : life.request.agencyId;
      const actor: Actor = {
        ...{ id: `person-${role ?? ''}`, roles: [role ?? 'auditor'], agencies: [agencyId] },
        portal: life.request.portal,
      };
      const { version } = life.request;
      const before = JSON.stringify(life.request);
      life.must(actor, action, bodyFor(action, life));
      const { to } = transition;
      const targets = to === 'same' ? [state] : (leads[to] ?? [to]);
      expect(targets).toContain(life.request.state);
      expect(life.request.version).toBe(version + 1);
      expect(JSON.stringify(life.request)).not.toBe(before);
    },
  );

  it('leaves the former case as it was', () => {
    for (const { state, action, transition } of pairs) {
      if (onRecord.includes(action)) continue;
      const life = ready(state, action);
      const { request } = life;
      const before = JSON.stringify(request);
      const [role = 'auditor'] = transition.by;
      const agencyId = action === 'answerConsultation' ? consulted : request.agencyId;
      const actor: Actor = {
        id: role,
        roles: [role],
        agencies: [agencyId],
        portal: request.portal,
      };
      life.must(actor, action, bodyFor(action, life));
      expect(JSON.stringify(request)).toBe(before);
    }
  });
});
