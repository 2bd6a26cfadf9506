import { readdirSync, readFileSync } from 'node:fs';
import type { Manual } from '../../contracts/manuals/manual.js';
import { ManualSchema } from '../../contracts/manuals/schema.js';

const folder = new URL('./', import.meta.url);

/**
 * The sample's citizens' manuals, by service id. Each time and fee is cited or marked as illustrative.
 *
 * @throws ZodError when a file is no manual
 */
export function sampleManuals(): Manual[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => ManualSchema.parse(JSON.parse(readFileSync(new URL(name, folder), 'utf8'))));
}
