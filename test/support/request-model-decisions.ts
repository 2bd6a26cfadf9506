import { appealDue } from './request-model-dates.js';
import type { ModelRequest } from './request-model.js';
import { dayAt, enter, goOn } from './request-model.js';
import type { Acted } from './request-model-acts.js';

/** Decisions and the filing of appeals in the model of a request. */

/** A decision: it goes on to payment, issuing or the end. */
export function decide(one: ModelRequest, { body, at, person }: Acted, as = 'approved'): void {
  const on = dayAt(at);
  one.decision = {
    kind: as === 'approved' && body.conditions !== undefined ? 'approvedWithConditions' : as,
    ...{ on, by: person.id, isAppealed: false, hasNumber: body.orderNumber !== undefined },
    notified: body.notify === undefined ? null : { on, by: body.notify },
  };
  if (as === 'refused') enter(one, 'refused', at);
  else goOn(one, at);
}

/** An adverse order that was notified may be appealed, once. */
export function checkAppeal({ decision }: ModelRequest): boolean {
  if (decision === null || decision.isAppealed || decision.notified === null) return false;
  return decision.kind !== 'approved' && decision.kind !== 'deemedApproved';
}

/** An appeal is filed. One that comes late is a case too: it is judged there. */
export function fileAppeal(one: ModelRequest, { body, at }: Acted): void {
  const due = appealDue(one);
  const isBodys = one.manual.appeal.route === 'special';
  one.appeals.push({
    ...{ number: one.appeals.length + 1, filedAt: at, orderBy: one.decision?.by ?? null },
    isLate: due !== null && dayAt(at) > due,
    ...{ state: isBodys ? 'withSuperior' : 'withOfficer', version: 1, events: ['filed'] },
    ...{ sentUpOn: null, isExtended: false, isBodys, remindedFor: null },
    stay: body.stay === true ? 'asked' : 'notAsked',
  });
  if (one.decision !== null) one.decision.isAppealed = true;
}
