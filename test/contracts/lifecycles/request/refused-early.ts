import { person } from '../../../support/people.js';
import {
  answers,
  deficiency,
  inCheck,
  inConsideration,
  inCorrection,
  statement,
} from '../../../support/request-cases.js';
import { doerOf, documentOf, sampleManual } from '../../../support/request-life.js';
import type { Refused } from './refused.js';
import { answerWith, factory, reason, twoItems } from './refused.js';

/** Refused while a request is checked and corrected, whoever acts. */
export const refusedEarly: readonly Refused[] = [
  {
    code: 'notYourOffice',
    why: 'an official of another office',
    life: () => inCheck(factory),
    by: ({ manual }) => ({ ...doerOf('competentOfficial', manual), offices: ['IND-RYG'] }),
    ...{ action: 'confirmComplete', body: {}, facts: { office: 'DIW-HQ' } },
  },
  {
    code: 'workedByAgencySystem',
    why: 'an official in the place of the agency’s own system',
    life: () => inCheck(sampleManual('SVC0110')),
    by: () => person('competentOfficial', 'somebody', 'AGY010'),
    ...{ action: 'confirmComplete', body: {}, facts: { agencyId: 'AGY010' } },
  },
  {
    code: 'notYourPortal',
    why: 'another portal',
    life: () => inCheck(factory),
    by: ({ manual }) => ({ ...doerOf('portal', manual), portal: 'citizen' }),
    ...{ action: 'withdraw', body: {}, facts: { portal: 'biz' } },
  },
  {
    code: 'askedAlready',
    why: 'a second list once it was answered',
    life: () => inCorrection(factory).must('portal', 'correct', answers()),
    ...{ by: 'competentOfficial', action: 'recordDeficiency', body: deficiency('more') },
  },
  {
    code: 'askedAlready',
    why: 'a list once it was complete (LFA s.8)',
    life: () => inConsideration(factory),
    ...{ by: 'competentOfficial', action: 'recordDeficiency', body: deficiency('more') },
  },
  {
    code: 'noDeficiencyOpen',
    why: 'nothing was answered that could still be open',
    life: () => inCheck(factory),
    ...{ by: 'competentOfficial', action: 'keepOpen', body: { open: ['plan'], reason } },
  },
  {
    code: 'itemsNotOpen',
    why: 'an answer to what was not asked',
    life: () => inCorrection(factory),
    ...{ by: 'portal', action: 'correct', body: answers('other') },
    facts: { items: ['other'], open: ['plan'] },
  },
  {
    code: 'itemsNotOpen',
    why: 'what stays open was not on the list: nothing is added',
    life: () => inCorrection(factory).must('portal', 'correct', answers()),
    ...{ by: 'competentOfficial', action: 'keepOpen', body: { open: ['plan', 'more'], reason } },
    facts: { items: ['more'], open: ['plan'] },
  },
  {
    code: 'itemsTwice',
    why: 'a list that names an item twice',
    life: () => inCheck(factory),
    ...{ by: 'competentOfficial', action: 'recordDeficiency', body: deficiency('plan', 'plan') },
    facts: { items: ['plan'] },
  },
  {
    code: 'itemsTwice',
    why: 'an answer that names an item twice',
    life: twoItems,
    ...{ by: 'portal', action: 'correct', body: answers('plan', 'plan') },
  },
  {
    code: 'itemsTwice',
    why: 'an item that stays open twice',
    life: () => inCorrection(factory).must('portal', 'correct', answers()),
    ...{ by: 'competentOfficial', action: 'keepOpen', body: { open: ['plan', 'plan'], reason } },
  },
  {
    code: 'neverShorter',
    why: 'less time than the manual gives',
    life: () => inCheck(factory),
    ...{ by: 'competentOfficial', action: 'recordDeficiency' },
    body: { ...deficiency(), within: { amount: 29, unit: 'DAY' } },
    facts: { amount: 30, unit: 'DAY' },
  },
  {
    code: 'neverShorter',
    why: 'time that was given is cut',
    life: () =>
      inCorrection(factory).must('competentOfficial', 'lengthenCorrection', {
        ...{ within: { amount: 40, unit: 'WORKING_DAY' }, reason },
      }),
    ...{ by: 'competentOfficial', action: 'lengthenCorrection' },
    body: { within: { amount: 50, unit: 'DAY' }, reason },
    facts: { amount: 40, unit: 'WORKING_DAY' },
  },
  {
    code: 'documentTwice',
    why: 'a document twice in one answer',
    life: twoItems,
    ...{ by: 'portal', action: 'correct' },
    body: answerWith(documentOf('factoryPlan'), documentOf('factoryPlan')),
    facts: { documents: ['factoryPlan'] },
  },
  {
    code: 'documentNotAsked',
    why: 'what the State holds is not asked of the applicant (once-only)',
    life: () => inCheck(factory),
    ...{ by: 'competentOfficial', action: 'recordDeficiency' },
    body: { items: [{ itemId: 'id', documentId: 'personRegistration', what: reason }], statement },
    facts: { documents: ['personRegistration'] },
  },
  {
    code: 'documentNotAsked',
    why: 'nothing beyond the manual is asked (LFA s.8)',
    life: () => inCheck(factory),
    ...{ by: 'competentOfficial', action: 'recordDeficiency' },
    body: { items: [{ itemId: 'id', documentId: 'houseCopy', what: reason }], statement },
  },
  {
    code: 'documentTooLarge',
    why: 'one byte more than the manual takes',
    life: () => inCorrection(factory),
    ...{ by: 'portal', action: 'correct' },
    body: answerWith(documentOf('factoryPlan', { bytes: 5_242_881 })),
    facts: { document: 'factoryPlan', bytes: 5_242_881, max: 5_242_880 },
  },
  {
    code: 'documentType',
    why: 'a type that the manual does not take',
    life: () => inCorrection(factory),
    ...{ by: 'portal', action: 'correct' },
    body: answerWith(documentOf('factoryPlan', { mediaType: 'image/png' })),
    facts: { document: 'factoryPlan', mediaType: 'image/png', possible: ['application/pdf'] },
  },
  {
    code: 'documentType',
    why: 'a type that we do not take of a document of the applicant’s own',
    life: () => inCorrection(factory),
    ...{ by: 'portal', action: 'correct' },
    body: answerWith(documentOf('ownPaper', { mediaType: 'application/zip' })),
  },
  {
    code: 'documentHashDiffers',
    why: 'a known reference with another content',
    life: () => inCorrection(factory),
    ...{ by: 'portal', action: 'correct' },
    body: answerWith(documentOf('factoryPlan', { sha256: '0'.repeat(64) })),
    facts: { document: 'factoryPlan' },
  },
  {
    code: 'documentHashDiffers',
    why: 'one new reference with two contents',
    life: twoItems,
    ...{ by: 'portal', action: 'correct' },
    body: answerWith(
      documentOf('factoryPlan', { reference: 'new-1' }),
      documentOf('machineList', { reference: 'new-1' }),
    ),
  },
];
