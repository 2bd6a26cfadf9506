import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** The root of the checkout. */
export const repository = resolve(import.meta.dirname, '../..');

/** Writes files into a temporary folder that sees our packages, for a checker to look at. */
export function plant(files: Readonly<Record<string, string>>): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'prasan-planted-'));
  symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return {
    folder,
    remove() {
      rmSync(folder, { recursive: true });
    },
  };
}

/**
 * Runs a script of this folder in a Node of its own (the checkers load their plugins in ways that
 * Jest's module system does not follow) and gives the lines it prints.
 */
export function linesOf(script: string, args: readonly string[], input = ''): string[] {
  const path = join(repository, 'test/architecture', script);
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--import', 'tsx', path, ...args],
    { cwd: repository, input, encoding: 'utf8' },
  );
  if (status !== 0 && stdout === '') throw new Error(`${script} failed: ${stderr}`);
  return stdout.split('\n').filter((line) => line !== '');
}
