import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Validator } from 'stdnum';
import { stdnum } from 'stdnum';
import type { z } from 'zod';
import { thaiFieldText } from '../../../../contracts/commands/field-texts.js';
import {
  Applicant,
  AuthorizedAgent,
  fitsCheckDigit,
  Identity,
  mask,
  powerOn,
} from '../../../../contracts/commands/request/applicant.js';
import { applicantTexts } from '../../../../contracts/commands/request/applicant-texts.js';

/** One of stdnum's validators of Thailand. */
function oracle(name: 'idnr' | 'moa'): Validator {
  const validator = stdnum['TH']?.[name];
  if (validator === undefined) throw new Error(`stdnum has no TH.${name}`);
  return validator;
}

const [idnr, moa] = [oracle('idnr'), oracle('moa')];
const digit = fc.integer({ min: 0, max: 9 }).map(String);
const digits = (count: number) =>
  fc.array(digit, { minLength: count, maxLength: count }).map((all) => all.join(''));

/** Twelve digits and the one that fits them. */
const fitting = digits(12).map((front) => {
  const last = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].find((one) => fitsCheckDigit(`${front}${one}`));
  return `${front}${last ?? ''}`;
});
const thirteen = fc.oneof(digits(13), fitting);

function faultsOf(schema: z.ZodType, value: unknown): string[] {
  return (schema.safeParse(value).error?.issues ?? []).map(({ message }) => message);
}

const citizen = (number: string) => ({ kind: 'citizen', number });
const juristic = (number: string) => ({ kind: 'juristic', number });
const foreigner = (number: string, country = 'LA') => ({ kind: 'foreigner', number, country });

