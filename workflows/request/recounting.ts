import type {
  RecountAnswer,
  RecountCommand,
  StampedRecount,
} from '../../contracts/commands/request/messages.js';
import type { RequestCase } from '../../contracts/lifecycles/request/case.js';
import { alarmKey } from '../../contracts/lifecycles/request/clocks.js';
import { requestClockFacts } from '../../contracts/lifecycles/request/facts.js';
import { revisionOfDates, visitsMax } from '../../contracts/lifecycles/request/recount.js';
import { isSameJson } from '../../contracts/same-json.js';
import { recountOf } from '../activities.js';
import type { RequestRecord } from './record.js';

/** What is known of a campaign: its visit, or that the case has known of the change anyway. */
export function visitOf(
  { recounting, dates }: RequestCase,
  { campaignId, revision }: RecountCommand,
): RecountAnswer | undefined {
  const visit = recounting.visits.find((one) => one.campaignId === campaignId);
  if (visit !== undefined) return { mark: visit.mark, changed: visit.changed };
  return revisionOfDates(dates) >= revision ? { mark: null, changed: 0 } : undefined;
}

/**
 * Takes the new dates into the case in one synchronous step, where they were counted from the very case;
 * nothing is changed otherwise. An event says which dates moved; that none did is remembered alone.
 */
export function takeRecount(
  record: RequestRecord,
  { campaignId, mark }: RecountCommand,
  stamped: StampedRecount | undefined,
): RecountAnswer | undefined {
  const { request } = record;
  if (stamped === undefined || stamped.from !== revisionOfDates(request.dates)) return undefined;
  if (!isSameJson(stamped.facts, requestClockFacts(request))) return undefined;
  const { dates, given, changes } = stamped.recounted;
  const alarms = dates.alarms.filter((alarm) => !request.rung.includes(alarmKey(alarm)));
  const visit = { campaignId, mark, changed: changes.length };
  const visits = [...request.recounting.visits, visit].slice(-visitsMax);
  const after = { ...request, dates: { ...dates, alarms }, recounting: { given, visits } };
  if (changes.length === 0) record.amend(after);
  else {
    const happening = { kind: 'recounted', of: campaignId, at: Date.now() } as const;
    record.change(after, { ...happening, recounted: changes });
  }
  return { mark, changed: changes.length };
}

/** The case has its dates counted again itself: others acted since the sender looked. */
export async function askRecount(
  request: RequestCase,
  { revision, rule }: RecountCommand,
): Promise<StampedRecount> {
  const { dates: was, rung } = request;
  const facts = requestClockFacts(request);
  const question = { ...facts, was, rung, revision, rule, at: Date.now() };
  return { facts, from: revisionOfDates(was), recounted: await recountOf(question) };
}
