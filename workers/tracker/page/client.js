/**
 * What the page can do beyond HTML: renew itself when something happens, open ministries, and find
 * the search field by key. Without it every page still works, by links and forms.
 */
const renewAfterMs = 250;
const renewAtMostEachMs = 1000;

let renewTimer;
let lastRenewal = 0;
const opened = new Set();

listen();
document.addEventListener('click', onClick);
document.addEventListener('keydown', onKey);

/** The stream goes on from the event that the page was made with, so that nothing falls in between. */
function listen() {
  const { position } = document.body.dataset;
  // A page of a past day stays as it is; one made without the database asks again.
  if (new URLSearchParams(location.search).has('asOf')) return;
  if (position === '') {
    setTimeout(() => location.reload(), 5000);
    return;
  }
  const stream = new EventSource(`/v1/events?after=${position}`);
  stream.addEventListener('change', (message) => {
    const change = JSON.parse(message.data);
    announce(change);
    renewSoon();
  });
  stream.addEventListener('state', renewSoon);
  stream.addEventListener('reload', renewSoon);
}

function announce({ serviceId, name }) {
  if (serviceId === undefined) return;
  const text = document.documentElement.lang === 'en' ? (name.en ?? name.th) : name.th;
  document.getElementById('announcer').textContent =
    `${document.body.dataset.changed}: ${serviceId} ${text}`;
}

/** Many events are one renewal, at most one a second. */
function renewSoon() {
  if (renewTimer !== undefined) return;
  const wait = Math.max(renewAfterMs, lastRenewal + renewAtMostEachMs - Date.now());
  renewTimer = setTimeout(renew, wait);
}

async function renew() {
  renewTimer = undefined;
  lastRenewal = Date.now();
  try {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    for (const region of document.querySelectorAll('[data-live][id]')) {
      replace(region, fresh.getElementById(region.id));
    }
  } catch {
    // The server is away for the moment: the stream comes back by itself and renews again.
    setTimeout(renewSoon, 5000);
  }
}

function replace(region, fresh) {
  if (fresh === null || fresh.innerHTML === region.dataset.was) return;
  const focused = region.contains(document.activeElement)
    ? pathTo(document.activeElement)
    : undefined;
  const before = new Set([...region.querySelectorAll('li[id], tr[id]')].map(keyOf));
  region.dataset.was = fresh.innerHTML;
  region.replaceChildren(...fresh.childNodes);
  for (const id of opened) setOpen(id, true);
  for (const entry of region.querySelectorAll('li[id], tr[id]')) {
    if (!before.has(keyOf(entry))) entry.classList.add('fresh');
  }
  if (focused !== undefined) region.querySelector(focused)?.focus();
}

function keyOf(entry) {
  return `${entry.id}@${entry.dataset.sequence ?? ''}`;
}

/** How to find the focused link or button again after a renewal. */
function pathTo(element) {
  if (element.id) return `#${CSS.escape(element.id)}`;
  const controls = element.getAttribute('aria-controls');
  if (controls) return `[aria-controls="${CSS.escape(controls)}"]`;
  const href = element.getAttribute('href');
  return href ? `a[href="${CSS.escape(href)}"]` : undefined;
}

function onClick({ target }) {
  const button = target.closest('button[aria-controls]');
  if (button === null) return;
  const id = button.getAttribute('aria-controls');
  const isOpen = button.getAttribute('aria-expanded') === 'true';
  setOpen(id, !isOpen);
  if (isOpen) opened.delete(id);
  else opened.add(id);
}

function setOpen(id, isOpen) {
  const rows = document.getElementById(id);
  const button = document.querySelector(`button[aria-controls="${CSS.escape(id)}"]`);
  if (rows === null || button === null) return;
  rows.hidden = !isOpen;
  button.setAttribute('aria-expanded', String(isOpen));
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
