import { readFileSync } from "node:fs";
import { EXIT, Failure } from "../../core/failure.js";

/** @returns the text of a file, empty if it does not exist. */
export function textOfDotenv(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}

/** @returns the text of a .env file with these values: lines with the same names are replaced, all others stay. */
export function withValues(text: string, values: Readonly<Record<string, string>>): string {
  const lines = text === "" ? [] : text.replace(/\n$/, "").split("\n");
  const kept = lines.filter((line) => !Object.keys(values).some((name) => isAssignment(line, name)));
  const added = Object.entries(values).map(([name, value]) => `${name}=${quotedFor(name, value)}`);
  return `${[...kept, ...added].join("\n")}\n`;
}

function isAssignment(line: string, name: string): boolean {
  return new RegExp(`^\\s*(?:export\\s+)?${name}\\s*=`).test(line);
}

/**
 * Quotes a value for `util.parseEnv`: unquoted if it has no special characters, else in a kind of quote that it does
 * not contain.
 */
function quotedFor(name: string, value: string): string {
  if (/^[\w@%+=:,./?&~-]*$/.test(value)) return value;
  const quote = ["'", '"', "`"].find(
    (mark) => !value.includes(mark) && !(mark === '"' && value.includes("\\")),
  );
  if (quote !== undefined && !value.includes("\n")) return `${quote}${value}${quote}`;
  throw new Failure(
    EXIT.usage,
    `The value of ${name} cannot be written into a .env file: it contains a line break, or all kinds of quotation marks.`,
    "Set it in the environment instead.",
  );
}
