import { fstatSync } from "node:fs";
import { isReadOnce, openImportFile } from "../core/exchange/import/open-file.js";
import { itemsOf, requireNames } from "../core/exchange/import/read-items.js";
import { EXIT, Failure, messageOf } from "../core/failure.js";
import { parseUsername } from "../core/instagram/username.js";
import { readingInput } from "./reading-input.js";

export interface UsernameInput {
  /** Valid usernames without duplicates, in the order given. */
  usernames: string[];
  /** Texts that are not usernames, with their origin, such as `names.txt:12`. */
  invalid: { text: string; where: string }[];
  /** Whether there was any input to read. */
  isGiven: boolean;
}

/** How long to wait for the first name from a pipe, since the program at its other end has to start first. */
const PIPE_WAIT_MS = 10_000;
/** Programs that start igminer often leave such a connection open without sending anything. */
const SOCKET_WAIT_MS = 500;

/**
 * Reads usernames from arguments, from a file, or from standard input (`-` as an argument or as the file, or if nothing
 * else is given and something is piped). Input has one username per line; blank lines and `#` comments are skipped;
 * `@name`, profile URLs and upper case are accepted. Tables are read by their column of usernames, JSON and HTML pages
 * by the usernames in them, as in `import`.
 * @throws Failure (exit 2) if the file cannot be read, or a table has no column of usernames, and the interruption's
 * reason.
 */
export function readUsernames(
  names: readonly string[],
  file: string | undefined,
  interruption: AbortSignal,
): Promise<UsernameInput> {
  return readingInput(findUsernames(names, file), interruption);
}

async function findUsernames(names: readonly string[], file: string | undefined): Promise<UsernameInput> {
  const found = new Set<string>();
  const invalid: UsernameInput["invalid"] = [];
  names.forEach((text, index) => {
    if (text === "-") return;
    const username = parseUsername(text);
    if (username === null) invalid.push({ text: text.trim(), where: `argument ${index + 1}` });
    else found.add(username);
  });
  const isPiped = names.length === 0 && file === undefined && (await bringsSomething());
  const from = file ?? (names.includes("-") || isPiped ? "-" : undefined);
  if (from !== undefined) await readFrom(from, found, invalid);
  return { usernames: [...found], invalid, isGiven: names.length > 0 || from !== undefined };
}

async function readFrom(from: string, found: Set<string>, invalid: UsernameInput["invalid"]): Promise<void> {
  if (!(await isReadOnce(from))) await requireNames(await openImportFile(from, process.stdin), null);
  const file = await openImportFile(from, process.stdin);
  const now = new Date();
  try {
    for await (const { number, unit, outcome } of itemsOf(file, {
      observedAt: now,
      now,
      format: "usernames",
      column: null,
    })) {
      const where = unit === "line" ? `${file.label}:${number}` : `${file.label}, item ${number}`;
      if ("error" in outcome) invalid.push({ text: outcome.excerpt, where });
      else for (const { username } of outcome.findings.names) found.add(username);
    }
  } catch (error) {
    throw new Failure(
      EXIT.usage,
      `${file.label} cannot be read: ${messageOf(error)}`,
      "Give a text file with one username a line, a table, JSON, or - for standard input.",
      error,
    );
  }
}

/**
 * Whether standard input holds something, which then counts as given, with or without `-`.
 * @throws Failure (exit 2) if a pipe stays open and silent, so that this cannot be known.
 */
async function bringsSomething(): Promise<boolean> {
  const kind = kindOfInput();
  if (kind === "none" || kind === "file") return kind === "file";
  const { stdin } = process;
  const first = await new Promise<"data" | "end" | "silence">((resolve) => {
    const timer = setTimeout(() => resolve("silence"), kind === "pipe" ? PIPE_WAIT_MS : SOCKET_WAIT_MS);
    const told = (what: "data" | "end") => () => {
      clearTimeout(timer);
      resolve(what);
    };
    stdin.once("readable", () => told(stdin.readableLength > 0 ? "data" : "end")());
    stdin.once("end", told("end"));
    stdin.once("error", told("end"));
  });
  stdin.removeAllListeners("readable");
  if (first === "data") return true;
  stdin.destroy();
  if (first === "end" || kind === "socket") return false;
  throw new Failure(
    EXIT.usage,
    "Nothing arrives on standard input, and it stays open.",
    "Pass - to wait for usernames, or close it: < /dev/null",
  );
}

function kindOfInput(): "none" | "file" | "pipe" | "socket" {
  if (process.stdin.isTTY) return "none";
  try {
    const input = fstatSync(0);
    if (input.isFile()) return input.size > 0 ? "file" : "none";
    return input.isFIFO() ? "pipe" : input.isSocket() ? "socket" : "none";
  } catch {
    return "none";
  }
}
