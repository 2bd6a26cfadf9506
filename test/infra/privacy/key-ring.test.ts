import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { keyRingSetting, UnknownKey } from '../../../infra/privacy/key-ring.js';
import { ringOf, ringText } from '../../support/keys.js';

const schema = keyRingSetting('PRASAN_TEST_KEYS');
const key = randomBytes(32).toString('base64');

describe('a ring of keys', () => {
  it('encrypts with the first and knows the others', () => {
    const ring = schema.parse(ringText('new', 'old').replace(',', ' , '));
    expect(ring.currentId).toBe('new');
    for (const id of ['new', 'old']) {
      expect(ring.need(id).equals(ringOf(id).current)).toBe(true);
    }
  });

  it('names the setting and the key that is missing, and nothing else', () => {
    const ring = ringOf('new');
    expect(() => ring.need('older')).toThrow(UnknownKey);
    expect(() => ring.need('older')).toThrow(
      'PRASAN_TEST_KEYS has no key older: put it back, behind the first one',
    );
    expect(() => ring.need('1101700230708 สมชาย')).toThrow(/has no key of an unreadable id:/);
  });

  it.each([
    '',
    key,
    `:${key}`,
    `a b:${key}`,
    'a:',
    'a:c2hvcnQ=',
    `a:${key}=`,
    `a:${key.replace('=', '')}`,
    `a:${key},`,
    `a:${key},a:${randomBytes(32).toString('base64')}`,
    `a:${randomBytes(32).toString('hex')}`,
  ])('is refused when it is none, without telling it: %s', (text) => {
    const { error } = schema.safeParse(text);
    expect(error?.issues).toHaveLength(1);
    const told = JSON.stringify(error?.issues);
    expect(told).toContain('ID:KEY[,ID:KEY…]');
    expect(told).not.toContain(key.slice(0, 10));
  });
});
