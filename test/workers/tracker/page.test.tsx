import { describe, expect, test } from '@jest/globals';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { serviceEventKinds } from '../../../contracts/lifecycles/service/event-kinds.js';
import { eventLabels } from '../../../contracts/lifecycles/service/event-kinds.js';
import { serviceStates, stateTable } from '../../../contracts/lifecycles/service/states.js';
import type { ServiceStatusV1 } from '../../../contracts/events/service-status.v1.js';
import type { ServiceRow, TimelinePart } from '../../../infra/postgres/read-model.js';
import { workKinds } from '../../../infra/postgres/read-model.js';
import type { Cell } from '../../../infra/postgres/summary.js';
import { summarise } from '../../../infra/postgres/summary.js';
import { summariseRequests } from '../../../infra/postgres/request-summary.js';
import type { Standing, View } from '../../../workers/tracker/page/context.js';
import { Failure } from '../../../workers/tracker/page/failure.js';
import type { Language } from '../../../workers/tracker/page/format.js';
import { languages } from '../../../workers/tracker/page/format.js';
import { Home } from '../../../workers/tracker/page/home.js';
import { workLabels } from '../../../workers/tracker/page/labels.js';
import { renderPage } from '../../../workers/tracker/page/render.js';
import { ServicePage } from '../../../workers/tracker/page/service.js';
import { Services } from '../../../workers/tracker/page/services.js';
import { wordsIn } from '../../../workers/tracker/page/text.js';
import { Worklists } from '../../../workers/tracker/page/worklists.js';
import { MadeService, published } from '../../support/make-events.js';

function viewIn(language: Language, path = '/', query = {}, day?: string): View {
  return { language, words: wordsIn(language), path, query, day };
}

const asOf = { sequenceCount: 5167, at: '2026-11-24T02:12:00.000Z' };
const none = { conflicts: 0, brokenChains: 0, unreadable: 0, notUnderstood: 0, held: 0 };
const live: Standing = { asOf, alarms: none, stand: { kind: 'live' }, toCome: 0, position: 12 };
const noWork = Object.fromEntries(workKinds.map((kind) => [kind, 0])) as never;

const names = {
  agency: () => ({ th: 'กรมสรรพสามิต', en: 'Excise Department' }),
  ministry: () => ({ th: 'กระทรวงการคลัง', en: 'Ministry of Finance' }),
  organisation: (id: string) => id,
};

const cells = serviceStates.map((state, index) => ({
  state,
  agencyId: 'AGY009',
  ministryId: 'MIN004',
  mode: null,
  portal: null,
  fiscalYear: null,
  verified: state === 'live',
  overdue: false,
  registerAsOf: '2026-05-03',
  registerStatus: state === 'live' ? 'STA01' : 'STA02',
  count: 100 + index,
}));
const full = summarise(cells, names, asOf, null);
const empty = summarise([], names, { sequenceCount: 0, at: null }, null);

const { followed } = full.populations;
const requests = summariseRequests([], { ...names, service: () => null }, asOf, null);

function home(language: Language, summary = full, standing = live): string {
  const view = viewIn(language);
  const present = { work: noWork, changes: [] };
  const props = { view, summary, requests, present, today: '2026-11-24' };
  return renderPage(view, view.words.overview, standing, <Home {...props} />);
}

/** The front page of a past day. */
function pastHome(language: Language, cellsThen = cells): string {
  const day = '2026-10-31';
  const view = viewIn(language, '/', { asOf: day }, day);
  const summary = summarise(cellsThen, names, asOf, day);
  const props = { view, summary, requests, today: '2026-11-24' };
  return renderPage(view, 'x', live, <Home {...props} />);
}

function rowOf(service: MadeService): ServiceRow {
  const { event } = service.events.at(-1) ?? {};
  const data = event?.data as ServiceStatusV1;
  return {
    serviceId: data.serviceId,
    agencyId: data.agencyId,
    agency: { th: 'กรมสรรพสามิต' },
    ministryId: data.ministryId,
    ministry: null,
    sequence: service.events.length,
    registeredAt: event?.time ?? '',
    updatedAt: event?.time ?? '',
    service: data.service,
  };
}

function partOf(service: MadeService, before: number | null = null): TimelinePart {
  const entries = service.events.map(({ event }) => ({
    ...published(event),
    sequence: Number(event.sequence),
  }));
  return { entries, before };
}

