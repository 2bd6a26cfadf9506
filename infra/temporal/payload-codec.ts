import type { Payload, PayloadCodec } from '@temporalio/common';
import proto from '@temporalio/proto';
import { decrypt, encrypt } from '../privacy/aes-gcm.js';
import type { KeyRing } from '../privacy/key-ring.js';

const { Payload: PayloadProto } = proto.temporal.api.common.v1;

/** As in Temporal's own samples, so that their codec servers can be used. */
const encrypted = 'binary/encrypted';
const encodingField = 'encoding';
const keyIdField = 'encryption-key-id';

const encoding = Buffer.from(encrypted);

/**
 * Encrypts every payload, whole and with its metadata, under the first key of a ring. What has
 * another encoding is passed on as it is: histories from before the codec replay.
 */
export class EncryptingCodec implements PayloadCodec {
  private readonly ring: KeyRing;

  constructor(ring: KeyRing) {
    this.ring = ring;
  }

  async encode(payloads: Payload[]): Promise<Payload[]> {
    return payloads.map((payload) => this.encodeOne(payload));
  }

  /**
   * @throws UnknownKey when a key is not in the ring
   * @throws CannotDecrypt when a payload was changed
   */
  async decode(payloads: Payload[]): Promise<Payload[]> {
    return payloads.map((payload) => this.decodeOne(payload));
  }

  private encodeOne(payload: Payload): Payload {
    const { current, currentId } = this.ring;
    const plain = PayloadProto.encode(payload).finish();
    return {
      metadata: { [encodingField]: encoding, [keyIdField]: Buffer.from(currentId) },
      data: encrypt(current, plain, boundTo(currentId)),
    };
  }

  private decodeOne(payload: Payload): Payload {
    if (textOf(payload, encodingField) !== encrypted) return payload;
    const keyId = textOf(payload, keyIdField);
    const key = this.ring.need(keyId);
    return PayloadProto.decode(decrypt(key, payload.data ?? new Uint8Array(), boundTo(keyId)));
  }
}

/** A payload cannot pass for a sealed value or a wrapped key, nor for one of another key. */
function boundTo(keyId: string): string {
  return `prasan/payload/${keyId}`;
}

function textOf({ metadata }: Payload, field: string): string {
  return Buffer.from(metadata?.[field] ?? []).toString('utf8');
}
