/**
 * The Kafka topics of Prasan, as data (design §4). `infra/kafka` creates them from here and refuses
 * to write when the cluster differs.
 */
export interface TopicSpec {
  /** For ever: adding partitions would re-map the keys. */
  readonly partitions: 12;
  /** `delete` with `retention.ms=-1` keeps the whole history; `compact` keeps the newest state. */
  readonly cleanup: 'delete' | 'compact';
  /** Who is meant to read it. */
  readonly audience: string;
}

export const topics = {
  'service.status.v1': {
    partitions: 12,
    cleanup: 'delete',
    audience: 'Everybody who follows services: portals, OPDC tracker, subscribers',
  },
  'request.status.biz.v1': {
    partitions: 12,
    cleanup: 'delete',
    audience: 'Biz Portal, the OPDC tracker, and who follows requests of companies',
  },
  'request.status.citizen.v1': {
    partitions: 12,
    cleanup: 'delete',
    audience: 'Citizen Portal, the OPDC tracker, and who follows requests of citizens',
  },
  'request.notice.v1': {
    partitions: 12,
    cleanup: 'delete',
    audience: 'OPDC: copies of delay notices, and what was missed (LFA s.10)',
  },
  'registry.change.v1': {
    partitions: 12,
    cleanup: 'delete',
    audience: 'Everybody who follows agencies, merges, manuals and the calendar',
  },
} as const satisfies Record<string, TopicSpec>;

/** The name of a topic that Prasan writes. */
export type TopicName = keyof typeof topics;

/** All topic names, in the order of the table. */
export const topicNames = Object.keys(topics) as TopicName[];

/**
 * Temporal's namespace retention in days: how long a closed run's history is kept by the server.
 * The archive of events is the tracker's append-only table, which keeps them for ever.
 */
export const namespaceRetentionDays = 90;
