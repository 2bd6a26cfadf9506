import type { Label } from '../calendar/label.js';

/** A change from one version to another, in words. */
export interface Change {
  /** JSON pointer into the later version; into the earlier one for what was taken out. */
  readonly path: string;
  readonly th: string;
  readonly en: string;
}

/** Where two values stand, and what that is called. */
export interface Place {
  readonly path: string;
  readonly name: Label;
}

/** Says what changed between two values at a place; either may be missing. */
export type Differ<T> = (before: T | undefined, after: T | undefined, at: Place) => Change[];

/** Whether two values are the same, whatever the order of their members. */
export function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = Object.entries(a);
  const right = new Map<string, unknown>(Object.entries(b));
  return (
    left.length === right.size &&
    left.every(([member, value]) => right.has(member) && isSame(value, right.get(member)))
  );
}

/** A value that is said whole: `name: old → new`. */
export function value<T>(textOf: (value: T) => Label): Differ<T> {
  return (before, after, { path, name }) => {
    if (isSame(before, after)) return [];
    if (after === undefined)
      return before === undefined ? [] : [removed(path, name, textOf(before))];
    if (before === undefined) return [added(path, name, textOf(after))];
    const old = textOf(before);
    const now = textOf(after);
    return [
      {
        path,
        th: `${name.th}: ${old.th} → ${now.th}`,
        en: `${name.en}: ${old.en} → ${now.en}`,
      },
    ];
  };
}

/** A text in two languages; a sentence quotes the other language where its own did not change. */
export const label: Differ<Label> = (before, after, at) => {
  const isHalf = before !== undefined && after !== undefined;
  if (isHalf && before.th === after.th) return value(quoted('en'))(before, after, nameIn(at, 'en'));
  if (isHalf && before.en === after.en) return value(quoted('th'))(before, after, nameIn(at, 'th'));
  return value<Label>(({ th, en }) => ({ th: `“${th}”`, en: `“${en}”` }))(before, after, at);
};

function quoted(language: keyof Label): (text: Label) => Label {
  return (text) => ({ th: `“${text[language]}”`, en: `“${text[language]}”` });
}

const languages = {
  th: { th: 'ข้อความภาษาไทย', en: 'Thai text' },
  en: { th: 'ข้อความภาษาอังกฤษ', en: 'English text' },
} as const;

function nameIn({ path, name }: Place, language: keyof Label): Place {
  return { path, name: within(name, languages[language]) };
}

/** A member's name within what it belongs to. */
export function within(outer: Label, inner: Label): Label {
  return { th: `${outer.th}, ${inner.th}`, en: `${outer.en}, ${inner.en}` };
}

/** Members of a record, each with its name and how it is compared; a forgotten one does not compile. */
export type Members<T> = {
  readonly [K in keyof T]-?: readonly [Label, Differ<Exclude<T[K], undefined>>];
};

/** A record, member by member; come or gone, it is said whole. */
export function record<T extends object>(
  members: Members<T>,
  textOf: (value: T) => Label,
): Differ<T> {
  return (before, after, at) => {
    if (before === undefined || after === undefined) return value(textOf)(before, after, at);
    return compareMembers(members, before, after, (name) => within(at.name, name), at.path);
  };
}

/** Compares two records by their members, in the order in which these are named. */
export function compareMembers<T extends object>(
  members: Members<T>,
  before: T,
  after: T,
  nameOf: (name: Label) => Label,
  path: string,
): Change[] {
  return (Object.keys(members) as (keyof T & string)[]).flatMap((member) => {
    const [name, differ] = members[member];
    type Value = Exclude<T[typeof member], undefined>;
    const at = { path: `${path}/${member}`, name: nameOf(name) };
    return differ(before[member] as Value | undefined, after[member] as Value | undefined, at);
  });
}

/** How the items of a list are told apart and said. */
export interface Items<T> {
  /** What one of them is called; by the list's own name when left out. */
  readonly name?: Label;
  readonly idOf: (item: T) => string;
  readonly textOf: (item: T) => Label;
  /** How an item that stayed is compared; it is its id when left out. */
  readonly differ?: Differ<T>;
}

/** A list, its items matched by their ids and not by their places. */
export function list<T>(items: Items<T>): Differ<readonly T[]> {
  const { idOf, textOf, differ } = items;
  return (old = [], now = [], at) => {
    const name = items.name ?? at.name;
    const before = new Map(old.map((item, index) => [idOf(item), { item, index }]));
    const after = new Map(now.map((item, index) => [idOf(item), { item, index }]));
    const gone = [...before].filter(([id]) => !after.has(id));
    const come = [...after].flatMap(([id, { item, index }]) => {
      const path = `${at.path}/${index}`;
      const known = before.get(id);
      if (known === undefined) return [added(path, name, textOf(item))];
      return differ?.(known.item, item, { path, name: titled(name, textOf(known.item)) }) ?? [];
    });
    return [
      ...gone.map(([, { item, index }]) => removed(`${at.path}/${index}`, name, textOf(item))),
      ...come,
      ...reordered(before, after, textOf, at),
    ];
  };
}

type ById<T> = ReadonlyMap<string, { readonly item: T }>;

/** Items that stayed, in another order than before. */
function reordered<T>(
  before: ById<T>,
  after: ById<T>,
  textOf: (item: T) => Label,
  { path, name }: Place,
): Change[] {
  const old = [...before.keys()].filter((id) => after.has(id));
  const now = [...after].filter(([id]) => before.has(id));
  if (now.every(([id], index) => id === old[index])) return [];
  const texts = now.map(([, { item }]) => textOf(item));
  return [
    {
      path,
      th: `ลำดับใหม่ของ${name.th}: ${texts.map(({ th }) => th).join(', ')}`,
      en: `${name.en} in a new order: ${texts.map(({ en }) => en).join(', ')}`,
    },
  ];
}

function titled(name: Label, title: Label): Label {
  return { th: `${name.th} “${title.th}”`, en: `${name.en} “${title.en}”` };
}

function added(path: string, name: Label, text: Label): Change {
  return { path, th: `เพิ่ม${name.th}: ${text.th}`, en: `${name.en} added: ${text.en}` };
}

function removed(path: string, name: Label, text: Label): Change {
  return { path, th: `ตัด${name.th}ออก: ${text.th}`, en: `${name.en} removed: ${text.en}` };
}
