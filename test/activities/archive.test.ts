import { describe, expect, it } from '@jest/globals';
import { MockActivityEnvironment } from '@temporalio/testing';
import { archiving } from '../../activities/archive.js';
import type { EventPublisher, RequestArchive } from '../../activities/ports.js';
import type { CarriedRequest } from '../../contracts/commands/request/carried.js';
import { emptyChain, endOf } from '../../contracts/events/mint.js';
import { openRequest } from '../../workflows/request/open.js';
import { MadeService } from '../support/make-events.js';
import { filing, plainManual } from '../support/requests.js';

const topic = 'request.status.biz.v1';
const events = new MadeService('SVC0106').events.slice(0, 1).map(({ event }) => event);
const [end = emptyChain] = events.map(endOf);
const filedAt = Date.parse('2026-10-05T10:00:00+07:00');
const closing: CarriedRequest = {
  request: openRequest(filing({ manual: plainManual(), name: 'closing', filedAt })),
  ...{ end, pending: [], noticeEnd: emptyChain, pendingNotices: [] },
  ...{ recent: [], submissionHash: 'closing' },
};

/** What is asked of the world, in order. */
function world(keep: () => Promise<void>, publish: () => Promise<void> = () => Promise.resolve()) {
  const asked: string[] = [];
  const archive: RequestArchive = {
    keep: (carried) => {
      asked.push(`keep ${carried.submissionHash}`);
      return keep();
    },
    find: () => Promise.resolve(undefined),
  };
  const publisher: EventPublisher = {
    publish: (_, { length }) => {
      asked.push(`publish ${length}`);
      return publish();
    },
  };
  const { publishEvents } = archiving(archive, publisher);
  const send = (batch: Parameters<typeof publishEvents>[0]) =>
    new MockActivityEnvironment({ attempt: 1 }).run(publishEvents, batch);
  return { asked, send };
}

describe('the last events of a request', () => {
  it('go out, and then the archive has the whole of it', async () => {
    const { asked, send } = world(() => Promise.resolve());
    expect(await send({ topic, events, closing })).toEqual({ ...end, isKept: true });
    expect(asked).toEqual(['publish 1', 'keep closing']);
  });

  it('are alone where it does not close', async () => {
    const { asked, send } = world(() => Promise.resolve());
    expect(await send({ topic, events })).toEqual(end);
    expect(asked).toEqual(['publish 1']);
  });

  it('are sent once though the archive refuses: it is kept by itself then', async () => {
    const { asked, send } = world(() => Promise.reject(new Error('the database is away')));
    expect(await send({ topic, events, closing })).toEqual(end);
    expect(asked).toEqual(['publish 1', 'keep closing']);
  });

  it('are sent once though the archive does not answer', async () => {
    const { asked, send } = world(() => new Promise(() => undefined));
    expect(await send({ topic, events, closing })).toEqual(end);
    expect(asked).toEqual(['publish 1', 'keep closing']);
  });

  it('that Kafka does not take are tried again, and the archive is not asked before', async () => {
    const away = () => Promise.reject(new Error('Kafka is away'));
    const { asked, send } = world(() => Promise.resolve(), away);
    await expect(send({ topic, events, closing })).rejects.toThrow('Kafka is away');
    expect(asked).toEqual(['publish 1']);
  });
});
