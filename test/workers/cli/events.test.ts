import { describe, expect, it } from '@jest/globals';
import type { LogRecord } from '../../../infra/kafka/read-all.js';
import { showRecord } from '../../../workers/cli/events.js';
import { createScreen } from '../../../workers/cli/screen.js';
import { registeredService } from '../../support/make-events.js';

const [first] = registeredService('SVC0106', 'live').events;
const where = { topic: 'service.status.v1', partition: 3, offset: '7', timestamp: 0 };
const event = { ...first?.event, recordedtime: '2026-11-24T02:00:00.000Z' };
const records = [
  { ...where, read: { kind: 'event', event } },
  { ...where, read: { kind: 'unreadable', reason: 'ce_id is missing' } },
  { ...where, read: { kind: 'tombstone' } },
] as unknown as LogRecord[];

/** The lines of a tail over an event, an unreadable record and a tombstone. */
function tail(options: { subject?: string; json?: boolean }): string[] {
  const lines: string[] = [];
  const out = { write: (text: string) => lines.push(text.trimEnd()) > 0 };
  const screen = createScreen(out, out as unknown as NodeJS.WriteStream);
  for (const record of records) showRecord(screen, record, options);
  return lines;
}

describe('events tail', () => {
  it('with --json is JSON in every line, also of what is no event', () => {
    const place = { topic: 'service.status.v1', partition: 3, offset: '7' };
    expect(tail({ json: true }).map((line) => JSON.parse(line) as unknown)).toEqual([
      expect.objectContaining({ ...place, subject: 'service/SVC0106' }),
      { ...place, kind: 'unreadable', reason: 'ce_id is missing' },
      { ...place, kind: 'tombstone' },
    ]);
  });

  it('says for people what is no event', () => {
    expect(tail({}).slice(1)).toEqual([
      'service.status.v1 partition 3 offset 7 is unreadable: ce_id is missing',
      'service.status.v1 partition 3 offset 7 is tombstone',
    ]);
  });

  it.each([true, false])('of one case shows nothing of others, JSON %s', (json) => {
    expect(tail({ json, subject: 'service/SVC0106' })).toHaveLength(1);
    expect(tail({ json, subject: 'service/SVC9999' })).toEqual([]);
  });
});
