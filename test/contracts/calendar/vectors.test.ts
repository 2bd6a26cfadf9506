import { describe, expect, it } from '@jest/globals';
import { answer } from '../../../contracts/calendar/ask.js';
import { CalendarError } from '../../../contracts/calendar/errors.js';
import type { RuleId } from '../../../contracts/calendar/rules.js';
import { rules } from '../../../contracts/calendar/rules.js';
import { sentences } from '../../../contracts/calendar/sentences.js';
import { vectors } from '../../../contracts/calendar/vectors/index.js';
import type { Vector } from '../../../contracts/calendar/vectors/vector.js';

/** As a machine sends it: what is undefined is not there. */
function asked({ question }: Vector): unknown {
  return JSON.parse(JSON.stringify(question));
}

function codeOf(question: unknown): string {
  try {
    return `answered: ${JSON.stringify(answer(question))}`;
  } catch (error) {
    if (error instanceof CalendarError) return error.code;
    throw error;
  }
}

describe('a case worked out by hand', () => {
  const answered = vectors.filter(({ gives }) => gives !== undefined);
  const refused = vectors.filter(({ refuses }) => refuses !== undefined);

  it.each(answered.map((one) => [one.shows.join(' '), one.why, one] as const))(
    '%s: %s',
    (_, __, vector) => {
      const found = answer(asked(vector));
      expect(found).toMatchObject(JSON.parse(JSON.stringify(vector.gives)) as object);
      expect(found.explanation.length).toBeGreaterThan(0);
      for (const language of ['th', 'en'] as const) {
        for (const said of sentences(found.explanation, language)) {
          expect(said).not.toMatch(/undefined|NaN|\[object|Invalid/);
        }
      }
    },
  );

  it.each(refused.map((one) => [one.shows.join(' '), one.why, one] as const))(
    '%s is refused: %s',
    (_, __, vector) => {
      expect(codeOf(asked(vector))).toBe(vector.refuses);
    },
  );

  it('there are three or more of for every rule and every reading', () => {
    const counts = new Map<RuleId, number>();
    for (const { shows } of vectors) {
      for (const rule of shows) counts.set(rule, (counts.get(rule) ?? 0) + 1);
    }
    const numbered = (Object.keys(rules) as RuleId[]).filter((id) => /^[RC]\d+$/.test(id));
    expect(numbered).toHaveLength(9 + 18);
    expect(numbered.filter((id) => (counts.get(id) ?? 0) < 3)).toEqual([]);
  });
});
