import type { RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from '@jest/globals';
import { signatureFault } from '../../../contracts/agency-link/signature.js';
import type { Call, Called } from '../../../infra/http/signed-call.js';
import { below, callSigned } from '../../../infra/http/signed-call.js';
import { keyOf, Servers } from '../../support/link.js';

const servers = new Servers();
const key = keyOf('k');
afterAll(() => servers.close());

async function called(listener: RequestListener, call: Partial<Call> = {}): Promise<Called> {
  const url = await servers.start(listener);
  return callSigned({
    ...{ method: 'GET', key, timeoutMs: 2_000 },
    url: `${url}/a/b?c=d`,
    ...call,
  });
}

async function textOf(request: Parameters<RequestListener>[0]): Promise<string> {
  let text = '';
  for await (const part of request.setEncoding('utf8')) text += String(part);
  return text;
}

describe('a signed call', () => {
  it.each([
    ['GET', undefined],
    ['POST', { name: 'สมชาย' }],
  ] as const)('of %s arrives as it was signed, query and body too', async (method, body) => {
    let arrived = '';
    const answer: RequestListener = (request, sent) => {
      void textOf(request).then((text) => {
        const { url: path = '', headers } = request;
        const header = headers['prasan-signature']?.toString();
        const call = { method, path, body: text };
        arrived =
          signatureFault(call, header, [key], Date.now()) ??
          `${text} ${String(headers['idempotency-key'])}`;
        sent.end('{"a":1}');
      });
    };
    const idempotencyKey = 'r/1';
    const outcome = await called(answer, { method, idempotencyKey, ...(body && { body }) });
    expect(outcome).toEqual({ kind: 'answered', status: 200, body: { a: 1 } });
    expect(arrived).toBe(`${body === undefined ? '' : JSON.stringify(body)} r/1`);
  });

  it('follows no redirect', async () => {
    let followed = 0;
    const elsewhere = await servers.start((_, answer) => {
      followed += 1;
      answer.end('{}');
    });
    for (const status of [301, 302, 303, 307, 308]) {
      const outcome = await called((_, answer) =>
        answer.writeHead(status, { location: elsewhere }).end(),
      );
      expect(outcome).toEqual({ kind: 'away', reason: 'badStatus' });
    }
    expect(followed).toBe(0);
  });

  it.each([
    [400, 'refused'],
    [404, 'refused'],
    [410, 'refused'],
    [408, 'away'],
    [425, 'away'],
    [429, 'away'],
    [500, 'away'],
    [503, 'away'],
    [200, 'answered'],
    [202, 'answered'],
    [204, 'answered'],
  ])('that is answered with %d is %s', async (status, kind) => {
    expect(await called((_, answer) => answer.writeHead(status).end())).toMatchObject({ kind });
  });

  it('reads 256 KiB and not a byte more, packed or not', async () => {
    const text = (bytes: number) => JSON.stringify('x'.repeat(bytes - 2));
    const most = 256 * 1024;
    const whole = await called((_, answer) => answer.end(text(most)));
    expect(whole).toMatchObject({ kind: 'answered' });
    const tooLarge = { kind: 'away', reason: 'tooLarge' };
    expect(await called((_, answer) => answer.end(text(most + 1)))).toEqual(tooLarge);
    const packed = gzipSync(text(5_000_000));
    expect(packed.length).toBeLessThan(most);
    const bomb = await called((_, answer) =>
      answer.writeHead(200, { 'content-encoding': 'gzip' }).end(packed),
    );
    expect(bomb).toEqual(tooLarge);
  });

  it('waits for no answer that trickles', async () => {
    const outcome = await called(
      (_, answer) => {
        const drip = setInterval(() => answer.write(' '), 20);
        answer.on('close', () => clearInterval(drip));
      },
      { timeoutMs: 200 },
    );
    expect(outcome).toEqual({ kind: 'away', reason: 'timedOut' });
  });

  it('is rejected when the caller gives up, and by nothing else', async () => {
    const reason = new Error('given up');
    const signal = AbortSignal.abort(reason);
    await expect(called((_, answer) => answer.end('{}'), { signal })).rejects.toBe(reason);
    const nobody = await callSigned({
      ...{ method: 'GET', url: 'http://127.0.0.1:1/', key, timeoutMs: 2_000 },
    });
    expect(nobody).toEqual({ kind: 'away', reason: 'unreachable' });
  });

  it.each([
    ['7', 7_000],
    ['86400', 3_600_000],
    ['Mon, 30 Nov 2026 02:15:30 GMT', 30_000],
    ['Mon, 30 Nov 2026 02:14:00 GMT', undefined],
    ['soon', undefined],
    ['0', undefined],
  ])('hears Retry-After: %s as %s ms', async (said, retryAfterMs) => {
    const now = () => Date.parse('2026-11-30T09:15:00+07:00');
    const outcome = await called(
      (_, answer) => answer.writeHead(503, { 'retry-after': said }).end(),
      { now },
    );
    const wait = retryAfterMs === undefined ? {} : { retryAfterMs };
    expect(outcome).toEqual({ kind: 'away', reason: 'badStatus', ...wait });
  });

  it('goes below its base, with or without a slash', () => {
    expect(below('https://x.example/a/', 'b')).toBe('https://x.example/a/b');
    expect(below('https://x.example', 'b/c')).toBe('https://x.example/b/c');
  });
});
