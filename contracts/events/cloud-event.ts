/** Attributes of a CloudEvents 1.0 event as Prasan mints it (spec: CloudEvents 1.0.2 §3). */
export interface MintedEvent<Data extends object = object> {
  readonly specversion: '1.0';
  /** uuidv5 of topic, subject and sequence: the same for every sending of this event. */
  readonly id: string;
  /** The engine that decided: always `/prasan`. */
  readonly source: string;
  /** `th.prasan.<entity>.<kind>.v1`. An incompatible change is a new type. */
  readonly type: string;
  /** The case: the workflow's id, e.g. `service/SVC0106`. Also the Kafka key. */
  readonly subject: string;
  /** When it was decided: RFC 3339, UTC, milliseconds. */
  readonly time: string;
  readonly datacontenttype: 'application/json';
  /** URI of the immutable JSON Schema of `data`. */
  readonly dataschema: string;
  /** Contiguous from 1 per (topic, subject), zero-padded to 20 digits so that strings sort. */
  readonly sequence: string;
  /** SHA-256 (hex) over the previous event's chain hash and this event's canonical bytes. */
  readonly chainhash: string;
  /** W3C trace context of the act that caused the event, when there was one. */
  readonly traceparent?: string;
  readonly data: Data;
}

/** An event as a reader meets it: minted, then published at `recordedtime`. */
export interface PublishedEvent<Data extends object = object> extends MintedEvent<Data> {
  /**
   * When this sending was made: RFC 3339, UTC. The only attribute in which two sendings of one event
   * may differ (CloudEvents extension "recordedtime").
   */
  readonly recordedtime: string;
}
