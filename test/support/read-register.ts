import { readFileSync } from 'node:fs';
import { readRegister } from '../../infra/register/read.js';

/**
 * Reads a register in a process of its own, for tests of how much memory that takes: prints what came of it,
 * and the peak of the process in MB.
 */
const came = await readRegister(process.argv[2] ?? '').then(
  ({ rows }) => `${rows.length} rows`,
  (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : 'no error'),
);
console.log(JSON.stringify({ came, peakMb: peakKb() / 1024 }));

/** What `resourceUsage` says is never less than what the parent had when it began this process. */
function peakKb(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS;
  return Number(/^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);
}
