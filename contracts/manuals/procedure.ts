import type {
  ApplicantKind,
  Fee,
  Manual,
  ManualStep,
  RequiredDocument,
  StepKind,
  StepPart,
} from './manual.js';

/**
 * What the steps of a manual mean. Pure and without zod, because a request's workflow runs by it; of a
 * manual that the linter has found without error, though nothing here throws or runs for ever on any.
 */

/** The procedure, as far as it is read here. */
export type Procedure = Pick<Manual, 'steps'>;

/** When in the life of a request something is paid. */
export const paymentMoments = ['filing', 'consideration', 'decision'] as const;
/** When in the life of a request something is paid. */
export type PaymentMoment = (typeof paymentMoments)[number];

/** The steps that consideration is made of. */
export interface ConsiderationParts {
  readonly inspection?: ManualStep;
  readonly hearing?: ManualStep;
  /** In the order of the manual; all of them are asked side by side. */
  readonly consultations: readonly ManualStep[];
}

/** The step of an id. */
export function findStep(manual: Procedure, stepId: string): ManualStep | undefined {
  return manual.steps.find((step) => step.stepId === stepId);
}

/** The step with which the procedure begins: the first listed that no other leads to. */
export function firstStep(manual: Procedure): ManualStep | undefined {
  const led = new Set(manual.steps.flatMap(({ next }) => next));
  return manual.steps.find(({ stepId }) => !led.has(stepId)) ?? manual.steps[0];
}

/** The steps that follow one at once; several run side by side. */
export function stepsFrom(manual: Procedure, stepId: string): ManualStep[] {
  const next = findStep(manual, stepId)?.next ?? [];
  return manual.steps.filter((step) => next.includes(step.stepId));
}

/** Ids of all steps that come after one, however much later; itself only if the steps go round. */
export function stepsAfter(manual: Procedure, stepId: string): Set<string> {
  const after = new Set<string>();
  const open = [...(findStep(manual, stepId)?.next ?? [])];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (after.has(id)) continue;
    after.add(id);
    open.push(...(findStep(manual, id)?.next ?? []));
  }
  return after;
}

/** Whether a step comes before another. */
export function comesBefore(manual: Procedure, earlier: string, later: string): boolean {
  return stepsAfter(manual, earlier).has(later);
}

/** The fees that fall at a step. */
export function feesAt(manual: Pick<Manual, 'fees'>, stepId: string): Fee[] {
  return manual.fees.filter((fee) => fee.stepId === stepId);
}

/**
 * What is to be paid at a moment: before the check of completeness, between it and the decision, or
 * after the decision. Each fee has one moment.
 */
export function paymentsAt(manual: Pick<Manual, 'steps' | 'fees'>, moment: PaymentMoment): Fee[] {
  return manual.fees.filter(({ stepId }) => momentOf(manual, stepId) === moment);
}

function momentOf(manual: Procedure, stepId: string): PaymentMoment | undefined {
  if (findStep(manual, stepId)?.kind !== 'payFee') return undefined;
  const completeness = stepOfPart(manual, 'completeness');
  const approve = stepOfKind(manual, 'approve');
  const isBefore = (earlier: string, later: ManualStep | undefined) =>
    later !== undefined && comesBefore(manual, earlier, later.stepId);
  if (isBefore(stepId, completeness)) return 'filing';
  const isAfterDecision = approve !== undefined && comesBefore(manual, approve.stepId, stepId);
  return isAfterDecision ? 'decision' : 'consideration';
}

/** The first step of a kind. */
export function stepOfKind(manual: Procedure, kind: StepKind): ManualStep | undefined {
  return manual.steps.find((step) => step.kind === kind);
}

/** The first `checkAndConsider` step about something. */
export function stepOfPart(manual: Procedure, part: StepPart): ManualStep | undefined {
  return manual.steps.find((step) => step.kind === 'checkAndConsider' && step.part === part);
}

/** Inspection, hearing and consultations of consideration. */
export function partsOf(manual: Procedure): ConsiderationParts {
  const inspection = stepOfPart(manual, 'inspection');
  const hearing = stepOfPart(manual, 'hearing');
  return {
    ...(inspection === undefined ? {} : { inspection }),
    ...(hearing === undefined ? {} : { hearing }),
    consultations: manual.steps.filter(
      ({ kind, part }) => kind === 'checkAndConsider' && part === 'consultation',
    ),
  };
}

/** Whether something is issued, by a step of its own. */
export function isIssued(manual: Pick<Manual, 'steps' | 'issues'>): boolean {
  return manual.issues !== undefined && stepOfKind(manual, 'issueDocument') !== undefined;
}

/** Whether what is issued is handed over, by a step of its own. */
export function isDelivered(manual: Procedure): boolean {
  return stepOfKind(manual, 'deliverDocument') !== undefined;
}

/** The documents that concern an applicant of a kind, those of the State among them. */
export function documentsFor(
  manual: Pick<Manual, 'documents'>,
  applicant: ApplicantKind,
): RequiredDocument[] {
  return manual.documents.filter(({ of }) => of === undefined || of.includes(applicant));
}
