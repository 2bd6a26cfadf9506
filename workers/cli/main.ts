import { text } from 'node:stream/consumers';
import { readConfig } from '../../infra/config.js';
import { runCli } from './program.js';
import { createScreen } from './screen.js';

// A reader that has seen enough (| head) closes the pipe.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

process.exitCode = await runCli(process.argv.slice(2), {
  screen: createScreen(process.stdout, process.stderr),
  config: () => readConfig(),
  readInput: () => text(process.stdin),
  untilStopped: () => {
    const stop = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
    return stop.signal;
  },
});
