import { Dice } from './dice.js';
import type { CourseMistake } from './mistakes.js';
import { courseMistakes } from './mistakes.js';
import type { FilingMistake } from './filing.js';
import { filingMistakes } from './filing.js';
import type { ApplicantKind, Delivery, Manual } from '../../../contracts/manuals/manual.js';
import { documentsFor, partsOf } from '../../../contracts/manuals/procedure.js';

/**
 * What becomes of one simulated request, as far as persons have it in their hands: rolled before it is
 * filed, so that a seed gives the same lives however they interleave.
 */
export interface Script {
  readonly seed: number;
  readonly index: number;
  readonly manual: Manual;
  /** Days from the first filing. */
  readonly arrivesAfter: number;
  readonly applicant: ApplicantKind;
  readonly hasAgent: boolean;
  readonly office: string;
  /** `undefined`: the manual delivers nothing. */
  readonly delivery: Delivery | undefined;
  /** Documents that are left out of the filing. */
  readonly missing: readonly string[];
  /** Documents that have to be sent again. */
  readonly unclear: readonly string[];
  readonly correction: 'all' | 'inTwo' | 'notEnough' | 'partly' | 'never' | 'withdraws';
  readonly lengthensCorrection: boolean;
  readonly course:
    | 'decided'
    | 'forwarded'
    | 'withdrawn'
    | 'withdrawnLate'
    | 'notOurAgency'
    | 'terminated'
    | 'leftUnchecked'
    | 'leftUndecided';
  readonly inspection: 'none' | 'passed' | 'repaired' | 'notRepaired' | 'failed';
  readonly consultation: 'noObjection' | 'conditions' | 'objection' | 'silent';
  readonly hearing: 'none' | 'answered' | 'silent';
  readonly extendsTime: boolean;
  readonly officerFault: boolean;
  readonly decision: 'approved' | 'conditions' | 'refused';
  readonly decider: 'licensor' | 'delegate';
  readonly notifiesAtOnce: boolean;
  readonly payment:
    | 'prompt'
    | 'late'
    | 'twice'
    | 'otherAmount'
    | 'unconfirmed'
    | 'disproved'
    | 'doubtful'
    | 'never';
  readonly leftUnissued: boolean;
  readonly clericalError: boolean;
  readonly appeal:
    'none' | 'upheld' | 'varied' | 'setAside' | 'putRight' | 'dismissed' | 'withdrawn' | 'open';
  readonly asksStay: boolean;
  readonly filingMistakes: readonly FilingMistake[];
  readonly mistakes: readonly CourseMistake[];
}

/** Requests come every two hours on average. */
const everyDays = 1 / 12;

/** Rolls the life of a request: the `index`th of a simulation. */
export function rollScript(seed: number, index: number, manual: Manual): Script {
  const of = (what: string) => Dice.of(seed, index, what);
  const applicant = of('applicant').pick(manual.applicants);
  const course = courseOf(of('course'), manual);
  const lacks = lacking(of('lacks'), manual, applicant);
  const decision = of('decision').among({ approved: 70, conditions: 12, refused: 18 });
  return {
    ...{ seed, index, manual, applicant, course, decision, ...lacks },
    arrivesAfter: everyDays * (index + of('arrival').roll(100) / 100),
    hasAgent: manual.documents.some(isPower) && of('agent').chance(25),
    office: of('office').pick(manual.offices).officeId,
    delivery: manual.deliveries.length === 0 ? undefined : of('delivery').pick(manual.deliveries),
    correction: of('correction').among({
      ...{ all: 55, inTwo: 12, notEnough: 8, partly: 8, never: 12, withdraws: 5 },
    }),
    lengthensCorrection: of('lengthen').chance(15),
    inspection: inspectionOf(of('inspection'), manual),
    consultation: of('consultation').among({
      ...{ noObjection: 65, conditions: 12, objection: 5, silent: 18 },
    }),
    hearing: hearingOf(of('hearing'), manual, decision),
    extendsTime: of('extension').chance(25),
    officerFault: course === 'decided' && of('fault').chance(4),
    decider: of('decider').chance(25) ? 'delegate' : 'licensor',
    notifiesAtOnce: of('notice').chance(70),
    payment: of('payment').among({
      ...{ prompt: 58, late: 12, twice: 6, otherAmount: 5, unconfirmed: 5 },
      ...{ disproved: 2, doubtful: 3, never: 9 },
    }),
    leftUnissued: of('issuing').chance(10),
    clericalError: of('error').chance(5),
    appeal: appealOf(of('appeal'), decision),
    asksStay: of('stay').chance(40),
    filingMistakes: of('filing').chance(15) ? someOf(of('filing mistake'), filingMistakes) : [],
    mistakes: of('mistake').chance(45) ? someOf(of('mistakes'), courseMistakes) : [],
  };
}

function isPower({ documentId }: Manual['documents'][number]): boolean {
  return documentId === 'powerOfAttorney';
}

function courseOf(dice: Dice, { offices }: Manual): Script['course'] {
  return dice.among({
    ...{ decided: 66, forwarded: offices.length > 1 ? 6 : 0, withdrawn: 4, withdrawnLate: 3 },
    ...{ notOurAgency: 3, terminated: 2, leftUnchecked: 8, leftUndecided: 8 },
  });
}

function lacking(
  dice: Dice,
  manual: Manual,
  applicant: ApplicantKind,
): Pick<Script, 'missing' | 'unclear'> {
  const needed = documentsFor(manual, applicant)
    .filter(({ from, isOptional }) => from === 'applicant' && isOptional !== true)
    .map(({ documentId }) => documentId);
  if (needed.length === 0 || !dice.chance(40)) return { missing: [], unclear: [] };
  const some = needed.filter(() => dice.chance(50));
  const chosen = some.length > 0 ? some : [dice.pick(needed)];
  return dice.chance(65) ? { missing: chosen, unclear: [] } : { missing: [], unclear: chosen };
}

function inspectionOf(dice: Dice, manual: Manual): Script['inspection'] {
  const { inspection } = partsOf(manual);
  if (inspection === undefined) return 'none';
  return dice.among({
    ...{ none: inspection.isOptional === true ? 40 : 0, passed: 45, repaired: 25 },
    ...{ notRepaired: 8, failed: 6 },
  });
}

/** Who is going to be refused is heard first, most of the time (APA s.30). */
function hearingOf(dice: Dice, manual: Manual, decision: Script['decision']): Script['hearing'] {
  const isAsked =
    partsOf(manual).hearing !== undefined || (decision === 'refused' && dice.chance(60));
  return isAsked ? dice.among({ answered: 75, silent: 25 }) : 'none';
}

function appealOf(dice: Dice, decision: Script['decision']): Script['appeal'] {
  if (decision === 'approved' || !dice.chance(decision === 'refused' ? 70 : 20)) return 'none';
  return dice.among({
    ...{ upheld: 25, varied: 15, setAside: 20, putRight: 12, dismissed: 6, withdrawn: 8, open: 14 },
  });
}

/** One, and now and then a second. */
function someOf<Name>(dice: Dice, names: readonly Name[]): Name[] {
  const count = dice.chance(25) ? 2 : 1;
  return [...new Set(Array.from({ length: count }, () => dice.pick(names)))];
}
