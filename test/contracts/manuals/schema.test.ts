import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { Manual } from '../../../contracts/manuals/manual.js';
import { manualRef } from '../../../contracts/manuals/manual.js';
import type { ParsedManual } from '../../../contracts/manuals/schema.js';
import { ManualSchema } from '../../../contracts/manuals/schema.js';
import { draftOf, manuals } from './samples.js';

/** What the schema gives is a manual, and a manual is what it gives. */
const there: (parsed: z.output<typeof ManualSchema>) => Manual = (parsed) => parsed;
const back: (manual: Manual) => ParsedManual = (manual) => manual;

interface Node {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly additionalProperties?: boolean;
  readonly items?: Node;
  readonly oneOf?: readonly Node[];
  readonly anyOf?: readonly Node[];
}

/** Members of all objects of a JSON Schema, each with its path. */
function membersOf(node: Node, path = ''): [path: string, member: Node][] {
  const own = Object.entries(node.properties ?? {});
  const inner = [node.items, ...(node.oneOf ?? []), ...(node.anyOf ?? [])];
  return [
    ...own.flatMap(([name, member]): [string, Node][] => [
      [`${path}/${name}`, member],
      ...membersOf(member, `${path}/${name}`),
    ]),
    ...inner.flatMap((one) => (one === undefined ? [] : membersOf(one, path))),
  ];
}

const members = membersOf(z.toJSONSchema(ManualSchema) as Node);

describe('the schema of a manual', () => {
  it('takes each manual of the sample and gives it back as it was', () => {
    for (const manual of manuals) {
      expect(back(there(ManualSchema.parse(structuredClone(manual))))).toEqual(manual);
    }
  });

  it('describes every member', () => {
    expect(members.length).toBeGreaterThan(100);
    expect(members.filter(([, { description }]) => description === undefined)).toEqual([]);
  });

  it('is strict everywhere', () => {
    const objects = members.filter(([, { properties }]) => properties !== undefined);
    expect(objects.length).toBeGreaterThan(10);
    const open = objects.filter(([, { additionalProperties }]) => additionalProperties !== false);
    expect(open.map(([path]) => path)).toEqual([]);
  });

  it('takes no member that is there and undefined', () => {
    const draft = draftOf('SVC0106');
    Reflect.set(draft, 'secondTime', undefined);
    expect(ManualSchema.safeParse(draft).success).toBe(false);
  });

  it('says in its messages what would be right', () => {
    const draft = draftOf('SVC0106');
    Object.assign(draft, { serviceId: '0106', effectiveFrom: '2569-01-01' });
    const messages = ManualSchema.safeParse(draft).error?.issues.map(({ message }) => message);
    expect(messages).toEqual([
      'must be a service id such as SVC0106 or PRS0123456789',
      'looks like a Buddhist-era year; subtract 543',
    ]);
  });
});

describe('a version of a manual', () => {
  it('is named by service and number', () => {
    expect(manualRef({ serviceId: 'SVC0106', version: 3 })).toBe('SVC0106@3');
  });
});
