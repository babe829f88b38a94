import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { EXIT, Failure, messageOf } from "../core/failure.js";
import { parseUsername } from "../core/profiles/username.js";

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
  if (from !== undefined) await readLines(from, take);
  return { usernames: [...found], invalid, isGiven: names.length > 0 || file !== undefined };
}

async function readLines(file: string, take: (text: string, where: string) => void): Promise<void> {
  const label = file === "-" ? "standard input" : file;
  const input = file === "-" ? process.stdin : createReadStream(file);
  try {
    let number = 0;
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      number++;
      // A byte order mark is what some editors begin a file with.
      const text = (number === 1 ? line.replace(/^\uFEFF/, "") : line).trim();
      if (text !== "" && !text.startsWith("#")) take(text, `${label}:${number}`);
    }
  } catch (error) {
    throw new Failure(
      EXIT.usage,
      `${label} cannot be read: ${messageOf(error)}`,
      "Give a text file with one username a line, or - for standard input.",
      error,
    );
  }
}
