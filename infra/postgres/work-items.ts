import type { ServiceStatus } from '../../contracts/events/service-status.v1.js';
import { agencySubject, serviceSubject } from '../../contracts/ids.js';
import type { Role, ServiceState } from '../../contracts/lifecycles/service/states.js';
import type { AgencyRecord, ServiceRecord } from './project.js';
import type { RequestWorkKind } from './request-work.js';

/** Kinds of work of services and their agencies that stand on work-lists. */
export const workKinds = [
  'awaitsApproval',
  'overdue',
  'dueSoon',
  'reportOwed',
  'reportEscalated',
  'remediation',
  'redAfterLive',
  'excludedWithoutReason',
  'exclusionReReview',
  'notRecorded',
  'notVerified',
  'proposalToConfirm',
  'suspensionOverrun',
  'digest',
] as const;
/** A kind of work of a service or its agency. */
export type WorkKind = (typeof workKinds)[number];

/** Work as the table `prasan.work_item` keeps it. */
export interface WorkRecord {
  readonly kind: WorkKind | RequestWorkKind;
  readonly subject: string;
  /** What of several: a stage, a quarter, a remediation's number, the names of what is missing. */
  readonly of: string;
  readonly service_id: string | null;
  readonly agency_id: string;
  /** Day, Asia/Bangkok. */
  readonly due_on: string | null;
  readonly awaiting: readonly Role[];
  /** Of work of a citizen's request; its office says who of the agency sees it. */
  readonly request_id: string | null;
  readonly office: string | null;
}

type Work = Pick<WorkRecord, 'due_on' | 'awaiting'> & {
  readonly kind: WorkKind;
  readonly of?: string;
};

const ofNoRequest = { request_id: null, office: null } as const;

const officer: readonly Role[] = ['agencyOfficer'];

/** The work that a service's row stands for. Pure: made again with every change of the row. */
export function workOfService(row: ServiceRecord): WorkRecord[] {
  const { status } = row;
  return [
    ...approvals(status),
    ...stageWork(status),
    ...reports(status),
    ...remediations(status),
    ...exclusions(status),
    ...gaps(status),
    ...suspensions(status),
  ].map((work) => ({
    kind: work.kind,
    subject: serviceSubject(row.service_id),
    of: work.of ?? '',
    service_id: row.service_id,
    agency_id: row.agency_id,
    due_on: work.due_on,
    awaiting: work.awaiting,
    ...ofNoRequest,
  }));
}

/** The work that an agency's row stands for: its newest letter, while it names what is owed. */
export function workOfAgency(row: AgencyRecord): WorkRecord[] {
  if (row.digest === null || row.digest.owed.length === 0) return [];
  return [
    {
      kind: 'digest',
      subject: agencySubject(row.agency_id),
      of: String(row.digest.number),
      service_id: null,
      agency_id: row.agency_id,
      due_on: null,
      awaiting: officer,
      ...ofNoRequest,
    },
  ];
}

function approvals({ pending, proposed, state, dueOn, whoseTurn }: ServiceStatus): Work[] {
  if (pending !== null) {
    const { action, awaiting } = pending;
    return [{ kind: 'awaitsApproval', of: action, due_on: dueOn, awaiting }];
  }
  return proposed && state === 'plan'
    ? [{ kind: 'proposalToConfirm', due_on: null, awaiting: whoseTurn }]
    : [];
}

function stageWork({ dueOn, overdue, state, whoseTurn }: ServiceStatus): Work[] {
  if (dueOn === null) return [];
  return [{ kind: overdue ? 'overdue' : 'dueSoon', of: state, due_on: dueOn, awaiting: whoseTurn }];
}

const reportKinds = {
  open: 'dueSoon',
  overdue: 'reportOwed',
  escalated: 'reportEscalated',
} as const satisfies Record<ServiceStatus['reports'][number]['status'], WorkKind>;

function reports(status: ServiceStatus): Work[] {
  return status.reports.map((report) => ({
    kind: reportKinds[report.status],
    of: `${report.fiscalYear}/${report.quarter}`,
    due_on: report.dueOn,
    awaiting: officer,
  }));
}

/** What passed amber is the agency's to mend; red after live is OPDC's to follow as well. */
function remediations({ state, remediations: all }: ServiceStatus): Work[] {
  const isOpen = state === 'live' || state === 'suspended';
  return all
    .filter((entry) => entry.status === 'open' || entry.status === 'missed')
    .flatMap(({ number, dueOn, status }) => {
      const work = { of: String(number), due_on: dueOn };
      return [
        { ...work, kind: 'remediation', awaiting: officer },
        ...(isOpen && status === 'missed'
          ? [{ ...work, kind: 'redAfterLive', awaiting: ['opdcOfficer'] } as const]
          : []),
      ];
    });
}

function exclusions({ state, exclusion, whoseTurn }: ServiceStatus): Work[] {
  if (state !== 'excluded' || exclusion === null) return [];
  const { reasonCode, reReviewOn, due } = exclusion;
  const opdc: readonly Role[] = whoseTurn.length > 0 ? whoseTurn : ['opdcOfficer'];
  return [
    ...(reasonCode === 'unstated'
      ? [{ kind: 'excludedWithoutReason', due_on: null, awaiting: opdc } as const]
      : []),
    ...(due ? [{ kind: 'exclusionReReview', due_on: reReviewOn, awaiting: opdc } as const] : []),
  ];
}

/** Where mode and portal are expected, and where a plan is. */
const follows: readonly ServiceState[] = [
  'plan',
  'develop',
  'test',
  'linked',
  'toBeFunded',
  'live',
];

function gaps(status: ServiceStatus): Work[] {
  if (!follows.includes(status.state)) return [];
  const isLive = status.state === 'live';
  const missing = [
    ...(status.mode === null ? ['mode'] : []),
    ...(status.portal === null ? ['portal'] : []),
    ...(status.targetFiscalYear === null && !isLive ? ['plan'] : []),
  ];
  return [
    ...(missing.length > 0
      ? [{ kind: 'notRecorded', of: missing.join(','), due_on: null, awaiting: officer } as const]
      : []),
    ...(isLive && !status.verified
      ? [
          {
            kind: 'notVerified',
            due_on: null,
            awaiting: ['agencyOfficer', 'dgaOperator'],
          } as const,
        ]
      : []),
  ];
}

function suspensions({ suspension }: ServiceStatus): Work[] {
  return suspension?.overrun === true
    ? [{ kind: 'suspensionOverrun', due_on: suspension.expectedEndOn, awaiting: officer }]
    : [];
}
