import { answer } from '../../contracts/calendar/ask.js';
import { sentences } from '../../contracts/calendar/sentences.js';
import { vectors } from '../../contracts/calendar/vectors/index.js';

/** Answers every vector, in words too; before that, when this year began where the process lives. */
export function tellCalendar(): unknown {
  return vectors
    .filter(({ gives }) => gives !== undefined)
    .map(({ question }) => answer(JSON.parse(JSON.stringify(question)) as unknown))
    .map((found) => [found, sentences(found.explanation, 'th')]);
}

if (process.argv.includes('--print')) {
  console.log(JSON.stringify([new Date(2026, 0, 1).getTime(), tellCalendar()]));
}
