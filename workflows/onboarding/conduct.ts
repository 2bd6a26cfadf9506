import type { ServiceAnswer, ServiceCommand } from '../../contracts/commands/service/messages.js';
import type { JudgedReport } from '../../contracts/commands/service/test-report.js';
import { signedReportIn } from '../../contracts/commands/service/test-report.js';
import type { Refusal } from '../../contracts/lifecycles/refusals.js';
import { refuse, refuseTestReport } from '../../contracts/lifecycles/refusals.js';
import type { ServiceCase } from '../../contracts/lifecycles/service/case.js';
import type { Allowed } from '../../contracts/lifecycles/service/decide.js';
import { effectKinds } from '../../contracts/lifecycles/service/event-kinds.js';
import { refusalFailure } from '../refusal.js';
import type { Command } from './effects.js';
import { remark, takeEffect } from './effects.js';
import type { Findings } from './inquiry.js';
import type { CaseRecord } from './record.js';

/** Carries out commands that were allowed: submitted, approved, ended, or taking effect at once. */
export class Conduct {
  private readonly record: CaseRecord;

  constructor(record: CaseRecord) {
    this.record = record;
  }

  /** One synchronous step, with what was found out of the world before it. */
  carryOut(command: ServiceCommand, allowed: Allowed, findings: Findings): ServiceAnswer {
    const submission = this.record.service.pending?.number;
    switch (allowed.step) {
      case 'submit':
        this.submit(command, allowed, findings);
        break;
      case 'approval':
      case 'decision':
        this.approve(command, allowed, findings);
        break;
      case 'end':
        this.endSubmission(command, allowed);
        break;
      case 'effect':
        this.refuseTakenRow(findings.row);
        this.effect(command, allowed, findings.liveCheck);
        break;
    }
    const number = this.record.service.pending?.number ?? submission;
    return {
      serviceId: this.record.service.serviceId,
      state: this.record.service.state,
      version: this.record.service.version,
      sequence: this.record.end.sequence,
      ...(number === undefined || command.action === 'requestLiveCheck'
        ? {}
        : { submission: number }),
      ...(findings.liveCheck === undefined ? {} : { liveCheck: foundBy(findings.liveCheck) }),
      bodyHash: command.bodyHash,
    };
  }

  private submit(command: ServiceCommand, { as }: Allowed, findings: Findings): void {
    const { report } = findings;
    this.refuseMergeCycle(findings.merge);
    const number = this.record.service.submissions + 1;
    const body =
      report !== undefined && 'report' in report
        ? { ...command.body, testReport: report.report.reportId }
        : command.body;
    const next: ServiceCase = {
      ...this.record.service,
      submissions: number,
      pending: { number, action: command.action, body, by: as, at: Date.now(), approvals: [] },
    };
    this.record.change(remark(next, command, { sequence: this.record.nextSequence }), {
      kind: 'submitted',
      action: command.action,
      by: as,
      of: `${number}`,
      ...traceOf(command),
      counts: true,
    });
  }

  private approve(command: ServiceCommand, { as, step }: Allowed, findings: Findings): void {
    const pending = this.pendingOrFail();
    this.refuseMergeCycle(findings.merge);
    const evidence = 'evidence' in command.body ? command.body.evidence : undefined;
    const given = { ...as, at: Date.now(), ...(isObject(evidence) ? { evidence } : {}) };
    const approved = { ...pending, approvals: [...pending.approvals, given] };
    const happening = {
      action: pending.action,
      by: as,
      of: `${pending.number}`,
      ...traceOf(command),
      counts: true,
    };
    if (step === 'approval') {
      this.record.change(
        { ...this.record.service, pending: approved },
        { kind: 'approved', ...happening },
      );
      return;
    }
    const settled = { action: pending.action, body: pending.body } as Command;
    const effected = takeEffect({ ...this.record.service, pending: null }, settled, {
      at: Date.now(),
      sequence: this.record.nextSequence,
      approvalEvidence: Object.assign(
        {},
        ...approved.approvals.map((one) => one.evidence ?? {}),
      ) as object,
      ...('testReport' in pending.body ? { testReportId: String(pending.body.testReport) } : {}),
    });
    this.record.change(effected, {
      kind: effectKinds[pending.action],
      ...happening,
      ...correctionOf(settled),
    });
  }

