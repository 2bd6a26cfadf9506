import type { Actor, ServiceCase, Submission } from '../../contracts/lifecycles/service/case.js';
import type { ServiceState } from '../../contracts/lifecycles/service/states.js';
import type { ServiceAction } from '../../contracts/lifecycles/service/table.js';
import { openCase } from '../../workflows/onboarding/open.js';
import { channelUrl } from './bodies.js';

/** The moment at which the cases under test are judged, and its day in Bangkok. */
export const now = Date.parse('2026-11-24T03:00:00.000Z');
export const today = '2026-11-24';

/** A confirmed case of AGY009 in a state, with a mode; nothing pending. */
export function caseIn(state: ServiceState, overrides: Partial<ServiceCase> = {}): ServiceCase {
  const start = {
    serviceId: 'SVC0106',
    agencyId: 'AGY009',
    ministryId: 'MIN002',
    name: { th: 'ใบอนุญาตขายสุรา' },
    origin: {
      kind: 'register',
      state: 'develop',
      basis: { edition: 'e'.repeat(64), asOf: '2026-05-03', row: 2, statusId: 'STA02' },
    },
  } as const;
  return { ...openCase(start, now), state, mode: 'buildOnPlatform', portal: 'biz', ...overrides };
}

/** What makes a case ready for everything: a report owed, a channel checked, a remediation open. */
export const ready: Partial<ServiceCase> = {
  channelUrl,
  liveCheck: { at: now - 3_600_000, ok: true, url: channelUrl },
  reports: [{ fiscalYear: 2570, quarter: 1, dueOn: '2027-01-15', status: 'open' }],
  remediations: [
    {
      number: 1,
      kind: 'userJourney',
      gate: 'develop',
      what: 'ปรับหน้าจอ',
      dueOn: '2027-01-31',
      status: 'open',
    },
  ],
};

/** A submission that waits, with the approvals given so far. */
export function pendingOf(
  action: ServiceAction,
  by: Actor,
  body: object,
  approvals: readonly Actor[] = [],
): Submission {
  const doer = ({ id, roles: [role] }: Actor) => ({ id, role: role ?? 'auditor' });
  return {
    number: 7,
    action,
    body,
    by: doer(by),
    at: now - 60_000,
    approvals: approvals.map((actor) => ({ ...doer(actor), at: now - 30_000 })),
  };
}
