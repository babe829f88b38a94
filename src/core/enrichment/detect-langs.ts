import { sql, type Transaction } from "kysely";
import { isBehind, type Swept } from "../batch/sweep.js";
import { rowsAs } from "../db/rows.js";
import type { Schema } from "../db/schema.js";

/**
 * Detects the language of up to `limit` captions that have none yet, and marks their accounts for counting. Swiss
 * German and Bavarian count as German, with a dialect mark. `savePosts` clears a caption's language when the caption
 * changes.
 */
export async function detectLanguages(
  tx: Transaction<Schema>,
  limit: number,
  after: bigint | null = null,
): Promise<Swept> {
  const { rows } = await sql<{ id: bigint; account_id: bigint; shortcode: string; caption: string }>`
    select id, account_id, shortcode, caption
    from "InstagramPost"
    where caption_lang is null and caption is not null -- By "InstagramPost_caption_due".
      and ${isBehind(after)}
    order by id
    limit ${limit}
    for no key update skip locked
  `.execute(tx);
  if (rows.length === 0) return { subjects: [], tallies: {} };
  // The detector takes half a second to load, too long for a run with nothing to do.
  const { dialectOf, languageOf, UNDETERMINED } = await import("../text/language.js");
  const read = rows.map(({ id, account_id, caption }) => {
    const lang = languageOf(caption);
    return { id, account_id, lang, dialect: lang === "de" ? dialectOf(caption) : null };
  });
  await sql`
    update "InstagramPost" as post
    set caption_lang = read.lang, caption_dialect = read.dialect
    from ${rowsAs("read", read, {
      id: ["bigint", ({ id }) => id],
      lang: ["text", ({ lang }) => lang],
      dialect: ["text", ({ dialect }) => dialect],
    })}
    where post.id = read.id
  `.execute(tx);
  // "do update" rather than "do nothing", because it waits for a count in progress, which would miss these captions.
  await sql`
    insert into "CaptionCountDue" as due (account_id)
    select distinct account_id
    from ${rowsAs("read", read, { account_id: ["bigint", (row) => row.account_id] })}
    order by account_id
    on conflict (account_id) do update
    set due_since = due.due_since
  `.execute(tx);
  return {
    subjects: rows.map(({ shortcode }) => shortcode),
    last: rows.at(-1)?.id,
    tallies: {
      languages_told: read.filter(({ lang }) => lang !== UNDETERMINED).length,
      undetermined: read.filter(({ lang }) => lang === UNDETERMINED).length,
    },
  };
}
