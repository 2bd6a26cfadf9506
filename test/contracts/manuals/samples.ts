import type { Finding } from '../../../contracts/manuals/lint.js';
import { lintManual } from '../../../contracts/manuals/lint.js';
import type { Manual, Source } from '../../../contracts/manuals/manual.js';
import { sampleManuals } from '../../../infra/manuals/index.js';

/** A manual that may be written into. */
export type Draft = Writable<Manual>;

type Writable<T> = T extends readonly (infer Item)[]
  ? Writable<Item>[]
  : T extends object
    ? { -readonly [K in keyof T]: Writable<T[K]> }
    : T;

/** The ten manuals of the sample, by service id. */
export const manuals: readonly Manual[] = sampleManuals();

/** One of them, to be written into. */
export function draftOf(serviceId: string): Draft {
  const found = manuals.find((manual) => manual.serviceId === serviceId);
  if (found === undefined) throw new Error(`no sample manual ${serviceId}`);
  return structuredClone(found) as Draft;
}

/** A source that is looked up nowhere. */
export const cited: Source = { kind: 'cited', reference: 'Royal Gazette document 1' };

/** The errors of anything, as `code path`, in the linter's order. */
export function errorsOf(value: unknown): string[] {
  return lintManual(value)
    .filter(({ severity }) => severity === 'error')
    .map(said);
}

/** A finding as `code path`. */
export function said({ code, path }: Finding): string {
  return `${code} ${path}`;
}
