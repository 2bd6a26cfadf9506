import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bangkokDate } from '../../../../contracts/civil-date.js';
import { bangkokInstant } from '../../../../contracts/lifecycles/request/facts.js';
import type { ProblemCode } from '../../../../contracts/problems.js';
import { problemKinds, problemType } from '../../../../contracts/problems.js';
import { inParallel } from '../../../../infra/in-parallel.js';
import { lazyClient } from '../../../../infra/temporal/client.js';
import { createPool } from '../../../../infra/postgres/pool.js';
import { createRequestDesk } from '../../../../workers/gateway/requests/desk.js';
import { caseIn } from '../../../support/case.js';
import type { Back } from '../../../support/gateway-world.js';
import {
  applicantOf,
  filedDocument,
  RequestRig,
  submissionOf,
} from '../../../support/request-rig.js';
import { manualOf } from '../../../support/requests.js';

const liquor = manualOf('SVC0106');
const disabled = manualOf('SVC0209');
const factory = manualOf('SVC2941');
const food = manualOf('SVC1832');
const land = { ...manualOf('SVC1791'), effectiveFrom: '2099-01-01' };
const benefit = manualOf('SVC2262');
let rig: RequestRig;

beforeAll(async () => {
  rig = await RequestRig.start([liquor, disabled, factory, land, benefit]);
  const of = ({ serviceId, agencyId, portal }: typeof factory) => ({ serviceId, agencyId, portal });
  rig.cases.put(caseIn('live', { ...of(factory), verified: false }));
});

afterAll(() => rig.stop());

/** The same in both languages, with its stable type. */
function expectProblem({ status, body }: Back, code: ProblemCode): void {
  expect([status, body['code']]).toEqual([problemKinds[code].status, code]);
  expect(body['type']).toBe(problemType(code));
  const { th, en } = body['details'] as { th: string; en: string };
  expect(th).toMatch(/[\u0E00-\u0E7F]/);
  expect(en).not.toMatch(/[\u0E00-\u0E7F]|\{\w+\}/);
}

/** Nothing was kept of any person. */
async function keptOf(): Promise<number> {
  const { rows } = await rig.database.pool.query<{ kept: number }>(
    `SELECT (SELECT count(*) FROM prasan.case_key) + (SELECT count(*) FROM prasan.open_application)
       AS kept`,
  );
  return Number(rows[0]?.kept);
}

const [siteMap, right] = ['siteMap', 'rightToPremises'].map((id) => filedDocument(id));
const today = bangkokDate(Date.now());
const hour = 3_600_000;

function agentUntil(until: string, from = '2020-01-01') {
  const { identity, name } = applicantOf();
  return { identity, name, powerOfAttorney: { documentNo: '1/2569', from, until } };
}

function identity(number: string, kind = 'citizen', more = {}) {
  return { applicant: { ...applicantOf(), identity: { kind, number, ...more } } };
}

type Bad = readonly [string, ProblemCode, object];
const bad: readonly Bad[] = [
  ['a document missing', 'documentMissing', { documents: [siteMap] }],
  ['a document twice', 'documentTwice', { documents: [siteMap, right, siteMap] }],
  ['one too large', 'documentTooLarge', { documents: [{ ...siteMap, bytes: 900_000_000 }, right] }],
  [
    'one of a type not taken',
    'documentType',
    { documents: [{ ...siteMap, mediaType: 'text/html' }, right] },
  ],
  [
    'one reference with two hashes',
    'documentHashDiffers',
    { documents: [siteMap, { ...right, reference: siteMap?.reference }] },
  ],
  [
    'one not asked for',
    'documentNotAsked',
    { documents: [siteMap, right, filedDocument('diary')] },
  ],
  ['a hash that is none', 'invalidBody', { documents: [{ ...siteMap, sha256: 'abc' }, right] }],
  ['a wrong check digit', 'invalidBody', identity('1101700230709')],
  ['a number too short', 'invalidBody', identity('110170023')],
  ['a company that begins with 1', 'invalidBody', identity('1101700230708', 'juristic')],
  ['a foreigner without country', 'invalidBody', identity('AB123456', 'foreigner')],
  [
    'a kind of person it is not for',
    'applicantKind',
    identity('AB123456', 'foreigner', { country: 'LA' }),
  ],
  ['an agent whose power has ended', 'powerEnded', { agent: agentUntil('2026-01-31') }],
  [
    'an agent whose power has not begun',
    'powerNotBegun',
    { agent: agentUntil('2099-01-31', '2099-01-01') },
  ],
  ['an office that is not there', 'noSuchOffice', { office: 'NOWHERE' }],
  ['a delivery not offered', 'deliveryNotOffered', { delivery: 'post' }],
  [
    'filed in the future',
    'filedTooLongAgo',
    { filedAt: new Date(Date.now() + hour).toISOString() },
  ],
  [
    'filed too long ago',
    'filedTooLongAgo',
    { filedAt: new Date(Date.now() - 25 * hour).toISOString() },
  ],
  ['a field nobody knows', 'invalidBody', { urgent: true }],
];

