import { randomInt, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import type { AgencyAction } from '../../../contracts/lifecycles/agency/decide.js';
import type { AgencyAnswer, AgencyView } from '../../../contracts/commands/agency/messages.js';
import { agencySubject } from '../../../contracts/ids.js';
import type { RefusalCode } from '../../../contracts/lifecycles/refusals.js';
import {
  createAgencyPost,
  decideOnAgency,
  findAgencyCase,
  recordAgency,
} from '../../../infra/temporal/agencies.js';
import { refusalOf } from '../../../infra/temporal/cases.js';
import { replayHistories } from '../../../infra/temporal/worker.js';
import { eventually } from '../../support/fresh-database.js';
import { runTestWorker, testBundle, testWorker, TestWorld } from '../../support/onboarding.js';
import { testTemporal } from '../../support/temporal.js';

const world = new TestWorld();
let client: Client;
let connection: NativeConnection;
let worker: { stop: () => Promise<void> };

beforeAll(async () => {
  ({ client, connection } = await testTemporal());
  world.post = createAgencyPost(client);
  worker = await runTestWorker(
    await testWorker(world, connection, client.options.namespace),
    client,
  );
});

afterAll(async () => {
  await worker.stop();
  await connection.close();
  await client.connection.close();
});

/** Ids of agencies that the register has named. */
async function named(count: number): Promise<string[]> {
  const first = randomInt(10_000, 90_000);
  const ids = Array.from({ length: count }, (_, index) => `AGY${first + index}`);
  for (const agencyId of ids) {
    await recordAgency(client, {
      ...{ agencyId, name: { th: 'กรมหนึ่ง' }, ministryId: null, ministry: null },
      ...{ edition: 'e'.repeat(64), asOf: '2026-05-03' },
    });
  }
  return ids;
}

function decide(action: AgencyAction, agencyId: string, into: string): Promise<AgencyAnswer> {
  const said = { by: 'operator', reason: 'ชื่อเดียวกัน' };
  return decideOnAgency(client, agencyId, { action, into, ...said, key: randomUUID() });
}

/** What it comes to: done, or the code of the refusal. */
async function outcomeOf(...asked: Parameters<typeof decide>): Promise<'done' | RefusalCode> {
  try {
    await decide(...asked);
    return 'done';
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === undefined) throw error;
    return refusal.code;
  }
}

async function view(agencyId: string): Promise<AgencyView> {
  const found = await findAgencyCase(client, agencyId);
  if (found === undefined) throw new Error(`there is no ${agencyId}`);
  return found;
}

function eventsOf(agencyId: string) {
  const subject = agencySubject(agencyId);
  return world.published.filter((event) => event.subject === subject);
}

describe('a merge', () => {
  it('is an event of the id that is merged, with the history; the words of people stay here', async () => {
    const [from = '', into = ''] = await named(2);
    const merged = await decide('merge', from, into);
    expect(merged).toMatchObject({ agencyId: from, into, sequence: 2 });
    const { at: since } = merged;
    expect(await view(from)).toMatchObject({ merged: { into, since }, members: [] });
    expect(await view(into)).toMatchObject({ merged: null, members: [from], sequence: 1 });

    const unmerged = await decide('unmerge', from, into);
    expect(await view(from)).toMatchObject({
      merged: null,
      decisions: [
        { action: 'merge', into, by: 'operator', reason: 'ชื่อเดียวกัน', sequence: 2 },
        { action: 'unmerge', into, at: unmerged.at, sequence: 3 },
      ],
    });
    expect((await view(into)).members).toEqual([]);
    await eventually(
      () => eventsOf(from),
      (events) => events.length === 3,
    );
    const told = eventsOf(from).map(({ data }) => data);
    expect(told.slice(1)).toEqual([
      { kind: 'agencyMerged', agencyId: from, into, since },
      { kind: 'agencyUnmerged', agencyId: from, into, since, until: unmerged.at },
    ]);
    expect(JSON.stringify(told)).not.toContain('operator');
  });

  it('can be made again, into another', async () => {
    const [from = '', first = '', second = ''] = await named(3);
    await decide('merge', from, first);
    await decide('unmerge', from, '');
    await decide('merge', from, second);
    expect((await view(first)).members).toEqual([]);
    expect((await view(second)).members).toEqual([from]);
    // The one that it left may itself be merged now.
    expect(await outcomeOf('merge', first, second)).toBe('done');
  });

  it('is refused where a chain or a cycle would come of it, or nothing', async () => {
    const [a = '', b = '', c = '', d = ''] = await named(4);
    await decide('merge', a, b);
    const asked: [AgencyAction, string, string, RefusalCode][] = [
      ['merge', a, a, 'agencyIntoItself'],
      ['merge', c, c, 'agencyIntoItself'],
      ['merge', a, c, 'agencyMergedAlready'],
      ['merge', c, a, 'agencyTargetMerged'],
      ['merge', b, a, 'agencyHasMembers'],
      ['merge', b, c, 'agencyHasMembers'],
      ['merge', c, 'AGY00000', 'agencyUnknown'],
      ['unmerge', b, a, 'agencyNotMerged'],
      ['unmerge', d, a, 'agencyNotMerged'],
      ['refuseMerge', a, b, 'agencyMergedAlready'],
      ['refuseMerge', c, c, 'agencyIntoItself'],
    ];
    for (const [action, from, into, code] of asked) {
      expect(`${action} ${await outcomeOf(action, from, into)}`).toBe(`${action} ${code}`);
    }
    for (const id of [a, b, c, d]) expect((await view(id)).sequence).toBe(id === a ? 2 : 1);
  });

  it('that was refused is refused once, until it is made', async () => {
    const [from = '', into = ''] = await named(2);
    expect(await outcomeOf('refuseMerge', from, into)).toBe('done');
    expect(await outcomeOf('refuseMerge', from, into)).toBe('mergeRefusedAlready');
    expect(await outcomeOf('merge', from, into)).toBe('done');
    expect(await outcomeOf('unmerge', from, into)).toBe('done');
    expect(await outcomeOf('refuseMerge', from, into)).toBe('done');
  });

  it.each([1, 2, 3])('is carried on to the next run, from both sides (%i)', async () => {
    const [from = '', into = ''] = await named(2);
    await decide('merge', from, into);
    const runIdOf = async (id: string) =>
      (await client.workflow.getHandle(agencySubject(id)).describe()).runId;
    for (const id of [from, into]) {
      const before = await runIdOf(id);
      await client.workflow.getHandle(agencySubject(id)).signal('refresh');
      await eventually(
        () => runIdOf(id),
        (runId) => runId !== before,
      );
    }
    expect(await outcomeOf('merge', into, from)).toBe('agencyHasMembers');
    expect((await view(from)).merged?.into).toBe(into);
    await decide('unmerge', from, into);
    // Refused in the first task of the new run, after which the worker must miss no signal.
    expect((await view(into)).members).toEqual([]);
  });
});

