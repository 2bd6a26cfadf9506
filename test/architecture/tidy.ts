import { basename } from 'node:path';
import type { Source } from './sources.js';
import { isCode } from './sources.js';

/** What the linter does not look at: names of files, other languages, prose. */

const linesMax = 400;
const kebab = /^\.?[a-z0-9]+([-.][a-z0-9]+)*$/;
const migration = /^\d{4}_[a-z0-9-]+\.sql$/;

interface Offence {
  readonly what: string;
  readonly pattern: RegExp;
  readonly applies: (source: Source) => boolean;
}

const offences: readonly Offence[] = [
  {
    what: 'unfinished work',
    pattern: /\b(TO[D]O|FIX[M]E|X[X]X|HAC[K])\b/,
    applies: () => true,
  },
  {
    what: "a path of somebody's machine",
    pattern: /(^|[\s'"`(=:])(\/(work|root|Users)\/|\/home\/[a-z]|[A-Z]:\\)/,
    applies: () => true,
  },
  {
    what: 'a test that does not run, or keeps others from running',
    pattern:
      /\b(describe|test|it)(\.concurrent)?\.(only|skip|todo)(\.each)?\s*[(`]|\b[fx](it|describe)\s*\(/,
    applies: ({ path }) => path.startsWith('test/'),
  },
  {
    what: 'a merge that was not finished',
    pattern: /^(<{7}|>{7}) /,
    applies: () => true,
  },
];

/** What is untidy in a source, as `path:line what`. */
export function untidy(source: Source): string[] {
  return [...untidyName(source), ...untidyLength(source), ...untidyLines(source)];
}

function untidyName({ path }: Source): string[] {
  const name = basename(path);
  const isFine = kebab.test(name) || migration.test(name) || /^[A-Z]+\.md$/.test(name);
  return isFine ? [] : [`${path}: name it in kebab-case`];
}

function untidyLength(source: Source): string[] {
  const isProgram = isCode(source) || /\.(sql|sh)$/.test(source.path);
  const count = source.text.trimEnd().split('\n').length;
  return isProgram && count > linesMax
    ? [`${source.path}: ${count} lines, at most ${linesMax}`]
    : [];
}

function untidyLines(source: Source): string[] {
  const applying = offences.filter(({ applies }) => applies(source));
  return source.text
    .split('\n')
    .flatMap((line, index) =>
      applying
        .filter(({ pattern }) => pattern.test(line))
        .map(({ what }) => `${source.path}:${index + 1} ${what}: ${line.trim().slice(0, 80)}`),
    );
}
