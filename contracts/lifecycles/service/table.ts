import type { EvidenceKind } from './evidence.js';
import { exitEvidence } from './evidence.js';
import type { Label, Mode, Role, ServiceState } from './states.js';

/** All actions of people on a service. Verbs, never renamed (design §11). */
export const serviceActions = [
  'confirmProposal',
  'rejectProposal',
  'setMode',
  'revisePlan',
  'advance',
  'approve',
  'reject',
  'withdraw',
  'goBack',
  'awaitFunding',
  'allocateFunding',
  'reportProgress',
  'closeRemediation',
  'announceChannel',
  'requestLiveCheck',
  'suspend',
  'resume',
  'exclude',
  'confirmExclusion',
  'lift',
  'discontinue',
  'merge',
  'registerInError',
  'restore',
  'correctEntry',
  'linkToRegister',
  'unlinkFromRegister',
] as const;
/** An action of a person on a service. */
export type ServiceAction = (typeof serviceActions)[number];

/**
 * Where an action leads: a state; `same`; `enteredFrom`, the state the present one was entered from;
 * `chosen`, an earlier stage named in the body; `submission`, what the pending submission says.
 */
export type Target = ServiceState | 'same' | 'enteredFrom' | 'chosen' | 'submission';

/** What the table says of an action in a state. */
export interface Transition {
  readonly to: Target;
  /** Who may take it (or submit it). */
  readonly by: readonly Role[];
  /**
   * Who must then approve, in any order, each a different person and none the submitter: one entry
   * an approval, each naming the roles that may give it. Empty: the action takes effect at once.
   */
  readonly approvals: readonly Approval[];
  /** Evidence that its body carries, by mode: all of it and nothing else. */
  readonly evidence: EvidenceByMode;
  /** Who proposed the service may not take it, in whatever role (four eyes by person). */
  readonly isClosedToProposer?: true;
  /** The law or policy that it rests on. */
  readonly basis: string;
}

/** Kinds of evidence by mode; a case without a mode is asked as `buildOnPlatform`. */
export type EvidenceByMode = Readonly<Record<Mode, readonly EvidenceKind[]>>;

/** One approval that a submission needs. */
export interface Approval {
  readonly by: readonly Role[];
  /** Evidence that the approver brings along. */
  readonly evidence?: EvidenceKind;
}

const officer: readonly Role[] = ['agencyOfficer'];
const approver: readonly Role[] = ['agencyApprover'];
const opdc: readonly Role[] = ['opdcOfficer', 'opdcApprover'];
const dga: readonly Role[] = ['dgaOperator'];

/** Agency officer and approver. */
const agency = { by: officer, approvals: [{ by: approver }] } as const;
/** Agency approver and OPDC. */
const withOpdc = { by: approver, approvals: [{ by: opdc }] } as const;

const resolution = 'มติคณะรัฐมนตรี 4 มิ.ย. 2568 / Cabinet resolution of 4 June 2025';
const egov19 = 'พ.ร.บ. การปฏิบัติราชการทางอิเล็กทรอนิกส์ พ.ศ. 2565 ม.19 / EGOV s.19';
const egov20 = 'พ.ร.บ. การปฏิบัติราชการทางอิเล็กทรอนิกส์ พ.ศ. 2565 ม.20 / EGOV s.20';
const egov22 = 'พ.ร.บ. การปฏิบัติราชการทางอิเล็กทรอนิกส์ พ.ศ. 2565 ม.22 / EGOV s.22';
const policy = 'แนวทางของ Prasan (design §2.1) / Prasan policy (design §2.1)';
const torJoint = 'ตัวอย่าง TOR ของ สพร. / DGA sample TOR (joint connection test)';

/** The same evidence in either mode. */
function asks(...kinds: readonly EvidenceKind[]): EvidenceByMode {
  return { buildOnPlatform: kinds, linkExisting: kinds };
}
const nothing = asks();

function sameState(
  by: readonly Role[],
  approvals: readonly Approval[],
  basis: string,
  evidence: EvidenceByMode = nothing,
) {
  return { to: 'same', by, approvals, basis, evidence } as const;
}

/** The answers to a pending submission: possible wherever one may pend. */
const answers = {
  approve: sameState([...approver, ...opdc, ...dga], [], policy),
  reject: sameState([...approver, ...opdc, ...dga], [], policy),
  withdraw: sameState([...officer, ...approver], [], policy),
} as const;
const answersLead = {
  approve: { ...answers.approve, to: 'submission' },
  reject: answers.reject,
  withdraw: answers.withdraw,
} as const;

