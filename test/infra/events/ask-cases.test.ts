import { describe, expect, it } from '@jest/globals';
import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { RequestView } from '../../../contracts/commands/request/messages.js';
import { appealSubject, requestSubject } from '../../../contracts/ids.js';
import { partitionOf } from '../../../contracts/kafka/partition.js';
import type { RequestState } from '../../../contracts/lifecycles/request/states.js';
import type { CaseToAsk } from '../../../infra/events/ask-cases.js';
import { askCases } from '../../../infra/events/ask-cases.js';
import { EventAudit } from '../../../infra/events/audit.js';
import { allCases } from '../../../infra/events/cases-to-ask.js';
import type { MadeEvent } from '../../support/make-events.js';
import { published } from '../../support/make-events.js';
import { lateRequest, madeRequestId } from '../../support/make-requests.js';

const subject = requestSubject(madeRequestId(1));
const made = lateRequest(madeRequestId(1), '2026-10-12');
const watcher = { onStep: () => undefined, onProgress: () => undefined };
const biz = { topic: 'request.status.biz.v1', subject, kind: 'request' } as const;

interface Told {
  readonly state?: RequestState;
  readonly unpublished?: number;
  readonly letters?: number;
}

/** What the case of the made request would answer. */
function viewOf({ state = 'consideration', unpublished = 0, letters = 1 }: Told): RequestView {
  const flags = { overdue: true, missedLetters: ['2026-10-26'] };
  const request = { portal: 'biz', state, flags, notices: Array.from({ length: letters }) };
  const chainhash = made.events.at(-1)?.event.chainhash;
  return { request, sequence: 4, chainhash, unpublished } as never;
}

interface Listed {
  readonly workflowId: string;
  readonly type: string;
  readonly status: { readonly name: string };
}

/** A Temporal that knows these workflows and no others. */
function clientWith(views: Readonly<Record<string, RequestView>>, listed: Listed[] = []): Client {
  const workflow = {
    getHandle: (id: string) => ({
      query: async () => {
        const view = views[id];
        if (view === undefined) throw new WorkflowNotFoundError('not found', id, undefined);
        return view;
      },
    }),
    list: async function* () {
      yield* listed;
    },
  };
  return { workflow, withDeadline: (_: number, work: () => unknown) => work() } as never;
}

function audited(events: readonly MadeEvent[]): EventAudit {
  const audit = new EventAudit();
  events.forEach(({ topic, event }, offset) => {
    const place = { topic, partition: partitionOf(event.subject, 12), offset: String(offset) };
    audit.take(place, { kind: 'event', event: published(event) });
  });
  return audit.close();
}

async function ask(told: Told, status = 'RUNNING') {
  const one: CaseToAsk = { ...biz, status };
  return askCases(clientWith({ [subject]: viewOf(told) }), [one], watcher);
}

