import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import ts from 'typescript';
import { repository } from './planted.js';

const foreign = new Set(['node_modules', '.git', '.prasan', 'coverage', 'generated', 'histories']);
const texts = new Set(
  '.ts .tsx .js .mjs .cjs .json .md .sql .css .html .sh .yaml .yml .properties .xml'.split(' '),
);

/** A file of the repository that people write. */
export interface Source {
  /** From the root, with slashes: `contracts/ids.ts`. */
  readonly path: string;
  readonly text: string;
}

/** All text files that people write, below some folders of the root (all of it by default). */
export function sources(...folders: readonly string[]): Source[] {
  return (folders.length === 0 ? [''] : folders).flatMap((folder) =>
    filesBelow(join(repository, folder)).map((path) => ({
      path: relative(repository, path).replaceAll('\\', '/'),
      text: readFileSync(path, 'utf8'),
    })),
  );
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (foreign.has(entry.name) || entry.name === 'package-lock.json') return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return entry.isFile() && (texts.has(extname(path)) || folder.endsWith('.ci')) ? [path] : [];
  });
}

/** Whether a source is TypeScript or JavaScript. */
export function isCode({ path }: Source): boolean {
  return /\.(tsx?|[mc]?js)$/.test(path);
}

/** The syntax tree of a source, each node knowing its parent. */
export function parse({ path, text }: Source): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
}

/** Every node below one, itself included. */
export function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node;
  for (const child of node.getChildren()) yield* nodesOf(child);
}

/** Where a node stands and what it says: `infra/x.ts:12 a === b`. */
export function placeOf(node: ts.Node): string {
  const file = node.getSourceFile();
  const { line } = file.getLineAndCharacterOfPosition(node.getStart());
  return `${file.fileName}:${line + 1} ${node.getText().replace(/\s+/g, ' ')}`;
}
