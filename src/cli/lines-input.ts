import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { EXIT, Failure, messageOf } from "../core/failure.js";
import { asUtf8 } from "../core/text/utf16.js";
import { readingInput } from "./reading-input.js";

/**
 * Reads a list with one entry per line, in UTF-8 or UTF-16, from a file or from standard input (`-`). Blank lines and
 * `#` comments are skipped.
 * @param take called with each trimmed entry and its origin, such as `names.txt:12`.
 * @param whatALineHolds for the message, such as "username".
 * @throws Failure (exit 2) if the file cannot be read, and the interruption's reason.
 */
export function readLines(
  file: string,
  whatALineHolds: string,
  interruption: AbortSignal,
  take: (text: string, where: string) => void,
): Promise<void> {
  return readingInput(takeLines(file, whatALineHolds, take), interruption);
}

async function takeLines(
  file: string,
  whatALineHolds: string,
  take: (text: string, where: string) => void,
): Promise<void> {
  const label = file === "-" ? "standard input" : file;
  const bytes: AsyncIterable<Buffer> = file === "-" ? process.stdin : createReadStream(file);
  const input = Readable.from(asUtf8(bytes));
  try {
    let number = 0;
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      number++;
      // Some editors start a file with a byte order mark.
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
