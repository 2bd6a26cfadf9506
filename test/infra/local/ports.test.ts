import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { needPorts, refusalOf, rememberPorts, urlOf } from '../../../infra/local/ports.js';
import { scratchFolder } from '../../support/scratch.js';

const scratch = scratchFolder();
const servers: Server[] = [];
let home: string;
let said: string[];

const say = (line: string) => said.push(line);
const host = '127.0.0.1';

beforeEach(() => {
  home = mkdtempSync(join(scratch, 'home-'));
  said = [];
});

afterAll(() => {
  for (const server of servers) server.close();
});

/** Another program that listens; 0 is any port. */
async function takePort(port = 0): Promise<number> {
  const server = createServer().listen(port, host);
  servers.push(server);
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describe('the ports of the servers', () => {
  it('are the same at every start', async () => {
    const ports = await rememberPorts(home, say);
    expect(new Set(Object.values(ports)).size).toBe(9);
    await expect(rememberPorts(home, say)).resolves.toEqual(ports);
    expect(said).toEqual([]);
  });

  it('are changed, and said, where another program has taken one', async () => {
    const before = await rememberPorts(home, say);
    await takePort(before.kafka);
    const after = await rememberPorts(home, say);
    expect(after).toEqual({ ...before, kafka: after.kafka });
    expect(after.kafka).not.toBe(before.kafka);
    expect(said).toEqual([
      `port ${before.kafka} of kafka is taken; it is ${after.kafka} from now on`,
    ]);
    await expect(rememberPorts(home, say)).resolves.toEqual(after);
  });

  it('give way to a port that is set for something else', async () => {
    const before = await rememberPorts(home, say);
    const after = await rememberPorts(home, say, { reserved: [before.oidc] });
    expect(after).toEqual({ ...before, oidc: after.oidc });
    expect(after.oidc).not.toBe(before.oidc);
  });

  it.each(['{"kafka": 2', '{"kafka": "no port"}', '[]', ''])(
    'are chosen anew when the file is faulty: %s',
    async (content) => {
      writeFileSync(join(home, 'ports.json'), content);
      const ports = await rememberPorts(home, say);
      expect(JSON.parse(readFileSync(join(home, 'ports.json'), 'utf8'))).toEqual(ports);
    },
  );

  it('are mended when two of them are one', async () => {
    const { kafka } = await rememberPorts(home, say);
    writeFileSync(join(home, 'ports.json'), JSON.stringify({ kafka, temporal: kafka }));
    const ports = await rememberPorts(home, say);
    expect(ports.kafka).not.toBe(ports.temporal);
  });
});

describe('the ports that are set', () => {
  it('may be had when they are free', async () => {
    const port = await takePort();
    servers.at(-1)?.close();
    const ports = { PRASAN_GATEWAY_PORT: port };
    await expect(needPorts({ host, ports })).resolves.toBeUndefined();
  });

  it('are refused in one line when two are the same', async () => {
    const ports = { PRASAN_GATEWAY_PORT: 8090, PRASAN_TRACKER_PORT: 8090 };
    await expect(needPorts({ host, ports })).rejects.toThrow(
      'PRASAN_GATEWAY_PORT and PRASAN_TRACKER_PORT are both 8090; set one of them to another port and start again.',
    );
  });

  it('are refused in one line when another program listens there', async () => {
    const port = await takePort();
    await expect(needPorts({ host, ports: { PRASAN_TRACKER_PORT: port } })).rejects.toThrow(
      `Port ${port} is taken by another program; end that one, or set PRASAN_TRACKER_PORT to a free port and start again.`,
    );
  });

  it('are refused in one line on a host that is not this machine', async () => {
    const elsewhere = { host: '192.0.2.1', ports: { PRASAN_GATEWAY_PORT: 8080 } };
    await expect(needPorts(elsewhere)).rejects.toThrow(
      'PRASAN_HOST is "192.0.2.1", where this machine cannot listen (EADDRNOTAVAIL); set it to an address of this machine, or to 0.0.0.0 for all of them, and start again.',
    );
  });

  it('are taken on all addresses when one is', async () => {
    const port = await takePort();
    await expect(refusalOf(port, '0.0.0.0')).resolves.toBe('EADDRINUSE');
  });
});

describe('what listens on a host', () => {
  it.each([
    ['127.0.0.1', 'http://127.0.0.1:80'],
    ['0.0.0.0', 'http://127.0.0.1:80'],
    ['::', 'http://[::1]:80'],
    ['::1', 'http://[::1]:80'],
    ['192.0.2.1', 'http://192.0.2.1:80'],
    ['prasan.example', 'http://prasan.example:80'],
  ])('is asked where it answers: %s', (listening, url) => {
    expect(urlOf(listening, 80)).toBe(url);
  });
});
