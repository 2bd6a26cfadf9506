/**
 * A small model of a service's lifecycle, written from design §2.1 and apart from the table and its
 * interpreter: what a command comes to, told beforehand.
 */

/** What the model knows of a case. */
export interface ModelCase {
  readonly state: string;
  /** Side and resting states that were entered, and from where. */
  readonly from: readonly string[];
  readonly isProposed: boolean;
  /** A row of the register was said to be its own. */
  readonly isLinked: boolean;
  readonly hasMode: boolean;
  readonly hasChannel: boolean;
  readonly isChecked: boolean;
  /** This quarter's report was given. */
  readonly hasReported: boolean;
  /** How many remediations there were; every develop gate is passed with one. */
  readonly remediations: number;
  readonly isMending: boolean;
  readonly pending: ModelSubmission | null;
  readonly version: number;
}

interface ModelSubmission {
  readonly action: string;
  readonly by: string;
  readonly byRole: string;
  readonly approvedBy: readonly { readonly id: string; readonly role: string }[];
}

/** A person of the model. */
export interface ModelPerson {
  readonly id: string;
  readonly roles: readonly string[];
  readonly agencies: readonly string[];
}

/** A proposed service, before anybody has done anything. */
export const proposedCase: ModelCase = {
  state: 'plan',
  from: [],
  isProposed: true,
  isLinked: false,
  hasMode: false,
  hasChannel: false,
  isChecked: false,
  hasReported: false,
  remediations: 0,
  isMending: false,
  pending: null,
  version: 1,
};

const officer = 'agencyOfficer';
const approver = 'agencyApprover';
const opdc = ['opdcOfficer', 'opdcApprover'];
const dga = 'dgaOperator';
const chased = ['plan', 'develop', 'test'];
const resting = ['discontinued', 'mergedInto', 'registeredInError'];
const forward: Readonly<Record<string, string>> = {
  plan: 'develop',
  develop: 'test',
  test: 'linked',
  linked: 'live',
};
const active = ['plan', 'develop', 'test', 'linked', 'live', 'toBeFunded', 'excluded', 'suspended'];

interface ModelRule {
  readonly in: readonly string[];
  readonly by: readonly string[];
  /** Whose approvals it needs, one of each; none: it takes effect at once. */
  readonly approvals?: (state: string) => readonly (readonly string[])[];
  readonly holds?: (one: ModelCase) => boolean;
  readonly effect?: (one: ModelCase) => Partial<ModelCase>;
  readonly isBesidePending?: true;
}

const byApprover = () => [[approver]];
const byOpdc = () => [opdc];

const rules: Readonly<Record<string, ModelRule>> = {
  confirmProposal: {
    in: ['plan'],
    by: opdc,
    holds: ({ isProposed }) => isProposed,
    effect: () => ({ isProposed: false }),
  },
  rejectProposal: {
    in: ['plan'],
    by: opdc,
    holds: ({ isProposed }) => isProposed,
    effect: (one) => enter(one, 'registeredInError'),
  },
  setMode: {
    in: ['plan', 'develop', 'test', 'linked', 'live', 'toBeFunded'],
    by: [officer],
    approvals: byOpdc,
    holds: ({ hasMode, state }) => !hasMode || state === 'plan',
    effect: () => ({ hasMode: true }),
  },
  revisePlan: {
    in: ['plan', 'develop', 'test', 'linked', 'toBeFunded'],
    by: [approver],
    approvals: byOpdc,
  },
  advance: {
    in: ['plan', 'develop', 'test', 'linked'],
    by: [officer],
    approvals: (state) =>
      state === 'test' || state === 'linked' ? [[approver], [dga]] : [[approver]],
    holds: (one) =>
      !one.isProposed &&
      one.hasMode &&
      (one.state !== 'linked' || (one.hasChannel && one.isChecked)),
    effect: (one) => ({
      ...enter(one, forward[one.state] ?? ''),
      ...(one.state === 'develop' ? { remediations: one.remediations + 1, isMending: true } : {}),
    }),
  },
  goBack: {
    in: ['develop', 'test', 'linked'],
    by: [approver],
    effect: beginAgain,
  },
  awaitFunding: {
    in: ['plan'],
    by: [officer],
    approvals: byApprover,
    effect: (one) => enter(one, 'toBeFunded'),
  },
  allocateFunding: {
    in: ['toBeFunded'],
    by: [officer],
    approvals: byApprover,
    effect: (one) => enter(one, 'plan'),
  },
  reportProgress: {
    in: chased,
    by: [officer],
    holds: ({ hasReported }) => !hasReported,
    effect: () => ({ hasReported: true }),
    isBesidePending: true,
  },
  closeRemediation: {
    in: [...chased, 'linked', 'live', 'suspended'],
    by: [officer],
    approvals: byApprover,
    holds: ({ isMending }) => isMending,
    effect: () => ({ isMending: false }),
  },
  announceChannel: {
    in: ['test', 'linked', 'live'],
    by: [officer],
    approvals: byApprover,
    holds: ({ hasMode }) => hasMode,
    effect: () => ({ hasChannel: true }),
  },
  requestLiveCheck: {
    in: ['linked', 'live'],
    by: [officer, dga],
    holds: ({ hasChannel }) => hasChannel,
    effect: () => ({ isChecked: true }),
    isBesidePending: true,
  },
  suspend: {
    in: ['linked', 'live'],
    by: [officer],
    approvals: byApprover,
    effect: (one) => enter(one, 'suspended'),
  },
  resume: {
    in: ['suspended'],
    by: [officer],
    approvals: byApprover,
    effect: comeBack,
  },
  exclude: {
    in: chased,
    by: [approver],
    approvals: byOpdc,
    effect: (one) => enter(one, 'excluded'),
  },
  confirmExclusion: { in: ['excluded'], by: [approver], approvals: byOpdc },
  lift: {
    in: ['excluded'],
    by: [approver],
    approvals: byOpdc,
    effect: beginAgain,
  },
  discontinue: {
    in: active,
    by: [approver],
    approvals: byOpdc,
    effect: (one) => enter(one, 'discontinued'),
  },
  merge: {
    in: active,
    by: [approver],
    approvals: byOpdc,
    effect: (one) => enter(one, 'mergedInto'),
  },
  registerInError: {
    in: active,
    by: [approver],
    approvals: byOpdc,
    effect: (one) => enter(one, 'registeredInError'),
  },
  restore: { in: resting, by: [approver], approvals: byOpdc, effect: comeBack },
  correctEntry: { in: [...active, ...resting], by: [officer], approvals: byApprover },
  linkToRegister: {
    in: active,
    by: opdc,
    holds: ({ isLinked }) => !isLinked,
    effect: () => ({ isLinked: true }),
  },
  unlinkFromRegister: {
    in: active,
    by: opdc,
    holds: ({ isLinked }) => isLinked,
    effect: () => ({ isLinked: false }),
  },
};

