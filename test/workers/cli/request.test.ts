import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { requestBodies } from '../../../contracts/commands/request/bodies.js';
import { genesisHash } from '../../../contracts/events/mint.js';
import { requestActions } from '../../../contracts/lifecycles/request/table.js';
import type { Role } from '../../../contracts/lifecycles/service/states.js';
import type { Manual } from '../../../contracts/manuals/manual.js';
import { requestSnapshotOf } from '../../../contracts/lifecycles/request/snapshot.js';
import {
  requestActionsOf,
  requestBodySchema,
  shownRequest,
} from '../../../workers/gateway/requests/answers.js';
import { futureOf } from '../../../workers/gateway/requests/future.js';
import { deficiency, judgment, requestIn, statement } from '../../support/request-cases.js';
import type { RequestLife } from '../../support/request-life.js';
import { doerOf, sampleManual } from '../../support/request-life.js';
import { scratchFolder } from '../../support/scratch.js';
import { run, StandIn } from './run.js';

const scratch = scratchFolder();
const manual = sampleManual('SVC0106');
let gateway: StandIn;
beforeAll(async () => {
  gateway = await StandIn.start();
});
afterEach(() => gateway.forget());
afterAll(() => gateway.stop());

const identity = { kind: 'citizen', number: '1000000000009' } as const;
const applicant = { identity, name: { th: 'ทดสอบ ตัวอย่าง' }, contact: {} };

/** The gateway as it answers about a request, to who may read words or not. */
function answer(life: RequestLife, { withWords = true, of = manual } = {}): string {
  const { request, sequence } = life;
  const words = request.words.map((one) => ({
    sequence: one.sequence,
    words: JSON.parse(one.sealed) as unknown,
  }));
  const view = {
    ...{ request, sequence, chainhash: genesisHash, unpublished: 0, errands: [] },
    submissionHash: 'submission',
  };
  const personal = withWords ? { applicant, agent: null, form: null, words } : null;
  const path = `/v1/requests/${request.requestId}`;
  const headers = { etag: `"${request.version}"` };
  const shown = shownRequest(view, personal, null);
  gateway.replies.set(`GET ${path}`, { body: shown, headers });
  gateway.replies.set('POST /v1/requests', { status: 201, body: shown, headers });
  gateway.replies.set(`GET ${path}/future`, { body: futureOf(view, life.now) });
  answerManual(of);
  return request.requestId;
}

function answerActions(life: RequestLife, role: Role): void {
  const { requestId, state, version } = life.request;
  const actions = requestActionsOf(
    { request: life.request, errands: [] },
    doerOf(role, manual),
    life.now,
  ).map((one) => ({
    ...one,
    body: requestBodySchema(one.action),
  }));
  const body = { requestId, state, version, actions };
  gateway.replies.set(`GET /v1/requests/${requestId}/actions`, { body });
}

function answerManual(one: Manual, inForce: number | null = one.version): void {
  const versions = [{ manual: one, isIllustrative: true, illustrative: [] }];
  const body = { serviceId: one.serviceId, inForce, versions, pending: null };
  gateway.replies.set(`GET /v1/services/${one.serviceId}/manual`, { body });
}

