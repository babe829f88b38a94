import { html } from "hono/html";
import type { AccountSection } from "../account-sections.js";
import { type Html, pageOf, tableOf } from "./layout.js";

/** One account as a self-contained HTML file. */
export function accountFile(
  username: string,
  sections: readonly AccountSection[],
  { at, version }: { at: Date; version: string },
): Html {
  return pageOf({
    title: `@${username}`,
    script: null,
    header: html`<h1>@${username}</h1><span class="at">${at.toISOString().slice(0, 16).replace("T", " ")} UTC</span>`,
    main: html`${sections.map((section) => sectionCard(section))}`,
    footer: html`igminer ${version}`,
  });
}

function sectionCard({ heading, titles, rows, emptyText }: AccountSection): Html {
  const columns = titles.length === 0 ? (rows[0] ?? []).map(() => "") : titles;
  return tableOf({
    title: heading,
    summary: "",
    columns: columns.map((title, index) => ({
      title,
      kind: kindOf(rows.map((row) => row[index] ?? "")),
      cell: (row: readonly string[]) => row[index] ?? "",
    })),
    rows,
    emptyText,
  });
}

/** Counts are right-aligned; dates are not wrapped at their hyphens. */
function kindOf(cells: readonly string[]): "number" | "name" | "" {
  const areAll = (pattern: RegExp) =>
    cells.some((cell) => cell !== "") && cells.every((cell) => pattern.test(cell));
  if (areAll(/^(?:[\d,]+)?$/)) return "number";
  return areAll(/^(?:\d{4}-\d\d-\d\d)?$/) ? "name" : "";
}
