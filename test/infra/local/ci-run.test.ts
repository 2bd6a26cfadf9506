import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { which } from '../../../infra/local/tools.js';
import { scratchFolder } from '../../support/scratch.js';

const scratch = scratchFolder();
const shell = 'bash dirname mktemp rm tail tee grep sed env cat'.split(' ');
const needed = ['java', 'mvn', 'chromium', 'kcat', 'go'];

interface Machine {
  /** What `npm test` prints, and how it ends. */
  readonly test?: { readonly prints: string; readonly code: number };
  readonly checkCode?: number;
  readonly installCode?: number;
  readonly tools?: readonly string[];
}

/** Runs `.ci/run` of a checkout that has nothing else, on a machine of stand-ins. */
function ciRun({ test, checkCode = 0, installCode = 0, tools = needed }: Machine) {
  const root = mkdtempSync(join(scratch, 'checkout-'));
  const bin = join(root, 'bin');
  mkdirSync(join(root, '.ci'));
  mkdirSync(bin);
  copyFileSync('.ci/run', join(root, '.ci', 'run'));
  for (const name of shell) symlinkSync(which(name) ?? '', join(bin, name));
  const program = (name: string, script: string) =>
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  program('id', 'echo 1000');
  for (const name of tools) program(name, 'exit 0');
  const { prints, code } = test ?? { prints: '3 passed, 0 failed', code: 0 };
  writeFileSync(join(root, 'printed'), `${prints}\n`);
  program(
    'npm',
    `case "$1" in
      ci) echo "npm ci says"; exit ${installCode} ;;
      run) exit ${checkCode} ;;
      test) [ "$CI" = 1 ] || exit 9; cat '${join(root, 'printed')}'; exit ${code} ;;
    esac`,
  );
  const { stdout, stderr, status } = spawnSync(join(root, '.ci', 'run'), {
    env: { PATH: bin },
    encoding: 'utf8',
  });
  return { lines: stdout.trim().split('\n'), stderr, status };
}

describe('.ci/run', () => {
  it('ends with the totals, and well', () => {
    const { lines, status } = ciRun({
      test: { prints: '1 passed, 9 failed\nmore\n\n412 passed, 0 failed', code: 0 },
    });
    expect(lines.at(-1)).toBe('412 passed, 0 failed');
    expect(status).toBe(0);
  });

  it('is not confused by tests that are skipped', () => {
    const { lines, status } = ciRun({
      test: { prints: '40 passed, 0 failed, 2 skipped', code: 0 },
    });
    expect(lines.at(-1)).toBe('40 passed, 0 failed');
    expect(status).toBe(0);
  });

  it('ends badly when tests fail', () => {
    const { lines, status } = ciRun({
      test: { prints: '40 passed, 2 failed, 1 skipped', code: 1 },
    });
    expect(lines.at(-1)).toBe('40 passed, 2 failed');
    expect(status).toBe(1);
  });

  it('counts a failing check as one failure, and tests all the same', () => {
    const { lines, status } = ciRun({ checkCode: 1 });
    expect(lines.slice(-2)).toEqual(['npm run check failed, see above', '3 passed, 1 failed']);
    expect(status).toBe(1);
  });

  it('counts tests that end badly without a failure, or without totals, as one', () => {
    const unsaid = ciRun({ test: { prints: '40 passed, 0 failed', code: 2 } });
    expect(unsaid.lines.at(-1)).toBe('40 passed, 1 failed');
    const none = ciRun({ test: { prints: 'The disk is full', code: 2 } });
    expect(none.lines.at(-1)).toBe('0 passed, 1 failed');
    expect([unsaid.status, none.status]).toEqual([1, 1]);
  });

  it.each(['chromium', 'kcat'])('fails where tests would be skipped for want of %s', (missing) => {
    const { lines, status } = ciRun({ tools: needed.filter((name) => name !== missing) });
    expect(lines).toEqual([
      `missing: ${missing}; as root on Debian: apt-get install ${missing}`,
      '0 passed, 1 failed',
    ]);
    expect(status).toBe(1);
  });

  it('says why when the packages cannot be installed', () => {
    const { lines, stderr, status } = ciRun({ installCode: 1 });
    expect(stderr).toContain('npm ci says');
    expect(lines).toEqual(['npm ci failed', '0 passed, 1 failed']);
    expect(status).toBe(1);
  });
});
