import { readFile } from 'node:fs/promises';
import { InvalidArgumentError } from 'commander';
import { z } from 'zod';
import type { CliContext } from './context.js';
import { CommandFailed, messageOf } from './outcome.js';

/** The body from where it is: the option itself, a file, or standard input. */
export async function readBody(context: CliContext, given: string): Promise<object> {
  const text = await bodyText(context, given);
  try {
    return asObject(JSON.parse(text));
  } catch (error) {
    throw new CommandFailed(`--body is no JSON object: ${messageOf(error)}`);
  }
}

async function bodyText(context: CliContext, given: string): Promise<string> {
  if (given === '-') return context.readInput();
  if (!given.startsWith('@')) return given;
  return readFile(given.slice(1), 'utf8').catch((error: unknown) => {
    throw new CommandFailed(`--body: ${given.slice(1)} cannot be read: ${messageOf(error)}`);
  });
}

/** A value as an object, or what is wrong with it. */
export function asObject(value: unknown): Record<string, unknown> {
  return z.record(z.string(), z.unknown(), 'give an object, as {"reason": "…"}').parse(value);
}

/** A version as an entity tag: `5` and `"5"` are the same. */
export function versionTag(text: string): string {
  const version = /^"?(\d{1,9})"?$/.exec(text)?.[1];
  if (version === undefined) throw new InvalidArgumentError('It must be a version such as 5.');
  return `"${version}"`;
}
