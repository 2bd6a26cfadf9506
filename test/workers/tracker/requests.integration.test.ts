import { describe, expect, test } from '@jest/globals';
import { requestIdOf } from '../../../contracts/ids.js';
import { readModelHash } from '../../../infra/postgres/rebuild.js';
import type { RequestSummary } from '../../../infra/postgres/read-model.js';
import { eventually, freshDatabase } from '../../support/fresh-database.js';
import { recordedAgency, registeredService } from '../../support/make-events.js';
import { lateRequest, MadeRequest, madeRequestId } from '../../support/make-requests.js';
import { trackerRig } from '../../support/tracker-rig.js';
import { askTracker, trackerHere } from '../../support/tracker.js';

const rig = trackerRig();

interface LateAnswer {
  readonly items: readonly { readonly request: string; readonly agencyId: string }[];
  readonly matching: number;
  readonly population: { readonly name: string; readonly total: number };
  readonly next: string | null;
}

function summaryOf(url: string): Promise<RequestSummary> {
  return askTracker<RequestSummary>(`${url}/v1/requests/summary`);
}

async function untilCounted(url: string, total: number): Promise<RequestSummary> {
  return eventually(
    () => summaryOf(url),
    (summary) => summary.population.total === total,
    { withinMs: 60_000 },
  );
}

function pageAt(path: string): Promise<string> {
  return fetch(`${rig.tracker.url}${path}`).then((answer) => answer.text());
}

describe('requests from Kafka to the page', () => {
  const late = lateRequest(madeRequestId(0xaaaa), '2026-10-12');

  test('there are none at first, and the page says so', async () => {
    expect(await pageAt('/?lang=en')).toContain('No requests yet');
    expect((await summaryOf(rig.tracker.url)).open.value).toBe(0);
  });

  test('are counted by state, portal, service and agency', async () => {
    await rig.publisher.send([
      ...recordedAgency('AGY009', 'กรมสรรพสามิต'),
      ...registeredService('SVC0106', 'live', { name: { th: 'ใบอนุญาตขายสุรา' } }).events,
      ...late.all,
      ...new MadeRequest(madeRequestId(0xbbbb), {}, { portal: 'citizen', agencyId: 'AGY010' })
        .events,
    ]);
    await untilCounted(rig.tracker.url, 2);
    const summary = await eventually(
      () => summaryOf(rig.tracker.url),
      ({ delayNoticesMissed }) => delayNoticesMissed.value === 1,
    );
    expect(summary).toMatchObject({
      open: { value: 2, population: { name: 'requests', total: 2 } },
      overdue: { value: 1 },
      delayNotices: { value: 1 },
      states: { consideration: 1, submitted: 1 },
      portals: { biz: 1, citizen: 1 },
      services: [{ serviceId: 'SVC0106', name: { th: 'ใบอนุญาตขายสุรา' }, total: 2 }],
    });
    const past = await askTracker<RequestSummary>(
      `${rig.tracker.url}/v1/requests/summary?asOf=2020-01-01`,
    );
    expect(past).toMatchObject({ day: '2020-01-01', population: { total: 0 } });
  });

  test('that are late have their letters and OPDC’s copies, and an id cut short', async () => {
    const url = `${rig.tracker.url}/v1/requests/late`;
    const answer = await eventually(
      () => askTracker<LateAnswer & { items: { copies: object[] }[] }>(url),
      ({ items }) => items[0]?.copies.length === 3,
    );
    expect(answer).toMatchObject({
      items: [
        {
          request: '0000aaaa',
          receiptNumber: '1/2570',
          agency: { th: 'กรมสรรพสามิต' },
          dueOn: '2026-10-12',
          lettersSent: 1,
          lettersMissed: 1,
          letterDueOn: '2026-11-02',
        },
      ],
      matching: 1,
      population: { name: 'requests', total: 2 },
      next: null,
    });
    expect(JSON.stringify(answer)).not.toContain(madeRequestId(0xaaaa));
    expect((await askTracker<LateAnswer>(`${url}?agency=AGY010`)).items).toEqual([]);
    expect((await askTracker<LateAnswer>(`${url}?portal=biz&service=SVC0106`)).matching).toBe(1);
  });

  test.each(['th', 'en'])('stand on the pages in %s, without their whole id', async (lang) => {
    const [home, page] = [await pageAt(`/?lang=${lang}`), await pageAt(`/requests?lang=${lang}`)];
    expect(home).toContain('id="requests"');
    expect(page).toContain('0000aaaa');
    expect(page).toContain(lang === 'en' ? 'Agency AGY009' : 'กรมสรรพสามิต');
    for (const html of [home, page]) expect(html).not.toContain(madeRequestId(0xaaaa));
  });

  test('are told of live, with an id cut short and no words of people', async () => {
    const abort = new AbortController();
    const answer = await fetch(`${rig.tracker.url}/v1/events?after=0`, { signal: abort.signal });
    let text = '';
    const reading = (async () => {
      for await (const chunk of answer.body ?? []) text += Buffer.from(chunk).toString('utf8');
    })().catch(() => undefined);
    late.happens({ kind: 'approved', change: { state: 'issuing', overdue: false } });
    await rig.publisher.send(late.events.slice(-1));
    await eventually(
      () => text,
      (heard) => heard.includes('"kind":"approved"'),
    );
    abort.abort();
    await reading;
    const frame = text.split('\n').find((line) => line.includes('"kind":"approved"')) ?? '';
    expect(JSON.parse(frame.slice('data: '.length))).toMatchObject({
      subject: 'request/0000aaaa',
      request: '0000aaaa',
      agencyId: 'AGY009',
      to: 'issuing',
      name: { th: 'อนุญาต', en: 'Approved' },
    });
    expect(text).not.toContain(requestIdOf(late.events[0]?.event.subject ?? ''));
  });

  test('give the same rows when everything is read again from offset 0', async () => {
    const fresh = await freshDatabase({ isMigrated: false });
    const tracker = await trackerHere(fresh.url);
    const [first, again] = [await untilSame(rig.database.pool), await untilSame(fresh.pool)];
    await tracker.stop();
    await fresh.drop();
    expect(again).toBe(first);
  });

  /** The hash of the read model once nothing changes it any more. */
  async function untilSame(pool: typeof rig.database.pool): Promise<string> {
    let before = '';
    return eventually(
      () => readModelHash(pool).catch(() => ''),
      (hash) => {
        const isSame = hash !== '' && hash === before;
        before = hash;
        return isSame;
      },
      { withinMs: 60_000, everyMs: 3_000 },
    );
  }
});
