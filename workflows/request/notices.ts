import type { RequestCase } from '../../contracts/lifecycles/request/case.js';
import type { Alarm } from '../../contracts/lifecycles/request/clocks.js';
import type { RequestAction } from '../../contracts/lifecycles/request/table.js';
import { bangkokDate } from '../../contracts/civil-date.js';
import type { RequestHappening } from './record.js';

type Noticed = Pick<RequestHappening, 'notice'>;

/** The copy to OPDC of a delay notice (LFA s.10(2)): each time. */
export function noticeOfAction(request: RequestCase, action: RequestAction): Noticed {
  const sent = request.notices.at(-1);
  if (action !== 'sendDelayNotice' || sent === undefined) return {};
  const { number, on, reasonCode } = sent;
  return { notice: { kind: 'delayNoticeSent', number, on, reasonCode } };
}

/** What OPDC learns of by itself: that a decision is overdue, and what was missed (LFA s.10(4)). */
export function noticeOfAlarm(request: RequestCase, { kind, of, dueOn }: Alarm): Noticed {
  const on = dueOn.length > 10 ? bangkokDate(Date.parse(dueOn)) : dueOn;
  switch (kind) {
    case 'overdue':
      return { notice: { kind: 'overdue', number: null, on, reasonCode: null } };
    case 'letterMissed':
      return { notice: { kind: 'delayNoticeMissed', number: Number(of), on, reasonCode: null } };
    case 'notificationMissed':
      return request.decision === null
        ? {}
        : { notice: { kind: 'notificationMissed', number: null, on, reasonCode: null } };
    default:
      return {};
  }
}
