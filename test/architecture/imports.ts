import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ICruiseOptions, IForbiddenRuleType, IReporterOutput } from 'dependency-cruiser';
import { cruise } from 'dependency-cruiser';
import extractTsConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { z } from 'zod';

/**
 * The rules of who may import whom, run on the tree in a folder. Twice: once on all imports, by
 * `.dependency-cruiser.cjs`, and once on those that are left at run time, because a type may come
 * from a module that has zod in it and a value may not, however long the way.
 */

const repository = resolve(import.meta.dirname, '../..');
const rooms = ['contracts', 'workflows', 'activities', 'infra', 'workers', 'test'];

const Rules = z.object({
  forbidden: z.array(z.custom<IForbiddenRuleType>()),
  options: z.looseObject({}),
});
const Found = z.object({
  summary: z.object({
    totalCruised: z.number().positive('no module was found'),
    violations: z.array(
      z.object({ rule: z.object({ name: z.string() }), from: z.string(), to: z.string() }),
    ),
  }),
});

const zodFree: IForbiddenRuleType[] = ['contracts/lifecycles', 'workflows'].map((room) => ({
  name: `${room.replace('/', '-')}-reach-no-zod`,
  severity: 'error',
  from: { path: `^${room}/` },
  to: { path: 'node_modules/zod/', reachable: true },
}));

/** Every forbidden import in a folder that has the rooms, as `rule: from → to`, sorted. */
export async function forbiddenImports(folder: string): Promise<string[]> {
  const { forbidden, options } = Rules.parse(
    createRequire(import.meta.url)(join(repository, '.dependency-cruiser.cjs')),
  );
  const direct = await violations(folder, forbidden, options);
  const atRunTime = await violations(folder, zodFree, { ...options, tsPreCompilationDeps: false });
  return [...new Set([...direct, ...atRunTime])].sort();
}

async function violations(
  folder: string,
  forbidden: IForbiddenRuleType[],
  options: ICruiseOptions,
): Promise<string[]> {
  const tsConfig = join(repository, 'tsconfig.json');
  const { output }: IReporterOutput = await cruise(
    rooms.filter((room) => existsSync(join(folder, room))),
    { ...options, baseDir: folder, validate: true, ruleSet: { forbidden } },
    undefined,
    { tsConfig: extractTsConfig(tsConfig) },
  );
  return Found.parse(output).summary.violations.map(
    ({ rule, from, to }) => `${rule.name}: ${from} → ${to}`,
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const found = await forbiddenImports(resolve(process.argv[2] ?? '.'));
  if (found.length > 0) console.log(found.join('\n'));
  process.exitCode = found.length > 0 ? 1 : 0;
}
