import { createHash } from 'node:crypto';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLiveChecker } from '../../../infra/http/live-check.js';

let server: Server;
let other: Server;
let here = '';
let there = '';
const hosts: (string | undefined)[] = [];

async function listening(made: Server): Promise<string> {
  await new Promise<void>((done) => made.listen(0, '127.0.0.1', done));
  return `127.0.0.1:${(made.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  other = createServer((_, answer) => answer.end('private'));
  there = await listening(other);
  server = createServer(({ url, headers }, answer) => {
    hosts.push(headers.host);
    const path = url ?? '/';
    if (path === '/slow') return;
    if (path === '/loop') answer.writeHead(302, { location: '/loop' }).end();
    else if (path === '/moved') answer.writeHead(301, { location: '/page' }).end();
    else if (path === '/private') answer.writeHead(302, { location: `http://${there}/` }).end();
    else if (path === '/file') answer.writeHead(302, { location: 'file:///etc/passwd' }).end();
    else if (path === '/broken') answer.writeHead(503).end('down');
    else if (path === '/empty') answer.writeHead(200).end();
    else answer.end('<html>open</html>');
  });
  here = await listening(server);
});
afterAll(() => {
  for (const made of [server, other]) {
    made.closeAllConnections();
    made.close();
  }
});

function checked(url: string, options: Partial<Parameters<typeof createLiveChecker>[0]> = {}) {
  return createLiveChecker({ allow: [here], timeoutMs: 3_000, ...options }).check(url);
}

async function reasonOf(...asked: Parameters<typeof checked>): Promise<string | undefined> {
  const { ok, reason } = await checked(...asked);
  expect(ok).toBe(false);
  return reason;
}

const resolvesTo = (address: string) => ({
  allow: [],
  resolve: () => Promise.resolve([{ address, family: address.includes(':') ? 6 : 4 }]),
});

describe('the live check', () => {
  it('finds a channel that is open, and what it showed', async () => {
    const bodySha256 = createHash('sha256').update('<html>open</html>').digest('hex');
    const page = `http://${here}/page`;
    const found = { ok: true, status: 200, finalUrl: page, bodySha256 };
    expect(await checked(page)).toMatchObject(found);
    expect(await checked(`http://${here}/moved`)).toMatchObject(found);
  });

  it('refuses private addresses that are not allow-listed, in whatever clothes', async () => {
    const port = here.split(':')[1] ?? '';
    const before = hosts.length;
    for (const host of ['127.0.0.1', '2130706433', '[::1]', '[::ffff:127.0.0.1]', '0.0.0.0']) {
      expect(await reasonOf(`http://${host}:${port}/`, { allow: [] })).toBe('addressNotAllowed');
    }
    for (const host of ['10.0.0.1', '192.168.1.1', '169.254.169.254', '[fe80::1]', '[fc00::1]']) {
      expect(await reasonOf(`http://${host}/`)).toBe('addressNotAllowed');
    }
    expect(hosts).toHaveLength(before);
  });

  it('refuses a name that leads to a private address', async () => {
    for (const address of ['127.0.0.1', '::ffff:127.0.0.1', '10.1.2.3']) {
      expect(await reasonOf('http://excise.example/', resolvesTo(address))).toBe(
        'addressNotAllowed',
      );
    }
  });

  it('connects to the address that it judged, under the name that was given', async () => {
    const port = here.split(':')[1] ?? '';
    const options = { ...resolvesTo('127.0.0.1'), allow: [`excise.example:${port}`] };
    expect(await checked(`http://excise.example:${port}/page`, options)).toMatchObject({
      ok: true,
    });
    expect(hosts.at(-1)).toBe(`excise.example:${port}`);
  });

  it('judges each redirect anew', async () => {
    expect(await reasonOf(`http://${here}/private`)).toBe('addressNotAllowed');
    expect(await reasonOf(`http://${here}/file`)).toBe('badRedirect');
    expect(await reasonOf(`http://${here}/loop`)).toBe('tooManyRedirects');
  });

  it('refuses addresses with a user or a password', async () => {
    expect(await reasonOf(`http://user@${here}/`)).toBe('addressNotAllowed');
    expect(await reasonOf(`http://:secret@${here}/`)).toBe('addressNotAllowed');
  });

  it('says why a channel is not open', async () => {
    expect(await checked(`http://${here}/broken`)).toMatchObject({
      ok: false,
      reason: 'badStatus',
      status: 503,
    });
    expect(await reasonOf(`http://${here}/empty`)).toBe('emptyPage');
    expect(await reasonOf(`http://${here}/slow`, { timeoutMs: 100 })).toBe('timedOut');
    const closed = { allow: ['127.0.0.1:1'] };
    expect(await reasonOf('http://127.0.0.1:1/', closed)).toBe('unreachable');
    const resolve = () => Promise.reject(new Error('ENOTFOUND'));
    expect(await reasonOf('http://excise.example/', { resolve })).toBe('nameNotFound');
  });
});