describe('request show', () => {
  it('says when it was filed, received and is due, and why', async () => {
    const id = answer(requestIn('submitted', manual));
    const { code, out, err } = await run(['request', 'show', id], gateway.env);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^Licence to sell liquor \(SVC0106@1\) \[illustrative\]$/m);
    expect(out).toMatch(/^filed 1 August 2026 10:00$/m);
    expect(out).toMatch(/^received in law 3 August 2026 08:30\n {2}1\. Filed Sat 1 August 2026/m);
    expect(out).toMatch(/^decision due \d+ August 2026 \(LFA s\.10\) \[illustrative\]$/m);
    expect(out).toMatch(/15 working days \(an official's duty\)/);
    expect(out).toMatch(/^applicant +ทดสอบ ตัวอย่าง \(citizen, X-XXXX-XXXXX-00-9\)$/m);
    expect(out).not.toContain('1000000000009');
    expect(out).toMatch(/^ {2}- Map that shows the premises: application\/pdf, 1,000 bytes/m);
  });

  it('in Thai, with the Buddhist year and sections in Thai', async () => {
    const id = answer(requestIn('submitted', manual));
    const { out } = await run(['request', 'show', id, '--lang', 'th'], gateway.env);
    expect(out).toMatch(/^ใบอนุญาตขายสุรา \(SVC0106@1\) \[ตัวอย่าง\]$/m);
    expect(out).toMatch(/^ครบกำหนดพิจารณา .* 2569 .*ม\.10.* \[ตัวอย่าง\]$/m);
  });

  it('shows the list of deficiencies with its words, and until when', async () => {
    const id = answer(requestIn('awaitingCorrection', manual));
    const { out } = await run(['request', 'show', id], gateway.env);
    expect(out).toMatch(/^whose turn +the applicant$/m);
    expect(out).toMatch(/^Deficiency list 1, recorded on 3 August 2026: open$/m);
    expect(out).toContain('  - plan: แผนผังไม่ชัดเจน [open]\n');
    expect(out).toMatch(/to be answered by 18 August 2026: 15 days from that day \[illustrative\]/);
    expect(out).toContain(`  - facts: ${statement.facts}\n`);
  });

  it('without words for who may not read them', async () => {
    const id = answer(requestIn('awaitingCorrection', manual), { withWords: false });
    const { out } = await run(['request', 'show', id], gateway.env);
    expect(out).toContain('  - plan [open]\n');
    expect(out).toContain('Personal data and words are for its portal and its officials.');
    expect(out).not.toContain('applicant  ');
  });

  it('shows bill and references, then licence and decision', async () => {
    const billed = requestIn('awaitingPayment', manual);
    const unpaid = await run(['request', 'show', answer(billed)], gateway.env);
    expect(unpaid.out).toMatch(
      /^Bill 1: Licence fee, type 2, a year 2,200\.00 baht \[illustrative\], to be paid\n {2}ref1 \S+ {2}ref2 \S+\n {2}until /m,
    );
    const done = await run(
      ['request', 'show', answer(requestIn('completed', manual))],
      gateway.env,
    );
    expect(done.out).toMatch(/^Decision: approved, 3 August 2026/m);
    expect(done.out).toMatch(/^Issued: Licence to sell liquor 1\/2569$/m);
    expect(done.out).toMatch(/expires 2 August 2027 \[illustrative\]/);
  });

  it('of a refusal says the reasons, and to whom it is appealed until when', async () => {
    const id = answer(requestIn('refused', manual));
    const { out } = await run(['request', 'show', id], gateway.env);
    expect(out).toMatch(/^ {2}Reasons:\n {2}- /m);
    for (const [part, words] of Object.entries(statement)) {
      expect(out).toContain(`  - ${part}: ${words}\n`);
    }
    expect(out).toMatch(/^Appeal: internal appeal \(APA s\.44\)\n {2}to the officer/m);
    expect(out).toMatch(/within 15 days \[cited: .*\] from the day of the notice/);
  });

  it('goes without the manual where it cannot be read', async () => {
    const id = answer(requestIn('awaitingPayment', manual));
    gateway.replies.set('GET /v1/services/SVC0106/manual', { status: 404, body: { type: 'x' } });
    const { code, out } = await run(['request', 'show', id], gateway.env);
    expect(code).toBe(0);
    expect(out).toContain('Bill 1: licenceFee 2,200.00 baht');
  });

  it('shows when it was opened again, and on what ground', async () => {
    const life = requestIn('refused', manual).must('licensor', 'reopen', judgment('2026-08-03'));
    const { out } = await run(['request', 'show', answer(life)], gateway.env);
    expect(out).toMatch(/Opened again\n {2}.*3 August 2026.* · A court's judgment \(.*s\.72\)/);
  });

  it('shows every state of every manual of the sample', async () => {
    const states = ['completenessCheck', 'consideration', 'issuing', 'withdrawn'] as const;
    for (const serviceId of ['SVC0110', 'SVC0209', 'SVC2262', 'PRS3V8HC5NBWE']) {
      const of = sampleManual(serviceId);
      for (const state of states.filter((one) => one !== 'issuing' || of.issues !== undefined)) {
        const { code, err } = await run(
          ['request', 'show', answer(requestIn(state, of), { of })],
          gateway.env,
        );
        expect({ serviceId, state, code, err }).toEqual({ serviceId, state, code: 0, err: '' });
      }
    }
  });
});

describe('request future', () => {
  it('is a timeline with sections, and who may act', async () => {
    const id = answer(requestIn('awaitingCorrection', manual));
    const { out } = await run(['request', 'future', id], gateway.env);
    expect(out).toContain("It is the applicant's turn");
    expect(out).toMatch(
      /○ 19 August 2026 00:00 {2}The time for correction ends \(1\) → struckOff · .*\n {2}│ {3}about the day 18 August 2026; under LFA s\.9/,
    );
    expect(out).toMatch(/^ {2}correct +Correct \(portal\)$/m);
    const json = await run(['request', 'future', id, '--json'], gateway.env);
    expect(JSON.parse(json.out)).toMatchObject({ state: 'awaitingCorrection' });
  });
});

describe('request list', () => {
  it('shows the least time left first as the gateway has it, and none once decided', async () => {
    const rows = ['consideration', 'refused'] as const;
    const items = rows.map((state) => {
      const { request } = requestIn(state, manual);
      const { requestId, serviceId } = request;
      const service = { th: 'ใบอนุญาตขายสุรา' };
      const dates = { dueOn: '2026-08-24', daysLeft: 21 };
      return { requestId, serviceId, service, ...dates, request: requestSnapshotOf(request) };
    });
    const body = { items, next: null, total: 2, asOf: { at: '2026-08-03T02:00:00.000Z' } };
    gateway.replies.set('GET /v1/requests', { body });
    const filter = ['--state', 'consideration,refused', '--overdue', '--in-office', 'EXCISE-BKK-1'];
    const { out } = await run(['request', 'list', ...filter], gateway.env);
    const [, first, second, count] = out.split('\n');
    expect(first).toMatch(
      /^2026-08-24\t21\tconsideration · Under consideration\tthe agency\t1\/2569\t/,
    );
    expect(second).toMatch(/^2026-08-24\t\trefused/);
    expect(count).toBe('2 of 2 (as of 2026-08-03 09:00:00, Bangkok)');
    const url = new URL(gateway.asked[0]?.url ?? '', 'http://gateway');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      limit: '50',
      state: 'consideration,refused',
      office: 'EXCISE-BKK-1',
      overdue: 'true',
    });
  });
});

