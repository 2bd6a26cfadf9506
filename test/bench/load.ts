import { performance } from 'node:perf_hooks';

/** A case that is being driven: each step resolves when it is acknowledged. */
export interface DrivenCase {
  /** What its events are found by. */
  readonly subject: string;
  readonly steps: readonly (() => Promise<{ readonly sequence: number }>)[];
}

/** A program under load: ours, or the floor. */
export interface Program {
  /** Starts a case. */
  open(): Promise<DrivenCase>;
}

/** What a load has shown. */
export interface LoadResult {
  readonly cases: number;
  readonly seconds: number;
  readonly casesPerSecond: number;
  /** Milliseconds from sending a decision to its acknowledgement, each. */
  readonly acknowledgedMs: readonly number[];
}

/** Drives whole cases: so many clients side by side, each so many cases one after the other. */
export async function drive(
  program: Program,
  { clients, casesEach }: { readonly clients: number; readonly casesEach: number },
): Promise<LoadResult> {
  const acknowledgedMs: number[] = [];
  const began = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (let n = 0; n < casesEach; n += 1) {
        const { steps } = await program.open();
        for (const step of steps) {
          const sent = performance.now();
          await step();
          acknowledgedMs.push(performance.now() - sent);
        }
      }
    }),
  );
  const seconds = (performance.now() - began) / 1_000;
  const cases = clients * casesEach;
  return { cases, seconds, casesPerSecond: cases / seconds, acknowledgedMs };
}
