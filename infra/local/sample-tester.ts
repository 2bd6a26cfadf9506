import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair } from 'jose';
import type { Pool } from '../postgres/pool.js';
import { addTester } from '../testers/registry.js';
import { signTestReport } from '../testers/report.js';

const algorithm = 'ES256';

/** What a passed report is about. */
interface Tested {
  readonly serviceId: string;
  readonly endpoint: string;
  readonly sha256: string;
}

/** A tester of the sample: registered with a key of its own when it signs for the first time. */
export function createSampleTester(pool: Pool): { sign(tested: Tested): Promise<string> } {
  let registered: Promise<{ testerId: string; key: CryptoKey }> | undefined;

  async function register() {
    const pair = await generateKeyPair(algorithm, { extractable: true });
    const testerId = `SAMPLE-${randomUUID().slice(0, 8)}`;
    const jwk = { ...(await exportJWK(pair.publicKey)), alg: algorithm };
    await addTester(pool, { testerId, name: 'ผู้ทดสอบในตัวอย่าง', jwk });
    return { testerId, key: pair.privateKey };
  }

  return {
    async sign(tested) {
      registered ??= register();
      const { testerId, key } = await registered;
      const testedAt = new Date().toISOString();
      const report = { reportId: randomUUID(), testerId, testedAt, ...tested };
      return signTestReport(key, algorithm, report);
    },
  };
}
