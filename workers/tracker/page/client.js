/**
 * What the page can do beyond HTML: renew itself when something happens, say whether it is live, and
 * find the search field by key. Without it every page still works, by links and forms.
 */
const renewAtMostEachMs = 300;
const againAfterMs = 5_000;
const fullAgainAfterMs = 30_000;
const announceAtMostEachMs = 5_000;

const { position, retry, lost, full, changed, changes } = document.body.dataset;

/** HTML of each region as it came: what is there may have been opened or marked since. */
const shown = new Map();
for (const region of regions()) shown.set(region.id, region.innerHTML);

/** Id of the last event heard: the stream goes on from it, so that nothing falls in between. */
let last = position;
/** Why the page is not live; none while it is. */
let trouble;
let isJoined = false;
let isFresh = true;

if (retry !== undefined) setTimeout(() => location.reload(), Number(retry) * 1_000);
else if (position !== undefined) listen();
document.addEventListener('keydown', onKey);

function listen() {
  const stream = new EventSource(`/v1/events?after=${last}`);
  stream.addEventListener('joined', () => {
    // What was missed comes as events; how the tracker stands does not.
    if (trouble !== undefined) renewSoon();
    trouble = undefined;
    isJoined = true;
    showLiveness();
  });
  stream.addEventListener('change', (message) => {
    last = message.lastEventId;
    announce(JSON.parse(message.data));
    renewSoon();
  });
  stream.addEventListener('state', renewSoon);
  stream.addEventListener('reload', renewSoon);
  stream.addEventListener('full', () => {
    endWith(full, fullAgainAfterMs);
    renewSoon();
  });
  stream.addEventListener('error', () => {
    // As a rule the browser joins again by itself; a refusal it takes as final.
    if (stream.readyState === EventSource.CLOSED) endWith(lost, againAfterMs);
    else notLive(lost);
  });

  function endWith(reason, againMs) {
    stream.close();
    notLive(reason);
    setTimeout(listen, againMs);
  }
}

function notLive(reason) {
  isJoined = false;
  trouble = reason;
  showLiveness();
}

function showLiveness() {
  const isLive = isJoined && isFresh;
  document.body.dataset.stream = isLive ? 'live' : 'lost';
  const text = isLive ? '' : (trouble ?? (isFresh ? '' : lost));
  const line = document.getElementById('connection');
  if (line.textContent !== text) line.textContent = text;
}

const heard = [];
let announcing;

/** The first at once, those that follow together: a screen reader is not to talk without end. */
function announce(change) {
  if (change.name === undefined) return;
  heard.push(change);
  if (announcing === undefined) announceHeard();
}

function announceHeard() {
  announcing = undefined;
  const newest = heard.at(-1);
  if (newest === undefined) return;
  const { serviceId, request, name } = newest;
  const word = heard.length === 1 ? changed : `${heard.length} ${changes}`;
  const isThai = document.documentElement.lang !== 'en' || name.en === undefined;
  const text = document.createElement('span');
  text.lang = isThai ? 'th' : 'en';
  text.textContent = isThai ? name.th : name.en;
  document.getElementById('announcer').replaceChildren(`${word}: ${serviceId ?? request} `, text);
  heard.length = 0;
  announcing = setTimeout(announceHeard, announceAtMostEachMs);
}

let isAsked = false;
let isRenewing = false;
let notBefore = 0;

/** At once, and what comes meanwhile a moment later: many events are one renewal. */
function renewSoon() {
  isAsked = true;
  if (isRenewing) return;
  isRenewing = true;
  void renewWhileAsked().finally(() => {
    isRenewing = false;
  });
}

async function renewWhileAsked() {
  while (isAsked) {
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, notBefore - Date.now())));
    isAsked = false;
    const began = Date.now();
    isFresh = await renew();
    showLiveness();
    // A tracker that is slow is asked less often, and one that does not answer is asked again.
    notBefore = began + Math.max(renewAtMostEachMs, 2 * (Date.now() - began));
    if (!isFresh) {
      isAsked = true;
      notBefore = Date.now() + againAfterMs;
    }
  }
}

/** Fetches the page again and shows what is new in it; says whether it could be fetched. */
async function renew() {
  try {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
    if (!answer.ok) return false;
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    for (const region of regions()) replace(region, fresh.getElementById(region.id));
    return true;
  } catch {
    return false;
  }
}

function regions() {
  return document.querySelectorAll('[data-live][id]');
}

function replace(region, fresh) {
  if (fresh === null || fresh.innerHTML === shown.get(region.id)) return;
  shown.set(region.id, fresh.innerHTML);
  const focused = region.contains(document.activeElement)
    ? pathTo(document.activeElement)
    : undefined;
  const before = new Set([...region.querySelectorAll('li[id], tr[id]')].map(keyOf));
  const opened = [...region.querySelectorAll('details[open][id]')].map(({ id }) => id);
  region.replaceChildren(...fresh.childNodes);
  for (const id of opened) document.getElementById(id)?.setAttribute('open', '');
  for (const entry of region.querySelectorAll('li[id], tr[id]')) {
    if (!before.has(keyOf(entry))) entry.classList.add('fresh');
  }
  if (focused !== undefined) region.querySelector(focused)?.focus();
}

function keyOf(entry) {
  return `${entry.id}@${entry.dataset.sequence ?? ''}`;
}

/** How to find the focused link again after a renewal, or what opens a list. */
function pathTo(element) {
  if (element.id) return `#${CSS.escape(element.id)}`;
  if (element.tagName === 'SUMMARY') return `#${CSS.escape(element.parentElement.id)} > summary`;
  const href = element.getAttribute('href');
  return href ? `a[href="${CSS.escape(href)}"]` : undefined;
}

function onKey(event) {
  const isTyping = event.target.matches('input, select, textarea');
  if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  const field = document.getElementById('text');
  event.preventDefault();
  if (field === null)
    location.assign(`/services${location.search.includes('lang=en') ? '?lang=en' : ''}#text`);
  else field.focus();
}
