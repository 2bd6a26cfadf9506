import { addDays, fiscalQuarterOf } from '../../contracts/civil-date.js';
import type { EvidenceKind } from '../../contracts/lifecycles/service/evidence.js';
import type { ServiceAction } from '../../contracts/lifecycles/service/table.js';

/** Where the sample services are tested and announced. */
export const endpoint = 'https://uat.excise.example/api';
export const channelUrl = 'https://excise.example/services/1';

/** SHA-256 of nothing in particular. */
export const sha256 = 'a'.repeat(64);

/** A good item of evidence of each kind, on a day. */
export function goodEvidence(kind: EvidenceKind, today: string): Record<string, unknown> {
  const document = {
    docNo: `กค 0601/${kind}`,
    docDate: addDays(today, -3),
    issuer: 'กรมสรรพสามิต',
    sha256,
  };
  const green = { ...document, result: 'green' };
  const own: Record<EvidenceKind, Record<string, unknown>> = {
    registerEntry: document,
    screening: { ...document, finding: 'noEService' },
    funding: { ...document, source: 'annualBudget' },
    userJourney: green,
    gapAnalysis: green,
    dataPermission: {
      ...green,
      noStateData: false,
      owner: 'กรมการปกครอง',
      expiresOn: addDays(today, 300),
    },
    build: { ...green, builder: 'บริษัทผู้พัฒนา' },
    jointConnectionTest: { ...document, endpoint, passed: true },
    testReport: { ...document, jws: 'e30.e30.c2ln' },
    security: {
      ...document,
      tester: 'ผู้ทดสอบอิสระ',
      builder: 'บริษัทผู้พัฒนา',
      openCriticals: 0,
      testedOn: addDays(today, -10),
    },
    personalData: { ...document, controller: 'กรมสรรพสามิต', assessment: 'dpia' },
    accessibility: { ...green, standard: 'WCAG 2.2 AA' },
    uat: { ...green, signatories: ['ผู้อำนวยการกอง'] },
    preProduction: green,
    channelAnnouncement: { ...document, channelUrl },
    listing: { ...document, listingUrl: 'https://biz.example/services/1' },
    exclusionReview: { ...document, reviewer: 'กองพัฒนาระบบราชการ' },
    order: document,
    remediationProof: document,
  };
  return own[kind];
}

/** Evidence of several kinds, as a body carries it. */
export function evidenceOf(kinds: readonly EvidenceKind[], today: string): object {
  return Object.fromEntries(kinds.map((kind) => [kind, goodEvidence(kind, today)]));
}

/** A good body of each action that has one shape, on a day. */
export function goodBody(action: Exclude<ServiceAction, 'advance'>, today: string): object {
  const reason = 'เหตุผลตามหนังสือ';
  const with_ = (kind: EvidenceKind) => ({ evidence: evidenceOf([kind], today) });
  const bodies: Record<Exclude<ServiceAction, 'advance'>, object> = {
    confirmProposal: with_('registerEntry'),
    rejectProposal: { reason },
    setMode: { mode: 'buildOnPlatform', portal: 'biz', ...with_('screening') },
    revisePlan: {
      plan: {
        targetFiscalYear: fiscalQuarterOf(addDays(today, 150)).fiscalYear + 1,
        dueOn: { plan: addDays(today, 60), develop: addDays(today, 150) },
      },
      reason,
    },
    approve: {},
    reject: { reason },
    withdraw: { reason },
    goBack: { to: 'plan', reason },
    awaitFunding: { reason },
    allocateFunding: with_('funding'),
    reportProgress: { ...fiscalQuarterOf(today), percent: 40, statement: 'ออกแบบแล้ว' },
    closeRemediation: { remediation: 1, ...with_('remediationProof') },
    announceChannel: with_('channelAnnouncement'),
    requestLiveCheck: {},
    suspend: {
      reason,
      expectedEndOn: addDays(today, 30),
      otherChannel: 'สำนักงานสรรพสามิตพื้นที่',
      ...with_('order'),
    },
    resume: { reason },
    exclude: {
      kind: 'notDigitised',
      reasonCode: 'RSN01',
      reason,
      reReviewOn: addDays(today, 365),
      ...with_('exclusionReview'),
    },
    confirmExclusion: {
      reasonCode: 'RSN01',
      reReviewOn: addDays(today, 365),
      ...with_('exclusionReview'),
    },
    lift: { reason },
    discontinue: { reason, ...with_('order') },
    merge: { into: 'SVC9999', reason, ...with_('order') },
    registerInError: { reason },
    restore: { reason },
    correctEntry: { corrects: 1, field: 'name.en', value: 'Liquor production licence', reason },
    linkToRegister: { registerId: 'SVC9990', reason },
    unlinkFromRegister: { reason },
  };
  return bodies[action];
}
