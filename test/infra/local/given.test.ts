import { once } from 'node:events';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { afterAll, describe, expect, it } from '@jest/globals';
import { needAnswers } from '../../../infra/local/given.js';
import { freePort } from '../../../infra/local/ports.js';

const servers: Server[] = [];

afterAll(() => {
  for (const server of servers) server.close();
});

async function issuerThatSays(status: number, body: object): Promise<string> {
  const server = createServer((_, answer) => {
    answer.writeHead(status, { connection: 'close' }).end(JSON.stringify(body));
  });
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

async function complaintsAbout(given: Record<string, string>): Promise<string[]> {
  const outcome = await needAnswers(given, {}).then(
    () => '',
    (error: unknown) => (error as Error).message,
  );
  return outcome.split('\n').filter((line) => line !== '');
}

describe('servers whose address is set', () => {
  it('are each named in one line with the setting, the address and what to do when none answers', async () => {
    const port = await freePort();
    const complaints = await complaintsAbout({
      TEMPORAL_ADDRESS: `127.0.0.1:${port}`,
      KAFKA_BROKERS: `127.0.0.1:${port}`,
      DATABASE_URL: `postgres://prasan:secret@127.0.0.1:${port}/prasan`,
      OIDC_ISSUER: `http://127.0.0.1:${port}`,
      TEMPORAL_NAMESPACE: 'mine',
    });
    const [temporal, kafka, database, issuer] = complaints;
    expect(complaints).toHaveLength(4);
    expect(temporal).toMatch(
      new RegExp(`^TEMPORAL_ADDRESS is set to 127.0.0.1:${port}, where no Temporal can be used `),
    );
    expect(kafka).toMatch(
      /^KAFKA_BROKERS is set to .* where no Kafka can be used \(.*ECONNREFUSED/,
    );
    expect(database).toBe(
      `DATABASE_URL is set to postgres://prasan@127.0.0.1:${port}/prasan, where no PostgreSQL can be used (connect ECONNREFUSED 127.0.0.1:${port}): start it there, correct the address, or unset DATABASE_URL and npm start runs its own.`,
    );
    expect(issuer).toMatch(
      /^OIDC_ISSUER is set to .* no OpenID Connect issuer can be used \(.*ECONN/,
    );
    expect(complaints.join()).not.toContain('secret');
  });

  it('are not asked for where no address is set', async () => {
    await expect(complaintsAbout({})).resolves.toEqual([]);
  });

  it('must be what they are set as: an issuer is one, and by that name', async () => {
    const none = await issuerThatSays(404, {});
    const [first] = await complaintsAbout({ OIDC_ISSUER: none });
    expect(first).toContain(`(${none}/.well-known/openid-configuration answers 404)`);
    const another = await issuerThatSays(200, { issuer: 'https://sign.example' });
    const [second] = await complaintsAbout({ OIDC_ISSUER: another });
    expect(second).toContain('(it calls itself https://sign.example)');
  });

  it('must be addresses at all', async () => {
    const [complaint] = await complaintsAbout({ OIDC_ISSUER: 'sign-in' });
    expect(complaint).toMatch(/^OIDC_ISSUER is set to sign-in, where no .*Invalid URL/);
  });
});
