import { parseUsername } from "../core/instagram/username.js";
import { readLines } from "./lines-input.js";

export interface UsernameInput {
  /** Valid usernames, each once, in the order given. */
  usernames: string[];
  /** What could not be read as a username, with where it stood, as `names.txt:12`. */
  invalid: { text: string; where: string }[];
  /** Whether there was anywhere to read from. */
  isGiven: boolean;
}

/**
 * Reads usernames from arguments, from a file, or from standard input (`-`, as an argument or as the file): one a line;
 * blank lines and `#` comments are skipped; `@name`, profile URLs and upper case are accepted.
 * @throws Failure (exit 2) when the file cannot be read.
 */
export async function readUsernames(
  names: readonly string[],
  file: string | undefined,
): Promise<UsernameInput> {
  const found = new Set<string>();
  const invalid: UsernameInput["invalid"] = [];
  function take(text: string, where: string): void {
    const username = parseUsername(text);
    if (username === null) invalid.push({ text: text.trim(), where });
    else found.add(username);
  }

  names.forEach((name, index) => {
    if (name !== "-") take(name, `argument ${index + 1}`);
  });
  const from = file ?? (names.includes("-") ? "-" : undefined);
  if (from !== undefined) await readLines(from, "username", take);
  return { usernames: [...found], invalid, isGiven: names.length > 0 || file !== undefined };
}
