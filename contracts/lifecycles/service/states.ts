/** A text for people, in the two languages of the pages and answers. */
export interface Label {
  readonly th: string;
  readonly en: string;
}

/** A stage of the plan, in order (Cabinet resolution of 4 June 2568 as read in design §2.1). */
export const stages = ['plan', 'develop', 'test', 'linked', 'live'] as const;
/** One of the five stages. */
export type Stage = (typeof stages)[number];

/** States beside the plan: left for where the table says. */
export const sideStates = [
  'toBeFunded',
  'excluded',
  'suspended',
  'discontinued',
  'mergedInto',
  'registeredInError',
] as const;

/** All states of a service's onboarding. */
export const serviceStates = [...stages, ...sideStates] as const;
/** One state of a service's onboarding. */
export type ServiceState = (typeof serviceStates)[number];

/** Roles of people at the gateway (design §5); for services these act, the others read. */
export const roles = [
  'agencyOfficer',
  'agencyApprover',
  'opdcOfficer',
  'opdcApprover',
  'dgaOperator',
  'competentOfficial',
  'licensor',
  'delegate',
  'portal',
  'appealAuthority',
  'platformOperator',
  'auditor',
] as const;
/** A role of a person, as in the token's `roles` claim. */
export type Role = (typeof roles)[number];

/** Roles that act for one organisation, and only for it. */
export const agencyRoles: readonly Role[] = [
  'agencyOfficer',
  'agencyApprover',
  'competentOfficial',
  'licensor',
  'delegate',
];

/** Who owns a state: whose turn it is when nothing is submitted. */
export type Owner = 'agency' | 'dga' | 'opdc' | 'nobody';

/** What each state is called, and whose turn it is in it. */
export const stateTable = {
  plan: { label: { th: 'วางแผน', en: 'Planned' }, owner: 'agency' },
  develop: { label: { th: 'พัฒนา', en: 'In development' }, owner: 'agency' },
  test: { label: { th: 'ทดสอบ', en: 'In test' }, owner: 'agency' },
  linked: {
    label: { th: 'เชื่อมต่อแล้ว รอเปิดให้บริการ', en: 'Linked, not yet open' },
    owner: 'agency',
  },
  live: { label: { th: 'เปิดให้บริการแล้ว', en: 'Live' }, owner: 'agency' },
  toBeFunded: { label: { th: 'รอจัดสรรงบประมาณ', en: 'To be funded' }, owner: 'agency' },
  excluded: { label: { th: 'อยู่นอกแผน', en: 'Excluded from the plan' }, owner: 'opdc' },
  suspended: { label: { th: 'ระงับให้บริการชั่วคราว', en: 'Suspended' }, owner: 'agency' },
  discontinued: { label: { th: 'ยกเลิกงานบริการ', en: 'Discontinued' }, owner: 'nobody' },
  mergedInto: { label: { th: 'ควบรวมกับงานบริการอื่น', en: 'Merged into another' }, owner: 'nobody' },
  registeredInError: {
    label: { th: 'ขึ้นทะเบียนโดยผิดหลง', en: 'Registered in error' },
    owner: 'nobody',
  },
} as const satisfies Record<ServiceState, { label: Label; owner: Owner }>;

/** How a service reaches the central platform (the resolution's two modes). */
export const modes = ['buildOnPlatform', 'linkExisting'] as const;
/** One of the two modes; unknown to the register, so a case may have none yet. */
export type Mode = (typeof modes)[number];

/** What the modes are called. */
export const modeLabels: Record<Mode, Label> = {
  buildOnPlatform: { th: 'พัฒนาบนแพลตฟอร์มดิจิทัลกลาง', en: 'Built on the central platform' },
  linkExisting: { th: 'เชื่อมโยงระบบเดิม', en: 'Existing e-service linked' },
};

/** The two portals of the resolution. */
export const portals = ['biz', 'citizen'] as const;
/** One of the two portals. */
export type Portal = (typeof portals)[number];

/** What the portals are called. */
export const portalLabels: Record<Portal, Label> = {
  biz: { th: 'Biz Portal', en: 'Biz Portal' },
  citizen: { th: 'Citizen Portal (ทางรัฐ)', en: 'Citizen Portal' },
};

/** The stage after this one; `undefined` after `live`. */
export function nextStage(stage: Stage): Stage | undefined {
  return stages[stages.indexOf(stage) + 1];
}

/** Whether a state is one of the five stages. */
export function isStage(state: ServiceState): state is Stage {
  return (stages as readonly string[]).includes(state);
}

/** What the roles are called. */
export const roleLabels: Record<Role, Label> = {
  agencyOfficer: { th: 'เจ้าหน้าที่หน่วยงาน', en: 'agency officer' },
  agencyApprover: { th: 'ผู้อนุมัติของหน่วยงาน', en: 'agency approver' },
  opdcOfficer: { th: 'เจ้าหน้าที่สำนักงาน ก.พ.ร.', en: 'OPDC officer' },
  opdcApprover: { th: 'ผู้อนุมัติของสำนักงาน ก.พ.ร.', en: 'OPDC approver' },
  dgaOperator: { th: 'เจ้าหน้าที่ สพร.', en: 'DGA operator' },
  competentOfficial: { th: 'พนักงานเจ้าหน้าที่', en: 'competent official' },
  licensor: { th: 'ผู้อนุญาต', en: 'licensor' },
  delegate: { th: 'ผู้รับมอบอำนาจจากผู้อนุญาต', en: 'delegate of the licensor' },
  portal: { th: 'พอร์ทัล', en: 'portal' },
  appealAuthority: { th: 'ผู้พิจารณาอุทธรณ์', en: 'appeal authority' },
  platformOperator: { th: 'ผู้ดูแลระบบ', en: 'platform operator' },
  auditor: { th: 'ผู้ตรวจสอบ', en: 'auditor' },
};