describe('request submit', () => {
  const body = JSON.stringify({ applicant, documents: [] });

  it('files to the service that is named, and shows the receipt', async () => {
    const id = answer(requestIn('submitted', manual));
    const ran = await run(
      ['request', 'submit', 'SVC0106', '--body', '-', '--key', 'my-own-key'],
      gateway.env,
      body,
    );
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(ran.out).toMatch(/^receipt +1\/2569$/m);
    expect(ran.out).toContain(`prasan request show ${id}`);
    expect(gateway.asked).toMatchObject([
      { headers: { 'idempotency-key': 'my-own-key' }, body: { serviceId: 'SVC0106' } },
    ]);
  });

  it('refuses a submission to another service before anything is sent', async () => {
    const other = ['--body', '{"serviceId":"SVC0110"}'];
    const ran = await run(['request', 'submit', 'SVC0106', ...other], gateway.env);
    expect(ran).toMatchObject({ code: 1, err: 'The submission is to SVC0110, not to SVC0106\n' });
    const none = await run(['request', 'submit', 'SVC0106'], gateway.env);
    expect(none).toMatchObject({ code: 1, err: expect.stringContaining('--body') });
    expect(gateway.asked).toEqual([]);
  });

  it('says what is refused, of the request', async () => {
    const problem = { type: 'urn:prasan:problem:documentMissing', detail: 'siteMap is missing' };
    gateway.replies.set('POST /v1/requests', { status: 422, body: problem });
    const ran = await run(['request', 'submit', 'SVC0106', '--body', body], gateway.env);
    expect(ran).toMatchObject({
      code: 1,
      err: 'Refused (422 documentMissing): siteMap is missing\n',
    });
  });

  it.each([
    [['request', 'submit', '--example'], 'Name the service'],
    [['request', 'submit', 'SVC0106', '--example', '--body', '{}'], 'not both'],
  ])('tells at once what is wrong with %j', async (args, said) => {
    const ran = await run(args, gateway.env);
    expect(ran).toMatchObject({ code: 1, err: expect.stringContaining(said) });
  });

  it('has no example where no manual is in force, nor for who may not apply', async () => {
    answerManual(manual, null);
    const args = ['request', 'submit', 'SVC0106', '--example'];
    const none = await run(args, gateway.env);
    expect(none).toMatchObject({ code: 1, err: 'No manual of SVC0106 is in force today\n' });
    answerManual(manual);
    const foreign = await run([...args, '--applicant', 'foreigner'], gateway.env);
    expect(foreign.err).toBe('SVC0106 is for citizen, juristic, by its manual\n');
  });
});

