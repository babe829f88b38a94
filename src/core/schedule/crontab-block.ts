import { EXIT, Failure } from "../failure.js";

const BEGIN = "# BEGIN igminer";
const END = "# END igminer";
const NOTE = "(igminer schedule install writes this part anew: put lines of yours above it)";

/** A person's crontab, and igminer's part of it. */
export interface DividedCrontab {
  /** The lines that are not igminer's. */
  own: string[];
  /** igminer's, without the marks; empty: there are none. */
  block: string[];
}

/** @throws Failure (exit 1) when one of the marks is missing, so that nobody can tell what is whose. */
export function divideCrontab(text: string): DividedCrontab {
  const lines = text === "" ? [] : text.replace(/\n$/, "").split("\n");
  const begins = lines.findIndex((line) => line.startsWith(BEGIN));
  const ends = lines.findIndex((line) => line.startsWith(END));
  if (begins === -1 && ends === -1) return { own: lines, block: [] };
  const isOne = begins !== -1 && ends > begins && lines.filter((line) => line.startsWith(BEGIN)).length === 1;
  if (!isOne)
    throw new Failure(
      EXIT.failed,
      `The crontab does not have one line "${BEGIN}" and one "${END}" after it, so igminer's part cannot be identified.`,
      "Fix it with crontab -e, then run the command again.",
    );
  return {
    own: [...lines.slice(0, begins), ...lines.slice(ends + 1)],
    block: lines.slice(begins + 1, ends),
  };
}

/**
 * @returns the crontab with igminer's part, which comes last: what it sets (PATH, MAILTO) holds for all lines below it.
 * @param block empty: without igminer's part.
 */
export function joinCrontab({ own, block }: DividedCrontab): string {
  const kept = [...own];
  while (kept.at(-1) === "") kept.pop();
  const part =
    block.length === 0 ? [] : [...(kept.length > 0 ? [""] : []), `${BEGIN} ${NOTE}`, ...block, END];
  const lines = [...kept, ...part];
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}

/** @returns what a new part changes, a line each: "- " goes, "+ " comes. */
export function changesOf(before: readonly string[], after: readonly string[]): string[] {
  return [
    ...before.filter((line) => !after.includes(line)).map((line) => `- ${line}`),
    ...after.filter((line) => !before.includes(line)).map((line) => `+ ${line}`),
  ];
}
