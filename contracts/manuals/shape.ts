import type { z } from 'zod';
import type { Label } from '../calendar/label.js';
import { thaiFieldText } from '../commands/field-texts.js';
import type { FindingCode } from './finding-texts.js';
import type { Finding } from './finding.js';
import { finding } from './finding.js';
import { pointer } from './pointers.js';
import type { Manual } from './manual.js';
import { manualShape, ManualSchema } from './schema.js';

/** What the shape of a value says, and the members of it that are sound and can be judged further. */
export interface Shape {
  readonly findings: Finding[];
  readonly sound: Partial<Manual>;
  /** Whether a member is without a fault of its own; it may be left out where that is allowed. */
  readonly isSound: (member: keyof Manual) => boolean;
}

/** Judges the shape of anything. */
export function shapeOf(value: unknown): Shape {
  const { error } = ManualSchema.safeParse(value, { reportInput: true });
  const issues: readonly Issue[] = error?.issues ?? [];
  const faulty = new Set(issues.map(({ path }) => path[0]));
  const isNoObject = issues.some(({ path, code }) => path.length === 0 && code === 'invalid_type');
  const isSound = (member: keyof Manual) => !isNoObject && !faulty.has(member);
  const given = isNoObject ? {} : (value as Readonly<Record<string, unknown>>);
  const members = Object.keys(manualShape).filter(
    (member) => isSound(member as keyof Manual) && given[member] !== undefined,
  );
  return {
    findings: issues.flatMap(findingsOf),
    // Each of them has passed its schema, which changes nothing.
    sound: Object.fromEntries(members.map((member) => [member, given[member]])),
    isSound,
  };
}

type Issue = z.core.$ZodIssue;

/** Places at which a fault of shape means something, the first that fits. */
const meanings: readonly (readonly [RegExp, FindingCode])[] = [
  [/^\/steps\/\d+\/owner$/, 'stepWithoutOwner'],
  [/^\/processingTime$/, 'noProcessingTime'],
  [/^\/regime$/, 'regimeUnknown'],
  [/^\/offices$/, 'noOffice'],
  [/^\/appeal(\/section|\/body(\/\w+)?)?$/, 'noAppealBody'],
  [/^\/fees\/\d+\/stepId$/, 'feeWithoutPlace'],
  [/^\/fees\/\d+\/money(\/\w+)?$/, 'notMoney'],
  [/^\/fees\/\d+\/billValid(\/amount)?$/, 'billNeverValid'],
  [/\/unit$/, 'noUnit'],
  [/\/amount$/, 'amountImpossible'],
  [/\/source$/, 'unsourced'],
];

function findingsOf(issue: Issue): Finding[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => finding('unknownField', [...issue.path, key]));
  }
  const { code, right } = faultOf(issue);
  const path = pointer(issue.path);
  const meaning = meanings.find(([place]) => place.test(path))?.[1] ?? code;
  const isStep = meaning === 'feeWithoutPlace';
  return [finding(meaning, issue.path, isStep ? { possible: right } : { right })];
}

const types: Readonly<Record<string, Label>> = {
  string: { th: 'ข้อความ', en: 'a text' },
  number: { th: 'ตัวเลข', en: 'a number' },
  int: { th: 'จำนวนเต็ม', en: 'a whole number' },
  boolean: { th: 'true หรือ false', en: 'true or false' },
  array: { th: 'รายการ', en: 'a list' },
  object: { th: 'ออบเจ็กต์ JSON', en: 'a JSON object' },
};

const counted: Readonly<Record<string, Label>> = {
  string: { th: 'ตัวอักษร', en: 'character(s)' },
  array: { th: 'รายการ', en: 'item(s)' },
};

interface Fault {
  readonly code: FindingCode;
  readonly right: Label;
}

/** A fault by its kind, and what would be right. */
function faultOf(issue: Issue): Fault {
  const right = rightOf(issue);
  if (issue.input === undefined) return { code: 'missing', right };
  switch (issue.code) {
    case 'invalid_type':
      return { code: 'wrongType', right };
    case 'invalid_value':
    case 'invalid_union':
      return { code: 'notOneOf', right };
    case 'too_small':
    case 'too_big':
      return { code: 'outOfRange', right };
    default:
      return { code: 'badFormat', right };
  }
}

function rightOf(issue: Issue): Label {
  switch (issue.code) {
    case 'invalid_type':
      return must(types[issue.expected] ?? { th: issue.expected, en: issue.expected });
    case 'invalid_value': {
      const choices = issue.values.map(String).join(', ');
      const isOne = issue.values.length === 1;
      const one = { th: choices, en: choices };
      return must(isOne ? one : { th: `ค่าใดค่าหนึ่งใน ${choices}`, en: `one of ${choices}` });
    }
    case 'invalid_union':
      return must({ th: 'cited หรือ illustrative', en: 'cited or illustrative' });
    case 'too_small':
      return atMost({ th: 'อย่างน้อย', en: 'at least' }, issue.minimum, issue.origin);
    case 'too_big':
      return atMost({ th: 'ไม่เกิน', en: 'at most' }, issue.maximum, issue.origin);
    default:
      return { th: thaiFieldText(issue.message) ?? 'รูปแบบไม่ถูกต้อง', en: issue.message };
  }
}

function must({ th, en }: Label): Label {
  return { th: `ต้องเป็น${th}`, en: `must be ${en}` };
}

function atMost(limit: Label, bound: number | bigint, origin: string): Label {
  const of = counted[origin];
  const verb = of === undefined ? { th: 'เป็น', en: 'be' } : { th: 'มี', en: 'have' };
  return {
    th: `ต้อง${verb.th}${limit.th} ${String(bound)} ${of?.th ?? ''}`.trimEnd(),
    en: `must ${verb.en} ${limit.en} ${String(bound)} ${of?.en ?? ''}`.trimEnd(),
  };
}
