import { EXIT, Failure } from "../failure.js";

const BEGIN = "# BEGIN igminer";
const END = "# END igminer";
const NOTE = "(igminer schedule install writes this part anew: put lines of yours above it)";

/** A user's crontab, with igminer's block apart. */
export interface DividedCrontab {
  /** The lines outside igminer's block. */
  own: string[];
  /** The lines of igminer's block, without its marks; empty if there is none. */
  block: string[];
}

/**
 * Splits a crontab.
 * @throws Failure (exit 1) unless there is exactly one block: otherwise nobody can tell whose lines are whose.
 */
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
 * @returns the crontab with igminer's block at the end, because its PATH and MAILTO apply to all lines below them.
 * @param block empty: without igminer's block.
 */
export function joinCrontab({ own, block }: DividedCrontab): string {
  const kept = [...own];
  while (kept.at(-1) === "") kept.pop();
  const part =
    block.length === 0 ? [] : [...(kept.length > 0 ? [""] : []), `${BEGIN} ${NOTE}`, ...block, END];
  const lines = [...kept, ...part];
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}

/** @returns what changes, one line each: "- " for removed lines, "+ " for added ones. */
export function changesOf(before: readonly string[], after: readonly string[]): string[] {
  return [
    ...before.filter((line) => !after.includes(line)).map((line) => `- ${line}`),
    ...after.filter((line) => !before.includes(line)).map((line) => `+ ${line}`),
  ];
}
