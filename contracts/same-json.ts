/**
 * Whether two values are the same as JSON: the order of an object's members says nothing, a member that
 * is `undefined` is none, and one in a list is `null`. The same as comparing their canonical JSON
 * (RFC 8785), without writing it.
 *
 * @param one numbers, texts, truth values, `null`, and lists and objects of them
 * @param other likewise
 */
export function isSameJson(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (!isObject(one) || !isObject(other)) return false;
  if (Array.isArray(one) || Array.isArray(other)) return isSameList(one, other);
  const names = Object.keys(one).filter((name) => one[name] !== undefined);
  const others = Object.keys(other).filter((name) => other[name] !== undefined);
  return (
    names.length === others.length && names.every((name) => isSameJson(one[name], other[name]))
  );
}

function isSameList(one: unknown, other: unknown): boolean {
  if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return false;
  return one.every((item, at) => isSameJson(item ?? null, other[at] ?? null));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
