import type { CallResult, Circuit, CircuitPolicy } from './circuit.js';
import { admit, closedCircuit, settle } from './circuit.js';
import { AgencyAway } from './errors.js';

/** What holds for the line to every agency. */
export interface LineLimits {
  readonly policy: CircuitPolicy;
  /** Calls of one agency at a time, so that a slow one does not hold every slot of the worker. */
  readonly callsMax: number;
  /** How long a call may take, and so how long it is in vain to wait for a probe's end. */
  readonly timeoutMs: number;
  readonly now: () => number;
}

/** The line to one agency: its circuit, and the calls that are on their way. */
export class AgencyLine {
  circuit: Circuit = closedCircuit;
  private calls = 0;
  private readonly agencyId: string;
  private readonly limits: LineLimits;

  constructor(agencyId: string, limits: LineLimits) {
    this.agencyId = agencyId;
    this.limits = limits;
  }

  /**
   * Makes a call, unless the agency is known to be away or has enough of ours.
   *
   * @param isAlive whether what came of it shows that the agency's system is there; a call that
   *   throws says nothing of it
   * @throws AgencyAway at once, without a call
   */
  async run<Result>(
    call: () => Promise<Result>,
    isAlive: (result: Result) => boolean,
  ): Promise<Result> {
    const { policy, now } = this.limits;
    const isProbe = this.enter();
    let came: CallResult = 'cancelled';
    try {
      const result = await call();
      came = isAlive(result) ? 'succeeded' : 'failed';
      return result;
    } finally {
      this.calls -= 1;
      this.circuit = settle(this.circuit, { isProbe, result: came }, now(), policy);
    }
  }

  /** Whether the call that may now be made is the probe of an open circuit. */
  private enter(): boolean {
    const { callsMax, timeoutMs, now } = this.limits;
    const { agencyId, circuit } = this;
    if (this.calls >= callsMax) throw new AgencyAway(agencyId, 'tooManyCalls', timeoutMs);
    const admitted = admit(circuit, now());
    if (admitted === undefined) {
      const openFor = circuit.state === 'open' ? circuit.until - now() : timeoutMs;
      throw new AgencyAway(agencyId, 'circuitOpen', openFor);
    }
    this.circuit = admitted;
    this.calls += 1;
    return admitted.state === 'halfOpen';
  }
}
