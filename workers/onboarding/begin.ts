import type { Client } from '@temporalio/client';
import { serviceClocks } from '../../activities/calendar/service-clocks.js';
import { CalendarError } from '../../contracts/calendar/errors.js';
import type { ServiceStart } from '../../contracts/commands/service/messages.js';
import type { ServiceCase } from '../../contracts/lifecycles/service/case.js';
import { clockFacts, hasClocks } from '../../contracts/lifecycles/service/clocks.js';
import type { BeginService } from '../../infra/register/desk.js';
import { startService } from '../../infra/temporal/cases.js';
import { begun, openCase } from '../../workflows/onboarding/open.js';
import { attributesAtStart } from '../../workflows/search-attributes.js';

/** A case is started eagerly only where a slot is free: by the usual 40, one in four was. */
export const workflowTaskSlots = 200;

/**
 * Begins cases with all that follows from their start: what they are found by, and their first clocks. An
 * edition begins thousands at once; a case that is given less asks for the rest itself. The worker that
 * begins a case takes it up at once, if it has a hand free; else it waits in the queue like any other.
 *
 * @param client on the worker's own connection
 */
export function beginner(client: Client): BeginService {
  return (start) => {
    const service = begun(openCase(start, Date.now()));
    return startService(
      client,
      { ...start, ...clocksFor(service) },
      { typedSearchAttributes: attributesAtStart(service), requestEagerStart: true },
    );
  };
}

/** What the calendar cannot say yet, the case asks again. */
function clocksFor(service: ServiceCase): Pick<ServiceStart, 'stamped'> {
  const facts = clockFacts(service);
  if (!hasClocks(facts)) return {};
  try {
    return { stamped: { facts, clocks: serviceClocks({ ...facts, fired: [], at: Date.now() }) } };
  } catch (error) {
    if (error instanceof CalendarError) return {};
    throw error;
  }
}
