import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CallResult, Circuit } from '../../../infra/agency-link/circuit.js';
import { admit, closedCircuit, settle, usualPolicy } from '../../../infra/agency-link/circuit.js';

const policy = { failures: 3, firstBackOffMs: 1_000, backOffMaxMs: 8_000 };

/** The same in other words: a count, a time, and whether somebody is probing. */
class Model {
  failures = 0;
  openings = 0;
  openUntil = -1;
  isProbing = false;
  awaySince: number | undefined;

  get isOpen(): boolean {
    return this.openings > 0;
  }

  asks(now: number): 'usual' | 'probe' | 'no' {
    if (!this.isOpen) return 'usual';
    if (this.isProbing || now < this.openUntil) return 'no';
    this.isProbing = true;
    return 'probe';
  }

  ends(kind: 'usual' | 'probe', result: CallResult, now: number): void {
    if (result === 'succeeded') {
      Object.assign(this, new Model());
      return;
    }
    const isOwnProbe = kind === 'probe' && this.isProbing;
    if (isOwnProbe) this.isProbing = false;
    if (result === 'cancelled' && isOwnProbe) this.openUntil = now;
    if (result !== 'failed') return;
    if (!this.isOpen) {
      this.failures += 1;
      this.awaySince ??= now;
      if (this.failures === policy.failures) this.opens(now);
    } else if (isOwnProbe) this.opens(now);
  }

  private opens(now: number): void {
    this.openings += 1;
    this.openUntil = now + Math.min(1_000 * 2 ** (this.openings - 1), 8_000);
  }
}

const results = fc.constantFrom<CallResult>('failed', 'failed', 'failed', 'succeeded', 'cancelled');
const step = fc.oneof(
  fc.record({ do: fc.constant('wait' as const), ms: fc.nat(5_000) }),
  fc.record({ do: fc.constant('call' as const) }),
  fc.record({ do: fc.constant('end' as const), which: fc.nat(5), result: results }),
);

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Calls that are on their way end in any order. */
function agree(steps: readonly Step[]): void {
  const model = new Model();
  let circuit: Circuit = closedCircuit;
  let now = 0;
  const running: ('usual' | 'probe')[] = [];
  for (const one of steps) {
    if (one.do === 'wait') now += one.ms;
    else if (one.do === 'call') {
      const admitted = admit(circuit, now);
      const asked = model.asks(now);
      const kind = admitted === undefined ? 'no' : kindOf(admitted);
      expect(kind).toBe(asked);
      circuit = admitted ?? circuit;
      if (kind !== 'no') running.push(kind);
    } else {
      const [kind] = running.splice(one.which, 1);
      if (kind === undefined) continue;
      const { result } = one;
      circuit = settle(circuit, { isProbe: kind === 'probe', result }, now, policy);
      model.ends(kind, result, now);
    }
    expect(circuit.state).toBe(model.isOpen ? (model.isProbing ? 'halfOpen' : 'open') : 'closed');
    expect(circuit.awaySince).toBe(model.awaySince);
  }
}

function kindOf({ state }: Circuit): 'usual' | 'probe' {
  return state === 'halfOpen' ? 'probe' : 'usual';
}

function failing(times: number, from: Circuit = closedCircuit): Circuit {
  let circuit = from;
  for (let i = 0; i < times; i += 1) {
    circuit = settle(circuit, { isProbe: false, result: 'failed' }, i, policy);
  }
  return circuit;
}

describe('a circuit', () => {
  it('does what a count and a time do, whatever comes in whatever order', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => agree(steps)),
      { numRuns: 1_000 },
    );
  });

  it('opens after failures in a row, and remembers since when', () => {
    expect(failing(2)).toEqual({ state: 'closed', failures: 2, awaySince: 0 });
    expect(failing(3)).toEqual({ state: 'open', opened: 1, awaySince: 0, until: 1_002 });
    const between = settle(failing(2), { isProbe: false, result: 'succeeded' }, 5, policy);
    expect(failing(2, between).state).toBe('closed');
  });

  it('lets one probe through when its time has come, and nobody beside it', () => {
    const open = failing(3);
    expect(admit(open, 1_001)).toBeUndefined();
    const probing = admit(open, 1_002);
    expect(probing?.state).toBe('halfOpen');
    expect(probing && admit(probing, 9_999)).toBeUndefined();
  });

  it('stays open twice as long after each probe that fails, up to the most', () => {
    let circuit = failing(3);
    const openFor: number[] = [];
    for (let i = 0; i < 5; i += 1) {
      if (circuit.state !== 'open') throw new Error(circuit.state);
      const at = circuit.until;
      circuit = settle(
        admit(circuit, at) ?? circuit,
        { isProbe: true, result: 'failed' },
        at,
        policy,
      );
      if (circuit.state === 'open') openFor.push(circuit.until - at);
    }
    expect(openFor).toEqual([2_000, 4_000, 8_000, 8_000, 8_000]);
    expect(circuit.awaySince).toBe(0);
  });

  it('usually waits an hour at most', () => {
    expect(usualPolicy.backOffMaxMs).toBe(3_600_000);
  });
});
