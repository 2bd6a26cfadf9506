import { regimes } from '../../../contracts/calendar/regimes.js';
import type { StepKind, StepPart } from '../../../contracts/manuals/manual.js';
import type { Draft } from './samples.js';
import { cited } from './samples.js';

/** A fault that is planted in a good manual. */
export interface Plant {
  readonly name: string;
  /** Plants it and says what is to be found, as `code path`; nothing where it cannot be planted. */
  readonly plant: (draft: Draft) => string[] | undefined;
}

function plant(name: string, how: Plant['plant']): Plant {
  return { name, plant: how };
}

type Step = Draft['steps'][number];

/** Where a step of a kind or part stands. */
export function indexOf({ steps }: Draft, what: StepKind | StepPart): number {
  return steps.findIndex(({ kind, part }) => kind === what || part === what);
}

function step(draft: Draft, what: StepKind | StepPart): Step {
  const found = draft.steps[indexOf(draft, what)];
  if (found === undefined) throw new Error(`${draft.serviceId} has no step ${what}`);
  return found;
}

/** Takes a member out that must be there. */
function drop(from: object, member: string): void {
  Reflect.deleteProperty(from, member);
}

/** Writes what the types refuse. */
function put(into: object, member: string, value: unknown): void {
  Reflect.set(into, member, value);
}

function fixed({ regime }: Draft): boolean {
  return regimes[regime].time !== undefined;
}

function unpaid({ regime }: Draft): string[] {
  return regimes[regime].startsAt === 'PAYMENT' ? ['clockWithoutPayment /regime'] : [];
}

const officers = ['competentOfficial', 'licensor', 'consultedAgency'];

