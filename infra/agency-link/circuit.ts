/** When a circuit opens, and for how long. */
export interface CircuitPolicy {
  /** Failures in a row that open it. */
  readonly failures: number;
  /** How long it stays open at first; twice as long after each probe that fails. */
  readonly firstBackOffMs: number;
  readonly backOffMaxMs: number;
}

/** Five failures in a row; from 5 seconds to an hour. */
export const usualPolicy: CircuitPolicy = {
  failures: 5,
  firstBackOffMs: 5_000,
  backOffMaxMs: 3_600_000,
};

/**
 * How one other system is doing. `closed`: it is called. `open`: it is not, until `until`.
 * `halfOpen`: one probe is on its way, and nobody else calls. Times in milliseconds since the epoch;
 * `awaySince` is when the first of the failures in a row was.
 */
export type Circuit =
  | { readonly state: 'closed'; readonly failures: number; readonly awaySince?: number }
  | {
      readonly state: 'open' | 'halfOpen';
      /** How often it opened in a row. */
      readonly opened: number;
      readonly awaySince: number;
      readonly until: number;
    };

/** What came of a call that was admitted; `cancelled` says nothing of the other system. */
export type CallResult = 'succeeded' | 'failed' | 'cancelled';

/** The circuit of a system that nothing bad is known of. */
export const closedCircuit: Circuit = { state: 'closed', failures: 0 };

/**
 * Asks for a call.
 *
 * @returns the circuit from now on; `halfOpen` means that the call is the probe. `undefined` when the
 *   call is not to be made
 */
export function admit(circuit: Circuit, now: number): Circuit | undefined {
  if (circuit.state === 'closed') return circuit;
  if (circuit.state === 'halfOpen' || now < circuit.until) return undefined;
  return { ...circuit, state: 'halfOpen' };
}

/**
 * Takes the result of an admitted call into account. Beside a probe, only a success counts once the
 * circuit has opened: calls that were on their way by then fail for the same reason.
 */
export function settle(
  circuit: Circuit,
  call: { readonly isProbe: boolean; readonly result: CallResult },
  now: number,
  policy: CircuitPolicy,
): Circuit {
  const { isProbe, result } = call;
  if (result === 'succeeded') return closedCircuit;
  if (circuit.state === 'closed') {
    return result === 'failed' ? afterFailure(circuit, now, policy) : circuit;
  }
  if (circuit.state === 'open' || !isProbe) return circuit;
  // A probe that was given up leaves its turn to the next call.
  if (result === 'cancelled') return { ...circuit, state: 'open', until: now };
  return opened(circuit.opened + 1, circuit.awaySince, now, policy);
}

function afterFailure(
  circuit: Extract<Circuit, { state: 'closed' }>,
  now: number,
  policy: CircuitPolicy,
): Circuit {
  const failures = circuit.failures + 1;
  const awaySince = circuit.awaySince ?? now;
  if (failures < policy.failures) return { state: 'closed', failures, awaySince };
  return opened(1, awaySince, now, policy);
}

function opened(times: number, awaySince: number, now: number, policy: CircuitPolicy): Circuit {
  const backOffMs = Math.min(policy.firstBackOffMs * 2 ** (times - 1), policy.backOffMaxMs);
  return { state: 'open', opened: times, awaySince, until: now + backOffMs };
}
