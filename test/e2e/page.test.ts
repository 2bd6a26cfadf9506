import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import type { Tracker } from '../../workers/tracker/tracker.js';
import { findChromium, launch } from '../support/browser.js';
import type { FreshDatabase } from '../support/fresh-database.js';
import { freshDatabase } from '../support/fresh-database.js';
import { MadeService, recordedAgency, registeredService } from '../support/make-events.js';
import type { TestPublisher } from '../support/tracker.js';
import {
  testPublisher,
  trackerHere,
  uniqueAgencyId,
  uniqueServiceId,
  untilCaughtUp,
  untilKnown,
} from '../support/tracker.js';

const chromium = findChromium();
const withBrowser = chromium === undefined ? describe.skip : describe;

withBrowser('the page in a real browser', () => {
  const agencyId = uniqueAgencyId();
  const id = uniqueServiceId();
  const name = { th: `ใบอนุญาตผลิตสุรา ${id}`, en: `Liquor production licence ${id}` };
  const service = registeredService(id, 'develop', { agencyId, ministryId: 'MIN004', name });
  const faults: string[] = [];
  let publisher: TestPublisher;
  let database: FreshDatabase;
  let tracker: Tracker;
  let browser: Browser;

  beforeAll(async () => {
    publisher = await testPublisher();
    database = await freshDatabase();
    tracker = await trackerHere(database.url);
    browser = await launch(chromium ?? '');
    await publisher.send([...recordedAgency(agencyId, 'กรมสรรพสามิต'), ...service.events]);
    await untilKnown(tracker.url, id, 1);
    await untilCaughtUp(tracker.url);
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await tracker.stop();
    await publisher.close();
    await database.drop();
  });

  async function open(path: string, width = 1_280): Promise<Page> {
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    await page.goto(`${tracker.url}${path}`);
    return page;
  }

  test('shows a transition without reload, in the list and in the timeline', async () => {
    const list = await open(`/services?text=${id}`);
    const one = await open(`/services/${id}?lang=en`);
    await list.evaluate(() => Object.assign(globalThis, { isSamePage: true }));
    const before = await list.locator(`#row-${id}`).innerText();
    service.happens({ kind: 'advanced', change: { state: 'test' } });
    const sentAt = Date.now();
    await publisher.send(service.events.slice(-1));
    await list.locator(`#row-${id} .mark-test`).waitFor({ timeout: 10_000 });
    const tookMs = Date.now() - sentAt;
    await one.locator('#event-2').waitFor({ timeout: 10_000 });
    expect(before).toContain('พัฒนา');
    expect(await one.locator('#event-2').innerText()).toContain('Advanced to the next stage');
    expect(await list.evaluate(() => 'isSamePage' in globalThis)).toBe(true);
    expect(await list.locator('#announcer').innerText()).toContain(id);
    expect(tookMs).toBeLessThan(3_000);
  });

  test('shows the overview of figures and moves when a service moves', async () => {
    const page = await open('/?lang=en');
    const count = async (state: string) =>
      Number((await page.locator(`[data-state=${state}] .number`).innerText()).replace(/,/g, ''));
    const before = await count('toBeFunded');
    const other = new MadeService(uniqueServiceId(), { agencyId, state: 'toBeFunded' });
    await publisher.send(other.events);
    await page.waitForFunction(
      (was) =>
        document.querySelector('[data-state=toBeFunded] .number')?.textContent !==
        was.toLocaleString('en-US'),
      before,
      { timeout: 10_000 },
    );
    expect(await count('toBeFunded')).toBe(before + 1);
  });

  test('keeps an opened ministry and the focus when it renews itself', async () => {
    const page = await open('/');
    const button = page.locator('button[aria-controls="agencies-MIN004"]');
    await button.focus();
    await page.keyboard.press('Enter');
    const agencies = page.locator('#agencies-MIN004');
    expect(await agencies.isVisible()).toBe(true);
    const other = new MadeService(uniqueServiceId(), { agencyId, ministryId: 'MIN004' });
    await publisher.send(other.events);
    await page.locator(`#changes a[href="/services/${idOf(other)}"]`).waitFor({ timeout: 10_000 });
    expect(await agencies.isVisible()).toBe(true);
    expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  test('works by keyboard alone: skip link, search by key, filter, open, go on', async () => {
    const page = await open('/services');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('skip');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('content');
    await page.keyboard.press('/');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('text');
    await page.keyboard.type(id);
    await page.keyboard.press('Enter');
    await page.waitForURL(/text=PRS/);
    expect(await page.locator('table.list tbody tr').count()).toBe(1);
    await page.locator(`#row-${id} a`).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(`/services/${id}`));
    expect(await page.locator('h1').innerText()).toBe(name.th);
  });

  test.each(['/', '/services', '/worklists', `/services/${id}`, '/?lang=en'])(
    'fits a phone of 360 pixels: %s',
    async (path) => {
      const page = await open(path, 360);
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(over).toBe(0);
    },
  );

  test('speaks Thai with Buddhist-era dates, and English, and leads from one to the other', async () => {
    const page = await open(`/services/${id}`);
    expect(await page.getAttribute('html', 'lang')).toBe('th');
    expect(await page.locator('#timeline').innerText()).toMatch(/25(69|70)/);
    await page.locator('#language').click();
    await page.waitForURL(/lang=en/);
    expect(await page.getAttribute('html', 'lang')).toBe('en');
    expect(await page.locator('h1').innerText()).toBe(name.en);
    expect(await page.locator('#timeline').innerText()).toMatch(/2026/);
  });

  test('has text of enough contrast', async () => {
    for (const path of ['/', '/services', '/worklists', `/services/${id}`]) {
      const page = await open(path);
      expect(await page.evaluate(faintTexts)).toEqual([]);
    }
  });

  test('is readable within a second', async () => {
    const page = await open('/');
    const tookMs: number[] = [];
    for (let i = 0; i < 3; i += 1) {
      const startedAt = Date.now();
      await page.goto(`${tracker.url}/`, { waitUntil: 'load' });
      tookMs.push(Date.now() - startedAt);
    }
    expect(Math.min(...tookMs)).toBeLessThan(1_000);
  });

  test('fetches nothing from elsewhere, and nothing went wrong in it', async () => {
    const page = await browser.newPage();
    const hosts = new Set<string>();
    page.on('request', (request) => hosts.add(new URL(request.url()).host));
    await page.goto(tracker.url, { waitUntil: 'load' });
    expect([...hosts]).toEqual([new URL(tracker.url).host]);
    expect(faults).toEqual([]);
  });
});

function idOf({ events }: MadeService): string {
  return (events[0]?.event.data as { serviceId: string }).serviceId;
}

/** Runs in the browser: texts whose contrast with what is behind them is below 4.5. */
function faintTexts(): string[] {
  const parse = (color: string) => (color.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = ([red = 0, green = 0, blue = 0]: number[]) => {
    const [r = 0, g = 0, b = 0] = [red, green, blue].map((value) => {
      const part = value / 255;
      return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const groundOf = (element: Element | null): number[] => {
    if (element === null) return [255, 255, 255];
    const color = parse(getComputedStyle(element).backgroundColor);
    return color.length === 4 && color[3] === 0 ? groundOf(element.parentElement) : color;
  };
  const faint = [...document.querySelectorAll('body *')].filter((element) => {
    const hasText = [...element.childNodes].some(
      (node) => node.nodeType === 3 && (node.textContent ?? '').trim() !== '',
    );
    if (!hasText || element.closest('svg, .unseen, .skip, option') !== null) return false;
    const [one, other] = [
      luminance(parse(getComputedStyle(element).color)),
      luminance(groundOf(element)),
    ].sort((a, b) => b - a);
    return ((one ?? 0) + 0.05) / ((other ?? 0) + 0.05) < 4.5;
  });
  return [
    ...new Set(
      faint.map((element) => `${element.className}: ${(element.textContent ?? '').slice(0, 40)}`),
    ),
  ];
}