export const stepPlants: readonly Plant[] = [
  plant('a step that nobody owns', (draft) => {
    drop(step(draft, 'approve'), 'owner');
    return [`stepWithoutOwner /steps/${indexOf(draft, 'approve')}/owner`];
  }),
  plant('a step whose owner is empty', (draft) => {
    put(step(draft, 'fileRequest'), 'owner', '');
    return [`stepWithoutOwner /steps/${indexOf(draft, 'fileRequest')}/owner`];
  }),
  plant('an applicant who approves', (draft) => {
    step(draft, 'approve').owner = 'applicant';
    return [`ownerCannot /steps/${indexOf(draft, 'approve')}/owner`];
  }),
  plant('a consultation of nobody', (draft) => {
    const index = indexOf(draft, 'consultation');
    if (index < 0) return undefined;
    delete step(draft, 'consultation').agencyId;
    return [`agencyMissing /steps/${index}/agencyId`];
  }),
  plant("a check by the agency's system among officers", (draft) => {
    if (draft.handling === 'agencySystem') return undefined;
    step(draft, 'completeness').owner = 'agencySystem';
    return [`handlingContradicts /steps/${indexOf(draft, 'completeness')}/owner`];
  }),
  plant('the other handling than the steps have', (draft) => {
    const isOwn = draft.handling === 'agencySystem';
    draft.handling = isOwn ? 'officers' : 'agencySystem';
    return draft.steps.flatMap(({ owner }, index) =>
      (isOwn ? owner === 'agencySystem' : officers.includes(owner))
        ? [`handlingContradicts /steps/${index}/owner`]
        : [],
    );
  }),
  plant('a following step that is not there', (draft) => {
    const { next } = step(draft, 'completeness');
    next.push('nowhere');
    return [`unknownStep /steps/${indexOf(draft, 'completeness')}/next/${next.length - 1}`];
  }),
  plant('a dead end', (draft) => {
    const file = step(draft, 'fileRequest');
    const [lost] = file.next;
    file.next = [];
    const index = draft.steps.findIndex(({ stepId }) => stepId === lost);
    return [`deadEnd /steps/${indexOf(draft, 'fileRequest')}/next`, `unreachable /steps/${index}`];
  }),
  plant('a dead end at the foot of the list', (draft) => {
    const { next } = step(draft, 'fileRequest');
    next.push('nowhereToGo');
    draft.steps.push({ ...step(draft, 'proveIdentity'), stepId: 'nowhereToGo', next: [] });
    return [`deadEnd /steps/${draft.steps.length - 1}/next`];
  }),
  plant('a step that nothing leads to', (draft) => {
    const { stepId } = step(draft, 'fileRequest');
    draft.steps.push({ ...step(draft, 'proveIdentity'), stepId: 'stray', next: [stepId] });
    return [`unreachable /steps/${draft.steps.length - 1}`];
  }),
  plant('a way back', (draft) => {
    const last = draft.steps.length - 1;
    put(draft.steps[last] ?? {}, 'next', [step(draft, 'fileRequest').stepId]);
    return [`stepCycle /steps/${last}/next/0`];
  }),
  plant('no filing', (draft) => {
    step(draft, 'fileRequest').kind = 'searchInformation';
    return ['stepMissing /steps'];
  }),
  plant('no approval', (draft) => {
    Object.assign(step(draft, 'approve'), { kind: 'checkAndConsider', part: 'assessment' });
    return ['stepMissing /steps'];
  }),
  plant('no check of completeness', (draft) => {
    step(draft, 'completeness').part = 'assessment';
    return ['stepMissing /steps'];
  }),
  plant('completeness after consideration', (draft) => {
    const from = indexOf(draft, 'completeness');
    const to = draft.steps.findLastIndex(({ part }) => part === 'assessment');
    const owner = step(draft, 'completeness').owner;
    step(draft, 'completeness').part = 'assessment';
    Object.assign(draft.steps[to] ?? {}, { part: 'completeness', owner });
    return draft.steps.flatMap(({ kind }, index) =>
      index >= from && index < to && kind === 'checkAndConsider'
        ? [`outOfOrder /steps/${index}`]
        : [],
    );
  }),
  plant('a second filing', (draft) => {
    const index = indexOf(draft, 'fileRequest');
    const file = step(draft, 'fileRequest');
    draft.steps.splice(index + 1, 0, { ...file, stepId: 'fileAgain' });
    file.next = ['fileAgain'];
    return [`stepTwice /steps/${index + 1}`];
  }),
  plant('a consideration of nothing', (draft) => {
    const index = indexOf(draft, 'assessment');
    delete step(draft, 'assessment').part;
    return [`partMissing /steps/${index}/part`];
  }),
  plant('an agency that is not consulted', (draft) => {
    step(draft, 'approve').agencyId = 'AGY001';
    return [`misplaced /steps/${indexOf(draft, 'approve')}/agencyId`];
  }),
  plant('a filing that may be left out', (draft) => {
    step(draft, 'fileRequest').isOptional = true;
    return [`misplaced /steps/${indexOf(draft, 'fileRequest')}/isOptional`];
  }),
];

