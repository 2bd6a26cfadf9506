import { setTimeout as sleep } from 'node:timers/promises';
import type { SigningKey } from '../../../contracts/agency-link/signature.js';
import { callSigned } from '../../http/signed-call.js';

/** Waits before each repeat of a callback that nobody answered. */
const waitsMs = [200, 1_000, 5_000, 30_000, 120_000];

/** What is sent, and how falsely. */
export interface Callback {
  readonly url: string;
  readonly body: object;
  readonly key: SigningKey;
  /** `forged`: signed with another secret; `stale`: with a signature of an hour ago. */
  readonly signed?: 'well' | 'forged' | 'stale';
}

/** Sends a callback as a faithful system does: again and again, until somebody answers. */
export async function callBack({ url, body, key, signed = 'well' }: Callback): Promise<void> {
  const own = signed === 'forged' ? { ...key, secret: 'f'.repeat(64) } : key;
  const now = () => Date.now() - (signed === 'stale' ? 3_600_000 : 0);
  for (const waitMs of [...waitsMs, undefined]) {
    const called = await callSigned({
      ...{ method: 'POST', url, body, key: own, now },
      timeoutMs: 5_000,
    });
    if (called.kind !== 'away' || waitMs === undefined) return;
    await sleep(waitMs, undefined, { ref: false });
  }
}
