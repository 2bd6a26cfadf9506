import { createHash } from 'node:crypto';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LiveCheckResult } from '../../../activities/ports.js';
import { liveCheckText, liveCheckTexts } from '../../../contracts/commands/service/live-check.js';
import type { Label } from '../../../contracts/lifecycles/service/states.js';
import { createLiveChecker, isPublicAddress } from '../../../infra/http/live-check.js';

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

const resolvesTo = (...addresses: string[]) => ({
  allow: [],
  resolve: () =>
    Promise.resolve(
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    ),
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

  it('refuses a name of which any address is not public', async () => {
    const mixed = resolvesTo('203.0.112.7', '10.1.2.3');
    expect(await reasonOf('http://excise.example/', mixed)).toBe('addressNotAllowed');
  });

  it.each([
    ...['::1', 'fe80::1', 'fc00::1', 'fec0::1', 'ff02::1', '100::1', '64:ff9b::a00:1'],
    ...['5f00::1', '4000::1', '1000::1', 'c000::1', '::a00:1', '0:0:0:0:ffff:0:a00:1'],
    ...['2001::1', '2001:2::1', '2001:10::1', '2001:20::1', '2001:db8::1', '2002:a00:1::1'],
    ...['2001:1::1', '3fff::1', '2620:4f:8000::1'],
  ])('refuses %s: it is no address of the public internet', async (address) => {
    expect(await reasonOf('http://excise.example/', resolvesTo(address))).toBe('addressNotAllowed');
    expect(await reasonOf(`http://[${address}]/`)).toBe('addressNotAllowed');
  });

  it.each(['2404:6800:4001::1', '2a00::1', '2600:9000::1', '3ffe::1', '8.8.8.8', '::ffff:8.8.8.8'])(
    'takes %s for an address of the public internet',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  it.each(['http://8.8.8.8:22/', 'https://8.8.8.8:8443/', 'http://[2600:9000::1]:6379/'])(
    'calls no other port than 80 and 443: %s',
    async (url) => {
      expect(await reasonOf(url)).toBe('addressNotAllowed');
    },
  );

  it('asks DNS nothing for a port that it will not call', async () => {
    let asked = 0;
    const resolve = () => {
      asked += 1;
      return Promise.resolve([{ address: '8.8.8.8', family: 4 }]);
    };
    expect(await reasonOf('http://excise.example:25/', { resolve })).toBe('addressNotAllowed');
    expect(asked).toBe(0);
  });

  it('waits for DNS no longer than for the rest', async () => {
    const resolve = () => new Promise<never>(() => {});
    const began = performance.now();
    const reason = await reasonOf('http://excise.example/', { resolve, timeoutMs: 100 });
    expect(reason).toBe('timedOut');
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it('tries every address of a name until one answers', async () => {
    const port = here.split(':')[1] ?? '';
    const options = {
      ...resolvesTo('127.0.0.2', '127.0.0.3', '127.0.0.1'),
      allow: [`excise.example:${port}`],
    };
    expect(await checked(`http://excise.example:${port}/page`, options)).toMatchObject({
      ok: true,
      status: 200,
    });
  });

  it('explains every reason in both languages', () => {
    const texts: Record<NonNullable<LiveCheckResult['reason']>, Label> = liveCheckTexts;
    for (const [reason, { th, en }] of Object.entries(texts)) {
      expect(th).toMatch(/\p{Script=Thai}/u);
      expect(en).toMatch(/^[ -~]+$/);
      expect(liveCheckText(reason)).toEqual({ th, en });
    }
    expect(texts.addressNotAllowed.en).toContain('port 80 or 443');
    expect(liveCheckText(undefined)).toBeUndefined();
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
