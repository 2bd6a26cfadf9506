import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';

const places = [
  process.env['CHROMIUM_PATH'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

const howToHave =
  'no Chromium. Install it (Debian: apt-get install chromium fonts-thai-tlwg) or set ' +
  'CHROMIUM_PATH to its program.';

/**
 * Where Chromium is. As root on Debian it is installed when it is not there; elsewhere the tests
 * that need it are skipped, with a line that says how to have them. In CI they are never skipped.
 */
export function findChromium(): string | undefined {
  const found = findInstalled() ?? installOnDebian();
  if (found !== undefined) return found;
  if ((process.env['CI'] ?? '') !== '') throw new Error(`Browser tests cannot run: ${howToHave}`);
  console.warn(`Browser tests are skipped: ${howToHave}`);
  return undefined;
}

function findInstalled(): string | undefined {
  return places.find((place) => place !== '' && existsSync(place));
}

function installOnDebian(): string | undefined {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return undefined;
  console.warn('Chromium and Thai fonts are being installed for the browser tests (about 1 min)');
  const apt = (...args: string[]) =>
    execFileSync('apt-get', ['-qq', ...args], { stdio: 'ignore', timeout: 300_000 });
  try {
    apt('update');
    apt('install', '-y', '--no-install-recommends', 'chromium', 'fonts-thai-tlwg');
  } catch (error) {
    console.warn(`Chromium could not be installed: ${String(error)}`);
  }
  return findInstalled();
}

/** Starts Chromium without a window. */
export async function launch(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

/** Whether pictures are wanted: `PAGE_SCREENSHOTS` is a folder for them. */
export const wantsPictures = (process.env['PAGE_SCREENSHOTS'] ?? '') !== '';

/** Takes a picture of the whole page, where pictures are wanted. */
export async function picture(page: Page, name: string): Promise<void> {
  if (!wantsPictures) return;
  const path = join(process.env['PAGE_SCREENSHOTS'] ?? '', `${name}.png`);
  await page.screenshot({ path, fullPage: true });
}
