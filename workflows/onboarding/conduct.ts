import type { TestReport } from '../../activities/ports.js';
import type { ActionBody } from '../../contracts/commands/service/bodies.js';
import type { ServiceAnswer, ServiceCommand } from '../../contracts/commands/service/messages.js';
import { refuse } from '../../contracts/lifecycles/refusals.js';
import type { ServiceCase } from '../../contracts/lifecycles/service/case.js';
import type { Allowed } from '../../contracts/lifecycles/service/decide.js';
import { effectKinds } from '../../contracts/lifecycles/service/event-kinds.js';
import type { ServiceAction } from '../../contracts/lifecycles/service/table.js';
import { judgeTestReport, mergeChain } from '../activities.js';
import { refusalFailure } from '../refusal.js';
import type { Command } from './effects.js';
import { remark, takeEffect } from './effects.js';
import type { CaseRecord } from './record.js';

/** Carries out commands that were allowed: submitted, approved, ended, or taking effect at once. */
export class Conduct {
  private readonly record: CaseRecord;

  constructor(record: CaseRecord) {
    this.record = record;
  }

  async carryOut(
    command: ServiceCommand,
    allowed: Allowed,
    check: ServiceCase['liveCheck'] | undefined,
  ): Promise<ServiceAnswer> {
    const submission = this.record.service.pending?.number;
    switch (allowed.step) {
      case 'submit':
        await this.submit(command, allowed);
        break;
      case 'approval':
      case 'decision':
        await this.approve(command, allowed);
        break;
      case 'end':
        await this.endSubmission(command, allowed);
        break;
      case 'effect':
        await this.effect(command, allowed, check);
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
      ...(check === undefined || check === null ? {} : { liveCheck: foundBy(check) }),
      bodyHash: command.bodyHash,
    };
  }

  private async submit(command: ServiceCommand, { as }: Allowed): Promise<void> {
    const report = await this.judgeReport(command);
    await this.refuseMergeCycle(command.action, command.body);
    const number = this.record.service.submissions + 1;
    const body =
      report === undefined ? command.body : { ...command.body, testReport: report.reportId };
    const next: ServiceCase = {
      ...this.record.service,
      submissions: number,
      pending: { number, action: command.action, body, by: as, at: Date.now(), approvals: [] },
    };
    await this.record.change(remark(next, command, { sequence: this.record.nextSequence }), {
      kind: 'submitted',
      action: command.action,
      by: as,
      of: `${number}`,
      ...traceOf(command),
      counts: true,
    });
  }

  private async approve(command: ServiceCommand, { as, step }: Allowed): Promise<void> {
    const pending = this.pendingOrFail();
    await this.refuseMergeCycle(pending.action, pending.body);
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
      await this.record.change(
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
    await this.record.change(effected, {
      kind: effectKinds[pending.action],
      ...happening,
      ...correctionOf(settled),
    });
  }

  private async endSubmission(command: ServiceCommand, { as }: Allowed): Promise<void> {
    const pending = this.pendingOrFail();
    const next = remark({ ...this.record.service, pending: null }, command, {
      sequence: this.record.nextSequence,
    });
    await this.record.change(next, {
      kind: effectKinds[command.action],
      action: pending.action,
      by: as,
      of: `${pending.number}`,
      ...traceOf(command),
      counts: true,
    });
  }

  private async effect(
    command: ServiceCommand,
    { as }: Allowed,
    check: ServiceCase['liveCheck'] | undefined,
  ): Promise<void> {
    const own = { action: command.action, body: command.body } as Command;
    const context = { at: Date.now(), sequence: this.record.nextSequence };
    const effected = takeEffect(this.record.service, own, context);
    const checked =
      check === undefined || check === null ? effected : withLiveCheck(effected, check);
    await this.record.change(checked, {
      kind: effectKinds[command.action],
      action: command.action,
      by: as,
      ...reportOf(own),
      ...traceOf(command),
      counts: true,
    });
  }

  /** A signed test report is judged when it is submitted, and none passes twice. */
  private async judgeReport(command: ServiceCommand): Promise<TestReport | undefined> {
    const evidence = (command.body as Partial<ActionBody<'advance'>>).evidence;
    const given = evidence?.testReport;
    const tested = evidence?.jointConnectionTest;
    if (command.action !== 'advance' || given === undefined || tested === undefined) {
      return undefined;
    }
    const judged = await judgeTestReport({
      jws: given.jws,
      serviceId: this.record.service.serviceId,
      endpoint: tested.endpoint,
      sha256: given.sha256,
      at: Date.now(),
    });
    const fault = 'fault' in judged ? judged.fault : this.replayOf(judged.report);
    if (fault !== undefined) throw refusalFailure(refuse('testReportRefused', { fault }));
    return 'report' in judged ? judged.report : undefined;
  }

  private replayOf(report: TestReport): 'replayed' | undefined {
    return this.record.service.usedTestReports.includes(report.reportId) ? 'replayed' : undefined;
  }

  /** Every merge is an edge as soon as it is submitted, so of two that meet one is refused. */
  private async refuseMergeCycle(action: ServiceAction, body: object): Promise<void> {
    if (action !== 'merge' || !('into' in body) || typeof body.into !== 'string') return;
    const chain = await mergeChain(body.into);
    if (chain.length === 0) throw refusalFailure(refuse('mergeTargetUnknown', { into: body.into }));
    if (chain.includes(this.record.service.serviceId)) {
      throw refusalFailure(
        refuse('mergeCycle', { chain: [this.record.service.serviceId, ...chain] }),
      );
    }
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

function correctionOf(command: Command): { corrects?: number } {
  return command.action === 'correctEntry' ? { corrects: command.body.corrects } : {};
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
