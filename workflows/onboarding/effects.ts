import type { ActionBody } from '../../contracts/commands/service/bodies.js';
import type { EvidenceItem, EvidenceSet } from '../../contracts/commands/service/evidence.js';
import type { RecordedEvidence, ServiceCase } from '../../contracts/lifecycles/service/case.js';
import type { EvidenceKind } from '../../contracts/lifecycles/service/evidence.js';
import { evidenceKinds } from '../../contracts/lifecycles/service/evidence.js';
import type { Portal, Stage } from '../../contracts/lifecycles/service/states.js';
import { isStage } from '../../contracts/lifecycles/service/states.js';
import type { ServiceAction } from '../../contracts/lifecycles/service/table.js';
import { ended, enterState, leadsTo } from './states.js';

/** An action with its own body, as the gateway parsed it. */
export type Command = {
  [A in ServiceAction]: { readonly action: A; readonly body: ActionBody<A> };
}[ServiceAction];

/** What an effect needs to know besides case and body. */
export interface EffectContext {
  readonly at: number;
  /** Sequence of the event that will say so. */
  readonly sequence: number;
  /** Evidence that an approver brought along. */
  readonly approvalEvidence?: EvidenceSet;
  /** Id of the signed test report that was judged good at submission. */
  readonly testReportId?: string;
}

/**
 * What an action that takes effect makes of a case: the state the table leads to, evidence and
 * facts recorded. Pure; the former case is left as it was.
 */
export function takeEffect(
  service: ServiceCase,
  command: Command,
  context: EffectContext,
): ServiceCase {
  const target = leadsTo(service, command);
  const moved = target === service.state ? service : enterState(service, command, target, context);
  const recorded = recordEvidence(moved, service, command, context);
  return remark({ ...recorded, ...factsOf(recorded, command, context) }, command, context);
}

/** The facts that an action records, besides state and evidence. */
function factsOf(
  service: ServiceCase,
  command: Command,
  context: EffectContext,
): Partial<ServiceCase> {
  switch (command.action) {
    case 'confirmProposal':
      return { proposed: false };
    case 'setMode':
      return { mode: command.body.mode, portal: command.body.portal };
    case 'revisePlan':
      return revisedPlan(service, command.body.plan, context);
    case 'reportProgress':
      return reported(service, command.body);
    case 'closeRemediation':
      return closedRemediation(service, command.body.remediation);
    case 'announceChannel':
      return announced(service, command.body.evidence.channelAnnouncement.channelUrl);
    case 'advance':
      return advanced(service, context);
    case 'suspend':
      return {
        suspension: {
          expectedEndOn: command.body.expectedEndOn,
          otherChannel: command.body.otherChannel,
          overrun: false,
        },
      };
    case 'exclude': {
      const { kind, reasonCode, reReviewOn } = command.body;
      return { exclusion: { kind, reasonCode, reReviewOn, due: false } };
    }
    case 'confirmExclusion':
      return service.exclusion === null
        ? {}
        : {
            exclusion: {
              kind: service.exclusion.kind,
              reasonCode: command.body.reasonCode,
              reReviewOn: command.body.reReviewOn,
              due: false,
            },
          };
    case 'merge':
      return { mergedInto: command.body.into };
    case 'correctEntry':
      return corrected(service, command.body, context);
    case 'linkToRegister':
      return { registerId: command.body.registerId };
    case 'unlinkFromRegister':
      return { registerId: null, register: null };
    case 'rejectProposal':
    case 'approve':
    case 'reject':
    case 'withdraw':
    case 'goBack':
    case 'awaitFunding':
    case 'allocateFunding':
    case 'requestLiveCheck':
    case 'resume':
    case 'lift':
    case 'discontinue':
    case 'registerInError':
    case 'restore':
      return {};
  }
}

function revisedPlan(
  service: ServiceCase,
  plan: ActionBody<'revisePlan'>['plan'],
  { sequence }: EffectContext,
): Partial<ServiceCase> {
  return { plan, plans: [...service.plans, { plan, sequence }], overdue: false };
}

function reported(
  service: ServiceCase,
  { fiscalYear, quarter, percent }: ActionBody<'reportProgress'>,
): Partial<ServiceCase> {
  return {
    reports: service.reports.filter(
      (duty) => duty.fiscalYear !== fiscalYear || duty.quarter !== quarter,
    ),
    lastReport: { fiscalYear, quarter, percent },
  };
}

