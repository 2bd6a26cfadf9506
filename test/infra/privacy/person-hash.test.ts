import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { Identity } from '../../../contracts/commands/request/applicant.js';
import { bodyFingerprint, personHash } from '../../../infra/privacy/open-applications.js';

const secret = 'a secret of thirty-two characters';
const hashOf = (identity: object, by = secret) => personHash(Identity.parse(identity), by);

describe('the hash of a person', () => {
  it('is the same however the number is written, and under whichever kind', () => {
    const hash = hashOf({ kind: 'citizen', number: '1-1017-00230-70-8' });
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(hashOf({ kind: 'citizen', number: '๑๑๐๑๗๐๐๒๓๐๗๐๘' })).toBe(hash);
    const foreigner = { kind: 'foreigner', number: '1101700230708', country: 'LA' };
    expect(hashOf(foreigner)).toBe(hash);
    expect(hashOf({ ...foreigner, country: 'MM' })).toBe(hash);
  });

  it('differs by number, by the country of a passport, and by secret', () => {
    const passport = { kind: 'foreigner', number: 'PA1234567', country: 'LA' };
    const all = [
      hashOf(passport),
      hashOf({ ...passport, country: 'MM' }),
      hashOf({ ...passport, number: 'PA1234568' }),
      hashOf(passport, `${secret}!`),
      hashOf({ kind: 'juristic', number: '0105568045932' }),
    ];
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('the hash of a body', () => {
  const body = { reason: 'ถอนคำขอ', actedBy: 'applicant' };

  it('is the same however its members are ordered, and another one for another body', () => {
    const turned = { actedBy: 'applicant', reason: 'ถอนคำขอ' };
    expect(bodyFingerprint(turned, secret)).toBe(bodyFingerprint(body, secret));
    expect(bodyFingerprint({ ...body, reason: 'ไม่ประสงค์' }, secret)).not.toBe(
      bodyFingerprint(body, secret),
    );
  });

  it('cannot be tried out without the secret', () => {
    const other = `${secret} and more`;
    expect(bodyFingerprint(body, other)).not.toBe(bodyFingerprint(body, secret));
    const plain = createHash('sha256').update(JSON.stringify(body)).digest('hex');
    expect(bodyFingerprint(body, secret)).not.toBe(plain);
    expect(bodyFingerprint(body, secret)).toMatch(/^[0-9a-f]{64}$/);
  });
});
