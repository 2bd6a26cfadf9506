import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { MintedEvent } from '../../../contracts/events/cloud-event.js';
import { emptyChain, mintEvent } from '../../../contracts/events/mint.js';
import type {
  RequestNoticeV1,
  RequestStatus,
  RequestStatusV1,
} from '../../../contracts/events/request-status.v1.js';
import { requestEventKinds } from '../../../contracts/lifecycles/request/event-kinds.js';
import { requestStates } from '../../../contracts/lifecycles/request/states.js';
import { understand } from '../../../infra/postgres/project.js';
import type { RequestRecord } from '../../../infra/postgres/project-request.js';
import { projectNotice, projectRequest } from '../../../infra/postgres/project-request.js';
import type { BatchState } from '../../../infra/postgres/take.js';
import { takeRecords } from '../../../infra/postgres/take.js';
import type { MadeEvent } from '../../support/make-events.js';
import { asRecords, published } from '../../support/make-events.js';
import type { RequestHappening } from '../../support/make-requests.js';
import { lateRequest, MadeRequest, madeRequestId } from '../../support/make-requests.js';

const id = madeRequestId(1);
const nothing: BatchState = {
  ends: new Map(),
  archived: new Map(),
  held: [],
  services: new Map(),
  agencies: new Map(),
  requests: new Map(),
};

function fold(events: readonly MadeEvent[]): RequestRecord {
  const row = events.reduce<RequestRecord | undefined>(
    (before, { event }) => projectRequest(before, event, event.data as RequestStatusV1),
    undefined,
  );
  if (row === undefined) throw new Error('no event was made');
  return row;
}

const days = fc
  .integer({ min: 0, max: 60 })
  .map((more) => new Date(Date.UTC(2026, 9, 5 + more)).toISOString().slice(0, 10));

const changes: fc.Arbitrary<Partial<RequestStatus>> = fc.record(
  {
    state: fc.constantFrom(...requestStates),
    office: fc.constantFrom('head', 'branch'),
    regime: fc.constantFrom('LFA', 'EGOV_APA', 'LAND_ALLOCATION'),
    whoseTurn: fc.constantFrom('applicant', 'agency', 'otherAgency', 'nobody'),
    dueOn: fc.oneof(
      fc.constant(null),
      days,
      days.map((day) => `${day}T16:30:00+07:00`),
    ),
    overdue: fc.boolean(),
    refundsDue: fc.nat(2),
    delayNotices: fc.nat(5),
  },
  { requiredKeys: [] },
);

/** What happens at random; half of it letters, so that their order is tried. */
const happenings: fc.Arbitrary<RequestHappening[]> = fc.array(
  fc.record({
    kind: fc.oneof(fc.constantFrom(...requestEventKinds), fc.constant('delayNoticeSent' as const)),
    change: changes,
  }),
  { minLength: 1, maxLength: 12 },
);

const stories = fc
  .tuple(happenings, fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 12, maxLength: 12 }))
  .map(([all, hours]) => {
    const request = new MadeRequest(id);
    let at = Date.parse('2026-10-06T02:00:00.000Z');
    all.forEach((happening, index) => {
      at += (hours[index] ?? 1) * 3_600_000;
      request.happens({ ...happening, at });
    });
    return request;
  });

/** Bangkok is seven hours ahead of UTC all the year. */
function inBangkok(instant: string): string {
  return new Date(Date.parse(instant) + 7 * 3_600_000).toISOString().slice(0, 10);
}

function later(day: string, by: number): string {
  return new Date(Date.parse(day) + by * 86_400_000).toISOString().slice(0, 10);
}

/** What the row should be, from the whole story at once and by counting day after day. */
function foretold(request: MadeRequest) {
  const data = request.events.map(({ event }) => event.data as RequestStatusV1);
  const times = request.events.map(({ event }) => event.time);
  const { request: last } = data.at(-1) ?? { request: request.status };
  const sent = times.filter((_, index) => data[index]?.kind === 'delayNoticeSent').map(inBangkok);
  const due = last.dueOn === null ? null : last.dueOn.slice(0, 10);
  return {
    sequence: request.events.length,
    registered_at: times[0],
    updated_at: times.at(-1),
    state: last.state,
    office: last.office,
    whose_turn: last.whoseTurn,
    due_on: due,
    due_at: last.dueOn,
    letter_sent_on: sent.at(-1) ?? null,
    letter_due_on:
      last.overdue && last.regime === 'LFA' && due !== null
        ? nextLetter(due, sent, inBangkok(times.at(-1) ?? ''))
        : null,
    status: last,
  };
}

function nextLetter(due: string, sent: readonly string[], on: string): string {
  for (let end = later(due, 7); ; end = later(end, 7)) {
    const isServed = sent.some((day) => day > later(end, -7) && day <= end);
    if (end >= on && !isServed) return end;
  }
}

describe('the row of a request', () => {
  test('is what an independent fold over any story says', () => {
    fc.assert(
      fc.property(stories, (request) => {
        expect(fold(request.events)).toMatchObject(foretold(request));
      }),
    );
  });

  test('is the same in whatever order events come, and however often', () => {
    const sendings = stories.chain((request) =>
      fc
        .array(fc.constantFrom(...asRecords(request.events)), { maxLength: 8 })
        .chain((extra) => {
          const all = [...asRecords(request.events), ...extra];
          return fc.shuffledSubarray(all, { minLength: all.length });
        })
        .map((sent) => ({ request, sent })),
    );
    fc.assert(
      fc.property(sendings, ({ request, sent }) => {
        const outcome = takeRecords(sent, nothing);
        expect(outcome.requests.get(id)).toEqual(fold(request.events));
        expect(outcome.deadLetters).toEqual([]);
        expect(outcome.archived).toHaveLength(request.events.length);
      }),
    );
  });

  test('has the day in Bangkok of an instant, and the instant beside it', () => {
    const request = new MadeRequest(id, { dueOn: '2026-10-20T18:30:00Z' });
    expect(fold(request.events)).toMatchObject({
      due_on: '2026-10-21',
      due_at: '2026-10-20T18:30:00Z',
    });
  });
});

