import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { serviceStates } from '../../contracts/lifecycles/service/states.js';
import type { Tracker } from '../../workers/tracker/tracker.js';
import { findChromium, launch, picture, wantsPictures } from '../support/browser.js';
import type { FreshDatabase } from '../support/fresh-database.js';
import { freshDatabase } from '../support/fresh-database.js';
import { freePort } from '../../infra/local/ports.js';
import type { MadeEvent } from '../support/make-events.js';
import { MadeService, recordedAgency, registeredService } from '../support/make-events.js';
import type { OwnServers } from '../support/own-servers.js';
import { startOwnServers } from '../support/own-servers.js';
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
  /** Names that no line can break, as registers have them. */
  const endless = { th: 'ก'.repeat(90), en: 'x'.repeat(90) };
  let servers: OwnServers;
  let publisher: TestPublisher;
  let database: FreshDatabase;
  let tracker: Tracker;
  let browser: Browser;

  beforeAll(async () => {
    servers = await startOwnServers();
    publisher = await testPublisher();
    database = await freshDatabase();
    tracker = await trackerHere(database.url);
    browser = await launch(chromium ?? '');
    await publisher.send([...recordedAgency(agencyId, 'กรมสรรพสามิต'), ...service.events]);
    await publisher.send(registeredService(uniqueServiceId(), 'live', { name: endless }).events);
    if (wantsPictures) await publisher.send(manyServices());
    await untilKnown(tracker.url, id, 1);
    await untilCaughtUp(tracker.url);
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await tracker.stop();
    await publisher.close();
    await database.drop();
    await servers.stop();
  });

  async function open(path: string, width = 1_280, options = {}): Promise<Page> {
    const page = await browser.newPage({ viewport: { width, height: 900 }, ...options });
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    await page.goto(`${tracker.url}${path}`);
    return page;
  }

  /** Leaves a mark that a reload would take away. */
  async function mark(page: Page): Promise<void> {
    await page.evaluate(() => Object.assign(globalThis, { isSamePage: true }));
  }

  async function isSame(page: Page): Promise<boolean> {
    return page.evaluate(() => 'isSamePage' in globalThis);
  }

  async function untilLive(page: Page): Promise<void> {
    await page.locator('.pulse').waitFor({ state: 'visible' });
  }

  test('shows a transition within a second and without reload, in the list and in the timeline', async () => {
    const list = await open(`/services?text=${id}`);
    const one = await open(`/services/${id}?lang=en`);
    await untilLive(list);
    await untilLive(one);
    await mark(list);
    const tookMs: number[] = [];
    for (const state of ['test', 'linked', 'live', 'linked', 'test'] as const) {
      service.happens({ kind: 'advanced', change: { state } });
      const sequence = service.events.length;
      const sentAt = Date.now();
      await publisher.send(service.events.slice(-1));
      await list
        .locator(`#row-${id}[data-sequence="${sequence}"] .mark-${state}`)
        .waitFor({ timeout: 10_000 });
      tookMs.push(Date.now() - sentAt);
      await one.locator(`#event-${sequence}`).waitFor({ timeout: 10_000 });
    }
    expect(tookMs.sort((a, b) => a - b)[2]).toBeLessThan(1_000);
    expect(await one.locator('#event-2').innerText()).toContain('Advanced to the next stage');
    expect(await isSame(list)).toBe(true);
    expect(await list.locator('#announcer').innerText()).toContain(id);
  });

  test('is live only while it hears of every event, and comes back by itself', async () => {
    const port = await freePort();
    let other = await trackerHere(database.url, { port });
    const page = await browser.newPage();
    await page.goto(`${other.url}/?lang=en`);
    await untilLive(page);
    await mark(page);
    expect(await page.locator('#connection').innerText()).toBe('');
    await other.stop();
    await page.getByText('Connection lost').waitFor();
    expect(await page.locator('.pulse').isVisible()).toBe(false);
    other = await trackerHere(database.url, { port });
    await untilLive(page);
    expect(await page.locator('#connection').innerText()).toBe('');
    expect(await isSame(page)).toBe(true);
    await page.close();
    await other.stop();
  });

  test('says when there is no room for it among the live ones', async () => {
    const page = await browser.newPage();
    const body = 'event: full\ndata: {}\n\n';
    const answer = { contentType: 'text/event-stream', body };
    await page.route('**/v1/events?*', (route) => route.fulfill(answer));
    await page.goto(`${tracker.url}/?lang=en`);
    await page.getByText('No more live viewers can be served').waitFor();
    expect(await page.locator('.pulse').isVisible()).toBe(false);
  });

  test('says that it could not be renewed, and tries again by itself', async () => {
    const page = await browser.newPage();
    let refused = 0;
    await page.goto(`${tracker.url}/services/${id}?lang=en`);
    await untilLive(page);
    await page.route(`**/services/${id}*`, async (route) => {
      refused += 1;
      if (refused === 1) await route.fulfill({ status: 503, body: '' });
      else await route.continue();
    });
    service.happens({ kind: 'planRevised' });
    await publisher.send(service.events.slice(-1));
    await page.getByText('Connection lost').waitFor();
    await page.locator(`#event-${service.events.length}`).waitFor({ timeout: 15_000 });
    await untilLive(page);
  });

  test('does not load itself again where that would not help', async () => {
    const page = await browser.newPage();
    await page.goto(`${tracker.url}/?asOf=2999-01-01`);
    await mark(page);
    await page.waitForTimeout(6_000);
    expect(await isSame(page)).toBe(true);
  });

  test('tells a screen reader of many changes in few words, and of no alarm twice', async () => {
    const page = await open('/?lang=en');
    await untilLive(page);
    await page.evaluate(() => {
      const said: string[] = [];
      Object.assign(globalThis, { said, alarms: 0 });
      const watch = (name: string, onChange: () => void) => {
        const element = document.getElementById(name);
        if (element === null) throw new Error(`no ${name}`);
        new MutationObserver(onChange).observe(element, { childList: true, subtree: true });
        return element;
      };
      const announcer = watch('announcer', () => said.push(announcer.textContent ?? ''));
      watch('alarms', () => Object.assign(globalThis, { alarms: 1 }));
    });
    const others = Array.from(
      { length: 8 },
      () => new MadeService(uniqueServiceId(), { agencyId }),
    );
    await publisher.send(others.flatMap(({ events }) => events));
    await page.waitForFunction(() => document.body.innerText.includes('changes; the newest'));
    const { said, alarms } = await page.evaluate(() => {
      const marks = globalThis as never as { said: string[]; alarms: number };
      return { said: marks.said, alarms: marks.alarms };
    });
    expect(said.length).toBeLessThanOrEqual(3);
    expect(said.at(-1)).toMatch(/^\d changes; the newest: PRS/);
    expect(alarms).toBe(0);
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
    await untilLive(page);
    const summary = page.locator('#agencies-MIN004 > summary');
    await summary.focus();
    await page.keyboard.press('Enter');
    const agencies = page.locator('#agencies-MIN004 > table');
    expect(await agencies.isVisible()).toBe(true);
    const other = new MadeService(uniqueServiceId(), { agencyId, ministryId: 'MIN004' });
    await publisher.send(other.events);
    await page.locator(`#changes a[href="/services/${idOf(other)}"]`).waitFor({ timeout: 10_000 });
    expect(await agencies.isVisible()).toBe(true);
    expect(await summary.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  test('keeps every figure of a ministry on a phone, with its label, and opens without a script', async () => {
    const page = await open('/?lang=en', 390, { javaScriptEnabled: false });
    const figures = page.locator('#ministries > table > tbody:first-of-type .ministry .number');
    expect(await figures.count()).toBe(11);
    for (const figure of await figures.all()) {
      expect(await figure.isVisible()).toBe(true);
      const { label, value } = await figure.evaluate((element) => ({
        label: getComputedStyle(element, '::before').content,
        value: element.textContent,
      }));
      expect(label).toMatch(/^"[A-Z][a-z]+"$/);
      expect(value).toMatch(/^[\d,]+$/);
    }
    await page.locator('#agencies-MIN004 > summary').click();
    const agency = page.locator(`#agencies-MIN004 a[href*="${agencyId}"]`);
    expect(await agency.isVisible()).toBe(true);
    expect(await page.locator('.pulse').isVisible()).toBe(false);
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

  test.each(
    [360, 820].flatMap((width) =>
      ['/', '/services', '/worklists', `/services/${id}`, '/?lang=en'].map((path) => ({
        path,
        width,
      })),
    ),
  )('fits $path into $width pixels', async ({ path, width }) => {
    const page = await open(path, width);
    const over = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(over).toBe(0);
  });

  test('splits no word of a table’s head', async () => {
    const page = await open('/?lang=en');
    const split = await page.evaluate(() =>
      [...document.querySelectorAll('#ministries > table > thead th')]
        .filter((cell) => cell.scrollWidth > cell.clientWidth)
        .map((cell) => cell.textContent),
    );
    expect(split).toEqual([]);
  });

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

  test('has its pictures taken, where they are wanted', async () => {
    if (!wantsPictures) return;
    const pictures = {
      'home-th': ['/', 1_280],
      'home-en': ['/?lang=en', 1_280],
      'home-phone': ['/', 390],
      'past-day': ['/?asOf=2026-10-31', 1_280],
      list: ['/services?lang=en', 1_280],
      'list-phone': ['/services', 390],
      service: [`/services/${id}?lang=en`, 1_280],
      worklists: ['/worklists', 1_280],
    } as const;
    for (const [name, [path, width]] of Object.entries(pictures)) {
      const page = await open(path, width);
      if (name !== 'past-day') await untilLive(page);
      await picture(page, name);
      await page.close();
    }
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

/** A few hundred services of some agencies, for pictures. */
function manyServices(): MadeEvent[] {
  const agencies = Array.from({ length: 24 }, (_, n) => ({
    agencyId: uniqueAgencyId(),
    ministryId: `MIN${String(1 + (n % 8)).padStart(3, '0')}`,
  }));
  return [
    ...agencies.flatMap(({ agencyId, ministryId }, n) =>
      recordedAgency(agencyId, `กรมที่ ${n + 1}`, ministryId, `กระทรวงที่ ${ministryId}`),
    ),
    ...Array.from({ length: 300 }, (_, n) => {
      const state = serviceStates[(n * 7) % serviceStates.length] ?? 'plan';
      const agency = agencies[n % agencies.length];
      return registeredService(uniqueServiceId(), state, { ...agency }).events;
    }).flat(),
  ];
}

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
