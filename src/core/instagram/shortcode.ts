const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const BASE = 64n;
/** The code of a post that only its author's followers may see is longer; what follows the eleventh sign is a key. */
const LENGTH = 11;

/** @returns the shortcode of a post: its number, written with Instagram's 64 signs. */
export function shortcodeOf(id: bigint): string {
  let code = "";
  for (let rest = id; rest > 0n; rest /= BASE) code = ALPHABET.charAt(Number(rest % BASE)) + code;
  return code;
}

/** @returns Instagram's number of the post with that shortcode; null where it is none. */
export function idOfShortcode(shortcode: string): bigint | null {
  let id = 0n;
  for (const sign of shortcode.slice(0, LENGTH)) {
    const digit = ALPHABET.indexOf(sign);
    if (digit < 0) return null;
    id = id * BASE + BigInt(digit);
  }
  return id > 0n ? id : null;
}
