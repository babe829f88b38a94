import { readAddress } from "../../../email/address.js";

/** The form of an address in a text; limits on both sides keep the search linear. */
const IN_TEXT =
  /(?<![\p{L}\p{N}._%+/=-])[^\s<>"'()[\]:;,@|\\]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,62})\.){0,8}[\p{L}\p{N}-]{1,63}/gu;

/** @returns the addresses in a text in their stored form, in order, each once. */
export function addressesInText(text: string): string[] {
  const found = new Set<string>();
  for (const [match] of text.matchAll(IN_TEXT)) {
    const reading = readAddress(match.replace(/^mailto:/i, "").replace(/[.-]+$/, ""));
    if (reading.isValid) found.add(reading.address.email);
  }
  return [...found];
}