describe('the number of a citizen or a company', () => {
  it('is good where stdnum finds it good, and nowhere else', () => {
    fc.assert(
      fc.property(thirteen, (number) => {
        expect(faultsOf(Identity, citizen(number)).length === 0).toBe(
          idnr.validate(number).isValid,
        );
        expect(faultsOf(Identity, juristic(number)).length === 0).toBe(
          moa.validate(number).isValid,
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('is bad with any one digit mistaken, or two neighbours exchanged where stdnum says so', () => {
    fc.assert(
      fc.property(fitting, fc.nat(12), fc.integer({ min: 1, max: 9 }), (number, at, by) => {
        const wrong = String((Number(number[at]) + by) % 10);
        const mistaken = number.slice(0, at) + wrong + number.slice(at + 1);
        const exchanged = number.replace(new RegExp(`^(.{${at}})(.)(.)`), '$1$3$2');
        for (const changed of [mistaken, exchanged]) {
          const isGood = idnr.validate(changed).isValid || moa.validate(changed).isValid;
          const kinds = [citizen(changed), juristic(changed)];
          expect(kinds.some((one) => faultsOf(Identity, one).length === 0)).toBe(isGood);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('is taken as people write it and kept as digits', () => {
    for (const written of [
      '1-1017-00230-70-8',
      ' 1 1017 00230 708 ',
      '๑๑๐๑๗๐๐๒๓๐๗๐๘',
      '1‑1017‑00230‑70‑8',
    ]) {
      expect(Identity.parse(citizen(written))).toEqual(citizen('1101700230708'));
    }
    expect(Identity.parse(juristic('0-1055-68045-93-2'))).toEqual(juristic('0105568045932'));
  });

  it.each([
    [citizen('110170023070'), applicantTexts.notThirteenDigits],
    [citizen('1101700230708x'), applicantTexts.notThirteenDigits],
    [citizen('0105568045932'), applicantTexts.citizenBegins],
    [juristic('1101700230708'), applicantTexts.juristicBegins],
    [citizen('1101700230709'), applicantTexts.wrongCheckDigit],
    [juristic('0105568045933'), applicantTexts.wrongCheckDigit],
    [foreigner('AB12'), applicantTexts.noForeignNumber],
    [foreigner('AB1234567/8'), applicantTexts.noForeignNumber],
    [foreigner('AB1234567', 'Laos'), applicantTexts.noCountry],
  ])('that is wrong is told by one text, in both languages, without it', (identity, text) => {
    expect(faultsOf(Identity, identity)).toEqual([text.en]);
    expect(thaiFieldText(text.en)).toBe(text.th);
    expect(JSON.stringify(Identity.safeParse(identity).error)).not.toContain(identity.number);
  });
});

describe('a foreigner', () => {
  it('has a passport, or a number of Thailand, without check digit', () => {
    expect(Identity.parse(foreigner('pa 123-4567', 'la'))).toEqual(foreigner('PA1234567'));
    for (const number of ['0012345678901', '6123456789012', '7123456789012']) {
      expect(Identity.parse(foreigner(number, 'MM'))).toEqual(foreigner(number, 'MM'));
    }
  });
});

describe('a number as people are shown it', () => {
  it.each([
    [citizen('1101700230708'), 'X-XXXX-XXXXX-70-8'],
    [juristic('0105568045932'), 'X-XXXX-XXXXX-93-2'],
    [foreigner('PA1234567'), 'XXXXXX567'],
    [foreigner('AB123'), 'XXXX3'],
  ])('has its last digits alone', (identity, shown) => {
    expect(mask(Identity.parse(identity))).toBe(shown);
  });
});

const applicant = {
  identity: citizen('1101700230708'),
  name: { th: 'สมชาย ใจดี' },
  contact: { email: 'somchai@example.com', phone: '081-234 5678' },
};

describe('an applicant', () => {
  it('has an address where a letter is to reach him, and need not have one', () => {
    const address = {
      ...{ line: '99 หมู่ 1', subdistrict: 'บางพลัด', district: 'บางพลัด' },
      ...{ province: 'กรุงเทพมหานคร', postcode: '๑๐๗๐๐' },
    };
    expect(Applicant.parse({ ...applicant, address })).toMatchObject({
      contact: { phone: '0812345678' },
      address: { postcode: '10700' },
    });
    expect(Applicant.parse({ ...applicant, contact: {} })).not.toHaveProperty('address');
  });

  it('has nothing that is not known, and faults tell nothing of what was given', () => {
    const planted = {
      identity: { kind: 'MARKED', number: 'MARKED' },
      name: { th: '', en: 'MARKED' },
      contact: { email: 'MARKED', phone: 'MARKED' },
      address: { postcode: 'MARKED' },
    };
    const { error } = Applicant.safeParse({ ...planted, nickname: 'MARKED' });
    expect(error?.issues.length).toBeGreaterThan(5);
    expect(JSON.stringify(error?.issues)).not.toContain('MARKED');
    expect(JSON.stringify(error?.issues)).toContain('nickname');
  });
});

describe('an agent with a power of attorney', () => {
  const power = { documentNo: 'มอบ 1/2570', from: '2026-11-01', until: '2027-10-31' };

  it('may act from the first day to the last', () => {
    const days = ['2026-10-31', '2026-11-01', '2027-10-31', '2027-11-01'];
    const states = ['notBegun', 'holds', 'holds', 'ended'];
    expect(days.map((day) => powerOn(power, day))).toEqual(states);
    expect(powerOn({ from: '2026-11-01' }, '2099-01-01')).toBe('holds');
  });

  it('is refused when the power ends before it begins', () => {
    const agent = { identity: foreigner('PA1234567'), name: { th: 'จอห์น', en: 'John' } };
    const good = AuthorizedAgent.parse({ ...agent, powerOfAttorney: power });
    expect(good.powerOfAttorney).toEqual(power);
    const powerOfAttorney = { ...power, until: '2026-10-31' };
    expect(faultsOf(AuthorizedAgent, { ...agent, powerOfAttorney })).toEqual([
      applicantTexts.powerEndsEarly.en,
    ]);
  });
});
