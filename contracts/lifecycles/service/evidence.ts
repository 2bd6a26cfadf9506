import type { Label, Mode, Stage } from './states.js';

/** What is known of a kind of evidence besides its fields (those are zod, in contracts/commands). */
export interface EvidenceRule {
  readonly label: Label;
  /** Stage of `thai-domain.md` §5 that it proves. */
  readonly step: number;
  /** Whether it may pass with a dated remediation (amber); security, personal data and the joint test never. */
  readonly mayBeAmber: boolean;
}

/** All kinds of evidence of the onboarding (DGA's sample TOR and the stage model, thai-domain §5). */
export const evidenceTable = {
  registerEntry: {
    label: { th: 'การขึ้นทะเบียนงานบริการ', en: 'Register entry' },
    step: 0,
    mayBeAmber: false,
  },
  screening: { label: { th: 'ผลการคัดกรอง', en: 'Screening result' }, step: 1, mayBeAmber: false },
  funding: { label: { th: 'แหล่งงบประมาณ', en: 'Funding' }, step: 2, mayBeAmber: false },
  userJourney: { label: { th: 'User Journey', en: 'User journey' }, step: 3, mayBeAmber: true },
  gapAnalysis: { label: { th: 'Gap Analysis', en: 'Gap analysis' }, step: 3, mayBeAmber: true },
  dataPermission: {
    label: { th: 'การอนุญาตใช้ข้อมูล', en: 'Permission to use data' },
    step: 4,
    mayBeAmber: true,
  },
  build: { label: { th: 'ผลการพัฒนา (UAT)', en: 'Build, wired in UAT' }, step: 5, mayBeAmber: true },
  jointConnectionTest: {
    label: { th: 'ผลทดสอบเชื่อมต่อร่วมกับ สพร.', en: 'Joint connection test with DGA' },
    step: 6,
    mayBeAmber: false,
  },
  testReport: {
    label: { th: 'รายงานผลทดสอบที่ลงลายมือชื่อ', en: 'Signed test report' },
    step: 6,
    mayBeAmber: false,
  },
  security: {
    label: { th: 'ผลทดสอบความมั่นคงปลอดภัย', en: 'Security test' },
    step: 7,
    mayBeAmber: false,
  },
  personalData: {
    label: { th: 'การคุ้มครองข้อมูลส่วนบุคคล', en: 'Personal data protection' },
    step: 7,
    mayBeAmber: false,
  },
  accessibility: {
    label: { th: 'การเข้าถึงได้ของเว็บ', en: 'Accessibility' },
    step: 7,
    mayBeAmber: true,
  },
  uat: { label: { th: 'UAT ที่ลงนามแล้ว', en: 'Signed UAT' }, step: 8, mayBeAmber: true },
  preProduction: {
    label: { th: 'รายงาน Pre-Production', en: 'Pre-production report' },
    step: 9,
    mayBeAmber: true,
  },
  channelAnnouncement: {
    label: { th: 'ประกาศช่องทางอิเล็กทรอนิกส์', en: 'Announcement of the channel' },
    step: 10,
    mayBeAmber: false,
  },
  listing: {
    label: { th: 'การขึ้นรายการบนพอร์ทัล', en: 'Listing on the portal' },
    step: 10,
    mayBeAmber: false,
  },
  exclusionReview: {
    label: { th: 'เอกสารประกอบการอยู่นอกแผน', en: 'Grounds of the exclusion' },
    step: 1,
    mayBeAmber: false,
  },
  order: { label: { th: 'คำสั่งหรือหนังสือ', en: 'Order or letter' }, step: 11, mayBeAmber: false },
  remediationProof: {
    label: { th: 'หลักฐานการแก้ไข', en: 'Proof of the remediation' },
    step: 11,
    mayBeAmber: false,
  },
} as const satisfies Record<string, EvidenceRule>;

/** A kind of evidence. */
export type EvidenceKind = keyof typeof evidenceTable;

/** All kinds of evidence, in the order of the table. */
export const evidenceKinds = Object.keys(evidenceTable) as EvidenceKind[];

/**
 * What must be in the submission to leave a stage, by mode (thai-domain §5, design §2.1).
 * `linkExisting` skips the user journey and the gap analysis of a new screen, never security,
 * personal data or the joint connection test.
 */
export const exitEvidence = {
  plan: { buildOnPlatform: ['funding'], linkExisting: ['funding'] },
  develop: {
    buildOnPlatform: ['userJourney', 'gapAnalysis', 'dataPermission', 'build'],
    linkExisting: ['gapAnalysis', 'dataPermission', 'build'],
  },
  test: {
    buildOnPlatform: [
      'jointConnectionTest',
      'testReport',
      'security',
      'personalData',
      'accessibility',
      'uat',
    ],
    linkExisting: [
      'jointConnectionTest',
      'testReport',
      'security',
      'personalData',
      'accessibility',
      'uat',
    ],
  },
  linked: { buildOnPlatform: ['preProduction'], linkExisting: ['preProduction'] },
} as const satisfies Record<Exclude<Stage, 'live'>, Record<Mode, readonly EvidenceKind[]>>;

/** The stage a kind of evidence belongs to: going back to it or before it voids the evidence. */
export const evidenceStage: Record<EvidenceKind, Stage | null> = {
  registerEntry: null,
  screening: null,
  funding: 'plan',
  userJourney: 'develop',
  gapAnalysis: 'develop',
  dataPermission: 'develop',
  build: 'develop',
  jointConnectionTest: 'test',
  testReport: 'test',
  security: 'test',
  personalData: 'test',
  accessibility: 'test',
  uat: 'test',
  preProduction: 'linked',
  channelAnnouncement: 'linked',
  listing: 'linked',
  exclusionReview: null,
  order: null,
  remediationProof: null,
};

/** Longest time to mend what passed amber, in days (design §2.1). */
export const remediationDaysMax = 90;
/** A security test may be no older than this when it is submitted, in days (design §2.1). */
export const securityTestDaysMax = 180;
/** A signed test report may be no older than this when it is submitted, in days (design §2.1). */
export const testReportDaysMax = 90;
/** How long a successful live check is good for, in hours (design §2.1). */
export const liveCheckHoursMax = 24;
