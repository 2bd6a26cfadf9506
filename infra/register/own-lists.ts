import { reasonsOf, statusOf, titleKey } from './known-titles.js';
import type { ReferenceList, References } from './references.js';

/** What an edition's own list of statuses or reasons says: its titles by id, and its ids by title. */
interface OwnList {
  readonly titles: ReadonlyMap<string, string>;
  /** By the key of the title; without those that stand under two ids. */
  readonly ids: ReadonlyMap<string, string>;
}

type OwnKind = 'statuses' | 'reasons';

/** The title that an edition's own list has for an id; empty when it has none. */
export function titleInList(references: References, kind: OwnKind, id: string): string {
  return ownList(references, kind)?.titles.get(id) ?? '';
}

/** The id that an edition's own list has for a title; `undefined` when it has none, or was numbered anew. */
export function idInList(references: References, kind: OwnKind, title: string): string | undefined {
  return title === '' ? undefined : ownList(references, kind)?.ids.get(titleKey(title));
}

const ownLists = new WeakMap<ReferenceList, OwnList>();

function ownList(references: References, kind: OwnKind): OwnList | undefined {
  const list = references[kind];
  if (list === undefined) return undefined;
  const known = ownLists.get(list) ?? readList(list, kind);
  ownLists.set(list, known);
  return known;
}

function readList({ entries }: ReferenceList, kind: OwnKind): OwnList {
  const titles = new Map<string, string>();
  const ids = new Map<string, string>();
  const twice = new Set<string>();
  let isNumberedAnew = false;
  for (const { texts } of entries) {
    const [id, title] =
      kind === 'statuses' ? [texts.statusId, texts.status] : [texts.reasonId, texts.reason];
    if (id === undefined || title === undefined || id === '' || title === '') continue;
    if (!titles.has(id)) titles.set(id, title);
    const key = titleKey(title);
    if (ids.has(key) && ids.get(key) !== id) twice.add(key);
    ids.set(key, id);
    isNumberedAnew ||= isOfAnother(kind, id, title);
  }
  for (const key of isNumberedAnew ? ids.keys() : twice) ids.delete(key);
  return { titles, ids };
}

/** Whether a title is known, and not as that of the id. */
function isOfAnother(kind: OwnKind, id: string, title: string): boolean {
  const known = kind === 'statuses' ? [statusOf(title) ?? []].flat() : reasonsOf(title);
  return known.length > 0 && !known.some((one) => one === id);
}