const setMode = sameState(officer, [{ by: opdc }], resolution, asks('screening'));
const revisePlan = sameState(approver, [{ by: opdc }], resolution);
const reportProgress = sameState(officer, [], egov22);
const closeRemediation = sameState(officer, [{ by: approver }], policy, asks('remediationProof'));
const correctEntry = sameState(officer, [{ by: approver }], policy);
const announceChannel = sameState(officer, [{ by: approver }], egov20, asks('channelAnnouncement'));
const requestLiveCheck = sameState([...officer, ...dga], [], egov20);

/** Ways out that every state but the resting ones has. */
const ends = {
  discontinue: { to: 'discontinued', ...withOpdc, basis: policy, evidence: asks('order') },
  merge: { to: 'mergedInto', ...withOpdc, basis: policy, evidence: asks('order') },
  registerInError: { to: 'registeredInError', ...withOpdc, basis: policy, evidence: nothing },
} as const;

/** Which row of the register is a service's that was proposed here first: a person says so, never a name. */
const registerRow = {
  linkToRegister: sameState(opdc, [], resolution),
  unlinkFromRegister: sameState(opdc, [], resolution),
} as const;

const restore = {
  restore: { to: 'enteredFrom', ...withOpdc, basis: policy, evidence: nothing },
} as const;

/** In any state: the register's gaps are filled, clerical errors mended, answers given. */
const everywhere = { ...answersLead, correctEntry } as const;

const inPlan = { setMode, revisePlan, reportProgress, closeRemediation } as const;
const exclude = {
  exclude: { to: 'excluded', ...withOpdc, basis: egov19, evidence: asks('exclusionReview') },
} as const;
const goBack = {
  to: 'chosen',
  by: approver,
  approvals: [],
  basis: policy,
  evidence: nothing,
} as const;
const suspend = { to: 'suspended', ...agency, basis: policy, evidence: asks('order') } as const;

/**
 * The lifecycle of a service's onboarding: state → action → where it leads, who may, on what basis.
 * The one table that gateway, workflow, tracker, docs and outsiders read (design §2). A state left
 * out does not compile.
 */
export const serviceTable = {
  plan: {
    ...everywhere,
    ...inPlan,
    ...exclude,
    ...ends,
    ...registerRow,
    confirmProposal: {
      ...sameState(opdc, [], resolution, asks('registerEntry')),
      isClosedToProposer: true,
    },
    rejectProposal: {
      to: 'registeredInError',
      by: opdc,
      approvals: [],
      basis: resolution,
      evidence: nothing,
      isClosedToProposer: true,
    },
    advance: { to: 'develop', ...agency, basis: resolution, evidence: exitEvidence.plan },
    awaitFunding: { to: 'toBeFunded', ...agency, basis: resolution, evidence: nothing },
  },
  develop: {
    ...everywhere,
    ...inPlan,
    ...exclude,
    ...ends,
    ...registerRow,
    advance: { to: 'test', ...agency, basis: torJoint, evidence: exitEvidence.develop },
    goBack,
  },
  test: {
    ...everywhere,
    ...inPlan,
    ...exclude,
    ...ends,
    ...registerRow,
    advance: {
      to: 'linked',
      by: officer,
      approvals: [{ by: approver }, { by: dga }],
      basis: torJoint,
      evidence: exitEvidence.test,
    },
    goBack,
    announceChannel,
  },
  linked: {
    ...everywhere,
    ...ends,
    ...registerRow,
    setMode,
    revisePlan,
    closeRemediation,
    announceChannel,
    requestLiveCheck,
    advance: {
      to: 'live',
      by: officer,
      approvals: [{ by: approver }, { by: dga, evidence: 'listing' }],
      basis: egov20,
      evidence: exitEvidence.linked,
    },
    goBack,
    suspend,
  },
  live: {
    ...everywhere,
    ...ends,
    ...registerRow,
    setMode,
    closeRemediation,
    announceChannel,
    requestLiveCheck,
    suspend,
  },
  toBeFunded: {
    ...everywhere,
    ...ends,
    ...registerRow,
    setMode,
    revisePlan,
    allocateFunding: { to: 'plan', ...agency, basis: resolution, evidence: asks('funding') },
  },
  excluded: {
    ...everywhere,
    ...ends,
    ...registerRow,
    confirmExclusion: sameState(approver, [{ by: opdc }], egov19, asks('exclusionReview')),
    lift: { to: 'plan', ...withOpdc, basis: egov19, evidence: nothing },
  },
  suspended: {
    ...everywhere,
    ...ends,
    ...registerRow,
    closeRemediation,
    resume: { to: 'enteredFrom', ...agency, basis: policy, evidence: nothing },
  },
  discontinued: { ...everywhere, ...restore },
  mergedInto: { ...everywhere, ...restore },
  registeredInError: { ...everywhere, ...restore },
} as const satisfies Record<ServiceState, Partial<Record<ServiceAction, Transition>>>;

