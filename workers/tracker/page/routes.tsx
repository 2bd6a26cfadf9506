import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import { bangkokDate } from '../../../contracts/civil-date.js';
import { readAgencyMap } from '../../../infra/postgres/agency-map.js';
import { readAlarms } from '../../../infra/postgres/alarms.js';
import { newestChanges, newestPosition } from '../../../infra/postgres/changes.js';
import { readAsOf } from '../../../infra/postgres/listing.js';
import type { Queryable } from '../../../infra/postgres/pool.js';
import { inSnapshot } from '../../../infra/postgres/pool.js';
import {
  followed,
  listAgencies,
  listFiscalYears,
  listServices,
  requestSummary,
  summary,
  workKinds,
  worklist,
  worklistCounts,
} from '../../../infra/postgres/read-model.js';
import { findService, limitDefault } from '../api.js';
import { pageOfFindings } from '../../../infra/postgres/register-findings.js';
import { newestStandings } from '../../../infra/postgres/register-standings.js';
import { namingCursor } from '../naming-cursor.js';
import { BadQuery, isNotServing, problem, sendProblem } from '../problem.js';
import {
  findingFilter,
  lateRequestFilter,
  readFindingsQuery,
  readLateQuery,
  readListQuery,
  readPlainQuery,
  readRequestsQuery,
  readSummaryQuery,
  readTimelineQuery,
  serviceFilter,
  workFilter,
} from '../query.js';
import { importOf, importsShown } from '../register-api.js';
import { lateRequests } from '../request-api.js';
import type { ServerOptions } from '../server-options.js';
import { standOf } from '../server-options.js';
import { addAssets } from './assets.js';
import type { Standing, View } from './context.js';
import { Failure } from './failure.js';
import type { Language } from './format.js';
import { inLanguage } from './format.js';
import { Home } from './home.js';
import { editionName, Register } from './register.js';
import { RegisterImport } from './register-import.js';
import { registerWordsIn } from './register-text.js';
import { renderPage } from './render.js';
import { requestWordsIn } from './request-text.js';
import { Requests } from './requests.js';
import { ServicePage } from './service.js';
import { Services } from './services.js';
import { wordsIn } from './text.js';
import { Worklists } from './worklists.js';

/** What a page comes to: its title and content, or a failure with its status. */
interface Page {
  readonly title: string;
  readonly content: VNode;
  readonly status?: number;
  /** Of a past day. */
  readonly day?: string | undefined;
}

const changesShown = 6;
const entriesShown = 100;
const retrySeconds = 5;

/** What makes a page, from one snapshot. */
type Make = (db: Queryable, view: View, httpRequest: FastifyRequest) => Promise<Page>;

/** The page in Thai and English (`?lang=en`). */
export function addPages(app: FastifyInstance, options: ServerOptions): void {
  addAssets(app);

  /** The overview: figures, funnel, work and newest changes; `?asOf=` shows a past day. */
  addPage(app, options, '/', makeHome);
  /** The list of services, with the filters and pages of `/v1/services`. */
  addPage(app, options, '/services', makeServices);
  /** One service with its timeline; `?before=` shows events before that sequence. */
  addPage(app, options, '/services/:id', makeService);
  /** The work-lists, and one of them by `?kind=`. */
  addPage(app, options, '/worklists', makeWorklists);
  /** Citizens' requests by agency, and those that are late; `?asOf=` shows a past day's figures. */
  addPage(app, options, '/requests', makeRequests);

  /** The register's editions, and what is under way. */
  addPage(app, options, '/register', makeRegister);
  /** One import of an edition with its findings: `agency`, `code`, `severity`, `sort`, pages by `cursor`. */
  addPage(app, options, '/register/:id', makeRegisterImport);

  /** What is not there: a page to browsers, a problem to others and below `/v1/`. */
  app.setNotFoundHandler(async (httpRequest, reply) => {
    const wantsPage = /\btext\/html\b/.test(httpRequest.headers.accept ?? '');
    const view = viewOf(httpRequest);
    if (!wantsPage || view.path.startsWith('/v1/')) return sendProblem(reply, nothingHere);
    const { nothingHereTitle: title, nothingHere: text } = view.words;
    const content = <Failure view={view} title={title} text={text} />;
    return sendPage(reply, { status: 404, html: renderPage(view, title, undefined, content) });
  });
}

const nothingHere = problem(
  'notFound',
  'Try /, /services, /worklists, /requests, /register, /v1/summary, /v1/services, /v1/late, ' +
    '/v1/requests/summary, /v1/requests/late, /v1/register/imports or /v1/events.',
);

function addPage(app: FastifyInstance, options: ServerOptions, path: string, make: Make): void {
  app.get(path, async (httpRequest, reply) => {
    const view = viewOf(httpRequest);
    const work = async (db: Queryable) => make(db, view, httpRequest);
    return sendPage(reply, await answerWith(options, view, work));
  });
}

async function sendPage(reply: FastifyReply, { status, html }: Answer): Promise<FastifyReply> {
  if (status === 503) reply.header('retry-after', String(retrySeconds));
  reply.code(status).type('text/html; charset=utf-8').header('cache-control', 'no-store');
  return reply.send(html);
}

