import type { SearchAttributeUpdatePair } from '@temporalio/common';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { upsertSearchAttributes } from '@temporalio/workflow';
import type { ServiceCase } from '../contracts/lifecycles/service/case.js';
import { startOfDay } from '../contracts/civil-date.js';
import { stageDueOn } from '../contracts/lifecycles/service/snapshot.js';

const agency = defineSearchAttributeKey('Agency', SearchAttributeType.KEYWORD);
const serviceKey = defineSearchAttributeKey('Service', SearchAttributeType.KEYWORD);
const state = defineSearchAttributeKey('State', SearchAttributeType.KEYWORD);
const portal = defineSearchAttributeKey('Portal', SearchAttributeType.KEYWORD);
const fiscalYear = defineSearchAttributeKey('FiscalYear', SearchAttributeType.KEYWORD);
const dueAt = defineSearchAttributeKey('DueAt', SearchAttributeType.DATETIME);
const overdue = defineSearchAttributeKey('Overdue', SearchAttributeType.BOOL);

/** Writes those that have changed; at most one upsert a transition. */
export function upsertService(before: ServiceCase | undefined, after: ServiceCase): void {
  const were = before === undefined ? [] : attributesOf(before);
  const changed = attributesOf(after).filter(
    ({ value }, index) => plain(value) !== plain(were[index]?.value ?? null),
  );
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

function plain(value: SearchAttributeUpdatePair['value']): unknown {
  return value instanceof Date ? value.getTime() : value;
}
