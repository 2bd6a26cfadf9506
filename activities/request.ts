import { ApplicationFailure, cancellationSignal } from '@temporalio/activity';
import { calendarFor } from '../contracts/calendar/agency-days.js';
import type { Calendar } from '../contracts/calendar/calendar.js';
import { daysAt, revisionOf } from '../contracts/calendar/changes.js';
import { CalendarError } from '../contracts/calendar/errors.js';
import { dueOf } from '../contracts/calendar/period.js';
import type { Unit } from '../contracts/calendar/period.js';
import { receive } from '../contracts/calendar/receipt.js';
import { bangkokDate } from '../contracts/civil-date.js';
import type { AppealNews, AppealStart } from '../contracts/commands/appeal/messages.js';
import type { AppealClockFacts, AppealDates } from '../contracts/lifecycles/appeal/case.js';
import type { CaseDates } from '../contracts/lifecycles/request/clocks.js';
import { bangkokInstant } from '../contracts/lifecycles/request/facts.js';
import type { Payment } from '../contracts/lifecycles/request/payments.js';
import type { Recounted } from '../contracts/lifecycles/request/recount.js';
import type { Money } from '../contracts/manuals/manual.js';
import { archiving } from './archive.js';
import { appealDates } from './calendar/appeal-dates.js';
import type { RecountQuestion } from './calendar/recount.js';
import { recountDates } from './calendar/recount.js';
import type { DatesQuestion } from './calendar/request-dates.js';
import { requestDates } from './calendar/request-dates.js';
import type { DispatchPorts } from './dispatch.js';
import { dispatching } from './dispatch.js';
import type {
  AppealPost,
  DeclaredDays,
  EventPublisher,
  OpenApplications,
  Payments,
  ReceiptBook,
  RequestArchive,
} from './ports.js';

/** What the activities of requests need of the world. */
export interface RequestPorts {
  readonly publisher: EventPublisher;
  readonly receipts: ReceiptBook;
  readonly payments: Payments;
  readonly applications: OpenApplications;
  readonly days: DeclaredDays;
  readonly appeals: AppealPost;
  readonly archive: RequestArchive;
  readonly agencyLink: DispatchPorts;
}

/** What the activities of requests do, by name: workflows see this type only. */
export type RequestActivities = ReturnType<typeof createRequestActivities>;

/** A bill that is wanted: the treasury's order, and how long it is to be valid. */
interface WantedBill {
  readonly requestId: string;
  readonly agencyId: string;
  readonly feeId: string;
  readonly number: number;
  readonly money: Money;
  /** Day from which its validity is counted. */
  readonly billedOn: string;
  readonly amount: number;
  readonly unit: Unit;
}

/** Makes the activities of the worker of requests over the given ports. */
export function createRequestActivities(ports: RequestPorts) {
  /** The calendar of an agency, with all that is declared by now. */
  async function newestFor(agencyId: string): Promise<Calendar> {
    return calendarFor(agencyId, daysAt(await ports.days.changes()));
  }

  return {
    ...dispatching(ports.agencyLink),
    ...archiving(ports.archive, ports.publisher),

    /** Computes the dates of a request. */
    async datesOf(question: DatesQuestion): Promise<CaseDates> {
      const changes = await ports.days.changes(question.revision);
      const { revision = revisionOf(changes), agencyId } = question;
      const calendar = () => calendarFor(agencyId, daysAt(changes, revision));
      return asked(() => requestDates({ ...question, revision }, calendar()));
    },

    /** Counts the dates of a request again for a change of the calendar. */
    async recountOf(question: RecountQuestion): Promise<Recounted> {
      const { revision, agencyId } = question;
      const changes = await ports.days.changes(revision);
      return asked(() => recountDates(question, calendarFor(agencyId, daysAt(changes, revision))));
    },

    /** Gives the receipt number of a request: without gap or double by office and year (B.E.). */
    async giveReceiptNumber(question: {
      readonly requestId: string;
      readonly agencyId: string;
      readonly office: string;
      readonly filedAt: number;
    }): Promise<string> {
      const { filedAt, ...of } = question;
      const calendar = await newestFor(of.agencyId);
      const year = await asked(() => yearOfReceipt(calendar, filedAt));
      return ports.receipts.give({ ...of, year });
    },

    /** Makes the bill of a fee, or finds the one that was made. */
    async createBill(wanted: WantedBill) {
      const { requestId, feeId, number, money } = wanted;
      const calendar = await newestFor(wanted.agencyId);
      const until = await asked(() => lastDayOf(calendar, wanted));
      const validUntil = `${until}T23:59:59+07:00`;
      const order = { requestId, feeId, number, money, validUntil };
      const { billId, ref1, ref2 } = await ports.payments.createBill(order, cancellationSignal());
      return { billId, ref1, ref2, until };
    },

    /** Voids a bill that is not to be paid any more. */
    async voidBill(billId: string): Promise<void> {
      await ports.payments.voidBill(billId, cancellationSignal());
    },

    /** Computes the dates of an appeal. */
    async appealDatesOf(facts: AppealClockFacts): Promise<AppealDates> {
      const calendar = await newestFor(facts.agencyId);
      return asked(() => appealDates(facts, calendar));
    },

    /** Begins the case of an appeal, unless it has begun. */
    beginAppeal(start: AppealStart): Promise<void> {
      return ports.appeals.begin(start);
    },

    /** Tells a request how an appeal of it ended. */
    tellRequest({ requestId, news }: { requestId: string; news: AppealNews }): Promise<void> {
      return ports.appeals.tell(requestId, news);
    },

    /** Lets the person apply for the service again. */
    releaseApplicant(requestId: string): Promise<void> {
      return ports.applications.release(requestId);
    },

    /** What was paid for a bill, as the treasury says now. */
    async askTreasury(billId: string): Promise<Payment[]> {
      const { payments } = await ports.payments.query(billId, cancellationSignal());
      return payments.map(({ transactionId, paidAt, money, isConfirmed }) => ({
        ...{ transactionId, money, isConfirmed },
        paidOn: bangkokDate(Date.parse(paidAt)),
      }));
    },
  };
}

/** Year (B.E.) in which a filing is received in law. */
function yearOfReceipt(calendar: Calendar, filedAt: number): number {
  const { receivedAt } = receive(calendar, bangkokInstant(filedAt)).answer;
  return Number(receivedAt.slice(0, 4)) + 543;
}

function lastDayOf(calendar: Calendar, { billedOn: from, amount, unit }: WantedBill): string {
  const { answer } = dueOf(calendar, { from, amount, unit, party: 'CITIZEN' });
  return 'due' in answer ? answer.due : answer.dueAt.slice(0, 10);
}

/** Tried again: the years that are covered grow. What is wrong stands in the details. */
function asked<Answer>(compute: () => Answer): Promise<Answer> {
  try {
    return Promise.resolve(compute());
  } catch (error) {
    if (!(error instanceof CalendarError)) throw error;
    const { name: type, message } = error;
    throw ApplicationFailure.create({ type, message, details: [error.toJSON()] });
  }
}
