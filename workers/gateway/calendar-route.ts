import { z } from 'zod';
import { answer } from '../../contracts/calendar/ask.js';
import { CalendarError } from '../../contracts/calendar/errors.js';
import { answering } from './openapi.js';
import { Problem } from './problem.js';
import type { Gateway } from './server.js';
import { NoQuery } from './shapes.js';

const CalendarQuestion = z
  .looseObject({ ask: z.string() })
  .describe('As in contracts/json-schema/calendar-questions.json, by `ask`');

const CalendarAnswer = z
  .looseObject({ explanation: z.array(z.looseObject({ rule: z.string() })) })
  .describe('The members of the answer, and its derivation step by step');

/** The legal calendar for whoever is signed in: pure computing, nothing is read or kept. */
export function calendarRoute(gateway: Gateway): void {
  gateway.post(
    '/v1/calendar',
    {
      config: { rule: 'askCalendar' },
      schema: {
        tags: ['calendar'],
        summary: 'When something is received or due, and why; errors name code and field',
        body: CalendarQuestion,
        querystring: NoQuery,
        response: answering(CalendarAnswer),
      },
    },
    (httpRequest) => {
      try {
        return answer(httpRequest.body);
      } catch (error) {
        if (!(error instanceof CalendarError)) throw error;
        const { code, field, details } = error;
        throw new Problem('calendarRefused', details, { extra: { fault: { code, field } } });
      }
    },
  );
}
