import type { Client } from '@temporalio/client';
import type { Payload } from '@temporalio/common';
import proto from '@temporalio/proto';
import { createDataConverter } from '../../infra/temporal/data-converter.js';

const { History } = proto.temporal.api.history.v1;

/** A history as texts that can be searched. */
export interface RawHistory {
  /** Byte for byte as the server stores it. */
  readonly stored: string;
  /** What every payload in it says, once the codec has opened it. */
  readonly decoded: string;
}

/** A run of a workflow, the newest unless another is named, as the server has it. */
export async function rawHistory(
  client: Client,
  workflowId: string,
  runId?: string,
): Promise<RawHistory> {
  const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  const stored = Buffer.from(History.encode(history).finish()).toString('utf8');
  const [codec] = createDataConverter().payloadCodecs ?? [];
  const payloads = payloadsIn(history);
  const opened = codec === undefined ? payloads : await codec.decode(payloads);
  const decoded = opened.map(({ data }) => Buffer.from(data ?? []).toString('utf8')).join('\n');
  return { stored, decoded };
}

function payloadsIn(value: unknown): Payload[] {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return [];
  if (isPayload(value)) return [value];
  return Object.values(value).flatMap((member) => payloadsIn(member));
}

function isPayload(value: object): value is Payload {
  return 'metadata' in value && 'data' in value && value.data instanceof Uint8Array;
}