describe('a request that is asked', () => {
  it('tells the end of its status topic, and how many copies there are at the least', async () => {
    const { ends, floors, elsewhere, faults } = await ask({});
    expect(ends).toMatchObject([{ topic: 'request.status.biz.v1', subject, sequence: 4 }]);
    expect(floors).toMatchObject([{ topic: 'request.notice.v1', subject, sequence: 3 }]);
    expect(elsewhere).toEqual([{ topic: 'request.status.citizen.v1', subject }]);
    expect(faults).toEqual([]);
  });

  it.each<[string, Told, string, string[]]>([
    ['runs', {}, 'RUNNING', []],
    ['has come to an end and closed', { state: 'completed' }, 'COMPLETED', []],
    ['has closed before an end', {}, 'COMPLETED', ['ended']],
    ['was terminated', { state: 'completed' }, 'TERMINATED', ['ended']],
    [
      'closed with what is not published',
      { state: 'refused', unpublished: 1 },
      'COMPLETED',
      ['ended'],
    ],
  ])('that %s has the faults that follow', async (_, told, status, codes) => {
    const { faults } = await ask(told, status);
    expect(faults.map(({ code }) => code)).toEqual(codes);
  });

  it('misses a copy that was made and is not in the topic', async () => {
    const { floors } = await ask({ letters: 2 });
    const audit = audited(made.all);
    expect(floors.flatMap((floor) => audit.missingOf(floor))).toMatchObject([
      { topic: 'request.notice.v1', subject, code: 'missing', detail: 'sequence 4' },
    ]);
    const { floors: waiting } = await ask({ letters: 2, unpublished: 1 });
    expect(waiting.flatMap((floor) => audit.missingOf(floor))).toEqual([]);
  });

  it('has no events on the other portal’s topic', async () => {
    const strays = lateRequest(madeRequestId(1), '2026-10-12', { portal: 'citizen' }).events;
    const { elsewhere } = await ask({});
    const faultsIn = (audit: EventAudit) =>
      elsewhere.flatMap((one) => audit.strangeOn(one.topic, one.subject));
    expect(faultsIn(audited(made.all))).toEqual([]);
    expect(faultsIn(audited([...made.all, ...strays]))).toMatchObject([
      { topic: 'request.status.citizen.v1', subject, code: 'invented' },
    ]);
  });

  it('that has no workflow any more is told apart by its newest event', async () => {
    const { absent, faults } = await askCases(clientWith({}), [biz], watcher);
    expect([absent, faults]).toEqual([[biz], []]);
    expect(audited(made.events).stateOf('request.status.biz.v1', subject)).toBe('consideration');
    expect(audited(made.notices).stateOf('request.notice.v1', subject)).toBeUndefined();
  });
});

describe('an appeal that is asked', () => {
  const appealed = appealSubject(madeRequestId(1), 1);
  const one = { topic: 'request.status.biz.v1', subject: appealed, kind: 'appeal' } as const;

  it.each([
    ['withOfficer', 'RUNNING', []],
    ['upheld', 'COMPLETED', []],
    ['withOfficer', 'COMPLETED', ['ended']],
  ])('is on the topic of its portal; %s and %s', async (state, status, codes) => {
    const appeal = { portal: 'citizen', state };
    const view = { appeal, sequence: 3, chainhash: 'f'.repeat(64), unpublished: 0 } as never;
    const { ends, floors, faults } = await askCases(
      clientWith({ [appealed]: view }),
      [{ ...one, status }],
      watcher,
    );
    expect(ends).toMatchObject([{ topic: 'request.status.citizen.v1', sequence: 3 }]);
    expect(floors).toMatchObject([{ sequence: 0 }]);
    expect(faults.map(({ code }) => code)).toEqual(codes);
  });
});

describe('the cases to ask', () => {
  it('are one for a request, whichever topics it has events on', async () => {
    const read = audited(made.all).subjects();
    expect(read).toHaveLength(2);
    const status = { name: 'RUNNING' };
    const listed = [
      { workflowId: subject, type: 'citizenRequest', status },
      { workflowId: 'manual/SVC0106', type: 'citizensManual', status },
      { workflowId: 'import/x', type: 'registerImport', status },
    ];
    const cases = await allCases(clientWith({}, listed), read);
    expect(cases).toEqual([
      { ...biz, status: 'RUNNING' },
      {
        topic: 'registry.change.v1',
        subject: 'manual/SVC0106',
        kind: 'standing',
        status: 'RUNNING',
      },
    ]);
  });

  it('keep a service on a strange topic apart from the case that it names', async () => {
    const read = [
      { topic: 'service.status.v1', subject: 'service/SVC0106' },
      { topic: 'request.status.biz.v1', subject: 'service/SVC0106' },
    ] as const;
    const cases = await allCases(clientWith({}), read);
    expect(cases.map(({ topic, kind }) => [topic, kind])).toEqual([
      ['service.status.v1', 'standing'],
      ['request.status.biz.v1', 'standing'],
    ]);
  });
});
