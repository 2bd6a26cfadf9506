import { describe, expect, it } from '@jest/globals';
import { fieldTexts, thaiFieldText } from '../../../contracts/commands/field-texts.js';
import { CivilDate, HttpUrl } from '../../../contracts/commands/fields.js';

function faultOf(schema: typeof CivilDate, text: string): string | undefined {
  return schema.safeParse(text).error?.issues[0]?.message;
}

describe('a day that people name', () => {
  it.each([
    ['0026-11-24', fieldTexts.tooLongAgo.en],
    ['1899-12-31', fieldTexts.tooLongAgo.en],
    ['2569-11-24', fieldTexts.buddhistYear.en],
    ['2026-02-30', fieldTexts.noSuchDay.en],
    ['24/11/2026', fieldTexts.noDate.en],
  ])('is not %s', (text, message) => {
    expect(faultOf(CivilDate, text)).toBe(message);
  });

  it.each(['1900-01-01', '2026-11-24', '2399-12-31'])('may be %s', (text) => {
    expect(CivilDate.parse(text)).toBe(text);
  });
});

describe('an address', () => {
  it.each(['https://user:secret@host.example/', 'https://user@host.example', 'http://:x@host/'])(
    'has no user and no password: %s',
    (text) => {
      expect(faultOf(HttpUrl, text)).toBe(fieldTexts.userInAddress.en);
    },
  );

  it.each([
    'https://host.example/a@b',
    'http://host.example/?mail=a@b',
    'https://host.example:8443',
  ])('may be %s', (text) => {
    expect(HttpUrl.parse(text)).toBe(text);
  });

  it.each([
    ['ftp://host', fieldTexts.noAddress.en],
    ['https://', fieldTexts.noAddress.en],
    ['https://[', fieldTexts.unreadableAddress.en],
  ])('is not %s', (text, message) => {
    expect(faultOf(HttpUrl, text)).toBe(message);
  });
});

describe('what is wrong with a field', () => {
  it.each(Object.entries(fieldTexts))('%s is said in both languages', (_name, { th, en }) => {
    expect(th).toMatch(/\p{Script=Thai}/u);
    expect(en).toMatch(/^[ -~]+$/);
    expect(thaiFieldText(en)).toBe(th);
  });

  it('is said in English that is nobody else’s', () => {
    const english = Object.values(fieldTexts).map(({ en }) => en);
    expect(new Set(english).size).toBe(english.length);
    expect(thaiFieldText('Invalid input')).toBeUndefined();
  });
});
