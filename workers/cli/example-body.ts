import { z } from 'zod';
import { bangkokDate } from '../../contracts/civil-date.js';

/** What of a JSON Schema (2020-12, as the gateway gives it) an example is made from. */
const Schema = z.looseObject({
  type: z.string().optional(),
  const: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  default: z.unknown().optional(),
  description: z.string().optional(),
  pattern: z.string().optional(),
  format: z.string().optional(),
  minimum: z.number().optional(),
  minLength: z.number().optional(),
  minItems: z.number().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).default([]),
  items: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
});

/**
 * An example that fits a JSON Schema, to be filled in: what is required, with texts that say what
 * belongs there.
 *
 * @param at the moment from which its dates are taken, milliseconds since the epoch
 */
export function exampleOf(given: unknown, at: number): unknown {
  const schema = Schema.parse(given);
  const choice = schema.anyOf?.[0] ?? schema.oneOf?.[0];
  if (schema.const !== undefined) return schema.const;
  if (schema.default !== undefined) return schema.default;
  if (schema.enum !== undefined) return schema.enum[0];
  if (choice !== undefined) return exampleOf(choice, at);
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .filter(([name]) => schema.required.includes(name))
          .map(([name, property]) => [name, exampleOf(property, at)]),
      );
    case 'array':
      return (schema.minItems ?? 0) > 0 ? [exampleOf(schema.items, at)] : [];
    case 'integer':
    case 'number':
      return schema.minimum ?? 0;
    case 'boolean':
      return false;
    default:
      return exampleText(schema, bangkokDate(at));
  }
}

/** A text of the right shape: by pattern where there is one, else what the field says of itself. */
function exampleText(schema: z.output<typeof Schema>, today: string): string {
  const shaped = [
    today,
    '0'.repeat(64),
    'https://example.go.th/',
    'SVC0106',
    'AGY009',
    'header.payload.signature',
  ];
  const { pattern } = schema;
  if (pattern === undefined) return `<${schema.description ?? 'text'}>`;
  return shaped.find((text) => new RegExp(pattern).test(text)) ?? `<${pattern}>`;
}