/** What the actions are called. An action without a label does not compile. */
export const actionLabels: Record<ServiceAction, Label> = {
  confirmProposal: { th: 'ยืนยันการขึ้นทะเบียนงานบริการที่เสนอ', en: 'Confirm the proposed service' },
  rejectProposal: { th: 'ไม่รับงานบริการที่เสนอ', en: 'Reject the proposed service' },
  setMode: { th: 'กำหนดรูปแบบและพอร์ทัลตามผลคัดกรอง', en: 'Set mode and portal by screening' },
  revisePlan: { th: 'ปรับแผน', en: 'Revise the plan' },
  advance: { th: 'เสนอผ่านขั้นตอน', en: 'Submit to the next stage' },
  approve: { th: 'อนุมัติ', en: 'Approve' },
  reject: { th: 'ไม่อนุมัติ', en: 'Reject' },
  withdraw: { th: 'ถอนเรื่องที่เสนอ', en: 'Withdraw the submission' },
  goBack: { th: 'ย้อนขั้นตอน', en: 'Go back to an earlier stage' },
  awaitFunding: { th: 'รอจัดสรรงบประมาณ', en: 'Wait for funding' },
  allocateFunding: { th: 'ได้รับจัดสรรงบประมาณ', en: 'Funding allocated' },
  reportProgress: { th: 'รายงานความก้าวหน้า', en: 'Report progress' },
  closeRemediation: { th: 'ปิดรายการแก้ไข', en: 'Close a remediation' },
  announceChannel: { th: 'ประกาศช่องทางอิเล็กทรอนิกส์', en: 'Announce the channel' },
  requestLiveCheck: { th: 'ตรวจว่าเปิดให้บริการจริง', en: 'Check that the channel is live' },
  suspend: { th: 'ระงับให้บริการชั่วคราว', en: 'Suspend' },
  resume: { th: 'กลับมาให้บริการ', en: 'Resume' },
  exclude: { th: 'นำออกนอกแผน', en: 'Exclude from the plan' },
  confirmExclusion: { th: 'ยืนยันการอยู่นอกแผน', en: 'Confirm the exclusion' },
  lift: { th: 'นำกลับเข้าแผน', en: 'Lift the exclusion' },
  discontinue: { th: 'ยกเลิกงานบริการ', en: 'Discontinue' },
  merge: { th: 'ควบรวมกับงานบริการอื่น', en: 'Merge into another service' },
  registerInError: { th: 'แจ้งว่าขึ้นทะเบียนโดยผิดหลง', en: 'Mark as registered in error' },
  restore: { th: 'นำกลับสู่สถานะเดิม', en: 'Restore to the former state' },
  correctEntry: { th: 'แก้ไขข้อผิดหลงเล็กน้อย', en: 'Correct a clerical error' },
  linkToRegister: { th: 'ผูกกับแถวในทะเบียน', en: 'Link to a row of the register' },
  unlinkFromRegister: { th: 'เลิกผูกกับแถวในทะเบียน', en: 'Unlink from the row of the register' },
};

/** What the table says of an action in a state; `undefined` when it is not possible there. */
export function findTransition(state: ServiceState, action: ServiceAction): Transition | undefined {
  const row: Partial<Record<ServiceAction, Transition>> = serviceTable[state];
  return row[action];
}

/** The actions that are possible in a state, in the order of the table of actions. */
export function actionsIn(state: ServiceState): ServiceAction[] {
  return serviceActions.filter((action) => findTransition(state, action) !== undefined);
}

/** The states in which an action is possible. */
export function statesOf(action: ServiceAction): ServiceState[] {
  return (Object.keys(serviceTable) as ServiceState[]).filter(
    (state) => findTransition(state, action) !== undefined,
  );
}

/** Whether a new submission is opened by this transition (it needs approvals). */
export function isSubmission(transition: Transition): boolean {
  return transition.approvals.length > 0;
}
