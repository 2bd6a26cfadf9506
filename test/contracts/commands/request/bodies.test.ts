import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import {
  partWords,
  requestBodies,
  wordMembers,
} from '../../../../contracts/commands/request/bodies.js';
import type { RequestAction } from '../../../../contracts/lifecycles/request/table.js';
import { requestActions } from '../../../../contracts/lifecycles/request/table.js';
import { bodyFor, requestIn } from '../../../support/request-cases.js';
import { fieldTexts, thaiFieldText } from '../../../../contracts/commands/field-texts.js';
import { documentOf, sampleManual } from '../../../support/request-life.js';

type Schema = Record<string, unknown>;

/** Every string of a body, by its path, with what narrows it. */
function strings(schema: Schema, path: readonly string[] = []): { path: string[]; of: Schema }[] {
  const inside = [
    ...Object.entries((schema['properties'] ?? {}) as Record<string, Schema>).map(
      ([name, member]) => strings(member, [...path, name]),
    ),
    ...['items', 'additionalProperties'].map((key) => {
      const one = schema[key];
      return typeof one === 'object' && one !== null ? strings(one as Schema, [...path, key]) : [];
    }),
    ...['anyOf', 'oneOf', 'allOf'].flatMap((key) =>
      ((schema[key] ?? []) as Schema[]).map((one) => strings(one, path)),
    ),
  ].flat();
  const isString = schema['type'] === 'string' || schema['type'] === undefined;
  const isLeaf = isString && inside.length === 0 && schema['$ref'] === undefined;
  return isLeaf ? [{ path: [...path], of: schema }] : inside;
}

function isFree({ of }: { of: Schema }): boolean {
  return ['pattern', 'enum', 'const', 'format', 'allOf'].every((key) => of[key] === undefined);
}

function isWords({ path }: { path: string[] }): boolean {
  return (wordMembers as readonly string[]).includes(path.at(-1) ?? '');
}

const schemas = requestActions.map((action) => ({
  action,
  schema: z.toJSONSchema(requestBodies[action], { io: 'input' }),
}));

describe('the bodies of actions', () => {
  it.each(schemas)('have no free text outside words: $action', ({ schema }) => {
    const all = strings(schema).filter(({ of }) => of['type'] !== 'object');
    expect(all.filter((one) => isFree(one) && !isWords(one))).toEqual([]);
    // And words are words: bounded, and nothing but text.
    for (const one of all.filter(isWords)) {
      expect(one.of).toMatchObject({ type: 'string', minLength: 3, maxLength: 4_000 });
    }
  });

  it.each(schemas)('refuse what they do not know: $action', ({ action, schema }) => {
    // One that has several forms refuses in each of them.
    for (const form of (schema.oneOf ?? [schema]) as Schema[]) {
      expect(form['additionalProperties']).toBe(false);
    }
    const { success } = requestBodies[action].safeParse({ somethingElse: 1 });
    expect(success).toBe(false);
  });

  it('have words under each of the members that are sealed', () => {
    const used = schemas.flatMap(({ schema }) => strings(schema).filter(isWords));
    expect([...new Set(used.map(({ path }) => path.at(-1)))].toSorted()).toEqual(
      [...wordMembers].toSorted(),
    );
  });

  it('cannot say no without facts, law and discretion (APA s.37)', () => {
    const statement = { facts: 'ข้อเท็จจริง', law: 'ข้อกฎหมาย', discretion: 'ดุลพินิจ' };
    const items = [{ itemId: 'plan', what: 'ขาดแผนผัง' }];
    const refused = (action: RequestAction, body: object) =>
      !requestBodies[action].safeParse(body).success;
    for (const missing of ['facts', 'law', 'discretion'] as const) {
      for (const text of [undefined, '', '  ', 'x']) {
        const faulty = { ...statement, [missing]: text };
        expect(refused('refuse', { statement: faulty })).toBe(true);
        expect(refused('recordDeficiency', { items, statement: faulty })).toBe(true);
        const conditions = 'ห้ามขายหลังเวลา 24.00 น.';
        expect(refused('approve', { conditions, statement: faulty })).toBe(true);
      }
    }
    expect(refused('refuse', {})).toBe(true);
    expect(refused('refuse', { statement })).toBe(false);
    expect(refused('approve', {})).toBe(false);
    expect(refused('approve', { conditions: 'ต้องมีผู้ดูแล' })).toBe(true);
    expect(refused('approve', { statement })).toBe(true);
  });

  it('are all taken as they are used', () => {
    const life = requestIn('consideration', sampleManual('SVC2941'));
    for (const action of requestActions) {
      expect(requestBodies[action].safeParse(bodyFor(action, life)).error).toBeUndefined();
    }
  });
});

