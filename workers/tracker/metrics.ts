import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import type { Lag } from './server-options.js';
import type { DeadReason, Outcome } from '../../infra/postgres/take.js';

/** The tracker's figures for Prometheus. */
export interface TrackerMetrics {
  readonly registry: Registry;
  /** Counts what a batch came to. */
  record(outcome: Outcome): void;
  /** Where the lag comes from, asked when the figures are. */
  readLagFrom(source: () => Lag): void;
}

/** Makes the tracker's figures, in a registry of their own. */
export function createMetrics(): TrackerMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const counter = (name: string, help: string) =>
    new Counter({ name: `prasan_tracker_${name}_total`, help, registers: [registry] });
  const archived = counter('events_archived', 'Events archived');
  const duplicates = counter('duplicates', 'Identical resends, which change nothing');
  const gaps = counter('gaps', 'Events held back because one before them is missing');
  const conflicts = counter('conflicts', 'Known sequences that came with other content');
  const brokenChains = counter('broken_chains', 'Events whose chain hash does not follow');
  const unreadable = counter('unreadable', 'Records that could not be read, or not be kept');
  const notUnderstood = counter('not_understood', 'Events archived that no figure has learnt of');
  const letters: Record<DeadReason, Counter> = {
    conflict: conflicts,
    brokenChain: brokenChains,
    unreadable,
    notUnderstood,
  };
  let source = (): Lag => ({ records: 0, seconds: 0 });
  const records = new Gauge({
    name: 'prasan_tracker_lag_records',
    help: 'Records behind the newest in Kafka',
    registers: [registry],
    collect: () => {
      records.set(source().records);
    },
  });
  const seconds = new Gauge({
    name: 'prasan_tracker_lag_seconds',
    help: 'Seconds since the oldest record was sent that is not yet taken',
    registers: [registry],
    collect: () => {
      seconds.set(source().seconds);
    },
  });
  return {
    registry,
    record: (outcome) => {
      archived.inc(outcome.archived.length);
      duplicates.inc(outcome.duplicates);
      gaps.inc(outcome.heldBack.length);
      for (const letter of outcome.deadLetters) letters[letter.reason].inc();
    },
    readLagFrom: (given) => {
      source = given;
    },
  };
}
