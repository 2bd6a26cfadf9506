import type { AgencySystem } from '../../activities/ports.js';
import type { DispatchPorts } from '../../activities/dispatch.js';
import type { AgencyAnswer } from '../../contracts/agency-link/answers.js';
import type { AgencyDispatch, AgencyNotice } from '../../contracts/agency-link/messages.js';
import type { AgencyRefusal } from '../../contracts/agency-link/statuses.js';
import { AgencyAway, AgencyRefused } from '../../infra/agency-link/errors.js';

/** How an agency's system behaves. */
export interface MemoryBehaviour {
  readonly isAway?: boolean;
  /** With what it refuses whatever comes. */
  readonly refusal?: AgencyRefusal;
  /** Done once it has a submission, before it says so. */
  readonly onSubmit?: (dispatch: AgencyDispatch) => Promise<void>;
}

/** An agency's own system in memory, which misbehaves as it is told, for all requests or for one. */
export class MemoryAgency implements AgencySystem {
  behaviour: MemoryBehaviour = {};
  readonly told: AgencyNotice[] = [];
  readonly submissions: AgencyDispatch[] = [];
  private readonly calls: { readonly requestId: string; readonly call: string }[] = [];
  private readonly behaviours = new Map<string, MemoryBehaviour>();
  private readonly known = new Map<string, AgencyDispatch>();
  private readonly latest = new Map<string, AgencyAnswer>();

  async submit(agencyId: string, dispatch: AgencyDispatch): Promise<{ agencyReference: string }> {
    const { requestId, submission } = dispatch;
    const { onSubmit } = this.reach(agencyId, requestId, `submit ${submission}`);
    const before = this.known.get(requestId);
    const isRepeat = before?.submission === submission;
    if (isRepeat && JSON.stringify(before) !== JSON.stringify(dispatch)) {
      throw new AgencyRefused(agencyId, 'conflict', 409);
    }
    this.known.set(requestId, dispatch);
    if (!isRepeat) this.submissions.push(dispatch);
    await onSubmit?.(dispatch);
    return { agencyReference: `EX-${requestId.slice(0, 4)}` };
  }

  async poll(agencyId: string, requestId: string): Promise<AgencyAnswer | undefined> {
    this.reach(agencyId, requestId, 'poll');
    this.needKnown(agencyId, requestId);
    return this.latest.get(requestId);
  }

  async tell(agencyId: string, notice: AgencyNotice): Promise<void> {
    this.reach(agencyId, notice.requestId, `tell ${notice.kind}`);
    this.needKnown(agencyId, notice.requestId);
    this.told.push(notice);
  }

  /** From now on it behaves so towards a request. */
  behave(requestId: string, behaviour: MemoryBehaviour): void {
    this.behaviours.set(requestId, behaviour);
  }

  /** From now on it answers so when it is asked; nobody is called back. */
  answers(answer: AgencyAnswer): void {
    this.latest.set(answer.requestId, answer);
  }

  /** Forgets a request that it was given. */
  forget(requestId: string): void {
    this.known.delete(requestId);
    this.latest.delete(requestId);
  }

  /** What it was called for, about a request. */
  callsAbout(requestId: string): string[] {
    return this.calls.filter((one) => one.requestId === requestId).map(({ call }) => call);
  }

  /** What it was given of a request. */
  given(requestId: string): AgencyDispatch[] {
    return this.submissions.filter((one) => one.requestId === requestId);
  }

  private reach(agencyId: string, requestId: string, call: string): MemoryBehaviour {
    const behaviour = this.behaviours.get(requestId) ?? this.behaviour;
    const { isAway = false, refusal } = behaviour;
    this.calls.push({ requestId, call: isAway ? `${call}, away` : call });
    if (isAway) throw new AgencyAway(agencyId, 'unreachable', 600_000);
    if (refusal !== undefined) throw new AgencyRefused(agencyId, refusal, 422);
    return behaviour;
  }

  private needKnown(agencyId: string, requestId: string): void {
    if (!this.known.has(requestId)) throw new AgencyRefused(agencyId, 'unknownRequest', 404);
  }
}

/** The applicant of every request of a test, as it opens. */
export const openedApplicant = {
  identity: { kind: 'citizen', number: '1101700230708' },
  name: { th: 'นายสมชาย ทดลอง' },
  contact: { email: 'somchai@example.com', phone: '0812345678' },
  address: {
    ...{ line: '1 ถนนทดลอง', subdistrict: 'ในเมือง', district: 'เมือง' },
    ...{ province: 'ขอนแก่น', postcode: '40000' },
  },
};

/** The link to agencies over a system in memory; what is sealed is plain JSON, or a word. */
export function memoryLink(agencies: AgencySystem, gatewayUrl = 'http://gateway'): DispatchPorts {
  return {
    agencies,
    gatewayUrl,
    personal: {
      seal: (_requestId, _label, value) => Promise.resolve(JSON.stringify(value)),
      open: (_requestId, label, sealed) =>
        Promise.resolve(label === 'applicant' ? openedApplicant : (JSON.parse(sealed) as object)),
    },
  };
}
