import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { registeredService } from '../../support/make-events.js';
import { run, StandIn } from './run.js';

let gateway: StandIn;
beforeAll(async () => {
  gateway = await StandIn.start();
});
afterEach(() => gateway.forget());
afterAll(() => gateway.stop());

const event = registeredService('SVC0106', 'live').events[0]?.event;
const data = event?.data as { service: Record<string, unknown>; agencyId: string };
const shown = {
  ...data.service,
  serviceId: 'SVC0106',
  agencyId: data.agencyId,
  sequence: 2,
  unpublished: 1,
  details: { clocks: [{ kind: 'stage', dueOn: '2026-12-24' }] },
};
const etag = { headers: { etag: '"7"' } };
const timeline = { serviceId: 'SVC0106', sequence: 2, events: [{ ...event, sequence: 1 }] };

function answerService(): void {
  gateway.replies.set('GET /v1/services/SVC0106', { body: shown, ...etag });
  gateway.replies.set('GET /v1/services/SVC0106/timeline', { body: timeline });
}

const accepted = { serviceId: 'SVC0106', state: 'develop', version: 8, sequence: 9, submission: 3 };

describe('service list', () => {
  const item = { serviceId: 'SVC0106', agencyId: 'AGY009', agency: null, service: data.service };

  it('shows services with both labels and as of when', async () => {
    const body = { items: [item], next: null, total: 1, asOf: { at: '2026-11-24T02:00:00.000Z' } };
    gateway.replies.set('GET /v1/services', { body });
    const ran = await run(
      ['service', 'list', '--state', 'live,test', '--text', 'สุรา'],
      gateway.env,
    );
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(ran.out).toContain('SVC0106\tlive · เปิดให้บริการแล้ว · Live (not verified)\tAGY009\t');
    expect(ran.out).toContain('1 of 1 (as of 2026-11-24 09:00:00, Bangkok)');
    const url = new URL(gateway.asked[0]?.url ?? '', 'http://gateway');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      limit: '50',
      state: 'live,test',
      text: 'สุรา',
    });
    expect(gateway.asked[0]?.headers['authorization']).toBe('Bearer a.b.c');
  });

  it('follows the pages up to the limit', async () => {
    const items = Array.from({ length: 200 }, () => item);
    const body = { items, next: 'more', total: 900, asOf: { at: null } };
    gateway.replies.set('GET /v1/services', { body });
    const ran = await run(['service', 'list', '--limit', '400', '--json'], gateway.env);
    expect(JSON.parse(ran.out).items).toHaveLength(400);
    expect(gateway.asked.map(({ url }) => url)).toEqual([
      '/v1/services?limit=200',
      '/v1/services?limit=200&cursor=more',
    ]);
  });
});

describe('service show', () => {
  it('shows where it stands, whose turn it is, what happened, and what is still on its way', async () => {
    answerService();
    const { code, out } = await run(['service', 'show', 'SVC0106'], gateway.env);
    expect(code).toBe(0);
    expect(out).toMatch(/^state +live · เปิดให้บริการแล้ว · Live/m);
    expect(out).toMatch(/^mode +not recorded$/m);
    expect(out).toMatch(/^whose turn +agencyOfficer \(เจ้าหน้าที่หน่วยงาน · agency officer\)$/m);
    expect(out).toContain('Registered from the register');
    expect(out).toContain('The archive has 1 of 2 events so far.');
  });

  it('prints all of it with --json', async () => {
    answerService();
    const { out } = await run(['service', 'show', 'SVC0106', '--json'], gateway.env);
    expect(JSON.parse(out)).toMatchObject({ serviceId: 'SVC0106', timeline: [{ sequence: 1 }] });
  });
});

