import { ApplicationFailure, cancellationSignal } from '@temporalio/activity';
import { CalendarError } from '../contracts/calendar/errors.js';
import type { MemberWord } from '../contracts/commands/agency/messages.js';
import type { JudgedReport, SignedReport } from '../contracts/commands/service/test-report.js';
import type { Refusal } from '../contracts/lifecycles/refusals.js';
import type { Clock } from '../contracts/lifecycles/service/clocks.js';
import type { ServiceState } from '../contracts/lifecycles/service/states.js';
import type { ClockQuestion } from './calendar/service-clocks.js';
import { serviceClocks } from './calendar/service-clocks.js';
import type { AgencyDigest, AgencyNews, LiveCheckResult, Ports } from './ports.js';
import { publishing, whileAlive } from './publish.js';

/** What the activities do, by name: workflows see this type only. */
export type Activities = ReturnType<typeof createActivities>;

/** Makes the activities of the onboarding worker over the given ports. */
export function createActivities(ports: Ports) {
  return {
    ...publishing(ports.publisher),

    /** Computes the clocks of a service. */
    async clocksOf(question: ClockQuestion): Promise<Clock[]> {
      try {
        return serviceClocks(question);
      } catch (error) {
        throw error instanceof CalendarError ? calendarFailure(error) : error;
      }
    },

    /** Judges a signed test report. */
    judgeTestReport({
      at,
      ...signed
    }: SignedReport & { readonly at: number }): Promise<JudgedReport> {
      return ports.testReports.verify(signed, at);
    },

    /** Follows where a service was or is to be merged. */
    mergeChain(serviceId: string): Promise<readonly string[]> {
      return ports.services.mergeChain(serviceId);
    },

    /** Says how a service's case stands. */
    serviceState(serviceId: string): Promise<ServiceState | null> {
      return ports.services.stateOf(serviceId);
    },

    /** Tells an agency what its service owes or has settled. */
    async tellAgency(news: {
      readonly agencyId: string;
      readonly items: readonly AgencyNews[];
    }): Promise<void> {
      await whileAlive(async () => {
        for (const { agencyId = news.agencyId, ...item } of news.items) {
          await ports.agencyPost.tell(agencyId, item);
        }
      });
    },

    /** Asks an agency whether another may be merged into it, and merges it; or says why not. */
    askToJoin(asked: {
      readonly into: string;
      readonly word: MemberWord;
    }): Promise<Refusal | { readonly joined: true }> {
      return whileAlive(() => ports.agencyPost.askToJoin(asked.into, asked.word));
    },

    /** Tells agencies what a member of their organisation owes, or that it has left. */
    async tellOrganisation(told: {
      readonly words: readonly { readonly into: string; readonly word: MemberWord }[];
    }): Promise<void> {
      await whileAlive(async () => {
        for (const { into, word } of told.words) await ports.agencyPost.tellMember(into, word);
      });
    },

    /** Calls the announced channel of a service. */
    checkLive(url: string): Promise<LiveCheckResult> {
      return ports.liveChecker.check(url, cancellationSignal());
    },

    /** Sends the agency's digest by e-mail, where that is set up. */
    sendDigest(digest: AgencyDigest): Promise<'sent' | 'off' | 'noAddress'> {
      return ports.mailer.sendDigest(digest);
    },
  };
}

/** Tried again: the years that are covered grow. What is wrong stands in the details. */
function calendarFailure(error: CalendarError): ApplicationFailure {
  const { name: type, message } = error;
  return ApplicationFailure.create({ type, message, details: [error.toJSON()] });
}
