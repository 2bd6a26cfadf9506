/** A JSON pointer (RFC 6901) from its segments. */
export function pointer(segments: readonly PropertyKey[]): string {
  return segments
    .map((segment) => `/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}

/** Which of two pointers comes first; 2 before 10, and the whole before its parts. */
export function comparePointers(a: string, b: string): number {
  const left = a.split('/');
  const right = b.split('/');
  for (const [index, segment] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    if (segment === other) continue;
    const isNumber = /^\d+$/.test(segment) && /^\d+$/.test(other);
    return (isNumber ? Number(segment) - Number(other) : 0) || compareTexts(segment, other);
  }
  return left.length - right.length;
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
