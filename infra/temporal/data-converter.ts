import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import { codecKeys } from '../config.js';
import { EncryptingCodec } from './payload-codec.js';

/** What converts failures, in workers and in the workflow bundle alike. */
export const failureConverterPath = fileURLToPath(
  new URL('./failure-converter.cjs', import.meta.url),
);

/**
 * The one data converter of every client, worker, replay and tool: what one of them writes, all of
 * them read. The keys of its codec are the setting `PRASAN_CODEC_KEYS` of the process.
 *
 * @throws ConfigError when the setting is missing or faulty: nothing is written in plain text by
 * mistake
 */
export function createDataConverter(): DataConverter {
  const keys = codecKeys();
  return {
    failureConverterPath,
    payloadCodecs: keys === 'none' ? [] : [new EncryptingCodec(keys)],
  };
}
