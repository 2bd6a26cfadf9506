import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Settings of a stack, as the processes read them. */
export type StackEnv = Readonly<Record<string, string>>;

/** Settings as lines `NAME=value`. */
export function envLines(env: StackEnv): string {
  return Object.entries(env)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

/** Leaves the settings of a running stack where the CLI finds them: `PRASAN_HOME/env`. */
export function writeEnvFile(file: string, env: StackEnv): void {
  // An address that was given may hold a password.
  writeFileSync(`${file}.new`, envLines(env), { mode: 0o600 });
  chmodSync(`${file}.new`, 0o600);
  renameSync(`${file}.new`, file);
}

/** What a stack has left in its home; nothing when it never was started. */
export function readEnvFile(home: string): StackEnv {
  const file = join(home, 'env');
  if (!existsSync(file)) return {};
  const lines = readFileSync(file, 'utf8').split('\n');
  return Object.fromEntries(
    lines.flatMap((line) => {
      const [name, value] = line.split(/=(.*)/s);
      return name !== undefined && value !== undefined ? [[name, value]] : [];
    }),
  );
}