describe('two operators at once', () => {
  it.each(Array.from({ length: 8 }, (_, round) => round))(
    'never make a chain or a cycle (round %i)',
    async () => {
      const [a = '', b = '', c = ''] = await named(3);
      const wishes = [
        [a, b],
        [b, a],
        [b, c],
        [c, a],
      ] as const;
      const outcomes = await Promise.all(
        wishes.map(([from, into]) => outcomeOf('merge', from, into)),
      );
      const views = new Map<string, AgencyView>();
      for (const id of [a, b, c]) views.set(id, await view(id));
      for (const [id, { merged, members }] of views) {
        expect(merged !== null && members.length > 0).toBe(false);
        // Both sides know the same.
        if (merged !== null) expect(views.get(merged.into)?.members).toContain(id);
        for (const member of members) expect(views.get(member)?.merged?.into).toBe(id);
      }
      const made = [...views.values()].filter(({ merged }) => merged !== null).length;
      expect(outcomes.filter((one) => one === 'done')).toHaveLength(made);
    },
    60_000,
  );

  it('of whom one merges, and one unmerges what was merged, leave it whole', async () => {
    const [a = '', b = '', c = ''] = await named(3);
    await decide('merge', a, b);
    const [, second] = await Promise.all([
      outcomeOf('unmerge', a, b),
      outcomeOf('merge', b, c),
      outcomeOf('merge', a, c),
    ]);
    const [viewA, viewB] = [await view(a), await view(b)];
    expect(viewB.merged !== null && viewB.members.length > 0).toBe(false);
    if (second === 'done') expect(viewB.merged?.into).toBe(c);
    expect(viewA.merged?.into).not.toBe(b);
  }, 60_000);
});

describe('letters of an organisation with several ids', () => {
  const owed = (serviceId: string) => ({
    ...{ serviceId, fiscalYear: 2570, dueOn: '2027-01-15' },
    quarter: 1 as const,
  });

  it('go by the id that stands, for the services of all', async () => {
    const [from = '', into = ''] = await named(2);
    const post = createAgencyPost(client);
    await post.tell(from, { kind: 'owed', report: owed('SVC0001'), sequence: 2 });
    await eventually(
      () => view(from),
      ({ nextDigestAt }) => nextDigestAt !== null,
    );
    await decide('merge', from, into);
    expect((await view(from)).nextDigestAt).toBeNull();
    expect((await view(into)).nextDigestAt).not.toBeNull();

    // What becomes owed later, and what is settled, is told on.
    await post.tell(from, { kind: 'settled', report: owed('SVC0001'), sequence: 3 });
    await eventually(
      () => view(into),
      ({ nextDigestAt }) => nextDigestAt === null,
    );
    await post.tell(from, { kind: 'owed', report: owed('SVC0002'), sequence: 2 });
    await eventually(
      () => view(into),
      ({ nextDigestAt }) => nextDigestAt !== null,
    );

    await decide('unmerge', from, into);
    expect((await view(from)).nextDigestAt).not.toBeNull();
    await eventually(
      () => view(into),
      ({ nextDigestAt }) => nextDigestAt === null,
    );
  });
});

it('replays every history of these agencies', async () => {
  const runs = client.workflow.list({ query: "WorkflowType = 'agency'" });
  let replayed = 0;
  for await (const { workflowId, error } of replayHistories(
    await testBundle(),
    runs.intoHistories(),
  )) {
    expect(`${workflowId} ${error?.message ?? 'replays'}`).toBe(`${workflowId} replays`);
    replayed += 1;
  }
  expect(replayed).toBeGreaterThan(20);
});
