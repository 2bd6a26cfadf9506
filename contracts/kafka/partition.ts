const encoder = new TextEncoder();

/**
 * The partition of a key: Kafka's default, murmur2 of the key's UTF-8 bytes, so that every client in
 * every language puts a subject in the same place.
 */
export function partitionOf(key: string, partitions: number): number {
  return (murmur2(encoder.encode(key)) & 0x7fffffff) % partitions;
}

const multiplier = 0x5bd1e995;

/** MurmurHash 2 as in Kafka's `Utils.murmur2` (seed 0x9747b28c), signed 32 bit. */
export function murmur2(data: Uint8Array): number {
  const { length } = data;
  let hash = 0x9747b28c ^ length;
  const blocks = Math.floor(length / 4);
  for (let block = 0; block < blocks; block += 1) {
    hash = mix(hash, littleEndian(data, block * 4));
  }
  const tail = length % 4;
  if (tail > 0) {
    let rest = 0;
    for (let i = tail - 1; i >= 0; i -= 1) rest = (rest << 8) | (data[blocks * 4 + i] ?? 0);
    hash = Math.imul(hash ^ rest, multiplier);
  }
  hash = Math.imul(hash ^ (hash >>> 13), multiplier);
  return hash ^ (hash >>> 15);
}

function mix(hash: number, block: number): number {
  let k = Math.imul(block, multiplier);
  k = Math.imul(k ^ (k >>> 24), multiplier);
  return Math.imul(hash, multiplier) ^ k;
}

function littleEndian(data: Uint8Array, at: number): number {
  return (
    (data[at] ?? 0) |
    ((data[at + 1] ?? 0) << 8) |
    ((data[at + 2] ?? 0) << 16) |
    ((data[at + 3] ?? 0) << 24)
  );
}
