import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { brokers } from '../../support/kafka-brokers.js';

function run(): Promise<{ out: string; err: string }> {
  const script = join('test', 'support', 'idle-kafka.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...brokers()]);
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  return new Promise((resolve) => child.once('close', () => resolve({ out, err })));
}

describe('an idle Kafka client', () => {
  it('neither spins nor says anything on standard error', async () => {
    const { out, err } = await run();
    const { timers } = JSON.parse(out) as { timers: number };
    expect(err).toBe('');
    // kafkajs looks for timeouts ten times a second and connection; unpatched it spins at 1,000.
    expect(timers).toBeLessThan(200);
  });
});
