import { thaiFieldText } from '../../contracts/commands/field-texts.js';
import type { Label } from '../../contracts/lifecycles/service/states.js';

/** What of a zod issue its text is made from; which of it is there depends on the code. */
export interface TextIssue {
  readonly code?: string | undefined;
  readonly message: string;
  readonly expected?: unknown;
  readonly origin?: unknown;
  readonly minimum?: unknown;
  readonly maximum?: unknown;
}

/** There is no such field. */
export const noSuchField: Label = { th: 'ไม่มีช่องข้อมูลนี้', en: 'there is no such field' };
/** What has no better text. */
export const notValid: Label = { th: 'ค่าไม่ถูกต้อง', en: 'is not valid' };
/** A body that cannot be parsed. */
export const noJson: Label = { th: 'ไม่ใช่ JSON', en: 'is no JSON' };

/** A value that must be one of several. */
export function mustBeOneOf(choices: readonly unknown[]): Label {
  const list = choices.map(String).join(', ');
  return { th: `ต้องเป็นค่าใดค่าหนึ่งใน ${list}`, en: `must be one of ${list}` };
}

/** So many more faults than are told. */
export function moreFaults(count: number): Label {
  return { th: `และข้อผิดพลาดอีก ${count} รายการ`, en: `and ${count} more faults` };
}

/** What is wrong with a field, as zod found it. */
export function textOf(issue: TextIssue): Label {
  return { th: thaiFieldText(issue.message) ?? thaiOf(issue), en: issue.message };
}

const types: Readonly<Record<string, string>> = {
  string: 'ข้อความ',
  number: 'ตัวเลข',
  int: 'จำนวนเต็ม',
  boolean: 'true หรือ false',
  array: 'รายการ',
  object: 'ออบเจ็กต์ JSON',
  record: 'ออบเจ็กต์ JSON',
};

const units: Readonly<Record<string, string>> = { string: 'ตัวอักษร', array: 'รายการ' };

/** Zod's own Thai names its types in English and asks for the value, which is never kept here. */
function thaiOf({ code, message, expected, origin, minimum, maximum }: TextIssue): string {
  const unit = units[String(origin)];
  switch (code) {
    case 'invalid_type': {
      const isMissing = message.endsWith('received undefined') ? 'ขาดข้อมูลนี้ ' : '';
      return `${isMissing}ต้องเป็น${types[String(expected)] ?? ` ${String(expected)}`}`;
    }
    case 'too_small':
      return unit === undefined
        ? `ต้องไม่น้อยกว่า ${String(minimum)}`
        : `ต้องมีอย่างน้อย ${String(minimum)} ${unit}`;
    case 'too_big':
      return unit === undefined
        ? `ต้องไม่เกิน ${String(maximum)}`
        : `ต้องมีไม่เกิน ${String(maximum)} ${unit}`;
    case 'invalid_format':
      return 'รูปแบบไม่ถูกต้อง';
    default:
      return notValid.th;
  }
}
