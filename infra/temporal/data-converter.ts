import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';

/**
 * The one data converter of every client, worker, replay and tool: what one of them writes, all of
 * them read. Codecs of personal data are added here and nowhere else (design §9).
 */
export function createDataConverter(): DataConverter {
  return {
    failureConverterPath: fileURLToPath(new URL('./failure-converter.cjs', import.meta.url)),
    payloadCodecs: [],
  };
}
