import { addDays } from '../../../contracts/civil-date.js';
import type { RequestState } from '../../../contracts/lifecycles/request/states.js';
import type { ProblemCode } from '../../../contracts/problems.js';
import type { Person } from './people.js';
import {
  deciderOf,
  officialElsewhere,
  officialOf,
  otherAgency,
  otherPortal,
  portalOf,
} from './people.js';
import type { Script } from './script.js';
import type { Act, Memory, Seen } from './step.js';
import { act } from './step.js';

/** What persons do wrong on the way. */
export const courseMistakes = [
  'decidesWithoutPower',
  'wrongAgency',
  'wrongOffice',
  'wrongPortal',
  'sawOldVersion',
  'asksAgain',
  'refusesWithoutReasons',
  'delegationEnded',
  'extendsWithoutManual',
  'decidesDuringHearing',
  'answersOtherItem',
  'shortensTime',
  'datesReversed',
  'otherDelivery',
  'worksForTheSystem',
] as const;
/** What persons do wrong on the way. */
export type CourseMistake = (typeof courseMistakes)[number];

/** An act that is going to be refused. */
export interface FaultyAct {
  readonly act: Act;
  /** Codes with which it is refused; several where the case may have moved on meanwhile. */
  readonly expects: readonly ProblemCode[];
  /** The version seen is one behind. */
  readonly isStale?: true;
  /** The fields are the whole body. */
  readonly isBare?: true;
}

type Occasion = (script: Script, seen: Seen, memory: Memory) => FaultyAct | undefined;

/** A mistake as the request gives occasion for it; `undefined` while it does not. */
export function faultyAct(
  mistake: CourseMistake,
  script: Script,
  seen: Seen,
  memory: Memory,
): FaultyAct | undefined {
  return occasions[mistake](script, seen, memory);
}

const early: readonly RequestState[] = ['submitted', 'completenessCheck'];

const occasions: Readonly<Record<CourseMistake, Occasion>> = {
  decidesWithoutPower: inConsideration((script, seen) => ({
    act: act(here(script, seen), 'approve'),
    expects: ['roleMayNot'],
  })),
  wrongAgency: atTheCounter((script) => ({
    act: act(officialElsewhere(otherAgency(script.manual.agencyId)), 'confirmComplete'),
    expects: ['notYourAgency'],
  })),
  wrongOffice: atTheCounter((script, seen) => {
    const { manual } = script;
    const other = manual.offices.find(({ officeId }) => officeId !== seen.request.office);
    if (other === undefined) return undefined;
    const by = officialOf(manual, other.officeId);
    return { act: act(by, 'confirmComplete'), expects: ['notYourOffice'] };
  }),
  wrongPortal: atTheCounter((script) => ({
    act: act(otherPortal(script.manual), 'withdraw'),
    expects: ['notYourPortal'],
  })),
  sawOldVersion: atTheCounter((script, seen) => ({
    act: act(here(script, seen), 'confirmComplete'),
    ...{ expects: ['staleVersion'], isStale: true },
  })),
  asksAgain: inConsideration((script, seen, memory) =>
    memory.count('recordOfficerFault') > 0
      ? undefined
      : {
          act: act(here(script, seen), 'recordDeficiency', {
            items: [{ itemId: 'more', what: 'ขอเอกสารเพิ่มอีกหนึ่งรายการ' }],
          }),
          expects: ['askedAlready'],
        },
  ),
  refusesWithoutReasons: inConsideration((script, seen) =>
    isWaiting(seen)
      ? undefined
      : { act: act(licensor(script), 'refuse'), expects: ['invalidBody'], isBare: true },
  ),
  delegationEnded: inConsideration((script, seen) => {
    const delegation = { orderNumber: 'ตย 0001/1', from: '2025-01-06', until: '2025-12-31' };
    return isWaiting(seen)
      ? undefined
      : {
          act: act(deciderOf(script.manual, 'delegate'), 'approve', { delegation }),
          expects: ['delegationNotInForce', 'stepNotDone'],
        };
  }),
  extendsWithoutManual: inConsideration((script, seen) =>
    script.manual.extension === undefined
      ? { act: act(here(script, seen), 'extendTime'), expects: ['extensionNotAllowed'] }
      : undefined,
  ),
  decidesDuringHearing: inConsideration((script, seen) =>
    isHeard(seen) ? { act: act(licensor(script), 'refuse'), expects: ['stillOpen'] } : undefined,
  ),
  answersOtherItem: inCorrection((script) => ({
    act: act(portalOf(script.manual), 'correct', { answers: [{ itemId: 'other', text: 'ส่งแล้ว' }] }),
    expects: ['itemsNotOpen'],
  })),
  shortensTime: inCorrection((script, seen) => ({
    act: act(here(script, seen), 'lengthenCorrection', { within: { amount: 1, unit: 'DAY' } }),
    expects: ['neverShorter'],
  })),
  datesReversed: inIssuing((script, seen) =>
    seen.request.issued === null
      ? {
          act: act(here(script, seen), 'issue', {
            ...{ number: 'ตย 1/2569', effectiveOn: seen.today, expiresOn: addDays(seen.today, -1) },
          }),
          expects: ['dateOrder'],
        }
      : undefined,
  ),
  otherDelivery: inIssuing((script, seen) =>
    seen.request.issued === null
      ? undefined
      : {
          act: act(here(script, seen), 'deliver', { by: 'electronic', on: seen.today }),
          expects: ['deliveryNotOffered'],
        },
  ),
  worksForTheSystem: (script, seen) =>
    early.includes(seen.request.state) && script.manual.handling === 'agencySystem'
      ? {
          act: act(here(script, seen), 'confirmComplete'),
          expects: ['workedByAgencySystem', 'wrongState'],
        }
      : undefined,
};

function byOfficersIn(states: readonly RequestState[], then: Occasion): Occasion {
  return (script, seen, memory) =>
    states.includes(seen.request.state) && script.manual.handling === 'officers'
      ? then(script, seen, memory)
      : undefined;
}

function atTheCounter(then: Occasion): Occasion {
  return byOfficersIn(early, then);
}

function inConsideration(then: Occasion): Occasion {
  return byOfficersIn(['consideration'], then);
}

function inCorrection(then: Occasion): Occasion {
  return byOfficersIn(['awaitingCorrection'], then);
}

function inIssuing(then: Occasion): Occasion {
  return byOfficersIn(['issuing'], then);
}

function here({ manual }: Script, { request }: Seen): Person {
  return officialOf(manual, request.office);
}

function licensor({ manual }: Script): Person {
  return deciderOf(manual, 'licensor');
}

function isHeard({ request }: Seen): boolean {
  return request.details.hearings.some(({ status }) => status === 'open');
}

/** A hearing or repair is open, for which a decision waits whatever it says. */
function isWaiting(seen: Seen): boolean {
  const { inspections } = seen.request.details;
  return isHeard(seen) || inspections.some(({ remedy }) => remedy?.status === 'open');
}
