import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, bangkokDate } from '../../../contracts/civil-date.js';
import { ProblemAnswer } from '../../../workers/gateway/shapes.js';
import { goodBody, goodEvidence } from '../../support/bodies.js';
import { caseIn } from '../../support/case.js';
import type { Back, TestGateway } from '../../support/gateway-world.js';
import { call, testGateway, tokenOf } from '../../support/gateway-world.js';

const today = bangkokDate(Date.now());
const officer = tokenOf('agencyOfficer');
let world: TestGateway;
let url: string;

beforeAll(async () => {
  world = await testGateway();
  world.cases.put(caseIn('plan', { mode: null }));
  await world.gateway.listen({ host: '127.0.0.1', port: 0 });
  url = `http://127.0.0.1:${(world.gateway.server.address() as AddressInfo).port}`;
});

afterAll(() => world.gateway.close());

const writeHeaders = { 'idempotency-key': 'faulty-body', 'if-match': '"1"' };

function setMode(body: unknown): Promise<Back> {
  return call(world.gateway, 'POST', '/v1/services/SVC0106/actions/setMode', {
    as: officer,
    body,
    headers: writeHeaders,
  });
}

/** Sends raw text over a real connection. */
async function send(
  text: string,
  { type = 'application/json', path = '/v1/services/SVC0106/actions/setMode' } = {},
): Promise<{ status: number; body: Record<string, unknown> }> {
  const answer = await fetch(`${url}${path}`, {
    method: 'POST',
    body: text,
    headers: {
      ...writeHeaders,
      authorization: `Bearer ${officer}`,
      ...(type === '' ? {} : { 'content-type': type }),
    },
  });
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

function pathsOf(body: Record<string, unknown>): string[] {
  return (body['errors'] as { path: string }[]).map(({ path }) => path).sort();
}

describe('a faulty body', () => {
  const good = goodBody('setMode', today) as Record<string, unknown>;
  const screening = goodEvidence('screening', today);

  it('is refused with every faulty field named', async () => {
    const { status, body } = await setMode({
      mode: 'magic',
      colour: 'red',
      'a/b': 1,
      evidence: { screening: { ...screening, docDate: '2026-02-30', sha256: 'abc', note: 'x' } },
    });
    expect([status, body['type']]).toEqual([400, 'urn:prasan:problem:invalidBody']);
    expect(pathsOf(body)).toEqual([
      '/a~1b',
      '/colour',
      '/evidence/screening/docDate',
      '/evidence/screening/note',
      '/evidence/screening/sha256',
      '/mode',
      '/portal',
    ]);
    expect(ProblemAnswer.parse(body)).toEqual(body);
  });

  it.each([
    '2026-02-30',
    '2026-13-01',
    '2026-00-10',
    '2025-02-29',
    '24/11/2026',
    '2569-11-24',
    '0026-11-24',
    '1899-12-31',
    '2026-11-24T00:00:00Z',
    '',
    20261124,
  ])('may not say that a document is of %s', async (docDate) => {
    const evidence = { screening: { ...screening, docDate } };
    const { status, body } = await setMode({ ...good, evidence });
    expect([status, pathsOf(body)]).toEqual([400, ['/evidence/screening/docDate']]);
  });

  it('says in Thai and in English what is wrong with each field', async () => {
    world.cases.put({ ...caseIn('test'), serviceId: 'SVC0108' });
    const bodies: [string, string, unknown][] = [
      ['SVC0106', 'setMode', { mode: 'magic', portal: 7, colour: 'red', evidence: [] }],
      ['SVC0106', 'setMode', { evidence: { screening: { ...screening, docNo: 'x'.repeat(301) } } }],
      ['SVC0106', 'setMode', { evidence: { screening: { ...screening, docDate: '0026-01-01' } } }],
      ['SVC0106', 'setMode', { evidence: { screening: { ...screening, link: 'ftp://x' } } }],
      ['SVC0106', 'setMode', { evidence: { screening: { ...screening, sha256: 'A' } } }],
      [
        'SVC0108',
        'advance',
        { evidence: { uat: { ...goodEvidence('uat', today), signatories: [] } } },
      ],
      [
        'SVC0108',
        'advance',
        { evidence: { security: { openCriticals: 1 }, testReport: { jws: 'x' } } },
      ],
      ['SVC0108', 'advance', { evidence: { jointConnectionTest: { passed: false } } }],
    ];
    for (const [id, action, sent] of bodies) {
      const { body } = await call(world.gateway, 'POST', `/v1/services/${id}/actions/${action}`, {
        as: officer,
        body: sent,
        headers: { ...writeHeaders, 'accept-language': 'th' },
      });
      const { errors, details } = ProblemAnswer.parse(body);
      expect(errors?.length).toBeGreaterThan(0);
      for (const { message, details: text } of errors ?? []) {
        expect(text.en).toBe(message);
        expect(text.th).toMatch(/\p{Script=Thai}/u);
        expect(details.th).toContain(text.th);
        expect(details.en).toContain(text.en);
      }
      expect(body['detail']).toBe(details.th);
    }
  });

  it('tells a year of two digits and a password in an address by what they are', async () => {
    const link = 'https://user:secret@docs.example/1';
    const evidence = { screening: { ...screening, docDate: '0026-11-24', link } };
    const { body } = await setMode({ ...good, evidence });
    const { errors } = ProblemAnswer.parse(body);
    expect(errors).toMatchObject([
      { path: '/evidence/screening/docDate', message: expect.stringContaining('1900-01-01') },
      { path: '/evidence/screening/link', message: expect.stringContaining('without user') },
    ]);
    expect(JSON.stringify(body)).not.toContain('secret@docs');
  });

  it('may not be of tomorrow: the case refuses it', async () => {
    const evidence = { screening: { ...screening, docDate: addDays(today, 1) } };
    const { status, body } = await setMode({ ...good, evidence });
    expect([status, body['code']]).toEqual([422, 'dateInFuture']);
  });

  it('may not be a bare address instead of evidence', async () => {
    const { body } = await setMode({ ...good, evidence: { screening: 'https://a.example' } });
    expect(pathsOf(body)).toEqual(['/evidence/screening']);
    const link = { screening: { link: 'https://a.example', finding: 'noEService' } };
    expect(pathsOf((await setMode({ ...good, evidence: link })).body)).toEqual([
      '/evidence/screening/docDate',
      '/evidence/screening/docNo',
      '/evidence/screening/issuer',
      '/evidence/screening/sha256',
    ]);
  });

  it.each([null, [], 'text', 7, true])('must be an object, not %j', async (body) => {
    const answer = await setMode(body);
    expect([answer.status, answer.body['type']]).toEqual([400, 'urn:prasan:problem:invalidBody']);
  });

  it('says which literals are possible', async () => {
    world.cases.put({
      ...caseIn('plan'),
      serviceId: 'SVC0107',
      reports: [{ fiscalYear: 2570, quarter: 1, dueOn: '2027-01-15', status: 'open' }],
    });
    const { body } = await call(
      world.gateway,
      'POST',
      '/v1/services/SVC0107/actions/reportProgress',
      {
        as: officer,
        body: { fiscalYear: 2570, quarter: 5, percent: 101, statement: 'ก' },
        headers: writeHeaders,
      },
    );
    expect(body['errors']).toContainEqual({
      path: '/quarter',
      message: 'must be one of 1, 2, 3, 4',
      details: { th: 'ต้องเป็นค่าใดค่าหนึ่งใน 1, 2, 3, 4', en: 'must be one of 1, 2, 3, 4' },
    });
    expect(pathsOf(body)).toEqual(['/percent', '/quarter', '/statement']);
  });

  it('of very many unknown fields is answered shortly', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 5_000 }, (_, index) => [`field${index}${'x'.repeat(9)}`, 1]),
    );
    const { status, body } = await setMode(many);
    expect(status).toBe(400);
    expect(body['errors']).toHaveLength(101);
    expect(JSON.stringify(body).length).toBeLessThan(40_000);
  });

  it('nested a hundred thousand deep is refused like any other', async () => {
    const deep = `{"mode":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect((await send(deep)).status).toBe(400);
  });
});

describe('what is no JSON', () => {
  it.each(['', '{', '{"mode":', 'null,', '{"__proto__":{"x":1}}', '\u0000'])(
    'is refused: %j',
    async (text) => {
      const { status, body } = await send(text);
      expect([status, body['type']]).toEqual([400, 'urn:prasan:problem:invalidBody']);
    },
  );

  it.each(['text/plain', 'application/xml', 'multipart/form-data; boundary=x', 'nonsense'])(
    'is refused by its type: %s',
    async (type) => {
      const { status, body } = await send('{}', { type });
      expect([status, body['type']]).toEqual([415, 'urn:prasan:problem:notJson']);
    },
  );
});

describe('what is too large', () => {
  it.each([
    ['5 MB', 5_000_000],
    ['a little over 256 KiB', 256 * 1024 + 1],
  ])('is refused: a body of %s', async (_what, size) => {
    const { status, body } = await send(JSON.stringify({ mode: 'x'.repeat(size) }));
    expect([status, body['type']]).toEqual([413, 'urn:prasan:problem:bodyTooLarge']);
    expect(body['detail']).toContain('256 KiB');
  });

  it('is refused when the body does not say its size', async () => {
    const answer = await fetch(`${url}/v1/services`, {
      method: 'POST',
      body: new Blob([`{"a":"${'x'.repeat(400_000)}"}`]).stream(),
      duplex: 'half',
      headers: {
        ...writeHeaders,
        authorization: `Bearer ${officer}`,
        'content-type': 'application/json',
      },
    } as RequestInit);
    expect(answer.status).toBe(413);
  });

  it('is refused: headers of 20 KB', async () => {
    const answer = await raw(
      `GET /healthz HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect(answer).toContain('urn:prasan:problem:headersTooLarge');
  });
});