  private endSubmission(command: ServiceCommand, { as }: Allowed): void {
    const pending = this.pendingOrFail();
    const next = remark({ ...this.record.service, pending: null }, command, {
      sequence: this.record.nextSequence,
    });
    this.record.change(next, {
      kind: effectKinds[command.action],
      action: pending.action,
      by: as,
      of: `${pending.number}`,
      ...traceOf(command),
      counts: true,
    });
  }

  private effect(command: ServiceCommand, { as }: Allowed, check: Findings['liveCheck']): void {
    const own = { action: command.action, body: command.body } as Command;
    const context = { at: Date.now(), sequence: this.record.nextSequence };
    const effected = takeEffect(this.record.service, own, context);
    const checked = check === undefined ? effected : withLiveCheck(effected, check);
    this.record.change(checked, {
      kind: effectKinds[command.action],
      action: command.action,
      by: as,
      ...reportOf(own),
      ...traceOf(command),
      counts: true,
    });
  }

  /** Why a judged report is not accepted after all; none passes twice. */
  refusalOf(
    { action, body }: ServiceCommand,
    judged: JudgedReport | undefined,
  ): Refusal | undefined {
    const { serviceId, usedTestReports } = this.record.service;
    const signed = signedReportIn(serviceId, action, body);
    if (signed === undefined || judged === undefined) return undefined;
    if ('fault' in judged) return refuseTestReport(judged.fault, signed);
    const isReplayed = usedTestReports.includes(judged.report.reportId);
    return isReplayed ? refuseTestReport('replayed', signed) : undefined;
  }

  /** Every merge is an edge as soon as it is submitted, so of two that meet one is refused. */
  private refuseMergeCycle(merge: Findings['merge']): void {
    if (merge === undefined) return;
    const { into, chain } = merge;
    if (chain.length === 0) throw refusalFailure(refuse('mergeTargetUnknown', { into }));
    const { serviceId } = this.record.service;
    if (chain.includes(serviceId)) {
      throw refusalFailure(refuse('mergeCycle', { chain: [serviceId, ...chain] }));
    }
  }

  /** A row that has a case of its own is no other's, unless that was registered in error. */
  private refuseTakenRow(row: Findings['row']): void {
    if (row === undefined || row.state === null || row.state === 'registeredInError') return;
    const { registerId } = row;
    throw refusalFailure(refuse('rowTaken', { registerId, serviceId: registerId }));
  }

  private pendingOrFail(): NonNullable<ServiceCase['pending']> {
    if (this.record.service.pending === null) throw refusalFailure(refuse('nothingPending'));
    return this.record.service.pending;
  }
}

function withLiveCheck(
  service: ServiceCase,
  check: NonNullable<ServiceCase['liveCheck']>,
): ServiceCase {
  const isProof = check.ok && service.state === 'live' && check.url === service.channelUrl;
  return { ...service, liveCheck: check, verified: service.verified || isProof };
}

function foundBy({ ok, reason, status }: NonNullable<ServiceCase['liveCheck']>) {
  return {
    ok,
    ...(reason === undefined ? {} : { reason }),
    ...(status === undefined ? {} : { status }),
  };
}

/** What a correction mends: the event, and the field; the value is in the case. */
function correctionOf(command: Command): { corrects?: number; of?: string } {
  if (command.action !== 'correctEntry') return {};
  const { corrects, field, evidenceKind } = command.body;
  return { corrects, of: evidenceKind === undefined ? field : `evidence.${evidenceKind}.${field}` };
}

function reportOf(command: Command): { of?: string } {
  return command.action === 'reportProgress'
    ? { of: `${command.body.fiscalYear}/${command.body.quarter}` }
    : {};
}

function traceOf(command: ServiceCommand): { traceparent?: string } {
  return command.traceparent === undefined ? {} : { traceparent: command.traceparent };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
