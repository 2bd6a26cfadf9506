import { z } from 'zod';
import { addDays, bangkokDate, fiscalQuarterOf } from '../../contracts/civil-date.js';

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

/** What an example must fit besides its schema: the moment, and where the case stands. */
export interface ExampleFacts {
  /** Its dates are taken from here, milliseconds since the epoch. */
  readonly at: number;
  readonly serviceId?: string | undefined;
  /** A progress report that is owed. */
  readonly report?: { readonly fiscalYear: number; readonly quarter: number } | undefined;
  /** Number of a remediation that is open. */
  readonly remediation?: number | undefined;
  /** What else a field must be here, by its name. */
  readonly own?: Readonly<Record<string, unknown>>;
  /** Fields that are told although they may be left out. */
  readonly tell?: readonly string[];
}

/**
 * An example that fits a JSON Schema and what the case asks beyond it, to be filled in: what is
 * required, with texts that say what belongs there.
 */
export function exampleOf(given: unknown, facts: ExampleFacts): unknown {
  return exampleAt('', given, facts);
}

/** Left out these take another value than an example needs. */
const toldAlways = ['noStateData'];

function exampleAt(name: string, given: unknown, facts: ExampleFacts): unknown {
  const schema = Schema.parse(given);
  const { tell = [] } = facts;
  const choice = choiceOf(schema.anyOf ?? schema.oneOf ?? [], facts);
  const fitting = schema.type === 'object' ? undefined : fittingValue(name, facts);
  if (schema.const !== undefined) return schema.const;
  if (fitting !== undefined) return fitting;
  if (schema.default !== undefined) return schema.default;
  if (schema.enum !== undefined) return schema.enum[0];
  if (choice !== undefined) return exampleAt(name, choice, facts);
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .filter(([one]) => [...schema.required, ...toldAlways, ...tell].includes(one))
          .map(([one, property]) => [one, exampleAt(one, property, facts)]),
      );
    case 'array':
      return (schema.minItems ?? 0) > 0 ? [exampleAt(name, schema.items, facts)] : [];
    case 'integer':
    case 'number':
      return schema.minimum ?? 0;
    case 'boolean':
      return false;
    default:
      return exampleText(schema, bangkokDate(facts.at));
  }
}

/** Of several forms the one that says what is fitting here; else the first. */
function choiceOf(forms: readonly unknown[], { own = {} }: ExampleFacts): unknown {
  const fits = (form: unknown) =>
    Object.entries(Schema.parse(form).properties ?? {}).some(
      ([name, property]) => name in own && Schema.parse(property).const === own[name],
    );
  return forms.find(fits) ?? forms[0];
}

/** What a field must be by the conditions of a case, which its schema cannot say. */
function fittingValue(name: string, facts: ExampleFacts): unknown {
  const { at, serviceId, report, remediation, own } = facts;
  const today = bangkokDate(at);
  const now = report ?? fiscalQuarterOf(today);
  const values: Readonly<Record<string, unknown>> = {
    dueOn: addDays(today, 60),
    expectedEndOn: addDays(today, 30),
    expiresOn: addDays(today, 365),
    reReviewOn: addDays(today, 365),
    targetFiscalYear: fiscalQuarterOf(today).fiscalYear + 1,
    fiscalYear: now.fiscalYear,
    quarter: now.quarter,
    noStateData: true,
    remediation,
    into: serviceId === sampleIds[0] ? sampleIds[1] : sampleIds[0],
    ...own,
  };
  return values[name];
}

const sampleIds = ['SVC0106', 'SVC0107'] as const;

/** A text of the right shape: by pattern where there is one, else what the field says of itself. */
function exampleText(schema: z.output<typeof Schema>, today: string): string {
  const shaped = [
    today,
    '0'.repeat(64),
    'https://example.go.th/',
    sampleIds[0],
    'AGY009',
    'header.payload.signature',
  ];
  const { pattern } = schema;
  if (pattern === undefined) return `<${schema.description ?? 'text'}>`;
  return shaped.find((text) => new RegExp(pattern).test(text)) ?? `<${pattern}>`;
}
