import { bangkokDate } from '../../civil-date.js';
import type { RequestCase, RequestFlags } from './case.js';
import type { Alarm, AlarmKind } from './clocks.js';
import { alarmKey } from './clocks.js';
import { ofDispatch } from './dispatch.js';
import { endHearing, endRemedy, ofConsultation } from './consideration.js';
import { deemApproved, missCorrection } from './effects.js';
import { billEnded } from './payments.js';
import { enter, nextState } from './procedure.js';

/** How many rung alarms a case remembers; of those that come again and again the last of each alone. */
const rungMax = 60;
const recurring: readonly AlarmKind[] = [
  'letterMissed',
  'paymentQuery',
  'consultationLate',
  'agencyQuery',
  'reminder',
  'calendarMissing',
];

/** What an alarm that rings makes of a request. Pure. */
export function ringAlarm(
  request: RequestCase,
  alarm: Alarm,
  happened: { readonly at: number; readonly sequence: number },
): RequestCase {
  return consequence(silenced(request, alarm), alarm, {
    ...happened,
    on: bangkokDate(happened.at),
  });
}

/** An alarm that has rung: it does so no more. */
export function silenced(request: RequestCase, alarm: Alarm): RequestCase {
  const rung = [...withoutFormer(request.rung, alarm), alarmKey(alarm)].slice(-rungMax);
  const alarms = request.dates.alarms.filter((one) => alarmKey(one) !== alarmKey(alarm));
  return { ...request, rung, dates: { ...request.dates, alarms } };
}

/** The next of a kind that comes again stands for those before it: no date asks for them any more. */
function withoutFormer(rung: readonly string[], { kind, of }: Alarm): readonly string[] {
  if (!recurring.includes(kind)) return rung;
  const about = kind === 'letterMissed' ? `${kind}/` : `${kind}/${of.split('/')[0] ?? ''}/`;
  return rung.filter((key) => !key.startsWith(about));
}

function consequence(
  request: RequestCase,
  { kind, of, dueOn }: Alarm,
  when: { readonly at: number; readonly sequence: number; readonly on: string },
): RequestCase {
  switch (kind) {
    case 'receipt':
      return enter(request, nextState(request), when);
    case 'correctionEnds':
      return missCorrection(request, when);
    case 'overdue':
      return flagged(request, { overdue: true });
    case 'deemedApproval':
      // The last day counts to its end, so it is of that day (R5).
      return deemApproved(request, { ...when, on: dueOn.slice(0, 10) });
    case 'letterMissed':
      return flagged(request, { missedLetters: [...request.flags.missedLetters, dueOn] });
    case 'notificationMissed':
      return flagged(request, { notificationMissed: true });
    case 'issuingOverdue':
      return flagged(request, { issuingOverdue: true });
    case 'billEnds':
      return billEnded(request, Number(of), when);
    case 'remedyEnds':
      return endRemedy(request, Number(of), 'unmet');
    case 'hearingEnds':
      return endHearing(request, Number(of), 'unanswered');
    case 'consultationLate': {
      const chased = request.consultations.find(({ number }) => number === Number(of))?.chased ?? 0;
      return ofConsultation(request, Number(of), { chased: chased + 1 });
    }
    case 'paymentQuery':
      return { ...request, isPaymentTold: true };
    case 'agencyQuery':
      return ofDispatch(request, { isToAsk: true });
    case 'checkOverdue':
    case 'dueSoon':
    case 'renewalOpens':
    case 'appealEnds':
    case 'reminder':
    case 'calendarMissing':
      return request;
  }
}

function flagged(request: RequestCase, flags: Partial<RequestFlags>): RequestCase {
  return { ...request, flags: { ...request.flags, ...flags } };
}
