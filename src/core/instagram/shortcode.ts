const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const BASE = 64n;
/** The shortcode of a post that only followers may see is longer; after the eleventh character comes a key. */
const LENGTH = 11;

/** @returns the shortcode of a post: its id in Instagram's base-64 alphabet. */
export function shortcodeOf(id: bigint): string {
  let code = "";
  for (let rest = id; rest > 0n; rest /= BASE) code = ALPHABET.charAt(Number(rest % BASE)) + code;
  return code;
}

/** @returns the post id of a shortcode, or null if it is not valid. */
export function idOfShortcode(shortcode: string): bigint | null {
  let id = 0n;
  for (const sign of shortcode.slice(0, LENGTH)) {
    const digit = ALPHABET.indexOf(sign);
    if (digit < 0) return null;
    id = id * BASE + BigInt(digit);
  }
  return id > 0n ? id : null;
}