export const timePlants: readonly Plant[] = [
  plant('no processing time', (draft) => {
    drop(draft, 'processingTime');
    return ['noProcessingTime /processingTime'];
  }),
  plant('a time without a unit', (draft) => {
    drop(draft.processingTime, 'unit');
    return ['noUnit /processingTime/unit'];
  }),
  plant('a time in weeks', (draft) => {
    put(draft.correction.within, 'unit', 'WEEK');
    return ['noUnit /correction/within/unit'];
  }),
  plant('a time of no source', (draft) => {
    drop(draft.processingTime, 'source');
    return ['unsourced /processingTime/source'];
  }),
  plant('a processing time in elapsed hours', (draft) => {
    draft.processingTime.unit = 'ELAPSED_HOUR';
    const other = fixed(draft) ? ['regimeTimeContradicted /processingTime'] : [];
    return [...other, 'unitNotHere /processingTime/unit'];
  }),
  plant("a citizen's time in hours", (draft) => {
    draft.correction.within.unit = 'HOUR';
    return ['unitNotHere /correction/within/unit'];
  }),
  plant('a time for correction in months, which nobody waits', (draft) => {
    draft.correction.within.unit = 'MONTH';
    return ['unitNotHere /correction/within/unit'];
  }),
  plant('an amount of nothing', (draft) => {
    draft.processingTime.amount = 0;
    return ['amountImpossible /processingTime/amount'];
  }),
  plant('an absurd amount', (draft) => {
    Object.assign(draft.processingTime, { amount: 4_000, unit: 'DAY' });
    const other = fixed(draft) ? ['regimeTimeContradicted /processingTime'] : [];
    return [...other, 'amountImpossible /processingTime/amount'];
  }),
  plant("a time other than the regime's", (draft) => {
    draft.processingTime.amount += 1;
    return fixed(draft) ? ['regimeTimeContradicted /processingTime'] : undefined;
  }),
  plant('a second clock, or the loss of one', (draft) => {
    if (draft.secondTime !== undefined) {
      delete draft.secondTime;
      return ['secondTimeMissing /secondTime'];
    }
    draft.secondTime = { amount: 30, unit: 'DAY', source: cited };
    return ['secondTimeNotHere /secondTime'];
  }),
  plant('an extension that is too long, or should not be', (draft) => {
    const time = { amount: 16, unit: 'DAY', source: cited } as const;
    const isKnown = draft.extension !== undefined;
    draft.extension = { max: 2, time };
    return [isKnown ? 'extensionBeyond /extension/time/amount' : 'extensionNotHere /extension'];
  }),
  plant('one extension too many, of another unit', (draft) => {
    if (draft.extension === undefined) return undefined;
    draft.extension.max = 3;
    draft.extension.time.unit = 'MONTH';
    return ['extensionBeyond /extension/max', 'extensionBeyond /extension/time/unit'];
  }),
  plant('an appeal of fourteen days', (draft) => {
    draft.appeal.route = 'internal';
    draft.appeal.within.amount = 14;
    return ['appealTooShort /appeal/within/amount'];
  }),
  plant('an end before the beginning', (draft) => {
    draft.effectiveUntil = '2025-12-31';
    return ['untilBeforeFrom /effectiveUntil'];
  }),
];

