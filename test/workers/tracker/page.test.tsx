import { describe, expect, test } from '@jest/globals';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { serviceEventKinds } from '../../../contracts/lifecycles/service/event-kinds.js';
import { eventLabels } from '../../../contracts/lifecycles/service/event-kinds.js';
import { serviceStates, stateTable } from '../../../contracts/lifecycles/service/states.js';
import type { ServiceStatusV1 } from '../../../contracts/events/service-status.v1.js';
import type { ServiceRow, TimelineEntry } from '../../../infra/postgres/read-model.js';
import { workKinds } from '../../../infra/postgres/read-model.js';
import { summarise } from '../../../infra/postgres/summary.js';
import type { View } from '../../../workers/tracker/page/context.js';
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

function viewIn(language: Language, path = '/', query = {}): View {
  return { language, words: wordsIn(language), path, query };
}

const asOf = { sequenceCount: 5167, at: '2026-11-24T02:12:00.000Z' };
const none = { conflicts: 0, brokenChains: 0, unreadable: 0, held: 0 };
const standing = { asOf, alarms: none, kafkaAwaySince: undefined, position: 12 };
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

function home(language: Language, summary = full): string {
  const view = viewIn(language);
  const props = { view, summary, work: noWork, changes: [], today: '2026-11-24' };
  return renderPage(view, view.words.overview, standing, <Home {...props} />);
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

function entriesOf(service: MadeService): TimelineEntry[] {
  return service.events.map(({ event }) => ({
    ...published(event),
    sequence: Number(event.sequence),
    data: event.data as ServiceStatusV1,
  }));
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
    const list = { items: [rowOf(service)], next: null, total: 1, asOf };
    const props = { view, query: {} as never, list, agencies: [], fiscalYears: [2570] };
    const label = stateTable[state].label[language];
    expect(text(<Services {...props} />)).toContain(label);
    expect(
      text(<ServicePage view={view} row={rowOf(service)} timeline={entriesOf(service)} />),
    ).toContain(label);
  });

  test('names every kind of event in a timeline', () => {
    const service = new MadeService('SVC0106');
    for (const kind of serviceEventKinds) service.happens({ kind });
    const page = text(
      <ServicePage view={viewIn(language)} row={rowOf(service)} timeline={entriesOf(service)} />,
    );
    for (const kind of serviceEventKinds) expect(page).toContain(eventLabels[kind][language]);
  });

  test('names every work-list, with its count', () => {
    const counts = Object.fromEntries(
      workKinds.map((kind, index) => [kind, 1000 + index]),
    ) as never;
    const list = { items: [], next: null, total: 0, asOf };
    const page = text(
      <Worklists
        view={viewIn(language, '/worklists')}
        counts={counts}
        kind={undefined}
        list={list}
      />,
    );
    workKinds.forEach((kind, index) => {
      expect(page).toContain(
        workLabels[kind][language].replace("'", '&#39;').replace('&#39;', "'"),
      );
      expect(page).toContain((1000 + index).toLocaleString('en-US'));
    });
    expect(page).toContain(wordsIn(language).noWork);
  });

  test('gives each main figure its population, date and source', () => {
    const page = home(language);
    const { words } = viewIn(language);
    expect(page).toContain(words.registerEdition);
    expect(page).toContain(words.ofFollowed);
    expect(page).toContain(words.neverSummed);
    expect(page).toContain(language === 'th' ? '3 พ.ค. 2569' : '3 May 2026');
  });

  test('shows the resolution’s figures with their own caption and no ratio', () => {
    const page = home(language);
    for (const figure of ['2,101', '182', '2568–2570']) expect(page).toContain(figure);
    expect(page).toContain(wordsIn(language).resolutionNote);
    expect(page).not.toMatch(/\d\s*%/);
  });

  test('says what to do where there is nothing yet', () => {
    expect(home(language, empty)).toContain('register import FILE');
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
    const view = viewIn(language);
    const away = {
      ...standing,
      kafkaAwaySince: '2026-11-24T02:00:00.000Z',
      alarms: { ...none, held: 3 },
    };
    const page = renderPage(view, 'x', away, <p />);
    expect(page).toContain(view.words.kafkaAway);
    expect(page).toContain(`${view.words.alarmHeld} 3`);
  });
});

test('what comes from outside is text, never markup', () => {
  const service = new MadeService('SVC0106', { name: { th: '<script>alert(1)</script>"\'' } });
  const view = viewIn('th', '/services', { text: '"><img src=x>' });
  const list = { items: [rowOf(service)], next: 'abc', total: 1, asOf };
  const query = { text: '"><img src=x>' } as never;
  const page = renderPage(
    view,
    '</title><script>',
    standing,
    <Services view={view} query={query} list={list} agencies={[]} fiscalYears={[]} />,
  );
  expect(page).not.toContain('<script>');
  expect(page).not.toContain('<img');
});

test('the other language leads to the same page with the same filters', () => {
  const page = renderPage(viewIn('th', '/services', { state: 'plan' }), 'x', standing, <p />);
  expect(page).toContain('href="/services?state=plan&amp;lang=en"');
});