/** All actions of the model. */
export const modelActions = [...Object.keys(rules), 'approve', 'reject', 'withdraw'];

/** What the case is after an action; `undefined` when it is refused. */
export function foretell(
  one: ModelCase,
  action: string,
  person: ModelPerson,
): ModelCase | undefined {
  const next =
    action === 'approve' || action === 'reject' || action === 'withdraw'
      ? answer(one, action, person)
      : act(one, action, person);
  return next === undefined ? undefined : { ...one, ...next, version: one.version + 1 };
}

function act(one: ModelCase, action: string, person: ModelPerson): Partial<ModelCase> | undefined {
  const rule = rules[action];
  const role = rule === undefined ? undefined : roleOf(person, rule.by);
  if (rule === undefined || role === undefined || !rule.in.includes(one.state)) return undefined;
  if (one.pending !== null && rule.isBesidePending !== true) return undefined;
  if (rule.holds?.(one) === false) return undefined;
  if (rule.approvals === undefined) return rule.effect?.(one) ?? {};
  return { pending: { action, by: person.id, byRole: role, approvedBy: [] } };
}

function answer(
  one: ModelCase,
  action: 'approve' | 'reject' | 'withdraw',
  person: ModelPerson,
): Partial<ModelCase> | undefined {
  const { pending } = one;
  if (pending === null) return undefined;
  if (action === 'withdraw') {
    return pending.by === person.id ? { pending: null } : undefined;
  }
  const rule = rules[pending.action];
  const open = (rule?.approvals?.(one.state) ?? []).filter(
    (by) => !pending.approvedBy.some(({ role }) => by.includes(role)),
  );
  const role = roleOf(person, open.flat());
  const isInvolved =
    pending.by === person.id || pending.approvedBy.some(({ id }) => id === person.id);
  if (role === undefined || isInvolved) return undefined;
  if (action === 'reject') return { pending: null };
  if (rule?.holds?.(one) === false) return undefined;
  if (open.length > 1) {
    const approvedBy = [...pending.approvedBy, { id: person.id, role }];
    return { pending: { ...pending, approvedBy } };
  }
  return { ...rule?.effect?.(one), pending: null };
}

/** The role in which a person may: agency roles in the own agency alone. */
function roleOf(person: ModelPerson, by: readonly string[]): string | undefined {
  const isOwn = person.agencies.includes('AGY009');
  return by.find((role) => person.roles.includes(role) && (!role.startsWith('agency') || isOwn));
}

function enter(one: ModelCase, state: string): Partial<ModelCase> {
  const isStage = state in forward || state === 'live';
  return {
    state,
    from: isStage ? [] : [...one.from, one.state],
  };
}

/** Back to where it was entered from. */
function comeBack(one: ModelCase): Partial<ModelCase> {
  const state = one.from.at(-1) ?? 'plan';
  return { state, from: one.from.slice(0, -1) };
}

/** From plan on anew: what was given for the stages that are entered again counts no more. */
function beginAgain(one: ModelCase): Partial<ModelCase> {
  return { ...enter(one, 'plan'), hasChannel: false, isChecked: false, isMending: false };
}
