import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';

/** A run of a workflow as it was recorded. */
export interface RecordedHistory {
  readonly name: string;
  readonly workflowId: string;
  /** The history as Temporal's JSON. */
  readonly history: unknown;
}

const folder = new URL('histories/', import.meta.url);
const suffix = '.json.gz';

/** All recorded runs. */
export function readHistories(): RecordedHistory[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(suffix))
    .map((file) => {
      const text = gunzipSync(readFileSync(new URL(file, folder))).toString('utf8');
      return JSON.parse(text) as RecordedHistory;
    });
}

/** Removes what was recorded before: only while nothing of it runs anywhere. */
export function removeHistories(): void {
  for (const { name } of readHistories()) rmSync(new URL(`${name}${suffix}`, folder));
}

/** Records one run. */
export function writeHistory(recorded: RecordedHistory): void {
  const file = new URL(`${recorded.name}${suffix}`, folder);
  writeFileSync(file, gzipSync(JSON.stringify(recorded), { level: 9 }));
}
