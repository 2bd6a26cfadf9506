import { z } from 'zod';
import { CivilDate, ShortText } from '../fields.js';
import { applicantTexts } from './applicant-texts.js';

/**
 * Who applies, and who acts for him. All of it is personal data: it enters at the gateway, is sealed
 * there, and no message of these schemas repeats what was given.
 */

const numberLengthMax = 40;

/** A number as people write it, with Thai digits, dashes or spaces, as it is kept. */
function normalised(text: string): string {
  return text
    .replace(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - 0x0e50))
    .replace(/[\s\-‐-―]/g, '')
    .toUpperCase();
}

/** Whether the last of 13 digits follows from the others, as in citizen and juristic ids. */
export function fitsCheckDigit(digits: string): boolean {
  const weights = [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2];
  const sum = weights.reduce((total, weight, at) => total + weight * Number(digits[at]), 0);
  return (11 - (sum % 11)) % 10 === Number(digits[12]);
}

/** A number of 13 digits with a check digit, told step by step what is wrong with it. */
function idNumber(begins: RegExp, beginsFault: string) {
  const step = (error: string) => ({ error, abort: true });
  return z
    .string()
    .max(numberLengthMax)
    .overwrite(normalised)
    .refine((text) => /^\d{13}$/.test(text), step(applicantTexts.notThirteenDigits.en))
    .refine((text) => begins.test(text), step(beginsFault))
    .refine(fitsCheckDigit, step(applicantTexts.wrongCheckDigit.en));
}

const Country = z
  .string()
  .max(8)
  .overwrite(normalised)
  .refine((text) => /^[A-Z]{2}$/.test(text), applicantTexts.noCountry.en)
  .describe('Country that gave the passport, or of the nationality: ISO 3166-1 alpha-2');

/** Who somebody is, by the number that the State, or another, has given. */
export const Identity = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('citizen'),
    number: idNumber(/^[1-8]/, applicantTexts.citizenBegins.en).describe(
      'Citizen id, 13 digits with check digit; dashes, spaces and Thai digits are taken',
    ),
  }),
  z.strictObject({
    kind: z.literal('juristic'),
    number: idNumber(/^0/, applicantTexts.juristicBegins.en).describe(
      'Juristic id, 13 digits that begin with 0, with check digit',
    ),
  }),
  z.strictObject({
    kind: z.literal('foreigner'),
    number: z
      .string()
      .max(numberLengthMax)
      .overwrite(normalised)
      .refine((text) => /^[A-Z0-9]{5,20}$/.test(text), applicantTexts.noForeignNumber.en)
      .describe('Passport number, or a number of the 00-, 6- or 7-type; without check digit'),
    country: Country,
  }),
]);
/** Who somebody is, by a number. */
export type Identity = z.output<typeof Identity>;

/** A person's or company's name. */
export const PersonName = z.strictObject({
  th: ShortText.describe('As registered, in Thai, or as in the passport'),
  en: ShortText.optional(),
});
/** A person's or company's name. */
export type PersonName = z.output<typeof PersonName>;

const Contact = z.strictObject({
  email: z.email(applicantTexts.noEmail.en).max(254).optional(),
  phone: z
    .string()
    .max(numberLengthMax)
    .overwrite((text) => normalised(text).replace(/[().]/g, ''))
    .refine((text) => /^\+?\d{9,15}$/.test(text), applicantTexts.noPhone.en)
    .optional(),
});

const PostalAddress = z
  .strictObject({
    line: ShortText.describe('House, moo, soi, road'),
    subdistrict: ShortText,
    district: ShortText,
    province: ShortText,
    postcode: z
      .string()
      .max(numberLengthMax)
      .overwrite(normalised)
      .refine((text) => /^\d{5}$/.test(text), applicantTexts.noPostcode.en),
  })
  .describe('Where a letter reaches the person');

/** Who applies. */
export const Applicant = z.strictObject({
  identity: Identity,
  name: PersonName,
  contact: Contact,
  address: PostalAddress.optional(),
});
/** Who applies. */
export type Applicant = z.output<typeof Applicant>;

/** What lets somebody act for another. */
export const PowerOfAttorney = z
  .strictObject({
    documentNo: ShortText,
    from: CivilDate.describe('First day of the power'),
    until: CivilDate.optional().describe('Last day of the power; without end when left out'),
    scope: ShortText.optional().describe('What it covers, where it does not cover all'),
  })
  .refine(({ from, until }) => until === undefined || from <= until, {
    error: applicantTexts.powerEndsEarly.en,
    path: ['until'],
  });
/** What lets somebody act for another. */
export type PowerOfAttorney = z.output<typeof PowerOfAttorney>;

/** Who acts for the applicant. */
export const AuthorizedAgent = z.strictObject({
  identity: Identity,
  name: PersonName,
  contact: Contact.optional(),
  powerOfAttorney: PowerOfAttorney,
});
/** Who acts for the applicant. */
export type AuthorizedAgent = z.output<typeof AuthorizedAgent>;

/** How a power of attorney stands on a day (`YYYY-MM-DD`, Bangkok); its last day is within it. */
export function powerOn(
  { from, until }: Pick<PowerOfAttorney, 'from' | 'until'>,
  day: string,
): 'notBegun' | 'holds' | 'ended' {
  if (day < from) return 'notBegun';
  return until === undefined || day <= until ? 'holds' : 'ended';
}

/**
 * A number as people may be shown it: the last three of 13 digits (`X-XXXX-XXXXX-12-3`), of others
 * at most a third.
 */
export function mask({ kind, number }: Identity): string {
  const shown = kind === 'foreigner' ? Math.min(3, Math.floor(number.length / 3)) : 3;
  const hidden = 'X'.repeat(number.length - shown) + number.slice(number.length - shown);
  if (kind === 'foreigner') return hidden;
  return [0, 1, 5, 10, 12].map((from, i, all) => hidden.slice(from, all[i + 1])).join('-');
}
