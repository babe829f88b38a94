import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { EXIT, Failure, messageOf } from "../core/failure.js";

/**
 * Reads a list, one entry a line, from a file or from standard input (`-`). Blank lines and `#` comments are skipped.
 * @param take told each entry, trimmed, and where it stood, as `names.txt:12`.
 * @param whatALineHolds for the message, as "username".
 * @throws Failure (exit 2) when the file cannot be read.
 */
export async function readLines(
  file: string,
  whatALineHolds: string,
  take: (text: string, where: string) => void,
): Promise<void> {
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
      `Give a text file with one ${whatALineHolds} a line, or - for standard input.`,
      error,
    );
  }
}