async function makeHome(db: Queryable, now: View, { query }: FastifyRequest): Promise<Page> {
  const { asOf } = readSummaryQuery(query);
  const today = bangkokDate(Date.now());
  // A day that is not over is shown as it is now.
  const day = asOf === today ? undefined : asOf;
  const view = { ...now, day };
  const present =
    day === undefined
      ? { work: await worklistCounts(db), changes: await newestChanges(db, changesShown) }
      : undefined;
  const content = (
    <Home
      view={view}
      summary={await summary(db, { asOf: day })}
      requests={await requestSummary(db, { asOf: day })}
      present={present}
      today={today}
    />
  );
  return { title: view.words.overview, content, day };
}

async function makeRequests(db: Queryable, now: View, httpRequest: FastifyRequest): Promise<Page> {
  const query = readRequestsQuery(httpRequest.query);
  const { asOf, sort } = query;
  const day = asOf === bangkokDate(Date.now()) ? undefined : asOf;
  const view = { ...now, day };
  const part = { limit: query.limit ?? limitDefault, cursor: query.cursor };
  const late =
    day === undefined
      ? await lateRequests(db, lateRequestFilter(query, await readAgencyMap(db)), part)
      : undefined;
  const figures = await requestSummary(db, { asOf: day });
  const content = <Requests view={view} summary={figures} sort={sort} late={late} />;
  return { title: requestWordsIn(view.language).title, content, day };
}

async function makeServices(db: Queryable, view: View, httpRequest: FastifyRequest): Promise<Page> {
  const query = readListQuery(httpRequest.query);
  const part = { limit: query.limit ?? limitDefault, cursor: query.cursor };
  const map = await readAgencyMap(db);
  const list = await namingCursor(listServices(db, serviceFilter(query, map), part));
  const content = (
    <Services
      view={view}
      query={query}
      list={list}
      population={await followed(db)}
      agencies={await listAgencies(db)}
      fiscalYears={await listFiscalYears(db)}
    />
  );
  return { title: view.words.services, content };
}

async function makeService(db: Queryable, view: View, httpRequest: FastifyRequest): Promise<Page> {
  const { before } = readTimelineQuery(httpRequest.query);
  const found = await findService(db, idIn(httpRequest.params), { before, limit: entriesShown });
  if (found === undefined) return notFound(view);
  const { row, part } = found;
  const content = <ServicePage view={view} row={row} timeline={part} />;
  return { title: inLanguage(row.service.name, view.language), content };
}

async function makeWorklists(
  db: Queryable,
  view: View,
  httpRequest: FastifyRequest,
): Promise<Page> {
  const query = readLateQuery(httpRequest.query);
  const part = { limit: query.limit ?? limitDefault, cursor: query.cursor };
  const filter = workFilter(query, await readAgencyMap(db), workOfServices);
  const list = await namingCursor(worklist(db, filter, part));
  const content = (
    <Worklists
      view={view}
      counts={await worklistCounts(db, { ...filter, kinds: undefined })}
      kinds={query.kind}
      list={list}
      population={await followed(db)}
    />
  );
  return { title: view.words.worklists, content };
}

async function makeRegister(db: Queryable, view: View, { query }: FastifyRequest): Promise<Page> {
  readPlainQuery(query);
  const content = <Register view={view} imports={await newestStandings(db, importsShown)} />;
  return { title: registerWordsIn(view.language).title, content };
}

async function makeRegisterImport(
  db: Queryable,
  view: View,
  httpRequest: FastifyRequest,
): Promise<Page> {
  const query = readFindingsQuery(httpRequest.query);
  const one = await importOf(db, idIn(httpRequest.params));
  if (one === undefined) return notFound(view);
  const part = { limit: query.limit ?? limitDefault, cursor: query.cursor };
  const filter = findingFilter(query, await readAgencyMap(db));
  const { importId } = one;
  const findings = await namingCursor(
    pageOfFindings(db, importId, filter, query.sort ?? 'place', part),
  );
  const content = <RegisterImport view={view} query={query} one={one} findings={findings} />;
  return { title: editionName(one, view), content };
}

function notFound(view: View): Page {
  const { notFoundTitle: title, notFound: text } = view.words;
  return { title, content: <Failure view={view} title={title} text={text} />, status: 404 };
}

/** All together is all work of services; letters to agencies have a list of their own. */
const workOfServices = workKinds.filter((kind) => kind !== 'digest');

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
  make: (db: Queryable) => Promise<Page>,
): Promise<Answer> {
  try {
    return await inSnapshot(pool, async (db) => {
      const facts = {
        position: await newestPosition(db),
        asOf: await readAsOf(db),
        alarms: await readAlarms(db),
      };
      const { title, content, status = 200, day } = await make(db);
      postgres.isBack();
      const now = state();
      const standing: Standing = { ...facts, stand: standOf(now), toCome: now.lag.records };
      return { status, html: renderPage({ ...view, day }, title, standing, content) };
    });
  } catch (error) {
    if (isNotServing(error)) postgres.isAway(error);
    const { status, title, text, details } = failureOf(error, view);
    if (status === 500) logger.error({ err: error }, 'a page could not be made');
    const content = <Failure view={view} title={title} text={text} details={details} />;
    const retry = status === 503 ? retrySeconds : undefined;
    return { status, html: renderPage(view, title, undefined, content, retry) };
  }
}

function failureOf(error: unknown, { words }: View) {
  if (error instanceof BadQuery) {
    const details = error.faults.map(({ field, message }) => `${field}: ${message}`);
    return { status: 400, title: words.badQueryTitle, text: '', details };
  }
  return isNotServing(error)
    ? { status: 503, title: words.awayTitle, text: words.away, details: [] }
    : { status: 500, title: words.failedTitle, text: words.failed, details: [] };
}
