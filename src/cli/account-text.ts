import type { AccountSection } from "./account-sections.js";
import { sectionText } from "./table.js";

/** @returns the sections of an account for a terminal of this width; longer texts are cut with an ellipsis. */
export function accountText(username: string, sections: readonly AccountSection[], width: number): string {
  const shown = sections.map(({ heading, titles, rows, emptyText }) => {
    if (rows.length === 0) return `${heading}: ${emptyText}`;
    const columns = titles.length === 0 ? (rows[0] ?? []).map(() => "") : titles;
    return sectionText(
      heading,
      columns,
      rows.map((row) => columns.map((_, index) => row[index] ?? "")),
    )
      .split("\n")
      .map((line) => cut(line, width))
      .join("\n");
  });
  return [`@${username}`, ...shown].join("\n\n");
}

const segmenter = new Intl.Segmenter();

function cut(line: string, width: number): string {
  const letters = [...segmenter.segment(line)];
  if (letters.length <= width) return line;
  return `${letters
    .slice(0, width - 1)
    .map(({ segment }) => segment)
    .join("")}…`;
}
