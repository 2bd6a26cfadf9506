import { describe, expect, it } from '@jest/globals';
import type { Logger } from '../../infra/logger.js';
import { createLogger } from '../../infra/logger.js';

const marker = 'MARKED-สมชาย';

/** What is logged, line by line. */
function logged(work: (logger: Logger) => void): Record<string, unknown>[] {
  const lines: string[] = [];
  work(createLogger('planted', 'info', { write: (line) => void lines.push(line) }));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

const applicant = {
  identity: { kind: 'citizen', number: marker },
  name: { th: marker },
  contact: { phone: marker },
};

describe('data of persons never reach a log', () => {
  it.each([
    ['as a request has them', { applicant }],
    ['taken apart', { identity: applicant.identity, name: marker, citizenId: marker }],
    ['in a list', { rows: [{ applicant }, { agent: { ...applicant } }] }],
    ['deep down', { a: { b: [{ c: { d: { e: { personHash: marker, name: marker } } } }] } }],
    ['beyond every depth', JSON.parse(`${'{"a":'.repeat(12)}"${marker}"${'}'.repeat(12)}`)],
    [
      'on an error',
      { err: Object.assign(new Error('refused'), { applicant, meta: { applicant } }) },
    ],
    ['in a command', { command: { body: { x: marker }, applicant, sealed: marker } }],
    ['without a prototype', Object.assign(Object.create(null) as object, { applicant })],
  ])('%s', (_, entry: object) => {
    const [line] = logged((logger) => logger.info(entry, 'planted'));
    expect(JSON.stringify(line)).not.toContain(marker);
    expect(JSON.stringify(line)).toContain('[Redacted]');
  });
});

describe('what else is logged stays', () => {
  it('as it was given', () => {
    const entry = { place: { topic: 'service.status.v1', at: [1, null, 'x'] }, on: new Date(0) };
    const kept = structuredClone(entry);
    const [line] = logged((logger) => logger.info(entry, 'kept'));
    expect(line).toMatchObject({
      ...{ name: 'planted', msg: 'kept' },
      ...{ place: entry.place, on: '1970-01-01T00:00:00.000Z' },
    });
    expect(entry).toEqual(kept);
  });

  it('with errors as their serializer tells them', () => {
    const cause = new Error('deeper');
    const err = Object.assign(new TypeError('failed', { cause }), { code: 'E1' });
    const [line] = logged((logger) => logger.error({ err }, 'a call failed'));
    expect(line?.['err']).toMatchObject({
      type: 'TypeError',
      message: 'failed: deeper',
      code: 'E1',
    });
    expect(JSON.stringify(line?.['err'])).toContain('logger.test.ts');
    const [bare] = logged((logger) => logger.error(err));
    expect(bare).toMatchObject({ msg: 'failed', err: { type: 'TypeError' } });
  });

  it('without tokens and bodies', () => {
    const [line] = logged((logger) => {
      logger.info({ token: marker, body: marker, req: { headers: { authorization: marker } } });
    });
    expect(JSON.stringify(line)).not.toContain(marker);
  });
});