describe('service act', () => {
  const path = 'POST /v1/services/SVC0106/actions/goBack';
  const body = { to: 'plan', reason: 'เหตุผล' };

  it('sends the version it read, a key of its own and the body', async () => {
    answerService();
    gateway.replies.set(path, { body: accepted });
    const ran = await run(
      ['service', 'act', 'SVC0106', 'goBack', '--body', JSON.stringify(body)],
      gateway.env,
    );
    expect(ran.out).toBe(
      'goBack: accepted, submission 3, develop · พัฒนา · In development, version 8, event 9\n',
    );
    const [, post] = gateway.asked;
    expect(post).toMatchObject({ method: 'POST', body, headers: { 'if-match': '"7"' } });
    expect(post?.headers['idempotency-key']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('takes the version and key that are given, and asks for no other', async () => {
    gateway.replies.set(path, { body: accepted });
    const given = ['--if-match', '4', '--key', 'my-own-key', '--json'];
    const ran = await run(['service', 'act', 'SVC0106', 'goBack', ...given], gateway.env);
    expect(JSON.parse(ran.out)).toEqual(accepted);
    expect(gateway.asked).toMatchObject([
      { headers: { 'if-match': '"4"', 'idempotency-key': 'my-own-key' }, body: {} },
    ]);
  });

  it('reads the body from a file or from standard input', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'prasan-body-'));
    await writeFile(join(folder, 'body.json'), JSON.stringify(body));
    gateway.replies.set(path, { body: accepted });
    const act = ['service', 'act', 'SVC0106', 'goBack', '--if-match', '4', '--body'];
    await run([...act, `@${folder}/body.json`], gateway.env);
    await run([...act, '-'], gateway.env, JSON.stringify(body));
    expect(gateway.asked.map((one) => one.body)).toEqual([body, body]);
    await rm(folder, { recursive: true });
    const missing = await run([...act, `@${folder}/body.json`], gateway.env);
    expect(missing).toMatchObject({ code: 1, err: expect.stringContaining('cannot be read') });
  });

  it.each(['{', '[]', '"text"'])('refuses %s as a body before anything is sent', async (text) => {
    const ran = await run(['service', 'act', 'SVC0106', 'goBack', '--body', text], gateway.env);
    expect(ran).toMatchObject({
      code: 1,
      err: expect.stringContaining('--body is no JSON object'),
    });
    expect(gateway.asked).toEqual([]);
  });

  it('refuses an action that there is none of, naming those there are', async () => {
    const ran = await run(['service', 'act', 'SVC0106', 'fly'], gateway.env);
    expect(ran.code).toBe(1);
    expect(ran.err).toContain('There is no action fly; there are confirmProposal, ');
  });

  it('tells a refusal in both languages, with the state and what is allowed now', async () => {
    answerService();
    gateway.replies.set(path, {
      status: 409,
      body: {
        type: 'urn:prasan:problem:wrongState',
        detail: 'no',
        details: { th: 'ไม่ได้', en: 'not possible in state live' },
        state: 'live',
        actions: [
          { action: 'suspend', allowed: true, label: { th: 'ระงับ', en: 'Suspend' } },
          { action: 'goBack', allowed: false, label: { th: 'ย้อน', en: 'Go back' } },
        ],
      },
    });
    const ran = await run(['service', 'act', 'SVC0106', 'goBack'], gateway.env);
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.err.split('\n').slice(0, 5)).toEqual([
      'Refused (409 wrongState): not possible in state live',
      'ไม่ได้',
      'The service is in state live.',
      'You may now:',
      '  suspend           ระงับ · Suspend',
    ]);
    expect(ran.err).not.toContain('Go back');
  });

  it('names every faulty field', async () => {
    answerService();
    const errors = [{ path: '/reason', message: 'say why' }];
    gateway.replies.set(path, { status: 400, body: { type: 'x:invalidBody', errors } });
    const ran = await run(['service', 'act', 'SVC0106', 'goBack'], gateway.env);
    expect(ran.code).toBe(1);
    expect(ran.err).toContain('  /reason: say why');
  });

  it('tells how to repeat when the outcome is unknown', async () => {
    const args = ['service', 'act', 'SVC0106', 'goBack', '--if-match', '4', '--key', 'my-own-key'];
    const cut = await run(args, gateway.env);
    expect(cut).toMatchObject({ code: 2, err: expect.stringContaining('--key my-own-key') });
    gateway.replies.set(path, { status: 503, body: { type: 'urn:prasan:problem:outcomeUnknown' } });
    const unknown = await run(args, gateway.env);
    expect(unknown).toMatchObject({ code: 2, err: expect.stringContaining('--key my-own-key') });
  });

  it('prints a body to be filled in with --example', async () => {
    const schema = {
      type: 'object',
      properties: { to: { type: 'string', enum: ['plan'] }, why: { type: 'string' } },
      required: ['to'],
    };
    const label = { th: 'ย้อน', en: 'Go back' };
    const actions = [{ action: 'goBack', label, allowed: true, body: schema }];
    answerService();
    gateway.replies.set('GET /v1/services/SVC0106/actions', {
      body: { serviceId: 'SVC0106', state: 'live', version: 1, actions },
    });
    const ran = await run(['service', 'act', 'SVC0106', 'goBack', '--example'], gateway.env);
    expect(JSON.parse(ran.out)).toEqual({ to: 'plan' });
  });
});

