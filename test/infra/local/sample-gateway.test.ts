import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { sampleGateway, SampleRefused } from '../../../infra/local/sample-gateway.js';

const officer = { role: 'agencyOfficer', agencyId: 'AGY009' } as const;

/** A gateway and issuer that answer so, one after the other; what was sent with each key. */
async function answering(statuses: number[]) {
  const keys: unknown[] = [];
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    if (request.url === '/token') {
      response.end(JSON.stringify({ access_token: 'a-token' }));
      return;
    }
    keys.push(request.headers['idempotency-key']);
    response.statusCode = statuses.shift() ?? 200;
    response.end(JSON.stringify({ code: 'aCode', detail: 'what is wrong' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => new Promise((resolve) => server.close(resolve));
  return { gateway: sampleGateway(url, url), keys, close };
}

describe('the gateway, as the sample uses it', () => {
  it('is asked again with the same key while something behind it is away', async () => {
    const { gateway, keys, close } = await answering([503, 503]);
    const answer = await gateway.post(officer, '/v1/acts', {});
    await close();
    expect(answer.status).toBe(200);
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('is not asked again when it refuses, and says who was refused what', async () => {
    const { gateway, keys, close } = await answering([409]);
    const refused = gateway.post(officer, '/v1/acts', {});
    await expect(refused).rejects.toThrow('/v1/acts as agencyOfficer: 409 aCode what is wrong');
    await expect(refused).rejects.toBeInstanceOf(SampleRefused);
    await close();
    expect(keys).toHaveLength(1);
  });

  it('says of what is not there that it is not there', async () => {
    const { gateway, close } = await answering([404]);
    expect(await gateway.get(officer, '/v1/nothing')).toMatchObject({ status: 404 });
    await close();
  });
});
