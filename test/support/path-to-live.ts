import { createHash, randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import type { TestReportVerifier } from '../../activities/ports.js';
import type { ServiceAnswer } from '../../contracts/commands/service/messages.js';
import { canonicalJson } from '../../contracts/events/mint.js';
import type { EvidenceKind } from '../../contracts/lifecycles/service/evidence.js';
import { exitEvidence } from '../../contracts/lifecycles/service/evidence.js';
import type { Actor } from '../../contracts/lifecycles/service/case.js';
import type { ServiceAction } from '../../contracts/lifecycles/service/table.js';
import { actOnService } from '../../infra/temporal/cases.js';
import { judgeOnArrival } from '../../infra/testers/report.js';
import { goodBody, goodEvidence } from './bodies.js';
import { people } from './people.js';

/** One action of a person on the README's path. */
export interface PathStep {
  readonly action: ServiceAction;
  readonly actor: Actor;
  readonly body: object;
  /** With it the service enters its next state. */
  readonly entersState: boolean;
}

/** What differs from service to service. */
export interface PathFacts {
  /** Asia/Bangkok, `YYYY-MM-DD`. */
  readonly today: string;
  readonly channelUrl: string;
  /** The signed test report. */
  readonly jws: string;
}

/** The README's tour after `propose`: sixteen actions, plan → live. */
export function pathToLive({ today, channelUrl, jws }: PathFacts): PathStep[] {
  const { agencyOfficer, agencyApprover, opdcOfficer, dgaOperator } = people;
  const own: Partial<Record<EvidenceKind, object>> = {
    testReport: { jws },
    channelAnnouncement: { channelUrl },
  };
  const evidence = (kinds: readonly EvidenceKind[]) => ({
    evidence: Object.fromEntries(
      kinds.map((kind) => [kind, { ...goodEvidence(kind, today), ...own[kind] }]),
    ),
  });
  const by = (actor: Actor, action: ServiceAction, body: object = {}): PathStep => ({
    ...{ action, actor, body },
    entersState: false,
  });
  const entering = (actor: Actor, body: object = {}): PathStep => ({
    ...by(actor, 'approve', body),
    entersState: true,
  });
  const advance = (from: keyof typeof exitEvidence) =>
    by(agencyOfficer, 'advance', evidence(exitEvidence[from].buildOnPlatform));
  return [
    by(opdcOfficer, 'confirmProposal', goodBody('confirmProposal', today)),
    by(agencyOfficer, 'setMode', goodBody('setMode', today)),
    by(opdcOfficer, 'approve'),
    advance('plan'),
    entering(agencyApprover),
    advance('develop'),
    entering(agencyApprover),
    advance('test'),
    by(agencyApprover, 'approve'),
    entering(dgaOperator),
    by(agencyOfficer, 'announceChannel', evidence(['channelAnnouncement'])),
    by(agencyApprover, 'approve'),
    by(agencyOfficer, 'requestLiveCheck'),
    advance('linked'),
    by(agencyApprover, 'approve'),
    entering(dgaOperator, evidence(['listing'])),
  ];
}

/**
 * Takes one step, without asking for the version first as a page would.
 *
 * @param reports judges the signed test report on the way, as the gateway does
 */
export async function takeStep(
  client: Client,
  serviceId: string,
  { action, actor, body }: PathStep,
  version: number,
  reports: TestReportVerifier,
): Promise<ServiceAnswer> {
  const command = {
    ...{ action, actor, body },
    ifMatch: version,
    key: randomUUID(),
    bodyHash: createHash('sha256').update(canonicalJson(body)).digest('hex'),
  };
  return actOnService(client, serviceId, await judgeOnArrival(reports, serviceId, command));
}