describe('service actions', () => {
  it('shows what is allowed first, and why not the rest', async () => {
    const label = { th: 'ก', en: 'a' };
    const whyNot = { text: { th: 'ไม่ได้', en: 'not now' } };
    gateway.replies.set('GET /v1/services/SVC0106/actions', {
      body: {
        serviceId: 'SVC0106',
        state: 'live',
        version: 1,
        actions: [
          { action: 'advance', label, allowed: false, whyNot, body: {} },
          { action: 'suspend', label, allowed: true, body: {} },
        ],
      },
    });
    const { out } = await run(['service', 'actions', 'SVC0106'], gateway.env);
    expect(out.trim().split('\n').slice(2)).toEqual(
      ['suspend\tyes\tก · a\t', 'advance\tno\tก · a\tnot now'].map((line) => line),
    );
  });
});

describe('service propose', () => {
  it('proposes for the agency that is named', async () => {
    gateway.replies.set('POST /v1/services', {
      status: 201,
      body: { ...shown, serviceId: 'PRS1' },
    });
    const names = ['--th', 'ใบอนุญาตผลิตสุรา', '--en', 'Liquor licence'];
    const ran = await run(['service', 'propose', ...names, '--agency-id', 'AGY009'], gateway.env);
    expect(ran.out).toBe('PRS1 is proposed; OPDC confirms it (confirmProposal)\n');
    expect(gateway.asked[0]?.body).toEqual({
      agencyId: 'AGY009',
      name: { th: 'ใบอนุญาตผลิตสุรา', en: 'Liquor licence' },
    });
  });

  it('says what is missing', async () => {
    const ran = await run(['service', 'propose', '--th', 'x'], gateway.env);
    expect(ran).toMatchObject({ code: 1, err: expect.stringContaining('--agency-id') });
  });
});

describe('whoever calls', () => {
  it('must say who they are', async () => {
    const ran = await run(['service', 'list'], { ...gateway.env, PRASAN_TOKEN: '' });
    expect(ran).toMatchObject({ code: 1, err: expect.stringContaining('Who are you?') });
  });

  it.each([
    [['--agency', 'AGY009'], 'use --agency-id'],
    [['--name', 'somchai'], '--agency, --office and --name go with --as'],
    [['--token', 'a.b.c', '--as', 'opdcOfficer'], 'not both'],
    [['--as', 'agencyOfficer'], 'role agencyOfficer is of an agency: add --agency'],
    [['--as', 'opdcOfficer,agencyApprover'], 'role agencyApprover is of an agency'],
  ])('is told once what contradicts itself: %j', async (options, said) => {
    const ran = await run(['service', 'list', ...options], gateway.env);
    expect(ran).toMatchObject({ code: 1, out: '', err: expect.stringContaining(said) });
    expect(ran.err.trim().split('\n')).toHaveLength(1);
    expect(gateway.asked).toEqual([]);
  });

  it('may name agencies before what is asked of them', async () => {
    const list = { items: [], next: null, total: 0, asOf: { at: null } };
    gateway.replies.set('GET /v1/services', { body: list });
    const filter = ['--agency-id', 'AGY009', '--state', 'plan', '--agency-id', 'AGY010,AGY011'];
    const ran = await run(['service', 'list', ...filter], gateway.env);
    expect(ran.code).toBe(0);
    const url = new URL(gateway.asked[0]?.url ?? '', 'http://gateway');
    expect(url.searchParams.get('agency')).toBe('AGY009,AGY010,AGY011');
    answerService();
    const options = ['--token', 'a.b.c', 'SVC0106'];
    expect((await run(['service', 'show', ...options], gateway.env)).code).toBe(0);
  });

  it('learns when the gateway is away, and that nothing was done', async () => {
    const away = { ...gateway.env, PRASAN_GATEWAY_URL: 'http://127.0.0.1:9' };
    const ran = await run(['service', 'act', 'SVC0106', 'approve', '--if-match', '1'], {
      ...away,
      PRASAN_GATEWAY_URL: 'http://127.0.0.1:65000',
    });
    expect(ran).toMatchObject({ code: 2, err: expect.stringContaining('Nothing was done') });
  });

  it('learns when something else than the gateway answers', async () => {
    gateway.replies.set('GET /v1/services', { body: '<html>' });
    const ran = await run(['service', 'list'], gateway.env);
    expect(ran).toMatchObject({ code: 1, err: expect.stringContaining('no problem+json') });
  });
});
