import { html, raw } from "hono/html";
import { STYLE, STYLE_HASH } from "./style.js";

/** Markup that is safe to insert into a page: `html` escapes everything else. */
export type Html = ReturnType<typeof html>;

/**
 * A complete page. Every value in `html` is escaped; `raw` is only for our own style sheet and charts.
 * @param script a script to load from the server of the page, or null for a self-contained file without scripts.
 */
export function pageOf(page: {
  title: string;
  script: string | null;
  header: Html;
  main: Html;
  footer: Html;
}): Html {
  const { title, script, header, main, footer } = page;
  // A server sends the policy as a header; a file has to contain it.
  const policy =
    script === null
      ? html`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${raw(STYLE_HASH)}'; img-src data:; base-uri 'none'; form-action 'none'"><meta name="referrer" content="no-referrer">`
      : html`<script src="${script}" defer></script>`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${policy}
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${raw(STYLE)}</style>
</head>
<body>
<header>${header}</header>
<main>${main}</main>
<footer>${footer}</footer>
</body>
</html>
`;
}

/** A part of a page that a script replaces every `seconds` with the response of `from`. */
export function liveOf(from: string, seconds: number, content: Html): Html {
  return html`<div id="live" data-from="${from}" data-seconds="${String(seconds)}">${content}</div>`;
}

/** A chart with its heading, or a text in its place if there is no data. */
export function figureOf(figure: {
  title: string;
  summary: string;
  key?: readonly { label: string; color: string }[];
  width?: "wide";
  isEmpty: boolean;
  emptyText: string;
  draw(): string;
}): Html {
  const { title, summary, key = [], width = "", isEmpty, emptyText, draw } = figure;
  const drawn = isEmpty
    ? html`<p class="soft">${emptyText}</p>`
    : html`<ul class="key">${key.map(({ label, color }) => html`<li class="${color}"><span>${label}</span></li>`)}</ul>
<figure role="img" aria-label="${title}: ${summary}">${raw(draw())}</figure>`;
  return html`<section class="${width}" aria-label="${title}"><h2>${title}</h2><p class="soft">${summary}</p>${drawn}</section>`;
}

/** A column of a table: its title, and the cell for a row. */
export interface Column<Row> {
  title: string;
  kind?: "number" | "name" | "text" | "";
  cell(row: Row): Html | string;
}

/** A table in its own card. */
export function tableOf<Row>(table: {
  title: string;
  summary: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  emptyText: string;
  width?: "wide" | "";
}): Html {
  const { title, summary, columns, rows, emptyText, width = "wide" } = table;
  const body =
    rows.length === 0
      ? html`<p class="soft">${emptyText}</p>`
      : html`<div class="scroll" role="group" aria-label="${title}: table" tabindex="0"><table><thead><tr>${columns.map(({ title: head, kind = "" }) => html`<th class="${kind}">${head}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${columns.map(({ kind = "", cell }) => html`<td class="${kind}">${cell(row)}</td>`)}</tr>`)}</tbody></table></div>`;
  return html`<section class="${width}" aria-label="${title}"><h2>${title}</h2><p class="soft">${summary}</p>${body}</section>`;
}
