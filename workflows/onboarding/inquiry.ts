import { ActivityFailure } from '@temporalio/workflow';
import type { ServiceCommand } from '../../contracts/commands/service/messages.js';
import type { JudgedReport, SignedReport } from '../../contracts/commands/service/test-report.js';
import { signedReportIn } from '../../contracts/commands/service/test-report.js';
import { refuse } from '../../contracts/lifecycles/refusals.js';
import type { ServiceCase } from '../../contracts/lifecycles/service/case.js';
import type { ServiceState } from '../../contracts/lifecycles/service/states.js';
import { checkLive, judgeTestReport, mergeChain, serviceState } from '../activities.js';
import { refusalFailure } from '../refusal.js';

/** What a command needs to know of the world; asked before it is decided. */
export interface Findings {
  readonly liveCheck?: NonNullable<ServiceCase['liveCheck']>;
  readonly report?: JudgedReport;
  /** How the case stands that has the id of the row that is to be linked; `null`: there is none. */
  readonly row?: { readonly registerId: string; readonly state: ServiceState | null };
  readonly merge?: { readonly into: string; readonly chain: readonly string[] };
}

/** Finds out of the world what a command needs; most need nothing, and are not kept waiting. */
export function inquire(
  command: ServiceCommand,
  service: ServiceCase,
): Promise<Findings> | Findings {
  if (command.action === 'requestLiveCheck') return callChannel(service);
  const into = mergeTarget(command, service);
  if (into !== undefined) return followMerge(into);
  if (command.action === 'linkToRegister' && 'registerId' in command.body) {
    return askRow(String(command.body.registerId));
  }
  if (command.judged !== undefined) return { report: command.judged };
  const signed = signedReportIn(service.serviceId, command.action, command.body);
  return signed === undefined ? {} : judge(signed);
}

async function callChannel({ channelUrl: url }: ServiceCase): Promise<Findings> {
  if (url === null) throw refusalFailure(refuse('channelNotAnnounced'));
  const { ok, reason, status, bodySha256 } = await answered('the channel', checkLive(url));
  return {
    liveCheck: {
      at: Date.now(),
      ok,
      url,
      ...(reason === undefined ? {} : { reason }),
      ...(status === undefined ? {} : { status }),
      ...(bodySha256 === undefined ? {} : { bodySha256 }),
    },
  };
}

/** Where a merge leads that is submitted, or approved. */
function mergeTarget({ action, body }: ServiceCommand, { pending }: ServiceCase) {
  const isApproval = action === 'approve' && pending?.action === 'merge';
  if (action !== 'merge' && !isApproval) return undefined;
  const asked = isApproval ? pending.body : body;
  return 'into' in asked && typeof asked.into === 'string' ? asked.into : undefined;
}

async function followMerge(into: string): Promise<Findings> {
  return { merge: { into, chain: await answered('the merged service', mergeChain(into)) } };
}

async function askRow(registerId: string): Promise<Findings> {
  return {
    row: { registerId, state: await answered('the row of the register', serviceState(registerId)) },
  };
}

/** Who sent it could not ask the register of testers, or is of an older build (ADR 12). */
async function judge(signed: SignedReport): Promise<Findings> {
  const judging = judgeTestReport({ ...signed, at: Date.now() });
  return { report: await answered('the register of testers', judging) };
}

/** Nobody is kept waiting for ever: what cannot be asked now is refused, and nothing is changed. */
async function answered<Answer>(what: string, asking: Promise<Answer>): Promise<Answer> {
  try {
    return await asking;
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    throw refusalFailure(refuse('inquiryFailed', { what }));
  }
}
