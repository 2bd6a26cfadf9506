import { z } from 'zod';
import { exampleOf } from '../example-body.js';
import { exampleFacts } from '../request-example.js';
import { Dice } from './dice.js';
import type { Script } from './script.js';
import type { Act, Seen } from './step.js';
import { wordsFor } from './words.js';

/** What may be done now, to a request or to an appeal, as far as it is read here. */
export const ActionsShown = z.looseObject({
  version: z.int(),
  actions: z.array(
    z.looseObject({ action: z.string(), allowed: z.boolean(), body: z.looseObject({}) }),
  ),
});

/**
 * The body of an act: the example that fits the schema and the request, with words that a person would
 * write, and what is particular to the act.
 */
export function bodyOf(script: Script, act: Act, schema: object, seen: Seen): object {
  const { seed, index, manual } = script;
  const { action, fields, onAppeal } = act;
  const words = wordsFor(action, (field, texts) => Dice.of(seed, index, action, field).pick(texts));
  const given = Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  );
  const example = onAppeal
    ? { at: seen.at }
    : exampleFacts(action as Parameters<typeof exampleFacts>[0], seen.request, manual);
  const own = { ...example.own, ...words };
  const tell = [...(example.tell ?? []), ...Object.keys(fields)];
  const fitting = exampleOf(schema, { ...example, own, tell });
  return { ...(fitting as object), ...given };
}
