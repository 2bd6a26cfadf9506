import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { upsertSearchAttributes } from '@temporalio/workflow';
import { canonicalJson } from '../contracts/events/mint.js';
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

/** Writes what has changed since the last time; at most one upsert a transition. */
export function upsertService(before: ServiceCase | undefined, after: ServiceCase): void {
  if (before !== undefined && canonicalJson(valuesOf(before)) === canonicalJson(valuesOf(after))) {
    return;
  }
  const due = stageDueOn(after);
  upsertSearchAttributes([
    { key: agency, value: after.agencyId },
    { key: serviceKey, value: after.serviceId },
    { key: state, value: after.state },
    { key: portal, value: after.portal },
    { key: fiscalYear, value: after.plan === null ? null : `${after.plan.targetFiscalYear}` },
    { key: dueAt, value: due === null ? null : new Date(startOfDay(due)) },
    { key: overdue, value: after.overdue },
  ]);
}

function valuesOf(service: ServiceCase): object {
  const { portal: portalValue, plan, overdue: isOverdue } = service;
  return {
    state: service.state,
    portal: portalValue,
    fiscalYear: plan?.targetFiscalYear,
    due: stageDueOn(service),
    isOverdue,
  };
}
