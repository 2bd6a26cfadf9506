import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/fresh-database.js';
import { MarkedStack } from '../support/marked-stack.js';
import type { StackCaller } from '../support/marked-stack.js';
import { MarkedWalk, markedPerson } from '../support/marked-walk.js';
import type { Found } from '../support/marks.js';
import { Marks } from '../support/marks.js';
import { submissionOf } from '../support/request-rig.js';
import { manualOf } from '../support/requests.js';
import { run } from '../workers/cli/run.js';

const liquor = manualOf('SVC0106');
/** Worked in the agency's own system, which is told of the person by duty. */
const dispatched = manualOf('SVC0110');
const portal: StackCaller = { role: 'portal', office: 'biz' };
let stack: MarkedStack | undefined;

afterEach(async () => {
  await stack?.stop();
  stack = undefined;
}, 60_000);

/** Every place where something of a request is kept, and what of the marks is there. */
async function everywhere(of: MarkedStack, marks: Marks): Promise<Found[]> {
  const histories = (await of.histories()).flatMap((one) => marks.in('histories', one));
  return [
    ...histories,
    ...marks.in('tables', await of.database()),
    ...marks.in('metrics', await of.metrics()),
    ...marks.inFolder(of.home),
  ];
}

/** What is refused at the door, with marks of its own: nothing of it is kept at all. */
async function beRefused(of: MarkedStack, marks: Marks): Promise<Found[]> {
  const person = markedPerson(marks, 'stranger', marks.known('stranger.number', '1101700230709'));
  const word = marks.words('stranger.words');
  const { number } = person.identity;
  const send = (body: object) => of.call('POST', '/v1/requests', portal, { body });
  const answers = [
    await send(submissionOf(liquor, { applicant: person })),
    await send(submissionOf(liquor, { applicant: { ...person, identity: { kind: 'x' } } })),
    await send(submissionOf(liquor, { documents: [], form: { word } })),
    await of.call('GET', `/v1/requests/${number}`, portal),
    await of.call('GET', `/v1/requests/${encodeURIComponent(word)}`, portal),
    await of.call('GET', `/v1/requests?state=${number}&more=${encodeURIComponent(word)}`, portal),
    await of.call('GET', `/${encodeURIComponent(word)}/${number}`, portal),
    await of.call('POST', `/v1/payment-callbacks/${number}`, portal, { body: { word } }),
  ];
  expect(answers.map(({ status }) => status >= 400 && status < 500)).not.toContain(false);
  return answers.flatMap(({ body }, index) => marks.in(`answer ${index}`, JSON.stringify(body)));
}

/** What the command line says to mistakes, on both of its outputs. */
async function mistypeInCli(of: MarkedStack, marks: Marks, requestId: string): Promise<Found[]> {
  const word = marks.words('cli.words');
  const number = marks.number('cli.number');
  const as = ['--as', 'portal', '--office', 'biz'];
  const body = JSON.stringify({ reason: word, number });
  const commands = [
    ['request', 'act', requestId, 'withdraw', '--body', body, ...as],
    ['request', 'act', requestId, 'withdraw', '--body', `${body}}`, ...as],
    ['request', 'act', requestId, 'appeal', '--body', body, '--json', ...as],
    ['request', 'submit', '--body', JSON.stringify({ applicant: { number, word } }), ...as],
  ];
  const found: Found[] = [];
  for (const args of commands) {
    const { code, out, err } = await run(args, of.cliEnv);
    expect([args.slice(0, 4), code]).not.toEqual([args.slice(0, 4), 0]);
    found.push(...marks.in(`cli ${args.slice(0, 2).join(' ')}`, `${out}${err}`));
  }
  return found;
}

/** The tracker has read of it: it stands in the projection, and in the archive of events. */
async function projected(of: MarkedStack, requestId: string): Promise<void> {
  await eventually(
    () => of.call('GET', '/v1/requests?limit=100', { role: 'auditor' }),
    ({ body }) => JSON.stringify(body['items'] ?? []).includes(requestId),
  );
}

describe('marked persons go through every path', () => {
  it('and without codec and seal the search finds every mark in the histories', async () => {
    stack = await MarkedStack.start(false);
    await stack.openServices([liquor]);
    const marks = new Marks();
    const walk = new MarkedWalk(stack, marks);
    await walk.walk();
    const refused = new Set(['forgetting']);
    const wanted = marks.names.filter((name) => !refused.has(name)).sort();
    expect(wanted.length).toBeGreaterThan(100);
    const histories = (await stack.histories()).flatMap((one) => marks.in('histories', one));
    expect([...new Set(histories.map(({ mark }) => mark))].sort()).toEqual(wanted);
    const files = marks.inFolder(stack.home).filter(({ where }) => where.startsWith('temporal.db'));
    expect([...new Set(files.map(({ mark }) => mark))].sort()).toEqual(wanted);
  }, 480_000);

  it('and as Prasan is, no trace of them is found anywhere', async () => {
    stack = await MarkedStack.start(true);
    await stack.openServices([liquor, dispatched]);
    const marks = new Marks();
    const walk = new MarkedWalk(stack, marks);
    await walk.walk();
    const path = await dispatch(stack, marks);
    const [requestId = ''] = walk.requestIds;
    const said = [
      ...(await beRefused(stack, marks)),
      ...(await mistypeInCli(stack, marks, requestId)),
    ];
    expect(said).toEqual([]);
    expect(marks.names.length).toBeGreaterThan(120);
    await projected(stack, requestId);
    // What is there is found, in each of the places: the search works here too.
    const known = new Marks();
    known.known('request', requestId);
    const places = (await everywhere(stack, known)).map(({ where }) => where);
    for (const place of ['histories', 'tables', 'temporal.db', 'kafka', 'logs/gateway.log']) {
      expect([place, places.some((where) => where.startsWith(place))]).toEqual([place, true]);
    }
    expect(path).toContain('/v1/requests/');
    expect(await everywhere(stack, marks)).toEqual([]);
  }, 480_000);
});

/** A person whose request goes to the agency's own system. */
async function dispatch(of: MarkedStack, marks: Marks): Promise<string> {
  const body = submissionOf(dispatched, {
    applicant: markedPerson(marks, 'dispatched'),
    form: { shop: marks.words('dispatched.form') },
  });
  const back = await of.call('POST', '/v1/requests', portal, { body });
  expect([back.status, back.body['code']]).toEqual([201, undefined]);
  return `/v1/requests/${String(back.body['requestId'])}`;
}
