import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import type { Outcome } from '../../infra/postgres/take.js';

/** The tracker's figures for Prometheus. */
export interface TrackerMetrics {
  readonly registry: Registry;
  /** Counts what a batch came to. */
  record(outcome: Outcome): void;
  /** Where the lag comes from, asked when the figures are. */
  readLagFrom(source: () => { records: number; seconds: number }): void;
}

/** Makes the tracker's figures, in a registry of their own. */
export function createMetrics(): TrackerMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const counter = (name: string, help: string) =>
    new Counter({ name: `prasan_tracker_${name}_total`, help, registers: [registry] });
  const applied = counter('events_applied', 'Events archived and applied');
  const duplicates = counter('duplicates', 'Identical resends, which change nothing');
  const gaps = counter('gaps', 'Events held back because one before them is missing');
  const conflicts = counter('conflicts', 'Known sequences that came with other content');
  const brokenChains = counter('broken_chains', 'Events whose chain hash does not follow');
  const unreadable = counter('unreadable', 'Records that could not be read');
  const unknownTypes = counter('unknown_types', 'Events archived of a type not known here');
  const letters = { conflict: conflicts, brokenChain: brokenChains, unreadable };
  let source = () => ({ records: 0, seconds: 0 });
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
    help: 'Age of the newest event applied, while there are newer ones in Kafka',
    registers: [registry],
    collect: () => {
      seconds.set(source().seconds);
    },
  });
  return {
    registry,
    record: (outcome) => {
      applied.inc(outcome.applied.length);
      duplicates.inc(outcome.duplicates);
      gaps.inc(outcome.heldBack.length);
      unknownTypes.inc(outcome.unknownTypes);
      for (const letter of outcome.deadLetters) letters[letter.reason].inc();
    },
    readLagFrom: (given) => {
      source = given;
    },
  };
}
