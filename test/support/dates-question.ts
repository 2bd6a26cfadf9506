import type { DatesQuestion } from '../../activities/calendar/request-dates.js';
import { requestDates } from '../../activities/calendar/request-dates.js';
import type { Calendar } from '../../contracts/calendar/calendar.js';
import { officeTimeMs } from '../../contracts/spread.js';

const requestId = 'request-1';
const hour = 3_600_000;

/** A moment in Thailand. */
export function thai(moment: string): number {
  return Date.parse(`${moment}+07:00`);
}

/** A question about a request of a licence under the Act, complete when filed, fifteen working days. */
export function about(filed: string, change: Partial<DatesQuestion> = {}): DatesQuestion {
  const filedAt = `${filed}+07:00`;
  const { facts, ...others } = change;
  return {
    ...{ requestId, agencyId: 'AGY009', regime: 'LFA', kind: 'LIC' },
    time: { amount: 15, unit: 'WORKING_DAY' },
    extension: null,
    receiptAt: filedAt,
    facts: { filedAt, waits: [], ...facts },
    ...{ billWaits: [], paidOn: null, awaitsReceipt: false, awaitsCheck: false },
    ...{ correction: null, isCorrectionArmed: false, remedies: [], hearings: [] },
    ...{ consultations: [], isUndecided: true, noticesOn: [], lettersMissed: [] },
    ...{ issuing: null, bill: null, isAppealable: false, renewal: null, missingOn: null },
    agencyQuery: null,
    appeal: { amount: 15, unit: 'DAY', section: 'APA s.44' },
    ...{ at: thai(filed), rung: [] },
    ...others,
  };
}

/** When something rings: `office` is the request's own time of the office day, `over` the day's end. */
function rings(at: number, dueOn: string): string {
  const moment = new Date(at + 7 * hour).toISOString().replace('Z', '');
  const [day = '', time = ''] = moment.split('T');
  const sinceMidnight = at - thai(`${day}T00:00:00`);
  if (sinceMidnight === officeTimeMs(requestId)) return `${day} office`;
  const isOver = at === thai(`${dueOn.slice(0, 10)}T00:00:00`) + 24 * hour;
  return isOver ? 'over' : `${day} ${time}`;
}

/** The alarms, each as `kind of: due, rings`. */
export function alarmsOf(question: DatesQuestion, calendar?: Calendar): string[] {
  return requestDates(question, calendar).alarms.map(
    ({ kind, of, at, dueOn }) => `${kind} ${of || '-'}: ${dueOn}, ${rings(at, dueOn)}`,
  );
}

/** The clocks, each as `kind from start: due, state`. */
export function clocksOf(question: DatesQuestion, calendar?: Calendar): string[] {
  return requestDates(question, calendar).clocks.map(
    ({ kind, startsOn, due, state }) => `${kind} from ${startsOn}: ${due ?? 'none'}, ${state}`,
  );
}
