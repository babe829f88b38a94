import { html } from "hono/html";
import type { readQueue } from "../../core/mining/manual/queue.js";
import { counted, formatCount } from "../format.js";
import { momentOf } from "./dashboard-page.js";
import { type Html, tableOf } from "./layout.js";

export type Queue = Awaited<ReturnType<typeof readQueue>>;

/** The result of a submitted form. */
export interface Asked {
  added: number;
  again: number;
  waiting: number;
  invalid: readonly string[];
}

const INVALID_SHOWN = 20;

/** The form for usernames. @param formToken proves that the form came from this server. */
export function mineForm(formToken: string, asked: Asked | null, problem: string | null): Html {
  return html`<section class="wide" aria-label="Request accounts"><form method="post" action="/mine">
<input type="hidden" name="form_token" value="${formToken}">
<label for="usernames">Usernames</label>
<p class="soft">One a line; @name and profile URLs are accepted. Known accounts are mined again.</p>
<textarea id="usernames" name="usernames" rows="5" required autofocus placeholder="natgeo&#10;@nasa&#10;https://www.instagram.com/nike/"></textarea>
<button>Request</button></form>
${problem === null ? "" : html`<p role="alert">${problem}</p>`}${asked === null ? "" : answerTo(asked)}</section>`;
}

function answerTo({ added, again, waiting, invalid }: Asked): Html {
  const rest = invalid.length - INVALID_SHOWN;
  return html`<p role="status"><br>${counted(added, "username")} added, ${String(again)} to be tried again, ${String(waiting)} waiting already, ${String(invalid.length)} not usernames.</p>
${
  invalid.length === 0
    ? ""
    : html`<ul>${invalid.slice(0, INVALID_SHOWN).map((text) => html`<li>not a username: ${text}</li>`)}</ul>${rest > 0 ? html`<p class="soft">and ${formatCount(rest)} more</p>` : ""}`
}`;
}

const STATE_CLASS: Record<string, string> = { done: "good", running: "good", failed: "bad", queued: "" };

/** The latest requests for accounts, with their results. */
export function queueTable(queue: Queue): Html {
  return tableOf({
    title: "Requested accounts",
    summary: "Newest first; igminer mine-manual mines them.",
    columns: [
      { title: "username", kind: "name", cell: ({ username }) => username },
      {
        title: "state",
        cell: ({ status, outcome }) =>
          html`<span class="state ${STATE_CLASS[status] ?? ""}">${status === "done" && outcome !== null && outcome !== "ok" ? outcome.replace("_", " ") : status}</span>`,
      },
      { title: "now called", kind: "name", cell: ({ now_called: name }) => name ?? "" },
      {
        title: "followers",
        kind: "number",
        cell: ({ followers }) => (followers === null ? "" : formatCount(followers)),
      },
      { title: "requested by", kind: "text", cell: ({ requested_by: who }) => who },
      { title: "requested at", kind: "name", cell: ({ requested_at: at }) => momentOf(at) },
      { title: "last error", kind: "text", cell: ({ error }) => error ?? "" },
    ],
    rows: queue,
    emptyText: "No account has been requested yet.",
  });
}