/** Puts a body together again from its two parts. */
function joined(plain: unknown, words: unknown): unknown {
  if (Array.isArray(plain)) {
    const given = Array.isArray(words) ? (words as unknown[]) : [];
    return plain.map((one, index) => joined(one, given[index] ?? undefined));
  }
  if (typeof plain !== 'object' || plain === null) return words ?? plain;
  const parts = (words ?? {}) as Record<string, unknown>;
  const both = { ...plain, ...parts } as Record<string, unknown>;
  const own = plain as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(both).map(([key, one]) => [
      key,
      key in own && key in parts ? joined(own[key], parts[key]) : one,
    ]),
  );
}

function membersOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => [
    ...(Array.isArray(value) ? [] : [key]),
    ...membersOf(one),
  ]);
}

const key = fc.oneof(
  fc.constantFrom(...wordMembers),
  fc.constantFrom('items', 'itemId', 'statement', 'documents', 'on', 'amount', 'answers'),
);
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('somchai', '2026-08-03', 7, true),
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(key, tie('tree'), { maxKeys: 4 }),
  ),
}));
/** Words are texts, as the schemas have it. */
const bodies = fc.dictionary(key, tree, { maxKeys: 6 }).map((body) => onlyTexts(body));

function onlyTexts(value: unknown): object {
  const mended = (one: unknown): unknown => {
    if (Array.isArray(one)) return one.map(mended);
    if (typeof one !== 'object' || one === null) return one;
    return Object.fromEntries(
      Object.entries(one).map(([name, member]) => [
        name,
        (wordMembers as readonly string[]).includes(name) ? 'ถ้อยคำของบุคคล' : mended(member),
      ]),
    );
  };
  return mended(value) as object;
}

describe('parting the words from a body', () => {
  it('loses nothing, invents nothing, and leaves none in what travels', () => {
    fc.assert(
      fc.property(bodies, (given) => {
        const before = JSON.stringify(given);
        const { body, words } = partWords(given);
        expect(joined(body, words)).toEqual(given);
        const plainMembers = membersOf(body);
        expect(plainMembers.filter((name) => wordMembers.includes(name as never))).toEqual([]);
        expect(JSON.stringify(body)).not.toContain('ถ้อยคำ');
        const texts = before.split('ถ้อยคำของบุคคล').length - 1;
        expect(JSON.stringify(words ?? {}).split('ถ้อยคำของบุคคล').length - 1).toBe(texts);
        expect(words === undefined).toBe(texts === 0);
        expect(JSON.stringify(given)).toBe(before);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps each word at its place', () => {
    const { body, words } = partWords({
      items: [{ itemId: 'a', what: 'หนึ่ง' }, { itemId: 'b' }, { itemId: 'c', what: 'สาม' }],
      statement: { facts: 'ข้อเท็จจริง', law: 'กฎหมาย', discretion: 'ดุลพินิจ' },
      within: { amount: 30, unit: 'DAY' },
    });
    expect(body).toEqual({
      items: [{ itemId: 'a' }, { itemId: 'b' }, { itemId: 'c' }],
      statement: {},
      within: { amount: 30, unit: 'DAY' },
    });
    expect(words).toEqual({
      items: [{ what: 'หนึ่ง' }, null, { what: 'สาม' }],
      statement: { facts: 'ข้อเท็จจริง', law: 'กฎหมาย', discretion: 'ดุลพินิจ' },
    });
    expect(partWords({ on: '2026-08-03', documents: [] })).toEqual({
      ...{ body: { on: '2026-08-03', documents: [] }, words: undefined },
    });
  });
});

describe('an answer to a list of deficiencies', () => {
  const faults = (answers: object[]) =>
    requestBodies.correct
      .safeParse({ answers })
      .error?.issues.map(({ path, message }) => `${path.join('/')}: ${message}`) ?? [];
  const text = { itemId: 'plan', text: 'ส่งฉบับใหม่แล้ว' };
  const document = { itemId: 'deed', document: documentOf('deed') };

  it('says something or brings a document, each of them', () => {
    expect(faults([text, document, { ...text, ...document }])).toEqual([]);
    expect(faults([text, { itemId: 'deed' }, document, { itemId: 'map' }])).toEqual([
      `answers/1: ${fieldTexts.noAnswer.en}`,
      `answers/3: ${fieldTexts.noAnswer.en}`,
    ]);
    expect(thaiFieldText(fieldTexts.noAnswer.en)).toBe(fieldTexts.noAnswer.th);
  });
});