describe('the next letter of delay', () => {
  const due = '2026-10-12';
  const dayAt = (day: string) => Date.parse(`${day}T03:00:00.000Z`);

  test('is owed by seven days after the due date, and by seven more once that was sent', () => {
    const request = new MadeRequest(id, { state: 'consideration', dueOn: due });
    expect(fold(request.events).letter_due_on).toBeNull();
    request.happens({ kind: 'overdue', change: { overdue: true }, at: dayAt('2026-10-13') });
    expect(fold(request.events).letter_due_on).toBe('2026-10-19');
    request.happens({ kind: 'delayNoticeSent', at: dayAt('2026-10-14') });
    request.happens({ kind: 'delayNoticeSent', at: dayAt('2026-10-16') });
    // A second letter in the same week serves no other.
    expect(fold(request.events).letter_due_on).toBe('2026-10-26');
  });

  test('is another once one was missed, and none once it is decided', () => {
    const request = lateRequest(id, due);
    expect(fold(request.events).letter_due_on).toBe('2026-11-02');
    request.happens({ kind: 'approved', change: { state: 'issuing', overdue: false } });
    expect(fold(request.events).letter_due_on).toBeNull();
  });

  test('is not owed where the regime knows none', () => {
    const change = { dueOn: due, overdue: true, regime: 'EGOV_APA' } as const;
    expect(fold(new MadeRequest(id, change).events).letter_due_on).toBeNull();
  });
});

describe('OPDC’s copy', () => {
  test('is kept as it came', () => {
    const [, sent] = lateRequest(id, '2026-10-12').notices;
    if (sent === undefined) throw new Error('no copy was made');
    expect(projectNotice(sent.event, sent.event.data as RequestNoticeV1)).toMatchObject({
      request_id: id,
      sequence: 2,
      kind: 'delayNoticeSent',
      number: 1,
      on_day: '2026-10-12',
      reason_code: 'workload',
      status_sequence: 3,
      at: sent.event.time,
    });
  });
});

describe('one subject on two topics', () => {
  const request = lateRequest(id, '2026-10-12');
  const { subject } = request.events[0]?.event ?? { subject: '' };

  test('has a chain of its own on each, and neither stands in the other’s way', () => {
    const status = takeRecords(asRecords(request.events), nothing);
    const copies = takeRecords(asRecords(request.notices), nothing);
    expect(status.ends.get(subject)?.sequence).toBe(4);
    expect(copies.ends.get(subject)?.sequence).toBe(3);
    expect(copies.notices.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    expect(copies.requests.size).toBe(0);
    expect([...status.deadLetters, ...copies.deadLetters]).toEqual([]);
  });

  test.each([
    ['of the other portal', 'request.status.citizen.v1', request.events],
    ['of copies', 'request.notice.v1', request.events],
    ['of states', 'request.status.biz.v1', request.notices],
  ] as const)('on a topic %s is archived, and changes no row', (_, topic, made) => {
    const data = made[0]?.event.data ?? {};
    const type = made[0]?.event.type ?? '';
    const event: MintedEvent = mintEvent(emptyChain, {
      ...{ topic, subject, type, data, at: 0 },
      dataschema: 'https://contracts.prasan.th/events/test.v1.json',
    });
    const outcome = takeRecords(asRecords([{ topic, event }]), nothing);
    expect(outcome.archived).toHaveLength(1);
    expect(outcome.deadLetters).toMatchObject([
      { reason: 'notUnderstood', detail: expect.stringMatching(/^it belongs on request\./) },
    ]);
    expect(outcome.requests.size + outcome.notices.length).toBe(0);
  });
});

describe('an event of a request', () => {
  const [made] = new MadeRequest(id, { dueOn: '2026-10-20' }).events;
  const event = published(made?.event as never);

  test.each([
    ['dueOn', '2026-02-30'],
    ['dueOn', '0000-01-01'],
    ['dueOn', 'soon'],
    ['since', '2026-11-24'],
    ['filedAt', '0000-01-01T00:00:00Z'],
    ['delayNotices', 2 ** 31],
    ['whoseTurn', 'somebody'],
  ])('whose %s is %j is faulty: a table could not hold it', (field, value) => {
    const request = { ...(event.data as RequestStatusV1).request, [field]: value };
    const understood = understand({ ...event, data: { ...event.data, request } });
    expect(understood).toMatchObject({ kind: 'faulty', reason: expect.stringContaining(field) });
  });

  test.each(['2026-10-20', '2026-10-20T16:30:00+07:00', '2026-10-20T09:30:00.000Z', null])(
    'may be due at %j',
    (dueOn) => {
      const request = { ...(event.data as RequestStatusV1).request, dueOn };
      expect(understand({ ...event, data: { ...event.data, request } }).kind).toBe('known');
    },
  );

  test('whose subject speaks of another case is faulty', () => {
    expect(understand({ ...event, subject: `request/${madeRequestId(2)}` }).kind).toBe('faulty');
  });
});
