const dayOpensMs = 8.5 * 3_600_000;
const officeDayMs = 8 * 3_600_000;

/**
 * When in the office day (08:30–16:30, Asia/Bangkok) something that belongs to an id is done by
 * itself: milliseconds from midnight, spread over the day and always the same, so that 2,101 chasers
 * do not start at once.
 */
export function officeTimeMs(id: string): number {
  return dayOpensMs + (mixed(id) % officeDayMs);
}

/** FNV-1a with MurmurHash3's finaliser: ids that follow each other come far apart. */
function mixed(text: string): number {
  let hash = 0x811c9dc5;
  for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
