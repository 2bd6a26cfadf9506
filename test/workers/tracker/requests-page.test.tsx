import { describe, expect, test } from '@jest/globals';
import { renderToString } from 'preact-render-to-string';
import { requestStates, requestStateTable } from '../../../contracts/lifecycles/request/states.js';
import type { RequestCell } from '../../../infra/postgres/request-summary.js';
import { summariseRequests } from '../../../infra/postgres/request-summary.js';
import type { RequestSort } from '../../../workers/tracker/query.js';
import { requestSorts } from '../../../workers/tracker/query.js';
import type { LateRequest, LateRequests } from '../../../workers/tracker/request-api.js';
import type { View } from '../../../workers/tracker/page/context.js';
import type { Language } from '../../../workers/tracker/page/format.js';
import { languages } from '../../../workers/tracker/page/format.js';
import { RequestTally } from '../../../workers/tracker/page/request-tally.js';
import { requestWordsIn } from '../../../workers/tracker/page/request-text.js';
import { Requests } from '../../../workers/tracker/page/requests.js';
import { wordsIn } from '../../../workers/tracker/page/text.js';
import { madeRequestId } from '../../support/make-requests.js';

const asOf = { sequenceCount: 12, at: '2026-11-24T02:12:00.000Z' };
const names = {
  service: () => ({ th: 'ใบอนุญาตขายสุรา', en: 'Liquor licence' }),
  agency: (id: string) => ({ th: `หน่วยงาน ${id}`, en: `Agency ${id}` }),
  organisation: (id: string) => id,
};

const cell: RequestCell = {
  state: 'consideration',
  portal: 'biz',
  serviceId: 'SVC0106',
  agencyId: 'AGY009',
  overdue: false,
  delayNotices: 0,
  delayNoticesMissed: 0,
  count: 1_234,
};

/** Of three agencies: each is first by another column. */
const cells: RequestCell[] = [
  ...requestStates.map((state) => ({ ...cell, state })),
  { ...cell, agencyId: 'AGY010', overdue: true, count: 2_001, delayNotices: 31 },
  { ...cell, agencyId: 'AGY011', portal: 'citizen', count: 7, delayNoticesMissed: 55 },
];

function viewIn(language: Language, path = '/requests', day?: string): View {
  return { language, words: wordsIn(language), path, query: {}, day };
}

function summaryOf(of: readonly RequestCell[], day: string | null = null) {
  return summariseRequests(of, names, asOf, day);
}

const lateOne: LateRequest = {
  request: madeRequestId(0xabcdef).slice(0, 8),
  receiptNumber: '7/2570',
  serviceId: 'SVC0106',
  service: { th: '<b>ใบอนุญาต</b>' },
  agencyId: 'AGY010',
  agency: null,
  portal: 'biz',
  office: 'head',
  state: 'consideration',
  dueOn: '2026-11-12',
  daysOver: 12,
  lettersSent: 1,
  lettersMissed: 2,
  letterDueOn: '2026-12-03',
  copies: [],
};

function listOf(items: LateRequest[]): LateRequests {
  return { items, next: null, total: items.length, asOf };
}

function page(language: Language, sort?: RequestSort, of = cells, late = [lateOne]): string {
  const props = { view: viewIn(language), summary: summaryOf(of), sort, late: listOf(late) };
  return renderToString(<Requests {...props} />);
}

function tally(language: Language, of = cells): string {
  return renderToString(<RequestTally view={viewIn(language, '/')} summary={summaryOf(of)} />);
}

/** Agencies in the order of the table. */
function agenciesBy(sort: RequestSort | undefined): string[] {
  return [...page('en', sort).matchAll(/id="agency-(AGY\d+)"/g)].map(([, id]) => id ?? '');
}

describe.each(languages)('requests in %s', (language) => {
  const words = requestWordsIn(language);

  test('have their figures on the front page, each with its population, date and source', () => {
    const html = tally(language);
    for (const label of [words.title, words.open, words.overdue, words.sent, words.missed]) {
      expect(html).toContain(label);
    }
    for (const figure of ['2,001', '31', '55']) expect(html).toContain(`<b>${figure}</b>`);
    const { ofPopulation, source } = wordsIn(language);
    expect(html.split(ofPopulation.requests)).toHaveLength(5);
    expect(html.split(`${source}: `)).toHaveLength(5);
    expect(html).toContain('data-live');
  });

  test('say so where there are none yet', () => {
    expect(tally(language, [])).toContain(words.none);
    expect(page(language, undefined, [], [])).toContain(words.none);
    expect(page(language, undefined, [], [])).toContain(words.noLate);
  });

  test('have every state by its name, and every part its population', () => {
    const html = page(language);
    for (const state of requestStates) {
      expect(html).toContain(requestStateTable[state].label[language]);
    }
    for (const id of ['request-figures', 'by-agency', 'late', 'request-parts']) {
      const part = html.slice(html.indexOf(`id="${id}"`));
      expect(part.slice(0, part.indexOf('</section>'))).toContain('class="of"');
    }
  });

  test('give each count of an agency its label, for a phone', () => {
    const html = page(language);
    const counts = html.match(/<td class="number( late)?" data-label="[^"]+"/g) ?? [];
    expect(counts).toHaveLength(3 * 4);
  });

  test('show an overdue one with its letters, and its id cut short', () => {
    const html = page(language);
    expect(html).toContain('00abcdef…');
    expect(html).not.toContain(madeRequestId(0xabcdef));
    expect(html).toContain('7/2570');
    expect(html).toContain(language === 'th' ? '12 พ.ย. 2569' : '12 Nov 2026');
    expect(html).toContain(
      `${words.nextLetter} ${language === 'th' ? '3 ธ.ค. 2569' : '3 Dec 2026'}`,
    );
    expect(html).not.toMatch(/href="[^"]*requests\/[^"?]/);
  });

  test('of a past day have no list of today', () => {
    const view = viewIn(language, '/requests', '2026-10-31');
    const summary = summaryOf(cells, '2026-10-31');
    const html = renderToString(<Requests view={view} summary={summary} />);
    expect(html).not.toContain(words.late);
    expect(html).toContain(language === 'th' ? '31 ต.ค. 2569' : '31 Oct 2026');
    const front = renderToString(<RequestTally view={{ ...view, path: '/' }} summary={summary} />);
    expect(front).toContain('/requests?asOf=2026-10-31');
  });
});

describe('the table of agencies', () => {
  test.each<[RequestSort | undefined, string]>([
    [undefined, 'AGY010'],
    ['overdue', 'AGY010'],
    ['open', 'AGY009'],
    ['sent', 'AGY010'],
    ['missed', 'AGY011'],
    ['agency', 'AGY009'],
  ])('by %s begins with %s', (sort, first) => {
    expect(agenciesBy(sort)[0]).toBe(first);
    expect(agenciesBy(sort).sort()).toEqual(['AGY009', 'AGY010', 'AGY011']);
  });

  test.each(requestSorts)('has a link that orders by %s, and says which order it has', (sort) => {
    const html = page('en', sort);
    expect(html).toContain(`href="/requests?sort=${sort}&amp;lang=en"`);
    expect(html.match(/aria-sort=/g)).toHaveLength(1);
  });
});

test('names are text, never markup', () => {
  expect(page('th')).not.toContain('<b>ใบอนุญาต');
  expect(page('th')).toContain('&lt;b>ใบอนุญาต');
});
