import type { MintedEvent } from '../../contracts/events/cloud-event.js';
import { emptyChain } from '../../contracts/events/mint.js';
import { judge } from '../../contracts/kafka/reader.js';
import { appealSubject } from '../../contracts/ids.js';
import { persist } from './onboarding.js';
import type { ModelRequest } from './request-model.js';
import type { RequestWalk } from './request-walk.js';
import type { WatchedWorld } from './watched-world.js';
import { until } from './until.js';

/** What the model does not foretell to the day: reminders, before the due date and of what is owed. */
const dayMs = 86_400_000;
const reminders = ['dueSoon', 'reminded'];

/** What is wrong with the events of a request: gaps, doubles, and what the model does not explain. */
export async function troublesOf(walk: RequestWalk, world: WatchedWorld): Promise<string[]> {
  const { request, model } = walk;
  const { requestId } = request;
  await until(async () => (await persist(() => request.view())).unpublished === 0);
  const { portal } = model.manual;
  const events = world.eventsOf(requestId);
  const notices = world.noticesOf(requestId);
  const kinds = events.map(({ data }) => data.kind).filter((kind) => !reminders.includes(kind));
  const states = events.flatMap(({ data: { from, to } }) => (from === to ? [] : [to]));
  const copies = notices.map(({ data }) => data.kind);
  const found = [
    ...chainFaults(`request.status.${portal}.v1`, events),
    ...chainFaults('request.notice.v1', notices),
    ...differences(
      'events',
      kinds,
      model.events.map(({ kind }) => kind),
    ),
    ...differences('copies', copies, model.copies),
    ...(String(states) === String(statesOf(model))
      ? []
      : [`${String(states)} for ${String(statesOf(model))}`]),
    ...reminderFaults(walk, world),
    ...appealFaults(walk, world),
  ];
  return found.map((what) => [`${requestId}: ${what}`, ...walk.said].join('\n    '));
}

function statesOf({ events }: ModelRequest): string[] {
  const all = events.map(({ to }) => to).filter((to) => to !== '');
  return all.filter((state, index) => state !== all[index - 1]);
}

/** What is wrong with a chain: one event after the other, without gap, each with the hash of those before it. */
export function chainFaults(topic: string, events: readonly MintedEvent[]): string[] {
  let end = emptyChain;
  return events.flatMap((event) => {
    const judged = judge(topic, end, event);
    ({ end } = judged);
    return judged.verdict === 'next' ? [] : [`${topic} ${event.sequence}: ${judged.verdict}`];
  });
}

function differences(what: string, are: readonly string[], should: readonly string[]): string[] {
  return [...new Set([...are, ...should])].flatMap((kind) => {
    const times = (all: readonly string[]) => all.filter((one) => one === kind).length;
    const [is, wanted] = [times(are), times(should)];
    return is === wanted ? [] : [`${what}: ${kind} ${is} times, by the model ${wanted}`];
  });
}

/** Reminded at most once of each due date, and before it; of what is owed at most once in six days. */
function reminderFaults({ request }: RequestWalk, world: WatchedWorld): string[] {
  const events = world.eventsOf(request.requestId);
  const reminded = events.filter(({ data }) => data.kind === 'dueSoon');
  const owed = events.filter(({ data }) => data.kind === 'reminded').map(({ time }) => time);
  const of = reminded.map(({ data }) => data.of);
  return [
    ...(new Set(of).size === of.length ? [] : [`reminded twice: ${of.join(', ')}`]),
    ...owed
      .filter((time, n) => n > 0 && Date.parse(time) - Date.parse(owed[n - 1] ?? '') < 6 * dayMs)
      .map((time) => `reminded again already at ${time}`),
    ...reminded
      .filter(({ data, time }) => data.of === undefined || time.slice(0, 10) > data.of)
      .map(({ data, time }) => `reminded of ${data.of} at ${time}`),
  ];
}

function appealFaults({ request, model }: RequestWalk, world: WatchedWorld): string[] {
  return model.appeals.flatMap(({ number, events: should }) => {
    const subject = appealSubject(request.requestId, number);
    const own = world.published.filter(({ event }) => event.subject === subject);
    const events = [...new Map(own.map(({ event }) => [event.id, event])).values()];
    const kinds = events.map(({ type }) => type.split('.').at(-2) ?? '');
    return [
      ...chainFaults(`request.status.${model.manual.portal}.v1`, events),
      ...differences(`appeal ${number}`, kinds, should),
    ];
  });
}