describe('a bad submission is refused by its own type, in both languages, and nothing is kept', () => {
  it.each(bad)('%s: %s', async (_what, code, change) => {
    const before = await keptOf();
    const sent = submissionOf(liquor, change);
    const back = await rig.submit(liquor, sent);
    expectProblem(back, code);
    const { number } = (sent['applicant'] as ReturnType<typeof applicantOf>).identity;
    expect(JSON.stringify(back.body)).not.toContain(number);
    expect(await keptOf()).toBe(before);
  });

  it.each([
    ['a service that is live by word alone', 'serviceNotOpen', factory],
    ['a service without a manual', 'manualNotInForce', food],
    ['a manual that is not in force yet', 'manualNotInForce', land],
    ['a service that is not there', 'notFound', { ...liquor, serviceId: 'SVC9998' }],
  ] as const)('%s: %s', async (_what, code, manual) => {
    const before = await keptOf();
    expectProblem(await rig.submit(manual, submissionOf(manual)), code);
    expect(await keptOf()).toBe(before);
  });

  it('delivery by post to nowhere', async () => {
    const back = await rig.submit(disabled, submissionOf(disabled, { delivery: 'post' }));
    expectProblem(back, 'invalidBody');
    expect(JSON.stringify(back.body['errors'])).toContain('/applicant/address');
    const address = {
      ...{ line: '1 ถนนทดลอง', subdistrict: 'ในเมือง', district: 'เมือง' },
      ...{ province: 'ขอนแก่น', postcode: '40000' },
    };
    const applicant = { ...applicantOf(), address };
    const taken = await rig.submit(
      disabled,
      submissionOf(disabled, { delivery: 'post', applicant }),
    );
    expect(taken.status).toBe(201);
  });

  it("another portal's service, a portal that names none, and no key", async () => {
    const before = await keptOf();
    const body = submissionOf(liquor);
    expectProblem(await rig.submit(liquor, body, { office: 'citizen' }), 'otherPortal');
    expectProblem(await rig.submit(liquor, body, { office: 'elsewhere' }), 'notForYourRole');
    expectProblem(await rig.submit(liquor, body, { role: 'agencyOfficer' }), 'notForYourRole');
    expectProblem(await rig.submit(liquor, body, { key: 'short' }), 'keyMissing');
    expect(await keptOf()).toBe(before);
  });
});

