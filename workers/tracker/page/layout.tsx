import type { ComponentChildren } from 'preact';
import type { Standing, View } from './context.js';
import { link } from './context.js';
import { formatDay, formatMoment, formatNumber } from './format.js';
import { registerWordsIn } from './register-text.js';
import { requestWordsIn } from './request-text.js';
import { wordsIn } from './text.js';

interface LayoutProps {
  readonly view: View;
  readonly title: string;
  /** Left out where the database could not be asked. */
  readonly standing?: Standing | undefined;
  /** Seconds after which the page asks again by itself. */
  readonly retry?: number | undefined;
  readonly children: ComponentChildren;
}

/** The frame of every page. */
export function Layout({ view, title, standing, retry, children }: LayoutProps) {
  const { words, language } = view;
  // A page of a past day stays as it is, and one without the database has nothing to go on from.
  const position = view.day === undefined ? standing?.position : undefined;
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="description" content={words.tagline} />
        <title>{`${title} · ${words.product}`}</title>
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/style.css" />
        <script src="/assets/client.js" defer></script>
      </head>
      <body
        data-position={position}
        data-retry={retry}
        data-lost={words.lost}
        data-full={words.full}
        data-changed={words.changed}
        data-changes={words.changes}
      >
        <a class="skip" href="#content">
          {words.skip}
        </a>
        <Header view={view} />
        {standing === undefined ? null : <StandingLine view={view} standing={standing} />}
        <main id="content" tabIndex={-1}>
          {children}
        </main>
        <Footer view={view} />
        <div id="announcer" class="unseen" role="status" aria-live="polite"></div>
      </body>
    </html>
  );
}

function Header({ view }: { view: View }) {
  const { words, language, path, query } = view;
  const other = language === 'th' ? 'en' : 'th';
  const entries = [
    { href: '/', label: words.overview },
    { href: '/services', label: words.services },
    { href: '/worklists', label: words.worklists },
    { href: '/requests', label: requestWordsIn(language).menu },
    { href: '/register', label: registerWordsIn(language).menu },
  ];
  const isHere = (href: string) => (href === '/' ? path === '/' : path.startsWith(href));
  return (
    <header class="masthead">
      <div class="frame">
        <a class="brand" href={link(view, '/')}>
          <b lang={language}>{words.product}</b>
          <span>{words.title}</span>
        </a>
        <nav aria-label={words.navigation}>
          <ul>
            {entries.map(({ href, label }) => (
              <li key={href}>
                <a href={link(view, href)} aria-current={isHere(href) ? 'page' : undefined}>
                  {label}
                </a>
              </li>
            ))}
            <li>
              <a
                class="language"
                id="language"
                lang={other}
                hreflang={other}
                href={link({ language: other }, path, query)}
              >
                {wordsIn(language).otherLanguage}
              </a>
            </li>
          </ul>
        </nav>
      </div>
    </header>
  );
}

/**
 * Up to where the page holds, and what stands in the way. Only the page's own script knows whether it
 * is live, so "live" is there to be seen by its leave; what is no longer live it says in `connection`.
 */
function StandingLine({ view, standing }: { view: View; standing: Standing }) {
  return (
    <div class="standing">
      <div class="frame">
        <p id="standing" data-live>
          {view.day === undefined ? (
            <Now view={view} standing={standing} />
          ) : (
            <PastDay view={view} day={view.day} />
          )}
        </p>
        <p id="connection" role="status"></p>
        <div id="alarms" role="alert" data-live>
          <Trouble view={view} standing={standing} />
        </div>
      </div>
    </div>
  );
}

function Now({ view, standing }: { view: View; standing: Standing }) {
  const { words, language } = view;
  const { asOf, stand, toCome } = standing;
  return (
    <>
      {stand.kind === 'live' ? <span class="pulse">{words.live}</span> : null}
      {stand.kind === 'joining' ? <span class="behind">{words.joining}</span> : null}
      {stand.kind === 'catchingUp' ? (
        <span class="behind">{`${words.catchingUp} ${formatNumber(toCome)} ${words.events}`}</span>
      ) : null}{' '}
      {asOf.at === null ? (
        words.noEvents
      ) : (
        <span>
          {words.asOf} <time dateTime={asOf.at}>{formatMoment(asOf.at, language)}</time>
          {' · '}
          {formatNumber(asOf.sequenceCount)} {words.events}
        </span>
      )}
    </>
  );
}

function PastDay({ view, day }: { view: View; day: string }) {
  const { words, language } = view;
  return (
    <>
      <strong>
        {words.dayShown} <time dateTime={day}>{formatDay(day, language)}</time>
      </strong>
      {' · '}
      <a href={link(view, '/')}>{words.backToNow}</a>
    </>
  );
}

/** What makes figures old or incomplete. Said again by a screen reader only when it changes. */
function Trouble({ view, standing }: { view: View; standing: Standing }) {
  const { words, language } = view;
  const { stand } = standing;
  return (
    <>
      {stand.kind === 'kafkaAway' ? (
        <p class="away">
          {words.kafkaAway}{' '}
          <time dateTime={stand.since}>{formatMoment(stand.since, language)}</time>.{' '}
          {words.kafkaAwayMore}.
        </p>
      ) : null}
      <AlarmLine view={view} standing={standing} />
    </>
  );
}

function AlarmLine({ view: { words }, standing: { alarms } }: { view: View; standing: Standing }) {
  const entries = [
    [alarms.conflicts, words.alarmConflicts],
    [alarms.brokenChains, words.alarmChains],
    [alarms.unreadable, words.alarmUnreadable],
    [alarms.notUnderstood, words.alarmNotUnderstood],
    [alarms.held, words.alarmHeld],
  ] as const;
  const standing = entries.filter(([count]) => count > 0);
  if (standing.length === 0) return null;
  return (
    <p class="alarm">
      <strong>{words.alarm}</strong>{' '}
      {standing.map(([count, label]) => `${label} ${formatNumber(count)}`).join(', ')}.{' '}
      {words.alarmMore} <a href="/v1/dead-letters">/v1/dead-letters</a>
    </p>
  );
}

function Footer({ view }: { view: View }) {
  const { words } = view;
  return (
    <footer>
      <div class="frame">
        <p>{words.footerFigures}.</p>
        <p>
          {words.footerApi}: <a href="/v1/summary">/v1/summary</a>,{' '}
          <a href="/v1/services">/v1/services</a>, <a href="/v1/late">/v1/late</a>,{' '}
          <a href="/v1/requests/summary">/v1/requests/summary</a>,{' '}
          <a href="/v1/requests/late">/v1/requests/late</a>,{' '}
          <a href="/v1/register/imports">/v1/register/imports</a>. {words.footerPrivacy}.
        </p>
      </div>
    </footer>
  );
}
