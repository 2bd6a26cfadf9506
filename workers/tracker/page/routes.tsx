import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import { bangkokDate } from '../../../contracts/civil-date.js';
import { serviceSubject } from '../../../contracts/ids.js';
import { readAlarms } from '../../../infra/postgres/alarms.js';
import { newestChanges, newestPosition } from '../../../infra/postgres/changes.js';
import { readAsOf } from '../../../infra/postgres/listing.js';
import type { Pool } from '../../../infra/postgres/pool.js';
import {
  getService,
  listAgencies,
  listFiscalYears,
  listServices,
  summary,
  timeline,
  worklist,
  worklistCounts,
} from '../../../infra/postgres/read-model.js';
import { limitDefault, namingCursor, timelineMax } from '../api.js';
import { BadQuery, isDatabaseAway } from '../problem.js';
import {
  readLateQuery,
  readListQuery,
  readPageQuery,
  readSummaryQuery,
  serviceFilter,
  workFilter,
} from '../query.js';
import type { ServerOptions } from '../server-options.js';
import { addAssets } from './assets.js';
import type { Standing, View } from './context.js';
import { Failure } from './failure.js';
import type { Language } from './format.js';
import { inLanguage } from './format.js';
import { Home } from './home.js';
import { renderPage } from './render.js';
import { ServicePage } from './service.js';
import { Services } from './services.js';
import { wordsIn } from './text.js';
import { Worklists } from './worklists.js';

/** What a page comes to: its title and content, or a failure with its status. */
interface Page {
  readonly title: string;
  readonly content: VNode;
  readonly status?: number;
}

const changesShown = 6;

/** What makes a page. */
type Make = (pool: Pool, view: View, httpRequest: FastifyRequest) => Promise<Page>;

const pages: Readonly<Record<string, Make>> = {
  '/': makeHome,
  '/services': makeServices,
  '/services/:id': makeService,
  '/worklists': makeWorklists,
};

/** The page in Thai and English (`?lang=en`): overview, list, one service, work-lists. */
export function addPages(app: FastifyInstance, options: ServerOptions): void {
  addAssets(app);
  for (const [path, make] of Object.entries(pages)) {
    app.get(path, async (httpRequest, reply) => {
      const view = viewOf(httpRequest);
      const work = async () => make(options.pool, view, httpRequest);
      const { status, html } = await answerWith(options, view, work);
      if (status === 503) reply.header('retry-after', '5');
      reply.code(status).type('text/html; charset=utf-8').header('cache-control', 'no-store');
      return reply.send(html);
    });
  }
}

async function makeHome(pool: Pool, view: View, { query }: FastifyRequest): Promise<Page> {
  const { asOf } = readSummaryQuery(query);
  const content = (
    <Home
      view={view}
      summary={await summary(pool, { asOf })}
      work={await worklistCounts(pool)}
      changes={await newestChanges(pool, changesShown)}
      today={bangkokDate(Date.now())}
    />
  );
  return { title: view.words.overview, content };
}

async function makeServices(pool: Pool, view: View, httpRequest: FastifyRequest): Promise<Page> {
  const query = readListQuery(httpRequest.query);
  const part = { limit: query.limit ?? limitDefault, cursor: query.cursor };
  const list = await namingCursor(listServices(pool, serviceFilter(query), part));
  const content = (
    <Services
      view={view}
      query={query}
      list={list}
      agencies={await listAgencies(pool)}
      fiscalYears={await listFiscalYears(pool)}
    />
  );
  return { title: view.words.services, content };
}

async function makeService(pool: Pool, view: View, httpRequest: FastifyRequest): Promise<Page> {
  readPageQuery(httpRequest.query);
  const { words, language } = view;
  const row = await getService(pool, idIn(httpRequest.params));
  if (row === undefined) {
    const content = <Failure view={view} title={words.notFoundTitle} text={words.notFound} />;
    return { title: words.notFoundTitle, content, status: 404 };
  }
  const events = await timeline(pool, serviceSubject(row.serviceId), { limit: timelineMax });
  const content = <ServicePage view={view} row={row} timeline={events} />;
  return { title: inLanguage(row.service.name, language), content };
}

async function makeWorklists(pool: Pool, view: View, httpRequest: FastifyRequest): Promise<Page> {
  const query = readLateQuery(httpRequest.query);
  const part = { limit: query.limit ?? limitDefault, cursor: query.cursor };
  const filter = workFilter(query);
  const content = (
    <Worklists
      view={view}
      counts={await worklistCounts(pool, { ...filter, kinds: undefined })}
      kind={query.kind?.[0]}
      list={await namingCursor(worklist(pool, filter, part))}
    />
  );
  return { title: view.words.worklists, content };
}

function idIn(params: unknown): string {
  const isNamed = typeof params === 'object' && params !== null && 'id' in params;
  return isNamed && typeof params.id === 'string' ? params.id : '';
}

function viewOf({ query, url }: FastifyRequest): View {
  const given = Object.entries(query ?? {}).map(
    ([name, value]) => [name, Array.isArray(value) ? value.join(',') : String(value)] as const,
  );
  const { lang, ...rest }: Record<string, string> = Object.fromEntries(given);
  const language: Language = lang === 'en' ? 'en' : 'th';
  const path = new URL(url, 'http://localhost').pathname;
  return { language, words: wordsIn(language), path, query: rest };
}

interface Answer {
  readonly status: number;
  readonly html: string;
}

/** Makes the page; what stands in its way becomes a page that says what to do. */
async function answerWith(
  { pool, state, logger, postgres }: ServerOptions,
  view: View,
  make: () => Promise<Page>,
): Promise<Answer> {
  try {
    const standing: Standing = {
      position: await newestPosition(pool),
      asOf: await readAsOf(pool),
      alarms: await readAlarms(pool),
      kafkaAwaySince: state().kafkaAwaySince,
    };
    const { title, content, status = 200 } = await make();
    return { status, html: renderPage(view, title, standing, content) };
  } catch (error) {
    if (isDatabaseAway(error)) postgres.isAway(error);
    const { status, title, text, details } = failureOf(error, view);
    if (status === 500) logger.error({ err: error }, 'a page could not be made');
    const content = <Failure view={view} title={title} text={text} details={details} />;
    return { status, html: renderPage(view, title, undefined, content) };
  }
}

function failureOf(error: unknown, { words }: View) {
  if (error instanceof BadQuery) {
    const details = error.faults.map(({ field, message }) => `${field}: ${message}`);
    return { status: 400, title: words.badQueryTitle, text: '', details };
  }
  return isDatabaseAway(error)
    ? { status: 503, title: words.awayTitle, text: words.away, details: [] }
    : { status: 500, title: words.failedTitle, text: words.failed, details: [] };
}