export const contentPlants: readonly Plant[] = [
  plant('a document that the State holds', (draft) => {
    draft.documents.push({
      documentId: 'copyOfId',
      name: { th: 'สำเนา บัตรประชาชน', en: 'A paper' },
      from: 'applicant',
      mediaTypes: ['application/pdf'],
      bytesMax: 1,
    });
    return [`stateHolds /documents/${draft.documents.length - 1}/from`];
  }),
  plant('a document of the State held by nobody', (draft) => {
    const index = draft.documents.findIndex(({ from }) => from === 'state');
    delete draft.documents[index]?.heldBy;
    return [`holderMissing /documents/${index}/heldBy`];
  }),
  plant('a document that comes in no file', (draft) => {
    const index = draft.documents.findIndex(({ from }) => from === 'applicant');
    put(draft.documents[index] ?? {}, 'mediaTypes', []);
    return [`noFileTaken /documents/${index}/mediaTypes`];
  }),
  plant('a document of those who may not apply', (draft) => {
    if (draft.applicants.includes('foreigner')) return undefined;
    put(draft.documents[0] ?? {}, 'of', ['foreigner']);
    return ['documentForNobody /documents/0/of/0'];
  }),
  plant('the same document twice', (draft) => {
    draft.documents.push(...draft.documents.slice(0, 1));
    return [`duplicateId /documents/${draft.documents.length - 1}/documentId`];
  }),
  plant('the same office twice', (draft) => {
    draft.offices.push(...draft.offices.slice(0, 1));
    return [`duplicateId /offices/${draft.offices.length - 1}/officeId`];
  }),
  plant('the same step twice', (draft) => {
    draft.steps.push(...draft.steps.slice(0, 1));
    return [`duplicateId /steps/${draft.steps.length - 1}/stepId`];
  }),
  plant('a following step twice', (draft) => {
    const { next } = step(draft, 'fileRequest');
    next.push(...next.slice(0, 1));
    return [`duplicateId /steps/${indexOf(draft, 'fileRequest')}/next/1`];
  }),
  plant('a fee without a place', (draft) => {
    const [fee] = draft.fees;
    if (fee === undefined) return undefined;
    fee.stepId = step(draft, 'approve').stepId;
    const pay = indexOf(draft, 'payFee');
    return ['feeWithoutPlace /fees/0/stepId', ...unpaid(draft), `payStepWithoutFee /steps/${pay}`];
  }),
  plant('a payment of nothing', (draft) => {
    if (draft.fees.length === 0) return undefined;
    draft.fees = [];
    return [...unpaid(draft), `payStepWithoutFee /steps/${indexOf(draft, 'payFee')}`];
  }),
  ...[
    ['2200', 'notMoney'],
    ['-5.00', 'notMoney'],
    ['1,000.00', 'notMoney'],
    ['0.00', 'feeZero'],
  ].map(([amount, code]) =>
    plant(`a fee of ${amount}`, ({ fees: [fee] }) => {
      if (fee === undefined) return undefined;
      put(fee.money, 'amount', amount);
      return [`${code} /fees/0/money/amount`];
    }),
  ),
  plant('a bill that is never valid', ({ fees: [fee] }) => {
    if (fee === undefined) return undefined;
    fee.billValid.amount = 0;
    return ['billNeverValid /fees/0/billValid/amount'];
  }),
  plant('a refusal without a body of appeal', (draft) => {
    draft.appeal.body.th = ' ';
    return ['noAppealBody /appeal/body/th'];
  }),
  plant('a refusal without a section of appeal', (draft) => {
    draft.appeal.section = '';
    return ['noAppealBody /appeal/section'];
  }),
  plant('a refusal without appeal', (draft) => {
    drop(draft, 'appeal');
    return ['noAppealBody /appeal'];
  }),
  plant('a regime that does not exist', (draft) => {
    put(draft, 'regime', 'CUSTOM');
    return ['regimeUnknown /regime'];
  }),
  plant('no regime', (draft) => {
    drop(draft, 'regime');
    return ['regimeUnknown /regime'];
  }),
  plant('information under a regime for licences', (draft) => {
    draft.kind = 'INF';
    return regimes[draft.regime].kinds === undefined ? undefined : ['regimeNotForKind /regime'];
  }),
  plant('a service that s.5 leaves out of the Act', (draft) => {
    draft.excludedBy = 'MILITARY';
    return draft.regime === 'LFA' ? ['excludedFromAct /regime'] : undefined;
  }),
  plant('a licence of which no ground says why it is not under the Act', (draft) => {
    if (draft.regime !== 'EGOV_APA') return undefined;
    draft.kind = 'LIC';
    return ['exclusionMissing /excludedBy'];
  }),
  plant('no office', (draft) => {
    draft.offices = [];
    return ['noOffice /offices'];
  }),
  plant('post without anything issued', (draft) => {
    delete draft.issues;
    draft.deliveries = ['post'];
    return [
      'nothingToPost /deliveries/0',
      ...draft.steps.flatMap(({ kind }, index) =>
        kind === 'issueDocument' || kind === 'deliverDocument'
          ? [`nothingIssued /steps/${index}`]
          : [],
      ),
    ];
  }),
  plant('a delivery by no way', (draft) => {
    draft.deliveries = [];
    return indexOf(draft, 'deliverDocument') < 0 ? undefined : ['noDelivery /deliveries'];
  }),
  plant('a renewal of what never expires', ({ issues }) => {
    if (issues === undefined) return undefined;
    delete issues.valid;
    Object.assign(issues, { renewalOpensDays: 30, renewalSource: cited });
    return ['renewalWithoutValidity /issues/renewalOpensDays'];
  }),
  plant('a renewal of no source', ({ issues }) => {
    if (issues?.valid === undefined) return undefined;
    issues.renewalOpensDays = 30;
    delete issues.renewalSource;
    return ['unsourced /issues/renewalSource'];
  }),
  plant('a field that a manual does not have', (draft) => {
    put(draft, 'a/b~c', 1);
    return ['unknownField /a~1b~0c'];
  }),
];

/** All faults that are planted. */
export const plants: readonly Plant[] = [...stepPlants, ...timePlants, ...contentPlants];
