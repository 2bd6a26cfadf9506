import type { RequestStart } from '../../contracts/commands/request/messages.js';
import type { RequestCase } from '../../contracts/lifecycles/request/case.js';
import { bangkokDate } from '../../contracts/civil-date.js';
import { noDates } from '../../contracts/lifecycles/request/clocks.js';
import { notRecounted } from '../../contracts/lifecycles/request/recount.js';
import { enter, feeDue } from '../../contracts/lifecycles/request/procedure.js';

/** What every request has, as it is before anything has happened. */
const blank = {
  version: 1,
  rules: 0,
  deficiencies: [],
  mayAskAgain: false,
  completeAt: null,
  inspections: [],
  hearings: [],
  consultations: [],
  extensions: [],
  decision: null,
  formerRounds: [],
  appeals: [],
  reopenings: [],
  reopenedAt: null,
  bills: [],
  isPaymentTold: false,
  refunds: [],
  issued: null,
  delivered: null,
  notices: [],
  flags: {
    overdue: false,
    missedLetters: [],
    notificationMissed: false,
    issuingOverdue: false,
  },
  responsibleAgencyId: null,
  isApplicantReleased: false,
  dispatch: null,
  dates: noDates,
  recounting: notRecounted,
  rung: [],
  words: [],
} as const satisfies Partial<RequestCase>;

/** A new request, as it is before its first event. */
export function openRequest(start: RequestStart): RequestCase {
  const { requestId, serviceId, agencyId, portal, manual, office, actor } = start;
  const { applicantKind, applicant, agent, form, delivery, documents, filedAt, arrivedAt } = start;
  const request: RequestCase = {
    ...blankRequest(),
    ...{ requestId, serviceId, agencyId, portal, manual, office, rules: start.rules ?? 0 },
    submittedBy: actor.id,
    ...{ applicantKind, applicant, agent, form, delivery },
    state: 'submitted',
    since: arrivedAt,
    receipt: { filedAt, arrivedAt, number: null },
    documents: documents.map((document) => ({ ...document, sequence: 1 })),
  };
  // A fee that falls with the filing is billed at once, whenever it is received in law.
  const isToPay = feeDue(request) !== undefined;
  const when = { at: arrivedAt, on: bangkokDate(arrivedAt) };
  return isToPay ? enter(request, 'awaitingPayment', when) : request;
}

/** A case that was carried on: what it did not know yet when it was packed is as in a new one. */
export function unpackRequest(carried: RequestCase): RequestCase {
  return { ...blankRequest(), ...carried };
}

function blankRequest() {
  return { ...blank } as Pick<RequestCase, keyof typeof blank>;
}
