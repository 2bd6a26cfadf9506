import { fitsCheckDigit } from '../../../contracts/commands/request/applicant.js';
import type { FieldFault } from '../faults.js';

/** Shorter parts of names are also words. */
const nameLengthMin = 4;
/** Shorter fields of a form may well stand in a reason. */
const fieldLengthMin = 8;

/** Fields of an address that many people share, and what is no mark of a person at all. */
const shared = ['kind', 'country', 'subdistrict', 'district', 'province', 'postcode', 'scope'];

/**
 * What is wrong with the reason of a forgetting: it stays on record when the person is gone, so it must
 * not tell of him. Nothing of what was found is repeated.
 *
 * @param known what is known of the person; `undefined` when it cannot be opened any more
 */
export function reasonFault(
  reason: string,
  known: { readonly people: readonly object[]; readonly form: object | null } | undefined,
): FieldFault | undefined {
  const told = plain(reason);
  const marks = known === undefined ? [] : marksOf(known);
  const tells =
    marks.some((mark) => told.includes(mark)) ||
    /\S@\S+\.\S/.test(reason) ||
    numbersIn(told).some((number) => fitsCheckDigit(number));
  return tells ? { path: '/reason', text: tellsOfPerson } : undefined;
}

const tellsOfPerson = {
  th: 'เหตุผลเก็บไว้ตลอดไป จึงต้องไม่มีชื่อ เลขประจำตัว หรือข้อมูลติดต่อของบุคคล ให้อ้างเลขที่คำขอหรือหนังสือแทน',
  en: 'the reason is kept for good, so it must not hold names, numbers or contacts of persons; refer to the request or a letter instead',
};

function marksOf({ people, form }: { people: readonly object[]; form: object | null }): string[] {
  const names = people
    .flatMap((one) => textsIn(one))
    .flatMap((text) => [text, ...text.split(/\s+/)])
    .map(plain)
    .filter((text) => text.length >= nameLengthMin);
  const fields = textsIn(form)
    .map(plain)
    .filter((text) => text.length >= fieldLengthMin);
  return [...names, ...fields];
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value)
    .filter(([name]) => !shared.includes(name))
    .flatMap(([, member]) => textsIn(member));
}

/** Without what may be written one way or another: spaces, dashes, Thai digits, capitals. */
function plain(text: string): string {
  return text
    .replace(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - 0x0e50))
    .replace(/[\s\-‐-―]/g, '')
    .toLowerCase();
}

function numbersIn(text: string): string[] {
  return [...text.matchAll(/(?=(\d{13}))/g)].map(([, number = '']) => number);
}
