import { text } from 'node:stream/consumers';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { z } from 'zod';

/**
 * Lints planted texts as if they were files of the repository: reads `{ path: text }` as JSON from
 * its input, prints `path: rule` for each finding. Without types, which need the file on the disk.
 */
const Planted = z.record(z.string(), z.string());

const eslint = new ESLint({
  overrideConfig: [tseslint.configs.disableTypeChecked, { linterOptions: {} }],
});
for (const [filePath, code] of Object.entries(
  Planted.parse(JSON.parse(await text(process.stdin))),
)) {
  const results = await eslint.lintText(code, { filePath });
  for (const { ruleId, message } of results.flatMap(({ messages }) => messages)) {
    console.log(`${filePath}: ${ruleId ?? message}`);
  }
}
