/**
 * A deterministic 32-bit hash of whole numbers, by the mixing steps of MurmurHash3 (public domain). Of numbers above
 * 2^32 the low 32 bits count.
 */
export function hashOf(...numbers: readonly number[]): number {
  let hash = 0x9747b28c;
  for (const number of numbers) {
    let mixed = Math.imul(number, 0xcc9e2d51);
    mixed = (mixed << 15) | (mixed >>> 17);
    hash ^= Math.imul(mixed, 0x1b873593);
    hash = (hash << 13) | (hash >>> 19);
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0;
  }
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** @returns a hash of a text, for use in further hashes. */
export function hashOfText(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index++) hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0;
  return hash >>> 0;
}

/** @returns a number from a hash: 0 ≤ share < 1. */
export function shareOf(hash: number): number {
  return hash / 0x1_0000_0000;
}

/** @returns the item that a hash selects. */
export function pick<T>(items: readonly T[], hash: number): T {
  return items[hash % items.length] as T;
}
