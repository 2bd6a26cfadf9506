import { readConfig } from '../../infra/config.js';
import { findChromium, launch } from '../support/browser.js';

const file = 'docs/page.png';

/** `npm run picture`: takes the README's picture of OPDC's page from the stack that runs here. */
async function main(): Promise<void> {
  const url = `http://127.0.0.1:${readConfig().PRASAN_TRACKER_PORT}/?lang=en`;
  const answers = await fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
  if (!answers) throw new Error(`${url} does not answer: run npm start first`);
  const chromium = findChromium();
  if (chromium === undefined) throw new Error('a picture needs Chromium');
  const browser = await launch(chromium);
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 1400 } });
    await page.goto(url, { waitUntil: 'load' });
    await page.locator('#figures').waitFor({ state: 'visible' });
    await page.screenshot({ path: file });
    console.log(`${file} shows ${url}`);
  } finally {
    await browser.close();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