function listPage(view: View, service: MadeService, more = {}): string {
  const list = { items: [rowOf(service)], next: null, total: 1, asOf };
  const props = { view, query: {}, list, population: followed, agencies: [], fiscalYears: [2570] };
  return text(<Services {...props} {...more} />);
}

function servicePage(view: View, service: MadeService, part = partOf(service)): string {
  return text(<ServicePage view={view} row={rowOf(service)} timeline={part} />);
}

function worklistsPage(view: View, more = {}): string {
  const list = { items: [], next: null, total: 0, asOf };
  const props = { view, counts: noWork, kinds: undefined, list, population: followed };
  return text(<Worklists {...props} {...more} />);
}

function text(node: VNode): string {
  return renderToString(node);
}

describe.each(languages)('the page in %s', (language) => {
  test.each(serviceStates)('names the state %s', (state) => {
    const label = stateTable[state].label[language];
    expect(label.length).toBeGreaterThan(0);
    expect(home(language)).toContain(label);
  });

  test.each(serviceStates)('shows a service in %s, in the list and by itself', (state) => {
    const service = new MadeService('SVC0106', { state });
    const view = viewIn(language, '/services');
    const label = stateTable[state].label[language];
    expect(listPage(view, service)).toContain(label);
    expect(servicePage(view, service)).toContain(label);
  });

  test('names every kind of event in a timeline', () => {
    const service = new MadeService('SVC0106');
    for (const kind of serviceEventKinds) service.happens({ kind });
    const page = servicePage(viewIn(language), service);
    for (const kind of serviceEventKinds) expect(page).toContain(eventLabels[kind][language]);
  });

  test('shows an event that is not understood by its type, and says so', () => {
    const service = new MadeService('SVC0106').happens({ kind: 'planRevised' });
    const { entries } = partOf(service);
    const strange = { type: 'th.prasan.service.painted.v1', data: { colour: 'red' } };
    const faulty = { data: { kind: 'advanced', actor: { role: 'nobody' } } };
    const page = servicePage(viewIn(language), service, {
      entries: entries.map((entry, index) => ({ ...entry, ...(index === 0 ? strange : faulty) })),
      before: null,
    });
    expect(page).toContain(strange.type);
    expect(page.split(wordsIn(language).notUnderstood)).toHaveLength(3);
  });

  test('leads from a part of a timeline to the part before it, and back', () => {
    const service = new MadeService('SVC0106');
    const path = '/services/SVC0106';
    const { olderEvents, newestEvents } = wordsIn(language);
    const newest = servicePage(viewIn(language, path), service, partOf(service, 101));
    expect(newest).toContain('before=101');
    expect(newest).toContain(olderEvents);
    const first = servicePage(viewIn(language, path, { before: '101' }), service);
    expect(first).toContain(newestEvents);
    expect(first).not.toContain(olderEvents);
  });

  test('names every work-list, with its count', () => {
    const counts = Object.fromEntries(workKinds.map((kind, index) => [kind, 1000 + index]));
    const page = worklistsPage(viewIn(language, '/worklists'), { counts });
    workKinds.forEach((kind, index) => {
      expect(page).toContain(workLabels[kind][language]);
      expect(page).toContain((1000 + index).toLocaleString('en-US'));
    });
    expect(page).toContain(wordsIn(language).noWork);
  });

  test('never sums items of work and letters to agencies', () => {
    const counts = { ...(noWork as object), overdue: 200, dueSoon: 30, digest: 4 };
    const { items, letters } = wordsIn(language);
    const all = worklistsPage(viewIn(language), { counts });
    const both = worklistsPage(viewIn(language), { counts, kinds: ['overdue', 'digest'] });
    expect(all).toContain(`>230 ${items}<`);
    expect(both).toContain(`>200 ${items} · 4 ${letters}<`);
    for (const page of [all, both]) expect(page).not.toMatch(/\b(234|204)\b/);
  });

  test('says beside every figure, table and list of which population, as of when and from where', () => {
    const day = language === 'th' ? '24 พ.ย. 2569' : '24 Nov 2026';
    const { source, ofPopulation, on } = wordsIn(language);
    const whole = `${on} ${day}`;
    const part = `${ofPopulation.followed} (${followed.total.toLocaleString('en-US')})`;
    const service = new MadeService('SVC0106');
    const parts = [
      ...['figures', 'funnel', 'others', 'work', 'changes', 'ministries'].map((id) =>
        regionOf(home(language), id),
      ),
      listPage(viewIn(language), service),
      ...['kinds', 'list'].map((id) => regionOf(worklistsPage(viewIn(language)), id)),
    ];
    for (const html of parts) {
      for (const words of [whole, part, `${source}: `]) expect(html).toContain(words);
    }
    for (const id of ['facts', 'timeline']) {
      expect(regionOf(servicePage(viewIn(language), service), id)).toContain(`${source}: `);
    }
  });

  test('gives the register’s figures its edition, or the range where several are present', () => {
    const { editionsOf } = wordsIn(language);
    const one = language === 'th' ? '3 พ.ค. 2569' : '3 May 2026';
    const other = language === 'th' ? '1 มิ.ย. 2569' : '1 Jun 2026';
    const newer = { ...cells[0], registerAsOf: '2026-06-01' } as Cell;
    expect(home(language)).toContain(`${editionsOf} ${one}<`);
    const mixed = home(language, summarise([...cells, newer], names, asOf, null));
    expect(mixed).toContain(`${editionsOf} ${one} – ${other}<`);
    expect(mixed).toContain(wordsIn(language).neverSummed);
  });

  test('of a past day shows nothing of today, leads to no list of today, and is not live', () => {
    const page = pastHome(language);
    const { words } = viewIn(language);
    for (const id of ['figures', 'funnel', 'others', 'ministries']) {
      expect(regionOf(page, id)).toContain(language === 'th' ? '31 ต.ค. 2569' : '31 Oct 2026');
    }
    for (const id of ['work', 'changes']) expect(page).not.toContain(`id="${id}"`);
    expect(page).toContain(words.dayShown);
    expect(page).not.toContain('class="pulse"');
    expect(page).not.toContain('data-position');
    const main = page.slice(page.indexOf('<main'), page.indexOf('</main>'));
    expect(main).not.toContain('href="/services');
    expect(pastHome(language, [])).toContain(words.noneThen);
    expect(pastHome(language, [])).not.toContain('register import');
  });

  test('shows the resolution’s figures with their own caption and no ratio', () => {
    const page = home(language);
    for (const figure of ['2,101', '182', '2568–2570']) expect(page).toContain(figure);
    expect(page).toContain(wordsIn(language).resolutionNote);
    expect(page).not.toMatch(/\d\s*%/);
  });

  test('says what to do where there is nothing yet', () => {
    // In a region that renews itself, so that it goes when the first service comes.
    expect(regionOf(home(language, empty), 'none-yet')).toContain('register import FILE');
    expect(home(language)).not.toContain('register import FILE');
  });

  test('has landmarks, a language, a heading and a place for announcements', () => {
    const page = home(language);
    expect(page).toMatch(/^<!doctype html><html lang="(th|en)">/);
    for (const mark of [
      '<header',
      '<nav aria-label',
      '<main',
      '<footer',
      '<h1',
      'aria-live="polite"',
    ]) {
      expect(page).toContain(mark);
    }
    expect(page).not.toMatch(/ style=|<script>|<style|onclick/);
  });

  test('says since when Kafka is away, and that figures may be incomplete', () => {
    const { words } = viewIn(language);
    const page = home(language, full, {
      ...live,
      stand: { kind: 'kafkaAway', since: '2026-11-24T02:00:00.000Z' },
      alarms: { ...none, held: 3, notUnderstood: 1 },
    });
    expect(page).toContain(words.kafkaAway);
    expect(page).toContain(`${words.alarmHeld} 3`);
    expect(page).toContain(`${words.alarmNotUnderstood} 1`);
    expect(page).not.toContain('class="pulse"');
  });

  test('says that it is catching up, with how many events, and is not live meanwhile', () => {
    const { words } = viewIn(language);
    const page = home(language, full, { ...live, stand: { kind: 'catchingUp' }, toCome: 1234 });
    expect(page).toContain(`${words.catchingUp} 1,234 ${words.events}`);
    expect(page).not.toContain('class="pulse"');
    expect(home(language)).toContain('class="pulse"');
  });

  test('keeps alarms in a region of their own, apart from what changes with every event', () => {
    const alarmed = (sequenceCount: number) =>
      home(language, full, {
        ...live,
        asOf: { ...asOf, sequenceCount },
        alarms: { ...none, held: 3 },
      });
    expect(regionOf(alarmed(1), 'alarms')).toBe(regionOf(alarmed(2), 'alarms'));
    expect(regionOf(alarmed(1), 'standing')).not.toBe(regionOf(alarmed(2), 'standing'));
    expect(alarmed(1).match(/role="alert"/g)).toHaveLength(1);
  });

  test('asks again by itself only where that helps', () => {
    const view = viewIn(language);
    const failure = <Failure view={view} title="x" text="" />;
    expect(renderPage(view, 'x', undefined, failure, 5)).toContain('data-retry="5"');
    expect(renderPage(view, 'x', undefined, failure)).not.toContain('data-retry');
  });

  test('opens the agencies of a ministry without a script, every figure with its label', () => {
    const ministries = regionOf(home(language), 'ministries');
    expect(ministries).toContain('<details id="agencies-MIN004"><summary>');
    const figures = ministries.match(/<td class="number[^>]*>/g) ?? [];
    expect(figures).toHaveLength(22);
    for (const figure of figures) expect(figure).toMatch(/data-label="[^"]+"/);
  });
});

describe('a name that has no English', () => {
  const service = new MadeService('SVC0106', { name: { th: 'ใบอนุญาตผลิตสุรา' } });
  const marked = '<span lang="th">ใบอนุญาตผลิตสุรา</span>';

  test.each([
    ['in the list', (view: View) => listPage(view, service)],
    ['on its own page', (view: View) => servicePage(view, service)],
  ])('is marked as Thai on an English page, %s', (_, show) => {
    expect(show(viewIn('en'))).toContain(marked);
    expect(show(viewIn('th'))).not.toContain('<span lang="th">');
  });

  test('is marked in a choice too', () => {
    const agencies = [
      {
        ...{ agencyId: 'AGY009', organisation: 'AGY009', name: { th: 'กรมสรรพสามิต' } },
        ...{ ministryId: null, ministry: null },
      },
    ];
    expect(listPage(viewIn('en'), service, { agencies })).toContain(
      '<option value="AGY009" lang="th">',
    );
  });
});

test('what comes from outside is text, never markup', () => {
  const service = new MadeService('SVC0106', { name: { th: '<script>alert(1)</script>"\'' } });
  const view = viewIn('th', '/services', { text: '"><img src=x>' });
  const list = { items: [rowOf(service)], next: 'abc', total: 1, asOf };
  const query = { text: '"><img src=x>' };
  const props = { view, query, list, population: followed, agencies: [], fiscalYears: [] };
  const page = renderPage(view, '</title><script>', live, <Services {...props} />);
  expect(page).not.toContain('<script>');
  expect(page).not.toContain('<img');
});

test('the other language leads to the same page with the same filters', () => {
  const page = renderPage(viewIn('th', '/services', { state: 'plan' }), 'x', live, <p />);
  expect(page).toContain('href="/services?state=plan&amp;lang=en"');
});

/** The part of a page with an id, up to the end of what follows closest on the same level. */
function regionOf(page: string, id: string): string {
  const start = page.indexOf(`id="${id}"`);
  expect(start).toBeGreaterThan(0);
  const open = page.lastIndexOf('<', start);
  const [, tag = ''] = /^<(\w+)/.exec(page.slice(open)) ?? [];
  const marks = page.slice(open).matchAll(new RegExp(`<(/?)${tag}[ >]`, 'g'));
  let depth = 0;
  for (const mark of marks) {
    depth += mark[1] === '/' ? -1 : 1;
    if (depth === 0) return page.slice(open, open + mark.index);
  }
  return page.slice(open);
}

test('an agency that is merged is chosen by the id that stands, and is no choice of its own', () => {
  const agency = (agencyId: string, organisation: string) => ({
    ...{ agencyId, organisation, name: { th: `หน่วยงาน ${agencyId}` } },
    ...{ ministryId: null, ministry: null },
  });
  const agencies = [agency('AGY009', 'AGY009'), agency('AGY010', 'AGY009')];
  const shown = listPage(viewIn('th'), new MadeService('SVC0106'), {
    agencies,
    query: { agency: 'AGY010' },
  });
  expect(shown).toContain('<option value="AGY009" selected>');
  expect(shown).not.toContain('<option value="AGY010"');
});
