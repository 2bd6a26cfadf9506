import type { Label, Role } from '../service/states.js';

/**
 * States in which an appeal goes on: the officer decides first, then the superior (APA s.45). Under
 * special law the body that it names is the superior, from the first day (ADR 21).
 */
const openAppealStates = ['withOfficer', 'withSuperior'] as const;

/** Ends of an appeal. Only `varied` and `setAside` change anything. */
export const appealOutcomes = [
  'upheld',
  'varied',
  'setAside',
  'dismissed',
  'outOfTime',
  'withdrawn',
  'undecidedInTime',
] as const;
/** How an appeal ended. */
export type AppealOutcome = (typeof appealOutcomes)[number];

/** All states of an appeal. */
export const appealStates = [...openAppealStates, ...appealOutcomes] as const;
/** One state of an appeal. */
export type AppealState = (typeof appealStates)[number];

/** What the states are called, and whose turn it is. */
export const appealStateTable = {
  withOfficer: {
    label: { th: 'เจ้าหน้าที่ผู้ทำคำสั่งพิจารณาอุทธรณ์', en: 'With the officer who made the order' },
    turn: 'agency',
  },
  withSuperior: {
    label: { th: 'ผู้มีอำนาจพิจารณาอุทธรณ์พิจารณา', en: 'With the appeal authority' },
    turn: 'appealAuthority',
  },
  upheld: { label: { th: 'ยกอุทธรณ์ (คำสั่งคงเดิม)', en: 'The order stands' }, turn: 'nobody' },
  varied: { label: { th: 'เปลี่ยนแปลงคำสั่ง', en: 'The order is varied' }, turn: 'nobody' },
  setAside: { label: { th: 'เพิกถอนคำสั่ง', en: 'The order is set aside' }, turn: 'nobody' },
  dismissed: { label: { th: 'ไม่รับอุทธรณ์', en: 'Dismissed as inadmissible' }, turn: 'nobody' },
  outOfTime: { label: { th: 'อุทธรณ์เกินกำหนด', en: 'Out of time' }, turn: 'nobody' },
  withdrawn: { label: { th: 'ถอนอุทธรณ์', en: 'Withdrawn' }, turn: 'nobody' },
  undecidedInTime: {
    label: { th: 'ไม่วินิจฉัยภายในกำหนด ฟ้องศาลปกครองได้', en: 'Not decided in time: to the court' },
    turn: 'nobody',
  },
} as const satisfies Record<AppealState, { label: Label; turn: string }>;

/** All actions of people on an appeal. Verbs, never renamed. */
export const appealActions = [
  'decideAppeal',
  'sendUp',
  'extendAppeal',
  'grantStay',
  'refuseStay',
  'withdrawAppeal',
] as const;
/** An action of a person on an appeal. */
export type AppealAction = (typeof appealActions)[number];

/** What the table says of an action in a state; `outcome` is what the body says. */
export interface AppealTransition {
  readonly to: AppealState | 'same' | 'outcome';
  readonly by: readonly Role[];
  readonly basis: string;
  /** Outcomes that may be decided here. */
  readonly outcomes?: readonly AppealOutcome[];
}

const apa45 = 'พ.ร.บ. วิธีปฏิบัติราชการทางปกครอง พ.ศ. 2539 ม.45 / APA s.45';
const apa45OrSpecial =
  'พ.ร.บ. วิธีปฏิบัติราชการทางปกครอง พ.ศ. 2539 ม.45 หรือกฎหมายเฉพาะตามคู่มือ / APA s.45, or the special law that the manual names';
const apa44 = 'พ.ร.บ. วิธีปฏิบัติราชการทางปกครอง พ.ศ. 2539 ม.44 / APA s.44';
const policy = 'แนวทางของ Prasan (design §2.2) / Prasan policy (design §2.2)';

const officer: readonly Role[] = ['licensor', 'delegate'];
const superior: readonly Role[] = ['appealAuthority'];
const withdrawAppeal = { to: 'withdrawn', by: ['portal'], basis: policy } as const;

function stays(by: readonly Role[]) {
  const one = { to: 'same', by, basis: apa44 } as const;
  return { grantStay: one, refuseStay: one } as const;
}

/**
 * The lifecycle of an appeal: state → action → where it leads, who may, on what basis. The officer
 * may put his own order right; where he does not agree it goes up, and the superior may let it stand.
 */
export const appealTable = {
  withOfficer: {
    decideAppeal: {
      ...{ to: 'outcome', by: officer, basis: apa45 },
      outcomes: ['varied', 'setAside', 'dismissed', 'outOfTime'],
    },
    sendUp: { to: 'withSuperior', by: officer, basis: apa45 },
    ...stays(officer),
    withdrawAppeal,
  },
  withSuperior: {
    decideAppeal: {
      ...{ to: 'outcome', by: superior, basis: apa45OrSpecial },
      outcomes: ['upheld', 'varied', 'setAside', 'dismissed', 'outOfTime'],
    },
    extendAppeal: { to: 'same', by: superior, basis: apa45 },
    ...stays(superior),
    withdrawAppeal,
  },
  upheld: {},
  varied: {},
  setAside: {},
  dismissed: {},
  outOfTime: {},
  withdrawn: {},
  undecidedInTime: {},
} as const satisfies Record<AppealState, Partial<Record<AppealAction, AppealTransition>>>;

/** What the actions are called. */
export const appealActionLabels: Record<AppealAction, Label> = {
  decideAppeal: { th: 'วินิจฉัยอุทธรณ์', en: 'Decide the appeal' },
  sendUp: { th: 'รายงานความเห็นพร้อมเหตุผลไปยังผู้มีอำนาจพิจารณาอุทธรณ์', en: 'Send it up' },
  extendAppeal: { th: 'ขยายเวลาพิจารณาอุทธรณ์', en: 'Extend the time' },
  grantStay: { th: 'ให้ทุเลาการบังคับ', en: 'Grant a stay' },
  refuseStay: { th: 'ไม่ให้ทุเลาการบังคับ', en: 'Refuse a stay' },
  withdrawAppeal: { th: 'ถอนอุทธรณ์', en: 'Withdraw the appeal' },
};

/** What the table says of an action in a state; `undefined` when it is not possible there. */
export function findAppealTransition(
  state: AppealState,
  action: AppealAction,
): AppealTransition | undefined {
  const row: Partial<Record<AppealAction, AppealTransition>> = appealTable[state];
  return row[action];
}

/** The states in which an action is possible. */
export function appealStatesOf(action: AppealAction): AppealState[] {
  return appealStates.filter((state) => findAppealTransition(state, action) !== undefined);
}

/** Whether an appeal has ended. */
export function isAppealEnd(state: AppealState): state is AppealOutcome {
  return (appealOutcomes as readonly string[]).includes(state);
}
