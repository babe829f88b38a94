import { parseUsername } from "../../core/instagram/username.js";

/**
 * Reads usernames out of a text that somebody pasted: parted by line ends, spaces or commas; lines that begin with # are
 * skipped. @returns each name once, in the order given, and what could not be read as one.
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
