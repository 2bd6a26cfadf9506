import { describe, expect, it } from '@jest/globals';
import type { Payload } from '@temporalio/common';
import { defaultPayloadConverter } from '@temporalio/common';
import { JSONToPayload } from '@temporalio/common/lib/proto-utils.js';
import fc from 'fast-check';
import { CannotDecrypt } from '../../../infra/privacy/aes-gcm.js';
import { UnknownKey } from '../../../infra/privacy/key-ring.js';
import { EncryptingCodec } from '../../../infra/temporal/payload-codec.js';
import { readHistories } from '../../replay/histories.js';
import { ringOf, tampered } from '../../support/keys.js';

const codec = new EncryptingCodec(ringOf('k1'));
const bytes = fc.uint8Array({ maxLength: 2000 });
const anyPayload = fc.record({
  metadata: fc.dictionary(fc.string({ maxLength: 20 }), bytes, { maxKeys: 3 }),
  data: bytes,
});

function plainOf({ metadata, data }: Payload) {
  const fields = Object.entries(metadata ?? {}).map(([name, value]) => [name, [...value]]);
  return { metadata: Object.fromEntries(fields), data: [...(data ?? [])] };
}

async function encoded(value: unknown, by = codec): Promise<Payload> {
  const [payload = {}] = await by.encode([defaultPayloadConverter.toPayload(value) ?? {}]);
  return payload;
}

async function decoded(payload: Payload, by = codec): Promise<unknown> {
  const [plain = {}] = await by.decode([payload]);
  return defaultPayloadConverter.fromPayload(plain);
}

describe('the payload codec', () => {
  it('gives back every payload with its metadata, in order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyPayload, { maxLength: 4 }), async (payloads) => {
        const away = await codec.encode(payloads);
        expect((await codec.decode(away)).map(plainOf)).toEqual(payloads.map(plainOf));
      }),
    );
  });

  it('leaves nothing to read but that it is encrypted, and with which key', async () => {
    const payload = await encoded({ citizenId: 'MARKED' });
    const fields = Object.entries(payload.metadata ?? {}).map(([name, value]) => [
      name,
      Buffer.from(value).toString(),
    ]);
    expect(Object.fromEntries(fields)).toEqual({
      encoding: 'binary/encrypted',
      'encryption-key-id': 'k1',
    });
    expect(Buffer.from(payload.data ?? []).toString('latin1')).not.toMatch(/MARKED|json/);
    expect((await encoded({ citizenId: 'MARKED' })).data).not.toEqual(payload.data);
  });

  it('gives back undefined as such', async () => {
    expect(await decoded(await encoded(undefined))).toBeUndefined();
  });

  it('refuses what was changed anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(anyPayload, fc.nat(), fc.nat(255), async (payload, at, by) => {
        const [away = {}] = await codec.encode([payload]);
        const changed = { ...away, data: tampered(away.data ?? new Uint8Array(), at, by) };
        await expect(codec.decode([changed])).rejects.toThrow(CannotDecrypt);
      }),
    );
  });

  it('reads with every key of the ring and writes with the first', async () => {
    const rotated = new EncryptingCodec(ringOf('k2', 'k1'));
    const old = await encoded('before');
    expect(await decoded(old, rotated)).toBe('before');
    const anew = await encoded('after', rotated);
    expect(Buffer.from(anew.metadata?.['encryption-key-id'] ?? []).toString()).toBe('k2');
    expect(await decoded(anew, rotated)).toBe('after');
    await expect(decoded(anew)).rejects.toThrow(UnknownKey);
    await expect(decoded(anew)).rejects.toThrow(/no key k2: put it back/);
  });

  it('refuses what passes for another key’s', async () => {
    const payload = await encoded('x');
    const both = new EncryptingCodec(ringOf('k1', 'k2'));
    const metadata = { ...payload.metadata, 'encryption-key-id': Buffer.from('k2') };
    await expect(both.decode([{ ...payload, metadata }])).rejects.toThrow(CannotDecrypt);
    const { encoding = Buffer.from('') } = payload.metadata ?? {};
    await expect(both.decode([{ ...payload, metadata: { encoding } }])).rejects.toThrow(UnknownKey);
  });

  it('passes on what was recorded before it', async () => {
    const recorded = payloadsIn(readHistories().map(({ history }) => history));
    expect(recorded.length).toBeGreaterThan(100);
    expect(await codec.decode(recorded)).toEqual(recorded);
  });
});

/** All payloads of a history as JSON. */
function payloadsIn(json: unknown): Payload[] {
  if (typeof json !== 'object' || json === null) return [];
  if ('metadata' in json && 'data' in json) return [JSONToPayload(json as never)];
  return Object.values(json).flatMap(payloadsIn);
}