describe('a submission', () => {
  it('is answered with its receipt, and stays one case however often it is sent', async () => {
    const [key, body] = [randomUUID(), submissionOf(liquor)];
    const backs = await Promise.all([1, 2, 3].map(() => rig.submit(liquor, body, { key })));
    backs.push(await rig.submit(liquor, body, { key }));
    expect(backs.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    const [first] = backs;
    const ids = new Set(backs.map((back) => back.body['requestId']));
    expect(ids.size).toBe(1);
    expect(first?.headers['location']).toBe(`/v1/requests/${String(first?.body['requestId'])}`);
    expect(backs.at(-1)?.body['receipt']).toMatchObject({
      number: expect.stringMatching(/^\d+\/25\d\d$/),
      receivedAt: expect.stringContaining('+07:00'),
    });
    const events = rig.world.eventsOf(String(first?.body['requestId']));
    expect(events.filter(({ type }) => type.includes('submitted'))).toHaveLength(1);
  });

  it('with a known key and another body is refused; another portal has keys of its own', async () => {
    const key = randomUUID();
    const first = await rig.submit(liquor, submissionOf(liquor), { key });
    expectProblem(await rig.submit(liquor, submissionOf(liquor), { key }), 'keyReused');
    const other = await rig.submit(disabled, submissionOf(disabled), { key });
    expect(other.status).toBe(201);
    expect(other.body['requestId']).not.toBe(first.body['requestId']);
  });

  it('may say when the citizen filed, and that documents are missing', async () => {
    const filedAt = Date.now() - 23 * hour;
    const filed = new Date(filedAt).toISOString();
    const back = await rig.submit(
      liquor,
      submissionOf(liquor, { documents: [siteMap], isIncomplete: true, filedAt: filed }),
    );
    expect(back.status).toBe(201);
    expect(back.body['receipt']).toMatchObject({ filedAt: bangkokInstant(filedAt) });
  });

  it('of an agent counts on the last day of his power; what needs no delivery names none', async () => {
    const body = submissionOf(liquor, { agent: agentUntil(today) });
    expect((await rig.submit(liquor, body)).status).toBe(201);
    const owed = await rig.submit(benefit, submissionOf(benefit));
    expect([owed.status, owed.body['code']]).toEqual([201, undefined]);
  });

  it('is one at a time where the manual says so: of five at once one wins', async () => {
    const applicant = applicantOf();
    const send = () => rig.submit(disabled, submissionOf(disabled, { applicant }));
    const backs = await Promise.all([send(), send(), send(), send(), send()]);
    const won = backs.filter(({ status }) => status === 201);
    expect(won).toHaveLength(1);
    const requestId = String(won[0]?.body['requestId']);
    for (const back of backs.filter(({ status }) => status !== 201)) {
      expectProblem(back, 'openRequestExists');
      expect(back.body['facts']).toEqual({ requestId });
    }
    await rig.must(requestId, 'withdraw', { role: 'portal', office: 'citizen' });
    await rig.untilView(requestId, ({ errands }) => errands.length === 0);
    expect((await send()).status).toBe(201);
  });
});

describe('while something is away', () => {
  it('the engine: nothing is done, come again', async () => {
    const client = lazyClient({ address: '127.0.0.1:1', namespace: 'none' });
    const gateway = await rig.open({ desk: createRequestDesk({ ...rig.parts, client }) });
    const before = await keptOf();
    const back = await rig.submit(liquor, submissionOf(liquor), { gateway });
    expectProblem(back, 'engineAway');
    expect(back.headers['retry-after']).toBe('5');
    expect(await keptOf()).toBe(before);
    await client.connection.close();
  });

  it('the vault: nothing is begun, come again', async () => {
    const pool = createPool('postgres://prasan@127.0.0.1:1/none', 'test');
    const gateway = await rig.open({ desk: createRequestDesk({ ...rig.parts, pool }) });
    const back = await rig.submit(liquor, submissionOf(liquor), { gateway });
    // Whether there is a closed request under this id cannot be said.
    expectProblem(back, 'listsAway');
    const requestId = await rig.file(liquor);
    const read = await rig.get(
      `/v1/requests/${requestId}`,
      { role: 'licensor', agency: 'AGY009' },
      gateway,
    );
    expectProblem(read, 'vaultAway');
    await pool.end();
  });
});

describe('receipt numbers', () => {
  it('of 200 submissions, fifty at once, over two offices have no gap and no double', async () => {
    const offices = disabled.offices.slice(0, 2).map(({ officeId }) => officeId);
    const others = await numbersOf(offices);
    const ids: string[] = [];
    await inParallel(Array.from({ length: 200 }).keys(), 50, async (index) => {
      ids.push(await rig.file(disabled, { office: offices[index % 2] }));
    });
    expect(new Set(ids).size).toBe(200);
    for (const requestId of ids)
      await rig.untilView(requestId, ({ errands }) => errands.length === 0);
    const after = await numbersOf(offices);
    for (const office of offices) {
      const numbers = after.get(office) ?? [];
      expect(numbers).toEqual(Array.from(numbers, (_, index) => index + 1));
      expect(numbers).toHaveLength((others.get(office)?.length ?? 0) + 100);
    }
  });

  async function numbersOf(offices: readonly string[]): Promise<Map<string, number[]>> {
    const { rows } = await rig.database.pool.query<{ office: string; number: number }>(
      'SELECT office, number FROM prasan.receipt WHERE office = ANY($1) ORDER BY number',
      [offices],
    );
    return new Map(
      offices.map((office) => [
        office,
        rows.filter((row) => row.office === office).map((row) => row.number),
      ]),
    );
  }
});
