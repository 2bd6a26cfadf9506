import type { RefusalCode } from '../../../../contracts/lifecycles/refusals.js';
import type { RequestAction } from '../../../../contracts/lifecycles/request/table.js';
import type { Actor } from '../../../../contracts/lifecycles/service/case.js';
import type { Role } from '../../../../contracts/lifecycles/service/states.js';
import {
  approved,
  deficiency,
  inCheck,
  inConsideration,
  inCorrection,
  licence,
  settleFees,
} from '../../../support/request-cases.js';
import type { RequestLife } from '../../../support/request-life.js';
import { sampleManual } from '../../../support/request-life.js';

/** An act that is refused, of whom, and why. */
export interface Refused {
  readonly code: RefusalCode;
  readonly why: string;
  readonly life: () => RequestLife;
  readonly by: Role | ((life: RequestLife) => Actor);
  readonly action: RequestAction;
  readonly body: object | ((life: RequestLife) => object);
  readonly facts?: object;
}

/** Factories: inspection, hearing, consultation, a fee after the decision, delivery by post. */
export const factory = sampleManual('SVC2941');
/** Liquor: struck off when not corrected. */
export const liquor = sampleManual('SVC0106');
/** May be extended twice by fifteen days. */
export const food = sampleManual('SVC1832');
/** Land allocation: two agencies are consulted. */
export const land = sampleManual('SVC1791');
/** Words of no consequence. */
export const reason = 'ตามหนังสือที่แนบ';

/** A request with an agent, whose power ends on a day. */
export function withAgent(until: string | null) {
  return () => inCorrection(factory, { agent: { sealed: 'sealed-agent', until } });
}

/** An answer of documents, to one item after the other. */
export function answerWith(...documents: object[]) {
  const items = ['plan', 'map'];
  return {
    answers: documents.map((document, index) => ({ itemId: items[index] ?? 'plan', document })),
  };
}

/** Two things are missing. */
export function twoItems() {
  return inCheck(factory).must('competentOfficial', 'recordDeficiency', deficiency('plan', 'map'));
}

/** An inspection is arranged. */
export function inspecting() {
  return inConsideration(factory).must('competentOfficial', 'orderInspection', {
    on: '2026-08-05',
  });
}

/** What the first inspection found. */
export function found(result: string) {
  return { inspection: 1, result, findings: reason };
}

/** To be issued, and sent by post. */
export function byPost() {
  return settleFees(approved(factory, { delivery: 'post' }));
}

/** Issued, and not yet posted. */
export function issuedByPost() {
  const life = byPost();
  return life.must('competentOfficial', 'issue', licence(life));
}