describe('request act', () => {
  it('sends the version it read, and says where the request is now', async () => {
    const life = requestIn('completenessCheck', manual);
    const id = answer(life);
    gateway.replies.set(`POST /v1/requests/${id}/actions/recordDeficiency`, {
      body: { requestId: id, state: 'awaitingCorrection', version: 3, sequence: 4 },
    });
    const sent = deficiency();
    const args = ['request', 'act', id, 'recordDeficiency', '--body', JSON.stringify(sent)];
    const ran = await run(args, gateway.env);
    expect(ran.out).toBe(
      'recordDeficiency: accepted, awaitingCorrection · รอผู้ยื่นคำขอแก้ไขเพิ่มเติม · Awaiting correction, version 3, event 4\n',
    );
    expect(gateway.asked.at(-1)).toMatchObject({
      body: sent,
      headers: { 'if-match': `"${life.request.version}"` },
    });
  });

  it('says of a refusal in which state the request is', async () => {
    const id = answer(requestIn('refused', manual));
    gateway.replies.set(`POST /v1/requests/${id}/actions/approve`, {
      status: 409,
      body: { type: 'urn:prasan:problem:wrongState', detail: 'no', state: 'refused', actions: [] },
    });
    const ran = await run(['request', 'act', id, 'approve'], gateway.env);
    expect(ran.err).toContain('The request is in state refused.\nYou may now:\n  nothing');
    const unknown = await run(['request', 'act', id, 'fly'], gateway.env);
    expect(unknown.err).toContain('There is no action fly; there are confirmComplete, ');
  });

  it('prints an example of every action that fits its schema', async () => {
    const life = requestIn('awaitingCorrection', manual);
    const id = answer(life);
    answerActions(life, 'portal');
    for (const action of requestActions) {
      const { code, out, err } = await run(
        ['request', 'act', id, action, '--example'],
        gateway.env,
      );
      expect({ action, code, err }).toEqual({ action, code: 0, err: '' });
      const fault = requestBodies[action].safeParse(JSON.parse(out)).error?.issues;
      expect({ action, fault }).toEqual({ action, fault: undefined });
    }
  });

  it.each([
    ['awaitingCorrection', 'portal', 'correct'],
    ['awaitingCorrection', 'competentOfficial', 'lengthenCorrection'],
    ['completenessCheck', 'competentOfficial', 'recordDeficiency'],
    ['consideration', 'competentOfficial', 'orderInspection'],
    ['consideration', 'licensor', 'refuse'],
    ['issuing', 'competentOfficial', 'issue'],
    ['paymentUnconfirmed', 'competentOfficial', 'confirmPayment'],
    ['refused', 'licensor', 'reopen'],
    ['struckOff', 'licensor', 'reopen'],
  ] as const)('in %s gives the %s an example of %s that is taken', async (state, role, action) => {
    const life = requestIn(state, manual);
    const id = answer(life);
    answerActions(life, role);
    life.now = Date.now();
    const { out } = await run(['request', 'act', id, action, '--example'], gateway.env);
    expect(life.act(role, action, JSON.parse(out) as object)).toBeUndefined();
  });
});

describe('request actions', () => {
  it('shows what is allowed first, and why not the rest', async () => {
    const life = requestIn('awaitingCorrection', manual);
    answerActions(life, 'portal');
    const { out } = await run(['request', 'actions', life.request.requestId], gateway.env);
    expect(out).toContain('correct\tyes\tแก้ไขเพิ่มเติม · Correct\t\n');
    expect(out).toMatch(/^confirmComplete\tno\t.*\t.+$/m);
  });
});

describe('request pay', () => {
  function stack(): Record<string, string> {
    const home = mkdtempSync(join(scratch, 'home-'));
    writeFileSync(join(home, 'env'), `PRASAN_TEST_AGENCY_URL=${gateway.url}\n`);
    return { ...gateway.env, PRASAN_HOME: home };
  }

  it('is refused where there is no local stack', async () => {
    const id = answer(requestIn('awaitingPayment', manual));
    const ran = await run(['request', 'pay', id], gateway.env);
    expect(ran).toMatchObject({ code: 1, err: expect.stringContaining('There is no local stack') });
    expect(gateway.asked).toEqual([]);
  });

  it('pays at the test treasury by ref1, and says that it was no action', async () => {
    const unpaid = requestIn('awaitingPayment', manual);
    const id = answer(unpaid);
    const { ref1 } = unpaid.bill;
    gateway.replies.set('POST /dev/pay', () => {
      answer(unpaid.pay());
      return { body: {} };
    });
    const { code, out, err } = await run(['request', 'pay', id], stack());
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain(`(ref1 ${ref1 ?? ''}) is paid at the test treasury, by no action`);
    expect(out).toContain('the request is in issuing');
    expect(gateway.asked.find(({ url }) => url === '/dev/pay')?.body).toEqual({ ref1 });
  });

  it('says when there is nothing to pay, and when the treasury knows no such bill', async () => {
    const none = await run(['request', 'pay', answer(requestIn('refused', manual))], stack());
    expect(none).toMatchObject({
      code: 1,
      err: 'There is no bill to pay: the request is in state refused\n',
    });
    gateway.replies.set('POST /dev/pay', { status: 404, body: 'no such bill' });
    const id = answer(requestIn('awaitingPayment', manual));
    const lost = await run(['request', 'pay', id], stack());
    expect(lost).toMatchObject({ code: 1, err: expect.stringContaining('(404): no such bill') });
  });
});
