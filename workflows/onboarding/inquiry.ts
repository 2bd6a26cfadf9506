import { ActivityFailure } from '@temporalio/workflow';
import type { ReportFault, TestReport } from '../../activities/ports.js';
import type { ActionBody } from '../../contracts/commands/service/bodies.js';
import type { ServiceCommand } from '../../contracts/commands/service/messages.js';
import { refuse } from '../../contracts/lifecycles/refusals.js';
import type { ServiceCase } from '../../contracts/lifecycles/service/case.js';
import { checkLive, judgeTestReport, mergeChain } from '../activities.js';
import { refusalFailure } from '../refusal.js';

/** What a command needs to know of the world; asked before it is decided. */
export interface Findings {
  readonly liveCheck?: NonNullable<ServiceCase['liveCheck']>;
  readonly report?: { readonly report: TestReport } | { readonly fault: ReportFault };
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
  const evidence = (command.body as Partial<ActionBody<'advance'>>).evidence;
  const given = evidence?.testReport;
  const tested = evidence?.jointConnectionTest;
  if (command.action !== 'advance' || given === undefined || tested === undefined) return {};
  return judge({
    jws: given.jws,
    serviceId: service.serviceId,
    endpoint: tested.endpoint,
    sha256: given.sha256,
  });
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

async function judge(
  question: Omit<Parameters<typeof judgeTestReport>[0], 'at'>,
): Promise<Findings> {
  const judging = judgeTestReport({ ...question, at: Date.now() });
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
