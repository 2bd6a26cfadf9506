import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ServiceStatusV1 } from '../../../contracts/events/service-status.v1.js';
import { serviceStates } from '../../../contracts/lifecycles/service/states.js';
import type { AgencyRecord, ServiceRecord } from '../../../infra/postgres/project.js';
import { projectAgency, projectService, understand } from '../../../infra/postgres/project.js';
import {
  madeAgency,
  MadeService,
  published,
  registeredService,
} from '../../support/make-events.js';

function fold(events: readonly { event: { sequence: string; time: string; data: object } }[]) {
  return events.reduce<ServiceRecord | undefined>(
    (row, { event }) => projectService(row, event, event.data as ServiceStatusV1),
    undefined,
  );
}

const stories = fc
  .array(fc.constantFrom(...serviceStates), { minLength: 1, maxLength: 8 })
  .map((states) => {
    const service = new MadeService('SVC0106');
    for (const state of states) service.happens({ kind: 'advanced', change: { state } });
    return service.events;
  });

describe('the row of a service', () => {
  test('is the newest snapshot, with when it was first and last heard of', () => {
    const { events } = registeredService('SVC0001', 'develop').happens({
      kind: 'advanced',
      change: { state: 'test', mode: 'linkExisting', portal: 'biz' },
    });
    expect(fold(events)).toMatchObject({
      service_id: 'SVC0001',
      sequence: 2,
      state: 'test',
      mode: 'linkExisting',
      portal: 'biz',
      register_status: 'STA02',
      register_as_of: '2026-05-03',
      registered_at: events[0]?.event.time,
      updated_at: events[1]?.event.time,
    });
  });

  test('is the same however often events come again, at whatever later place', () => {
    fc.assert(
      fc.property(stories, fc.array(fc.nat({ max: 100 }), { maxLength: 30 }), (events, resends) => {
        const sent = events.flatMap((event, index) => [
          event,
          ...resends
            .filter((pick) => pick % events.length <= index)
            .map((pick) => {
              return events[pick % events.length] ?? event;
            }),
        ]);
        expect(fold(sent)).toEqual(fold(events));
      }),
    );
  });
});

describe('the row of an agency', () => {
  test('keeps its name beside its newest letter, whichever came first', () => {
    const owed = [
      { serviceId: 'SVC0001', fiscalYear: 2570, quarter: 1 as const, dueOn: '2027-01-15' },
    ];
    const events = madeAgency([
      { kind: 'agencyDigestSent', agencyId: 'AGY009', digest: 1, owed, email: 'off' },
      {
        kind: 'agencyRecorded',
        agencyId: 'AGY009',
        name: { th: 'กรมสรรพสามิต' },
        ministryId: 'MIN004',
        ministry: { th: 'กระทรวงการคลัง' },
      },
    ]);
    const row = events.reduce<AgencyRecord | undefined>(
      (before, { event }) => projectAgency(before, event, event.data as never),
      undefined,
    );
    expect(row).toMatchObject({
      name_th: 'กรมสรรพสามิต',
      ministry_id: 'MIN004',
      digest: { number: 1, owed },
    });
  });
});

test('an agency that is merged has no letter of its own any more', () => {
  const at = '2026-11-01T00:00:00.000Z';
  const events = madeAgency([
    { kind: 'agencyDigestSent', agencyId: 'AGY010', digest: 1, owed: [], email: 'off' },
    { kind: 'agencyMerged', agencyId: 'AGY010', into: 'AGY009', since: at },
    { kind: 'agencyUnmerged', agencyId: 'AGY010', into: 'AGY009', since: at, until: at },
  ]);
  const row = events.reduce<AgencyRecord | undefined>(
    (before, { event }) => projectAgency(before, event, event.data as never),
    undefined,
  );
  expect(row).toMatchObject({ sequence: 3, digest: null });
});

describe('an event', () => {
  const [made] = new MadeService('SVC0001').events;
  const event = published(made?.event as never);

  test('of a type that is not known is left alone', () => {
    expect(understand({ ...event, type: 'th.prasan.service.painted.v1' })).toEqual({
      kind: 'unknownType',
      reason: 'type th.prasan.service.painted.v1 is not known to this version',
    });
  });

  test('whose data is not of its type is faulty, and the reason names the field', () => {
    const understood = understand({ ...event, data: { ...event.data, to: 'somewhere' } });
    expect(understood).toMatchObject({ kind: 'faulty', reason: expect.stringContaining('to') });
  });

  test.each([
    ['dueOn', '2026-02-30'],
    ['dueOn', '0000-01-01'],
    ['dueOn', 'soon'],
    ['since', '2026-11-24'],
    ['since', '2026-11-24T25:00:00Z'],
    ['targetFiscalYear', 2 ** 31],
    ['targetFiscalYear', 2570.5],
  ])('whose %s is %j is faulty: a table could not hold it', (field, value) => {
    const service = { ...(event.data as ServiceStatusV1).service, [field]: value };
    const understood = understand({ ...event, data: { ...event.data, service } });
    expect(understood).toMatchObject({ kind: 'faulty', reason: expect.stringContaining(field) });
  });

  test('whose subject speaks of another case is faulty', () => {
    expect(understand({ ...event, subject: 'service/SVC0002' }).kind).toBe('faulty');
  });
});