describe('what is no request of ours', () => {
  it.each([
    'nonsense\r\n\r\n',
    'GET / HTTP/9.9\r\n\r\n',
    'GET /\u0001 HTTP/1.1\r\nHost: x\r\n\r\n',
  ])('is answered with a problem: %j', async (text) => {
    const answer = await raw(text);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('urn:prasan:problem:invalidQuery');
  });

  it.each(['/', '/v1', '/v1/servicez', '/v1/services/SVC0106/secrets', '/%00'])(
    'there is no %s',
    async (path) => {
      const { status, body } = await call(world.gateway, 'GET', path);
      expect([status, body['type']]).toEqual([404, 'urn:prasan:problem:notFound']);
    },
  );

  it('parameters that name nothing are told in both languages', async () => {
    const { body } = await call(world.gateway, 'GET', '/v1/services/SVC1', { as: officer });
    const { details, errors } = ProblemAnswer.parse(body);
    expect(details.th).toContain('ต้องเป็นรหัสงานบริการ');
    expect(details.en).toContain('must be a service id');
    expect(errors?.[0]?.path).toBe('/id');
  });

  it('an address that cannot be decoded is refused', async () => {
    const answer = await fetch(`${url}/v1/services/%zz`);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  it.each([
    ['DELETE', '/v1/services/SVC0106', 'GET, HEAD'],
    ['POST', '/v1/services/SVC0106', 'GET, HEAD'],
    ['PUT', '/v1/services', 'GET, HEAD, POST'],
    ['GET', '/v1/services/SVC0106/actions/advance', 'POST'],
    ['HEAD', '/v1/services/SVC0106/events', 'GET'],
  ] as const)('%s %s is no method there', async (method, path, allowed) => {
    const { status, headers } = await call(world.gateway, method, path, { as: officer });
    expect(status).toBe(405);
    expect(String(headers['allow']).split(', ').sort().join(', ')).toBe(allowed);
  });

  it('a query where there is none is refused', async () => {
    const { status, body } = await call(world.gateway, 'GET', '/v1/agencies?sort=name', {
      as: officer,
    });
    expect([status, pathsOf(body)]).toEqual([400, ['/sort']]);
  });
});

describe('the log', () => {
  it('has nothing of bodies and tokens, whatever was refused', async () => {
    const secret = 'very-secret-words';
    await setMode({ mode: secret, [secret]: 1 });
    await send(`{"mode":"${secret}`);
    await call(world.gateway, 'GET', `/v1/services?text=${secret}`, { as: secret });
    world.cases.actTrouble = undefined;
    const find = world.cases.find.bind(world.cases);
    world.cases.find = () => Promise.reject(new Error('broken inside'));
    const broken = await setMode({ mode: secret });
    world.cases.find = find;
    expect([broken.status, broken.body['type']]).toEqual([500, 'urn:prasan:problem:internal']);
    expect(JSON.stringify(broken.body)).not.toContain('broken inside');
    const log = world.logged.join('');
    expect(log).toContain('broken inside');
    expect(log).not.toContain(secret);
    expect(log).not.toContain(officer);
    const { instance } = broken.body as { instance: string };
    expect(log).toContain(instance.split(':').at(-1));
  });
});

describe('the language', () => {
  it.each([
    ['th', 'th'],
    ['th-TH,th;q=0.9,en;q=0.8', 'th'],
    ['en;q=0.4, th;q=0.9', 'th'],
    ['en-GB', 'en'],
    ['de, fr', 'en'],
    ['th;q=0', 'en'],
    ['', 'en'],
    ['other', 'en'],
  ])('of %j is %s', async (accepted, language) => {
    const { headers, body } = await call(world.gateway, 'GET', '/nowhere', {
      headers: { 'accept-language': accepted },
    });
    expect(headers['content-language']).toBe(language);
    const { details, detail } = body as { details: Record<string, string>; detail: string };
    expect(detail).toBe(details[language]);
    expect(Object.keys(details).sort()).toEqual(['en', 'th']);
  });
});

async function raw(text: string): Promise<string> {
  const { port } = new URL(url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.end(text);
  let answer = '';
  for await (const chunk of socket) answer += String(chunk);
  return answer;
}
