import type { ComponentChildren } from 'preact';
import type { Standing, View } from './context.js';
import { link } from './context.js';
import { formatMoment, formatNumber } from './format.js';
import { wordsIn } from './text.js';

interface LayoutProps {
  readonly view: View;
  readonly title: string;
  /** Left out where the database could not be asked. */
  readonly standing?: Standing | undefined;
  readonly children: ComponentChildren;
}

/** The frame of every page. */
export function Layout({ view, title, standing, children }: LayoutProps) {
  const { words, language } = view;
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
      <body data-position={standing?.position ?? ''} data-changed={words.changed}>
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

function StandingLine({ view, standing }: { view: View; standing: Standing }) {
  const { words, language } = view;
  const { asOf, kafkaAwaySince } = standing;
  return (
    <div id="standing" class="standing" data-live>
      <div class="frame">
        <p>
          {kafkaAwaySince === undefined ? (
            <span class="pulse">{words.live}</span>
          ) : (
            <strong class="away" role="alert">
              {words.kafkaAway}{' '}
              <time dateTime={kafkaAwaySince}>{formatMoment(kafkaAwaySince, language)}</time>
              {'. '}
              {words.kafkaAwayMore}.
            </strong>
          )}{' '}
          {asOf.at === null ? (
            words.noEvents
          ) : (
            <span>
              {words.asOf} <time dateTime={asOf.at}>{formatMoment(asOf.at, language)}</time>
              {' · '}
              {formatNumber(asOf.sequenceCount)} {words.events}
            </span>
          )}
        </p>
        <AlarmLine view={view} standing={standing} />
      </div>
    </div>
  );
}

function AlarmLine({ view: { words }, standing: { alarms } }: { view: View; standing: Standing }) {
  const entries = [
    [alarms.conflicts, words.alarmConflicts],
    [alarms.brokenChains, words.alarmChains],
    [alarms.unreadable, words.alarmUnreadable],
    [alarms.held, words.alarmHeld],
  ] as const;
  const standing = entries.filter(([count]) => count > 0);
  if (standing.length === 0) return null;
  return (
    <p class="alarm" role="alert">
      <strong>{words.alarm}</strong>{' '}
      {standing.map(([count, label]) => `${label} ${formatNumber(count)}`).join(', ')}.{' '}
      {words.alarmMore}.
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
          <a href="/v1/services">/v1/services</a>, <a href="/v1/late">/v1/late</a>.{' '}
          {words.footerPrivacy}.
        </p>
      </div>
    </footer>
  );
}
