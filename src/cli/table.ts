import Table from "cli-table3";

const BORDERLESS = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: "  ",
};

export interface TableColumn {
  title: string;
  align?: "right";
}

/** @returns rows as an aligned table without borders; a title row where there are titles. */
export function tableText(columns: readonly TableColumn[], rows: readonly (readonly string[])[]): string {
  const hasTitles = columns.some(({ title }) => title !== "");
  const table = new Table({
    ...(hasTitles && { head: columns.map(({ title }) => title) }),
    colAligns: columns.map(({ align }) => align ?? "left"),
    chars: BORDERLESS,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}

/** @returns a table under a heading, set in by two. */
export function sectionText(
  heading: string,
  titles: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const table = tableText(
    titles.map((title) => ({ title })),
    rows,
  );
  return `${heading}\n${table.replace(/^/gm, "  ")}`;
}
