import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { keptBundle } from '../../../infra/temporal/bundle.js';

describe('the bundle of the workflows', () => {
  const root = mkdtempSync(join(tmpdir(), 'prasan-bundle-'));
  const cache = join(root, 'cache');

  afterAll(() => {
    rmSync(root, { recursive: true, force: true });
  });

  it('is made once, kept whole, and taken from there the next time', async () => {
    mkdirSync(cache);
    writeFileSync(join(cache, 'workflows-0.js'), 'of other code');
    writeFileSync(join(cache, 'workflows-0.js.77'), 'cut off');
    writeFileSync(join(cache, 'notes.txt'), 'not ours');
    const made = await keptBundle(cache);
    expect(made.code).toContain('serviceOnboarding');
    // For Node as it is: nothing is taken apart for an older one.
    expect(made.code).not.toContain('_object_spread');
    const names = readdirSync(cache).sort();
    expect(names).toEqual(['notes.txt', expect.stringMatching(/^workflows-[0-9a-f]{32}\.js$/)]);
    const kept = join(cache, String(names[1]));
    expect(readFileSync(kept, 'utf8')).toBe(made.code);
    writeFileSync(kept, 'what is kept');
    expect((await keptBundle(cache)).code).toBe('what is kept');
  });

  it('is made each time where nothing can be kept', async () => {
    const file = join(root, 'a-file');
    writeFileSync(file, '');
    const { code } = await keptBundle(join(file, 'cache'));
    expect(code).toContain('serviceOnboarding');
    expect(existsSync(join(file, 'cache'))).toBe(false);
  });
});
