import { parseUsername } from "../../core/instagram/username.js";

/**
 * Reads usernames from pasted text, separated by line breaks, spaces or commas; lines that start with # are skipped.
 * @returns the usernames without duplicates in the order given, and the texts that are not usernames.
 */
export function usernamesInText(text: string): { usernames: string[]; invalid: string[] } {
  const usernames = new Set<string>();
  const invalid: string[] = [];
  const lines = text.split(/\r?\n/).filter((line) => !line.trimStart().startsWith("#"));
  for (const word of lines.flatMap((line) => line.split(/[\s,;]+/)).filter((part) => part !== "")) {
    const username = parseUsername(word);
    if (username === null) invalid.push(word);
    else usernames.add(username);
  }
  return { usernames: [...usernames], invalid };
}
