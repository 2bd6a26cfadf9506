import type { Finding } from '../finding.js';
import { finding } from '../finding.js';
import type { Handling, ManualStep, StepKind, StepOwner, StepPart } from '../manual.js';
import { stepParts } from '../manual.js';
import { check } from './check.js';

/** Who can carry out a step of each kind. */
const ownersOfKind: Record<StepKind, readonly StepOwner[]> = {
  searchInformation: ['applicant', 'engine'],
  proveIdentity: ['applicant', 'competentOfficial', 'engine'],
  fileRequest: ['applicant'],
  checkAndConsider: ['competentOfficial', 'licensor', 'consultedAgency', 'agencySystem'],
  approve: ['licensor', 'agencySystem'],
  payFee: ['applicant'],
  issueDocument: ['competentOfficial', 'licensor', 'agencySystem'],
  deliverDocument: ['competentOfficial', 'agencySystem', 'engine'],
};

/** Who can carry out each part of consideration; who is consulted answers for himself. */
const ownersOfPart: Record<StepPart, readonly StepOwner[]> = {
  completeness: ['competentOfficial', 'agencySystem'],
  inspection: ['competentOfficial', 'agencySystem'],
  consultation: ['consultedAgency'],
  hearing: ['competentOfficial', 'licensor', 'agencySystem'],
  assessment: ['competentOfficial', 'licensor', 'agencySystem'],
};

/** Whose steps there are, by who works the requests. */
const ownersOfHandling: Record<Handling, readonly StepOwner[]> = {
  officers: ['applicant', 'competentOfficial', 'licensor', 'consultedAgency', 'engine'],
  agencySystem: ['applicant', 'agencySystem', 'engine'],
};

/** Owners that cannot do what they own. */
export const checkOwners = check(['steps'], ({ steps }) =>
  steps.flatMap((step, index) => {
    if (canOwn(step)) return [];
    const { owner, kind, part } = step;
    const possible = possibleOwners(step).join(', ');
    return [
      finding('ownerCannot', ['steps', index, 'owner'], { owner, what: part ?? kind, possible }),
    ];
  }),
);

function possibleOwners({ kind, part }: ManualStep): readonly StepOwner[] {
  const isPart = kind === 'checkAndConsider' && part !== undefined;
  return isPart ? ownersOfPart[part] : ownersOfKind[kind];
}

function canOwn(step: ManualStep): boolean {
  return possibleOwners(step).includes(step.owner);
}

/** Officers where the agency's own system does the work, and the reverse. */
export const checkHandling = check(['steps', 'handling'], ({ steps, handling }) =>
  steps.flatMap((step, index) =>
    !canOwn(step) || ownersOfHandling[handling].includes(step.owner)
      ? []
      : [
          finding('handlingContradicts', ['steps', index, 'owner'], {
            handling,
            owner: step.owner,
          }),
        ],
  ),
);

/** Members that belong to some steps only. */
const belongings: readonly {
  field: 'part' | 'agencyId' | 'answerWithin' | 'remedyWithin' | 'isOptional';
  where: string;
  fits: (step: ManualStep) => boolean;
}[] = [
  { field: 'part', where: 'checkAndConsider', fits: ({ kind }) => kind === 'checkAndConsider' },
  { field: 'agencyId', where: 'consultation', fits: ({ part }) => part === 'consultation' },
  {
    field: 'answerWithin',
    where: 'consultation, hearing',
    fits: ({ part }) => part === 'consultation' || part === 'hearing',
  },
  { field: 'remedyWithin', where: 'inspection', fits: ({ part }) => part === 'inspection' },
  {
    field: 'isOptional',
    where: 'inspection, consultation, hearing, assessment, searchInformation, proveIdentity',
    fits: ({ kind, part }) =>
      kind === 'searchInformation' ||
      kind === 'proveIdentity' ||
      (kind === 'checkAndConsider' && part !== 'completeness'),
  },
];

/** What a step lacks, or has that belongs to others. */
export const checkParts = check(['steps'], ({ steps }) =>
  steps.flatMap((step, index): Finding[] => {
    const isUnnamed = step.kind === 'checkAndConsider' && step.part === undefined;
    const isUnasked = step.part === 'consultation' && step.agencyId === undefined;
    const strangers = belongings.filter(
      ({ field, fits }) => step[field] !== undefined && !fits(step),
    );
    const possible = stepParts.join(', ');
    return [
      ...(isUnnamed ? [finding('partMissing', ['steps', index, 'part'], { possible })] : []),
      ...(isUnasked ? [finding('agencyMissing', ['steps', index, 'agencyId'])] : []),
      ...strangers.map(({ field, where }) =>
        finding('misplaced', ['steps', index, field], { field, where }),
      ),
    ];
  }),
);
