import type { SearchAttributePair, SearchAttributeUpdatePair } from '@temporalio/common';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import type { ServiceCase } from '../contracts/lifecycles/service/case.js';
import { bangkokDate, fiscalQuarterOf, startOfDay } from '../contracts/civil-date.js';
import type { RequestCase } from '../contracts/lifecycles/request/case.js';
import { isUndecided } from '../contracts/lifecycles/request/facts.js';
import { dueOf } from '../contracts/lifecycles/request/snapshot.js';
import { stageDueOn } from '../contracts/lifecycles/service/snapshot.js';

const agency = defineSearchAttributeKey('Agency', SearchAttributeType.KEYWORD);
const serviceKey = defineSearchAttributeKey('Service', SearchAttributeType.KEYWORD);
const state = defineSearchAttributeKey('State', SearchAttributeType.KEYWORD);
const portal = defineSearchAttributeKey('Portal', SearchAttributeType.KEYWORD);
const fiscalYear = defineSearchAttributeKey('FiscalYear', SearchAttributeType.KEYWORD);
const dueAt = defineSearchAttributeKey('DueAt', SearchAttributeType.DATETIME);
const overdue = defineSearchAttributeKey('Overdue', SearchAttributeType.BOOL);

/** Writes those of a service that have changed; at most one upsert a transition. */
export function upsertService(before: ServiceCase | undefined, after: ServiceCase): void {
  upsertChanged(before === undefined ? givenAtStart() : attributesOf(before), attributesOf(after));
}

/** What a service is found by from its start, where it is begun with that. */
export function attributesAtStart(service: ServiceCase): SearchAttributePair[] {
  return attributesOf(service).flatMap(({ key, value }) =>
    value === null ? [] : [{ key, value } as SearchAttributePair],
  );
}

/** Writes those of a request that have changed; at most one upsert a transition. */
export function upsertRequest(before: RequestCase | undefined, after: RequestCase): void {
  upsertChanged(
    before === undefined ? [] : attributesOfRequest(before),
    attributesOfRequest(after),
  );
}

/** Those that the run was begun with. */
function givenAtStart(): SearchAttributePair[] {
  return workflowInfo().typedSearchAttributes.getAll();
}

function upsertChanged(
  were: readonly SearchAttributeUpdatePair[],
  are: readonly SearchAttributeUpdatePair[],
): void {
  const before = new Map(were.map(({ key, value }) => [key.name, plain(value)]));
  const changed = are.filter(({ key, value }) => plain(value) !== (before.get(key.name) ?? null));
  if (changed.length > 0) upsertSearchAttributes(changed);
}

/** All of a service, always in the same order; `null` where one is not set. */
function attributesOf(service: ServiceCase): SearchAttributeUpdatePair[] {
  const due = stageDueOn(service);
  const { plan } = service;
  return [
    { key: agency, value: service.agencyId },
    { key: serviceKey, value: service.serviceId },
    { key: state, value: service.state },
    { key: portal, value: service.portal },
    { key: fiscalYear, value: plan === null ? null : `${plan.targetFiscalYear}` },
    { key: dueAt, value: due === null ? null : new Date(startOfDay(due)) },
    { key: overdue, value: service.overdue },
  ];
}

/** All of a request, always in the same order: the day by which it is to be decided, while it runs. */
function attributesOfRequest(request: RequestCase): SearchAttributeUpdatePair[] {
  const due = isUndecided(request) ? dueOf(request) : null;
  const year = fiscalQuarterOf(bangkokDate(request.receipt.filedAt)).fiscalYear;
  return [
    { key: agency, value: request.agencyId },
    { key: serviceKey, value: request.serviceId },
    { key: state, value: request.state },
    { key: portal, value: request.portal },
    { key: fiscalYear, value: `${year}` },
    { key: dueAt, value: due === null ? null : new Date(startOfDay(due.slice(0, 10))) },
    { key: overdue, value: request.flags.overdue && isUndecided(request) },
  ];
}

function plain(value: SearchAttributeUpdatePair['value']): unknown {
  return value instanceof Date ? value.getTime() : value;
}
