import { ensurePackages, handOver } from './packages.mjs';

const help = `npm test [-- OPTIONS | FILES]

Runs the tests: unit tests first, then, on servers of their own (free ports, a temporary folder),
integration, faults and e2e. It may run beside npm start. What is no option here goes to jest.

  --selectProjects unit|integration|faults|e2e …   only these
  --stack-only [--addresses FILE] brings the test servers up, writes their addresses as
                                   NAME=value lines, and stays until it is ended
  --help                           this text`;

if (process.argv.includes('--help')) {
  console.log(help);
  process.exit(0);
}
await ensurePackages();
handOver('infra/local/run-tests.ts');
