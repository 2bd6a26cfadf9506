import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { Option } from 'commander';
import { diffManuals } from '../../contracts/manuals/diff.js';
import type { Finding } from '../../contracts/manuals/lint.js';
import { isPublishable, lintManual } from '../../contracts/manuals/lint.js';
import { illustrativePaths } from '../../contracts/manuals/illustrative.js';
import type { Manual } from '../../contracts/manuals/manual.js';
import { ManualSchema } from '../../contracts/manuals/schema.js';
import type { CliContext } from './context.js';
import { showManual } from './manual-page.js';
import { manualPublishCommands } from './manual-publish.js';
import { CommandFailed, messageOf } from './outcome.js';

interface Options {
  readonly lang: 'th' | 'en';
  readonly json?: boolean;
}

/** `manual lint|diff|show`: in files, without servers. `manual publish|approve|versions`: at the gateway. */
export function manualCommands(program: Command, context: CliContext): void {
  const manual = program
    .command('manual')
    .description("Citizens' manuals (คู่มือสำหรับประชาชน): check, compare, read, publish");
  lintCommand(manual, context);
  diffCommand(manual, context);
  showCommand(manual, context);
  manualPublishCommands(manual, context);
}

function language(): Option {
  return new Option('--lang <lang>', 'language').choices(['th', 'en']).default('en');
}

function lintCommand(manual: Command, context: CliContext): void {
  manual
    .command('lint <file...>')
    .description('What is wrong with manuals, each at its place; exit code 1 on an error')
    .addOption(language())
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
A line says: file, place (JSON pointer), severity, code, and what is wrong. Illustrative figures are
warnings.

Examples:
  prasan manual lint infra/manuals/svc0106.json
  prasan manual lint infra/manuals/*.json --lang th
  prasan manual lint manual.json --json`,
    )
    .action((files: string[], options: Options) => lint(context, files, options));
}

function lint({ screen }: CliContext, files: readonly string[], { lang, json }: Options): void {
  const results = files.map((file) => ({ file, findings: lintManual(readJson(file)) }));
  if (json === true) screen.json(results);
  else {
    for (const { file, findings } of results) {
      for (const one of findings) screen.line(`${file} ${findingLine(one, lang)}`);
      if (findings.length === 0) screen.line(`${file} ${nothingFound[lang]}`);
    }
  }
  const faulty = results.filter(({ findings }) => !isPublishable(findings));
  if (faulty.length === 0) return;
  const count = faulty.flatMap(({ findings }) => findings.filter(isError)).length;
  throw new CommandFailed(errorCount(count, faulty.map(({ file }) => file).join(', '))[lang]);
}

const nothingFound = { th: 'ไม่พบข้อบกพร่อง', en: 'nothing found' };

function isError({ severity }: Finding): boolean {
  return severity === 'error';
}

function errorCount(count: number, files: string): Record<'th' | 'en', string> {
  return {
    th: `พบข้อบกพร่อง ${count} รายการใน ${files}`,
    en: `${count} error${count === 1 ? '' : 's'} in ${files}`,
  };
}

function findingLine(found: Finding, lang: 'th' | 'en'): string {
  // An empty pointer means the whole document.
  const place = found.path === '' ? '""' : found.path;
  return `${place} ${found.severity} ${found.code}: ${found[lang]}`;
}

function diffCommand(manual: Command, context: CliContext): void {
  manual
    .command('diff <before> <after>')
    .description('What changed from one manual to another, in words')
    .addOption(language())
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample: prasan manual diff old.json new.json --lang th')
    .action((before: string, after: string, { lang, json }: Options) => {
      const changes = diffManuals(readManual(before), readManual(after));
      if (json === true) context.screen.json(changes);
      else if (changes.length === 0) context.screen.line(unchanged[lang]);
      else for (const change of changes) context.screen.line(change[lang]);
    });
}

const unchanged = { th: 'ไม่มีการเปลี่ยนแปลง', en: 'nothing changed' };

function showCommand(manual: Command, context: CliContext): void {
  manual
    .command('show <file>')
    .description('A manual as a citizen reads it; figures that are made up carry a badge')
    .addOption(language())
    .option('--json', 'print the manual as JSON, with the places of its illustrative figures')
    .addHelpText('after', '\nExample: prasan manual show infra/manuals/svc0106.json --lang th')
    .action((file: string, { lang, json }: Options) => {
      const read = readManual(file);
      if (json === true) {
        context.screen.json({ manual: read, illustrative: illustrativePaths(read) });
      } else showManual(context.screen, read, lang);
    });
}

/** A manual that has its shape; what it means is for `lint` to say. */
function readManual(file: string): Manual {
  const { data } = ManualSchema.safeParse(readJson(file));
  if (data !== undefined) return data;
  throw new CommandFailed(`${file} is no manual; prasan manual lint ${file} says why`);
}

function readJson(file: string): unknown {
  const text = readText(file);
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new CommandFailed(`${file} is no JSON: ${messageOf(error)}`);
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new CommandFailed(`${file} cannot be read: ${messageOf(error)}`);
  }
}