function closedRemediation(service: ServiceCase, number: number): Partial<ServiceCase> {
  return {
    remediations: service.remediations.map((entry) =>
      entry.number === number ? { ...entry, status: 'closed' as const } : entry,
    ),
  };
}

/** Another address has to be checked anew. */
function announced(service: ServiceCase, channelUrl: string): Partial<ServiceCase> {
  return channelUrl === service.channelUrl ? {} : { channelUrl, verified: false };
}

function advanced(service: ServiceCase, context: EffectContext): Partial<ServiceCase> {
  return {
    ...(service.state === 'live' ? { verified: true } : {}),
    ...(context.testReportId === undefined
      ? {}
      : { usedTestReports: [...service.usedTestReports, context.testReportId] }),
  };
}

function corrected(
  service: ServiceCase,
  body: ActionBody<'correctEntry'>,
  { sequence }: EffectContext,
): Partial<ServiceCase> {
  const { field, value } = body;
  switch (field) {
    case 'name.th':
      return { name: { ...service.name, th: value } };
    case 'name.en':
      return { name: { ...service.name, en: value } };
    case 'portal':
      return { portal: value as Portal };
    case 'docNo':
    case 'docDate':
    case 'issuer': {
      const kind = evidenceKinds.find((candidate) => candidate === body.evidenceKind);
      const recorded = kind === undefined ? undefined : service.evidence[kind];
      if (kind === undefined || recorded === undefined) return {};
      const mended = { item: { ...recorded.item, [field]: value }, sequence };
      return {
        evidence: { ...service.evidence, [kind]: mended },
        formerEvidence: [...service.formerEvidence, ended(kind, recorded, 'corrected', sequence)],
      };
    }
  }
}

/** Records the evidence that the action carries, and opens a remediation for each amber item. */
function recordEvidence(
  service: ServiceCase,
  before: ServiceCase,
  command: Command,
  context: EffectContext,
): ServiceCase {
  const set: EvidenceSet = {
    ...('evidence' in command.body ? (command.body.evidence as EvidenceSet) : {}),
    ...context.approvalEvidence,
  };
  const items = evidenceKinds.flatMap((kind) => {
    const item = set[kind];
    return item === undefined ? [] : [{ kind, item }];
  });
  if (items.length === 0) return service;
  const recorded = items.map(({ kind, item }): [EvidenceKind, RecordedEvidence] => [
    kind,
    { item, sequence: context.sequence },
  ]);
  const superseded = items.flatMap(({ kind }) => {
    const former = service.evidence[kind];
    return former === undefined ? [] : [ended(kind, former, 'superseded', context.sequence)];
  });
  const gate = isStage(before.state) ? before.state : 'plan';
  return {
    ...service,
    evidence: { ...service.evidence, ...Object.fromEntries(recorded) },
    formerEvidence: [...service.formerEvidence, ...superseded],
    remediations: [...service.remediations, ...openedRemediations(service, items, gate)],
  };
}

function openedRemediations(
  service: ServiceCase,
  items: readonly { kind: EvidenceKind; item: EvidenceItem }[],
  gate: Stage,
): ServiceCase['remediations'] {
  const last = service.remediations.at(-1)?.number ?? 0;
  return items
    .flatMap(({ kind, item }) =>
      'remediation' in item && item.remediation !== undefined
        ? [{ kind, ...item.remediation }]
        : [],
    )
    .map(({ kind, what, dueOn }, index) => ({
      number: last + 1 + index,
      kind,
      gate,
      what,
      dueOn,
      status: 'open' as const,
    }));
}

/** Of the quarterly reports' words so many are kept; of what people decide, all. */
const reportRemarksMax = 12;

/** Words of people stay in the case, by the sequence of the event that they belong to. */
export function remark(
  service: ServiceCase,
  { action, body }: { readonly action: ServiceAction; readonly body: object },
  { sequence }: Pick<EffectContext, 'sequence'>,
): ServiceCase {
  const texts = [
    'reason' in body ? body.reason : undefined,
    'statement' in body ? body.statement : undefined,
    'obstacle' in body ? body.obstacle : undefined,
  ].filter((text) => typeof text === 'string');
  if (texts.length === 0) return service;
  const remarks = [...service.remarks, { sequence, action, text: texts.join('\n') }];
  const [oldest] = remarks
    .filter((one) => one.action === 'reportProgress')
    .slice(0, -reportRemarksMax);
  return { ...service, remarks: remarks.filter((one) => one !== oldest) };
}
